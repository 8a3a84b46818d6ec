"""Rows of «Møter» as meetings people want (R7, RULES.md «Møter»). What is in force is decided in programme.py."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from typing import TypeVar

from tasks.circle.model.apart import or_told
from tasks.circle.model.cells import Doubtful, Moment, as_day, as_hours, is_doubled, local_instant, refined
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Grade, Problem
from tasks.circle.model.hosts import ADDRESS, link_in
from tasks.circle.model.records import Decision, Form, Meeting
from tasks.circle.model.table import Cell, Row, normal, read_rows
from tasks.circle.model.tabs import MEETINGS

T = TypeVar("T")
FORMS = {
    "": Form.DIGITAL, "digital": Form.DIGITAL, "digitalt": Form.DIGITAL, "online": Form.DIGITAL,
    "fysisk": Form.PHYSICAL, "physical": Form.PHYSICAL, "hybrid": Form.HYBRID, "hybridmøte": Form.HYBRID,
}  # fmt: skip
STATUSES = {
    "": False, "planlagt": False, "planned": False, "bekreftet": False, "holdt": False, "avholdt": False, "gjennomført": False,
    "avlyst": True, "avlyses": True, "avlysast": True, "kansellert": True, "innstilt": True, "utgår": True, "cancelled": True, "canceled": True,
}  # fmt: skip
#: Characters of a focus area, and of a place: they stand in subjects, calendars and names of rooms.
LONGEST_FOCUS = 200
#: Of links, and of notes about a meeting.
LONGEST_BESIDE = 2_000
KEPT = "Det som var kjent, gjelder så lenge."
#: While a cell that decides whether and when there is a meeting is not read, nobody is written to about it (R27).
HELD = "Brevene om møtet venter så lenge, og rommet står som det er."


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
    input: str = ""
    links: str = ""
    after: str = ""

    def told(self, meeting: Meeting) -> Meeting:
        """`meeting` with what the row says beside time, place and focus (R32)."""
        return replace(meeting, input=self.input, links=self.links, after=self.after)


@dataclass(frozen=True, slots=True)
class Typed:
    """The tab as read: `rows` by Nr, `unclear` the Nr of rows with problems (what was known of them stays in force), `held` those
    of them whose letters and room wait (R27)."""

    rows: Mapping[int, MeetingRow]
    unclear: frozenset[int]
    problems: tuple[Problem, ...]
    held: frozenset[int] = frozenset()


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
    held: set[int] = set()
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
            held |= {number} & {number for problem in found if problem.what.endswith(HELD)}
        else:
            usable[number] = meeting
    return Typed(usable, frozenset(unclear), tuple(problems), frozenset(held))


def _number(row: Row, problems: list[Problem]) -> int | None:
    typed = row.text("number", 12)
    if typed.isdecimal() and 0 < int(typed) < 10_000:
        return int(typed)
    what = "Nr må være et helt tall." if typed else "Nr mangler."
    problems.append(row.problem("number", what, "Gi møtet et nummer som ikke er brukt før."))
    return None


def _meeting_row(number: int, row: Row, circle: Circle, decision: Decision | None, problems: list[Problem]) -> MeetingRow | None:
    before = len(problems)
    when = _when(row, circle, decision, problems)
    form = _choice(row, "form", FORMS, "digital, fysisk eller hybrid", problems)
    cancelled = _status(row, problems)
    place = row.text("place", LONGEST_FOCUS)
    if cancelled:
        # «avlyst» counts whatever else is wrong in the row: nobody may come to a meeting that was called off.
        del problems[before:]
        return MeetingRow(number, row, None, None, form or Form.DIGITAL, place, "", True, *beside(row, problems))
    if form is not Form.DIGITAL and form and not place:
        what = f"Møtet er {row.text('form', 40)}, men «Sted» er tomt. {KEPT}"
        problems.append(row.problem("place", what, "Skriv inn stedet."))
    if form is not Form.PHYSICAL and ADDRESS.search(place) and not link_in(place):
        what = f"Lenken i «Sted» er ikke hel, og ingen kommer inn i rommet med den. {KEPT}"
        problems.append(row.problem("place", what, "Kopier lenken til møterommet på nytt."))
    for key in ("focus", "place"):
        if row.fault(key):
            what = f"Cellen viser {row.fault(key)}: formelen i den er gått i stykker. {KEPT}"
            problems.append(row.problem(key, what, "Skriv det som tekst."))
    if when is None or form is None or cancelled is None or any(problem.what.endswith(KEPT) for problem in problems[before:]):
        return None
    for key, what in (("focus", "Fokusområdet"), ("place", "Navnet på stedet")):
        problems += row.too_long(key, f"{what} er", LONGEST_FOCUS)
    focus = row.text("focus", LONGEST_FOCUS) or (decision.focus if decision else "")
    if when.day is None:
        return MeetingRow(number, row, None, None, form, place, focus, cancelled, *beside(row, problems))
    instants = _instants(row, when, circle, problems)
    return MeetingRow(number, row, *instants, form, place, focus, cancelled, *beside(row, problems)) if instants else None


def beside(row: Row, problems: list[Problem]) -> tuple[str, str, str]:
    """«Innspill», «Lenker» and «Etterpå» (R32): what is wrong with one is told, and holds nothing up."""
    for key in ("input", "links", "after"):
        if row.fault(key):
            what = f"Cellen viser {row.fault(key)}: formelen i den er gått i stykker. Den er ikke tatt med."
            problems.append(row.problem(key, what, "Skriv det som tekst.", Grade.INFORMATION))
        longest = LONGEST_FOCUS if key == "input" else LONGEST_BESIDE
        problems += row.too_long(key, "Teksten er", longest, grade=Grade.INFORMATION)
    links = row.lines("links", LONGEST_BESIDE)
    for line in links:
        if not link_in(line):
            what = f"«{line[:60]}» er ingen lenke. Den er ikke tatt med."
            problems.append(row.problem("links", what, "Skriv hele adressen, som «Tavla: https://…».", Grade.INFORMATION))
    kept = "\n".join(line for line in links if link_in(line))
    return row.text("input", LONGEST_FOCUS), kept, "\n".join(row.lines("after", LONGEST_BESIDE))


def _status(row: Row, problems: list[Problem]) -> bool | None:
    """Whether the meeting is called off. «avlyst pga. sykdom» is; «avlyst?» and «ikke avlyst» must be asked about."""
    typed = row.text("status", 200)
    status = refined(typed, STATUSES)
    if status is None:
        problems.append(row.problem("status", f"«{row.text('status', 40)}» er ukjent her. {HELD}", "Skriv planlagt eller avlyst."))
    return status


@dataclass(frozen=True, slots=True)
class _When:
    """Local: `day` is None while the meeting has no date; `key` is the column in which its start stands."""

    day: date | None
    start: time
    end: time
    key: str


def _when(row: Row, circle: Circle, decision: Decision | None, problems: list[Problem]) -> _When | None:
    """Day and hours of a row, wherever in it they are typed. Start alone keeps the length of the circle's meetings."""
    said = _said(row, circle, problems)
    if said is None:
        return None
    day, start, end = (_agreed(row, said, each, problems) for each in ("day", "start", "end"))
    if not (day and start and end):
        return None
    rhythm = circle.rhythm
    opens = start[1].start or rhythm.start
    length = datetime.combine(date.min, rhythm.end) - datetime.combine(date.min, rhythm.start)
    until = datetime.combine(date.min, opens) + length
    if start[1].start and not end[1].end and until.date() != date.min:
        problems.append(row.problem(start[0], f"Med vanlig lengde slutter møtet etter midnatt. {HELD}", "Rett Start, eller skriv Slutt."))
        return None
    closes = end[1].end or (until.time() if start[1].start else rhythm.end)
    if closes <= opens:
        problems.append(row.problem(end[0], f"Slutt er ikke etter start. {HELD}", "Rett klokkeslettene."))
        return None
    return _When(day[1].day or (decision.day if decision else None), opens, closes, start[0])


