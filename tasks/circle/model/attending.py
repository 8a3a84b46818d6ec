"""Who comes to a meeting, who was there, and what was voted, there and between meetings: what people say of it, and what is known."""

import re
from dataclasses import dataclass
from datetime import date, datetime

#: What a typed no begins with («Nei, er syk»).
NO = re.compile(r"(nei|no|kan ikk(j)?e|kommer ikke|kjem ikkje|false|usann|0)\b")


@dataclass(frozen=True, slots=True)
class AttendanceReply:
    """Whether somebody comes to one meeting, as they last said outside the sheet (calendar reply, own page); `tentative`: perhaps."""

    person: str
    meeting: int
    comes: bool
    at: datetime
    tentative: bool = False

    @property
    def answer(self) -> str:
        """The PARTSTAT (RFC 5545 §3.2.12)."""
        return "TENTATIVE" if self.tentative else "ACCEPTED" if self.comes else "DECLINED"


#: Who, which meeting; when (None: nobody knows), and the PARTSTAT of what they said.
Key = tuple[str, int]
Word = tuple[datetime | None, str]


@dataclass(frozen=True, slots=True)
class Attended:
    """That a participant was at a meeting, and for how many whole minutes."""

    person: str
    meeting: int
    minutes: int


@dataclass(frozen=True, slots=True)
class CameIn:
    """That a participant pressed «Bli med» behind their own link (R33); `at` is UTC."""

    person: str
    meeting: int
    at: datetime


@dataclass(frozen=True, slots=True)
class TypedMinutes:
    """What a person typed in «Frammøte» (R35): whole minutes, 0 for who was not there. It wins over what a service or a button tells; `none`
    takes it back."""

    person: str
    meeting: int
    minutes: int
    none: bool = False


#: How the code begins of who came by the room's address and is nobody here.
NOBODYS = "?"


@dataclass(frozen=True, slots=True)
class RoomVote:
    """What one wants next, said in the room in the vote that was `opened` then (R30). `entry` is a keyed digest of what was typed as the
    name; without one it came by a personal link, and nothing else takes its place."""

    person: str
    meeting: int
    opened: datetime
    proposals: tuple[str, ...]
    at: datetime
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote in the room of `meeting`, from when a facilitator opened it until one closes it (None: open), between these `proposals`; those
    of `made` are participants' own words."""

    meeting: int
    opened: datetime
    closed: datetime | None
    proposals: tuple[str, ...]
    made: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Consultation:
    """A samråd about the coming meeting `meeting`: open from `opened` until `closes` (R15)."""

    meeting: int
    opened: datetime
    closes: datetime
    proposals: tuple[str, ...]
    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Vote:
    """What suits one participant: the latest row before the consultation closed. `none_fits`: no date does; `comment` is redacted (R36)."""

    person: str
    meeting: int
    proposals: tuple[str, ...]
    dates: tuple[date, ...]
    at: datetime
    none_fits: bool = False
    comment: str = ""
