"""A tab of a workbook read cell by cell, where openpyxl gives up all of the file for one that it can't read."""

from collections.abc import Iterator
from typing import Any

from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet._reader import WorkSheetParser

from tasks.circle.model.apart import Fault, apart

#: What the cell shows instead, as Excel itself would: whoever needs it is told where it stands.
NO_VALUE = "#VALUE!"
#: Columns of a sheet (XFD); a cell beyond stands nowhere.
LAST_COLUMN = 16_384


class _Parser(WorkSheetParser):
    def parse_cell(self, element: Any) -> Any:
        """As openpyxl has it, with `NO_VALUE` for what can't be read."""
        found = apart(lambda: super(_Parser, self).parse_cell(element))
        if not isinstance(found, Fault):
            return found
        place = apart(lambda: coordinate_to_tuple(element.get("r")))
        row, column = (self.row_counter, self.col_counter + 1) if isinstance(place, Fault) else place
        self.col_counter = column
        return {"row": row, "column": column, "value": NO_VALUE, "data_type": "e", "style_id": 0}


def rows_apart(sheet: Any) -> Iterator[list[Any]]:
    """The values of a tab that was opened for reading only, row by row."""
    book = sheet.parent
    known = {"data_only": book.data_only, "epoch": book.epoch, "date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
    number = 0
    with sheet._get_source() as source:
        for at, cells in _Parser(source, sheet._shared_strings, **known).parse():
            yield from ([] for _ in range(number + 1, at))
            number = max(number, at)
            row: list[Any] = []
            for cell in cells:
                if cell["column"] <= LAST_COLUMN:
                    row += [None] * (cell["column"] - len(row))
                    row[cell["column"] - 1] = cell["value"]
            yield row
