"""A hundred circles in one flow run against their rounds in a loop, and the first command as a person types it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.bench import Bench
from tests.benchmarks.contender import Told, ask, timed
from tests.benchmarks.figures import Figure, ratio
from tests.benchmarks.ground import AT, CIRCLE, ROOT, SECRETS, people_and_meeting

CIRCLES, PEOPLE = 100, 10


def circles(bench: Bench) -> Iterator[Figure]:
    runs: dict[str, list[float]] = {"hundred_circles": [], "hundred_rounds": []}
    for _ in range(bench.repeat):
        for who, seconds in runs.items():
            folder = bench.fresh()
            environment = SECRETS | {"SIRKEL_CONFIG": str(_many(folder / "config")), "SIRKEL_DATA": str(folder / "data")}
            told: Told = ask(who, {"at": AT}, bench.environment | environment)
            assert told["letters"] == CIRCLES * (PEOPLE + 2), told
            seconds.append(told["seconds"])
    together, alone = runs["hundred_circles"], runs["hundred_rounds"]
    yield ratio(f"{CIRCLES} circles in one flow run / in a loop", together, alone, 1.3, f"{min(together):.1f} s, one after the other")


def _many(config: Path) -> Path:
    """A hundred circles with sheets of their own, all with a meeting to invite to."""
    shutil.copytree(ROOT / "config", config)
    first = config / "circles" / f"{CIRCLE}.toml"
    people_and_meeting(config / "circles" / "sheet.xlsx", PEOPLE)
    for number in range(CIRCLES):
        shutil.copy(config / "circles" / "sheet.xlsx", config / f"sheet-{number}.xlsx")
        own = f'\n[sheet]\nkind = "workbook"\nworkbook = "sheet-{number}.xlsx"\n'
        (config / "circles" / f"sirkel-{number}.toml").write_text(first.read_text(encoding="utf-8") + own, encoding="utf-8")
    first.unlink()
    (config / "circles" / "sheet.xlsx").unlink()
    return config


def rehearsal(bench: Bench) -> Iterator[Figure]:
    """`python -m flows`: with its own temporary Prefect server, on bytecode that is there, and on none (as some installers leave it)."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "SIRKEL_"))}
    for words, cold in (("compiled", False), ("nothing compiled yet", True)):
        folder = bench.fresh()
        environment = plain | {"SIRKEL_DATA": str(folder)} | ({"PYTHONPYCACHEPREFIX": str(folder / "cache")} if cold else {})
        command = [sys.executable, "-m", "flows"]
        seconds, done = timed(lambda: subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False))  # noqa: B023
        letters = len(list(folder.glob("rehearsal/*/outbox/*.eml")))
        yield Figure(f"the first command, {words}", seconds, "s", 60, f"{letters} letters, exit {done.returncode}")
