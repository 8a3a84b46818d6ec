"""What Zoom knows in the stand-in: users, meetings, and who was in them.

Behaves as its document of May 2026 says, and where that is silent, as Zoom does.
"""

import secrets
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

LONGEST = {"topic": 200, "agenda": 2000}
SHOWN_OF_AGENDA, PER_DAY = 250, 100
START_URL = "https://zoom.example.org/s/"


class Refused(Exception):  # noqa: N818 - what Zoom does
    """An answer that is no success. `headers` as in HTTP."""

    def __init__(self, status: int, code: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.body, self.headers = status, {"code": code, "message": message}, headers or {}


@dataclass(frozen=True)
class Visit:
    """One row of a report. `address` is "" for guests; `waiting`: never let in."""

    name: str
    address: str
    begin: datetime
    end: datetime
    waiting: bool = False


@dataclass(frozen=True)
class Held:
    """One time a meeting was open. Before `ready` the report has zeros for everybody's duration."""

    uuid: str
    start: datetime
    end: datetime
    visits: Sequence[Visit]
    ready: datetime


class Meetings:
    """The state. `clock` says what time it is at Zoom."""

    def __init__(self, users: Sequence[str], clock: Callable[[], datetime]) -> None:
        self.users, self.clock = set(users), clock
        self.rooms: dict[int, dict[str, Any]] = {}
        self.held: dict[int, list[Held]] = {}
        self.used: Counter[tuple[str, str]] = Counter()
        self._next = 81_200_000_001

    def create(self, user: str, wish: Mapping[str, Any]) -> dict[str, Any]:
        self._known(user)
        self._count(user)
        _check(wish)
        number, password = self._next, secrets.token_urlsafe(12)
        self._next += 17
        start = max(_moment(wish.get("start_time")) or self.clock(), self.clock())
        room = {
            "uuid": b64encode(secrets.token_bytes(16)).decode(), "id": number, "host_id": "host-id", "host_email": user,
            "topic": wish.get("topic", "My Meeting"), "type": wish.get("type", 2), "status": "waiting",
            "start_time": _text(start), "duration": wish.get("duration", 60), "timezone": wish.get("timezone", "UTC"),
            "agenda": wish.get("agenda", ""), "created_at": _text(self.clock()),
            "start_url": f"{START_URL}{number}?zak={secrets.token_urlsafe(24)}",
            "join_url": f"https://zoom.example.org/j/{number}?pwd={password}",
            "password": "123456", "encrypted_password": password, "settings": _settings(wish), "pre_schedule": False,
        }  # fmt: skip
        self.rooms[number] = room
        return room

    def page(self, user: str, query: Mapping[str, str]) -> dict[str, Any]:
        """The host's meetings, without what the list does not show."""
        self._known(user)
        shown = ("uuid", "id", "host_id", "topic", "type", "start_time", "duration", "timezone", "agenda", "created_at", "join_url")
        mine = [room for room in self.rooms.values() if room["host_email"] == user]
        rows = [{key: room[key] for key in shown} | {"agenda": room["agenda"][:SHOWN_OF_AGENDA]} for room in mine]
        return paged(rows, "meetings", query)

    def get(self, number: str) -> dict[str, Any]:
        try:
            return self.rooms[int(number)]
        except (KeyError, ValueError):
            raise Refused(404, 3001, f"Meeting does not exist: {number}.") from None

    def change(self, number: str, wish: Mapping[str, Any]) -> None:
        room = self.get(number)
        self._count(room["host_email"])
        _check(wish)
        changed = {key: wish[key] for key in ("topic", "duration", "timezone", "agenda") if key in wish}
        start = _moment(wish.get("start_time"))
        if start and start > self.clock():  # a past one is taken for nothing
            changed["start_time"] = _text(start)
        if "settings" in wish:
            changed["settings"] = room["settings"] | _settings(wish)
        room.update(changed)

    def delete(self, number: str) -> None:
        del self.rooms[self.get(number)["id"]]

    def instances(self, number: str) -> dict[str, Any]:
        over = [each for each in self._held(number) if each.end <= self.clock()]
        return {"meetings": [{"uuid": each.uuid, "start_time": _text(each.start)} for each in over]}

    def last(self, name: str) -> tuple[int, Held]:
        """The instance with the UUID `name`, or the latest of the meeting with that number."""
        for number, times in self.held.items():
            for each in reversed(times):
                if name in (each.uuid, str(number)) and each.end <= self.clock():
                    return number, each
        raise Refused(404, 3001, f"Meeting does not exist: {name}.")

    def past(self, name: str) -> dict[str, Any]:
        number, each = self.last(name)
        minutes = (each.end - each.start) // timedelta(minutes=1)
        return {"id": number, "uuid": each.uuid, "duration": minutes, "start_time": _text(each.start), "end_time": _text(each.end),
                "participants_count": len(each.visits), "topic": "Læringssirkel", "type": 2}  # fmt: skip

    def participants(self, name: str, query: Mapping[str, str]) -> dict[str, Any]:
        _, each = self.last(name)
        if each.end < self.clock() - timedelta(days=365):
            raise Refused(400, 12702, "Can not access a meeting a year ago.")
        alone = len({visit.name for visit in each.visits}) < 2
        ready = self.clock() >= each.ready
        rows = [_row(n, visit, ready=ready) for n, visit in enumerate(each.visits) if not alone]
        return paged(rows, "participants", query)

    def _held(self, number: str) -> list[Held]:
        if not number.isdigit() or int(number) not in self.held:
            raise Refused(404, 3001, f"Meeting does not exist: {number}.")
        return self.held[int(number)]

    def _known(self, user: str) -> None:
        if user not in self.users:
            raise Refused(404, 1001, f"User does not exist: {user}.")

    def _count(self, user: str) -> None:
        """100 create and update calls a day and host, days in UTC."""
        today = self.clock().astimezone(UTC)
        if self.used[user, today.date().isoformat()] >= PER_DAY:
            tomorrow = today.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
            message = "You have reached the maximum daily rate limit for this API. Refer to the response header for details."
            raise Refused(429, 429, message, {"X-RateLimit-Type": "Daily-limit", "Retry-After": _text(tomorrow)})
        self.used[user, today.date().isoformat()] += 1


def paged(rows: Sequence[Mapping[str, Any]], key: str, query: Mapping[str, str]) -> dict[str, Any]:
    """One page; the token says where the next begins."""
    size, begin = min(int(query.get("page_size", 30)), 300), int(query.get("next_page_token", "0-")[:-1] or 0)
    following = f"{begin + size}-" if begin + size < len(rows) else ""
    head = {"page_count": -(-len(rows) // size), "page_size": size, "total_records": len(rows), "next_page_token": following}
    return head | {key: list(rows[begin : begin + size])}


def _check(wish: Mapping[str, Any]) -> None:
    for key, longest in LONGEST.items():
        if len(wish.get(key, "")) > longest:
            raise Refused(400, 300, f"{key} exceeds the maximum length of {longest}.")
    if not 1 <= wish.get("duration", 60) <= 1440:
        raise Refused(400, 300, "Invalid field: duration.")


def _settings(wish: Mapping[str, Any]) -> dict[str, Any]:
    """A waiting room and joining before the host exclude each other."""
    settings = dict(wish.get("settings", {}))
    return settings | ({"join_before_host": False} if settings.get("waiting_room") else {})


def _row(number: int, visit: Visit, *, ready: bool) -> dict[str, Any]:
    seconds = (visit.end - visit.begin) // timedelta(seconds=1) if ready else 0
    return {"id": "", "name": visit.name, "user_id": str(16_778_240 + number), "user_email": visit.address, "duration": seconds,
            "join_time": _text(visit.begin), "leave_time": _text(visit.end), "failover": False,
            "status": "in_waiting_room" if visit.waiting else "in_meeting"}  # fmt: skip


def _moment(text: Any) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
