"""The embedded sheet: an .xlsx workbook, read with openpyxl. Writing lies in `writing`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tasks.circle.model.errors import Problem
from tasks.circle.model.tabs import EDITS, READ_NAMES, WEB_SIGN_UPS, WRITTEN_NAMES
from tasks.doors.bounded.workbooks import TabRows
from tasks.doors.ports import Rows, Sheet
from tasks.doors.workbook.practice import Recording, recordings
from tasks.doors.workbook.reading import Stamp, beside, find_tab, read_tabs


class Workbook:
    """`Sheet` over a file that people edit in their spreadsheet program.

    A *recorded* workbook is shown as it stood at the asked time: rows appear when they were stamped, and the edits of
    the tab «Øving» happen when it says.
    """

    def __init__(self, source: Path, target: Path | None = None, recorded: bool | None = None, *, zone: ZoneInfo) -> None:
        """`source` is read. The program's own tabs go to `target` (default: `source`), which starts as a copy of it.

        `recorded`: None means "when it has a tab «Øving»". `zone` is the one that typed times are meant in.
        """
        self._source, self._target = (path.resolve() if path.is_symlink() else path for path in (source, target or source))
        self._recorded = recorded
        self._zone = zone
        self._stamp: Stamp | None = None
        self._recordings: dict[str, Recording] = {}
        self.left_out: Sequence[Problem] = ()

    def read(self, tabs: Sequence[str], at: datetime) -> Mapping[str, Rows]:
        """The values of `tabs` under the names they were asked by. Raises `Stop` when the file can't be read."""
        state, found = read_tabs(self._source)
        apart = self._own(beside(self._target), [tab for tab in tabs if tab in (*WRITTEN_NAMES, WEB_SIGN_UPS.name)])
        tabs = [tab for tab in tabs if tab not in apart]
        names = {tab: name for tab in tabs if (name := find_tab(found, tab)) is not None}
        rows = ((tab, found[name]) for tab, name in names.items())
        self.left_out = [problem for tab, each in rows if isinstance(each, TabRows) for problem in each.left_out(f"«{tab}»")]
        if self._target != self._source:  # a practice sheet is only read
            apart |= self._own(self._target, [tab for tab in tabs if tab not in names])
        if not self._shows_time(found):
            return {**{tab: found[name] for tab, name in names.items()}, **apart}
        if state != self._stamp:
            self._recordings = recordings(found, self._zone)
            self._stamp = state
        shown = {tab: self._recordings[name].at(at) for tab, name in names.items() if name in self._recordings}
        return {**shown, **apart}

    def others(self) -> Mapping[str, Rows]:
        """The tabs that are nobody's of `tasks.circle.model.tabs`; of a recorded workbook none. Raises `Stop` as `read`."""
        found = read_tabs(self._source)[1]
        if self._shows_time(found):
            return {}
        known = {find_tab(found, tab) for tab in (*READ_NAMES, *WRITTEN_NAMES)}
        return {name: rows for name, rows in found.items() if name not in known}

    @staticmethod
    def _own(path: Path, tabs: Sequence[str]) -> dict[str, Rows]:
        """What the program wrote in another file than the one it reads."""
        if not tabs or not path.exists():
            return {}
        found = read_tabs(path)[1]
        return {tab: found[name] for tab in tabs if (name := find_tab(found, tab)) is not None}

    def look(self) -> str:
        """For `check`, after what was read: where the program's own tabs go when that is not in the workbook itself; "" when it is."""
        from tasks.doors.workbook.grafting import why_not

        other, why = beside(self._target), why_not(self._source.read_bytes())
        words = f"; programmets egne faner skrives i «{other.name}» ved siden av"
        return f"{words}, for arbeidsboken {why}" if why else words if other.exists() else ""

    def write(self, tabs: Mapping[str, Rows]) -> None:
        """Replace the program's own tabs. A file that holds them already is left alone.

        Raises ValueError for «Påmelding» and «Møter» (people own them: a mistake in the program), `Stop` when the file is
        open elsewhere, locked, or can't be written.
        """
        from tasks.doors.workbook.writing import replace_tabs  # openpyxl takes a while to import, and many only read

        replace_tabs(self._source, self._target, tabs, self._zone)

    def _shows_time(self, found: Mapping[str, Rows]) -> bool:
        return find_tab(found, EDITS.name) is not None if self._recorded is None else self._recorded


# A rehearsal's sheet: what the program writes is kept in memory and put into the file once, at the end.
#
# Hundreds of simulated rounds would otherwise save the workbook hundreds of times, for nobody to read.


class KeptSheet:
    """`Sheet` in front of another one."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._kept: dict[str, Rows] = {}

    @property
    def left_out(self) -> Sequence[Problem]:
        return self._sheet.left_out

    def others(self) -> Mapping[str, Rows]:
        return self._sheet.others()

    def read(self, tabs: Sequence[str], at: datetime) -> Mapping[str, Rows]:
        """As the sheet behind it would answer if everything had been written."""
        return {**self._sheet.read([tab for tab in tabs if tab not in self._kept], at), **{tab: self._kept[tab] for tab in tabs if tab in self._kept}}

    def write(self, tabs: Mapping[str, Rows]) -> None:
        """Keep it; a later write of the same tab replaces it."""
        self._kept |= tabs

    def flush(self) -> None:
        """Write what was kept to the sheet behind."""
        if self._kept:
            self._sheet.write(self._kept)
