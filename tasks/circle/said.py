"""What the ledger remembers of what participants said and did: answers, votes, decisions, whether they come or came.

A part of `tasks.circle.model.records`, which hands these on: plain frozen values, aware UTC, a person is a code.
"""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """One participant's latest answer to one question (relevance, need, suggestion) of one meeting; text is redacted."""

    person: str
    meeting: int
    question: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Vote:
    """What suits one participant: the latest row before the consultation closed."""

    person: str
    meeting: int
    proposals: tuple[str, ...]
    dates: tuple[date, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's choice made outside the sheet; it stands while the cell in «Møter» is empty (R16)."""

    meeting: int
    at: datetime
    focus: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sign-up from the pages until a round has moved it into the sheet: `sealed` with the installation's key, `id` is chance."""

    id: str
    sealed: str = field(repr=False)
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
