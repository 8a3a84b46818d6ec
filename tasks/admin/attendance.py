"""Who was at the meetings as a workbook for whoever asks for it (R35): names stand in this file and in the sheet, nowhere else."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from tasks.circle.meetings.programme import held
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Problem, Stop, system_stops
from tasks.circle.model.records import Meeting
from tasks.circle.model.table import Cell
from tasks.circle.model.tabs import ATTENDANCE
from tasks.circle.people.attendance_tab import shown_hours
from tasks.circle.people.roster import Person
from tasks.circle.plan import Order
from tasks.circle.snapshot import Snapshot
from tasks.context import CircleRef, context_of
from tasks.doors.workbook.plain_list import write_list
from tasks.round.sheet import read_round, understood

#: A row: values by the key of its column, and those of the meetings in their order.
Row = tuple[Mapping[str, str | float], Sequence[float | None]]


def keeps_attendance(ref: CircleRef) -> bool:
    return context_of(ref).settings.doors.room.attendance


def write_attendance(ref: CircleRef, now: datetime) -> tuple[Path, int]:
    """Write `frammote.xlsx` beside the circle's letters, as of `now` (UTC); returns its path, and how many typed cells are not understood: those
    are empty. `Stop` when nobody keeps who was there."""
    context = context_of(ref)
    if not keeps_attendance(ref):
        what = "Sirkelen tar ikke vare på hvem som var på møtene."
        raise Stop([Problem("doors.toml, [room] attendance", what, "Sett attendance = true, og si det til deltakerne først.")])
    order = Order(now, plan=True)
    snapshot = understood(ref, order, read_round(ref, order))[0]
    file = ref.folder / "frammote.xlsx"
    grid, kinds = grid_of(context.circle, held(snapshot.programme.meetings, now), rows_of(snapshot, now))
    with system_stops(file, "Frammøtelisten kan ikke skrives", "Lukk filen hvis den er åpen, og prøv igjen."):
        write_list(file, ATTENDANCE.name, grid, wide=[key == "name" for key in kinds], shares=[key == "share" for key in kinds])
    return file, len(snapshot.at_meetings.unclear)


def rows_of(snapshot: Snapshot, now: datetime) -> list[Row]:
    """Each who has signed up, by name: hours of each held meeting, 0 for who was not there, None before they signed up and where what is typed
    is not understood; the hours in all, the number of meetings, and the share of those of which something is said (0 to 1)."""
    meetings = held(snapshot.programme.meetings, now)
    people = sorted((each for each in snapshot.roster.people if each.known.joined), key=lambda each: (each.name.casefold(), each.code))
    return [_row(person, meetings, snapshot) for person in people]


def _row(person: Person, meetings: Sequence[Meeting], snapshot: Snapshot) -> Row:
    joined, seen = person.known.joined, snapshot.at_meetings
    keys = [((person.code, each.number), joined and joined < each.start) for each in meetings]
    minutes = [None if key in seen.unclear else seen.there.get(key, 0 if member else None) for key, member in keys]
    asked = [each for each in minutes if each is not None]
    was = sum(1 for each in asked if each)
    hours = shown_hours(sum(asked))
    values: dict[str, str | float] = {"name": person.name or person.typed, "hours": hours, "sum": was}
    values["share"] = round(was / len(asked), 4) if asked else 0.0
    return values, [None if each is None else shown_hours(each) for each in minutes]


def grid_of(circle: Circle, meetings: Sequence[Meeting], rows: Sequence[Row]) -> tuple[list[list[Cell]], list[str]]:
    """The headings and the rows in the circle's own order, and of each column what it is."""
    days = [each.start.astimezone(circle.zone) for each in meetings]
    keys, heads = list[str](), list[Cell]()
    for key, heading in circle.attendance_columns:
        told = [heading.replace("{date}", f"{day:%d.%m.%Y}").replace("{number}", str(m.number)) for day, m in zip(days, meetings, strict=True)]
        heads += told if key == "meetings" else [heading]
        keys += [key] * (len(told) if key == "meetings" else 1)
    grid = [heads]
    for values, hours in rows:
        line: list[Cell] = []
        for key, _ in circle.attendance_columns:
            line += hours if key == "meetings" else [values[key]]
        grid.append(line)
    return grid, keys
