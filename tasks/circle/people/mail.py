"""What a mail to the circle can be: a letter that came back, a calendar reply, a farewell, or something the program leaves alone.

Messages come from strangers. Nothing here is believed before `mail_meaning` has held it against what the ledger knows.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tasks.circle.model.links import Keys
from tasks.circle.model.records import Known

#: The subject of a farewell: this word, the person's code (for people who read it), a dot, the secret part of their links.
FAREWELL = "Avmeld"


@dataclass(frozen=True, slots=True)
class Returned:
    """A delivery report (RFC 3464), or what older mail servers send in its place, about a letter that did not get there for good.

    `ids` are the Message-IDs it may be about, `status` is RFC 3463's ("5.1.1"), `addresses` all that it names as the recipient.
    """

    ids: tuple[str, ...]
    status: str
    addresses: tuple[str, ...] = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class CalendarReply:
    """METHOD:REPLY (RFC 5546 §3.2.3). `answer` is the PARTSTAT, `said` the DTSTAMP or else the arrival, never later than that."""

    uid: str
    sequence: int
    attendee: str = field(repr=False)
    answer: str
    said: datetime


@dataclass(frozen=True, slots=True)
class Farewell:
    """Somebody used the mail address of List-Unsubscribe (RFC 2369)."""

    code: str
    token: str = field(repr=False)
    at: datetime


class LeftAlone(StrEnum):
    """AUTOMATIC: vacation answers, receipts, reports of letters that are only late. FOR_PEOPLE: anything else."""

    AUTOMATIC = "automatic"
    FOR_PEOPLE = "for_people"


class Why(StrEnum):
    """Why a message could not be read. FAULT: the program's own, and not the message's."""

    HEADER = "header"
    STRUCTURE = "structure"
    CONTENT = "content"
    CALENDAR = "calendar"
    SERVER = "server"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Unread:
    """A message that is left because it can't be read; `at` is when it came (UTC), `fault` the program's own in words (`Fault`).

    Nothing of the message stands here.
    """

    why: Why
    at: datetime
    fault: str = ""


Message = Returned | CalendarReply | Farewell | LeftAlone | Unread


def farewell_link(address: str, circle: str, known: Known, keys: Keys) -> str:
    """The mailto link (RFC 6068) by which `known` leaves; nobody can make somebody else's without the installation's key."""
    return f"mailto:{address}?subject={FAREWELL}%20{known.code}.{keys.token(circle, known.digest)}"
