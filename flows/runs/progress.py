"""How far a run has come, in Prefect's page, and what it says when it is asked to stop. Best effort: sending never waits for it."""

import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import copy_context
from threading import Event, Thread, current_thread, main_thread
from uuid import UUID

from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.exceptions import Pause, TerminationSignal
from prefect.futures import PrefectFuture
from prefect.runtime import task_run

from flows.runs.artifacts import best_effort, has_deployment
from flows.runs.told import hand_over, handed_over, told_to
from tasks.circle.coordinator.round_report import RoundReport
from tasks.interrupts import no_more_letters, signals_deferred

# How far a run has come with its letters, shown in Prefect's page by a thread of its own.

#: Seconds between two looks. A round that is quicker than the first shows its result at once, and no progress.
LOOK = 2.0
#: Seconds for the last look, when all is sent and the page may be slow.
LAST_LOOK = 10.0


class _Bar:
    """Numbers from the tasks that send, one or two in each circle; their sum, from time to time, to the page."""

    def __init__(self) -> None:
        self._counts: dict[str | None, tuple[int, int]] = {}
        self.over, self._shown = Event(), ""
        self._artifact: UUID | None = None

    def hear(self, over: int, of: int, what: str) -> None:
        self._counts[task_run.get_id()] = over, of

    def show_until_over(self) -> None:
        with best_effort("Prefects side fikk ikke vite hvor langt det er kommet"):
            while not self.over.wait(LOOK):
                self._show()
            if self._shown:
                self._show()

    def _show(self) -> None:
        counts = list(self._counts.values())
        over, of = sum(each[0] for each in counts), sum(each[1] for each in counts)
        words = f"{over} av {of} brev er over."
        done = self._artifact is None and over == of  # all over before anybody could look: the result tells it
        if done or words == self._shown:
            return
        if self._artifact is None:
            made = create_progress_artifact(100 * over / of, key="framdrift", description=words)
            self._artifact = made if isinstance(made, UUID) else None
        else:
            update_progress_artifact(self._artifact, 100 * over / of, description=words)
        self._shown = words


@contextmanager
def progress_shown() -> Iterator[None]:
    """Inside the block, of a run that was started in the page: what is told of progress is seen there."""
    if not has_deployment():
        yield
        return
    bar = _Bar()
    shower = Thread(target=copy_context().run, args=(bar.show_until_over,), name="progress", daemon=True)
    shower.start()
    try:
        with told_to(bar.hear):
            yield
    finally:
        bar.over.set()
        shower.join(LAST_LOOK)


# A run that is asked to stop (Ctrl-C, SIGTERM, «Cancel» in Prefect's page): letters in hand are finished, and what was done is told.

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
