"""Rounds of one circle at the same moment, in processes, on SQLite and PostgreSQL (R20, R21; A3)."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tasks.circle.model.errors import Busy
from tasks.circle.model.records import Outcome
from tasks.doors.ledger.ledger import SqlLedger
from tasks.round.ledger import lease
from tests.doors.ledger.postgresql import Postgresql
from tests.flows.own_circle import CHECKOUT, CIRCLE, OwnCircle
from tests.flows.rounds_at_once import at_once, letters_twice
from tests.prefect_server import its_environment

AT = "2021-05-10T08:05+02:00"
#: So many trials with random gaps in the suite; `SIRKEL_TRIALS=20` is what A3 asks for.
TRIALS = int(os.environ.get("SIRKEL_TRIALS", "1"))
GAPS = [[0.0, 0.0], [0.0, 0.3], [0.0, 1.0], [0.0, 2.0], [0.0, 0.05]]


@contextmanager
def standing_still(process: "subprocess.Popen[str]", house: OwnCircle) -> Iterator[None]:
    """Inside the block the round of `process` stands still between two letters: it holds the lease, and no lock of the database."""
    while len(house.letters()) < 3 and process.poll() is None:
        time.sleep(0.002)
    _stop(process)
    while not _writable(house.ledger):
        process.send_signal(signal.SIGCONT)
        time.sleep(0.003)
        _stop(process)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)


def _stop(process: "subprocess.Popen[str]") -> None:
    """The signal is only sent at once: until all its threads stand still, it may still take a lock."""
    process.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)


def _writable(ledger: str) -> bool:
    try:
        with closing(sqlite3.connect(ledger.removeprefix("sqlite:///"), timeout=0)) as connection:
            connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    return True


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, prefect_server: None, tmp_path: Path) -> Iterator[OwnCircle]:
    if request.param == "sqlite":
        yield OwnCircle(tmp_path)
    else:
        server: Postgresql = request.getfixturevalue("postgresql")
        yield OwnCircle(tmp_path, server.url(server.new_database(request.getfixturevalue("ledger_template"))))


@pytest.mark.parametrize("trial", range(TRIALS))
def test_of_ten_rounds_within_two_seconds_each_letter_goes_out_once_and_who_waits_is_told(house: OwnCircle, trial: int) -> None:
    rounds = at_once(house.config, [house.data], AT, [*GAPS[trial % len(GAPS)], *(0.2 * number for number in range(1, 9))])
    busy = [each for each in rounds if each["busy"]]
    assert busy and all(each["state"] in ("done", "problems", "nothing") for each in rounds if not each["busy"])
    for each in busy:
        # Two seconds of its own work: how long ten processes wait for a core says nothing of them.
        assert each["work"] < 2 and "har holdt på siden 20" in each["problems"][0]["what"]
    assert letters_twice(rounds) == []
    assert sum(len(each["letters"]) for each in rounds) == len(house.letters()) == len(house.outcomes()) > 20
    assert set(house.outcomes()) == {Outcome.LAID}


def test_a_round_after_a_killed_one_on_the_same_machine_begins_at_once_and_sends_the_rest(house: OwnCircle) -> None:
    killed, after = at_once(house.config, [house.data], AT, [0, 0], kill_after=3)
    assert killed["killed"] and not after["busy"]
    outcomes = house.outcomes()
    assert outcomes.count(Outcome.UNKNOWN) <= 1 and outcomes.count(Outcome.CLAIMED) == 0
    assert len(outcomes) - 1 <= len(house.letters()) <= len(outcomes)
    assert len(house.identities()) == len(set(house.identities())) > 20


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_a_round_killed_on_another_machine_is_waited_for_since_nobody_can_know(house: OwnCircle) -> None:
    """The other machine has a data folder of its own; only the lease's time tells when it is over."""
    killed, after = at_once(house.config, [house.data, house.folder / "annen"], AT, [0, 0], kill_after=3)
    assert killed["killed"] and after["busy"] and not house.letters(house.folder / "annen")
    assert "blir sirkelen fri av seg selv" in after["problems"][0]["next_step"]


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_two_commands_at_once_the_second_ends_with_its_own_status_and_the_first_goes_on(house: OwnCircle) -> None:
    command = [sys.executable, "-m", "flows", "run", "--at", AT, "--json", "--config", str(house.config), "--data", str(house.data)]
    first = subprocess.Popen(command, env=its_environment(), cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    with standing_still(first, house):
        second = subprocess.run(command, env=its_environment(), cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, timeout=60, check=False)
    said, _ = first.communicate(timeout=60)
    assert second.returncode == 3 and f"prosess {first.pid}" in json.loads(second.stdout)["problems"][0]["what"]
    assert first.returncode == 1  # the practice sheet has remarks
    assert len(json.loads(said)["letters"]) == len(house.letters())


def test_a_round_that_lives_longer_than_its_lease_keeps_it(house: OwnCircle) -> None:
    with lease(house.ref, minutes=0.01), SqlLedger(house.ledger) as other:
        for _ in range(4):
            time.sleep(0.4)
            with pytest.raises(Busy), other.lease(CIRCLE, "en annen", datetime.now(UTC), 1):
                pass
    with lease(house.ref):
        pass
    house.close()
