from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tasks.circle.model.errors import Stop
from tasks.circle.model.table import Cell
from tasks.doors.workbook.workbook import Workbook
from tests.counting import calls
from tests.doors.workbook.sample_workbook import make

OSLO = ZoneInfo("Europe/Oslo")
SIGN_UP: list[list[Cell]] = [
    ["Tidsmerke", "Navn", "E-post", "Avmeldt"],
    ["2021-05-01 10:00", "Kari", "kari@example.org", None],
    ["2021-06-08 09:16", "Ola", "ola@example.org", None],
    ["2021-05-20 12:00", "Åse", "åse@example.org", None],
    [None, "Per", "per@example.org", None],
]
MEETINGS: list[list[Cell]] = [["Nr", "Dato", "Fokusområde"], [1, "11.5.2021", "Nettverk"], [2, "8.6.2021", ""]]
HEADERS: list[Cell] = ["Når", "Fane", "Rad", "Kolonne", "Verdi"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO).astimezone(UTC)


def sheet(folder: Path, edits: Sequence[Sequence[Cell]] | None = (), **more: Any) -> Workbook:
    tabs = {"Påmelding": SIGN_UP, "Møter": MEETINGS}
    if edits is not None:
        tabs["Øving"] = [HEADERS, *map(list, edits)]
    return Workbook(make(folder / "øving.xlsx", tabs), zone=OSLO, **more)


def names(book: Workbook, moment: str) -> list[Cell]:
    return [row[1] if row else None for row in book.read(["Påmelding"], at(moment))["Påmelding"][1:]]


def meetings(book: Workbook, moment: str) -> list[list[Cell]]:
    return [list(row) for row in book.read(["Møter"], at(moment))["Møter"][1:]]


def test_a_row_appears_at_the_minute_it_was_stamped_in_local_time(tmp_path: Path) -> None:
    book = sheet(tmp_path)
    assert names(book, "2021-06-08 09:15")[1] is None
    assert names(book, "2021-06-08 09:16")[1] == "Ola"


def test_rows_keep_their_numbers_and_rows_without_a_stamp_are_always_there(tmp_path: Path) -> None:
    assert names(sheet(tmp_path), "2021-05-01 09:59") == [None, None, None, "Per"]
    assert names(sheet(tmp_path), "2021-06-01 10:00") == ["Kari", None, "Åse", "Per"]


def test_a_workbook_without_recording_shows_everything_unless_told_to(tmp_path: Path) -> None:
    assert names(sheet(tmp_path, None), "2021-01-01 00:00") == ["Kari", "Ola", "Åse", "Per"]
    assert names(sheet(tmp_path, None, recorded=True), "2021-05-01 10:00") == ["Kari", None, None, "Per"]
    assert names(sheet(tmp_path, (), recorded=False), "2021-01-01 00:00") == ["Kari", "Ola", "Åse", "Per"]


def test_an_edit_changes_one_cell_from_its_time_on_and_time_may_go_back(tmp_path: Path) -> None:
    book = sheet(tmp_path, [["2021-06-01 12:00", "Møter", 2, "Fokusområde", "Bærekraft"]])
    for _ in range(2):
        assert meetings(book, "2021-06-01 12:00")[1] == [2, "8.6.2021", "Bærekraft"]
        assert meetings(book, "2021-06-01 11:59")[1] == [2, "8.6.2021"]


def test_edits_happen_in_order_of_time_wherever_they_stand(tmp_path: Path) -> None:
    edits = [
        ["2021-08-01 12:00", "Møter", "2", "Fokusområde", "ny"],
        ["2021-07-01 12:00", "møter", "2", "FOKUSOMRÅDE", "først"],
    ]
    assert meetings(sheet(tmp_path, edits), "2021-09-01 00:00")[1][2] == "ny"


def test_a_key_that_is_not_there_becomes_a_new_row_at_the_end(tmp_path: Path) -> None:
    edits: list[list[Cell]] = [
        ["2021-09-15 10:00", "Møter", 5, "Dato", "12.10.2021"],
        ["2021-09-20 10:00", "Møter", 5, "Fokusområde", "Spatial Chat"],
        ["2021-09-20 11:00", "Påmelding", "liv@example.org", "Navn", "Liv"],
    ]
    book = sheet(tmp_path, edits)
    assert len(meetings(book, "2021-09-15 09:59")) == 2
    assert meetings(book, "2021-09-15 10:00")[2:] == [[5, "12.10.2021"]]
    assert meetings(book, "2021-09-21 10:00")[2:] == [[5, "12.10.2021", "Spatial Chat"]]
    assert list(book.read(["Påmelding"], at("2021-09-21 10:00"))["Påmelding"][5]) == [None, "Liv", "liv@example.org"]


def test_a_sign_up_is_found_by_address_whatever_its_case_also_under_a_new_one(tmp_path: Path) -> None:
    edits = [
        ["2021-06-10 10:00", "Påmelding", "OLA@example.org", "E-post", "ola.ny@example.org"],
        ["2021-06-11 10:00", "Påmelding", "ola.ny@example.org", "Avmeldt", "ja"],
    ]
    rows = sheet(tmp_path, edits).read(["Påmelding"], at("2021-07-01 10:00"))["Påmelding"]
    assert list(rows[2][1:]) == ["Ola", "ola.ny@example.org", "ja"]
    assert len(rows) == 5


def test_an_edit_can_empty_a_cell(tmp_path: Path) -> None:
    book = sheet(tmp_path, [["2021-06-01 12:00", "Møter", 1, "Fokusområde", None]])
    assert meetings(book, "2021-06-02 12:00")[0] == [1, "11.5.2021"]


def test_all_mistakes_of_the_recording_are_named_at_once_with_their_cells(tmp_path: Path) -> None:
    edits: list[list[Cell]] = [
        ["snart", "Møter", 1, "Dato", "x"],
        ["2021-06-01 12:00", "Moter", 1, "Dato", "x"],
        ["2021-06-01 12:00", "Møter", None, "Datoen", "x"],
    ]
    with pytest.raises(Stop) as stop:
        names(sheet(tmp_path, edits), "2021-06-01 12:00")
    assert [problem.where for problem in stop.value.problems] == [
        "«Øving», celle A2", "«Øving», celle B3", "«Øving», celle C4", "«Øving», celle D4",
    ]  # fmt: skip
    assert [name in problem.what for name, problem in zip(("«Moter»", "«Datoen»"), stop.value.problems[1::2], strict=True)] == [True, True]
    assert "Fokusområde" in stop.value.problems[3].next_step


def test_another_time_costs_almost_nothing_beside_reading_the_file(tmp_path: Path) -> None:
    first = datetime(2021, 5, 1)
    rows, edits = [SIGN_UP[0]], [HEADERS]
    rows.extend([first + timedelta(hours=7 * n), f"n{n}", f"n{n}@example.org"] for n in range(400))
    edits.extend([first + timedelta(days=n), "Påmelding", f"n{n}@example.org", "Avmeldt", "ja"] for n in range(60))
    path = make(tmp_path / "stor.xlsx", {"Påmelding": rows, "Møter": MEETINGS, "Øving": edits})
    book = Workbook(path, zone=OSLO)
    times = [at("2021-05-01 00:00") + timedelta(days=days) for days in range(0, 170, 10)]
    first_read, *later = (calls(partial(book.read, ["Påmelding", "Møter"], each)) for each in times)
    assert max(later) * 20 < first_read
