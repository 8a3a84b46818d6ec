"""Attack 13: somebody else with a login on the machine looks into the data folder, while the administrator's mask is the usual 022.

As root somebody else is really that, a process without rights; other users ask what the modes allow.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.__main__ import parser
from tasks.circle.focus.propose import QUESTIONS
from tasks.settings.prefect_environment import PASSWORD
from tests.flows.deployed_run import deployed_run
from tests.flows.office import CIRCLE, ROOT, Office
from tests.flows.served import Served
from tests.ports import free_port
from tests.prefect_server import DATABASE, its_environment
from tests.test_private_files import mode, open_to_others

NOBODY = 65534
#: Every command with what it needs to do its work, or, for `serve`, to be refused once it has begun.
COMMANDS: dict[str, tuple[tuple[str, ...], int]] = {
    "rehearse": (("--until", "2021-05-02"), 0),
    "run": (("--at", "2021-09-10T08:05"), 1),
    "prøvebrev": (("--at", "2021-09-10T08:05"), 0),
    "serve": (("--host", "192.0.2.7"), 2),  # no address of this machine
    "pages": ((), 0),
    "check": ((), 1),
    "status": ((), 0),
    "report": ((), 0),
    "attendance": ((), 2),  # nobody is counted there
    "forget": (("ingen@example.org",), 1),
    "login": (("google", "--client", "mangler.json"), 2),
    "settle": (("<ingen@example.org>", "sent"), 2),
    "sheet": (("nytt.xlsx",), 0),
    "focus": (("svar.csv",), 0),
}


class House:
    """Configuration and data in a folder that everybody on the machine may go into, as under /srv."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.office = folder, Office(folder, None)  # type: ignore[arg-type]
        self.data, self.workbook = self.office.data, self.office.config / "practice.xlsx"
        folder.chmod(0o755)
        self.workbook.chmod(0o664)
        (folder / "svar.csv").write_text(f"deltaker;{';'.join(QUESTIONS)}\nD01;;Lystavler;\n", encoding="utf-8")

    def begin(self, *arguments: str, alone: bool = False) -> "subprocess.Popen[str]":
        """`alone`: it starts a Prefect server of its own, as people's do; else it has the tests'."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "SIRKEL_"))}
        own = {"SIRKEL_CONFIG": str(self.office.config), "SIRKEL_DATA": str(self.data)}
        if not alone:
            own |= {name: its_environment()[name] for name in ("PREFECT_API_URL", PASSWORD)}
        environment = plain | own | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", "flows", *arguments]
        return subprocess.Popen(command, cwd=self.folder, env=environment, umask=0o022, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def call(self, *arguments: str, alone: bool = False) -> int:
        with self.begin(*arguments, alone=alone) as process:
            said, _ = process.communicate(timeout=300)
        assert "Traceback" not in said, said
        return process.returncode

    def open_up(self) -> None:
        """As an earlier version of the program left it."""
        for path in [self.data, *self.data.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)

    def seen_by_others(self) -> list[str]:
        assert any(self.data.iterdir())
        return open_to_others(self.data) + (read_by_nobody(self.data) if os.geteuid() == 0 else [])


def read_by_nobody(data: Path) -> list[str]:
    """What a process without rights gets to see: the names in a folder, the first byte of a file."""
    paths = [data, *data.rglob("*")]
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            os.write(writing, "\n".join(str(path) for path in paths if _can_read(path)).encode()[:60_000])
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as found:
        seen = found.read().splitlines()
    assert os.waitpid(child, 0)[1] == 0
    return seen


def _can_read(path: Path) -> bool:
    try:
        if path.is_dir():
            return any(path.iterdir())
        with path.open("rb") as file:
            file.read(1)
    except OSError:
        return False
    return True


@contextmanager
def in_the_open() -> Iterator[Path]:
    """Not pytest's own folder, which nobody else can go into whatever lies in it."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.fixture(scope="module")
def house(prefect_server: None, prefect_database: Path) -> Iterator[House]:
    """After a first round, with all that Prefect made for it."""
    with in_the_open() as folder:
        made = House(folder)
        (made.data / "prefect").mkdir(parents=True)
        shutil.copy(prefect_database, made.data / "prefect" / DATABASE)
        made.call("run", "--at", "2021-09-09T08:05")
        yield made


def test_the_one_who_looks_would_see_what_is_open(house: House) -> None:
    """Else the others would prove nothing."""
    house.open_up()
    seen = house.seen_by_others()
    for part in ("key", "ledger.db", f"prefect/{DATABASE}", f"{CIRCLE}/outbox"):
        assert part in seen and (os.geteuid() != 0 or str(house.data / part) in seen)
    assert any(each.endswith(".eml") for each in seen)


def test_every_command_stands_in_the_table() -> None:
    [calls] = [action.choices for action in parser()._actions if action.dest == "call"]
    assert [name for name in calls or () if name not in ("provebrev", "frammote")] == list(COMMANDS)


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "pages"])
def test_whatever_is_started_closes_what_was_open_and_leaves_nothing_open(house: House, command: str) -> None:
    arguments, status = COMMANDS[command]
    house.open_up()
    assert house.call(command, *arguments, alone=command == "run") == status
    assert house.seen_by_others() == []
    assert mode(house.workbook) == 0o664, "a workbook that people share stays so"


def test_so_do_the_pages_while_they_are_served(house: House) -> None:
    house.open_up()
    process = house.begin("pages", "--port", str(free_port()))
    try:
        assert process.stdout and "nettsider" in process.stdout.readline()
        assert house.seen_by_others() == []
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def test_a_run_that_a_worker_started_does_so_by_itself(prefect_server: None) -> None:
    with in_the_open() as folder:
        made = House(folder)
        made.data.mkdir(mode=0o755)
        with deployed_run("samle svar", made.office.config, made.data, at="2021-09-10T08:05") as run:
            run.ended()
        assert (made.data / "ledger.db").exists() and made.seen_by_others() == []


@pytest.mark.served
@pytest.mark.timeout(600)
def test_serve_and_its_runs_leave_nothing_open(prefect_database: Path) -> None:
    with in_the_open() as folder:
        folder.chmod(0o755)
        found = Served(folder, prefect_database)
        try:
            found.start()
            found.carried_out("dagsrunde", at="2021-09-10T08:05")
            time.sleep(2)
            assert (found.data / "prefect" / "server.log").exists() and list(found.data.rglob("*.eml"))
            assert open_to_others(found.data) == []
            assert os.geteuid() != 0 or read_by_nobody(found.data) == []
        finally:
            found.kill()
