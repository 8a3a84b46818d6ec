"""Not more letters in a minute than the provider likes, over all lines together."""

import threading
from collections.abc import Callable


class Pace:
    """Letters go at even distances. `clock` gives seconds of any origin; safe between threads."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        """`per_minute` 0 waits for nothing."""
        self._gap = 60 / per_minute if per_minute else 0.0
        self._clock, self._free, self._lock = clock, 0.0, threading.Lock()

    def turn(self) -> float:
        """Seconds until the next letter may go; the turn is taken."""
        if not self._gap:
            return 0.0
        with self._lock:
            now = self._clock()
            turn = max(now, self._free)
            self._free = turn + self._gap
        return turn - now
