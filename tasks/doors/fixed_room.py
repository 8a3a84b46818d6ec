"""The embedded room: one link that is always open (a personal meeting room, a video service without an account)."""

from dataclasses import replace
from datetime import datetime

from tasks.circle.model.records import Outcome, Room
from tasks.doors.ports import Attendance, RoomResult


class FixedRoom:
    """`Rooms` with the same link for every meeting; nothing outside is asked, so every act is done at once (R11)."""

    def __init__(self, link: str) -> None:
        """`link`: the address participants get, as it stands in the configuration."""
        self._link = link

    def create(self, key: str, topic: str, start: datetime, end: datetime) -> RoomResult:
        return RoomResult(Outcome.DONE, Room(key, self._link, topic, start, end))

    def update(self, room: Room, topic: str, start: datetime, end: datetime) -> RoomResult:
        # The link may have been changed in the configuration since the room was made: the new one is where people meet.
        return RoomResult(Outcome.DONE, replace(room, link=self._link, topic=topic, start=start, end=end))

    def delete(self, room: Room) -> RoomResult:
        return RoomResult(Outcome.DONE)

    def attendance(self, room: Room) -> Attendance:
        return Attendance(Outcome.DONE)
