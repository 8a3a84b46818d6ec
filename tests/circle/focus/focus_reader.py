"""Circles that a person has read: what the program makes of them, how right that is, and what a reader's merges bring."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tasks.circle.focus.corrections import NONE, Corrections
from tasks.circle.focus.model import FocusReport, Proposal
from tasks.circle.focus.propose import Answer, Past, Topic
from tests.circle.shipped_words import propose

MOST_ACCEPTED = 2
#: A proposal is about a theme when so much of it is, and when it has so much of the theme (F1).
MOSTLY, FOUND = 0.5, 0.4
Case = dict[str, Any]
Read = tuple[Case, Case]


def circles(name: str) -> list[Read]:
    """The circles of circles/<name>.jsonl: of each what the program gets, and what a reader found in it."""
    lines = (Path(__file__).parent / "circles" / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [(each["input"], each["gold"]) for each in map(json.loads, lines)]


def circle(name: str, case: str) -> Case:
    return next(given for given, _ in circles(name) if given["case"] == case)


def report_of(case: Case, corrections: Corrections = NONE, pairs: tuple[tuple[str, str], ...] = ()) -> FocusReport:
    """The proposals for a case in the file contract; several tests look at the same circles."""
    return _report_of(json.dumps(case), corrections, pairs)


@cache
def _report_of(text: str, corrections: Corrections, pairs: tuple[tuple[str, str], ...]) -> FocusReport:
    case: Case = json.loads(text)
    return propose(
        [Answer(each["id"], each["participant"], each["question"], each["text"]) for each in case["answers"]],
        [Topic(each["id"], each["title"], each.get("description", "")) for each in case["backlog"]],
        [Past(each["meeting"], each["title"]) for each in case["past"]],
        case.get("names", []),
        pairs,
        case.get("circle", ""),
        corrections,
    )


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


def scores(report: FocusReport, case: Case, gold: Case) -> dict[str, float]:
    """How right a report is, each 0 to 1: `acc1` the first proposal is a theme that most ask for, `rec3` of the three most wanted
    themes so many are among the first three, `pair_f1` answers stand with their theme. Empty where nobody wants anything."""
    who, past = {each["id"]: each["participant"] for each in case["answers"]}, {name for name, each in gold["themes"].items() if each["past"]}
    said = {each: gold["labels"].get(each, {}) for each in who}
    want = {
        theme: {
            each for each in who if any(theme in said[each].get(how, ()) for how in (("want", "mention", "reject") if theme in past else ("want",)))
        }
        for theme in gold["themes"]
    }
    live = {theme: len({who[each] for each in want[theme]}) for theme in want if want[theme] and theme not in past}
    if not live:
        return {}
    proposals = report.proposals + (report.also if report.proposals else ())
    found = _themes(proposals, want)
    top = sorted(live.values(), reverse=True)[:3]
    placed = {
        (answer, theme or f"#{each.rank}") for each, theme in zip(proposals, found, strict=True) if theme not in past for answer in each.answers
    }
    right = {(answer, theme) for theme in live for answer in want[theme]}
    return {
        "acc1": float(live.get(found[0], 0) == top[0]) if found else 0.0,
        "rec3": sum(live.get(theme, 0) >= top[-1] for theme in found[:3]) / len(top),
        "pair_f1": 2 * len(right & placed) / (len(right) + len(placed)),
    }


def _themes(proposals: Sequence[Proposal], want: dict[str, set[str]]) -> list[str]:
    """The theme of each proposal, "" for none; a second proposal of a theme counts for nothing."""
    found: list[str] = []
    for each in proposals:
        answers = set(each.answers)
        near = {theme: len(answers & asked) for theme, asked in want.items()}
        worth = {
            theme: 2 * both / (len(answers) + len(want[theme]))
            for theme, both in near.items()
            if both >= MOSTLY * len(answers) and 2 * both >= FOUND * (len(answers) + len(want[theme]))
        }
        best = max(worth, key=worth.__getitem__, default="")
        found.append("" if best in found else best)
    return found


def mean(every: Iterable[Mapping[str, float | None]]) -> dict[str, float]:
    """Each score's mean over the circles that have it."""
    found: dict[str, list[float]] = {}
    for each in every:
        for name, value in each.items():
            if value is not None:
                found.setdefault(name, []).append(value)
    return {name: round(sum(values) / len(values), 3) for name, values in found.items()}
