"""Points inside a round where its process stops itself, so that it can be killed there: what the ledger is about to do or has done.

They are heard of through SQLAlchemy's own events; the ledger itself is as it always is.
"""

import os
import re
import signal
from collections.abc import Callable
from threading import Event
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.pool import Pool

#: What the ledger does at a point, by the statement that does it.
ACTS = {
    "lease": re.compile("INSERT INTO lease"),
    "save": re.compile("INSERT INTO participant"),
    "room": re.compile("INSERT INTO meeting"),
    "claim": re.compile("INSERT INTO letter"),
    "record": re.compile('UPDATE letter SET outcome=[^,]*, "?at"?='),
    "close": re.compile("INSERT INTO round"),
}
#: Before the statement, between it and its commit, after the commit.
STAGES = ("before", "open", "after")
MARK = "is followed by an act"


def stop_at(point: str, after: int) -> None:
    """Stop this process (SIGSTOP) the (`after` + 1)th time it comes to `point`, such as «claim-after»."""
    act, stage = point.split("-")
    statement = ACTS[act]
    its_turn = nth(after)

    if stage == "after":
        after_each(act, its_turn, _stop)
    else:

        @event.listens_for(Engine, f"{'before' if stage == 'before' else 'after'}_cursor_execute")
        def at(_: object, __: object, text: str, *___: object) -> None:
            if statement.match(text) and its_turn():
                _stop()


def after_each(act: str, its_turn: Callable[[], bool], do: Callable[[], object]) -> Callable[[], None]:
    """`do` after the transaction of each statement that does `act` (`ACTS`) and whose turn it is. What is given back ends it."""

    def done(connection: Any, _: object, text: str, *__: object) -> None:
        if ACTS[act].match(text) and its_turn():
            connection.info[MARK] = True

    def committed(_: object, record: Any) -> None:
        if record.info.pop(MARK, False):
            do()

    def end() -> None:
        event.remove(Engine, "after_cursor_execute", done)
        event.remove(Pool, "checkin", committed)

    event.listen(Engine, "after_cursor_execute", done)
    event.listen(Pool, "checkin", committed)
    return end


def nth(after: int) -> Callable[[], bool]:
    """True the (`after` + 1)th time it is asked, and only then."""
    left = [after]

    def its_turn() -> bool:
        left[0] -= 1
        return left[0] == -1

    return its_turn


def _stop() -> None:
    """For ever: the signal stops all threads, but not at once, and this one must not get past its point meanwhile."""
    os.kill(os.getpid(), signal.SIGSTOP)
    Event().wait()
