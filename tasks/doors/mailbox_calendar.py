"""A calendar reply as calendar programs send it (RFC 5546 §3.2.3, RFC 6047) -> its few facts."""

from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar

from tasks.circle.model.apart import sound, strangers
from tasks.circle.people.mail import CalendarReply, Why

LARGEST = 100_000
#: What is said to have been said earlier was not said to us; far from it, no clock of the world could be told.
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


def calendar_reply(content: bytes, arrived: datetime) -> CalendarReply | None:
    """The reply in `content` (a text/calendar part); None when it is no reply of one attendee about a single entry.

    Raises `Unreadable` for what is no calendar at all. A DTSTAMP of tomorrow would win over every later word: it counts as
    said on `arrived` (UTC).
    """
    if len(content) > LARGEST:
        return None
    with strangers(Why.CALENDAR):
        return _reply(sound(content.decode("utf-8", "replace")), arrived)


def _reply(text: str, arrived: datetime) -> CalendarReply | None:
    # As bytes: of a text without line breaks icalendar asks whether it is the path of a file, and reads that.
    calendar = Calendar.from_ical(text.encode())
    events = calendar.walk("VEVENT")
    if str(calendar.get("METHOD", "")).strip().upper() != "REPLY" or len(events) != 1 or "RECURRENCE-ID" in events[0]:
        return None
    event = events[0]
    attendee = event.get("ATTENDEE")
    if attendee is None or isinstance(attendee, list):
        return None
    address = str(attendee).strip()
    return CalendarReply(
        uid=str(event.get("UID", "")).strip(),
        sequence=int(event.get("SEQUENCE", 0)),
        attendee=address[7:] if address[:7].casefold() == "mailto:" else address,
        answer=str(attendee.params.get("PARTSTAT", "NEEDS-ACTION")).strip().upper(),
        said=min(max(_stamp(event.get("DTSTAMP"), arrived), EARLIEST), arrived),
    )


def _stamp(found: Any, arrived: datetime) -> datetime:
    stamp = getattr(found, "dt", None)
    if not isinstance(stamp, datetime):
        return arrived
    return (stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)).astimezone(UTC)
