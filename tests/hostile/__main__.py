"""`python -m tests.hostile [--seconds 60] [--only TEXT] [--json]`: every door meets every hostile server, with the seconds people's doors have.

First those who send too much, one by one, because the memory they cost is measured; then those who take time, all at once. Exit status 1
when one took more than its seconds (and two more), or 50 MB.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic

from tests.hostile.doors import Case, Ground, every_case
from tests.standins.certificates import Authority

BIG = ("floods", "announces", "unpacks", "nests", "has", "sends", "goes")
MOST_BYTES, GRACE = 50_000_000, 2.0


@dataclass(frozen=True)
class Cost:
    """Of one case: seconds, bytes that the process grew by at its most, and the line people read."""

    name: str
    seconds: float
    grown: int
    line: str


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--only", default="")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    cases = [each for each in every_case() if options.only in each.name]
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        ground = Ground.of(Authority(Path(folder)))
        os.environ["REQUESTS_CA_BUNDLE"] = str(ground.roots)
        for cost in costs(cases, ground, options.seconds):
            over = cost.seconds > options.seconds + GRACE or cost.grown > MOST_BYTES
            bad += over
            told = f"{cost.seconds:6.1f} s {cost.grown / 1e6:5.0f} MB  {cost.name}: {cost.line}{'  <-- TOO MUCH' if over else ''}"
            print(json.dumps(asdict(cost)) if options.json else told, flush=True)
    return int(bad > 0)


def costs(cases: list[Case], ground: Ground, seconds: float) -> Iterator[Cost]:
    """In the order they are over."""
    for case in cases[:: max(1, len(cases) // 9)]:  # what each library takes by itself is not the server's doing
        case.act(ground, 0.5)
    big = [case for case in cases if case.misdeed.startswith(BIG)]
    yield from (_met(case, ground, seconds) for case in big)
    slow = [case for case in cases if case not in big]
    with ThreadPoolExecutor(min(len(slow) + 1, 48) if seconds < 10 else len(slow) + 1) as at_once:
        yield from at_once.map(lambda case: _met(case, ground, seconds), slow)


def _met(case: Case, ground: Ground, seconds: float) -> Cost:
    before, began = _most(), monotonic()
    line = case.act(ground, seconds)
    return Cost(case.name, monotonic() - began, _most() - before, line)


def _most() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    sys.exit(main())
