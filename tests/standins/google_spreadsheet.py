"""The stand-in's spreadsheets: tabs with a grid of cells, and what an administrator does to them by hand."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.standins.google_cells import Cell, cell_of
from tests.standins.google_ranges import Area, area_of, split

ROWS, COLUMNS = 1000, 26
CircleRef = tuple[int, int]


class Refused(Exception):  # noqa: N818 - an answer of Google's, not a mistake of ours
    """An answer that is no success: HTTP status, Google's word for it, its message."""

    def __init__(self, code: int, status: str, message: str, details: Sequence[Any] = ()) -> None:
        super().__init__(message)
        self.code, self.status, self.message, self.details = code, status, message, list(details)


def invalid(message: str) -> Refused:
    return Refused(400, "INVALID_ARGUMENT", message)


@dataclass
class Tab:
    """One tab; only cells that hold something are in `cells`, by row and column counted from 0."""

    id: int
    title: str
    rows: int = ROWS
    columns: int = COLUMNS
    hidden: bool = False
    frozen_rows: int = 0
    cells: dict[CircleRef, Cell] = field(default_factory=dict)
    notes: dict[CircleRef, str] = field(default_factory=dict)
    bold: set[CircleRef] = field(default_factory=set)
    choices: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def put(self, row: int, column: int, cell: Cell | None) -> None:
        self.cells.pop((row, column), None) if cell is None else self.cells.update({(row, column): cell})

    def fill(self, rows: Iterable[Iterable[Any]], top: int = 0, left: int = 0) -> None:
        """Type values from a corner on; the grid grows where it must."""
        for row, values in enumerate(rows, top):
            for column, value in enumerate(values, left):
                self.put(row, column, cell_of(value))
        self.grow()

    def grow(self) -> None:
        self.rows = max([self.rows, *(row + 1 for row, _ in self.cells)])
        self.columns = max([self.columns, *(column + 1 for _, column in self.cells)])

    def values(self) -> list[list[Any]]:
        """What stands in the tab, without trailing blanks; dates as numbers."""
        height = max((row + 1 for row, _ in self.cells), default=0)
        widths = [max((column + 1 for row, column in self.cells if row == at), default=0) for at in range(height)]
        return [[self.cells[at, n].value if (at, n) in self.cells else "" for n in range(width)] for at, width in enumerate(widths)]

    def move(self, axis: int, start: int, by: int) -> None:
        """Insert (`by` > 0) or delete rows (`axis` 0) or columns (1) at `start`; what lies beyond moves along."""
        gone = range(start, start - by) if by < 0 else range(0)
        for name in ("cells", "notes"):
            kept: dict[tuple[int, int], Any] = {}
            for place, what in getattr(self, name).items():
                if place[axis] in gone:
                    continue
                at = place[axis] + (by if place[axis] >= start else 0)
                kept[(at, place[1]) if axis == 0 else (place[0], at)] = what
            setattr(self, name, kept)
        self.rows, self.columns = self.rows + by * (axis == 0), self.columns + by * (axis == 1)

    def insert_rows(self, before: int, count: int = 1) -> None:
        """`before` is the row number people see."""
        self.move(0, before - 1, count)

    def delete_rows(self, first: int, count: int = 1) -> None:
        self.move(0, first - 1, -count)

    def sort(self, column: int, *, descending: bool = False, headers: int = 1) -> None:
        """Sort the whole tab below its headers by a column (1 is A), as people do it."""
        area = Area(headers, 0, self.rows, self.columns)
        self.sort_area(area, [(column - 1, descending)])

    def sort_area(self, area: Area, by: Sequence[tuple[int, bool]]) -> None:
        """Numbers before text before ticks, blanks last, whatever the direction; values move, rows don't."""
        order = list(range(area.top, area.bottom))
        for column, descending in reversed(by):
            filled = [row for row in order if (row, column) in self.cells]
            filled.sort(key=lambda row: _rank(self.cells[row, column].value), reverse=descending)
            order = filled + [row for row in order if (row, column) not in self.cells]
        inside = {place: self.cells.pop(place) for place in list(self.cells) if area.holds(*place)}
        new = {old: area.top + at for at, old in enumerate(order)}
        self.cells.update({(new[row], column): cell for (row, column), cell in inside.items()})

    def merge(self, area: Area, kind: str) -> None:
        """MERGE_ALL, MERGE_ROWS, MERGE_COLUMNS: of merged cells only the first keeps what it holds."""
        tops = range(area.top, area.bottom) if kind == "MERGE_ROWS" else [area.top]
        lefts = range(area.left, area.right) if kind == "MERGE_COLUMNS" else [area.left]
        kept = {(row, column) for row in tops for column in lefts}
        for place in [place for place in self.cells if area.holds(*place) and place not in kept]:
            del self.cells[place]


def _rank(value: Any) -> tuple[int, Any]:
    if isinstance(value, bool):
        return (2, value)
    return (1, value.casefold()) if isinstance(value, str) else (0, value)


@dataclass
class Spreadsheet:
    """A document; `roles` says what the accounts it is shared with may do: "writer" or "reader"."""

    id: str
    tabs: list[Tab]
    title: str = "Læringssirkel"
    locale: str = "nb_NO"
    zone: str = "Europe/Oslo"
    roles: dict[str, str] = field(default_factory=dict)
    ranges: dict[str, tuple[str, int, Area]] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: itertools.count(900_001, 7))

    def __getitem__(self, title: str) -> Tab:
        """The tab of that title; KeyError when there is none."""
        found = self.titled(title)
        if found is None:
            raise KeyError(title)
        return found

    def titled(self, title: str) -> Tab | None:
        return next((tab for tab in self.tabs if tab.title.casefold() == title.casefold()), None)

    def numbered(self, number: int | None, where: str) -> Tab:
        found = next((tab for tab in self.tabs if tab.id == (number or 0)), None)
        if found is None:
            raise invalid(f"Invalid {where}: No grid with id: {number or 0}")
        return found

    def add(self, title: str, values: Iterable[Iterable[Any]] = (), **size: Any) -> Tab:
        tab = Tab(0 if not self.tabs else next(self.numbers), title, **size)
        tab.fill(values)
        self.tabs.append(tab)
        return tab

    def contents(self) -> Mapping[str, list[list[Any]]]:
        return {tab.title: tab.values() for tab in self.tabs}

    def area(self, text: str) -> tuple[Tab, Area]:
        """The tab and cells a range names. Raises Google's 400 when it names none, or begins outside the grid."""
        title, rest = split(text)
        tab = self.titled(title) if title is not None else None
        if title is None:
            whole = self.titled(rest)
            tab, rest = (whole, "") if whole else (self.tabs[0], rest)
        if tab is None:
            raise invalid(f"Unable to parse range: {text}")
        if not rest:
            return tab, Area(0, 0, tab.rows, tab.columns)
        for name, number, area in self.ranges.values():
            if name == rest and number == tab.id:
                return tab, area
        found = area_of(rest, tab.rows, tab.columns)
        if found is None:
            raise invalid(f"Unable to parse range: {text}")
        if found.top >= tab.rows or found.left >= tab.columns:
            raise invalid(f"Range ({text}) exceeds grid limits. Max rows: {tab.rows}, max columns: {tab.columns}")
        return tab, Area(found.top, found.left, min(found.bottom, tab.rows), min(found.right, tab.columns), found.anchor)
