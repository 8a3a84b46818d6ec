"""Who is told how far a run has come; nobody, unless the command says so. Best effort: sending never waits for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: Told how many of how many are over, and in a word what.
Listener = Callable[[int, int, str], None]
_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def told_to(listener: Listener) -> Iterator[None]:
    """`listener` hears of progress inside the block."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def tell(over: int, of: int, what: str) -> None:
    """Say how far it has come."""
    listener = _LISTENER.get()
    if listener:
        listener(over, of, what)
