"""What the ledger remembers of what participants said and did: answers, whether they come, whether they came.

A part of `tasks.circle.state`, which hands these on: plain frozen values, aware UTC, a person is a code.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """One participant's latest answer to one question (relevance, need, suggestion) of one meeting; text is redacted."""

    person: str
    meeting: int
    question: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Intention:
    """Whether a participant comes to one meeting, as they last said outside the sheet (calendar reply, own page)."""

    person: str
    meeting: int
    comes: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Attended:
    """That a participant was at a meeting, and for how many whole minutes."""

    person: str
    meeting: int
    minutes: int


@dataclass(frozen=True, slots=True)
class MailMark:
    """How far a mailbox has been read: `box` names it without an address; UIDVALIDITY and the last UID as in RFC 3501 §2.3.1.1."""

    box: str
    validity: int
    uid: int
