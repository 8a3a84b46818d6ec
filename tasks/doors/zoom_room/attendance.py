"""Who was in a room, from Zoom's reports of the meetings that were held in it.

A person who comes and goes has a row for each visit, a second device too: they are joined by address, else by name, and
overlapping visits count once. Zoom has nothing about meetings with one participant, and zeros before its report is ready.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from tasks.circle.model.records import Outcome, Room
from tasks.circle.model.table import clean, normal
from tasks.circle.people.attendance import Presence
from tasks.doors.ports import Attendance
from tasks.doors.zoom_room.answers import GONE, Answer, meaning
from tasks.doors.zoom_room.client import Line

#: A room opened so much earlier than planned is somebody trying it out; a report that has not come a day after will not come.
EARLY, PATIENCE = timedelta(hours=2), timedelta(days=1)
NOT_READY = "Zoom har ikke listen over hvem som var med, ennå. Den pleier å komme i løpet av timen; neste runde ser etter."
LONGEST = 120
#: No meeting lasts longer than a day; a row that says so has no number the ledger could hold.
MOST_MINUTES = 24 * 60
Row = Mapping[str, Any]
Visit = tuple[datetime, datetime]


def attendance(line: Line, room: Room, now: datetime, zone: ZoneInfo) -> Attendance:
    """Everybody who was in `room`, least said first: no row of the waiting room, none without a name."""
    if now < room.end:
        return Attendance(Outcome.LATER, detail="Møtet er ikke over ennå.")
    rows, failed = _rows(line, room)
    if failed:
        outcome, detail = meaning(failed, zone)
        return Attendance(outcome, detail=detail)
    inside = [row for row in rows if row.get("status") != "in_waiting_room" and isinstance(row.get("name"), str) and row["name"]]
    if now < room.end + PATIENCE and (not inside or any(_visit(row) is None for row in inside)):
        return Attendance(Outcome.LATER, detail=NOT_READY)
    return Attendance(Outcome.DONE, tuple(presences(inside)))


def _rows(line: Line, room: Room) -> tuple[list[Row], Answer | None]:
    """The rows of every time the room was open for this meeting: the host may have closed it and opened it again."""
    answer = line.past("list", meeting_id=quote(room.id, safe=""))
    if not answer.ok:
        return [], None if answer.code == GONE else answer  # never held, or not noticed yet
    if not answer.lists("meetings"):
        return [], answer
    rows: list[Row] = []
    for held in answer.rows("meetings"):
        began = _moment(held.get("start_time"))
        if began is None or not room.start - EARLY <= began <= room.end:
            continue
        # zoomus encodes some UUIDs and forgets others; encoded twice all of them arrive.
        name = quote(quote(str(held.get("uuid", "")), safe=""), safe="")
        found, answer = line.pages(line.past, "get_participants", "participants", meeting_id=name)
        rows += found
        if answer.code != GONE and not (answer.ok and answer.lists("participants")):
            return [], answer
    return rows, None


def presences(rows: Iterable[Row]) -> list[Presence]:
    """One for each person, the order of the rows kept."""
    visits: dict[str, list[Visit]] = {}
    known: dict[str, tuple[str, str]] = {}
    rows = list(rows)
    addresses = _addresses(rows)
    for row in rows:
        name, address = clean(row["name"], LONGEST), _address(row)
        # A guest with the name of exactly one who was signed in is the same person on another device.
        twins = addresses.get(normal(name), set())
        address = address or (next(iter(twins)) if len(twins) == 1 else "")
        person = address.casefold() or f"name {normal(name)}"
        known.setdefault(person, (name, address))
        visit = _visit(row)
        visits.setdefault(person, []).extend([visit] if visit else [])
    return [Presence(*known[person], minutes=_minutes(found)) for person, found in visits.items()]


def _addresses(rows: Iterable[Row]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        if address := _address(row):
            found.setdefault(normal(row["name"]), set()).add(address)
    return found


def _address(row: Row) -> str:
    typed = row.get("user_email")
    return clean(typed, 320) if isinstance(typed, str) else ""


def _minutes(visits: Iterable[Visit]) -> int:
    """Whole minutes covered by `visits`, overlaps counted once."""
    total, until = timedelta(), datetime.min.replace(tzinfo=UTC)
    for begin, end in sorted(visits):
        total += max(end - max(begin, until), timedelta())
        until = max(until, end)
    return min(total // timedelta(minutes=1), MOST_MINUTES)


def _visit(row: Row) -> Visit | None:
    """None while Zoom has not worked out how long it was."""
    begin, end = _moment(row.get("join_time")), _moment(row.get("leave_time"))
    return (begin, end) if begin and end and begin < end and row.get("duration") else None


def _moment(text: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None
