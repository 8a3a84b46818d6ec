"""The whole evaluation: all circles that stand beside the checkout, scored by the program that stands there.

`python -m tests.circle.focus.evaluation [PARTS]` prints the means of each set, before and after at most two accepted merges; with
PARTS so many parts of each circle too (70 % of its participants).
"""

import importlib.util
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from tasks.admin.focus_file import as_dict
from tests.circle.focus.focus_reader import Case, Read, mean, read

SHARED = Path(__file__).parents[4] / "shared" / "focus"
#: By whom, and what they were used for: written while developing; by hands that had never seen the program, developed on since; by
#: others like them, never opened to change the program.
SETS = {"first five": "", "own": "dgnpsu", "other hands": "b", "plain hands": "vw", "unseen": "xy"}


def evaluation() -> ModuleType:
    """The program that scores. Raises FileNotFoundError where it isn't."""
    path = SHARED / "evaluate.py"
    spec = importlib.util.spec_from_file_location("evaluate", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def circles_of(whose: str) -> list[Read]:
    """The circles of one of `SETS`: of each what the program gets, and what a reader found in it."""
    folders = sorted((SHARED / ("circles" if SETS[whose] else "cases")).iterdir())
    found = [each for each in folders if each.is_dir() and each.name.startswith(tuple(SETS[whose]) or "")]
    return [(json.loads((each / "input.json").read_text("utf-8")), json.loads((each / "gold.json").read_text("utf-8"))) for each in found]


def scored(circles: Iterable[Read], evaluate: ModuleType, parts: int = 0) -> Iterator[tuple[Case, Case]]:
    """The scores of each circle before and after the reader's merges, and of `parts` parts of its participants."""
    for case, gold in circles:
        for one in [case, *(evaluate.subsample(case, seed) for seed in range(parts))]:
            before, after = read(one, gold)
            yield evaluate.score(one, gold, as_dict(before)), evaluate.score(one, gold, as_dict(after))


def main(arguments: list[str]) -> None:
    evaluate, parts = evaluation(), int(arguments[0]) if arguments else 0
    for whose in SETS:
        rows = list(scored(circles_of(whose), evaluate, parts))
        for name, column in (("before", 0), ("after", 1)):
            print(whose, name, json.dumps(mean(row[column] for row in rows)))


if __name__ == "__main__":
    main(sys.argv[1:])
