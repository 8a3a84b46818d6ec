"""A batch over one connection or several at once. Whatever interrupts it, each letter in hand is finished and recorded first.

The connections are threads also when there is one: Ctrl-C and SIGTERM reach the main thread only, which can then let them come to
the end of their letters, however often it is asked (R21: a letter that is torn off between claim and answer would be unknown).
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import islice
from threading import Event, Lock, Thread
from typing import NamedTuple

from tasks.circle.model.errors import Stop
from tasks.circle.model.records import LetterRecord
from tasks.context import CircleContext
from tasks.doors.ports import Envelope, Post, Session
from tasks.interrupts import INTERRUPTED, STOP_REQUESTED, signals_deferred
from tasks.round.judging import Refusals
from tasks.settings.model import PostDoor


def how_many(door: PostDoor, letters: int) -> int:
    """The connections worth opening: no more than letters, and only one for each letter a second of a slow pace."""
    wanted = min(door.connections, letters) if door.kind == "smtp" else 1
    return min(wanted, door.per_minute // 60 + 1) if door.per_minute else wanted


#: Letters written at a time: one by one, between disk and server, each takes a quarter longer.
AHEAD = 16
#: Seconds between two looks at how far the connections have come, and whether they may go on.
LOOK = 0.1


class Written(NamedTuple):
    """A letter ready to go, and how the ledger will know it."""

    intent: LetterRecord
    envelope: Envelope


class LetterSender:
    """Takes the letters of one connection to their server: claimed before it hears of them, its answers recorded after.

    An answer is recorded with the claim of the letter that follows at once, or else by itself (`settle`); a refusal as one that waits,
    until `refusals` are judged. `unrecorded` gets what the ledger did not take.
    """

    def __init__(
        self, context: CircleContext, over: list[LetterRecord], unrecorded: list[LetterRecord], refusals: Refusals, session: Session
    ) -> None:
        self._context, self._all_over, self._unrecorded, self._refusals, self._session = context, over, unrecorded, refusals, session
        self._over: LetterRecord | None = None

    def send(self, letter: Written) -> tuple[LetterRecord | None, bool]:
        """What became of the letter (None: it was settled already, and is passed over), and whether the batch must end here."""
        intent = letter.intent
        if self._refusals.missing(intent.person):
            return None, False
        claimed = self._context.doors.ledger.claim(self._context.ref.circle, intent, self._over)
        self._over = None
        if not claimed:
            return None, False
        delivery = self._session.deliver(letter.envelope)
        done = replace(intent, outcome=delivery.outcome, detail=delivery.detail, refused=delivery.refused)
        self._over, stop = self._refusals.take(done, delivery)
        self._all_over.append(self._over)
        return self._over, stop

    def settle(self) -> None:
        """Record what is over and not recorded yet."""
        over, self._over = self._over, None
        if over is None:
            return
        try:
            self._context.doors.ledger.settle(self._context.ref.circle, over)
        except Stop:
            self._unrecorded.append(over)
            raise


class ConnectionPool:
    def __init__(self, post: Post, letters: int, write: Callable[[int], Written], sender: Callable[[Session], LetterSender]) -> None:
        """`write` makes the letter of a number below `letters`, from several threads; each connection has a `sender` of its own."""
        self._post, self._write, self._sender = post, write, sender
        self._numbers, self._ahead, self._lock = iter(range(letters)), deque[tuple[int, Written]](), Lock()
        self._halt, self._tried, self._errors = Event(), dict[int, LetterRecord | None](), list[BaseException]()
        self._stopped, self._shut = "", ""

    def run(self, connections: int, progress: Callable[[int], None]) -> tuple[dict[int, LetterRecord | None], str]:
        """What became of letters by their number, most urgent first, and why the others were not tried ("" when all were).

        `progress` hears in this thread, now and then and at the end, how many are over.

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
        return self._tried, self._stopped or self._shut

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
                sent, stop = sender.send(written)
                self._tried[number] = sent
                if stop:
                    self._halt.set()
                    self._stopped = sent.detail if sent else ""

    def _next(self, sender: LetterSender) -> tuple[int, Written] | None:
        """The next letter; None when there is none, or no more may begin."""
        with self._lock:
            if not self._ahead and not self._halted():
                sender.settle()
                self._ahead.extend((number, self._write(number)) for number in islice(self._numbers, AHEAD))
            return None if self._halted() or not self._ahead else self._ahead.popleft()

    def _has_waited(self, session: Session, sender: LetterSender) -> bool:
        """True when its turn has come, False when no more may begin. Nothing is claimed or left unrecorded meanwhile."""
        if seconds := session.turn():
            sender.settle()
            until = time.monotonic() + seconds
            while not self._halted() and (left := until - time.monotonic()) > 0:
                self._halt.wait(min(left, LOOK))
        return not self._halted()

    def _halted(self) -> bool:
        return self._halt.is_set() or STOP_REQUESTED.is_set()
