"""Plays the facilitator who knows the truth: says yes to at most two of the merges that a report suggests, and no to wrong ones."""

import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from tasks.admin.focus_file import as_dict
from tasks.circle.focus.corrections import NONE, Corrections
from tasks.circle.focus.model import FocusReport, Proposal
from tasks.circle.focus.propose import Answer, Past, Topic
from tests.circle.shipped_words import propose

MOST_ACCEPTED = 2
Case = dict[str, Any]


def report_of(case: Case, corrections: Corrections = NONE, pairs: tuple[tuple[str, str], ...] = ()) -> FocusReport:
    """The proposals for a case in the file contract."""
    return propose(
        [Answer(each["id"], each["participant"], each["question"], each["text"]) for each in case["answers"]],
        [Topic(each["id"], each["title"], each.get("description", "")) for each in case["backlog"]],
        [Past(each["meeting"], each["title"]) for each in case["past"]],
        case.get("names", []),
        pairs,
        case.get("circle", ""),
        corrections,
    )


def read_case(folder: Path) -> tuple[Case, Case]:
    """What the program gets, and what a reader found in it."""
    case, gold = (json.loads((folder / name).read_text("utf-8")) for name in ("input.json", "gold.json"))
    return case, gold


def theme_of(proposal: Proposal, gold: Case) -> str:
    """The theme that most answers of a proposal ask for, "" when they are of none."""
    wanted = Counter(theme for answer in proposal.answers for theme in gold["labels"][answer]["want"])
    return min(wanted, key=lambda theme: (-wanted[theme], theme)) if wanted else ""


def accepted(report: FocusReport, gold: Case) -> Corrections:
    """The right ones among the suggested merges, at most two."""
    themes = {each.rank: theme_of(each, gold) for each in report.proposals + report.also}
    right = [each for each in report.merges if themes[each.one] and themes[each.one] == themes[each.other]]
    corrections = NONE
    for each in right[:MOST_ACCEPTED]:
        corrections = corrections.merge(*each.keys)
    return corrections


def read(case: Case, gold: Case) -> tuple[FocusReport, FocusReport]:
    """The report as it comes, and after the reader's merges."""
    before = report_of(case)
    return before, report_of(case, accepted(before, gold))


def scored(folder: Path, evaluate: ModuleType, boots: int = 0) -> Iterator[tuple[Case, Case]]:
    """The scores of a circle before and after the reader's merges, and of `boots` parts of its participants."""
    case, gold = read_case(folder)
    for one in [case, *(evaluate.subsample(case, seed) for seed in range(boots))]:
        before, after = read(one, gold)
        yield evaluate.score(one, gold, as_dict(before)), evaluate.score(one, gold, as_dict(after))


def mean(scores: Iterable[Case]) -> dict[str, float]:
    """Each score's mean over the circles that have it."""
    found: dict[str, list[float]] = {}
    for each in scores:
        for name, value in each.items():
            if value is not None:
                found.setdefault(name, []).append(value)
    return {name: round(sum(values) / len(values), 3) for name, values in found.items()}


def evaluation(path: Path) -> ModuleType:
    """The program that scores, from its file."""
    spec = importlib.util.spec_from_file_location("evaluate", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(arguments: list[str]) -> None:
    """`python -m tests.circle.focus.focus_reader EVALUATE.PY CASES [PARTS]`: the means before and after."""
    evaluate = evaluation(Path(arguments[0]))
    boots = int(arguments[2]) if len(arguments) > 2 else 0
    rows = [row for folder in sorted(Path(arguments[1]).iterdir()) if folder.is_dir() for row in scored(folder, evaluate, boots)]
    for name, column in (("before", 0), ("after", 1)):
        print(name, json.dumps(mean(row[column] for row in rows)))


if __name__ == "__main__":
    main(sys.argv[1:])
