"""Ctrl-C and SIGTERM while letters go out: none begins any more, and none is torn off between claim and answer (R21).

The first signal does what it always does: it raises in the main thread, and Prefect, whose handler SIGTERM has, must see it to tell a
cancelled run from one that crashed. Who has letters in hand then waits for their answers inside `signals_deferred`, where more signals
change nothing. That wait is bounded by the mail server's time-outs.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, current_thread, main_thread
from types import FrameType

from tasks.circle.model.errors import Problem

#: When set no letter begins in any thread of this process: signals reach the main thread only, and other circles' rounds have their own.
STOP_REQUESTED = Event()
INTERRUPTED = Problem(
    "runden",
    "Avbrutt. Brev som var i gang, er gjort ferdige og husket; ingen er sendt uten at det står i minnet.",
    "Kjør på nytt når det passer: Da går resten, og ingen får noe to ganger.",
)
FINISHING = "Avslutter etter dette brevet …"
#: A terminal's progress line is written over; it is drawn again below.
_AFRESH = "\r\x1b[2K"


@contextmanager
def signals_answered(answer: Callable[[int, FrameType | None], None], *signals: signal.Signals) -> Iterator[None]:
    """Inside the block `signals` are answered so, afterwards as before. For the main thread, which alone hears them."""
    before = {each: signal.signal(each, answer) for each in signals}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def signals_deferred(*, say: bool) -> Iterator[None]:
    """No signal interrupts the block: each is told that the letter in hand comes first. With `say` that is said at once."""
    if current_thread() is not main_thread():
        yield
        return
    with signals_answered(_say, signal.SIGINT, signal.SIGTERM):
        if say:
            _say()
        yield


@contextmanager
def no_more_letters() -> Iterator[None]:
    """Inside the block rounds in other threads come to their end."""
    STOP_REQUESTED.set()
    try:
        yield
    finally:
        STOP_REQUESTED.clear()


def _say(*_: object) -> None:
    """Past Python's buffers: a signal may come while something else is being written there."""
    with suppress(OSError, ValueError):  # nobody reads it
        os.write(2, f"{_AFRESH if sys.stderr.isatty() else ''}{FINISHING}\n".encode())
