"""A run that is asked to stop (Ctrl-C, SIGTERM, «Cancel» in Prefect's page): letters in hand are finished, and what was done is told."""

import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import current_thread, main_thread

from prefect.exceptions import Pause, TerminationSignal
from prefect.futures import PrefectFuture

from flows.runs.progress import hand_over, handed_over
from tasks.circle.coordinator.round_report import RoundReport
from tasks.interrupts import no_more_letters, signals_deferred

#: What the main thread is told it with.
ASKED = (KeyboardInterrupt, TerminationSignal)


@contextmanager
def told_when_asked(show: Callable[[Sequence[RoundReport]], None]) -> Iterator[None]:
    """When the block is asked to stop, what its rounds had done is handed over and given to `show` before it ends."""
    try:
        with handed_over() as reports:
            yield
    except ASKED:
        for report in reports:
            hand_over(report)
        show(reports)
        raise


@contextmanager
def ends_by_itself() -> Iterator[None]:
    """A run that is about to sleep until somebody answers is not asked to stop any more.

    It ends within two seconds, and Prefect would take what waits for a person for a run that died.
    """
    if current_thread() is not main_thread():
        yield
        return
    before, asleep = signal.signal(signal.SIGTERM, signal.SIG_IGN), False
    try:
        yield
    except Pause:
        asleep = True
        raise
    finally:
        if not asleep:
            signal.signal(signal.SIGTERM, before)


def all_of(running: Iterable[PrefectFuture[RoundReport]]) -> list[RoundReport]:
    """Their reports. Asked to stop, it waits until the round of each circle has finished the letter in its hand."""
    started = list[PrefectFuture[RoundReport]]()
    try:
        started.extend(running)
        return [each.result() for each in started]
    except ASKED:
        with no_more_letters(), signals_deferred(say=True):
            for each in started:
                each.wait()
        for each in started:
            report = each.result(raise_on_failure=False)
            if isinstance(report, RoundReport) and report.letters:
                hand_over(report)
        raise
