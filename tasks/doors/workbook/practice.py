"""A recorded workbook: the sheet as it stood at a moment, for rehearsals and for trying a round at another time.

The tab «Øving» (Når, Fane, Rad, Kolonne, Verdi) says which edits an administrator makes and when. Rows of tabs with a
time stamp appear when they were stamped. Everything is local time of the circle.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from tasks.circle.model.cells import as_instant
from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.table import Cell, Column, Row, clean, headers_seen, normal, read_rows
from tasks.circle.model.tabs import EDITS, MEETINGS, SIGN_UPS
from tasks.doors.workbook.reading import Grid, find_tab, trimmed

#: The column by which «Rad» names a row; the first column in other tabs.
_KEYS = {normal(tab.name): tab[key] for tab, key in ((SIGN_UPS, "address"), (MEETINGS, "number"))}


@dataclass(frozen=True, slots=True)
class Edit:
    """One line of «Øving»: at `at` (aware UTC) somebody types `value` into column `column` of the row with the key `key`.

    `row` is its index when it has been found, at the end of the file's rows for a row that was added.
    """

    at: datetime
    key: Cell
    column: int
    value: Cell
    row: int = 0


@dataclass(frozen=True, slots=True)
class Recording:
    """One tab through time."""

    rows: Grid
    stamps: list[datetime | None]
    changes: list[Edit]

    def at(self, moment: datetime) -> Grid:
        """The rows at `moment` (aware UTC). Rows keep the numbers they have in the file; one not typed yet is empty."""
        rows = list(self.rows)
        for change in self.changes:
            if change.at > moment:
                break
            rows.extend([] for _ in range(change.row + 1 - len(rows)))
            row = list(rows[change.row])  # the file's own rows are shared: never change them
            row.extend([None] * (change.column + 1 - len(row)))
            row[change.column] = change.value
            rows[change.row] = row
        for index, stamp in enumerate(self.stamps):
            if stamp and stamp > moment:
                rows[index] = []
        return trimmed(rows)


def _changes(edits: list[Edit], grid: Grid, stamps: list[datetime | None], key: int) -> Iterator[Edit]:
    """Find each edit's row: the last one with the key that had been typed by then, or the last at all, or a new one."""
    places: dict[str, list[int]] = {}
    for index, cells in enumerate(grid[1:], start=1):
        if len(cells) > key:
            places.setdefault(_folded(cells[key]), []).append(index)
    rows = len(grid)
    for edit in edits:
        found = places.get(_folded(edit.key), [])
        typed = [index for index in found if index >= len(stamps) or (stamps[index] or edit.at) <= edit.at]
        row = (typed or found or [rows])[-1]
        if not found:
            rows += 1
            places[_folded(edit.key)] = [row]
            yield replace(edit, row=row, column=key, value=edit.key)
        if edit.column == key:  # from now on the row goes by its new key
            places[_folded(edit.key)].remove(row)
            places.setdefault(_folded(edit.value), []).append(row)
        yield replace(edit, row=row)


def recordings(tabs: Mapping[str, Grid], zone: ZoneInfo) -> dict[str, Recording]:
    """Every tab of the file as a `Recording`, by its name. Raises `Stop` with all mistakes of «Øving»."""
    edits = _edits(tabs, zone)
    return {name: _recording(name, grid, edits.get(name, []), zone) for name, grid in tabs.items() if normal(name) != normal(EDITS.name)}


def _recording(name: str, grid: Grid, edits: list[Edit], zone: ZoneInfo) -> Recording:
    headers = _headers(grid)
    stamped = _place(SIGN_UPS["stamp"], headers)
    stamps: list[datetime | None] = [None] * len(grid)
    if stamped is not None:
        stamps = [None, *(_stamp(row[stamped] if stamped < len(row) else None, zone) for row in grid[1:])]
    return Recording(grid, stamps, list(_changes(edits, grid, stamps, _key(name, headers))))


def _stamp(cell: Cell, zone: ZoneInfo) -> datetime | None:
    try:
        return as_instant(cell, zone)
    except ValueError:
        return None  # shown from the start: the intake of the row says what is wrong with it


def _edits(tabs: Mapping[str, Grid], zone: ZoneInfo) -> dict[str, list[Edit]]:
    name = find_tab(tabs, EDITS.name)
    if name is None:
        return {}
    problems: list[Problem] = []
    found: dict[str, list[Edit]] = {}
    for row in read_rows(replace(EDITS, name=name), tabs[name]):
        problems += _mistakes(row, tabs, zone)
        if not problems:
            tab = str(find_tab(tabs, row.text("tab")))
            found.setdefault(tab, []).append(_edit(row, tabs[tab], zone))
    if problems:
        raise Stop(problems)
    return {tab: sorted(edits, key=lambda edit: edit.at) for tab, edits in found.items()}


def _mistakes(row: Row, tabs: Mapping[str, Grid], zone: ZoneInfo) -> Iterator[Problem]:
    if _stamp(row.cells.get("at"), zone) is None:
        yield row.problem("at", "Tidspunktet mangler eller er ikke en dato med klokkeslett.", "Skriv det som 2021-09-15 10:00.")
    if not row.text("row"):
        yield row.problem("row", "Cellen er tom.", "Skriv nøkkelen til raden: Nr i «Møter», e-post i «Påmelding».")
    tab = find_tab(tabs, row.text("tab"))
    if tab is None:
        yield row.problem("tab", f"Fanen «{row.text('tab', 60)}» finnes ikke.", f"Fanene er: {', '.join(tabs)}.")
    elif normal(row.text("column")) not in _headers(tabs[tab]) or not row.text("column"):
        seen = headers_seen(tabs[tab][0] if tabs[tab] else ())
        yield row.problem("column", f"«{tab}» har ingen kolonne «{row.text('column', 60)}».", f"Rett cellen, eller fanens rad 1. {seen}")


def _edit(row: Row, grid: Grid, zone: ZoneInfo) -> Edit:
    at = as_instant(row.cells["at"], zone)
    assert at is not None  # noqa: S101 - _mistakes has looked
    return Edit(at, row.cells["row"], _headers(grid).index(normal(row.text("column"))), row.cells.get("value"))


def _headers(grid: Grid) -> list[str]:
    return [normal(cell) for cell in (grid[0] if grid else ())]


def _key(name: str, headers: list[str]) -> int:
    column = _KEYS.get(normal(name))
    return (_place(column, headers) if column else None) or 0


def _place(column: Column, headers: list[str]) -> int | None:
    """Where the column stands, by whichever of its names."""
    return next((headers.index(each) for each in map(normal, column.names) if each in headers), None)


def _folded(cell: Cell) -> str:
    return clean(cell).casefold()
