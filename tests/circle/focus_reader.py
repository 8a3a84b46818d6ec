"""Plays the facilitator who knows the truth: says yes to at most two of the merges that a report suggests, and no to wrong ones."""

from collections import Counter
from typing import Any

from tasks.circle.focus import Answer, Past, Topic, propose
from tasks.circle.focus_corrections import NONE, Corrections
from tasks.circle.focus_nouns import FocusReport, Proposal

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
