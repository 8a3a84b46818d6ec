"""Rows that participants fill in: whose they are, which meeting they are about, and when they were sent."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from tasks.circle.model.apart import or_told
from tasks.circle.model.cells import as_instant
from tasks.circle.model.errors import Problem
from tasks.circle.model.table import Cell, Row, Tab, is_blank, read_rows
from tasks.circle.people.roster import Person
from tasks.circle.people.sign_ups import address_key

#: «D07-1f9c03ab» (form_code in tasks/circle/model/links.py).
MARKED = re.compile(r"[DF]\d{2,6}-([0-9a-f]{8})", re.ASCII | re.IGNORECASE)
#: «2», «Møte 2», «2: Om bærekraftige møteplasser»; not «8.6», which is a day.
NUMBER = re.compile(r"\D*(\d{1,4})(?!\d|[./-]\d)")


@dataclass(frozen=True, slots=True)
class Said:
    """One usable row: the person's code, the meeting's Nr, the time stamp in UTC (None when there is none), the row."""

    person: str
    meeting: int
    at: datetime | None
    row: Row


@dataclass(frozen=True, slots=True)
class Register:
    """Finds people by what the program wrote into the form's link (`form_mark`), by code or by the digest of an address, and
    meetings by Nr. `called_off` are those that never were one: their row already said «avlyst» when it was first read."""

    by_code: dict[str, Person]
    by_mark: dict[str, Person]
    by_digest: dict[str, Person]
    digest: Callable[[str], str]
    meetings: frozenset[int]
    called_off: frozenset[int]

    def find(self, row: Row) -> Person | None:
        """By what stands in either column: people type an address where a code was meant, and the other way round."""
        for typed in (row.text("participant", 320), row.text("address", 320)):
            found = self._marked(typed) or self.by_code.get(typed.upper())
            found = found or (self.by_digest.get(self.digest(address_key(typed))) if typed else None)
            if found:
                return found
        return None

    def _marked(self, typed: str) -> Person | None:
        """The code in front of a mark may have been dealt to somebody else since; the mark is the person's own."""
        marked = MARKED.fullmatch(typed)
        return self.by_mark.get(marked[1].casefold()) if marked else None


def read_said(tab: Tab, values: Sequence[Sequence[Cell]], register: Register, zone: ZoneInfo) -> tuple[list[Said], list[Problem]]:
    """The rows of a form's tab, oldest first. An absent or empty tab holds none; rows that fit nobody are problems (R3)."""
    if is_blank(values):
        return [], []
    said: list[Said] = []
    problems: list[Problem] = []
    for row in read_rows(tab, values):
        found = or_told(partial(_said, row, register, zone, problems), None, row.where(), problems)
        if found:
            said.append(found)
    # Rows without a stamp were typed by hand: they count as later than the form's own.
    said.sort(key=lambda each: (each.at is None, each.at.timestamp() if each.at else 0.0, each.row.number))
    return said, problems


def _said(row: Row, register: Register, zone: ZoneInfo, problems: list[Problem]) -> Said | None:
    person = register.find(row)
    if person is None:
        what = "Raden hører ikke til noen deltaker i «Påmelding»."
        problems.append(row.problem("address", what, "Skriv deltakerkoden eller adressen fra påmeldingen, eller slett raden."))
        return None
    found = NUMBER.match(row.text("meeting", 40))
    number = int(found[1]) if found else 0
    if number in register.called_off:
        return None
    if number not in register.meetings:
        problems.append(row.problem("meeting", "Møtet finnes ikke i «Møter».", "Skriv møtets Nr."))
        return None
    try:
        at = as_instant(row.cells.get("stamp"), zone)
    except ValueError:
        problems.append(row.problem("stamp", "Tidsmerket kan ikke leses.", "Skriv det som 11.5.2021 12:00."))
        return None
    return Said(person.code, number, at, row)
