"""A file that a living round keeps locked: the only sure way to know that an earlier one on this machine is dead.

The system gives the lock back when its process ends, however it ends, and a new process with the same number does not get it
(flock(2)). A process number, a host name or a time would have to be guessed from; each of them is used again.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO


@contextmanager
def process_lock(file: Path, holder: str) -> Iterator[tuple[str, ...]]:
    """Keep `file` (made with its folder) locked, with `holder` written in it. Gives the earlier holders that are surely dead.

    None when another living round has the file, and where no file can be made (a full disk, a folder for reading only): then
    nothing is known, and the lease's time decides. A holder that is no longer in the file is never called dead; they leave it when a
    round has come to its end, for one that dies before it takes the lease leaves the lease to an earlier one.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        opened = file.open("a+", encoding="utf-8")
    except OSError:
        yield ()
        return
    with opened:
        before = _lock(opened, holder)
        yield before or ()
        if before is not None:
            with suppress(OSError):  # a few lines too many do no harm
                opened.truncate(0)
                opened.write(f"{holder}\n")
                opened.flush()


def _lock(opened: TextIO, holder: str) -> tuple[str, ...] | None:
    """The holders written in it so far; None when it can't be locked or written."""
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        opened.seek(0)
        before = tuple(filter(None, opened.read().splitlines()))
        opened.write(f"\n{holder}\n")
        opened.flush()
    except OSError:  # another living round has it, or the disk is full
        return None
    return before
