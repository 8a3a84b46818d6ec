"""A letter as whoever gets it reads it."""

import email
import email.policy
from email.message import EmailMessage, Message


def letter_of(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def plain_text(letter: EmailMessage) -> str:
    """What it says, in its part of plain text."""
    body = letter.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    return str(body.get_content())


def content(part: Message) -> str:
    """One part, without its transfer encoding."""
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


def calendar_of(letter: Message) -> str:
    """The .ics part of a letter that has one, its long lines unfolded (RFC 5545, 3.1)."""
    part = next(part for part in letter.walk() if part.get_content_type() == "text/calendar")
    return content(part).replace("\r\n ", "")
