"""The real command on a machine whose clock is wrong: libfaketime gives each process the time that stands in a file.

As a program: a warm process under libfaketime that forks one command for each line it is given (JSON: {"zone", "call"}), for starting
Python and Prefect takes seconds; it prints {"status", "out", "err"} for each.
"""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any, SupportsIndex

import pytest

from tests.flows.outside import ROOT
from tests.prefect_server import its_environment

#: The one for programs with threads; Debian's package is `faketime`.
LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))


class Clock:
    """What time it is for the commands. Real time goes on from there."""

    def __init__(self, folder: Path, process: "subprocess.Popen[str]") -> None:
        self._file, self._process = folder / "clock", process
        self._at_work = True  # the warm process still imports, and may have looked at the file a moment ago

    def set(self, moment: str) -> None:
        """`moment` in ISO with its zone; also for a command that is at work."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{datetime.fromisoformat(moment).timestamp() - time.time():+.3f}")  # an offset means the same in every zone
        new.rename(self._file)
        if self._at_work:
            time.sleep(1.1)  # the file is looked at each second

    def start(self, zone: str, *call: str) -> None:
        """`zone` is TZ as that command has it."""
        assert self._process.stdin
        self._at_work = True
        self._process.stdin.write(json.dumps({"zone": zone, "call": call}) + "\n")
        self._process.stdin.flush()

    def ended(self) -> dict[str, Any]:
        """What the started command printed, and its exit status."""
        assert self._process.stdout
        found = json.loads(self._process.stdout.readline())
        self._at_work = False
        return found  # type: ignore[no-any-return]


@contextmanager
def clock(folder: Path) -> Iterator[Clock]:
    """Commands on the Prefect server of the tests, until the end of the block."""
    if not LIBRARIES:
        assert not os.environ.get("CI"), "install faketime"
        pytest.skip("Debian's faketime is not here")
    # Only the time of day is wrong: what waits for so many seconds waits for real ones, and files keep their dates.
    only = {"FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_FORCE_MONOTONIC_FIX": "0", "NO_FAKE_STAT": "1"}
    fake = {"LD_PRELOAD": str(LIBRARIES[0]), "FAKETIME_TIMESTAMP_FILE": str(folder / "clock"), "FAKETIME_CACHE_DURATION": "1", **only}
    (folder / "clock").write_text("+0")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.flows.fake_clock"], cwd=ROOT, env=its_environment() | fake,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield Clock(folder, process)
    finally:
        process.kill()
        process.communicate()


def _sleep(seconds: float | SupportsIndex, /) -> None:
    Event().wait(float(seconds))


def _main() -> None:
    import flows.command.rounds  # noqa: F401 - before the forks: it takes seconds

    # libfaketime 0.9.10 takes the moment that Python sleeps until for one of the false clock, and refuses it: this one knows no moment.
    time.sleep = _sleep

    for line in sys.stdin:
        reading, writing = os.pipe()
        if not os.fork():
            _command(json.loads(line), writing)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            print(pipe.read(), flush=True)
        os.wait()


def _command(order: dict[str, Any], writing: int) -> None:
    """In the child; never returns."""
    out, err = io.StringIO(), io.StringIO()
    status = -1
    try:
        os.environ["TZ"] = order["zone"]
        time.tzset()
        from flows.__main__ import main

        with redirect_stdout(out), redirect_stderr(err):
            status = main(order["call"])
    finally:
        os.write(writing, json.dumps({"status": status, "out": out.getvalue(), "err": err.getvalue()}).encode())
        os._exit(0)


if __name__ == "__main__":
    _main()
