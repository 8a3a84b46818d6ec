"""Rows of «Møter» as meetings people want (R7, RULES.md «Møter»). What is in force is decided in programme.py."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import TypeVar

from tasks.circle.model.apart import or_told
from tasks.circle.model.cells import as_date, as_time, is_doubled, local_instant
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Grade, Problem
from tasks.circle.model.records import Decision, Form
from tasks.circle.model.table import Cell, Row, normal, read_rows
from tasks.circle.model.tabs import MEETINGS

T = TypeVar("T")
FORMS = {
    "": Form.DIGITAL, "digital": Form.DIGITAL, "digitalt": Form.DIGITAL, "online": Form.DIGITAL,
    "fysisk": Form.PHYSICAL, "physical": Form.PHYSICAL, "hybrid": Form.HYBRID, "hybridmøte": Form.HYBRID,
}  # fmt: skip
STATUSES = {"": False, "planlagt": False, "planned": False, "avlyst": True, "cancelled": True, "canceled": True}
#: Characters of a focus area, and of a place: they stand in subjects, calendars and names of rooms.
LONGEST_FOCUS = 200
KEPT = "Det som var kjent, gjelder så lenge."


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A row that can be used. `start` and `end` are UTC, None while the meeting has no date."""

    number: int
    row: Row
    start: datetime | None
    end: datetime | None
    form: Form
    place: str
    focus: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """The tab as read: `rows` by Nr, `unclear` the Nr of rows with problems (what was known of them stays in force)."""

    rows: Mapping[int, MeetingRow]
    unclear: frozenset[int]
    problems: tuple[Problem, ...]


def read_meetings(values: Sequence[Sequence[Cell]], circle: Circle, decisions: Mapping[int, Decision]) -> Typed:
    """Every row of the tab; a decision made elsewhere fills an empty cell, or stands alone (R16). `Stop` for missing headers."""
    rows = read_rows(MEETINGS, values)
    problems: list[Problem] = []
    told = ((or_told(partial(_number, row, problems), None, row.where("number"), problems), row) for row in rows)
    numbered = [(number, row) for number, row in told if number is not None]
    counts = Counter(number for number, _ in numbered)
    numbered += [(n, Row(MEETINGS.name, 0, {}, {})) for n, decision in sorted(decisions.items()) if decision.day and n not in counts]
    usable: dict[int, MeetingRow] = {}
    unclear: set[int] = set()
    for number, row in numbered:
        if counts[number] > 1:
            unclear.add(number)
            what = f"Nr {number} står i {counts[number]} rader. {KEPT}"
            problems.append(row.problem("number", what, "Gi hvert møte sitt eget nummer."))
            continue
        found: list[Problem] = []
        meeting = or_told(partial(_meeting_row, number, row, circle, decisions.get(number), found), None, row.where(), found)
        problems += found
        if meeting is None:
            unclear.add(number)
        else:
            usable[number] = meeting
    return Typed(usable, frozenset(unclear), tuple(problems))


def _number(row: Row, problems: list[Problem]) -> int | None:
    typed = row.text("number", 12)
    if typed.isdecimal() and 0 < int(typed) < 10_000:
        return int(typed)
    what = "Nr må være et helt tall." if typed else "Nr mangler."
    problems.append(row.problem("number", what, "Gi møtet et nummer som ikke er brukt før."))
    return None


def _meeting_row(number: int, row: Row, circle: Circle, decision: Decision | None, problems: list[Problem]) -> MeetingRow | None:
    before = len(problems)
    how = "Skriv datoen med dag, måned og år, som 11.5.2021."
    day = _typed(row, "day", as_date, "en dato som finnes", how, problems) or (decision.day if decision else None)
    how = "Skriv klokkeslettet som 09.15."
    start = _typed(row, "start", as_time, "et klokkeslett", how, problems) or circle.rhythm.start
    end = _typed(row, "end", as_time, "et klokkeslett", how, problems) or circle.rhythm.end
    form = _choice(row, "form", FORMS, "digital, fysisk eller hybrid", problems)
    cancelled = _choice(row, "status", STATUSES, "planlagt eller avlyst", problems)
    place = row.text("place", LONGEST_FOCUS)
    if cancelled:
        # «avlyst» counts whatever else is wrong in the row: nobody may come to a meeting that was called off.
        del problems[before:]
        return MeetingRow(number, row, None, None, form or Form.DIGITAL, place, "", cancelled=True)
    if form is not Form.DIGITAL and form and not place:
        what = f"Møtet er {row.text('form', 40)}, men «Sted» er tomt. {KEPT}"
        problems.append(row.problem("place", what, "Skriv inn stedet."))
    for key in ("focus", "place"):
        if row.fault(key):
            what = f"Cellen viser {row.fault(key)}: formelen i den er gått i stykker. {KEPT}"
            problems.append(row.problem(key, what, "Skriv det som tekst."))
    if end <= start:
        problems.append(row.problem("end", f"Slutt er ikke etter start. {KEPT}", "Rett klokkeslettene."))
    if len(problems) > before or form is None or cancelled is None:
        return None
    for key, what in (("focus", "Fokusområdet"), ("place", "Navnet på stedet")):
        problems += row.too_long(key, f"{what} er", LONGEST_FOCUS)
    focus = row.text("focus", LONGEST_FOCUS) or (decision.focus if decision else "")
    if day is None:
        return MeetingRow(number, row, None, None, form, place, focus, cancelled)
    instants = _instants(row, day, start, end, circle, problems)
    return MeetingRow(number, row, *instants, form, place, focus, cancelled) if instants else None


def _typed(row: Row, key: str, read: Callable[[Cell], T | None], kind: str, next_step: str, problems: list[Problem]) -> T | None:
    try:
        return read(row.cells.get(key))
    except ValueError:
        problems.append(row.problem(key, f"«{row.text(key, 40)}» er ikke {kind}. {KEPT}", next_step))
        return None


def _choice(row: Row, key: str, choices: Mapping[str, T], allowed: str, problems: list[Problem]) -> T | None:
    typed = normal(row.text(key, 40))
    if typed not in choices:
        problems.append(row.problem(key, f"«{row.text(key, 40)}» er ukjent her. {KEPT}", f"Skriv {allowed}."))
    return choices.get(typed)


def _instants(row: Row, day: date, start: time, end: time, circle: Circle, problems: list[Problem]) -> tuple[datetime, datetime] | None:
    try:
        instants = local_instant(day, start, circle.zone), local_instant(day, end, circle.zone)
    except ValueError:
        what = f"Klokkeslettet finnes ikke den dagen: klokka stilles fram. {KEPT}"
        problems.append(row.problem("start", what, "Velg et annet klokkeslett."))
        return None
    if is_doubled(day, start, circle.zone):
        what = "Klokkeslettet kommer to ganger den natten: klokka stilles tilbake. Den første gjelder."
        problems.append(row.problem("start", what, "Velg et annet klokkeslett hvis det var den andre som var ment.", Grade.INFORMATION))
    return instants
