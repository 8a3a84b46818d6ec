"""Exactly one room per digital or hybrid meeting (R11), told of every change that matters to it (R8–R10)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tasks.circle.model.circle import Circle
from tasks.circle.model.letter_kinds import CALENDAR_KINDS
from tasks.circle.model.records import SETTLED, Meeting, Memory, Room

LONGEST_TOPIC = 200


@dataclass(frozen=True, slots=True)
class RoomAct:
    """`act` is create, update or delete; `key` names the room for ever, `topic` is what people see of it.

    `link`: where the room is a fixed link, typed for this meeting or for all. `drop`: with its room the meeting is over for the ledger too.
    """

    act: str
    meeting: Meeting
    key: str
    topic: str
    drop: bool = False
    link: str = ""


def topic_of(circle: Circle, meeting: Meeting) -> str:
    text = f"{circle.title}: {meeting.focus}" if meeting.focus else circle.title
    return text if len(text) <= LONGEST_TOPIC else text[: LONGEST_TOPIC - 1] + "…"


def room_acts(circle: Circle, meetings: Iterable[Meeting], now: datetime, link: str = "", drop: bool = False) -> list[RoomAct]:
    """What is to be done about rooms now. `link` is the fixed room's, "" where a service makes the links; `drop` as in `RoomAct`."""
    acts = []
    for meeting in meetings:
        own = meeting.typed_link or link
        act = _act(circle, meeting, now, own)
        if act:
            acts.append(RoomAct(act, meeting, key_of(circle, meeting), topic_of(circle, meeting), drop, own))
    return acts


def key_of(circle: Circle, meeting: Meeting) -> str:
    return f"{circle.name}-{meeting.number}"


def is_fixed(circle: Circle, meeting: Meeting) -> bool:
    """Its room is the fixed link: that has the key for its id, where a service gives one of its own."""
    return meeting.room is not None and meeting.room.id == key_of(circle, meeting)


def _act(circle: Circle, meeting: Meeting, now: datetime, link: str) -> str:
    room = meeting.room
    if room and not meeting.needs_room:
        return "delete"
    if meeting.history or not meeting.needs_room or meeting.start <= now:
        return ""
    if room is None or is_fixed(circle, meeting) != bool(link):  # R24: what was a link becomes a room of the service, or the other way
        return "create"
    current = (topic_of(circle, meeting), meeting.start, meeting.end, link or room.link)
    return "" if current == (room.topic, room.start, room.end, room.link) else "update"


def with_room(meeting: Meeting, room: Room | None, told: frozenset[int]) -> Meeting:
    """The meeting with its room as it is now; another link is a change of place for those in `told` (SEQUENCE + 1)."""
    changed = meeting.room is not None and room is not None and room.link != meeting.room.link
    raised = 1 if changed and meeting.number in told else 0
    return replace(meeting, room=room, sequence=meeting.sequence + raised)


def assumed(act: RoomAct, link: str) -> Room | None:
    """What a plan takes for granted: that the act succeeds."""
    if act.act == "delete":
        return None
    old = act.meeting.room if act.act == "update" else None
    link = act.link or link
    return Room(old.id if old else act.key, link or (old.link if old else ""), act.topic, act.meeting.start, act.meeting.end)


def told_of(known: Memory) -> frozenset[int]:
    """The Nr of meetings that people have in their calendars."""
    return frozenset(s.meeting for s in known.letters if s.kind in CALENDAR_KINDS and s.outcome in SETTLED)


def merged(meetings: Sequence[Meeting], made: Sequence[Meeting]) -> list[Meeting]:
    """`meetings`, each as in `made` when it stands there."""
    newer = {meeting.number: meeting for meeting in made}
    return [newer.get(meeting.number, meeting) for meeting in meetings]
