from dataclasses import astuple, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from tasks.circle.model import tabs as tabs_of
from tasks.circle.model.circle import Questions
from tasks.circle.model.errors import Stop
from tasks.circle.model.table import read_rows
from tasks.circle.model.tabs import SIGN_UPS, WRITTEN
from tasks.doors.workbook.template import new_workbook
from tasks.doors.workbook.workbook import Workbook

QUESTIONS = Questions("Hva i dagens fokusområde er relevant for meg i min jobb?", "Hva har jeg behov for å lære nå?", "Forslag til fokusområde")
TABS = ["Les meg", "Påmelding", "Møter", "Refleksjoner", "Samråd", "Fravær", "Oversikt", "Fokusforslag", "Merknader", "Koder"]

PEOPLES = TABS[1:6]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    new_workbook(tmp_path / "ny mappe" / "sirkel.xlsx", QUESTIONS)
    return tmp_path / "ny mappe" / "sirkel.xlsx"


def test_all_tabs_are_there_and_the_first_one_says_who_owns_what(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == TABS
    text = " ".join(str(row[0].value) for row in book["Les meg"].iter_rows() if row[0].value)
    for words in ("skriver aldri i dem", "Avmeldt", "avlyst", "Merknader"):
        assert words in text


def test_les_meg_tells_of_every_tab(path: Path) -> None:
    text = " ".join(str(row[0].value) for row in openpyxl.load_workbook(path)["Les meg"].iter_rows() if row[0].value)
    tabs = [tab.name for tab in (*tabs_of.PEOPLES, *tabs_of.FORMS, *tabs_of.WRITTEN, tabs_of.WEB_SIGN_UPS)]
    assert [name for name in tabs if f"{name}:" not in text] == [] and f"{tabs_of.EDITS.name} finnes bare" in text


def test_the_door_reads_the_fresh_workbook_with_the_headers_of_the_sheet(path: Path) -> None:
    found = Workbook(path, zone=ZoneInfo("Europe/Oslo")).read(TABS[1:], datetime(2021, 5, 1, tzinfo=UTC))
    needed = tuple(replace(SIGN_UPS[key], needed=True) for key in ("name", "address", "language", "withdrawn"))
    assert read_rows(replace(SIGN_UPS, columns=needed), found["Påmelding"]) == []
    assert list(found["Møter"][0]) == [
        "Nr",
        "Dato",
        "Start",
        "Slutt",
        "Fokusområde",
        "Form",
        "Sted",
        "Status",
        "Innspill",
        "Lenker",
        "Etterpå",
        "Notat",
    ]


def test_the_questions_are_the_columns_of_the_reflections_word_for_word(path: Path) -> None:
    headers = [cell.value for cell in openpyxl.load_workbook(path)["Refleksjoner"][1]]
    assert headers == ["Tidsmerke", "Deltaker", "Møte", *astuple(QUESTIONS)]


def test_every_header_has_a_note_and_choices_have_drop_downs(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    assert all(cell.comment and cell.comment.text for tab in PEOPLES for cell in book[tab][1])
    offered = {
        (tab, str(found.sqref)): found.formula1 for tab in TABS for found in book[tab].data_validations.dataValidation
    }  # fmt: skip
    assert offered == {
        ("Påmelding", "E2:E500"): '"nb,nn,en"',
        ("Påmelding", "G2:G500"): '"ja"',
        ("Møter", "F2:F500"): '"digital,fysisk,hybrid"',
        ("Møter", "H2:H500"): '"planlagt,avlyst"',
        ("Fravær", "D2:D500"): '"ja,nei"',
    }


def test_what_is_typed_under_dates_and_times_looks_like_dates_and_times(path: Path) -> None:
    tab = openpyxl.load_workbook(path)["Møter"]
    assert (tab.column_dimensions["B"].number_format, tab.column_dimensions["C"].number_format) == ("dd.mm.yyyy", "@")
    assert tab.max_row == 1, "no empty cell to be read in every round"


def test_a_file_that_exists_is_never_overwritten(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(Stop) as stop:
        new_workbook(path, QUESTIONS)
    assert stop.value.problems[0].where == str(path)
    assert path.read_bytes() == before


def test_the_program_s_tabs_look_as_they_do_after_a_round(path: Path) -> None:
    """One set of headings: nothing changes its look in the first round."""

    def look(tab: str) -> list[tuple[object, ...]]:
        sheet = openpyxl.load_workbook(path)[tab]
        return [(cell.value, cell.font.b, cell.fill.fgColor.rgb, cell.alignment.wrap_text, sheet.freeze_panes) for cell in sheet[1]]

    fresh = {tab.name: look(tab.name) for tab in WRITTEN}
    assert all(each[1:] == (True, "FFDDEBF7", True, "A2") for cells in fresh.values() for each in cells)
    Workbook(path, zone=ZoneInfo("Europe/Oslo")).write({tab.name: [tab.headers, ["1"]] for tab in WRITTEN})
    assert {tab.name: look(tab.name) for tab in WRITTEN} == fresh
