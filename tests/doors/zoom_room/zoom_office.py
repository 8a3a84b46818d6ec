"""A Zoom door with its stand-in, for the tests of both: one host, a clock that stands, and sleep that only moves it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from ssl import SSLContext
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tasks.circle.model.records import Outcome, Room
from tasks.doors.ports import RoomResult
from tasks.doors.zoom_room.client import ZoomAccount
from tasks.doors.zoom_room.rooms import ZoomRoom
from tests.doors.room_contract import END, START
from tests.sources import ROOT
from tests.standins.zoom import ACCOUNT_ID, CLIENT_ID, CLIENT_SECRET, HOST, ZoomStandIn

NOW = datetime(2021, 5, 1, 8, 0, tzinfo=UTC)
KEY, TOPIC = "moteplasser-1", "Læringssirkel"
CHECK = ROOT.parent / "shared" / "contracts" / "check_zoom.py"
needs_check = pytest.mark.skipif(not CHECK.exists() and not os.environ.get("CI"), reason="Zoom's own document is not here")


@dataclass
class Office:
    """`slept`: the seconds the door has waited; each moves the clock of both."""

    zoom: ZoomStandIn
    changes: dict[str, Any] = field(default_factory=dict)
    slept: list[float] = field(default_factory=list)

    def door(self, **changes: Any) -> ZoomRoom:
        return ZoomRoom(account(self.zoom, **{**self.changes, **changes}), self.zoom.clock, self.sleep)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.later(timedelta(seconds=seconds))

    def later(self, step: timedelta) -> None:
        self.zoom.now = self.zoom.clock() + step

    def calls(self) -> dict[str, int]:
        """The calls since the last question, tokens aside."""
        found = self.zoom.calls()
        self.zoom.exchanges.clear()
        return {kind: count for kind, count in sorted(found.items()) if kind != "token"}


@contextmanager
def office(tls: SSLContext | None = None) -> Iterator[Office]:
    with ZoomStandIn(NOW, tls=tls) as zoom:
        yield Office(zoom)


def account(zoom: ZoomStandIn, **changes: Any) -> ZoomAccount:
    usual = {
        "account_id": ACCOUNT_ID, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "host": HOST,
        "zone": ZoneInfo("Europe/Oslo"), "api_url": zoom.api_url, "token_url": zoom.token_url, "timeout": 5,
    }  # fmt: skip
    return ZoomAccount(**{**usual, **changes})


def create(door: ZoomRoom, key: str = KEY, day: int = 0) -> RoomResult:
    return door.create(key, TOPIC, START + timedelta(days=day), END + timedelta(days=day))


def made(door: ZoomRoom, key: str = KEY, day: int = 0) -> Room:
    result = create(door, key, day)
    assert result.outcome is Outcome.DONE, result
    assert result.room is not None
    return result.room


def written(zoom: ZoomStandIn, folder: Path) -> Path:
    zoom.write(folder / "exchanges.jsonl")
    return folder / "exchanges.jsonl"
