"""A batch over one connection or several at once. Whatever interrupts it, each letter in hand is finished and recorded first.

The connections are threads also when there is one: Ctrl-C and SIGTERM reach the main thread only, which can then let them come to
the end of their letters, however often it is asked (R21: a letter that is torn off between claim and answer would be unknown).
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from itertools import islice
from threading import Event, Lock, Thread
from typing import Generic, NamedTuple, Protocol, TypeVar

from tasks.circle.model.errors import Stop
from tasks.circle.model.records import LetterRecord
from tasks.doors.ports import Post, Session
from tasks.interrupts import INTERRUPTED, STOP_REQUESTED, signals_deferred
from tasks.settings.model import PostDoor


class Tried(NamedTuple):
    """One letter that is over: what became of it (None: it was settled already), and whether the batch must end here."""

    sent: LetterRecord | None
    stop: bool = False


class Ended(NamedTuple):
    """What became of letters by their number, and why the others were not tried ("" when all were)."""

    tried: dict[int, LetterRecord | None]
    why: str


def how_many(door: PostDoor, letters: int) -> int:
    """The connections worth opening: no more than letters, and only one for each letter a second of a slow pace."""
    wanted = min(door.connections, letters) if door.kind == "smtp" else 1
    return min(wanted, door.per_minute // 60 + 1) if door.per_minute else wanted


Written = TypeVar("Written")
Contra = TypeVar("Contra", contravariant=True)
#: Letters written at a time: one by one, between disk and server, each takes a quarter longer.
AHEAD = 16
#: Seconds between two looks at how far the connections have come, and whether they may go on.
LOOK = 0.1


class LetterSender(Protocol[Contra]):
    """Who claims, delivers and records the letters of one connection; what a letter became may be recorded with the next one's claim."""

    def send(self, letter: Contra) -> Tried: ...

    def settle(self) -> None:
        """Record what is left: the next letter is not at hand."""
        ...


class ConnectionPool(Generic[Written]):
    def __init__(self, post: Post, letters: int, write: Callable[[int], Written], sender: Callable[[Session], LetterSender[Written]]) -> None:
        """`write` makes the letter of a number below `letters`, from several threads; each connection has a `sender` of its own."""
        self._post, self._write, self._sender = post, write, sender
        self._numbers, self._ahead, self._lock = iter(range(letters)), deque[tuple[int, Written]](), Lock()
        self._halt, self._tried, self._errors = Event(), dict[int, LetterRecord | None](), list[BaseException]()
        self._stopped, self._shut = "", ""

    def run(self, connections: int, progress: Callable[[int], None]) -> Ended:
        """Send, most urgent first. `progress` hears in this thread, now and then and at the end, how many are over.

        A connection that can't be opened (`Stop`) leaves its letters to the others; any other error ends the batch and is raised.
        """
        over = [Event() for _ in range(connections)]
        for number, event in enumerate(over, start=1):
            Thread(target=self._connection, args=(event,), name=f"connection {number}", daemon=True).start()
        try:
            self._watch(over, progress)
        except BaseException as error:
            self._wait_for(over, asked=not isinstance(error, Exception))
            raise
        if STOP_REQUESTED.is_set():
            raise Stop([INTERRUPTED])
        return Ended(self._tried, self._stopped or self._shut)

    def _watch(self, over: Sequence[Event], progress: Callable[[int], None]) -> None:
        """By looking: to be told of each letter would take more time from them than all of this thread's own work."""
        told, ended = 0, False
        while not ended:
            ended = all(each.wait(LOOK) for each in over)
            if self._errors:
                raise self._errors[0]
            if len(self._tried) > told:
                told = len(self._tried)
                progress(told)

    def _wait_for(self, over: Sequence[Event], *, asked: bool) -> None:
        """The connections come to the end of their letters. Not by `Thread.join`: one that was interrupted takes its thread for ended."""
        self._halt.set()
        try:
            with signals_deferred(say=asked):
                for each in over:
                    each.wait()
        except BaseException:  # noqa: BLE001 - asked twice within a moment; the first one is on its way up already
            self._wait_for(over, asked=asked)

    def _connection(self, over: Event) -> None:
        try:
            self._open_and_send()
        except BaseException as error:  # noqa: BLE001 - raised again by who watches this connection
            self._halt.set()
            self._errors.append(error)
        finally:
            over.set()

    def _open_and_send(self) -> None:
        with ExitStack() as stack:
            try:
                session = stack.enter_context(self._post.session())
            except Stop as shut:
                self._shut = " ".join(f"{problem.what} {problem.next_step}" for problem in shut.problems)
                return
            sender = self._sender(session)
            stack.callback(sender.settle)
            while (letter := self._next(sender)) is not None and self._has_waited(session, sender):
                number, written = letter
                tried = sender.send(written)
                self._tried[number] = tried.sent
                if tried.stop:
                    self._halt.set()
                    self._stopped = tried.sent.detail if tried.sent else ""

    def _next(self, sender: LetterSender[Written]) -> tuple[int, Written] | None:
        """The next letter; None when there is none, or no more may begin."""
        with self._lock:
            if not self._ahead and not self._halted():
                sender.settle()
                self._ahead.extend((number, self._write(number)) for number in islice(self._numbers, AHEAD))
            return None if self._halted() or not self._ahead else self._ahead.popleft()

    def _has_waited(self, session: Session, sender: LetterSender[Written]) -> bool:
        """True when its turn has come, False when no more may begin. Nothing is claimed or left unrecorded meanwhile."""
        if seconds := session.turn():
            sender.settle()
            until = time.monotonic() + seconds
            while not self._halted() and (left := until - time.monotonic()) > 0:
                self._halt.wait(min(left, LOOK))
        return not self._halted()

    def _halted(self) -> bool:
        return self._halt.is_set() or STOP_REQUESTED.is_set()
