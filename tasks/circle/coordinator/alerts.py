"""What whoever runs the program should hear of: rounds that stopped, what the program failed over, letters whose fate is unknown,
rounds that stood still.

Each has a cause, and one cause is told at most once in a while (in codes and rows, nobody's name or address: RULES.md «Privacy»).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from types import SimpleNamespace as TemplateValues
from zoneinfo import ZoneInfo

from tasks.circle.coordinator.round_report import GOES_AGAIN, STUCK, THEN_AGAIN, RoundReport
from tasks.circle.model.apart import TELL
from tasks.circle.model.errors import Problem, to_mend
from tasks.circle.model.phrases import date_time_words
from tasks.circle.model.records import LetterRecord, Outcome

#: Notices: since when letters to the operator can't go out, and when one last did.
UNSENT, WENT = "operator:unsent", "operator:went"
DAY, WEEK = timedelta(days=1), timedelta(days=7)
#: Rounds of the fixed times are a few minutes early or late: the day's letter is not to slide into the next round.
SLACK = timedelta(hours=1)
_STUCK = {Outcome.LATER.value, Outcome.NOT_SENT.value}


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to tell whoever runs the program: a problem, a letter of unknown fate, or how long the rounds stood still; told again after `again`.

    `problem` stopped the round, or its letters; `fault` is something the program left, and the round went on without.
    """

    circle: str
    cause: str
    again: timedelta
    problem: Problem | None = None
    fault: Problem | None = None
    letter: LetterRecord | None = None
    quiet: tuple[datetime, datetime] | None = None


def alerts_of(report: RoundReport) -> Iterator[Alert]:
    """All of a round that was carried out or stopped; a plan, and a round that met another, have none."""
    if report.plan or report.busy:
        return
    for problem in _failures(report):
        yield Alert(report.circle, f"operator:stopped:{_cause(problem)}", DAY, problem=problem)
    if report.state != "stopped":
        for problem in report.problems:
            if problem.next_step == TELL:
                yield Alert(report.circle, f"operator:fault:{_cause(problem)}", DAY, fault=problem)
    for letter in report.unsettled:
        yield Alert(report.circle, f"operator:unknown:{letter.message_id}", WEEK, letter=letter)
    if report.quiet_since:
        yield Alert(report.circle, f"operator:quiet:{report.quiet_since:%Y-%m-%d %H:%M}", WEEK, quiet=(report.quiet_since, report.at))


def _failures(report: RoundReport) -> Sequence[Problem]:
    """Why a round stopped; or why not one of its letters went out. What rows of the sheet lack is the facilitators' business."""
    if report.state == "stopped":
        return to_mend(report.problems)
    outcomes = {outcome for _, _, _, outcome in report.letters}
    waits = [each for each in report.problems if each.next_step.endswith((GOES_AGAIN, STUCK, THEN_AGAIN))]
    return waits if outcomes and outcomes <= _STUCK else []


def _cause(problem: Problem) -> str:
    """The same for the same thing tomorrow, when other times and numbers stand in it."""
    return sha256(re.sub(r"\d+", "0", f"{problem.where}|{problem.what}").encode()).hexdigest()[:16]


def new_alerts(found: Iterable[Alert], told: Mapping[str, datetime], now: datetime) -> list[Alert]:
    """Those of one circle that nobody has been told of lately, each cause once. `told`: notices by cause (UTC)."""
    fresh = {each.cause: each for each in found if each.cause not in told or now >= told[each.cause] + each.again - SLACK}
    return list(fresh.values())


def unsent_since(told: Mapping[str, datetime]) -> datetime | None:
    """Since when a letter to the operator waits (UTC); None when none does."""
    unsent, went = told.get(UNSENT), told.get(WENT)
    return unsent if unsent and (went is None or went < unsent) else None


# What the letter to whoever runs the program tells, in their language; circles by name, participants by code.

#: More of them say nothing new: `status` has all.
MOST = 20


def operator_values(alerts: Sequence[Alert], unsent: datetime | None, language: str, zone: ZoneInfo) -> Mapping[str, object]:
    """The values of the template «operator». `unsent`: since when letters to the operator have waited (UTC)."""
    silences = [(each.circle, *each.quiet) for each in alerts if each.quiet]
    return {
        "halted": tuple(_problem(each.circle, each.problem) for each in alerts if each.problem)[:MOST],
        "faults": tuple(_problem(each.circle, each.fault) for each in alerts if each.fault)[:MOST],
        "unsettled": tuple(_letter(each.circle, each.letter, language) for each in alerts if each.letter)[:MOST],
        "quiet": tuple(TemplateValues(circle=c, since=_when(a, language, zone), until=_when(b, language, zone)) for c, a, b in silences)[:MOST],
        "unsent": _when(unsent, language, zone) if unsent else "",
    }


def _problem(circle: str, problem: Problem) -> TemplateValues:
    return TemplateValues(circle=circle, where=problem.where, what=problem.what, next_step=problem.typed)


def _letter(circle: str, letter: LetterRecord, language: str) -> TemplateValues:
    kind = letter.kind.facts.names[language]
    return TemplateValues(circle=circle, kind=kind, meeting=letter.meeting, code=letter.shown_code, name=letter.message_id)


def _when(moment: datetime, language: str, zone: ZoneInfo) -> str:
    return date_time_words(moment.astimezone(zone), language)
