"""The results of people's formulas in a workbook that openpyxl saves.

openpyxl keeps a formula and drops what it had come to. Until somebody opens the file in a spreadsheet program the cell
would read as empty, so that a date typed as a formula would be gone for us: the results are put back into the file.
"""

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook import Workbook as Book
from openpyxl.xml.functions import fromstring, tostring

from tasks.circle.model.table import Cell
from tasks.doors.workbook.reading import Grid, has_formulas

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def with_results(book: Book, content: bytes, known: Mapping[str, Grid]) -> bytes:
    """`content` (what `book` was saved as) with the results of formulas that `known` has from before, by tab."""
    # openpyxl numbers the files of the tabs in their order.
    tabs = {f"xl/worksheets/sheet{number}.xml": known.get(sheet.title, []) for number, sheet in enumerate(book.worksheets, 1)}
    with zipfile.ZipFile(io.BytesIO(content)) as saved:
        lacking = {name for name in tabs if has_formulas(saved, name)}
        if not lacking:
            return content
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fresh:
            for item in saved.infolist():
                part = saved.read(item)
                fresh.writestr(item, _filled(part, tabs[item.filename], book.epoch) if item.filename in lacking else part)
    return out.getvalue()


def _filled(part: bytes, grid: Grid, epoch: datetime) -> bytes:
    root = fromstring(part)
    for cell in root.iter(f"{_MAIN}c"):
        if cell.find(f"{_MAIN}f") is not None:
            row, column = coordinate_to_tuple(str(cell.get("r")))
            cells = grid[row - 1] if row <= len(grid) else []
            _fill(cell, cells[column - 1] if column <= len(cells) else None, epoch)
    content: Any = tostring(root)  # UTF-8 bytes, whether openpyxl found lxml or not
    return bytes(content)


def _fill(cell: Any, value: Cell, epoch: datetime) -> None:
    result = cell.find(f"{_MAIN}v")
    if value is None or result is None or (isinstance(value, str) and value.startswith("=")):
        return  # it had no result before either
    if isinstance(value, bool):
        kind, text = "b", str(int(value))
    elif isinstance(value, str):
        kind, text = ("e" if value.startswith("#") and value.isupper() else "str"), value
    elif isinstance(value, (datetime, date, time)):
        kind, text = "n", repr(to_excel(value, epoch))  # type: ignore[no-untyped-call]
    else:
        kind, text = "n", repr(value)
    cell.set("t", kind)
    result.text = text
