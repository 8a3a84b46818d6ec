import os
import re
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from tasks.circle.model.errors import Stop
from tasks.circle.model.table import Cell
from tasks.doors.ports import Rows, Sheet
from tasks.doors.workbook.reading import read_tabs, tab_names
from tasks.doors.workbook.workbook import Workbook
from tests.counting import calls
from tests.doors.sheet_contract import NOW, TABS, SheetContract
from tests.doors.workbook.sample_workbook import make

OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return make(tmp_path / "sirkel.xlsx", TABS)


def book(path: Path, **more: Any) -> Workbook:
    return Workbook(path, zone=OSLO, **more)


def test_the_names_of_tabs_are_known_without_reading_them_and_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    file = make(tmp_path / "ark.xlsx", {"Påmelding": [["Navn"]], "Kaffe & «kake» æøå 'x'": [["A"]]})
    names = tab_names(file)
    assert 3 * calls(lambda: tab_names(file)) < calls(lambda: read_tabs(file))
    assert list(names) == list(read_tabs(file)[1]) == list(tab_names(file))
    for content in (b"", b"ikke noe ark", file.read_bytes()[:700]):
        (tmp_path / "galt.xlsx").write_bytes(content)
        with pytest.raises(Stop):
            tab_names(tmp_path / "galt.xlsx")
    with pytest.raises(Stop):
        tab_names(tmp_path / "borte.xlsx")


class TestWorkbook(SheetContract):
    @pytest.fixture
    def sheet(self, file: Path) -> Sheet:
        return book(file)


def problem(act: Any) -> Any:
    with pytest.raises(Stop) as stop:
        act()
    (found,) = stop.value.problems
    return found


def read(path: Path) -> Any:
    return book(path).read(["Møter"], NOW)


def write(path: Path, rows: Rows = (["Møte"], [1])) -> None:
    book(path).write({"Oversikt": rows})


def test_dates_times_numbers_and_ticks_come_as_what_they_are(tmp_path: Path) -> None:
    path = make(tmp_path / "a.xlsx", {"Møter": [["Nr"], [date(2021, 5, 11), time(9, 15), 2.5, 3, True, "tekst"]]})
    midnight = datetime(2021, 5, 11)
    assert read(path)["Møter"][1] == [midnight, time(9, 15), 2.5, 3, True, "tekst"]


def test_trailing_blank_cells_and_rows_are_cut(tmp_path: Path) -> None:
    path = make(tmp_path / "a.xlsx", {"Møter": [["Nr", None, " "], [1, ""], [], [None, "  "]]})
    assert read(path)["Møter"] == [["Nr"], [1]]


def test_a_tab_is_found_whatever_its_case_and_unicode_form(tmp_path: Path) -> None:
    path = make(tmp_path / "a.xlsx", {"MØTER ": [["Nr"]], "Pa\u030amelding": [["Navn"]]})
    assert set(book(path).read(["Møter", "Påmelding"], NOW)) == {"Møter", "Påmelding"}


def test_a_changed_file_is_read_again_and_an_unchanged_one_costs_almost_nothing(file: Path) -> None:
    sheet = book(file)
    assert len(sheet.read(["Møter"], NOW)["Møter"]) == 2
    unchanged = calls(lambda: sheet.read(["Møter"], NOW))
    make(file, {"Møter": [["Nr"], [1], [2], [3]]})
    assert calls(lambda: sheet.read(["Møter"], NOW)) > 20 * unchanged
    assert len(sheet.read(["Møter"], NOW)["Møter"]) == 4


def test_a_formula_without_a_result_is_shown_and_not_taken_for_an_empty_cell(file: Path) -> None:
    people = openpyxl.load_workbook(file)
    people["Møter"]["B3"] = "=B2+28"
    people.save(file)
    assert read(file)["Møter"][2] == [None, "=B2+28"]


def test_writing_leaves_people_s_tabs_their_formats_notes_drop_downs_and_results_alone(file: Path) -> None:
    people = openpyxl.load_workbook(file)
    tab = people["Møter"]
    tab["A1"].comment = Comment("Nummeret", "Kari")
    tab["B2"].number_format = "d. mmmm yyyy"
    tab["D2"] = "=A2+1"
    tab.column_dimensions["B"].width = 33
    choices = DataValidation(type="list", formula1='"planlagt,avlyst"')
    tab.add_data_validation(choices)
    choices.add("H2:H50")
    people.save(file)
    computed(file)
    before = read(file)
    assert before["Møter"][1][3] == 2
    write(file)
    after = openpyxl.load_workbook(file)["Møter"]
    assert (after["A1"].comment.text, after["B2"].number_format, after["D2"].value) == ("Nummeret", "d. mmmm yyyy", "=A2+1")
    assert after.column_dimensions["B"].width == 33
    assert str(after.data_validations.dataValidation[0].sqref) == "H2:H50"
    make(file.with_name("other.xlsx"), TABS)
    os.utime(file)  # forget what is remembered of the file: read what is really there
    assert read(file) == before


