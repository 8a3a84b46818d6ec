"""What the pages wish for at once (R34), looked for by whoever can start rounds. No Prefect here."""

from functools import lru_cache
from pathlib import Path

from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Wish
from tasks.context import circle_refs_there, installation
from tasks.doors.bootstrap import SQLITE, ledger_url
from tasks.doors.ledger.ledger import SqlLedger


def wished() -> list[Wish]:
    """The wishes of the circles that have pages now, the oldest first; none where there is no ledger yet, or it can't be read."""
    there = circle_refs_there()
    try:
        settings = installation(there[0])[0] if there else None
        found = {name: each.doors for name, each in settings.circles.items() if each.doors.pages.url} if settings else {}
        if not settings or not found:
            return []
        url = ledger_url(next(iter(found.values())).ledger.url, settings.data, rehearsal=False)
        if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).is_file():
            return []
        return [each for each in _ledger(url).wishes() if each.circle in found]
    except Stop:  # the next round says what is wrong
        return []


@lru_cache(maxsize=2)
def _ledger(url: str) -> SqlLedger:
    return SqlLedger(url)
