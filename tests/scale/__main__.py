"""`python -m tests.scale [--circles 200] [--people 5] [--delay 10]`: where one machine ends, and what the next step buys.

One round of half the circles on one machine with SQLite, on one with PostgreSQL, and on two workers with PostgreSQL and Redis; then of
all of them on two of which one is killed. All of it runs on this machine: the two workers share its cores. Takes about five minutes.
Exit status 0 when every circle's round ended once each time, and every letter went out once; 1 when not.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.scale.debian_postgresql import running
from tests.scale.trials import Size, Trial, one_killed, one_machine, several_machines


def main() -> int:
    options = _options()
    size = Size(options.circles, options.people, options.delay / 1000)
    half = replace(size, circles=size.circles // 2)
    table = Table(title=f"circles of {size.people}, {options.delay} ms for each reply of the mail server, {os.cpu_count()} cores", box=None)
    for head in ("set-up", "circles", "seconds", "circles/hour", "letters/hour", "load before", "remarks"):
        table.add_column(head, overflow="fold")
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder, running(durable=True) as postgresql:
        trials: dict[str, Callable[[Path], Trial]] = {
            "one machine (SQLite)": lambda place: one_machine(place, half),
            "one machine (PostgreSQL)": lambda place: one_machine(place, half, postgresql),
            "two workers (PostgreSQL, Redis)": lambda place: several_machines(place, half, postgresql),
            "two workers, one killed": lambda place: one_killed(place, size, postgresql),
        }
        for number, (name, trial) in enumerate(trials.items()):
            load = os.getloadavg()[0]
            print(f"{name} …", file=sys.stderr, flush=True)
            found = trial(Path(folder) / str(number))
            table.add_row(name, str(found.circles), f"{found.seconds:.1f}", *_an_hour(found), f"{load:.1f}", _remarks(found))
            faults += [f"{name}: {fault}" for fault in found.faults]
    console = Console(width=170)
    console.print(table)
    for fault in faults:
        console.print(f"! {fault}", markup=False)
    return 1 if faults else 0


def _an_hour(found: Trial) -> tuple[str, str]:
    return tuple(f"{round(number / found.seconds * 3600, -2):,.0f}" for number in (found.circles, found.letters))  # type: ignore[return-value]


def _remarks(found: Trial) -> str:
    words = f"{found.letters} letters, {found.runs} runs"
    if found.again:
        words += f", {found.unknown} unknown; the dead run noticed after {found.noticed:.0f} s, running again after {found.again:.0f} s"
    return words


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.scale", description=__doc__)
    parser.add_argument("--circles", type=int, default=200)
    parser.add_argument("--people", type=int, default=5)
    parser.add_argument("--delay", type=int, default=10, help="milliseconds before each reply of the mail server")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
