"""The Google Sheet: the contract of every sheet, its number of calls, and what administrators do meanwhile."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from tasks.circle.model.cells import as_date, as_hours, as_instant, is_yes
from tasks.circle.model.errors import Stop
from tasks.circle.model.table import clean
from tasks.circle.model.tabs import READ_NAMES as READ
from tasks.doors.google_sheet.sheet import GoogleSheet
from tasks.doors.ports import Rows, Sheet
from tasks.doors.workbook.workbook import Workbook
from tests.doors.sheet_contract import NOW, TABS, SheetContract
from tests.doors.workbook.sample_workbook import make
from tests.standins.google import GoogleStandIn
from tests.standins.google_door import OSLO, Clock, door

OWN: dict[str, list[list[Any]]] = {
    "Oversikt": [["Nr", "Neste"], [1, "Invitasjon 13.4.2021"]],
    "Fokusforslag": [["Møte", "Forslag"], [2, "Miro"]],
    "Merknader": [["Hvor", "Hva"], ["«Møter», celle B2", "=1+1"]],
}
PEOPLE = [["Navn", "E-post"], ["Ola", "ola@example.org"], ["Kari", "kari@example.org"], ["Åse", "aase@example.org"]]


@pytest.fixture
def google() -> Iterator[GoogleStandIn]:
    with GoogleStandIn() as standing:
        yield standing


class TestGoogleSheet(SheetContract):
    @pytest.fixture
    def sheet(self, google: GoogleStandIn) -> Sheet:
        return door(google, google.spreadsheet(TABS))


def counted(google: GoogleStandIn, act: Any) -> tuple[int, int]:
    """Reads and writes that `act` took."""
    reads, writes = google.reads, google.writes
    act()
    return google.reads - reads, google.writes - writes


def a_round(sheet: GoogleSheet, new: Any = None) -> None:
    sheet.read((*READ, *OWN), NOW)
    sheet.write(new or OWN)


def test_a_round_is_one_read_and_at_most_two_writes(google: GoogleStandIn) -> None:
    """Tabs that are missing cost two reads more, once in a process; the program's own ones are made in one call."""
    sheet = door(google, google.spreadsheet(TABS))
    assert counted(google, lambda: a_round(sheet)) == (3, 2)
    assert counted(google, lambda: a_round(sheet)) == (1, 1)
    assert counted(google, lambda: sheet.read(READ, NOW)) == (1, 0)
    assert google.tokens.asked == 1


def test_a_round_in_a_new_process_is_one_read_too_when_all_tabs_are_there(google: GoogleStandIn) -> None:
    spreadsheet = google.spreadsheet({tab: [["Nr"]] for tab in (*READ, *OWN)})
    sheet = door(google, spreadsheet)
    assert counted(google, lambda: a_round(sheet)) == (1, 1)
    assert spreadsheet.contents()["Merknader"] == OWN["Merknader"]


def test_writing_without_having_read_looks_first_how_much_there_is_to_replace(google: GoogleStandIn) -> None:
    spreadsheet = google.spreadsheet({tab: [["old"] * 5] * 9 for tab in OWN})
    sheet = door(google, spreadsheet)
    assert counted(google, lambda: sheet.write(OWN)) == (1, 1)
    assert spreadsheet.contents() == OWN


def test_a_tab_made_later_is_found_within_the_hour(google: GoogleStandIn) -> None:
    spreadsheet, clock = google.spreadsheet(TABS), Clock()
    sheet = door(google, spreadsheet, clock)
    assert "Samråd" not in sheet.read(READ, NOW)
    spreadsheet.add("Samråd", [["Deltaker"]])
    clock.now += 3601
    assert sheet.read(READ, NOW)["Samråd"] == [["Deltaker"]]


def test_a_tab_renamed_or_removed_meanwhile_is_noticed(google: GoogleStandIn) -> None:
    spreadsheet = google.spreadsheet(TABS | OWN)
    sheet = door(google, spreadsheet)
    a_round(sheet)
    spreadsheet["Møter"].title = " MØTER"
    spreadsheet.tabs.remove(spreadsheet["Oversikt"])
    assert set(sheet.read(("Møter", "Oversikt"), NOW)) == {"Møter"}
    google.before("write", lambda: spreadsheet.tabs.remove(spreadsheet["Merknader"]))
    sheet.write(OWN)
    assert {tab: spreadsheet.contents()[tab] for tab in OWN} == OWN


def test_a_tab_somebody_makes_in_the_same_moment_is_used(google: GoogleStandIn) -> None:
    spreadsheet = google.spreadsheet(TABS)
    google.before("write", lambda: spreadsheet.add("Oversikt", [["skrevet for hånd"] * 9]))
    sheet = door(google, spreadsheet)
    a_round(sheet)
    assert spreadsheet.contents()["Oversikt"] == OWN["Oversikt"]


def test_more_rows_and_columns_than_the_grid_has_make_it_larger(google: GoogleStandIn) -> None:
    spreadsheet = google.spreadsheet()
    spreadsheet.add("Merknader", [["x"]], rows=2, columns=1)
    many = [["Hvor", *map(str, range(30))], *[[f"rad {n}"] for n in range(1200)]]
    sheet = door(google, spreadsheet)
    sheet.write({"Merknader": many})
    assert spreadsheet.contents()["Merknader"] == many
    sheet.write({"Merknader": [["Hvor"]], "Oversikt": many})
    assert spreadsheet.contents()["Merknader"] == [["Hvor"]]
    assert spreadsheet.contents()["Oversikt"] == many


