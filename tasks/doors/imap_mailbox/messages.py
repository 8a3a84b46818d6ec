"""One mail as it came in (RFC 5322 bytes, perhaps cut) -> what it is. Pure, and made for strangers: nothing in one makes it raise."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import Message as Mail
from functools import partial
from itertools import islice
from typing import Any

from icalendar import Calendar

from tasks.circle.model.apart import Fault, Unreadable, apart, sound, strangers
from tasks.circle.people.mail import UNSUBSCRIBE, CalendarReply, Ignored, Message, Unread, Unsubscribe, Why
from tasks.circle.people.written import Written
from tasks.doors.imap_mailbox.bounces import OWN_ID, returned
from tasks.doors.imap_mailbox.mime_parts import content_of, header, name_of, parsed, parts_of, sender_of, words
from tasks.doors.imap_mailbox.reply_text import linked_text, written_text

# What a calendar sent (RFC 5546, RFC 6047) -> its few facts.

LARGEST = 100_000
#: What is said to have been said earlier was not said to us; far from it, no clock of the world could be told.
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


def calendar_reply(content: bytes, arrived: datetime, sender: str = "") -> CalendarReply | None:
    """What the entry in `content` (a text/calendar part) says; None where there is none, or it is only shown (PUBLISH).

    Of several attendees `sender` is meant. Raises `Unreadable` for what is no calendar at all, or too large for an answer. A DTSTAMP of
    tomorrow would win over every later word: it counts as said on `arrived` (UTC).
    """
    if len(content) > LARGEST:
        raise Unreadable(Why.CALENDAR)
    with strangers(Why.CALENDAR):
        return _reply(sound(content.decode("utf-8", "replace")), arrived, sender)


def _reply(text: str, arrived: datetime, sender: str) -> CalendarReply | None:
    # As bytes: of a text without line breaks icalendar asks whether it is the path of a file, and reads that.
    calendar = Calendar.from_ical(text.encode())
    events, method = calendar.walk("VEVENT"), str(calendar.get("METHOD", "PUBLISH")).strip().upper()
    if not events or method == "PUBLISH":
        return None
    event = events[0]
    attendees = _attendees(event) if len(events) == 1 and "RECURRENCE-ID" not in event else {}
    only = next(iter(attendees), "") if len(attendees) == 1 else ""
    address = sender.casefold() if sender.casefold() in attendees else only
    start = _moment(event.get("DTSTART"))
    lasts = getattr(event.get("DURATION"), "dt", None)
    return CalendarReply(
        uid=str(event.get("UID", "")).strip(),
        sequence=int(event.get("SEQUENCE", 0)),
        attendee=address,
        answer=attendees.get(address, ""),
        said=min(max(_stamp(event.get("DTSTAMP"), arrived), EARLIEST), arrived),
        method=method,
        came=arrived,
        organizer=_address(event.get("ORGANIZER", "")),
        start=start,
        end=_moment(event.get("DTEND")) or (start + lasts if start and isinstance(lasts, timedelta) else None),
    )


def _attendees(event: Any) -> dict[str, str]:
    """What each says, by address in small letters."""
    found = event.get("ATTENDEE", [])
    listed = found if isinstance(found, list) else [found]
    return {_address(each).casefold(): str(each.params.get("PARTSTAT", "NEEDS-ACTION")).strip().upper() for each in listed}


def _address(value: object) -> str:
    address = str(value).strip()
    return address[7:] if address[:7].casefold() == "mailto:" else address


def _moment(found: Any) -> datetime | None:
    """A time that is the same for all readers (UTC); else None."""
    told = getattr(found, "dt", None)
    if not isinstance(told, datetime) or told.tzinfo is None or not EARLIEST.year < told.year < LATEST.year:
        return None
    return told.astimezone(UTC)


def _stamp(found: Any, arrived: datetime) -> datetime:
    stamp = getattr(found, "dt", None)
    if not isinstance(stamp, datetime):
        return arrived
    return (stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)).astimezone(UTC)


_UNSUBSCRIBE = re.compile(rf"(?:\w{{1,5}}: *)*{UNSUBSCRIBE} +([A-Z]\d{{1,6}})\.([\w-]{{22}})", re.ASCII | re.IGNORECASE)
#: Said by vacation answers, lists and other machines (RFC 3834 §2, and what was there before it).
_AUTOMATIC = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply-From", "X-Mail-Autoreply", "List-Id")
_PRECEDENCE = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_CALENDARS = frozenset({"text/calendar", "application/ics"})
MOST_CALENDARS = 20


def read_message(raw: bytes, arrived: datetime) -> Message:
    """What the message is. `arrived` is the server's time of arrival: the sender's Date is not believed."""
    arrived = arrived.astimezone(UTC)
    found = apart(lambda: _read(raw, arrived))
    return Unread(Why.FAULT, arrived, found.words) if isinstance(found, Fault) else found


def _read(raw: bytes, arrived: datetime) -> Message:
    """A report, reply or unsubscribe mail that is recognised counts, whatever else in the mail can't be read."""
    odd: Unreadable | None = None
    try:
        mail = parsed(raw)
        for look in _looks(mail, parts_of(mail), arrived):
            try:
                found = look()
            except Unreadable as unreadable:
                odd = odd or unreadable
                continue
            if found and not (odd and isinstance(found, Ignored)):
                return found
        return Unread(Why(odd.what), arrived) if odd else _written(mail, parts_of(mail), arrived)
    except Unreadable as unreadable:
        return Unread(Why(unreadable.what), arrived)


