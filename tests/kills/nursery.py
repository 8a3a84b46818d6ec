"""A warm process with one thread that forks a round for each line it is given: starting Python and Prefect for each takes seconds.

As a program it reads orders, one JSON object a line, and for each prints lines: {"pid"}, {"stopped"} when the round stopped itself
at an inner point, {"ended", "report"}. The dead process keeps its number until the next line comes: nobody else is killed for it.
"""

import json
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any, Self

from tests.prefect_server import its_environment

CHECKOUT = Path(__file__).resolve().parents[2]
PATIENCE = 60


class Nursery:
    """A context manager; one round at a time."""

    def __init__(self, folder: Path, secrets: Mapping[str, str], refs: list[list[str]]) -> None:
        """`refs` are (config, data, circle) of the rounds to come, `secrets` as the environment has them; `folder` takes what goes wrong.
        A Prefect server is at work already."""
        self._errors = (folder / "errors.txt").open("w+", encoding="utf-8")
        prefect = its_environment() | {"PREFECT_HOME": str(folder), "PREFECT_LOGGING_LEVEL": "CRITICAL"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.kills.nursery"], cwd=CHECKOUT, env=prefect | dict(secrets),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, text=True,
        )  # fmt: skip
        self._write(refs)
        self._lines: Queue[dict[str, Any]] = Queue()
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.pid, self.over, self.report = 0, True, dict[str, Any]()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._listener.join(PATIENCE)
        self._process.stdout.close()
        self._errors.close()

    def start(self, order: Mapping[str, Any]) -> None:
        self._write(order)
        self.over = False
        self.pid = self._next(PATIENCE)["pid"]

    def stopped(self, seconds: float) -> bool | None:
        """True when the round stopped itself, False when it ended, None when neither came within `seconds`."""
        if self.over:
            return False
        try:
            news = self._next(seconds)
        except Empty:
            return None
        if "ended" in news:
            self.over, self.report = True, news["report"]
            return False
        return True

    def ended(self) -> dict[str, Any]:
        """Wait for the end; the report, {} of a round that was killed."""
        while (news := self.stopped(PATIENCE)) is not False:
            assert news, "the round goes on and on"
        return self.report

    def run(self, order: Mapping[str, Any]) -> dict[str, Any]:
        """A round that nobody disturbs."""
        self.start(order)
        report = self.ended()
        assert report, f"the round broke down: {self.errors()}"
        return report

    def errors(self) -> str:
        self._errors.seek(0)
        return self._errors.read()[-4000:]

    def _write(self, told: object) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()

    def _next(self, seconds: float) -> dict[str, Any]:
        return self._lines.get(timeout=seconds)

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._lines.put(json.loads(line))


def _main() -> None:
    _warm_up(json.loads(sys.stdin.readline()))
    born = 0
    for line in sys.stdin:
        if born:
            os.waitpid(born, 0)
        reading, writing = os.pipe()
        born = os.fork()
        if not born:
            _round(json.loads(line), writing)
        os.close(writing)
        _tell({"pid": born})
        while (change := os.waitid(os.P_PID, born, os.WEXITED | os.WSTOPPED | os.WNOWAIT)) and change.si_code == os.CLD_STOPPED:
            with suppress(ChildProcessError):  # killed since the line above
                os.waitid(os.P_PID, born, os.WSTOPPED)
                _tell({"stopped": True})
        with os.fdopen(reading, "rb") as pipe:
            said = pipe.read()
        _tell({"ended": True, "report": json.loads(said) if said else {}})


def _warm_up(refs: list[list[str]]) -> None:
    """What every round would do anew: import, and read configuration and templates. Nothing is opened."""
    import babel.numbers  # noqa: F401
    import holidays
    import prefect.task_engine  # noqa: F401

    import flows.rounds  # noqa: F401
    from tasks.context import CircleRef, missing_secrets_of
    from tasks.doors.zoom_room import rooms as zoom_room  # noqa: F401

    _ = date(2021, 5, 1) in holidays.country_holidays("NO")
    for config, data, circle in refs:
        assert not missing_secrets_of(CircleRef(config, data, circle))


def _tell(news: Mapping[str, Any]) -> None:
    print(json.dumps(news), flush=True)


def _round(order: Mapping[str, Any], writing: int) -> None:
    """In the child; never returns."""
    from prefect.context import SyncClientContext

    from flows.rounds import carry_out
    from tasks import clock
    from tasks.circle.plan import Order
    from tasks.context import CircleRef
    from tests.kills.inner_points import stop_at

    try:
        if order.get("inner"):
            stop_at(*order["inner"])
        at, began = datetime.fromisoformat(order["at"]).astimezone(UTC), time.monotonic()
        # One client for all tasks, as in a flow run.
        with SyncClientContext.get_or_create(), clock.set_to(at):
            report = carry_out(CircleRef(order["config"], order["data"], order["circle"]), Order(at))
        said = report.as_json() | {"seconds": time.monotonic() - began}
        os.write(writing, json.dumps(said).encode())
    except BaseException:  # noqa: BLE001 - the child must not go on as a second nursery
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(0)


if __name__ == "__main__":
    _main()
