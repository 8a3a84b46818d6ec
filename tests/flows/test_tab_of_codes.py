"""«Koder» through a circle's life: who leaves the sheet leaves the tab when no note names them, and names go with the answers."""

from pathlib import Path

import openpyxl

from tests.flows.own_circle import OwnCircle


def listed(circle: OwnCircle) -> dict[str, str]:
    rows = openpyxl.load_workbook(circle.config / "practice.xlsx")["Koder"].iter_rows(min_row=2, values_only=True)
    return {str(row[0]): str(row[1]) for row in rows}


def test_names_stand_in_the_tab_as_long_as_the_codes_stand_for_anything(prefect_server: None, tmp_path: Path) -> None:
    circle = OwnCircle(tmp_path)
    circle.edit(lambda book: book.remove(book["Øving"]))
    circle.round("2021-11-20T08:05+01:00")
    first = listed(circle)
    assert len(first) > 20

    gone = openpyxl.load_workbook(circle.config / "practice.xlsx")["Påmelding"]["B2"].value
    circle.edit(lambda book: book["Påmelding"].delete_rows(2))
    for at, names in (("2021-11-21T08:05+01:00", first), ("2021-11-27T08:05+01:00", first)):
        circle.round(at)
        assert listed(circle) == names, "a note names the code for a week, and the tab says whose it is (R29)"
    circle.round("2021-11-29T08:05+01:00")
    assert sorted(first.items() - listed(circle).items()) == [(code, name) for code, name in first.items() if name == gone]

    for at in ("2022-02-01T08:05+01:00", "2022-08-01T08:05+02:00"):  # the circle closes; six months later its answers are deleted
        circle.round(at)
    assert listed(circle) == {}
    circle.close()
