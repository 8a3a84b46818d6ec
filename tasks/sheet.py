"""The sheet and the ledger, read for a round; the program's own tabs, written."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from tasks.beat import beat
from tasks.circle.overview import OWN_TABS
from tasks.circle.state import Memory
from tasks.circle.table import Cell
from tasks.circle.world import TABS, Values
from tasks.place import Place, equipped


@beat("les ark og hukommelse")
def read_circle(place: Place, at: datetime) -> tuple[Values, Memory]:
    """Everything a round looks at: one read of the sheet (as of `at`, UTC, where it is recorded), one of the ledger."""
    doors = equipped(place).doors
    return doors.sheet.read((*TABS, *OWN_TABS), at), doors.ledger.memory(place.circle)


@beat("skriv egne faner")
def write_tabs(place: Place, tabs: Mapping[str, Sequence[Sequence[Cell]]]) -> None:
    """Replace the program's own tabs, all in one call."""
    equipped(place).doors.sheet.write(tabs)
