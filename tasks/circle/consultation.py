"""Samråd: which proposals and dates suit the participants; shown, never executed (R15)."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tasks.circle.cells import as_date, end_of_day
from tasks.circle.circle import Circle
from tasks.circle.errors import Problem
from tasks.circle.form_rows import Register, Said, read_said
from tasks.circle.programme import Programme, coming
from tasks.circle.rhythm import candidate_dates, free_dates
from tasks.circle.state import Candidate, Consultation, Memory, Vote
from tasks.circle.table import Cell, Column, normal

TAB = "Samråd"
COLUMNS = (
    Column("proposals", ("Forslag", "Forslag som passer", "Proposals")),
    Column("dates", ("Datoer", "Datoar", "Datoer som passer", "Dates")),
)
#: How many proposals people are asked about.
MOST_PROPOSALS = 4


@dataclass(frozen=True, slots=True)
class Result:
    """What suits the participants: approvals per proposal and date, in the order they were shown."""

    consultation: Consultation
    turnout: int
    proposals: tuple[tuple[str, int], ...]
    dates: tuple[tuple[date, int], ...]


def local_day(moment: datetime, circle: Circle) -> date:
    return moment.astimezone(circle.zone).date()


def to_open(
    circle: Circle, programme: Programme, candidates: Sequence[Candidate], memory: Memory, now: datetime
) -> Consultation | None:
    """The consultation that should open now: about the first coming meeting that lacks a date or a focus area.

    It looks as far as the end of next month, so that dates are agreed on before invitations are due; once per meeting.
    """
    today = local_day(now, circle)
    horizon = (today.replace(day=1) + timedelta(days=62)).replace(day=1)
    taken = [local_day(meeting.start, circle) for meeting in programme.meetings if not meeting.cancelled]
    called_off = [local_day(meeting.start, circle) for meeting in programme.meetings if meeting.cancelled]
    asked = {consultation.meeting for consultation in memory.consultations}
    ahead = coming(programme.meetings, now)
    free = [day for day in free_dates(circle, taken, called_off, today) if day < horizon]
    lacking = [(local_day(m.start, circle), m.number, False) for m in ahead if not m.focus]
    next_number = 1 + max((meeting.number for meeting in programme.meetings), default=0)
    numbers = [*programme.undated, *range(max((*programme.undated, next_number - 1)) + 1, 10_000)]
    lacking += [(day, number, True) for day, number in zip(free, numbers, strict=False)]
    for day, number, undated in sorted(lacking):
        if day < horizon and number not in asked:
            return _consultation(circle, number, day if undated else None, taken, candidates, now)
    return None


def _consultation(
    circle: Circle, number: int, day: date | None, taken: Sequence[date], candidates: Sequence[Candidate], now: datetime
) -> Consultation | None:
    last = local_day(now, circle) + timedelta(days=circle.letters.consultation_days)
    dates = candidate_dates(circle, day, taken, last + timedelta(days=1)) if day else ()
    proposals = tuple(each.title for each in candidates[:MOST_PROPOSALS])
    if not dates and not proposals:
        return None
    return Consultation(number, now, end_of_day(last, circle.zone), proposals, dates)


def read_votes(
    values: Sequence[Sequence[Cell]], circle: Circle, register: Register, consultations: Sequence[Consultation], now: datetime
) -> tuple[list[Vote], list[Problem]]:
    """The latest vote of each participant while its consultation was open; what came before or after is not counted."""
    numbers = frozenset(consultation.meeting for consultation in consultations)
    open_for = Register(register.by_code, register.by_digest, register.digest, register.meetings | numbers)
    said, problems = read_said(TAB, values, COLUMNS, open_for, circle.zone)
    votes: dict[tuple[str, int], Vote] = {}
    for consultation in consultations:
        for each in said:
            at = each.at or min(now, consultation.closes - timedelta(seconds=1))
            if each.meeting == consultation.meeting and consultation.opened <= at < consultation.closes:
                votes[each.person, each.meeting] = _vote(each, consultation, at)
    return list(votes.values()), problems


def _vote(said: Said, consultation: Consultation, at: datetime) -> Vote:
    return Vote(
        said.person,
        said.meeting,
        proposals=_titles(said.row.text("proposals"), consultation.proposals),
        dates=_days(said.row.cells.get("dates"), consultation.dates),
        at=at,
    )


def _titles(text: str, options: Sequence[str]) -> tuple[str, ...]:
    """The options a cell names, by their title (forms join several with a comma, which titles may hold) or by number."""
    said = normal(text)
    ranks = {int(n) for n in re.findall(r"\d+", text)} if re.fullmatch(r"[\d\s,;.og]+", text) else set()
    return tuple(title for rank, title in enumerate(options, 1) if normal(title) in said or rank in ranks)


def _days(cell: Cell, options: Sequence[date]) -> tuple[date, ...]:
    parts: Iterable[Cell] = re.split(r"[;,\n]| og ", cell) if isinstance(cell, str) else (cell,)
    said = set()
    for part in parts:
        try:
            said.add(as_date(part))
        except ValueError:
            continue  # a remark between dates is no date; the row's other dates count
    return tuple(day for day in options if day in said)


def result(consultation: Consultation, votes: Iterable[Vote]) -> Result:
    """Approval voting: everybody may approve of several."""
    cast = [vote for vote in votes if vote.meeting == consultation.meeting]
    titles = Counter(title for vote in cast for title in vote.proposals)
    days = Counter(day for vote in cast for day in vote.dates)
    return Result(
        consultation,
        turnout=len(cast),
        proposals=tuple((title, titles[title]) for title in consultation.proposals),
        dates=tuple((day, days[day]) for day in consultation.dates),
    )
