"""Strangers' data read one item at a time: what is wrong with one mail, row, answer or reply costs that one alone.

Two lines are drawn. What a library stumbles over in strangers' data is the data's fault (`strangers`). Whatever else goes wrong
while an item is read is the program's own (`apart`): the item is left too, and the operator hears of which kind it was and where
in the code. The words of an error are shown to nobody: they may hold what people wrote.
"""

import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from tasks.circle.model.errors import Problem, Stop

T = TypeVar("T")
#: The next step of what nobody foresaw: by it the operator is told.
TELL = "Send dette til den som drifter programmet."
#: Half a character (UTF-16) and NUL: neither JSON, PostgreSQL nor a log can be trusted with them.
_UNSOUND = re.compile("[\x00\ud800-\udfff]")
_ROOMS = ("flows", "tasks")
_SEPARATOR = r"[/\\]"


class Unreadable(Exception):  # noqa: N818 - what the data is; nobody has made a mistake here
    """Strangers' data that can't be read; `what` of it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of the program's own, without the words of the error: «KeyError i messages.py, linje 34»."""

    words: str

    def problem(self, where: str, then: str) -> Problem:
        """`then`: what became of the item (a Norwegian sentence)."""
        return Problem(where, f"Programmet feilet ({self.words}). {then}", TELL)


def fault_of(error: BaseException) -> Fault:
    """The class of `error` and the innermost line of our own code that it came through."""
    steps = [(frame, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    own = [step for step in steps if _is_ours(str(step[0].f_globals.get("__name__")))] or steps
    at = "".join(f" i {re.split(_SEPARATOR, frame.f_code.co_filename)[-1]}, linje {line}" for frame, line in own[-1:])
    return Fault(f"{type(error).__name__}{at}")


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] in _ROOMS and module != __name__


@contextmanager
def strangers(what: str) -> Iterator[None]:
    """Around what a library does with strangers' data, and nothing else. Raises `Unreadable` for whatever it stumbles over."""
    try:
        yield
    except Exception as error:  # a parser raises what it stumbles over, and no list of that is ever whole
        raise Unreadable(what) from error


def apart(read: Callable[[], T], *passing: type[Exception]) -> T | Fault:
    """What `read` makes of one item, or the program's fault that kept it from doing so. `Stop` and `passing` go on their way."""
    try:
        return read()
    except Stop:
        raise
    except passing:
        raise
    except Exception as error:  # noqa: BLE001 - nobody foresaw it; the other items are not to wait until it is mended
        return fault_of(error)


def or_told(read: Callable[[], T], instead: T, where: str, problems: list[Problem]) -> T:
    """What `read` makes of one cell or row; `instead`, and a problem more, when the program fails over it."""
    found = apart(read)
    if not isinstance(found, Fault):
        return found
    problems.append(found.problem(where, "Det som står her, er lagt til side; resten er lest."))
    return instead


def sound(text: str) -> str:
    """`text` as it can be kept, shown and sent: without half characters and NUL."""
    return _UNSOUND.sub("\ufffd", text)


def sound_json(value: Any) -> Any:
    """A value that was JSON, with `sound` texts. Raises RecursionError for what is nested for its own sake."""
    if isinstance(value, str):
        return sound(value)
    if isinstance(value, dict):
        return {sound(key): sound_json(each) for key, each in value.items()}
    return [sound_json(each) for each in value] if isinstance(value, list) else value
