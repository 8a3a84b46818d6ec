"""A rehearsal's sheet: what the program writes is kept in memory and put into the file once, at the end.

Hundreds of simulated rounds would otherwise save the workbook hundreds of times, for nobody to read.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from tasks.doors.ports import Rows, Sheet


class KeptSheet:
    """`Sheet` in front of another one."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._kept: dict[str, Rows] = {}

    def read(self, tabs: Sequence[str], at: datetime) -> Mapping[str, Rows]:
        """As the sheet behind it would answer if everything had been written."""
        return {**self._sheet.read([tab for tab in tabs if tab not in self._kept], at), **self._only(tabs)}

    def write(self, tabs: Mapping[str, Rows]) -> None:
        """Keep it; a later write of the same tab replaces it."""
        self._kept |= tabs

    def flush(self) -> None:
        """Write what was kept to the sheet behind."""
        if self._kept:
            self._sheet.write(self._kept)

    def _only(self, tabs: Sequence[str]) -> dict[str, Rows]:
        return {tab: self._kept[tab] for tab in tabs if tab in self._kept}
