"""A list as a workbook of one tab, for people to take along."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tasks.circle.model.table import Cell

#: Characters of a column.
WIDE, NARROW = 28, 12


def write_list(path: Path, title: str, grid: Sequence[Sequence[Cell]], wide: Sequence[bool], shares: Sequence[bool]) -> None:
    """Write `grid`, headings first, over what lies at `path`; of each column whether it is wide, and whether it is a share (0 to 1)."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one tab
    sheet.title, sheet.freeze_panes = title, "B2"
    for row in grid:
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a name is never a formula
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for place, (is_wide, is_share) in enumerate(zip(wide, shares, strict=True), 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDE if is_wide else NARROW
        for number in range(2, sheet.max_row + 1) if is_share else ():
            sheet.cell(number, place).number_format = "0 %"
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
