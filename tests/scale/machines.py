"""Prefect's server, Redis and workers, started with the settings that `deployments/` tells people to use; all on this machine."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tasks.settings.prefect_environment import CLIENT_PASSWORD, PASSWORD
from tests.benchmarks.ground import ROOT, SECRETS
from tests.ports import free_port
from tests.scale import debian_postgresql

#: Seconds. A busy machine needs many times what a free one does.
LONG = 240
ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
PREFECT = [sys.executable, "-m", "prefect"]
#: What the operator of these machines has chosen.
PAGE_PASSWORD = "drift:et-passord-til-siden"


def settings(file: str, **changes: object) -> dict[str, str]:
    """The environment that `deployments/FILE` sets, with addresses of this machine; a name it does not have is an error."""
    lines = (ROOT / "deployments" / file).read_text(encoding="utf-8").splitlines()
    found = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert not (odd := changes.keys() - found.keys()), odd
    return found | {name: str(value) for name, value in changes.items()}


def lacking() -> str:
    """Why there can't be several machines here; "" when there can."""
    return debian_postgresql.lacking() or ("" if shutil.which("redis-server") else "Debian's redis-server is not installed")


class Machines:
    """One server and its workers until the end of the block. `url` is Prefect's page."""

    def __init__(self, folder: Path, more: Mapping[str, str] | None = None) -> None:
        """`more` is added to the environment of all."""
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "SIRKEL_"))}
        self._plain = plain | SECRETS | {PASSWORD: PAGE_PASSWORD, CLIENT_PASSWORD: PAGE_PASSWORD, "PYTHONUNBUFFERED": "1"} | dict(more or {})
        self._stack, self._homes = ExitStack(), dict[str, Path]()
        self._running, self._killed = dict[str, "subprocess.Popen[bytes]"](), set[str]()

    def __enter__(self) -> "Machines":
        return self

    def __exit__(self, *error: object) -> None:
        for home in self._homes.values():
            kill(living_in(home))
        self._stack.close()

    def served(self, config: Path, **more: str) -> None:
        """`python -m flows serve`: all of it on one machine."""
        own = {"SIRKEL_CONFIG": str(config), "SIRKEL_DATA": str(self.folder / "data")} | more
        command = [sys.executable, "-m", "flows", "serve", "--port", str(self.port), "--pages-port", str(free_port())]
        self._start(command, "serve", own)
        self.wait(lambda: "Klar." in self.said("serve"), "serve")

    def server(self, database: str) -> None:
        """Prefect's server with PostgreSQL (`database`, for asyncpg) and a Redis of its own."""
        port = free_port()
        self._start(["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)], "redis", {})
        own = settings(
            "tjener.env",
            PREFECT_SERVER_DATABASE_CONNECTION_URL=database,
            PREFECT_REDIS_MESSAGING_URL=f"redis://127.0.0.1:{port}/0",
            PREFECT_SERVER_DOCKET_URL=f"redis://127.0.0.1:{port}/1",
            PREFECT_SERVER_API_PORT=self.port,
            PREFECT_SERVER_CORS_ALLOWED_ORIGINS=self.url,
        )
        self._start([sys.executable, "-m", "flows.serving.server"], "server", own | {"PREFECT_HOME": str(self.folder / "home")})
        self.wait(self._healthy, "server")

    def _healthy(self) -> bool:
        with suppress(OSError):
            return bool(self.ask("health"))
        return False

    def deploy(self, config: Path, *names: str, silence: float = 90) -> None:
        """What FLERE_MASKINER.md has people do once: a work pool, the deployments (all, or those named), and the automations.

        `silence` is how many seconds without a sign of life make a run dead.
        """
        environment = self._of_worker("once", config, self.folder / "once")
        chosen = [part for name in names for part in ("-n", name)] or ["--all"]
        deploying = [*PREFECT, "--no-prompt", "deploy", *chosen, "--prefect-file", "deployments/prefect.yaml"]
        watching = [sys.executable, "-c", f"import asyncio, flows.serving.dead_runs as runs; asyncio.run(runs.watch_over_runs({silence}))"]
        with (self.folder / "once.said").open("w") as out:
            for calls in ([[*PREFECT, "work-pool", "create", "sirkel", "--type", "process"]], [deploying, watching]):
                running = [subprocess.Popen(call, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out) for call in calls]
                ended = [each.wait(LONG) for each in running]
                assert not any(ended), self.said("once")

    def worker(self, name: str, config: Path, data: Path | None = None) -> None:
        """A machine that takes one run at a time; its data folder is its own where `data` names none."""
        environment = self._of_worker(name, config, data or self.folder / name)
        self._homes[name] = Path(environment["PREFECT_HOME"])
        self._start([*PREFECT, "worker", "start", "--pool", "sirkel", "--type", "process", "--limit", "1", "--name", name], name, environment)

    def _of_worker(self, name: str, config: Path, data: Path) -> dict[str, str]:
        home = self.folder / name / "prefect"
        home.mkdir(parents=True, exist_ok=True)
        own = settings("arbeider.env", PREFECT_API_URL=f"{self.url}/api", SIRKEL_CONFIG=config, SIRKEL_DATA=data, PREFECT_HOME=home)
        return self._plain | own

    def at_work(self, worker: str) -> bool:
        """It has a run in hand."""
        return len(living_in(self._homes[worker])) > 1

    def kill(self, worker: str) -> None:
        """The machine is gone: worker and runs, at once."""
        self._killed.add(worker)
        kill(living_in(self._homes.pop(worker)))

    def _start(self, command: list[str], name: str, environment: Mapping[str, str]) -> None:
        self._running[name] = self._stack.enter_context(_process(command, {**self._plain, **environment}, self.folder / f"{name}.said"))

    def said(self, name: str) -> str:
        return (self.folder / f"{name}.said").read_text(encoding="utf-8")

    def _fallen(self) -> list[str]:
        """What ended by itself."""
        return [name for name, process in self._running.items() if process.poll() is not None and name not in self._killed]

    def wait(self, there: Callable[[], bool], name: str = "server", seconds: float = LONG) -> None:
        end = time.monotonic() + seconds
        while not there():
            assert time.monotonic() < end and not self._fallen(), f"in vain: {self._fallen()} {self.said(name)[-3000:]}"
            time.sleep(0.2)

    def ask(self, path: str, body: object = None) -> Any:
        content = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Basic {b64encode(PAGE_PASSWORD.encode()).decode()}"}
        request = urllib.request.Request(f"{self.url}/api/{path}", content, headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def begin(self, name: str, **parameters: object) -> str:
        """Start a flow as the page's «Run» does; the id of the run."""
        found = self.ask(f"deployments/name/{quote(name)}/{quote(name)}")
        return str(self.ask(f"deployments/{found['id']}/create_flow_run", {"parameters": parameters, "state": {"type": "SCHEDULED"}})["id"])

    def runs(self, at: str) -> list[dict[str, Any]]:
        """Those for the typed time `at`: the one that was begun, and its shares."""
        return [run for run in self.ask("flow_runs/filter", {"sort": "START_TIME_ASC"}) if run["parameters"].get("at") == at]

    def all_ended(self, at: str) -> bool:
        return all(run["state_type"] in ENDED and run["end_time"] for run in self.runs(at))

    def stay_ended(self, at: str) -> bool:
        """A run whose worker died has ended too, until it is begun again."""
        if not self.all_ended(at):
            return False
        time.sleep(3)
        return self.all_ended(at)


def living_in(home: Path) -> list[int]:
    """Every process whose Prefect lives there."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if f"PREFECT_HOME={home}\0".encode() in entry.read_bytes():
                found.append(int(entry.parent.name))
    return found


def kill(processes: list[int]) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


@contextmanager
def _process(command: list[str], environment: Mapping[str, str], said: Path) -> "Iterator[subprocess.Popen[bytes]]":
    with said.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=dict(environment), stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
