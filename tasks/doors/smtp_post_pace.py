"""Not more letters in a minute than the provider likes, over all lines together."""

import threading
from collections.abc import Callable


class Pace:
    """Letters go at even distances. `clock` gives seconds of any origin, `sleep` takes seconds; safe between threads."""

    def __init__(self, per_minute: int, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        """`per_minute` 0 waits for nothing."""
        self._gap = 60 / per_minute if per_minute else 0.0
        self._clock, self._sleep, self._free, self._lock = clock, sleep, 0.0, threading.Lock()

    def wait(self) -> None:
        """Until the next letter may go."""
        if not self._gap:
            return
        with self._lock:
            now = self._clock()
            turn = max(now, self._free)
            self._free = turn + self._gap
        if turn > now:
            self._sleep(turn - now)
