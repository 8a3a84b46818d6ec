"""Rows that participants fill in: whose they are, which meeting they are about, and when they were sent."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from tasks.circle.model.apart import or_told
from tasks.circle.model.cells import as_date, as_instant
from tasks.circle.model.errors import Grade, Problem
from tasks.circle.model.links import MARK_DIGITS, OLD_DIGITS
from tasks.circle.model.table import Cell, Row, Tab, is_blank, is_nobody, read_rows
from tasks.circle.people.roster import Person
from tasks.circle.people.sign_ups import address_key

#: «D07-1f9c03ab5e2d» (form_code in tasks/circle/model/links.py); in letters of 0.1.0 the mark was shorter.
MARKED = re.compile(rf"[DF]\d{{2,6}}-([0-9a-f]{{{OLD_DIGITS}}}(?:[0-9a-f]{{{MARK_DIGITS - OLD_DIGITS}}})?)", re.ASCII | re.IGNORECASE)
#: «2», «Møte 2», «2: Om bærekraftige møteplasser»; not «8.6», which is a day. Beside a day only what says that it is a number.
NUMBER = re.compile(r"\D*(\d{1,4})(?!\d|[./-]\d)")
BESIDE_A_DAY = re.compile(r"(?:^\W*|\b(?:møte|møtenr|nr|no|meeting)\W*)(\d{1,4})(?!\d|[./-]\d)", re.IGNORECASE)
#: «8. juni 2021», «8. juni», «8.6.2021», «2021-06-08»; «8.6» may be anything.
DAY = re.compile(r"\d{4}-\d\d?-\d\d?|\d\d?[./]\s?\d\d?[./]\s?(?:\d{4}|\d\d)|\d\d?\.?\s*(?P<month>[^\W\d_]{3,})\.?(?:,?\s+\d{4})?")
#: Rows of a form that are named; whoever can send it decides how many there are.
MOST_NAMED = 10
HAND = "Stemmer noen av dem, så tøm «Tidsmerke» i raden: Da gjelder den som skrevet av dere. Ellers slett den."


@dataclass(frozen=True, slots=True)
class Said:
    """One usable row: the person's code, the meeting's Nr, the time stamp in UTC (None when there is none), the row.

    `sure`: it is the person's own word, or somebody's who may write in the sheet. Else anybody who can send the form and knows an
    address may have written it: it may add, and change nothing.
    """

    person: str
    meeting: int
    at: datetime | None
    row: Row
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Register:
    """Finds people by what the program wrote into the form's link (`form_mark`), by code or by the digest of an address, and
    meetings by Nr or by the day they begin (`starts`, UTC). `called_off` are those that never were one: their row already said «avlyst»
    when it was first read. `forms` are the tabs that the configuration names a form for, `linked` the others that a form writes, by the
    name of the tab they are read as. `former` holds marks and digests of earlier addresses, each with until when (UTC) it was whose."""

    by_code: dict[str, Person]
    by_mark: dict[str, Person]
    by_digest: dict[str, Person]
    digest: Callable[[str], str]
    meetings: frozenset[int]
    called_off: frozenset[int]
    forms: frozenset[str] = frozenset()
    starts: Mapping[int, datetime] = field(default_factory=dict)
    linked: Mapping[str, Sequence[tuple[str, Sequence[Sequence[Cell]]]]] = field(default_factory=dict)
    former: Mapping[str, Sequence[tuple[datetime, Person]]] = field(default_factory=dict)

    def meeting(self, row: Row, zone: ZoneInfo) -> int:
        """The Nr that a row means; 0 where it means none, or one of several."""
        text = row.text("meeting", 200)
        days, rest = _days(row.cells.get("meeting"), text, {start.astimezone(zone).year for start in self.starts.values()})
        found = (NUMBER.match if days is None else BESIDE_A_DAY.search)(rest)
        number = int(found[1]) if found else 0
        if days is None:
            return number
        held = {each for each, start in self.starts.items() if start.astimezone(zone).date() in days}
        if number:
            return number if not held or number in held else 0
        return held.pop() if len(held) == 1 else 0

    def find(self, row: Row, at: datetime | None) -> Person | None:
        """By what stands in either column: people type an address where a code was meant, and the other way round."""
        found = (self.by_code.get(typed.upper()) or self._addressed(typed, at) for typed in _typed(row))
        return self.marked(row, at) or next(filter(None, found), None)

    def marked(self, row: Row, at: datetime | None) -> Person | None:
        """The code in front of a mark may have been dealt to somebody else since; the mark is the person's own."""
        marks = (MARKED.fullmatch(typed) for typed in _typed(row))
        return next(filter(None, (self._then(mark[1].casefold(), at, self.by_mark) for mark in marks if mark)), None)

    def addressed(self, row: Row, at: datetime | None) -> Person | None:
        return next(filter(None, (self._addressed(typed, at) for typed in _typed(row))), None)

    def _addressed(self, typed: str, at: datetime | None) -> Person | None:
        return self._then(self.digest(address_key(typed)), at, self.by_digest) if typed else None

    def _then(self, key: str, at: datetime | None, now: Mapping[str, Person]) -> Person | None:
        """Whose an address (or its mark) was when a row was sent: what came before it was corrected stays that person's (R29)."""
        earlier = next((person for until, person in self.former.get(key, ()) if at is None or at < until), None)
        return (earlier or now.get(key)) if at else (now.get(key) or earlier)


