"""The real command, asked to stop while it sends: SIGTERM (also a run cancelled in Prefect's page), Ctrl-C, and SIGKILL (A13, A1)."""

import json
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

from flows.rounds import carry_out
from tasks.circle.model.records import Outcome
from tasks.circle.plan import Order
from tasks.context import CircleRef, forget_doors
from tasks.doors.ledger.ledger import SqlLedger
from tests.flows.outside import CIRCLE, ROOT
from tests.prefect_server import its_environment
from tests.standins.smtp import SmtpServer
from tests.standins.smtp_script import Script

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
        command = [sys.executable, "-m", "flows", "run", "--at", AT, "--json", "--config", str(self.config), "--data", str(self.data)]
        return subprocess.Popen(command, cwd=ROOT, env=its_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def again(self) -> None:
        """The same round in this process: quicker than another start of the command."""
        self.server.script.delay = 0
        ref = CircleRef(str(self.config), str(self.data), CIRCLE)
        carry_out(ref, Order(datetime.fromisoformat(AT).astimezone(UTC)))
        forget_doors(ref)

    def outcomes(self) -> Counter[Outcome]:
        with SqlLedger(f"sqlite:///{self.data / 'ledger.db'}") as ledger:
            return Counter(letter.outcome for letter in ledger.memory(CIRCLE).letters)


@pytest.fixture
def running(prefect_server: None, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Running]:
    # Slow enough for a signal to come before the lines that are not held have sent all.
    with SmtpServer(Script(delay=0.03)) as server:
        yield Running(tmp_path, server, getattr(request, "param", 1))


@pytest.mark.parametrize(("asked", "again", "running", "status"), [
    (signal.SIGTERM, signal.SIGINT, 1, 143), (signal.SIGINT, signal.SIGINT, 4, 130),
], indirect=["running"])  # fmt: skip
def test_however_often_it_is_asked_to_stop_it_finishes_the_letters_in_hand_and_the_next_round_sends_the_rest(
    running: Running, asked: signal.Signals, again: signal.Signals, status: int
) -> None:
    hold = running.server.hold("kept", after=4)
    command = running.start()
    assert hold.reached.wait(60)
    for number in (asked, again, again):
        command.send_signal(number)
        time.sleep(0.3)
        assert command.poll() is None  # it waits for the answer
    hold.release()
    until = time.monotonic() + 5
    while running.outcomes()[Outcome.CLAIMED] and time.monotonic() < until:
        time.sleep(0.05)
    assert not running.outcomes()[Outcome.CLAIMED]
    report, said = command.communicate(timeout=60)  # Prefect's own farewell takes seconds where many tests share the machine
    assert command.returncode == status
    assert said.count("Avslutter etter dette brevet") == 3 and "Traceback" not in said, said
    assert set(running.outcomes()) == {Outcome.DONE}
    assert running.outcomes().total() == len(running.server.accepted) >= 5
    told = json.loads(report)
    assert told["state"] == "stopped" and Counter(each["outcome"] for each in told["letters"]) == {"done": len(running.server.accepted)}
    words = [problem["what"].partition(".")[0] for problem in told["problems"]]
    assert words[0] == "Avbrutt" and "De er ikke gått ut" in words
    running.again()
    assert set(running.outcomes()) == {Outcome.DONE}
    assert running.outcomes().total() == len(running.server.accepted) > 20
    assert set(running.server.copies().values()) == {1}


def test_a_run_of_several_circles_that_is_asked_to_stop_finishes_the_letter_in_the_hand_of_each(running: Running) -> None:
    second = (running.config / "circles" / f"{CIRCLE}.toml").read_text(encoding="utf-8")
    (running.config / "circles" / "en-til.toml").write_text(second, encoding="utf-8")
    hold = running.server.hold("kept", after=9)
    command = running.start()
    assert hold.reached.wait(60)
    command.send_signal(signal.SIGINT)
    time.sleep(0.5)
    command.send_signal(signal.SIGINT)
    sent = -1
    while sent != len(running.server.accepted):  # the other circle's letter may need its time
        sent = len(running.server.accepted)
        time.sleep(0.7)
    assert command.poll() is None
    hold.release()
    report, said = command.communicate(timeout=60)
    assert command.returncode == 130 and "Traceback" not in said, said
    assert len(running.server.accepted) == sum(len(each["letters"]) for each in json.loads(report)) <= sent + 1
    with SqlLedger(f"sqlite:///{running.data / 'ledger.db'}") as ledger:
        outcomes = Counter(letter.outcome for circle in (CIRCLE, "en-til") for letter in ledger.memory(circle).letters)
    assert outcomes == {Outcome.DONE: len(running.server.accepted)}


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
