"""Calendar entries as the mail and calendar programs of participants need them (RFC 5545, 5546, 6047, 7986).

Pure composition: the same entry gives the same bytes. Times go out as UTC instants, because readers disagree about the
time zone tables that could describe them otherwise (ical.js and vobject then read Norwegian meetings an hour late).
The plain form of `calendar_part` is icalendar's `to_ical` of each person's whole entry, which would add two fifths to a round
of 4,000 letters.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vText, vUri
from icalendar.parser import Contentline

from tasks.circle.model.table import clean

PRODUCT = "-//Laeringssirkel//Sirkel//NO"
LONGEST_LINE = 2000
FOLDED = 74  # octets; RFC 5545 §3.1 allows 75, the blank that a folded line begins with among them
#: Where a person's own line will stand in an entry that is the same for all.
_HERE = "here"
_PERSONAL = f"ATTENDEE:{_HERE}\r\n".encode()


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting in one person's calendar.

    `uid` is the meeting's for ever and the same for every recipient; `sequence` grows with a change of time or place, and
    `stamp` with every letter. `stamp`, `start` and `end` are aware UTC. `link` may be empty (a physical meeting).
    `chair`: the recipient is a facilitator. `answer` is what they have said (PARTSTAT, RFC 5545 §3.2.12); "" asks them, in a REQUEST.
    Without `attendee_address` nobody is invited: PUBLISH.
    """

    method: Literal["REQUEST", "CANCEL", "PUBLISH"]
    uid: str
    sequence: int
    stamp: datetime
    start: datetime
    end: datetime
    summary: str
    description: str
    location: str
    link: str
    organizer_name: str
    organizer_address: str
    attendee_name: str
    attendee_address: str
    chair: bool = False
    answer: str = ""


def calendar_part(entry: Entry) -> bytes:
    """The text/calendar part of one letter: UTF-8 with CRLF. Its METHOD must also stand on the part's Content-Type (RFC 6047).

    Raises ValueError for a time without zone: it would float to wherever the reader happens to be.
    """
    before, after = _frame(replace(entry, attendee_name="", attendee_address="", chair=False, answer=""))
    return b"".join((before, _attendee_line(entry), after))


@lru_cache(maxsize=32)  # most letters of a round tell of the same meeting
def _frame(entry: Entry) -> tuple[bytes, bytes]:
    """An entry without the line ATTENDEE, cut where it belongs."""
    event = _event(entry)
    event.add("attendee", vCalAddress(_HERE), encode=False)
    before, _, after = bytes(_calendar(entry.method, [event]).to_ical()).partition(_PERSONAL)
    return before, after


def _attendee_line(entry: Entry) -> bytes:
    if not entry.attendee_address:
        return b""
    value = _attendee(entry)
    return folded(Contentline.from_parts("ATTENDEE", value.params, value).encode()) + b"\r\n"


def folded(line: bytes) -> bytes:
    """A content line (RFC 5545 §3.1) folded as icalendar's `to_ical` does.

    Between characters, and never right behind the mark of an escape.
    """
    pieces, at = [], 0
    while len(line) - at > FOLDED:
        end = at + FOLDED
        while line[end] & 0xC0 == 0x80:  # inside a character of UTF-8
            end -= 1
        end -= line[end - 1] in b"\\^"
        pieces.append(line[at:end])
        at = end
    return b"\r\n ".join((*pieces, line[at:]))


def feed(entries: Iterable[Entry], name: str = "") -> bytes:
    """A calendar to subscribe to (METHOD:PUBLISH): all meetings, cancelled ones marked so, and nobody's address as attendee.

    `name` is what calendar programs call it (RFC 7986 NAME, and the older X-WR-CALNAME).
    """
    calendar = _calendar("PUBLISH", [_event(entry) for entry in entries])
    if name:
        calendar.add("name", clean(name))
        calendar.add("x-wr-calname", clean(name))
    return bytes(calendar.to_ical())


def _calendar(method: str, events: Iterable[Event]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    for event in events:
        calendar.add_component(event)
    return calendar


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", _line(entry.uid))
    event.add("sequence", entry.sequence)
    for key, moment in (("dtstamp", entry.stamp), ("dtstart", entry.start), ("dtend", entry.end)):
        event.add(key, _utc(moment))
    event.add("summary", _line(entry.summary))
    event.add("description", _description(entry))
    event.add("location", _line(entry.location) or _line(entry.link))
    event.add("status", "CANCELLED" if entry.method == "CANCEL" else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("organizer", _person(entry.organizer_name, entry.organizer_address), encode=False)
    if _line(entry.link):
        event.add("conference", _conference(entry.link), encode=False)
    return event


def _description(entry: Entry) -> str:
    """The text with its line breaks, and the link in it: most programs show neither CONFERENCE nor a long LOCATION."""
    text = "\n".join(_line(line) for line in entry.description.splitlines())
    link = _line(entry.link)
    return f"{text}\n\n{link}".strip() if link and link not in text else text


def _conference(link: str) -> vUri:
    return vUri(_line(link), params={"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"]})


def _attendee(entry: Entry) -> vCalAddress:
    """The recipient. Without ATTENDEE a mail program shows no buttons for yes and no (RFC 5546 §3.2.2)."""
    attendee = _person(entry.attendee_name, entry.attendee_address)
    attendee.params["CUTYPE"] = "INDIVIDUAL"
    attendee.params["ROLE"] = "CHAIR" if entry.chair else "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = entry.answer or "NEEDS-ACTION"
    attendee.params["RSVP"] = "TRUE" if entry.method == "REQUEST" and not entry.answer else "FALSE"
    return attendee


def _person(name: str, address: str) -> vCalAddress:
    # Blanks and angle brackets have no place in a mailto URI, and would let one address read as two.
    person = vCalAddress("mailto:" + "".join(c for c in _line(address) if c not in ' <>"'))
    if _line(name):
        person.params["CN"] = vText(_line(name))
    return person


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a calendar entry needs aware times")
    return moment.astimezone(UTC).replace(microsecond=0)


def _line(text: str) -> str:
    """One line without control characters (icalendar escapes line breaks but lets NUL through) and without broken surrogates."""
    return clean(text.encode("utf-8", "replace").decode("utf-8"), LONGEST_LINE)
