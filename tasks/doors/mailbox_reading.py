"""One mail as it came in (RFC 5322 bytes, perhaps cut) -> what it is. Pure, and made for strangers: junk is left alone.

The old policy of the email package is used on purpose: it reads what is broken, where the new one may raise.
"""

import email
import re
from datetime import UTC, datetime
from email.header import decode_header
from email.message import Message as Mail

from tasks.circle.mail import FAREWELL, CalendarReply, Farewell, LeftAlone, Message
from tasks.doors.mailbox_calendar import calendar_reply
from tasks.doors.mailbox_parts import header, parts_of
from tasks.doors.mailbox_report import Late, returned

_FAREWELL = re.compile(rf"(?:\w{{1,5}}: *)*{FAREWELL} +([A-Z]\d{{1,6}})\.([\w-]{{22}})", re.ASCII | re.IGNORECASE)
#: Said by vacation answers, lists and other machines (RFC 3834 §2, and what was there before it).
_AUTOMATIC = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply-From", "X-Mail-Autoreply", "List-Id")
_PRECEDENCE = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_CALENDARS = frozenset({"text/calendar", "application/ics"})
LONGEST_SUBJECT = 500


def read_message(raw: bytes, arrived: datetime) -> Message:
    """What the message is. `arrived` is the server's time of arrival: the sender's Date is not believed."""
    arrived = arrived.astimezone(UTC)
    try:
        return _read(email.message_from_bytes(raw), arrived)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # What the parsers of the standard library and of icalendar stumble over, no mail program of a participant writes.
        return LeftAlone.FOR_PEOPLE


def _read(mail: Mail, arrived: datetime) -> Message:
    parts = list(parts_of(mail))
    report = returned(mail, parts, arrived)
    if isinstance(report, Late):
        return LeftAlone.AUTOMATIC
    return report or _farewell(mail, arrived) or _calendar(parts, arrived) or _rest(mail)


def _farewell(mail: Mail, arrived: datetime) -> Farewell | None:
    found = _FAREWELL.fullmatch(_words(mail, "Subject").strip())
    return Farewell(found[1].upper(), found[2], arrived) if found else None


def _calendar(parts: list[Mail], arrived: datetime) -> CalendarReply | None:
    """The first reply anywhere in the mail: Google nests it in mixed and alternative, and attaches a copy."""
    for part in parts:
        if part.get_content_type() in _CALENDARS:
            content = part.get_payload(decode=True)
            reply = calendar_reply(content, arrived) if isinstance(content, bytes) else None
            if reply:
                return reply
    return None


def _rest(mail: Mail) -> LeftAlone:
    submitted = _words(mail, "Auto-Submitted").split(";")[0].strip().casefold()
    machine = (
        submitted not in ("", "no")
        or any(mail.get(name) is not None for name in _AUTOMATIC)
        or _words(mail, "Precedence").strip().casefold() in _PRECEDENCE
        or _words(mail, "Return-Path").strip() == "<>"
        or mail.get_content_type() == "multipart/report"
    )
    return LeftAlone.AUTOMATIC if machine else LeftAlone.FOR_PEOPLE


def _words(mail: Mail, name: str) -> str:
    """A header in clear, encoded words read; "" when it isn't there. An unknown charset is read as far as it goes."""
    value = header(mail, name)[:LONGEST_SUBJECT]
    found = []
    for text, charset in decode_header(value):
        found.append(text if isinstance(text, str) else text.decode(_known(charset), "replace"))
    return "".join(found)


def _known(charset: str | None) -> str:
    try:
        b"".decode(charset or "utf-8")
    except LookupError:
        return "latin-1"
    return charset or "utf-8"
