"""The Google Sheet: read in one call, the program's own tabs written in at most two (RULES.md «Sheet»)."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gspread.utils import a1_to_rowcol

from tasks.circle.model.errors import Problem
from tasks.circle.model.table import Cell, clean, letter_of, normal
from tasks.circle.model.tabs import refuse_peoples
from tasks.doors.google_sheet.client import GOOGLE, Line
from tasks.doors.google_sheet.faults import Refusal
from tasks.doors.ports import Rows

# Rows as Google takes and gives them: plain JSON values, ranges in A1 notation, the size of a tab's grid.

LONGEST_TEXT = 32_767  # characters in one cell, as in a workbook; Google itself takes 50,000
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_LAST_CELL = re.compile(r"!(?:[A-Z]+\d+:)?([A-Z]{1,4}\d{1,9})$", re.ASCII)

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
    return Extent(*a1_to_rowcol(found[1])) if found else Extent(0, 0)


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
    if isinstance(cell, time_of_day):
        return f"{cell:%H.%M}"
    if isinstance(cell, float) and not isfinite(cell):  # JSON has no such numbers
        return str(cell)
    if isinstance(cell, str):
        return _CONTROLS.sub("", cell.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST_TEXT]
    return cell


TIMEOUTS = (5.0, 30.0)  # seconds: for connecting, for an answer
#: Seconds after which a tab that wasn't there is looked for again: somebody may have made it.
ABSENCE_HOLDS = 3600.0
SMALLEST = Extent(200, 12)  # the grid of a new tab


@dataclass(frozen=True, slots=True)
class _Tab:
    """A tab of ours as last seen: its exact title, its grid, and how much of it is filled."""

    title: str
    grid: Extent
    filled: Extent


class GoogleSheet:
    """`Sheet` over a Google Sheet, with a service account. Nothing is asked of Google before the first call.

    Nothing of a tab is left out, however wide it is. Dates and times come as the numbers Google keeps them as;
    `tasks.circle.model.cells` reads them as the sheet's local time.
    """

    left_out: Sequence[Problem] = ()

    def __init__(
        self, spreadsheet: str, account: str, *, api_url: str = GOOGLE, zone: ZoneInfo, timeouts: tuple[float, float] = TIMEOUTS,
        clock: Callable[[], float] = time.time, sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        """`spreadsheet`: id or address of the sheet. `account`: the JSON of its service account. `zone`: the circle's.

        Raises `Stop` when the account is missing or broken, or an address isn't safe.
        """
        self.line = Line(spreadsheet, account, api_url, timeouts, clock, sleep)
        self.zone = zone
        self._ids: dict[str, int] | None = None  # tabs by their exact titles, once Google has been asked
        self._asked = 0.0
        self._seen: dict[str, _Tab] = {}

    def read(self, tabs: Sequence[str], at: datetime) -> Mapping[str, Rows]:
        """The values of `tabs` in one call (two more when one is missing and that isn't known yet). Raises `Stop`."""
        try:
            return self._values(self._present(tabs))
        except Refusal as refusal:
            if refusal.status != 400:  # one missing tab makes Google refuse them all
                raise
        self.look_up()
        return self._values(self._present(tabs))

    def others(self) -> Mapping[str, Rows]:
        """None: a round is one read. `check` asks for the tabs that forms write."""
        return {}

    def write(self, tabs: Mapping[str, Rows]) -> None:
        """Replace the program's own tabs, RAW; repeated, it gives the same sheet.

        Raises ValueError for «Påmelding» and «Møter» (people own them: a mistake in the program), `Stop` when it can't be done.
        """
        refuse_peoples(tabs)
        new = {tab: plain_rows(rows, self.zone) for tab, rows in tabs.items()}
        try:
            self._replace(new)
        except Refusal as refusal:
            self._seen.clear()
            if refusal.status != 400:
                raise
            self._ids = None  # somebody has added, removed or renamed a tab since it was read
            self._replace(new)

    def look(self) -> list[Problem]:
        """What a person should mend although the sheet can be read; one read. Raises `Stop` when it can't be read."""
        theirs = self.look_up()["properties"]["timeZone"]
        if not _differs(theirs, self.zone, self.line.clock()):
            return []
        what = f"Arket bruker tidssonen {clean(theirs, 60)}, sirkelen {self.zone.key}: tidsmerker fra skjemaet blir lest feil."
        return [Problem(self.line.where, what, f"Åpne arket, velg «Fil» → «Innstillinger», og sett tidssonen til {self.zone.key}.")]

    def look_up(self) -> Mapping[str, Any]:
        """Ask which tabs there are and remember it; returns what Google said about the document."""
        found = self.line.describe()
        properties = [each["properties"] for each in found["sheets"]]
        self._ids = {each["title"]: each["sheetId"] for each in properties}
        self._asked = self.line.clock()
        self._seen = {tab: seen for tab, seen in self._seen.items() if seen.title in self._ids}
        return found

    def _present(self, tabs: Sequence[str]) -> dict[str, str]:
        """The exact titles of those that exist, as far as it is known; all of them when nothing is known yet."""
        if self._ids is None:
            return {tab: tab for tab in tabs}
        absent = [tab for tab in tabs if not self.title_of(tab)]
        if absent and self.line.clock() - self._asked > ABSENCE_HOLDS:
            self.look_up()
        return {tab: title for tab in tabs if (title := self.title_of(tab))}

    def title_of(self, tab: str) -> str:
        """The exact title of a tab, whatever its case, blanks and Unicode form; "" when there is none, or nobody has looked."""
        return next((title for title in self._ids or () if normal(title) == normal(tab)), "")

    def _values(self, titles: Mapping[str, str]) -> dict[str, Rows]:
        answers = self.line.values([range_of(title) for title in titles.values()]) if titles else []
        found: dict[str, Rows] = {}
        for (tab, title), answer in zip(titles.items(), answers, strict=True):
            found[tab] = answer["values"]  # blanks at the end of rows and tabs Google has cut already
            self._seen[normal(tab)] = _Tab(title, grid_extent(answer), extent_of(found[tab]))
        return found

    def _replace(self, new: Mapping[str, Grid]) -> None:
        unknown = [tab for tab in new if normal(tab) not in self._seen and (self._ids is None or self.title_of(tab))]
        if unknown:
            self.read(unknown, datetime.now(UTC))
        plans = {tab: self._plan(tab, rows) for tab, rows in new.items()}
        changes = [change for tab, plan in plans.items() if (change := self._change(tab, plan))]
        if changes:
            made = self.line.change(changes)
            if self._ids is not None:
                self._ids |= {properties["title"]: properties["sheetId"] for properties in made}
        written = {tab: plan for tab, plan in plans.items() if plan.filled.rows}
        if written:
            self.line.write({range_of(plan.title, plan.filled): padded(new[tab], plan.filled) for tab, plan in written.items()})
        for tab, plan in plans.items():
            grid = plan.grid.around(plan.filled)
            self._seen[normal(tab)] = _Tab(plan.title, grid, extent_of(new[tab]))

    def _plan(self, tab: str, rows: Grid) -> _Tab:
        """Where the new rows go: `filled` covers them and all that stood there before; an empty grid is a tab to be made."""
        before = self._seen.get(normal(tab)) or _Tab(tab, Extent(0, 0), Extent(0, 0))
        return _Tab(before.title, before.grid, before.filled.around(extent_of(rows)))

    def _change(self, tab: str, plan: _Tab) -> Mapping[str, Any] | None:
        """Google refuses to write outside a tab's grid: the tab is made, or its grid made larger, first."""
        if not plan.grid.rows:
            size = SMALLEST.around(plan.filled)
            grid = {"rowCount": size.rows, "columnCount": size.columns, "frozenRowCount": 1}
            return {"addSheet": {"properties": {"title": tab, "gridProperties": grid}}}
        if plan.grid.holds(plan.filled):
            return None
        if self._ids is None:
            self.look_up()
        size = plan.grid.around(plan.filled)
        properties = {"sheetId": (self._ids or {})[plan.title], "gridProperties": {"rowCount": size.rows, "columnCount": size.columns}}
        return {"updateSheetProperties": {"properties": properties, "fields": "gridProperties.rowCount,gridProperties.columnCount"}}


def _differs(theirs: str, ours: ZoneInfo, now: float) -> bool:
    """Whether the clocks of two zones differ in the year that begins now; a zone this machine doesn't know does."""
    try:
        other = ZoneInfo(theirs)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a name too long for a file, or that of a folder
        return True
    moments = [datetime.fromtimestamp(now + days * 86_400, UTC) for days in range(0, 366, 30)]
    return any(moment.astimezone(other).utcoffset() != moment.astimezone(ours).utcoffset() for moment in moments)
