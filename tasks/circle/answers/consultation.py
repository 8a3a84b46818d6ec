"""Samråd: which proposals and dates suit the participants; shown, never executed (R15)."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from tasks.circle.meetings.programme import Programme, coming
from tasks.circle.meetings.rhythm import candidate_dates, free_dates
from tasks.circle.model.apart import or_told
from tasks.circle.model.attending import Consultation, Vote
from tasks.circle.model.cells import as_date, end_of_day
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Problem
from tasks.circle.model.languages import LANGUAGE_FACTS
from tasks.circle.model.phrases import either_words, month_words, when_words
from tasks.circle.model.records import Candidate, Memory
from tasks.circle.model.table import WHOLE_CELL, Cell, Row, normal
from tasks.circle.model.tabs import CONSULTATION
from tasks.circle.people.form_rows import Register, Said, read_said, told_rows

#: How many proposals people are asked about.
MOST_PROPOSALS = 4
#: «Ingen av datoene passer», as a form elsewhere may offer it.
_NONE_FITS = re.compile(r"\b(?:ingen|none)\b")


@dataclass(frozen=True, slots=True)
class Result:
    """What suits the participants: approvals per proposal and date, in the order they were shown; whom no date suits, and what people added
    (R36), which is for facilitators alone."""

    consultation: Consultation
    turnout: int
    proposals: tuple[tuple[str, int], ...]
    dates: tuple[tuple[date, int], ...]
    none_fits: int = 0
    comments: tuple[str, ...] = ()


def local_day(moment: datetime, circle: Circle) -> date:
    return moment.astimezone(circle.zone).date()


@dataclass(frozen=True, slots=True)
class Lacking:
    """A coming meeting that lacks something: `day` is its own, or (`undated`) the rhythm's proposal for it.

    `number` has a row in «Møter» unless `rowless`: then it is the first Nr that is free.
    """

    day: date
    number: int
    undated: bool
    rowless: bool


def lacking(circle: Circle, programme: Programme, now: datetime, *, whole: bool = False) -> list[Lacking]:
    """The meetings until the end of next month (`whole`: of the circle's life) that lack a date or a focus area, soonest first.

    So far ahead, so that dates are agreed on before invitations are due.
    """
    today = local_day(now, circle)
    horizon = date.max if whole else (today.replace(day=1) + timedelta(days=62)).replace(day=1)
    taken = _taken(circle, programme)
    # A date that was taken away again to be agreed on is not called off.
    called_off = [local_day(m.start, circle) for m in programme.meetings if m.cancelled and m.number not in programme.undated]
    free = free_dates(circle, taken, called_off, today, horizon)
    found = [Lacking(local_day(m.start, circle), m.number, False, False) for m in coming(programme.meetings, now) if not m.focus]
    next_number = 1 + max((meeting.number for meeting in programme.meetings), default=0)
    numbers = [*programme.undated, *range(max((*programme.undated, next_number - 1)) + 1, 10_000)]
    rows = set(programme.undated)
    found += [Lacking(day, number, True, number not in rows) for day, number in zip(free, numbers, strict=False)]
    return sorted((each for each in found if each.day < horizon), key=lambda each: (each.day, each.number))


def _taken(circle: Circle, programme: Programme) -> list[date]:
    return [local_day(meeting.start, circle) for meeting in programme.meetings if not meeting.cancelled]


def to_open(circle: Circle, programme: Programme, candidates: Sequence[Candidate], memory: Memory, now: datetime) -> Consultation | None:
    """The consultation that should open now: about the first meeting that lacks something; once per meeting, one at a time.

    A round that is repeated while one is open opens no second (R18).
    """
    if any(each.opened <= now < each.closes for each in memory.consultations):
        return None
    asked = {consultation.meeting for consultation in memory.consultations}
    taken = _taken(circle, programme)
    due = [each for each in lacking(circle, programme, now) if each.number not in asked]
    opened = (_consultation(circle, each.number, each.day, taken if each.undated else None, candidates, now) for each in due)
    return next((consultation for consultation in opened if consultation), None)


def _consultation(
    circle: Circle, number: int, day: date, taken: Sequence[date] | None, candidates: Sequence[Candidate], now: datetime
) -> Consultation | None:
    """About a meeting on `day`, which is up for choice unless it is set (`taken` None); None when there is nothing to choose."""
    last = local_day(now, circle) + timedelta(days=circle.letters.consultation_days)
    dates = candidate_dates(circle, day, taken, last + timedelta(days=1)) if taken is not None else ()
    proposals = tuple(each.title for each in candidates[:MOST_PROPOSALS])
    if not dates and not proposals:
        return None
    return Consultation(number, now, end_of_day(last, circle.zone), proposals, dates)


def read_votes(
    values: Sequence[Sequence[Cell]], circle: Circle, register: Register, consultations: Sequence[Consultation], memory: Memory, now: datetime
) -> tuple[list[Vote], list[Problem]]:
    """The latest vote of each participant while its consultation was open; what came before or after is not counted.

    Without a stamp a vote is as old as the round that first saw it (`memory`). What may be anybody's (`Said.sure`) is counted only for
    who has not voted.
    """
    numbers = frozenset(consultation.meeting for consultation in consultations)
    open_for = replace(register, meetings=register.meetings | numbers)
    said, problems = read_said(CONSULTATION, values, open_for, circle.zone)
    before = {(vote.person, vote.meeting): vote for vote in memory.votes}
    own = {(vote.person, vote.meeting) for vote in memory.own_votes}
    votes: dict[tuple[str, int], Vote] = {}
    added, refused = list[Row](), list[Row]()
    for consultation in consultations:
        for each in sorted(said, key=lambda each: not each.sure):
            key = each.person, each.meeting
            if each.meeting != consultation.meeting:
                continue
            old = before.get(key)
            vote = or_told(partial(_vote, each, consultation, circle, old, now), None, each.row.where(), problems)
            if vote is None:
                continue
            if not each.sure:
                taken = key in votes or key in own or (old is not None and old.at != vote.at)
                if now < consultation.closes:
                    (refused if taken else added).append(each.row)
                if taken:
                    continue
            if consultation.opened <= vote.at < consultation.closes:
                votes[key] = vote
            elif old and each.at is None:  # changed by hand after the close: what was counted stands
                votes.setdefault(key, old)
    problems += told_rows(added, "Stemmer med bare en adresse er tatt med, for personen hadde ikke stemt. Hvem som helst kan ha sendt dem.")
    problems += told_rows(refused, "Stemmer med bare en adresse endrer ikke det personen har stemt. Hvem som helst kan ha sendt dem.")
    return list(votes.values()), problems


def _vote(said: Said, consultation: Consultation, circle: Circle, old: Vote | None, now: datetime) -> Vote:
    proposals = _titles(_named(said.row.text("proposals", WHOLE_CELL), consultation.proposals, circle), consultation.proposals)
    dates = _days(said.row.cells.get("dates"), consultation.dates)
    none_fits = bool(consultation.dates) and not dates and bool(_NONE_FITS.search(normal(said.row.text("dates", WHOLE_CELL))))
    same = old is not None and (old.proposals, old.dates, old.none_fits) == (proposals, dates, none_fits)
    at = said.at or (old.at if old and same else now)
    return Vote(said.person, said.meeting, proposals, dates, at, none_fits)


def _named(text: str, options: Sequence[str], circle: Circle) -> str:
    """`text` with the titles in place of what is read for them while nobody has said that others may see them (R41)."""
    bank = {normal(topic.title) for topic in circle.topics}
    new = [title for title in options if normal(title) not in bank]
    for facts in LANGUAGE_FACTS.values():
        for place, title in enumerate(options, 1):
            text = _instead(rf"{re.escape(facts.new_theme_number.format(place))}(?!\d)", title, text)
        if len(new) == 1:
            text = _instead(re.escape(facts.new_theme), new[0], text)
    return text


def _instead(pattern: str, title: str, text: str) -> str:
    return re.sub(pattern, lambda _: title, text, flags=re.IGNORECASE)


def _titles(text: str, options: Sequence[str]) -> tuple[str, ...]:
    """The options a cell names, by their title (forms join several with a comma, which titles may hold) or by number."""
    said = normal(text)
    ranks = {int(n) for n in re.findall(r"\d+", text)} if re.fullmatch(r"[\d\s,;.og]+", text) else set()
    found = {title for rank, title in enumerate(options, 1) if rank in ranks}
    for title in sorted(options, key=len, reverse=True):  # the longest first: «Miro» also stands in «Miro og andre tavler»
        if normal(title) in said:
            found.add(title)
            said = said.replace(normal(title), "\n")
    return tuple(title for title in options if title in found)


def _days(cell: Cell, options: Sequence[date]) -> tuple[date, ...]:
    parts: Iterable[Cell] = re.split(r"[;,\n]| og ", cell) if isinstance(cell, str) else (cell,)
    said = {day for part in parts for day in _said_days(part, options)}
    return tuple(day for day in options if day in said)


def _said_days(part: Cell, options: Sequence[date]) -> Iterable[date | None]:
    """The day of one part of the cell, also without its year; a remark between dates is no date, and the others count."""
    wordings = [part, *(f"{part.strip()} {day.year}" for day in options)] if isinstance(part, str) else [part]
    for wording in wordings:
        try:
            yield as_date(wording)
        except ValueError:
            continue


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
        none_fits=sum(vote.none_fits for vote in cast),
        comments=tuple(vote.comment for vote in sorted(cast, key=lambda vote: vote.at) if vote.comment),
    )


def months(consultation: Consultation, language: str) -> str:
    """The months that are asked about: «oktober», «september eller oktober»; "" where no date is."""
    return either_words(list(dict.fromkeys(month_words(day, language) for day in consultation.dates)), language)


def day_words(circle: Circle, day: date, language: str) -> str:
    """A day that is asked about, with the clock times of the circle's rhythm: «tirsdag 12. oktober 2021 kl. 09.15–11.30» (R36)."""
    return when_words(datetime.combine(day, circle.rhythm.start), datetime.combine(day, circle.rhythm.end), language)
