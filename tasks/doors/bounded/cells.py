"""The cells of an .xlsx file that is `lean` (`tasks.doors.bounded.workbooks`), each that can't be read apart from the others."""

import io
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter
from openpyxl.worksheet._reader import WorkSheetParser

from tasks.circle.model.apart import Fault, apart
from tasks.doors.bounded.workbooks import TabRows, TooLarge

#: What a cell shows that can't be read, as Excel itself would: whoever needs it is told where it stands.
NO_VALUE = "#VALUE!"
#: Nothing is read further out than this (column IV), nor further down: the first cell that is there is told.
LAST_COLUMN, LAST_ROW, ROWS_OF_A_SHEET = 256, 50_000, 1_048_576


def tabs_of(content: bytes, data_only: bool = True) -> Iterator[tuple[str, TabRows]]:
    """The tabs of a `lean` file and their values, without what is blank at the end of rows and tab; `data_only`: results of formulas.

    Raises `TooLarge`, or whatever openpyxl stumbles over.
    """
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=data_only)
    for sheet in book.worksheets:
        # Nearly always the quick way; where one cell can't be read, each is read apart.
        rows = apart(lambda sheet=sheet: _rows(sheet, WorkSheetParser), TooLarge)  # type: ignore[misc]
        yield sheet.title, _rows(sheet, _Apart) if isinstance(rows, Fault) else rows
    book.close()


class _Apart(WorkSheetParser):
    def parse_cell(self, element: Any) -> Any:
        """As openpyxl has it, with `NO_VALUE` for what can't be read."""
        found = apart(lambda: super(_Apart, self).parse_cell(element))
        if not isinstance(found, Fault):
            return found
        place = apart(lambda: coordinate_to_tuple(element.get("r")))
        row, column = (self.row_counter, self.col_counter + 1) if isinstance(place, Fault) else place
        self.col_counter = column
        return {"row": row, "column": column, "value": NO_VALUE, "data_type": "e", "style_id": 0}


def _rows(sheet: Any, kind: type[WorkSheetParser]) -> TabRows:
    """By openpyxl's own parser: its rows are as wide as their last cell, and begin at the size that the file claims to have."""
    book = sheet.parent
    known = {"data_only": book.data_only, "epoch": book.epoch, "date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
    found = TabRows()
    with sheet._get_source() as source:
        for number, cells in kind(source, sheet._shared_strings, **known).parse():
            row: list[Any] = []
            for cell in cells:
                value, column = cell["value"], cell["column"]
                if value is None or (isinstance(value, str) and not value.strip()):
                    continue
                if column > LAST_COLUMN:
                    found.beyond = found.beyond or f"{get_column_letter(column)}{number}"
                    continue
                row += [None] * (column - len(row))
                row[column - 1] = value
            if not row or number > ROWS_OF_A_SHEET:
                continue
            if number > LAST_ROW:
                raise TooLarge(f"har noe i rad {number} i fanen «{sheet.title}»")
            found += [[] for _ in range(number - len(found))]
            found[number - 1] = row
    return found
