"""The one place that asks what time it is; a rehearsal against servers that speak the services' protocols sets it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, UTC."""
    return _SET[-1] if _SET else datetime.now(UTC)


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Inside the block it is `moment` (aware), for all threads of this process."""
    _SET.append(moment.astimezone(UTC))
    try:
        yield
    finally:
        _SET.pop()


_SET: list[datetime] = []