def _said(row: Row, circle: Circle, problems: list[Problem]) -> dict[str, Moment] | None:
    """What each of the three cells says, by column; None when one of them is not to be understood."""
    kinds = {"day": ("en dato som finnes", "Skriv datoen med dag, måned og år, som 11.5.2021.")}
    readers: dict[str, Callable[[Cell], Moment | None]] = {"day": partial(as_day, zone=circle.zone), "start": as_hours, "end": as_hours}
    said: dict[str, Moment] = {}
    before = len(problems)
    for key, read in readers.items():
        kind, how = kinds.get(key, ("et klokkeslett", "Skriv klokkeslettet som 09:15."))
        try:
            said[key] = _turned(read(row.cells.get(key)) or Moment(), key)
        except Doubtful as doubt:
            problems.append(row.problem(key, f"«{row.text(key, 40)}» {doubt}. {HELD}", how))
        except ValueError:
            problems.append(row.problem(key, f"«{row.text(key, 40)}» er ikke {kind}. {HELD}", how))
    for key, moment in said.items():
        if moment.guessed and moment.day:
            _guessed(row, key, moment, said.get("day", Moment()).day, problems)
            said[key] = Moment(start=moment.start, end=moment.end)
    return None if any(problem.what.endswith(HELD) for problem in problems[before:]) else said


