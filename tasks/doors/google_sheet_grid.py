"""Rows as Google takes and gives them: plain JSON values, ranges in A1 notation, the size of a tab's grid."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

from tasks.circle.model.table import Cell, letter_of
from tasks.doors.ports import Rows

LONGEST_TEXT = 32_767  # characters in one cell, as in a workbook; Google itself takes 50,000
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_LAST_CELL = re.compile(r"!(?:[A-Z]+\d+:)?([A-Z]{1,4})(\d{1,9})$", re.ASCII)

Grid = list[list[str | int | float | bool]]


@dataclass(frozen=True, slots=True)
class Extent:
    """Rows and columns: of a tab's grid, or of what is filled in it."""

    rows: int
    columns: int

    def holds(self, other: "Extent") -> bool:
        return other.rows <= self.rows and other.columns <= self.columns

    def around(self, other: "Extent") -> "Extent":
        return Extent(max(self.rows, other.rows), max(self.columns, other.columns))


def extent_of(rows: Rows) -> Extent:
    return Extent(len(rows), max(map(len, rows), default=0))


def grid_extent(answer: Mapping[str, Any]) -> Extent:
    """The whole grid of a tab, from the range that Google names when it is asked for a whole tab («Oversikt!A1:Z1000»)."""
    found = _LAST_CELL.search(answer.get("range", ""))
    return Extent(int(found[2]), _column(found[1])) if found else Extent(0, 0)


def range_of(title: str, extent: Extent | None = None) -> str:
    """A tab, or its first rows and columns."""
    tab = "'" + title.replace("'", "''") + "'"
    return tab if extent is None else f"{tab}!A1:{letter_of(extent.columns - 1)}{extent.rows}"


def plain_rows(rows: Rows, zone: ZoneInfo) -> Grid:
    """The rows as they are written; empty cells and rows at the end are cut."""
    grid = [[_plain(cell, zone) for cell in row] for row in rows]
    for row in grid:
        while row and row[-1] == "":
            row.pop()
    while grid and not grid[-1]:
        grid.pop()
    return grid


def padded(rows: Grid, extent: Extent) -> Grid:
    """Blanks out to `extent`: written over what stood there before, they clear it."""
    blank: Grid = [[] for _ in range(extent.rows - len(rows))]
    return [row + [""] * (extent.columns - len(row)) for row in [*rows, *blank]]


def _plain(cell: Cell, zone: ZoneInfo) -> str | int | float | bool:
    """Moments become the text people read; with a zone they are told in the sheet's."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell.astimezone(zone) if cell.tzinfo else cell:%d.%m.%Y %H.%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, time):
        return f"{cell:%H.%M}"
    if isinstance(cell, float) and not isfinite(cell):  # JSON has no such numbers
        return str(cell)
    if isinstance(cell, str):
        return _CONTROLS.sub("", cell.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST_TEXT]
    return cell


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def rows_of(answer: Mapping[str, Any]) -> Sequence[Sequence[Cell]]:
    """The values of one range; Google has cut blanks at the end of rows and tabs already."""
    return list(answer["values"])
