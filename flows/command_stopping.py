"""Ctrl-C and SIGTERM while rounds are at work: the letters in hand are finished and recorded, and the command says what to do next."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from flows.command.output import tell_stopped
from tasks.interrupts import INTERRUPTED

#: As shells have it: 128 and the number of the signal.
BY_SIGNAL = 128


class Asked(KeyboardInterrupt):
    """SIGTERM, as Ctrl-C."""


def unless_stopped(call: Callable[[], int], *, as_json: bool) -> int:
    """The exit status of `call`; 130 after Ctrl-C and 143 after SIGTERM, with what became of the round."""
    try:
        with _asked_by_sigterm():
            return call()
    except KeyboardInterrupt as stop:
        tell_stopped([INTERRUPTED], as_json=as_json)
        return status(stop)


def status(stop: KeyboardInterrupt) -> int:
    """The exit status of a command that ends because of `stop`."""
    return BY_SIGNAL + (signal.SIGTERM if isinstance(stop, Asked) else signal.SIGINT)


@contextmanager
def _asked_by_sigterm() -> Iterator[None]:
    """Prefect answers SIGTERM itself while a flow runs, then calls who answered before: without this the process would die unheard."""

    def ask(number: int, frame: FrameType | None) -> None:
        raise Asked

    before = signal.signal(signal.SIGTERM, ask)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
