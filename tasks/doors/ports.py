"""The doors in our words. Each has an embedded default and a real service behind it, both held to one contract test class.

All times are aware UTC. A door raises `Stop` (with problems that name the next step) when it can't be used at all; what
happens to a single letter or room is an `Outcome`, never an exception.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Protocol

from tasks.circle.model.records import Changes, Decision, LetterRecord, MailMark, Meeting, Memory, Outcome, Room
from tasks.circle.people.mail import Message

Cell = str | int | float | bool | datetime | date | time | None
#: The values of one tab, first row = headers; row 1 of the sheet is index 0. Trailing empty cells and rows may be missing.
Rows = Sequence[Sequence[Cell]]


class Sheet(Protocol):
    """The sign-up sheet. People own «Påmelding» and «Møter»: `write` refuses them."""

    def read(self, tabs: Sequence[str], at: datetime) -> Mapping[str, Rows]:
        """The values of `tabs` in one call; an absent tab is missing from the answer. `at` matters for recorded sheets only."""
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
class Presence:
    """One participant in a room that is over: `address` as the service knows it ("" when it doesn't), whole minutes there."""

    name: str = field(repr=False)
    address: str = field(repr=False)
    minutes: int


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
    this batch can be delivered now; `refused`: it is the mailbox itself that was refused for good, not this letter."""

    outcome: Outcome
    detail: str = ""
    stop: bool = False
    refused: bool = False


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


class Mailbox(Protocol):
    """Where answers to the letters arrive. Reading it deletes nothing and marks nothing as read: people use it too."""

    def read(self, marks: Sequence[MailMark]) -> NewMail:
        """What is new since the one of `marks` that is this mailbox's; keep the new mark only when the rest is durable."""
        ...

    def check(self) -> str:
        """What was found there (Norwegian, for people)."""
        ...


class Ledger(Protocol):
    """The memory of what was done. Every method is one transaction, durable when it returns; `settle` with the next one at the latest."""

    def memory(self, circle: str) -> Memory: ...

    def memory_of(self, circle: str, code: str) -> Memory:
        """What concerns everybody, and of people only `code`; no letters. What a participant's page shows."""
        ...

    def digests(self, circle: str) -> Mapping[str, str]:
        """The codes of all who are known in the circle, with the keyed digests of their addresses ("" when forgotten)."""
        ...

    def notices(self, circle: str) -> Mapping[str, datetime]:
        """What people were told, and when: `Memory.notices` alone."""
        ...

    def lease(self, circle: str, holder: str, now: datetime, minutes: float, dead: Iterable[str] = ()) -> AbstractContextManager[None]:
        """Hold the circle's lease inside the block; raises `Busy` naming who holds it since when (R20). It ends after `minutes`
        (real time) unless renewed; that of one of `dead`, holders known to live no more, is free at once. Who has lost the lease to
        another gets `Stop` from `claim`, `keep_room`, `stale_claims` and `close_round`."""
        ...

    def renew(self, circle: str, now: datetime, minutes: float) -> bool:
        """Let the lease this ledger holds end `minutes` after `now`; False when it holds none any more."""
        ...

    def save(self, circle: str, changes: Changes) -> None:
        """Save what a round learnt."""
        ...

    def claim(self, circle: str, letter: LetterRecord, over: LetterRecord | None = None) -> bool:
        """Record the intent (outcome CLAIMED) before sending. False when the letter is settled or claimed already, or its address
        was refused for good: do not send. `over` is settled with it: one wait for the disk for both, and both or none of them."""
        ...

    def settle(self, circle: str, letter: LetterRecord) -> None:
        """Record the outcome of a claimed letter (same person, meeting, kind, revision), a refused address with it."""
        ...

    def keep_room(self, circle: str, meeting: Meeting) -> None:
        """Record a meeting whose room was just created, changed or deleted."""
        ...

    def decide(self, circle: str, decision: Decision) -> None: ...

    def close_round(self, circle: str, at: datetime, acts: Sequence[str], state: str) -> None:
        """Record that a round was carried out (never called for plans and stopped rounds)."""
        ...

    def forget(self, circle: str, code: str) -> int:
        """Erase what a person said and did, and digests; returns how many rows went. Letters keep their code."""
        ...

    def stale_claims(self, circle: str) -> int:
        """Turn the claims a dead round left into UNKNOWN (called by who holds the lease); returns how many."""
        ...

    def circles(self) -> Iterator[str]: ...

    def close(self) -> None: ...
