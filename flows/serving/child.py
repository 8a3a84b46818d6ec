"""A part of `serve` that ends when `serve` does, however that ended: `python -m flows.serving.child MODULE [ARGUMENT …]`.

Its input is a pipe of which `serve` holds the other end. A process that is killed tells nobody; but what it held open is
closed, and that is seen here. (Linux could send a signal by itself; other systems can't.)
"""

import os
import runpy
import signal
import sys
import time
from threading import Thread

from tasks.private_files import begin_private

#: Seconds for an orderly end before it is an end by force.
PATIENCE = 20


def _end_with_the_parent() -> None:
    os.read(0, 1)  # nobody writes: it returns when the other end is closed
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os.killpg(0, signal.SIGKILL)  # with the runs it started: the part has a group of its own


if __name__ == "__main__":
    begin_private()
    Thread(target=_end_with_the_parent, daemon=True).start()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
