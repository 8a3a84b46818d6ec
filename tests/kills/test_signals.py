"""The real command, asked to stop while it sends: SIGTERM (also a run cancelled in Prefect's page), Ctrl-C, and SIGKILL (A13, A1)."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.rounds import Order, carry_out
from tasks.circle.state import Outcome
from tasks.doors.ledger import SqlLedger
from tasks.place import Place, forget_doors
from tests.flows.outside import CIRCLE, ROOT
from tests.standins.smtp import SmtpServer

AT = "2021-05-10T08:05+02:00"
POST = '[post]\nkind = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nconnections = {connections}\n'


class Running:
    """`run` as a process, with letters to a stand-in mail server."""

    def __init__(self, folder: Path, server: SmtpServer, connections: int = 1) -> None:
        self.server, self.config, self.data = server, folder / "config", folder / "data"
        shutil.copytree(ROOT / "config", self.config)
        with (self.config / "circles" / f"{CIRCLE}.toml").open("a", encoding="utf-8") as file:
            file.write(POST.format(port=server.port, connections=connections))

    def start(self) -> "subprocess.Popen[str]":
        from prefect.settings import PREFECT_API_URL

        environment = os.environ | {"PREFECT_API_URL": str(PREFECT_API_URL.value())}
        command = [sys.executable, "-m", "flows", "run", "--at", AT, "--config", str(self.config), "--data", str(self.data)]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def again(self) -> None:
        """The same round in this process: quicker than another start of the command."""
        place = Place(str(self.config), str(self.data), CIRCLE)
        carry_out(place, Order(datetime.fromisoformat(AT).astimezone(UTC)))
        forget_doors(place)

    def outcomes(self) -> Counter[Outcome]:
        with SqlLedger(f"sqlite:///{self.data / 'ledger.db'}") as ledger:
            return Counter(letter.outcome for letter in ledger.memory(CIRCLE).letters)


@pytest.fixture
def running(prefect_server: None, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Running]:
    with SmtpServer() as server:
        yield Running(tmp_path, server, getattr(request, "param", 1))


@pytest.mark.parametrize(("asked", "running", "status"), [
    (signal.SIGTERM, 1, 143), (signal.SIGINT, 4, 130),
], indirect=["running"])  # fmt: skip
def test_asked_to_stop_it_finishes_the_letters_in_hand_says_so_and_the_next_round_sends_the_rest(
    running: Running, asked: signal.Signals, status: int
) -> None:
    hold = running.server.hold("kept", after=4)
    command = running.start()
    assert hold.reached.wait(60)
    command.send_signal(asked)
    time.sleep(0.3)
    assert command.poll() is None  # it waits for the answer
    hold.release()
    until = time.monotonic() + 5
    while running.outcomes()[Outcome.CLAIMED] and time.monotonic() < until:
        time.sleep(0.05)
    assert not running.outcomes()[Outcome.CLAIMED]
    _, said = command.communicate(timeout=30)  # Prefect's own farewell takes seconds where many tests share the machine
    assert command.returncode == status
    assert "Avbrutt" in said and "Traceback" not in said, said
    assert set(running.outcomes()) == {Outcome.DONE}
    assert running.outcomes().total() == len(running.server.accepted) >= 5
    running.again()
    assert set(running.outcomes()) == {Outcome.DONE}
    assert running.outcomes().total() == len(running.server.accepted) > 20
    assert set(running.server.copies().values()) == {1}


def test_the_command_killed_while_it_sends_leaves_one_unknown_and_the_next_one_sends_the_rest(running: Running) -> None:
    hold = running.server.hold("kept", after=4)
    command = running.start()
    assert hold.reached.wait(60)
    command.kill()
    command.communicate()
    hold.release()
    running.again()
    outcomes = running.outcomes()
    assert outcomes[Outcome.UNKNOWN] == 1
    assert outcomes[Outcome.DONE] + 1 == outcomes.total() == len(running.server.accepted) > 20
    assert set(running.server.copies().values()) == {1}
