"""`forget ADDRESS`: erase what the ledger holds of a person, and say what is left in the sheet. Plain functions: no Prefect."""

from dataclasses import dataclass
from datetime import UTC, datetime

from tasks.circle.people import address_key
from tasks.circle.table import Cell, clean
from tasks.circle.world import TABS
from tasks.place import Place, equipped


@dataclass(frozen=True, slots=True)
class Forgotten:
    """`rows`: how many rows of the ledger were erased, None when it knew nobody; `left`: (tab, row) that still hold the address."""

    circle: str
    rows: int | None
    left: tuple[tuple[str, int], ...]


def forget(place: Place, address: str) -> Forgotten:
    """Erase a person's answers, votes and digests. Nothing happens while the address stands in the sheet: the next round
    would take the person for somebody new and write to them, so the rows must go first."""
    kit = equipped(place)
    key = address_key(address)
    tabs = kit.doors.sheet.read(TABS, datetime.now(UTC))
    left = tuple(
        (tab, number) for tab, rows in tabs.items() for number, row in enumerate(rows, 1) if any(_holds(cell, key) for cell in row)
    )
    known = {person.digest: person.code for person in kit.doors.ledger.memory(place.circle).people if person.digest}
    code = known.get(kit.keys.digest(key))
    if code is None or left:
        return Forgotten(place.circle, None if code is None else 0, left)
    return Forgotten(place.circle, kit.doors.ledger.forget(place.circle, code), left)


def _holds(cell: Cell, key: str) -> bool:
    return isinstance(cell, str) and address_key(clean(cell, 320)) == key
