"""The Google Sheet door at the stand-in, with a clock that waits take no time of."""

from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from tasks.doors.google_sheet.sheet import GoogleSheet
from tests.standins.google import GoogleStandIn
from tests.standins.google_spreadsheet import Spreadsheet

OSLO = ZoneInfo("Europe/Oslo")


@dataclass
class Clock:
    """Seconds since 1970; `waits` are the sleeps, in order."""

    now: float = 1_622_534_430.0  # 1 June 2021, thirty seconds into a minute
    waits: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


def door(google: GoogleStandIn, sheet: Spreadsheet, clock: Clock | None = None, **more: Any) -> GoogleSheet:
    """The door to `sheet`, with a clock of its own unless one is given."""
    clock = clock or Clock()
    given: dict[str, Any] = {"account": google.account(), "api_url": google.url, "zone": OSLO, "clock": clock, "sleep": clock.sleep}
    return GoogleSheet(sheet.id, **(given | more))
