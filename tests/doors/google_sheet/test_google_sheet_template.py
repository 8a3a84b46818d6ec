"""An empty Google Sheet made ready for a circle, and one that isn't empty left alone."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tasks.circle.model.circle import Questions
from tasks.circle.model.errors import Stop
from tasks.doors.google_sheet.template import fill_sheet
from tasks.doors.workbook.template import new_workbook
from tasks.doors.workbook.workbook import Workbook
from tests.doors.sheet_contract import NOW
from tests.standins.google import GoogleStandIn
from tests.standins.google_door import door

QUESTIONS = Questions("Hva i dagens fokusområde er relevant for meg i min jobb?", "Hva har jeg behov for å lære nå?", "Forslag til fokusområde")
TABS = ("Påmelding", "Møter", "Refleksjoner", "Samråd", "Fravær")


@pytest.fixture
def google() -> Iterator[GoogleStandIn]:
    with GoogleStandIn() as standing:
        yield standing


def test_an_empty_sheet_gets_the_tabs_and_headers_that_a_fresh_workbook_has(google: GoogleStandIn, tmp_path: Path) -> None:
    sheet = google.spreadsheet({"Ark1": []}, zone="America/Los_Angeles")
    fill_sheet(door(google, sheet), QUESTIONS)
    new_workbook(tmp_path / "ny.xlsx", QUESTIONS)
    fresh = Workbook(tmp_path / "ny.xlsx", zone=ZoneInfo("Europe/Oslo")).read(TABS, NOW)
    assert door(google, sheet).read(TABS, NOW) == fresh
    assert [tab.title for tab in sheet.tabs] == ["Ark1", *TABS]
    assert (sheet.zone, google.writes) == ("Europe/Oslo", 1)


def test_headers_are_bold_frozen_and_explained_and_choices_are_offered(google: GoogleStandIn) -> None:
    sheet = google.spreadsheet()
    fill_sheet(door(google, sheet), QUESTIONS)
    for tab in (sheet[title] for title in TABS):
        headers = {place for place in tab.cells if place[0] == 0}
        assert tab.frozen_rows == 1
        assert tab.bold == headers == {place for place, note in tab.notes.items() if note}
    assert sheet["Påmelding"].choices == {4: ("nb", "nn", "en"), 6: ("ja",)}
    assert sheet["Møter"].choices == {5: ("digital", "fysisk", "hybrid"), 7: ("planlagt", "avlyst")}


@pytest.mark.parametrize("title", ["Møter", " MØTER"])
def test_a_tab_that_holds_anything_is_named_and_nothing_is_changed(google: GoogleStandIn, title: str) -> None:
    sheet = google.spreadsheet({title: [[], ["", "11.5.2021"]]})
    before = sheet.contents()
    with pytest.raises(Stop) as stop:
        fill_sheet(door(google, sheet), QUESTIONS)
    (problem,) = stop.value.problems
    assert "«Møter»" in problem.where
    assert "Ingenting er endret" in problem.next_step
    assert (sheet.contents(), google.writes) == (before, 0)


def test_an_empty_tab_of_that_name_is_used_however_small(google: GoogleStandIn) -> None:
    sheet = google.spreadsheet()
    sheet.add("Møter", rows=1, columns=1)
    fill_sheet(door(google, sheet), QUESTIONS)
    assert sheet["Møter"].values()[0][:3] == ["Nr", "Dato", "Start"]
    assert len(sheet.tabs) == 1 + len(TABS)


@pytest.mark.parametrize("cut", ["before", "after"])
def test_a_line_cut_meanwhile_gives_each_tab_once(google: GoogleStandIn, cut: str) -> None:
    sheet = google.spreadsheet()
    google.fail("write", cut=cut)
    fill_sheet(door(google, sheet), QUESTIONS)
    assert [tab.title for tab in sheet.tabs] == ["Ark1", *TABS]
    with pytest.raises(Stop, match="innhold allerede"):
        fill_sheet(door(google, sheet), QUESTIONS)


def test_a_failure_for_good_leaves_the_sheet_empty(google: GoogleStandIn) -> None:
    sheet = google.spreadsheet()
    google.fail("write", 500, times=None)
    with pytest.raises(Stop, match="feil 500"):
        fill_sheet(door(google, sheet), QUESTIONS)
    assert sheet.contents() == {"Ark1": []}