def _typed(row: Row) -> tuple[str, str]:
    return row.text("participant", 320), row.text("address", 320)


def _days(cell: Cell, text: str, years: Iterable[int]) -> tuple[set[date] | None, str]:
    """The days that a cell names, of those `years` where it names none; None when it speaks of no day. And the rest of its text."""
    if not isinstance(cell, str):
        day = _day(cell)
        return ({day} if day else None), "" if day else text
    named = [each for each in DAY.finditer(text) if not each["month"] or _day(f"1. {each['month']} 2000")]
    if not named:
        return None, text
    wordings = (each[0] + year for each in named for year in ("", *(f" {year}" for year in years)))
    return {day for wording in wordings if (day := _day(wording))}, DAY.sub(" ", text) if len(named) == len(DAY.findall(text)) else text


def _day(cell: Cell) -> date | None:
    try:
        return as_date(cell)
    except ValueError:
        return None


def read_said(
    tab: Tab, values: Sequence[Sequence[Cell]], register: Register, zone: ZoneInfo, *, adds: bool = True
) -> tuple[list[Said], list[Problem]]:
    """The rows of a form's tab, oldest first. An absent or empty tab holds none; rows that fit nobody are problems (R3).

    What a form wrote counts by its mark; by an address alone only where something may be added (`adds`), and it is not `sure`.
    """
    said, problems = _said_in(tab, values, register, zone, adds=adds, form=tab.name in register.forms)
    for name, rows in register.linked.get(tab.name, ()):
        more, odd = _said_in(replace(tab, name=name), rows, register, zone, adds=adds, form=True)
        said, problems = said + more, problems + odd
    # Rows without a stamp were typed by hand: they count as later than the form's own.
    said.sort(key=lambda each: (each.at is None, each.at.timestamp() if each.at else 0.0, each.row.number))
    return said, problems


def _said_in(
    tab: Tab, values: Sequence[Sequence[Cell]], register: Register, zone: ZoneInfo, *, adds: bool, form: bool
) -> tuple[list[Said], list[Problem]]:
    if is_blank(values):
        return [], []
    problems: list[Problem] = []
    rows = [_Stamped(row, *_stamp(row, zone)) for row in read_rows(tab, values)]
    form = form or any(each.at and each.at.second for each in rows)  # nobody types seconds
    stamped = any(key == "stamp" for key in tab.keys(values[0]))
    said: list[Said] = []
    doubtful, nobodies = list[Row](), list[Row]()
    for each in rows:
        if any(_typed(each.row)) and all(map(is_nobody, _typed(each.row))):
            nobodies.append(each.row)
            continue
        sent = form and not (stamped and each.readable and each.at is None)  # no form leaves its stamp out
        if sent and not (register.marked(each.row, each.at) or (adds and register.addressed(each.row, each.at))):
            doubtful.append(each.row)
            continue
        found = or_told(partial(_said, each, register, zone, problems), None, each.row.where(), problems)
        if found:
            said.append(replace(found, sure=not sent or register.marked(each.row, each.at) is not None))
    what = "Rader uten merket som lenken i brevet setter inn, er ikke brukt: Hvem som helst kan ha sendt dem."
    nobody = "Rader med «anonymous» eller lignende i stedet for deltakeren er ikke brukt: Ingen vet hvem som har svart."
    how = "Bruk lenken til skjemaet fra brevene, som setter inn deltakerkoden, eller la skjemaet spørre etter den."
    return said, problems + told_rows(doubtful, what) + told_rows(nobodies, nobody, how)


def told_rows(rows: Sequence[Row], what: str, step: str = HAND, grade: Grade = Grade.MEND) -> list[Problem]:
    """One problem for all of them, which is the same while there are any: strangers decide how many there are."""
    if not rows:
        return []
    named = ", ".join(str(row.number) for row in rows[:MOST_NAMED]) + (f" og {len(rows) - MOST_NAMED} til" if len(rows) > MOST_NAMED else "")
    return [Problem(f"«{rows[0].tab}»", what, f"Se rad {named}. {step}", grade)]


@dataclass(frozen=True, slots=True)
class _Stamped:
    """A row with its time stamp; `readable` is False where something else stands in the cell."""

    row: Row
    at: datetime | None
    readable: bool


def _stamp(row: Row, zone: ZoneInfo) -> tuple[datetime | None, bool]:
    try:
        return as_instant(row.cells.get("stamp"), zone), True
    except ValueError:
        return None, False


def _said(stamped: _Stamped, register: Register, zone: ZoneInfo, problems: list[Problem]) -> Said | None:
    row = stamped.row
    person = register.find(row, stamped.at)
    if person is None:
        what = "Raden hører ikke til noen deltaker i «Påmelding»."
        problems.append(row.problem("address", what, "Skriv deltakerkoden eller adressen fra påmeldingen, eller slett raden."))
        return None
    number = register.meeting(row, zone)
    if number in register.called_off:
        return None
    if number not in register.meetings:
        problems.append(row.problem("meeting", "Møtet finnes ikke i «Møter».", "Skriv møtets Nr."))
        return None
    if not stamped.readable:
        problems.append(row.problem("stamp", "Tidsmerket kan ikke leses.", "Skriv det som 11.5.2021 12:00."))
        return None
    return Said(person.code, number, stamped.at, row)
