"""One mail as it came in (RFC 5322 bytes, perhaps cut) -> what it is. Pure, and made for strangers: nothing in one makes it raise."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import Message as Mail
from functools import partial
from itertools import islice

from tasks.circle.model.apart import Fault, Unreadable, apart
from tasks.circle.people.mail import FAREWELL, Farewell, LeftAlone, Message, Unread, Why
from tasks.doors.imap_mailbox.bounces import returned
from tasks.doors.imap_mailbox.mime_parts import content_of, parsed, parts_of, words
from tasks.doors.mailbox_calendar import calendar_reply

_FAREWELL = re.compile(rf"(?:\w{{1,5}}: *)*{FAREWELL} +([A-Z]\d{{1,6}})\.([\w-]{{22}})", re.ASCII | re.IGNORECASE)
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
    """A report, reply or farewell that is recognised counts, whatever else in the mail can't be read."""
    odd: Unreadable | None = None
    try:
        mail = parsed(raw)
        for look in _looks(mail, parts_of(mail), arrived):
            try:
                found = look()
            except Unreadable as unreadable:
                odd = odd or unreadable
                continue
            if found and not (odd and isinstance(found, LeftAlone)):
                return found
        return Unread(Why(odd.what), arrived) if odd else LeftAlone.FOR_PEOPLE
    except Unreadable as unreadable:
        return Unread(Why(unreadable.what), arrived)


def _looks(mail: Mail, parts: list[Mail], arrived: datetime) -> Iterator[Callable[[], Message | None]]:
    """What it may be, in the order it is asked. A calendar reply may lie anywhere: Google nests it twice, and attaches a copy."""
    yield partial(returned, mail, parts, arrived)
    yield partial(_farewell, mail, arrived)
    for part in islice((part for part in parts if part.get_content_type() in _CALENDARS), MOST_CALENDARS):
        yield lambda part=part: calendar_reply(content_of(part), arrived)  # type: ignore[misc]
    yield partial(_automatic, mail)


def _farewell(mail: Mail, arrived: datetime) -> Farewell | None:
    found = _FAREWELL.fullmatch(words(mail, "Subject").strip())
    return Farewell(found[1].upper(), found[2], arrived) if found else None


def _automatic(mail: Mail) -> LeftAlone | None:
    submitted = words(mail, "Auto-Submitted").split(";")[0].strip().casefold()
    machine = (
        submitted not in ("", "no")
        or any(name in mail for name in _AUTOMATIC)
        or words(mail, "Precedence").strip().casefold() in _PRECEDENCE
        or words(mail, "Return-Path").strip() == "<>"
        or mail.get_content_type() == "multipart/report"
    )
    return LeftAlone.AUTOMATIC if machine else None
