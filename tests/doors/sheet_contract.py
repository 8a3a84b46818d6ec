"""What every `Sheet` must do, whichever spreadsheet is behind it. A subclass gives the fixture `sheet` (filled as `TABS`)."""

from datetime import UTC, datetime, time

import pytest

from tasks.circle.model.cells import Moment, as_date, as_hours
from tasks.circle.model.table import Cell, clean
from tasks.doors.ports import Sheet

NOW = datetime(2021, 6, 1, 8, 0, tzinfo=UTC)
SIGNED_UP = datetime(2021, 5, 2, 9, 30)
FIRST_DAY = datetime(2021, 5, 11)
TABS: dict[str, list[list[Cell]]] = {
    "Påmelding": [
        ["Tidsmerke", "Navn", "E-post", "Avmeldt"],
        [SIGNED_UP, "Åse Ødegård", "åse@example.org", None],
        [],
        ["", "=HYPERLINK(1)", "ola@example.org", True],
    ],
    "Møter": [["Nr", "Dato", "Start"], [1, FIRST_DAY, "09.15"]],
    "Fravær": [["Tidsmerke", "Deltaker", "Møte", "Kommer"]],
}


class SheetContract:
    @pytest.fixture
    def sheet(self) -> Sheet:
        raise NotImplementedError

    def test_the_asked_tabs_come_with_headers_first_and_people_s_values(self, sheet: Sheet) -> None:
        found = sheet.read(["Påmelding", "Møter"], NOW)
        assert [clean(cell) for cell in found["Påmelding"][0]] == ["Tidsmerke", "Navn", "E-post", "Avmeldt"]
        assert clean(found["Påmelding"][1][1]) == "Åse Ødegård"
        assert as_date(found["Møter"][1][1]) == FIRST_DAY.date()
        assert as_hours(found["Møter"][1][2]) == Moment(start=time(9, 15))

    def test_an_empty_row_keeps_its_place_so_that_row_numbers_are_true(self, sheet: Sheet) -> None:
        rows = sheet.read(["Påmelding"], NOW)["Påmelding"]
        assert not any(clean(cell) for cell in rows[2])
        assert clean(rows[3][2]) == "ola@example.org"

    def test_a_ticked_box_comes_as_true(self, sheet: Sheet) -> None:
        assert sheet.read(["Påmelding"], NOW)["Påmelding"][3][3] is True

    def test_a_tab_with_headers_only_is_there_and_an_absent_one_is_not(self, sheet: Sheet) -> None:
        found = sheet.read(["Fravær", "Samråd"], NOW)
        assert len(found["Fravær"]) == 1
        assert "Samråd" not in found

    def test_what_is_written_is_the_whole_content_of_the_tab(self, sheet: Sheet) -> None:
        sheet.write({"Oversikt": [["Møte", "Neste"], [1, "invitasjon"], [2, "invitasjon"]]})
        sheet.write({"Oversikt": [["Møte", "Neste"], [1, "påminnelse"]], "Merknader": [["Hvor"]]})
        found = sheet.read(["Oversikt", "Merknader"], NOW)
        assert [[clean(cell) for cell in row] for row in found["Oversikt"]] == [["Møte", "Neste"], ["1", "påminnelse"]]
        assert [clean(cell) for cell in found["Merknader"][0]] == ["Hvor"]

    @pytest.mark.parametrize("text", ["=1+1", "+47 123", "-2", "@SUM(A1)", "#N/A", "00479", "2,5", "Nan", "12.10"])
    def test_text_stays_text_and_is_never_a_formula(self, sheet: Sheet, text: str) -> None:
        sheet.write({"Merknader": [["Hvor", "Hva"], ["rad 2", text]]})
        assert sheet.read(["Merknader"], NOW)["Merknader"][1][1] == text

    @pytest.mark.parametrize("tab", ["Påmelding", "Møter", " møter "])
    def test_people_s_tabs_are_never_written(self, sheet: Sheet, tab: str) -> None:
        before = sheet.read(["Påmelding", "Møter"], NOW)
        with pytest.raises(ValueError, match="people own"):
            sheet.write({"Oversikt": [["Møte"]], tab: [["Nr"]]})
        after = sheet.read(["Påmelding", "Møter", "Oversikt"], NOW)
        assert after == before
