"""RULES.md R27: what stands too far out to be read is told, in a round, by `check` and by `focus`, and stops nobody."""

from pathlib import Path

import openpyxl

from tasks.doors.answers_file.reading import read_answers
from tests.flows.conftest import Desk
from tests.flows.office import Office

FAR = 16_384  # XFD


def far_out(book: openpyxl.Workbook) -> None:
    """The first that is met in a row is not the first row's; one that looks empty is none."""
    for tab, row, column, value in (
        ("Påmelding", 3, 257, "Avmeldt"),
        ("Påmelding", 2, 300, "  "),
        ("Påmelding", 9, FAR, "x"),
        ("Møter", 1_048_576, FAR, "Notat"),
        ("Refleksjoner", 4, FAR, '="bare en formel"'),
    ):
        book[tab].cell(row, column, value)


CELLS = ["«Møter», celle XFD1048576", "«Påmelding», celle IW3", "«Refleksjoner», celle XFD4"]


def test_a_cell_too_far_out_is_one_problem_and_the_circle_goes_on(desk: Desk) -> None:
    desk.edit(lambda book: book.remove(book["Øving"]))
    desk.edit(far_out)
    found = desk.run("2021-09-01T08:05")
    told = [each for each in found["problems"] if "lenger ut enn kolonne IV" in each["what"]]
    assert sorted(each["where"] for each in told) == CELLS and all(each["next_step"] for each in told)
    assert {"welcome", "invitation"} <= {letter["kind"] for letter in found["letters"]}
    again = desk.run("2021-09-02T08:05")["problems"]
    assert [each for each in again if "kolonne IV" in each["what"]], "also when the file is remembered, or our own tabs were written in it"


def test_check_tells_it_too(office: Office) -> None:
    assert "kolonne IV" not in office.call("check")[1]
    office.edit(far_out)
    said = office.call("check")[1]
    assert all(each in said for each in CELLS) and "deltakere og" in said


def test_a_file_of_answers_tells_it_and_its_answers_count(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active
    for row in (["Deltaker", "Forslag til fokusområde"], ["p1", "Lyd"]):
        book.active.append(row)
    book.active.cell(2, FAR, "Lys")
    book.save(tmp_path / "svar.xlsx")
    found = read_answers(tmp_path / "svar.xlsx")
    assert [answer.text for answer in found.answers] == ["Lyd"]
    [told] = found.remarks
    assert told.where == "svar.xlsx, celle XFD2"


def test_a_csv_file_is_read_as_wide_as_it_is(tmp_path: Path) -> None:
    head = ["Deltaker", *[""] * 300, "Forslag til fokusområde"]
    (tmp_path / "svar.csv").write_text(";".join(head) + "\n" + ";".join(["p1", *[""] * 300, "Lyd"]) + "\n", encoding="utf-8")
    assert [answer.text for answer in read_answers(tmp_path / "svar.csv").answers] == ["Lyd"]
