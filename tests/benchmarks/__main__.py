"""The command: `python -m tests.benchmarks [NAME …] [--letters 40,400,4000] [--delays 0,50] [--connections 1,4] [--json FILE]`.

Each benchmark compares what ran side by side on this machine, now: trust the ratios, not the seconds, and run it on a quiet
machine. The ledger lies on the disk of the temporary folder (TMPDIR), because waiting for a real disk is part of the promise.
"""

import argparse
import json
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from tests.benchmarks.bench import bench
from tests.benchmarks.figures import Figure, as_json, show

#: Name of the benchmark -> module here, and function. They are imported when Prefect has been told where its server is.
BENCHMARKS = {
    "invitations": ("invitations", "invitations"),
    "memory": ("invitations", "memory"),
    "calls": ("rounds", "calls"),
    "idle": ("rounds", "idle"),
    "deciding": ("rounds", "deciding"),
    "pages": ("pages", "pages"),
    "proposing": ("rounds", "proposing"),
    "circles": ("circles", "circles"),
    "rehearsal": ("circles", "rehearsal"),
    "five-thousand": ("many_letters", "five_thousand"),
}


def main(arguments: list[str] | None = None) -> int:
    """0 when every figure asked for was reached, 1 when not."""
    options = _options(arguments)
    found: dict[str, list[Figure]] = {}
    print(f"processors: {os.cpu_count()}, load now: {os.getloadavg()[0]:.1f}", flush=True)
    sizes = {name: getattr(options, name) for name in ("letters", "delays", "connections", "repeat")}
    with tempfile.TemporaryDirectory() as folder, bench(Path(folder), **sizes) as here:
        for name in options.names or BENCHMARKS:
            module, function = BENCHMARKS[name]
            found[name] = list(getattr(import_module(f"tests.benchmarks.{module}"), function)(here))
            show(name, found[name])
            if options.json:  # after each: a long run that is broken off has something to show
                options.json.write_text(json.dumps(as_json(found), indent=2, ensure_ascii=False), encoding="utf-8")
    return int(any(figure.reached is False for figures in found.values() for figure in figures))


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*BENCHMARKS, []], help=", ".join(BENCHMARKS))
    parser.add_argument("--letters", type=_numbers, default=(40, 400, 4000))
    parser.add_argument("--delays", type=_numbers, default=(0, 50), help="milliseconds before each reply of the mail server")
    parser.add_argument("--connections", type=_numbers, default=(1, 4))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser.parse_args(arguments)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


if __name__ == "__main__":
    sys.exit(main())
