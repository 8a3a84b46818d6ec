"""Who was there: typed in the sheet, and taken along as a workbook (RULES.md R35)."""

import openpyxl

from tests.flows.conftest import Desk
from tests.flows.office import CIRCLE

AT = "2021-09-15T08:05"


def kept(desk: Desk) -> None:
    file = desk.config / "doors.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("attendance = false", "attendance = true"), encoding="utf-8")
    desk.edit(lambda book: book.remove(book["Øving"]))


def tab(desk: Desk) -> list[list[object]]:
    return [list(row) for row in openpyxl.load_workbook(desk.config / "practice.xlsx")["Frammøte"].iter_rows(values_only=True)]


def test_what_is_typed_in_the_tab_is_in_the_list_with_names_and_nowhere_else(desk: Desk) -> None:
    kept(desk)
    desk.run("2021-05-05T08:05")
    desk.run(AT)
    grid = tab(desk)
    assert grid[0][:3] == ["Kode", "Navn", "11.5.2021 (nr 1)"] and grid[0][-1] == "Timer"
    code, name = str(grid[1][0]), str(grid[1][1])

    def tick(book: openpyxl.Workbook) -> None:
        book["Frammøte"]["C2"], book["Frammøte"]["D2"], book["Frammøte"]["C3"] = "x", "1,5", "kanskje"

    desk.edit(tick)
    report = desk.run("2021-09-15T12:05")
    assert any("«Frammøte», celle C3" in each["where"] for each in report["problems"])
    assert tab(desk)[1][2:4] == [2.25, 1.5] and tab(desk)[1][-1] == 3.75 and tab(desk)[2][2] == "kanskje"
    again = desk.run("2021-09-15T16:05")
    assert tab(desk)[1][2:4] == [2.25, 1.5] and again["state"] == "problems"
    said = desk.call("attendance", "--circle", CIRCLE)
    file = desk.data / CIRCLE / "frammote.xlsx"
    assert desk.status == 0 and str(file) in said.replace("\n", "") and file.stat().st_mode & 0o077 == 0
    rows = [list(row) for row in openpyxl.load_workbook(file)["Frammøte"].iter_rows(values_only=True)]
    assert rows[0][:2] == ["Navn", "11.05.2021"] and rows[0][-3:] == ["Timer", "Sum", "Andel"]
    [mine] = [row for row in rows if row[0] == name]
    held = sum(isinstance(each, (int, float)) for each in mine[1:-3])
    assert mine[1:3] == [2.25, 1.5] and mine[-3:-1] == [3.75, 2] and mine[-1] == round(2 / held, 4)
    assert all(each in (0, None) for row in rows[1:] if row[0] != name for each in row[1:-3])
    assert "Én rute i «Frammøte» er ikke forstått" in said and None in [row[1] for row in rows[2:] if row[0] == tab(desk)[2][1]]
    ledger = b"".join(each.read_bytes() for each in desk.data.glob("**/ledger.db*"))
    assert code.encode() in ledger and name.encode() not in ledger


def test_columns_and_headings_are_the_circle_s_own(desk: Desk) -> None:
    kept(desk)
    file = desk.config / "circles" / f"{CIRCLE}.toml"
    own = 'attendance_columns = [["sum", "Ganger"], ["name", "Deltaker"], ["meetings", "Møte {number}"]]\n'
    file.write_text(file.read_text(encoding="utf-8").replace("title = ", own + "title = ", 1), encoding="utf-8")
    desk.run("2021-05-05T08:05")
    desk.run(AT)
    desk.call("frammote", "--circle", CIRCLE)
    rows = list(openpyxl.load_workbook(desk.data / CIRCLE / "frammote.xlsx")["Frammøte"].iter_rows(values_only=True))
    assert rows[0][:3] == ("Ganger", "Deltaker", "Møte 1") and rows[1][0] == 0
    file.write_text(file.read_text(encoding="utf-8").replace('["sum", "Ganger"]', '["sun", "Ganger"]'), encoding="utf-8")
    desk.call("check", "--circle", CIRCLE)
    assert desk.status == 2 and "«sun» er ukjent her" in desk.error and "name, meetings, hours, sum, share" in " ".join(desk.error.split())


def test_a_circle_that_does_not_keep_it_has_no_tab_and_no_list(desk: Desk) -> None:
    desk.edit(lambda book: book.remove(book["Øving"]))
    desk.run(AT)
    assert "Frammøte" not in openpyxl.load_workbook(desk.config / "practice.xlsx").sheetnames
    desk.call("attendance", "--circle", CIRCLE)
    assert desk.status == 2 and "attendance = true" in desk.error
    assert not (desk.data / CIRCLE / "frammote.xlsx").exists()