def _turned(moment: Moment, key: str) -> Moment:
    """A single time in Slutt is the end."""
    return moment if key != "end" or moment.end else Moment(moment.day, None, moment.start, moment.guessed)


def _guessed(row: Row, key: str, moment: Moment, day: date | None, problems: list[Problem]) -> None:
    """A typed time of which the spreadsheet made a date: told, because the cell shows something else."""
    at, shown = moment.start or moment.end, moment.day
    how = "Skriv klokkeslettet med kolon, som 09:15."
    if day is None or day == shown:
        problems.append(row.problem(key, f"Cellen inneholder en dato ({shown:%d.%m.%Y}), ikke et klokkeslett. {HELD}", how))
    else:
        what = f"Regnearket har gjort klokkeslettet til en dato ({shown:%d.%m.%Y}). Den er lest som kl. {at:%H:%M}."
        problems.append(row.problem(key, what, how))


def _agreed(row: Row, said: Mapping[str, Moment], part: str, problems: list[Problem]) -> tuple[str, Moment] | None:
    """The cell that says it and what it says, of the day, the start or the end; None when two cells say different things."""
    found = [(key, moment) for key, moment in said.items() if getattr(moment, part) is not None]
    own = next((each for each in found if each[0] == part), found[0] if found else (part, Moment()))
    other = next((each for each in found if getattr(each[1], part) != getattr(own[1], part)), None)
    if other is None:
        return own
    word = {"day": "dato", "start": "start", "end": "slutt"}[part]
    what = f"Cellen sier en annen {word} enn {row.where(own[0]).rpartition(' ')[2]}. {HELD}"
    problems.append(row.problem(other[0], what, "La bare den som gjelder, stå."))
    return None


def _choice(row: Row, key: str, choices: Mapping[str, T], allowed: str, problems: list[Problem]) -> T | None:
    typed = normal(row.text(key, 40))
    if typed not in choices:
        problems.append(row.problem(key, f"«{row.text(key, 40)}» er ukjent her. {KEPT}", f"Skriv {allowed}."))
    return choices.get(typed)


def _instants(row: Row, when: _When, circle: Circle, problems: list[Problem]) -> tuple[datetime, datetime] | None:
    day = when.day
    assert day is not None  # noqa: S101 - for the type checker
    try:
        instants = local_instant(day, when.start, circle.zone), local_instant(day, when.end, circle.zone)
    except ValueError:
        what = f"Klokkeslettet finnes ikke den dagen: klokka stilles fram. {HELD}"
        problems.append(row.problem(when.key, what, "Velg et annet klokkeslett."))
        return None
    if is_doubled(day, when.start, circle.zone):
        what = "Klokkeslettet kommer to ganger den natten: klokka stilles tilbake. Den første gjelder."
        problems.append(row.problem(when.key, what, "Velg et annet klokkeslett hvis det var den andre som var ment.", Grade.INFORMATION))
    return instants
