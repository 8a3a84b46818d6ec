"""The doors in our words. Sheet, room and post have an embedded default and a real service, both held to one contract test class.

All times are aware UTC. A door raises `Stop` (with problems that name the next step) when it can't be used at all; what
happens to a single letter or room is an `Outcome`, never an exception.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Protocol

from tasks.circle.model.errors import Problem
from tasks.circle.model.records import MailMark, Outcome, Room
from tasks.circle.people.attendance import Presence
from tasks.circle.people.mail import Message


@dataclass(frozen=True, slots=True)
class KeptToken:
    """The newest refresh token of a mail account, and when (UTC) it was last used."""

    refresh_token: str = field(repr=False)
    used: datetime


class KeptTokens(Protocol):
    """Where they lie, each by a name that tells nothing of it. Every method raises `Stop` when nothing can be read or written there."""

    def newest(self, name: str) -> KeptToken | None: ...

    def keep(self, name: str, token: KeptToken) -> None: ...

    def forget(self, name: str) -> None: ...


class Tokens(Protocol):
    """Access tokens of a mail account (XOAUTH2)."""

    def get(self) -> str:
        """One that lasts for now. Raises `Stop` when there is none to get."""
        ...

    def drop(self) -> None:
        """The server refused it: the next one is new."""
        ...


Cell = str | int | float | bool | datetime | date | time | None
#: The values of one tab, first row = headers; row 1 of the sheet is index 0. Trailing empty cells and rows may be missing.
Rows = Sequence[Sequence[Cell]]


class Sheet(Protocol):
    """The sign-up sheet. People own «Påmelding» and «Møter»: `write` refuses them."""

    @property
    def left_out(self) -> Sequence[Problem]:
        """What of the tabs last read had to be left, one problem a tab (R27)."""
        ...

    def read(self, tabs: Sequence[str], at: datetime) -> Mapping[str, Rows]:
        """The values of `tabs` in one call; an absent tab is missing from the answer. `at` matters for recorded sheets only."""
        ...

    def others(self) -> Mapping[str, Rows]:
        """The tabs that nobody has asked for, by their names, where they were read all the same; else none."""
        ...

    def write(self, tabs: Mapping[str, Rows]) -> None:
        """Replace the whole content of the program's own tabs (created when absent), raw: text is never a formula."""
        ...


@dataclass(frozen=True, slots=True)
class RoomResult:
    """What became of an act on a room; `room` is set when it exists now, `detail` says why not (Norwegian, for people)."""

    outcome: Outcome
    room: Room | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was there, one `Presence` a person; LATER while the service has no report yet, `detail` as in `RoomResult`."""

    outcome: Outcome
    presences: tuple[Presence, ...] = ()
    detail: str = ""


class Rooms(Protocol):
    """Where digital meetings happen. `key` names the room for ever: asking twice for one key gives one room (R11)."""

    def create(self, key: str, topic: str, start: datetime, end: datetime) -> RoomResult: ...

    def update(self, room: Room, topic: str, start: datetime, end: datetime) -> RoomResult: ...

    def delete(self, room: Room) -> RoomResult:
        """Already gone counts as done."""
        ...

    def attendance(self, room: Room) -> Attendance:
        """Who was in a room that is over. A service that can't tell says DONE with nobody."""
        ...


@dataclass(frozen=True, slots=True)
class Envelope:
    """One ready letter to one recipient: `message` is the RFC 5322 bytes with CRLF, `name` a stable file-name-safe label."""

    sender: str
    recipient: str
    message_id: str
    name: str
    message: bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one letter. `detail` says why not (Norwegian, for people, no address in it); `stop`: nothing more of
    this batch can be delivered now; `refused`: it is the mailbox itself that was refused for good, not this letter; `said`: the
    words of a refusal that is about us, and not so, when another address hears the same (R26), "" of any other."""

    outcome: Outcome
    detail: str = ""
    stop: bool = False
    refused: bool = False
    said: str = ""


class Session(Protocol):
    """An open line for a batch."""

    def turn(self) -> float:
        """Seconds until the next letter may go, which has its place among all others from now on."""
        ...

    def deliver(self, envelope: Envelope) -> Delivery: ...


class Post(Protocol):
    def session(self) -> AbstractContextManager[Session]: ...


@dataclass(frozen=True, slots=True)
class NewMail:
    """What came since the mark, oldest first, one value a message; `mark` is how far the mailbox is read with them."""

    messages: tuple[Message, ...]
    mark: MailMark
