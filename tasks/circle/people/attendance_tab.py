"""Who was at which meeting, and for how long; and the tab «Frammøte», which shows it and in which people may type (R35)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from tasks.circle.model.attending import NO, Key, TypedMinutes
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Problem
from tasks.circle.model.phrases import short_date
from tasks.circle.model.records import Meeting, Memory
from tasks.circle.model.table import Cell, clean, letter_of, normal
from tasks.circle.model.tabs import ATTENDANCE
from tasks.circle.people.roster import Person

#: What people type for who was there the whole time.
_YES = frozenset({"x", "ja", "j", "yes", "sann", "true", "✓", "✔", "var der", "var med"})
_NUMBER = re.compile(r"\(nr (\d{1,4})\)\s*$")
_HOURS = re.compile(r"(\d{1,2})(?:[.,](\d{1,2})|:([0-5]\d))?( ?t(imer)?)?")
LONGEST_HOURS = 24


@dataclass(frozen=True, slots=True)
class AtMeetings:
    """`there`: whole minutes of each who was at a meeting, as `there` gives them; `typed` since the last round; `unclear` cells stay as they are
    until people mend them."""

    there: Mapping[Key, int] = field(default_factory=dict)
    typed: tuple[TypedMinutes, ...] = ()
    unclear: Mapping[Key, Cell] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def told_of(meetings: Sequence[Meeting], now: datetime) -> list[Meeting]:
    """The meetings that have a column: those that have begun, by start."""
    return sorted((each for each in meetings if each.start <= now and not each.cancelled), key=lambda each: (each.start, each.number))


def there(memory: Memory, meetings: Iterable[Meeting], now: datetime, typed: Iterable[TypedMinutes] = ()) -> dict[Key, int]:
    """Whole minutes of each who was at a meeting: as people typed, else as the room's service told, else from «Bli med» to the end, when that has
    come. 0: not there."""
    found = _pressed(memory, meetings, now) | _told(memory)
    for each in (*memory.typed_minutes, *typed):
        if not each.none:
            found[each.person, each.meeting] = each.minutes
    return found


def _pressed(memory: Memory, meetings: Iterable[Meeting], now: datetime) -> dict[Key, int]:
    over = {each.number: each for each in meetings if each.end <= now}
    return {
        (came.person, came.meeting): max(1, (meeting.end - max(came.at, meeting.start)) // timedelta(minutes=1))
        for came in memory.came_in
        if (meeting := over.get(came.meeting))
    }


def _told(memory: Memory) -> dict[Key, int]:
    return {(each.person, each.meeting): each.minutes for each in memory.attended}


def shown_hours(minutes: int) -> float:
    """Hours with two decimals."""
    return round(minutes / 60, 2)


def read_attendance_tab(values: Sequence[Sequence[Cell]], memory: Memory, meetings: Sequence[Meeting], now: datetime) -> AtMeetings:
    """What is known, and what people have typed in the tab beside what the program wrote there. A tab or a row that is gone changes nothing.

    What «Bli med» gave stands there yet when the room's service has told something else meanwhile: that nobody has typed.
    """
    header = values[0] if values else ()
    keys, by_number = ATTENDANCE.keys(header), {each.number: each for each in meetings}
    columns = {index: int(found[1]) for index, cell in enumerate(header) if (found := _NUMBER.search(clean(cell, 60)))}
    if "code" not in keys:
        return AtMeetings(there(memory, meetings, now))
    code, codes = keys.index("code"), {each.code for each in memory.people}
    before = {(each.person, each.meeting): each for each in memory.typed_minutes if not each.none}
    known, pressed, told = there(memory, meetings, now), _pressed(memory, meetings, now), _told(memory)
    said, unclear, problems = list[TypedMinutes](), dict[Key, Cell](), list[Problem]()
    for number, row in enumerate(values[1:], 2):
        person = clean(row[code], 20) if code < len(row) else ""
        for index, nr in columns.items():
            meeting, key = by_number.get(nr), (person, nr)
            if person not in codes or meeting is None:
                continue
            cell = row[index] if index < len(row) else None
            minutes = _minutes(cell, meeting)
            if clean(cell, 20) == "":
                if key in before:
                    said.append(TypedMinutes(person, nr, 0, none=True))
            elif minutes is None:
                unclear[key] = cell
                what = f"«{clean(cell, 40)}» er ikke forstått. Cellen står som den er."
                problems.append(Problem(f"«{ATTENDANCE.name}», celle {letter_of(index)}{number}", what, _HOW))
            elif key not in known or shown_hours(known[key]) != shown_hours(minutes):
                ours = {shown_hours(own[key]) for own in (pressed, told) if key in own}
                same = shown_hours(minutes) in ours
                if key in before or not same:
                    said.append(TypedMinutes(person, nr, 0 if same else minutes, none=same))
    return AtMeetings(there(memory, meetings, now, said), tuple(said), unclear, tuple(problems))


_HOW = "Skriv x for hele møtet, 0 for ikke til stede, eller timer som 1,5."


def _minutes(cell: Cell, meeting: Meeting) -> int | None:
    """The minutes that a cell says; None for what can't be one."""
    if isinstance(cell, time):
        return cell.hour * 60 + cell.minute
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return round(cell * 60) if 0 <= cell <= LONGEST_HOURS else None
    said = normal(cell)
    if said in _YES:
        return (meeting.end - meeting.start) // timedelta(minutes=1)
    hours = _HOURS.fullmatch(said)
    if hours and int(hours[1]) <= LONGEST_HOURS:
        return int(hours[1]) * 60 + (int(hours[3]) if hours[3] else round(float(f"0.{hours[2] or 0}") * 60))
    return 0 if NO.match(said) or said in ("", "-", "–") else None


def attendance_grid(
    circle: Circle, meetings: Sequence[Meeting], people: Iterable[Person], minutes: Mapping[Key, int], unclear: Mapping[Key, Cell], now: datetime
) -> list[list[Cell]]:
    """The tab: a row for each who has signed up, a column of hours for each meeting that has begun, and the hours in all."""
    told, signed_up = told_of(meetings, now), [each for each in people if each.known.joined]
    signed_up.sort(key=lambda each: (each.code[0], int(each.code[1:])))
    first, last = ATTENDANCE.columns[:2], ATTENDANCE.columns[2]
    days = [f"{short_date(each.start.astimezone(circle.zone))} (nr {each.number})" for each in told]
    grid: list[list[Cell]] = [[*(column.header for column in first), *days, last.header]]
    for person in signed_up:
        hours = [shown_hours(minutes[key]) if (key := (person.code, each.number)) in minutes else "" for each in told]
        cells = [unclear.get((person.code, each.number), cell) for each, cell in zip(told, hours, strict=True)]
        grid.append([person.code, person.name or person.typed or "(uten navn)", *cells, sum(cell for cell in hours if isinstance(cell, float))])
    return grid if told else []
