"""R38 through the command: what a plan shows and a round sends on the working day before, and on the day that is none."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.bad_input.desk import CIRCLE_FILE, KARI, Desk, alone

OSLO = ZoneInfo("Europe/Oslo")
#: Of a meeting: the kind of letter, the working day it goes on, the day it would else.
TABLE = {
    "a Monday": ("2021-06-14", "reminder", "2021-06-11", "2021-06-12"),
    "a Saturday": ("2021-06-12", "invitation", "2021-05-14", "2021-05-15"),
    "the Tuesday after Easter": ("2021-04-06", "reminder", "2021-03-31", "2021-04-04"),
    "18 May": ("2021-05-18", "day_sheet", "2021-05-14", "2021-05-17"),
    "2 January": ("2023-01-02", "day_sheet", "2022-12-30", "2023-01-01"),
}


@pytest.fixture
def desk(tmp_path: Path, prefect_server: None) -> Iterator[Desk]:
    found = alone(tmp_path)
    found.spoil(CIRCLE_FILE, "first_day = 2021-05-01\nlast_day = 2021-12-31", "first_day = 2021-01-01\nlast_day = 2023-12-31")
    yield found
    found.leave()


def of(desk: Desk, day: str, *more: str) -> set[str]:
    """The kinds of letter about the meeting in the report of a round of that day, at noon."""
    seen = desk.call("run", "--direct", "--at", f"{day}T12:05", "--json", *more)
    report, _ = json.JSONDecoder().raw_decode(seen.said)
    return {each["kind"] for each in report["letters"] if each["meeting"] == 1}


@pytest.mark.parametrize("weekdays_only", [True, False])
@pytest.mark.parametrize("name", TABLE)
def test_the_plan_and_the_round_of_a_day_keep_to_working_days(desk: Desk, name: str, weekdays_only: bool) -> None:
    meeting, kind, working, off = TABLE[name]
    if not weekdays_only:
        desk.spoil(CIRCLE_FILE, "weekdays_only = true ", "weekdays_only = false")
    start = datetime.fromisoformat(meeting)
    desk.tabs["Møter"][1:] = [[1, start, "09.15", "11.30", "Om møteplasser", "digital", "", "planlagt", ""]]
    for row in desk.tabs["Påmelding"][1:]:
        row[0] = start - timedelta(days=90)
    desk.save()
    if kind != "invitation":
        desk.rounds((start - timedelta(days=28, hours=-12)).replace(tzinfo=OSLO))
    goes, other = (working, off) if weekdays_only else (off, working)
    if other < goes:
        assert kind not in of(desk, other, "--plan")
    assert kind in of(desk, goes)
    if goes < other:
        assert kind not in of(desk, other, "--plan")
    gone = [(each["To"].addresses[0].addr_spec, each["X-Sirkel-Kind"]) for each in desk.letters()]
    assert kind == "day_sheet" or gone.count((KARI, kind)) == 1
