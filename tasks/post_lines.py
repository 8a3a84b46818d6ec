"""A batch over one line or several at once. Whatever interrupts it, each letter in hand is finished and recorded first.

The lines are threads also when there is one: Ctrl-C and SIGTERM reach the main thread only, which can then let the lines come to
the end of their letters, however often it is asked (R21: a letter that is torn off between claim and answer would be unknown).
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from queue import SimpleQueue
from threading import Event, Lock, Thread
from typing import Generic, NamedTuple, TypeVar

from tasks.circle.errors import Stop
from tasks.circle.state import Sent
from tasks.doors.ports import Post, Session
from tasks.settings_models import PostDoor
from tasks.stopping import INTERRUPTED, NO_MORE, unhurried


class Tried(NamedTuple):
    """One letter that is over: what became of it (None: it was settled already), and whether the batch must end here."""

    sent: Sent | None
    stop: bool = False


class Ended(NamedTuple):
    """What became of letters by their number, and why the others were not tried ("" when all were)."""

    tried: dict[int, Sent | None]
    why: str


class _Done(NamedTuple):
    number: int
    tried: Tried


class _Over(NamedTuple):
    why: str


class _Broken(NamedTuple):
    error: BaseException


def how_many(door: PostDoor, letters: int) -> int:
    """The lines worth opening: no more than letters, and only one for each letter a second of a slow pace."""
    wanted = min(door.connections, letters) if door.kind == "smtp" else 1
    return min(wanted, door.per_minute // 60 + 1) if door.per_minute else wanted


Written = TypeVar("Written")


class _Ahead(NamedTuple, Generic[Written]):
    number: int
    written: "Future[Written]"


class Lines(Generic[Written]):
    def __init__(
        self, post: Post, letters: int, write: Callable[[int], Written], send: Callable[[Session, Written], Tried]
    ) -> None:
        """`write` makes the letter of a number below `letters`, `send` claims, delivers and records it; from several threads.

        The next letters are written while the disk and the server are waited for; each is claimed when its turn has come.
        """
        self._post, self._write, self._send = post, write, send
        self._numbers, self._lock, self._halt = iter(range(letters)), Lock(), Event()
        self._writer, self._ahead, self._lines = ThreadPoolExecutor(1, "writer"), deque[_Ahead[Written]](), 0
        self._news: SimpleQueue[_Done | _Over | _Broken] = SimpleQueue()

    def run(self, lines: int, progress: Callable[[int], None]) -> Ended:
        """Send, most urgent first. `progress` hears in this thread how many are over.

        A line that can't be opened (`Stop`) leaves its letters to the others; any other error ends the batch and is raised.
        """
        self._lines, over = lines, [Event() for _ in range(lines)]
        for number, event in enumerate(over, start=1):
            Thread(target=self._line, args=(event,), name=f"line {number}", daemon=True).start()
        try:
            return self._heard(lines, progress)
        except BaseException as error:
            self._wait_for(over, asked=not isinstance(error, Exception))
            raise
        finally:
            self._writer.shutdown(cancel_futures=True)

    def _wait_for(self, over: Sequence[Event], *, asked: bool) -> None:
        """The lines come to the end of their letters. Not by `Thread.join`: one that was interrupted takes its thread for ended."""
        self._halt.set()
        try:
            with unhurried(say=asked):
                for each in over:
                    each.wait()
        except BaseException:  # noqa: BLE001 - asked twice within a moment; the first one is on its way up already
            self._wait_for(over, asked=asked)

    def _heard(self, lines: int, progress: Callable[[int], None]) -> Ended:
        tried: dict[int, Sent | None] = {}
        why = ""
        while lines:
            news = self._news.get()
            if isinstance(news, _Broken):
                raise news.error
            if isinstance(news, _Done):
                tried[news.number] = news.tried.sent
                if news.tried.stop and news.tried.sent:
                    why = news.tried.sent.detail
                progress(len(tried))
            else:
                lines -= 1
                why = why or news.why
        if NO_MORE.is_set():
            raise Stop([INTERRUPTED])
        return Ended(tried, why)

    def _line(self, over: Event) -> None:
        try:
            self._news.put(_Over(self._open_and_send()))
        except BaseException as error:  # noqa: BLE001 - raised again by who listens to this line
            self._halt.set()
            self._news.put(_Broken(error))
        finally:
            over.set()

    def _open_and_send(self) -> str:
        """Why the line could not be opened, "" when it could."""
        with ExitStack() as stack:
            try:
                session = stack.enter_context(self._post.session())
            except Stop as shut:
                return " ".join(f"{problem.what} {problem.next_step}" for problem in shut.problems)
            while (letter := self._next()) is not None:
                tried = self._send(session, letter.written.result())
                if tried.stop:
                    self._halt.set()
                self._news.put(_Done(letter.number, tried))
        return ""

    def _next(self) -> _Ahead[Written] | None:
        """The next letter; None when there is none, or no more may begin. It is seen to that others are being written meanwhile."""
        with self._lock:
            while not self._halted() and len(self._ahead) <= self._lines and (number := next(self._numbers, None)) is not None:
                self._ahead.append(_Ahead(number, self._writer.submit(self._write, number)))
            return self._ahead.popleft() if self._ahead and not self._halted() else None

    def _halted(self) -> bool:
        return self._halt.is_set() or NO_MORE.is_set()
