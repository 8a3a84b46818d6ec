"""Real flows on a real Prefect server, and one rehearsal of the circle of 2021 for all who look at it."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tasks.context import forget_doors
from tests.flows.office import Office
from tests.prefect_server import one_process_at_a_time
from tests.standins.imap import ImapServer

ROOT = Path(__file__).resolve().parent.parent.parent
Edit = Callable[[Path], None]


@pytest.fixture(scope="session")
def life(request: pytest.FixtureRequest, of_all_processes: Path) -> Path:
    """The folder of a rehearsal of 2021, as the first command leaves it; one for all who look at it, also in other processes.

    `REHEARSED` names the data folder of one that is made already, as `.ci/run` has.
    """
    if made := os.environ.get("REHEARSED"):
        return Path(made) / "rehearsal" / "baerekraftige-moteplasser"
    data = of_all_processes / "life"
    with one_process_at_a_time(data.with_suffix(".lock")):
        if not data.exists():
            request.getfixturevalue("prefect_server")
            from flows.rehearse import rehearse

            rehearse(config=str(ROOT / "config"), data=str(data.with_suffix(".half")))
            data.with_suffix(".half").rename(data)
    return data / "rehearsal" / "baerekraftige-moteplasser"


class Desk:
    """A circle's configuration and data of their own, and the command to work with them."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.config, self.data, self.capsys = folder / "config", folder / "data", capsys
        shutil.copytree(ROOT / "config", self.config)
        self.status, self.error = 0, ""

    def call(self, *arguments: str) -> str:
        """What the command prints; its exit status and complaints are kept."""
        from flows.__main__ import main

        self.status = main([*arguments, "--config", str(self.config), "--data", str(self.data)])
        printed = self.capsys.readouterr()
        self.error = printed.err
        return printed.out

    def run(self, at: str, *more: str) -> Any:
        """The report of a round: without Prefect, which is nine tenths of its seconds and none of what it does (`test_direct.py`)."""
        return json.loads(self.call("run", "--direct", "--at", at, "--json", *more))

    def edit(self, change: Callable[[openpyxl.Workbook], object]) -> None:
        """What an administrator does in the sheet."""
        file = self.config / "practice.xlsx"
        book = openpyxl.load_workbook(file)
        change(book)
        book.save(file)

    def read_mail_from(self, server: ImapServer) -> None:
        """The installation's mailbox is at this stand-in."""
        file = self.config / "doors.toml"
        head, table, rest = file.read_text(encoding="utf-8").partition("[mailbox]")
        where = f'kind = "imap"\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\nuser = "{server.user}"'
        file.write_text(f"{head}{table}\n{where}\n\n{rest.partition(chr(10) * 2)[2]}", encoding="utf-8")


@pytest.fixture
def desk(prefect_server: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Office]:
    """The same for what needs no flow: its doors are opened anew for each test."""
    found = Office(tmp_path, capsys)
    yield found
    forget_doors(found.ref)


@pytest.fixture
def server() -> Iterator[ImapServer]:
    """A mailbox of its own."""
    with ImapServer() as server:
        yield server
