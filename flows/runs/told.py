"""Who is told how far a run has come and what it did. No Prefect: a round can do without (R42)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from tasks.circle.coordinator.round_report import RoundReport

#: Told how many of how many are over, and in a word what.
Listener = Callable[[int, int, str], None]
_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)
_REPORTS: ContextVar[list[RoundReport] | None] = ContextVar("reports", default=None)


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


@contextmanager
def handed_over() -> Iterator[list[RoundReport]]:
    """The reports of the rounds inside the block, each as soon as its round is done: a flow that fails later returns none."""
    reports: list[RoundReport] = []
    token = _REPORTS.set(reports)
    try:
        yield reports
    finally:
        _REPORTS.reset(token)


def hand_over(report: RoundReport) -> None:
    """A round is done."""
    reports = _REPORTS.get()
    if reports is not None:
        reports.append(report)
