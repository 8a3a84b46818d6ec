"""`python -m tests.kills --kills 200 [--seed N] [--connections 1|4]`: kill rounds and look whether anything is lost or twice.

`python -m tests.kills --lives 200` lets circles live at random instead, with faults and kills in them (A14).

Exit status 0 when the promise held after every kill, 1 when not.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

from tests import prefect_server
from tests.kills.house import house
from tests.kills.living_circle import empty_ledger
from tests.kills.sweep import Sweep
from tests.kills.test_living_circle import live


def main() -> int:
    options = _options()
    if options.lives:
        with tempfile.TemporaryDirectory() as folder:
            live(empty_ledger(Path(folder, "data")), options.lives)
        print(f"{options.lives} lives: nobody forgotten, nobody written to twice.")
        return 0
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        prefect_server.running(Path(folder)),
        tempfile.TemporaryDirectory() as place,
        house(Path(place)) as found,
    ):
        seen = Sweep(found, options.seed, options.connections).run(options.kills)
    console = Console(soft_wrap=True)
    console.print(seen.table(f"{seen.kills.total()} kills, {options.connections} connections, seed {options.seed}"))
    console.print(
        f"{seen.trials} trials, {seen.in_a_row} of them killed three times in a row, {seen.images} kills gone on from a copy of the "
        f"ledger; {time.monotonic() - began:.0f} s."
    )
    for fault in seen.faults:
        console.print(f"! {fault}", markup=False)
    console.print("0 lost, 0 twice, one room a meeting, every ledger sound." if not seen.faults else f"{len(seen.faults)} faults.")
    return 1 if seen.faults else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--lives", type=int, default=0)
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    parser.add_argument("--connections", type=int, choices=(1, 4), default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
