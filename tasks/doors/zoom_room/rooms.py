"""The Zoom room: a meeting of its own for each date, in the name of one host (R11)."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from threading import RLock
from typing import Any
from urllib.parse import quote

from tasks.circle.model.records import Outcome, Room
from tasks.doors.ports import Attendance, RoomResult
from tasks.doors.zoom_room.answers import NOT_LISTED, NOT_READ_BACK, PAST, Answer, meaning, missing_scopes
from tasks.doors.zoom_room.attendance import attendance
from tasks.doors.zoom_room.client import Line, ZoomAccount
from tasks.doors.zoom_room.meeting import Found, changes, has_password, link_of, wished

#: Lists the host's meetings that have not expired, past ones included.
ALL = "scheduled"


class ZoomRoom:
    """`Rooms` at Zoom. One list call for as long as a round lasts, and one call for each room that changes."""

    def __init__(self, account: ZoomAccount, clock: Callable[[], datetime], sleep: Callable[[float], None] = time.sleep) -> None:
        """Nothing is asked of Zoom yet. `clock` says UTC, `sleep` takes seconds."""
        self._account, self._clock = account, clock
        self._line = Line(account, clock, sleep)
        self._found = Found(self._list, clock)
        self._lock = RLock()

    def create(self, key: str, topic: str, start: datetime, end: datetime) -> RoomResult:
        """The one room of `key`: found when it is there already, brought up to date then."""
        with self._lock:
            if start <= self._clock():
                return RoomResult(Outcome.REJECTED, detail=PAST)
            room, unread = self._found.get(key)
            if unread:
                return self._refused(unread)
            return self._adopt(room, topic, start, end) if room else self._create(key, topic, start, end)

    def update(self, room: Room, topic: str, start: datetime, end: datetime) -> RoomResult:
        """Tells Zoom what changed, and nothing when nothing did. A room that somebody deleted in Zoom is made anew."""
        with self._lock:
            body = changes(self._account, room, topic, start, end)
            if "start_time" in body and start <= self._clock():
                return RoomResult(Outcome.REJECTED, detail=PAST)  # Zoom would say yes, and do nothing
            answer = self._line.meeting("update", id=quote(room.id, safe=""), **body) if body else None
            if answer and answer.gone:
                self._found.drop(room)
                return self.create(f"erstatter {room.id}", topic, start, end)
            if answer and not answer.changed:
                return self._refused(answer)
            changed = replace(room, topic=topic, start=start, end=end)
            self._found.change(changed)
            return RoomResult(Outcome.DONE, changed)

    def delete(self, room: Room) -> RoomResult:
        with self._lock:
            answer = self._line.meeting("delete", id=quote(room.id, safe=""))
            if answer.changed or answer.gone:
                self._found.drop(room)
                return RoomResult(Outcome.DONE)
            return self._refused(answer)

    def attendance(self, room: Room) -> Attendance:
        """Who was there. LATER until Zoom has its report ready, or a day after the meeting's end has passed."""
        return attendance(self._line, room, self._clock(), self._account.zone)

    def check(self) -> RoomResult:
        """Whether Zoom lets us in and knows the host: a token and one list call, nothing changed. `detail` is the sentence."""
        answer = self._line.meeting("list", user_id=self._line.host, type=ALL, page_size=1)
        if not answer.ok or not answer.lists("meetings"):
            return self._refused(answer)
        lacking = missing_scopes(self._line.token.scopes())
        if lacking:
            return RoomResult(Outcome.REJECTED, detail=lacking)
        return RoomResult(Outcome.DONE, detail=f"Zoom slipper oss inn og kjenner verten; møter i listen: {answer.number('total_records')}.")

    def _create(self, key: str, topic: str, start: datetime, end: datetime) -> RoomResult:
        answer = self._line.meeting("create", user_id=self._line.host, **wished(self._account, key, topic, start, end))
        if answer.ok and answer.number("id") > 0 and (link := link_of(answer.body)):
            room = Room(str(answer.number("id")), link, topic, start, end)
            self._found.note(key, room)
            return RoomResult(Outcome.DONE, room)
        if not answer.doubtful and not answer.ok:
            return self._refused(answer)
        return self._looked_for(key, answer, topic, start, end)

    def _looked_for(self, key: str, answer: Answer, topic: str, start: datetime, end: datetime) -> RoomResult:
        """After a create whose fate is unknown. It is not repeated now: a slow Zoom may be carrying it out at this moment."""
        self._found.doubt()
        room, unread = self._found.get(key)
        if room:
            return self._adopt(room, topic, start, end)
        self._found.doubt()
        if unread:
            return RoomResult(Outcome.UNKNOWN, detail=NOT_READ_BACK)
        what = "Zoom svarte ikke i tide." if answer.loss else "Zoom hadde en feil hos seg."
        return RoomResult(Outcome.LATER, detail=f"{what} {NOT_LISTED}")

    def _adopt(self, room: Room, topic: str, start: datetime, end: datetime) -> RoomResult:
        """A room that was made before, by a round that died or whose answer was lost."""
        if not has_password(room.link):
            answer = self._line.meeting("get", id=room.id)
            link = link_of(answer.body) or room.link
            if not answer.ok or not link:
                return self._refused(answer)
            room = replace(room, link=link)
        return self.update(room, topic, start, end)

    def _list(self) -> tuple[list[Mapping[str, Any]], Answer]:
        return self._line.pages(self._line.meeting, "list", "meetings", user_id=self._line.host, type=ALL)

    def _refused(self, answer: Answer) -> RoomResult:
        outcome, detail = meaning(answer, self._account.zone)
        return RoomResult(outcome, detail=detail)