def computed(path: Path) -> None:
    """Give the one formula of the file its result, as a spreadsheet program does when it saves."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part.replace(b"<f>A2+1</f><v />", b"<f>A2+1</f><v>2</v>").replace(b"<v></v>", b"<v>2</v>"))


def test_what_the_program_writes_is_readable(file: Path) -> None:
    write(file, [["Hva"], ["et langt ord " * 20], ["=1+1"]])
    tab = openpyxl.load_workbook(file)["Oversikt"]
    assert tab["A1"].font.bold
    assert tab.freeze_panes == "A2"
    assert tab["A2"].alignment.wrap_text
    assert 30 <= tab.column_dimensions["A"].width <= 60
    assert (tab["A3"].data_type, tab["A3"].quotePrefix) == ("s", True)


def test_times_with_a_zone_are_written_as_local_time_and_odd_values_as_text(file: Path) -> None:
    write(file, [["Når"], [datetime(2021, 5, 11, 7, 15, tzinfo=UTC)], [float("nan")], ["a\x00b\r\nc"]])
    os.utime(file)
    rows = book(file).read(["Oversikt"], NOW)["Oversikt"]
    assert rows[1:] == [[datetime(2021, 5, 11, 9, 15)], ["nan"], ["ab\nc"]]


def test_the_same_content_is_not_written_again(file: Path) -> None:
    rows: Rows = [["Møte", "Dato", "Klar"], [1, date(2021, 5, 11), True], ["", "x", None]]
    write(file, rows)
    written = file.stat()
    os.utime(file, ns=(1, 1))
    book(file).write({"Oversikt": rows})
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (written.st_ino, 1)


def test_another_target_starts_as_a_copy_and_the_source_stays_as_it_was(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    target = tmp_path / "var" / "sheet.xlsx"
    book(file, target=target).write({"Oversikt": [["Møte"]]})
    assert file.read_bytes() == before
    assert openpyxl.load_workbook(target).sheetnames == ["Påmelding", "Møter", "Fravær", "Oversikt"]


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    assert "«sheet NY.xlsx»" in problem(lambda: read(tmp_path / "ingen.xlsx")).command


@pytest.mark.parametrize("content", [b"", b"Nr;Dato\n1;11.5.2021\n", b"PK\x03\x04 broken", bytes.fromhex("d0cf11e0a1b11ae1") * 9])
def test_a_file_that_is_no_workbook_is_named_with_the_next_step(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sirkel.xlsx"
    path.write_bytes(content)
    found = problem(lambda: read(path))
    assert found.where == str(path)
    assert ".xlsx" in found.next_step


def test_a_damaged_part_inside_the_file_is_named_too(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2] + b"\x00" * 40 + content[len(content) // 2 + 40 :])
    assert problem(lambda: read(file)).where == str(file)


@pytest.mark.parametrize("lock", [".~lock.sirkel.xlsx#", "~$sirkel.xlsx"])
def test_a_file_open_in_a_spreadsheet_program_is_read_but_not_written(file: Path, lock: str) -> None:
    before = file.read_bytes()
    file.with_name(lock).write_text("")
    assert read(file)
    found = problem(lambda: write(file))
    assert "åpen" in found.what
    assert lock in found.next_step
    assert file.read_bytes() == before


def test_a_folder_in_the_way_is_a_problem_and_not_a_crash(tmp_path: Path) -> None:
    assert problem(lambda: read(tmp_path)).where == str(tmp_path)


def test_nothing_half_written_is_left_beside_the_file(file: Path) -> None:
    write(file)
    assert [path.name for path in file.parent.iterdir()] == ["sirkel.xlsx"]


def test_writing_costs_no_more_for_each_of_many_rows(tmp_path: Path) -> None:
    first, cost = datetime(2021, 5, 1), {}
    for many in (100, 400):
        rows: list[list[Cell]] = [["Tidsmerke", "Navn"]]
        rows.extend([first + timedelta(hours=n), f"n{n}"] for n in range(many))
        path = make(tmp_path / f"{many}.xlsx", {"Påmelding": rows, "Møter": TABS["Møter"]})
        cost[many] = calls(partial(write, path))
    assert cost[400] < 4 * cost[100]


@pytest.mark.parametrize(("kind", "cell"), [
    ("n", f"<v>{'9' * 5000}</v>"), ("n", "<v>abc</v>"), ("n", "<v>NaN</v>"), ("b", "<v>x</v>"), ("s", "<v>999</v>"), ("d", "<v>10000-01-01</v>"),
])  # fmt: skip
def test_a_cell_that_can_not_be_read_costs_itself_and_shows_that_it_is_odd(tmp_path: Path, kind: str, cell: str) -> None:
    """openpyxl gives up the whole file for it."""
    made = openpyxl.Workbook()
    tab = made.create_sheet("Møter", 0)
    for row in (["Nr", "Dato"], [1, 4711], [], [3, "11.5.2021"]):
        tab.append(row)
    made.save(tmp_path / "sound.xlsx")
    with zipfile.ZipFile(tmp_path / "sound.xlsx") as sound, zipfile.ZipFile(tmp_path / "odd.xlsx", "w") as odd:
        for part in sound.infolist():
            odd.writestr(part, re.sub(rb'<c r="B2"[^>]*><v>4711</v></c>', f'<c r="B2" t="{kind}">{cell}</c>'.encode(), sound.read(part)))
    assert book(tmp_path / "odd.xlsx").read(["Møter"], NOW)["Møter"] == [["Nr", "Dato"], [1, "#VALUE!"], [], [3, "11.5.2021"]]
