"""What the letter to whoever runs the program tells, in their language; circles by name, participants by code."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace as Told
from zoneinfo import ZoneInfo

from tasks.circle.coordinator.alerts import Trouble
from tasks.circle.letters.digest_content import KIND_WORDS
from tasks.circle.model.errors import Problem
from tasks.circle.model.phrases import clock_words, date_words

#: More of them say nothing new: `status` has all.
MOST = 20
_AT = {"nb": " kl. ", "nn": " kl. ", "en": ", "}


def operator_told(news: Sequence[Trouble], unsent: datetime | None, language: str, zone: ZoneInfo) -> Mapping[str, object]:
    """The values of the template «operator». `unsent`: since when letters to the operator have waited (UTC)."""
    problems = [(each.circle, each.problem) for each in news if each.problem]
    faults = [(each.circle, each.fault) for each in news if each.fault]
    letters = [(each.circle, each.letter) for each in news if each.letter]
    silences = [(each.circle, *each.quiet) for each in news if each.quiet]
    kinds = KIND_WORDS[language]
    return {
        "halted": tuple(_problem(circle, problem) for circle, problem in problems[:MOST]),
        "faults": tuple(_problem(circle, fault) for circle, fault in faults[:MOST]),
        "unsettled": tuple(
            Told(circle=circle, kind=kinds[letter.kind], meeting=letter.meeting, code=letter.person, name=letter.message_id)
            for circle, letter in letters[:MOST]
        ),
        "quiet": tuple(Told(circle=c, since=_when(a, language, zone), until=_when(b, language, zone)) for c, a, b in silences[:MOST]),
        "unsent": _when(unsent, language, zone) if unsent else "",
    }


def _problem(circle: str, problem: Problem) -> Told:
    return Told(circle=circle, where=problem.where, what=problem.what, next_step=problem.next_step)


def _when(moment: datetime, language: str, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{date_words(local.date(), language)}{_AT[language]}{clock_words(local, language)}"
