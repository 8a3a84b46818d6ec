"""`python -m flows serve` as an operator starts it, on a free port, with a circle and data of its own; and its API."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tasks.circle.model.records import Decision, LetterRecord
from tasks.settings.prefect_environment import PASSWORD_FILE
from tests.ports import free_port
from tests.prefect_server import DATABASE

ROOT = Path(__file__).resolve().parents[2]
CIRCLE = "baerekraftige-moteplasser"
#: Seconds. A busy machine needs many times what a free one does.
LONG = 240
ENDS = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


class Served:
    """The process tree of `serve`; it may be stopped and started again on the same port and data."""

    def __init__(self, folder: Path, database: Path | None = None, secrets: Mapping[str, str] | None = None) -> None:
        """`database` is Prefect's before anything is in it; without it the first start makes its own, which takes longer.

        A configuration that is in `folder` already stays there. `secrets` are given to it, by the names of the environment.
        """
        self.folder, self.data, self.secrets = folder, folder / "data", dict(secrets or {})
        if database:
            (self.data / "prefect").mkdir(parents=True)
            shutil.copy(database, self.data / "prefect" / DATABASE)
        if not (folder / "config").exists():
            shutil.copytree(ROOT / "config", folder / "config")
        self.port, self.pages_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.said = folder / "said"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "SIRKEL_"))}
        environment = plain | self.secrets | {"SIRKEL_CONFIG": str(self.folder / "config"), "SIRKEL_DATA": str(self.data), "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", "flows", "serve", "--port", str(self.port), "--pages-port", str(self.pages_port)]
        with self.said.open("w") as out:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True)
        self.wait(lambda: "Klar." in self.words())

    def words(self) -> str:
        assert self.process is None or self.process.poll() is None, self.said.read_text()
        return self.said.read_text()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop, as `systemctl stop` or Ctrl-C does; its exit status."""
        assert self.process is not None
        self.process.send_signal(how)
        try:
            return self.process.wait(LONG)
        finally:
            self.process = None

    def kill(self) -> None:
        """Whatever is left of it, by id."""
        for pid in self.alive():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.process:
            self.process.wait()

    def alive(self) -> list[int]:
        """Every process that works on this data folder."""
        found = []
        for entry in Path("/proc").glob("[0-9]*/environ"):
            with suppress(OSError):
                if f"SIRKEL_DATA={self.data}\0".encode() in entry.read_bytes():
                    found.append(int(entry.parent.name))
        return found

    def ask(self, path: str, body: object = None) -> Any:
        """What it answers; None for an answer without content."""
        content = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Basic {b64encode(self.password().encode()).decode()}"}
        request = urllib.request.Request(f"{self.url}/api/{path}", content, headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or "null")

    def password(self) -> str:
        """What the page asks for, as the operator finds it."""
        return (self.data / PASSWORD_FILE).read_text(encoding="utf-8").strip()

    def begin(self, name: str, **parameters: object) -> str:
        """Start a flow as the page's «Run» does; the id of the run."""
        found = self.ask(f"deployments/name/{quote(name)}/{quote(name)}")
        return str(self.ask(f"deployments/{found['id']}/create_flow_run", {"parameters": parameters, "state": {"type": "SCHEDULED"}})["id"])

    def states(self, run: str) -> list[str]:
        """The names of all states it has had."""
        return [each["name"] for each in self.ask(f"flow_run_states/?flow_run_id={run}")]

    def said_of(self, run: str) -> list[str | None]:
        """The messages of all states it has had."""
        return [each["message"] for each in self.ask(f"flow_run_states/?flow_run_id={run}")]

    def die(self, run: str) -> None:
        """As its watcher tells of a run whose process is gone, and as the automation then has it run again: the state has a name
        that the automation does not know, so that the run is put in the queue here alone.
        """
        self.ask(f"flow_runs/{run}/set_state", {"state": {"type": "CRASHED", "name": "Borte"}, "force": True})
        self.ask(f"flow_runs/{run}/set_state", {"state": {"type": "SCHEDULED"}})

    def runs(self, name: str) -> list[dict[str, Any]]:
        return list(self.ask("flow_runs/filter", {"flows": {"name": {"any_": [name]}}, "sort": "START_TIME_ASC"}))

    def until(self, run: str, *states: str) -> dict[str, Any]:
        """The run once it is in one of `states`; one that ends otherwise is a fault."""
        found: dict[str, Any] = {}

        def there() -> bool:
            found.update(self.ask(f"flow_runs/{run}"))
            return found["state_type"] in (*states, *ENDS)

        self.wait(there)
        assert found["state_type"] in states, (found["state"], self.said.read_text())
        return found

    def carried_out(self, name: str, **parameters: object) -> dict[str, Any]:
        return self.until(self.begin(name, **parameters), "COMPLETED")

    def asks(self, run: str, ending: str = "") -> str:
        """The key of the question that the run waits with, once one with this ending can be answered: the state comes before the form."""
        key = ""

        def there() -> bool:
            nonlocal key
            key = str(self.until(run, "PAUSED", "RUNNING", "SCHEDULED")["state"]["state_details"].get("pause_key") or "")
            with suppress(urllib.error.HTTPError):
                return key.endswith(ending) and bool(self.ask(f"flow_runs/{run}/input/suspended-{key}-description"))
            return False

        self.wait(there)
        return key

    def resume(self, run: str, **answer: str) -> str:
        """ACCEPT, or REJECT when the form is not filled in as it says."""
        return str(self.ask(f"flow_runs/{run}/resume", {"run_input": answer})["status"])

    def wait(self, there: Any) -> None:
        end = time.monotonic() + LONG
        while time.monotonic() < end:
            if there():
                return
            time.sleep(0.3)
        raise AssertionError(f"in vain: {self.said.read_text()}")

    def ledger(self) -> tuple[tuple[Decision, ...], tuple[LetterRecord, ...]]:
        from tasks.doors.ledger.ledger import SqlLedger

        with SqlLedger(f"sqlite:///{self.data / 'ledger.db'}") as ledger:
            memory = ledger.memory(CIRCLE)
        return memory.decisions, memory.letters
