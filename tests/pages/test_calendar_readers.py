"""The calendars to subscribe to, as two readers see them that share no code with us or each other: vobject and ical.js."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import vobject

from tasks import clock
from tests.flows.office import CIRCLE
from tests.pages.node import installed, run
from tests.pages.served import NOW, Served

SCRIPT = Path(__file__).with_name("read_feed.cjs")
LATER = datetime(2021, 9, 20, 6, 5, tzinfo=UTC)
#: Nr, when people in Oslo sit down and when they leave, as their clocks show it; 31 October lies between the last two.
CLOCKS = {
    4: ("2021-09-14 09:15", "2021-09-14 11:30"),
    5: ("2021-10-19 12:00", "2021-10-19 14:00"),
    6: ("2021-11-09 09:15", "2021-11-09 11:30"),
    7: ("2021-12-14 09:15", "2021-12-14 11:30"),
}


def typed(book: openpyxl.Workbook) -> None:
    sheet = book["Møter"]
    for row in range(sheet.max_row, 1, -1):
        if sheet.cell(row, 1).value not in (1, 2, 3, 4):
            sheet.delete_rows(row)
    for number, day in ((5, datetime(2021, 10, 12)), (6, datetime(2021, 11, 9)), (7, datetime(2021, 12, 14))):
        sheet.append([number, day, None, None, f"Fokus, nr. {number}; æøå", "fysisk", "Storgata 1, Oslo"])


def changed(book: openpyxl.Workbook) -> None:
    """The invited meeting is moved, the one after it called off."""
    rows = {row[0].value: row for row in book["Møter"].iter_rows(min_row=2)}
    rows[5][1].value, rows[5][2].value, rows[5][3].value = datetime(2021, 10, 19), "12.00", "14.00"
    rows[6][7].value = "avlyst"


@pytest.fixture
def ical_js(request: pytest.FixtureRequest) -> Path:
    assert request.config.cache is not None
    return installed(request.config.cache.mkdir("npm"), "ical.js@2")


Seen = Mapping[str, Mapping[str, Any]]


def by_vobject(text: str) -> Seen:
    calendar = vobject.readOne(text)
    assert calendar.method.value == "PUBLISH"
    return {
        event.uid.value: {
            "start": event.dtstart.value.astimezone(UTC), "end": event.dtend.value.astimezone(UTC), "status": event.status.value,
            "sequence": int(event.sequence.value), "summary": event.summary.value,
        } for event in calendar.vevent_list
    }  # fmt: skip


def by_ical_js(folder: Path, text: str) -> Seen:
    calendar = run(folder, SCRIPT, text)
    assert calendar["method"] == "PUBLISH" and {event["zone"] for event in calendar["events"]} == {"UTC"}, "nothing floats"
    return {
        event["uid"]: {
            "start": datetime.fromisoformat(event["start"]), "end": datetime.fromisoformat(event["end"]), "status": event["status"],
            "sequence": event["sequence"], "summary": event["summary"],
        } for event in calendar["events"]
    }  # fmt: skip


def test_both_readers_show_every_meeting_at_its_instant_moved_cancelled_in_summer_and_in_winter(site: Served, ical_js: Path) -> None:
    site.office.edit(typed)
    site.office.round(NOW)
    site.office.edit(changed)
    site.office.round(LATER)
    uids = {meeting.number: meeting.uid for meeting in site.memory().meetings}
    with clock.set_to(LATER):
        mine, everybodys = site.get(site.links("D01").feed), site.get(f"/{CIRCLE}/kalender.ics")
        left = site.get(site.links("D05").unsubscribe), site.post(site.links("D05").unsubscribe), site.get(site.links("D05").feed)
    for feed in (mine, everybodys):
        for seen in (by_vobject(feed.text), by_ical_js(ical_js, feed.text)):
            assert seen.keys() == set(uids.values())
            for number, clocks in CLOCKS.items():
                event = seen[uids[number]]
                in_oslo = [event[end].astimezone(ZoneInfo("Europe/Oslo")).strftime("%Y-%m-%d %H:%M") for end in ("start", "end")]
                assert tuple(in_oslo) == clocks
            assert [seen[uids[number]]["status"] for number in CLOCKS] == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED"]
            assert seen[uids[5]]["summary"].endswith(": Fokus, nr. 5; æøå") and seen[uids[5]]["sequence"] == 1
            assert seen[uids[5]]["start"] == datetime(2021, 10, 19, 10, tzinfo=UTC) and seen[uids[7]]["start"].hour == 8
    for seen in (by_vobject(left[2].text), by_ical_js(ical_js, left[2].text)):
        assert {seen[uids[number]]["status"] for number in (5, 6, 7)} == {"CANCELLED"} and seen[uids[4]]["status"] == "CONFIRMED"
