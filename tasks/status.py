"""What the ledger says of a circle, for the command. Plain functions: no Prefect, nothing outside asked."""

from datetime import datetime

from tasks.circle.status import status_of
from tasks.place import Place, equipped


def read_status(place: Place, now: datetime) -> dict[str, object]:
    """The object of `status --json` (times in UTC); `now` decides what is held and what comes next."""
    kit = equipped(place)
    return status_of(kit.circle, kit.doors.ledger.memory(place.circle), now)
