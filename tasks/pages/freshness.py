"""What the pages make of the configuration, made anew soon after people changed it: nobody has to start the server again."""

import logging
import time
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

from tasks.circle.model.errors import Problem, Stop

#: Seconds between two looks at the files; a look takes some milliseconds.
LOOKS_EVERY = 2.0
log = logging.getLogger("sirkel.pages")
T = TypeVar("T")


class Fresh(Generic[T]):
    """A value of `make`, which is asked again while there are visitors. Raises its `Stop` at the start only.

    A change with a mistake in it leaves what was, and is told in the log, once: the people at the pages can't mend it.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make, self._lock = make, Lock()
        self._value, self._looked_at = make(), time.monotonic()
        self._told: Sequence[Problem] = ()

    def now(self) -> T:
        with self._lock:
            if time.monotonic() - self._looked_at >= LOOKS_EVERY:
                self._looked_at = time.monotonic()
                self._look()
            return self._value

    def _look(self) -> None:
        wrong: Sequence[Problem] = ()
        try:
            self._value = self._make()
        except Stop as stop:
            wrong = stop.problems
        if wrong != self._told:
            self._told = wrong
            for each in wrong:
                log.error("Nettsidene bruker oppsettet de hadde. %s: %s %s", each.where, each.what, each.next_step)