def _looks(mail: Mail, parts: list[Mail], arrived: datetime) -> Iterator[Callable[[], Message | None]]:
    """What it may be, in the order it is asked. A calendar reply may lie anywhere: Google nests it twice, and attaches a copy."""
    yield partial(returned, mail, parts, arrived)
    yield partial(_unsubscribe, mail, arrived)
    for part in islice((part for part in parts if part.get_content_type() in _CALENDARS), MOST_CALENDARS):
        yield partial(_calendar, mail, part, arrived)
    yield partial(automatic, mail)


def _calendar(mail: Mail, part: Mail, arrived: datetime) -> CalendarReply | None:
    sender = sender_of(mail)
    found = calendar_reply(content_of(part), arrived, sender)
    return found and replace(found, sender=sender, letter=header(mail, OWN_ID))


def _unsubscribe(mail: Mail, arrived: datetime) -> Unsubscribe | None:
    found = _UNSUBSCRIBE.fullmatch(words(mail, "Subject").strip())
    return Unsubscribe(found[1].upper(), found[2], arrived) if found else None


#: A letter of ours that was forwarded back and forth names no more letters than this.
MOST_IDS, MOST_LINKS = 50, 50
_ID = re.compile(r"<[^<>\s]{3,300}>")
_LINK = re.compile(r"/(svar|samraad|fravaer|min|avmeld)/(?:(\d{1,6})/)?[DF]\d{2,6}\.([\w-]{22})(?![\w-])", re.ASCII)


def _written(mail: Mail, parts: list[Mail], arrived: datetime) -> Written | Ignored:
    """What a person wrote; nothing where no text is found, or a calendar wrote beside what it sent."""
    shown = written_text(parts)
    if not shown.strip() or any(part.get_content_type() in _CALENDARS for part in parts):
        return Ignored.FOR_PEOPLE
    ids = _ID.findall(f"{header(mail, 'In-Reply-To')} {header(mail, 'References')}")[:MOST_IDS]
    found = islice(_LINK.finditer(f"{shown}\n{linked_text(parts)}"), MOST_LINKS)
    links = dict.fromkeys((each[1], int(each[2] or 0), each[3]) for each in found)
    return Written(tuple(dict.fromkeys(ids)), tuple(links), sender_of(mail), name_of(mail), shown, arrived)


def automatic(mail: Mail) -> Ignored | None:
    """What a machine sent by itself; None where a person may have written it."""
    submitted = words(mail, "Auto-Submitted").split(";")[0].strip().casefold()
    machine = (
        submitted not in ("", "no")
        or any(name in mail for name in _AUTOMATIC)
        or words(mail, "Precedence").strip().casefold() in _PRECEDENCE
        or words(mail, "Return-Path").strip() == "<>"
        or mail.get_content_type() == "multipart/report"
    )
    return Ignored.AUTOMATIC if machine else None
