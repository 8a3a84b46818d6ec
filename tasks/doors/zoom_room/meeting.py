"""A room as Zoom's API writes it: what is sent, what comes back, and the key by which it is found again (R11)."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from tasks.circle.model.apart import Fault, apart
from tasks.circle.model.records import Room
from tasks.doors.zoom_room.answers import Answer
from tasks.doors.zoom_room.client import ZoomAccount

#: A list shows the first 250 characters of the agenda only; the key with its brackets stays well within them.
LONGEST_KEY = 200
AGENDA = "Rommet lages og endres av læringssirkelens program. La denne linjen stå."
SCHEDULED, NO_REGISTRATION, LONGEST_MINUTES = 2, 2, 1440
MINUTES_BEFORE_HOST = 15
_LINK = re.compile(r"https?://[!-~]{3,2000}")
#: How long a list stands without being used: a round asks once, and the next round asks anew.
KEPT = timedelta(seconds=20)


def marker(key: str) -> str:
    """What stands first in the agenda. The end of a long key tells meetings apart."""
    return f"[{key[-LONGEST_KEY:]}]"


def wished(account: ZoomAccount, key: str, topic: str, start: datetime, end: datetime) -> dict[str, Any]:
    """The body of a new meeting. `start` and `end` are aware; zoomus stamps «Z» on whatever clock it gets, so it gets UTC."""
    return {
        "topic": topic,
        "type": SCHEDULED,
        "agenda": f"{marker(key)} {AGENDA}",
        "start_time": start.astimezone(UTC),
        "duration": minutes(start, end),
        "timezone": account.zone.key,
        "settings": _settings(account),
    }


def _settings(account: ZoomAccount) -> dict[str, Any]:
    """Recording is said even when it is off: the account's own default may be on. Zoom's mails stay away: ours go out."""
    early = {"join_before_host": False} if account.waiting_room else {"join_before_host": True, "jbh_time": MINUTES_BEFORE_HOST}
    others = {"alternative_hosts": ";".join(account.alternative_hosts)} if account.alternative_hosts else {}
    return {
        "waiting_room": account.waiting_room,
        **early,
        **others,
        "auto_recording": account.recording,
        "approval_type": NO_REGISTRATION,
        "meeting_authentication": False,
        "mute_upon_entry": True,
        "use_pmi": False,
        "email_notification": False,
        "alternative_hosts_email_notification": False,
    }


def changes(account: ZoomAccount, room: Room, topic: str, start: datetime, end: datetime) -> dict[str, Any]:
    """The body that turns `room` into what is wanted: nothing in it that stays as it is."""
    found: dict[str, Any] = {}
    if topic != room.topic:
        found["topic"] = topic
    if start != room.start:
        found |= {"start_time": start.astimezone(UTC), "timezone": account.zone.key}
    if minutes(start, end) != minutes(room.start, room.end):
        found["duration"] = minutes(start, end)
    return found


def minutes(start: datetime, end: datetime) -> int:
    """Whole minutes, rounded up, within what Zoom takes (1–1440)."""
    return min(max(-((start - end) // timedelta(minutes=1)), 1), LONGEST_MINUTES)


def link_of(body: Mapping[str, Any]) -> str:
    """Where people join, passcode included: an account may leave it out of `join_url`, and then a letter's link would not let in.

    "" when there stands none that could be put in a letter.
    """
    link, password = body.get("join_url"), body.get("encrypted_password")
    if not isinstance(link, str) or not _LINK.fullmatch(link):
        return ""
    if not isinstance(password, str) or not password or has_password(link):
        return link
    whole = f"{link}{'&' if '?' in link else '?'}pwd={password}"
    return whole if _LINK.fullmatch(whole) else link


def has_password(link: str) -> bool:
    return "?pwd=" in link or "&pwd=" in link


def listed(row: Mapping[str, Any]) -> Room | None:
    """A row of the list as a room; None for what can't be one of ours (no time, no number), or can't be read."""
    found = apart(lambda: _listed(row))
    return None if isinstance(found, Fault) else found


def _listed(row: Mapping[str, Any]) -> Room:
    start = datetime.fromisoformat(row["start_time"]).astimezone(UTC)
    end = start + timedelta(minutes=int(row["duration"]))
    return Room(str(int(row["id"])), link_of(row), str(row["topic"]), start, end)


class Found:
    """The host's meetings with their agendas, asked for when first needed and kept while a round goes on."""

    def __init__(self, ask: Callable[[], tuple[list[Mapping[str, Any]], Answer]], clock: Callable[[], datetime]) -> None:
        """`ask` lists all meetings of the host."""
        self._ask, self._clock = ask, clock
        self._rooms: list[tuple[str, Room | None]] = []
        self._answer: Answer | None = None
        self._used: datetime | None = None

    def get(self, key: str) -> tuple[Room | None, Answer | None]:
        """The room with `key`, None when the host has none; or the answer that says why the list, or the row of this room, can't be
        read: to make another room beside it would be worse than none."""
        now = self._clock()
        if self._used is None or not self._used <= now <= self._used + KEPT:
            rows, answer = self._ask()
            if not answer.ok or not answer.lists("meetings"):
                return None, answer
            rows.sort(key=lambda row: _text(row, "created_at"))
            self._rooms, self._answer = [(_text(row, "agenda"), listed(row)) for row in rows], answer
        self._used = self._clock()
        ours = [room for agenda, room in self._rooms if marker(key) in agenda]
        room = next((room for room in ours if room), None)
        return room, self._answer if ours and room is None else None

    def doubt(self) -> None:
        """Zoom may have other meetings by now: the next question is asked there."""
        self._used = None

    def note(self, key: str, room: Room) -> None:
        self._rooms.append((marker(key), room))
        self._used = self._clock() if self._used else None

    def change(self, room: Room) -> None:
        self._rooms = [(agenda, room if each and each.id == room.id else each) for agenda, each in self._rooms]

    def drop(self, room: Room) -> None:
        self._rooms = [(agenda, each) for agenda, each in self._rooms if not each or each.id != room.id]


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return value if isinstance(value, str) else ""
