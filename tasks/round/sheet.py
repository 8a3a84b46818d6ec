"""The sheet and the ledger, read for a round; the program's own tabs, written."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from tasks.circle.coordinator.own_tabs import OWN_TABS
from tasks.circle.model.records import Memory
from tasks.circle.model.table import Cell
from tasks.circle.snapshot import TABS, Values
from tasks.context import CircleRef, context_of
from tasks.round.step import round_task


@round_task("les ark og hukommelse")
def read_circle(ref: CircleRef, at: datetime) -> tuple[Values, Memory]:
    """Everything a round looks at: one read of the sheet (as of `at`, UTC, where it is recorded), one of the ledger."""
    doors = context_of(ref).doors
    return doors.sheet.read((*TABS, *OWN_TABS), at), doors.ledger.memory(ref.circle)


@round_task("skriv egne faner")
def write_tabs(ref: CircleRef, tabs: Mapping[str, Sequence[Sequence[Cell]]]) -> None:
    """Replace the program's own tabs, all in one call."""
    context_of(ref).doors.sheet.write(tabs)
