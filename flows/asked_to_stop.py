"""A run that is asked to stop (Ctrl-C, SIGTERM, «Cancel» in Prefect's page): letters in hand are finished, and what was done is told."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from prefect.exceptions import TerminationSignal
from prefect.futures import PrefectFuture

from flows.progress import hand_over, handed_over
from tasks.circle.report import RoundReport
from tasks.stopping import no_more_letters, unhurried

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


def all_of(running: Iterable[PrefectFuture[RoundReport]]) -> list[RoundReport]:
    """Their reports. Asked to stop, it waits until the round of each circle has finished the letter in its hand."""
    started = list[PrefectFuture[RoundReport]]()
    try:
        started.extend(running)
        return [each.result() for each in started]
    except ASKED:
        with no_more_letters(), unhurried(say=True):
            for each in started:
                each.wait()
        for each in started:
            report = each.result(raise_on_failure=False)
            if isinstance(report, RoundReport) and report.letters:
                hand_over(report)
        raise