@pytest.mark.parametrize("kind", ["read", "write"])
def test_rows_moved_while_a_round_runs_are_never_written_to(google: GoogleStandIn, kind: str) -> None:
    """An administrator sorts, inserts and deletes: what people own stays exactly as they made it."""
    spreadsheet = google.spreadsheet({"Påmelding": PEOPLE, "Møter": [["Nr"], [1], [2]], **OWN})

    def administrator() -> None:
        people = spreadsheet["Påmelding"]
        people.sort(1)
        people.insert_rows(2)
        people.delete_rows(5)
        spreadsheet["Møter"].insert_rows(1)
        spreadsheet["Oversikt"].insert_rows(2, 3)
        spreadsheet["Oversikt"].sort(2, descending=True)
        spreadsheet.tabs.reverse()

    google.before(kind, administrator)
    sheet = door(google, spreadsheet)
    a_round(sheet)
    assert spreadsheet["Påmelding"].values() == [PEOPLE[0], [], PEOPLE[2], PEOPLE[1]]
    assert spreadsheet["Møter"].values() == [[], ["Nr"], [1], [2]]
    a_round(sheet)  # what lay outside the rows that were read is gone in the next round
    assert {tab: spreadsheet.contents()[tab] for tab in OWN} == OWN


def test_cells_mean_the_same_in_a_google_sheet_and_in_a_workbook(google: GoogleStandIn, tmp_path: Path) -> None:
    stamp = datetime(2021, 5, 2, 9, 30, 15)
    row = [stamp, datetime(2021, 5, 11), time(9, 15), True, date(2021, 6, 1), 7, 2.5, "kl. 11.30", "11. mai 2021", datetime(2021, 5, 11, 9, 15)]
    tabs: Any = {"Møter": [["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"], row]}
    sheets = (door(google, google.spreadsheet(tabs)), Workbook(make(tmp_path / "a.xlsx", tabs), zone=OSLO))
    ours, theirs = (meant(sheet.read(["Møter"], NOW)["Møter"]) for sheet in sheets)
    assert ours == theirs
    assert ours[0] == datetime(2021, 5, 2, 7, 30, 15, tzinfo=UTC)


def meant(rows: Rows) -> list[Any]:
    cells = rows[1]
    days = [as_date(cells[index]) for index in (1, 4, 8, 9)]
    clocks = [as_hours(cells[index]) for index in (2, 7, 9)]
    return [as_instant(cells[0], OSLO), *days, *clocks, is_yes(cells[3]), is_yes(cells[4]), *map(clean, cells[5:7])]


def test_moments_are_written_as_text_people_read_and_odd_values_as_text(google: GoogleStandIn) -> None:
    spreadsheet = google.spreadsheet()
    odd = ["a\x00b\r\nc", "\ud800", "x" * 40_000]
    rows: Any = [[datetime(2021, 5, 11, 7, 15, tzinfo=UTC), date(2021, 5, 11), time(9, 15), float("nan"), None, True], odd]
    door(google, spreadsheet).write({"Oversikt": rows})
    first, second = spreadsheet["Oversikt"].values()
    assert first == ["11.05.2021 09.15", "11.05.2021", "09.15", "nan", "", True]
    assert second == ["ab\nc", "", "x" * 32_767]


def test_only_raw_values_are_written_and_nothing_is_appended(google: GoogleStandIn) -> None:
    sheet = door(google, google.spreadsheet(TABS))
    a_round(sheet)
    a_round(sheet)
    writes = [each for each in google.exchanges if each["method"] != "GET" and "/values" in each["path"]]
    assert writes
    assert all(each["path"].endswith("/values:batchUpdate") and '"valueInputOption": "RAW"' in each["req_body"] for each in writes)


def test_the_whole_address_of_the_sheet_will_do_for_its_id(google: GoogleStandIn) -> None:
    spreadsheet = google.spreadsheet(TABS)
    sheet = GoogleSheet(f"https://docs.google.com/spreadsheets/d/{spreadsheet.id}/edit#gid=0", google.account(), api_url=google.url, zone=OSLO)
    assert sheet.read(["Møter"], NOW)["Møter"][0] == ["Nr", "Dato", "Start"]


def test_looking_is_one_read_and_says_when_the_sheet_lives_in_another_zone(google: GoogleStandIn) -> None:
    spreadsheet = google.spreadsheet(TABS, zone="Europe/Paris")  # its clocks are Oslo's
    sheet = door(google, spreadsheet)
    assert counted(google, lambda: sheet.look()) == (1, 0)
    assert sheet.look() == []
    spreadsheet.zone = "America/Los_Angeles"
    (problem,) = sheet.look()
    assert "Europe/Oslo" in problem.next_step


@pytest.mark.parametrize("address", ["http://sheets.example.org", "ftp://127.0.0.1"])
def test_no_letter_of_a_key_goes_over_an_open_line(google: GoogleStandIn, address: str) -> None:
    with pytest.raises(Stop, match="ikke kryptert"):
        door(google, google.spreadsheet(), api_url=address)
    with pytest.raises(Stop, match="ikke kryptert"):
        door(google, google.spreadsheet(), account=google.account(token_uri=address))


def test_a_stand_in_on_this_machine_is_reached_past_any_proxy(google: GoogleStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert door(google, google.spreadsheet(TABS)).read(["Møter"], NOW)
