"""Prefect's database as 0.1.0 left it, with today's Prefect: runs, deployments and automations are still there, each once."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.flows.served import Served
from tests.keepsake.home import CIRCLE, Home
from tests.keepsake.outside import Outside, oslo, standing_in
from tests.keepsake.test_keepsake import plain_id
from tests.keepsake.unpacking import told, unpacked, with_prefect

CHOSEN = "Det vi valgte i den nye utgaven"


@dataclass
class Kept:
    """`before` is what `rows` found before anything was started."""

    home: Home
    outside: Outside
    database: Path
    before: dict[str, dict[str, str]]


#: Runs that a schedule asks for are made anew at each start of `serve`; the others are what happened, or waits.
ROWS = {
    "flow_run": "SELECT id, name FROM flow_run WHERE NOT auto_scheduled",
    "deployment": "SELECT id, name FROM deployment",
    "automation": "SELECT id, name FROM automation",
}


def rows(database: Path) -> dict[str, dict[str, str]]:
    """The name of each row by its number, by table."""
    with closing(sqlite3.connect(database)) as connection:
        return {table: {plain(number): name for number, name in connection.execute(asked)} for table, asked in ROWS.items()}


def plain(number: str) -> str:
    """The database and the API write the same number with dashes or without."""
    return number.replace("-", "")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    last = told("sqlite")["last"]
    with standing_in(last) as outside:
        home = unpacked("sqlite", tmp_path_factory.mktemp("kept"), outside)
        database = with_prefect(home)
        yield Kept(home, outside, database, rows(database))


def _sent(kept: Kept) -> list[str]:
    """What the old program would have sent: it asked nobody to confirm a sign-up."""
    return [each for each in (plain_id(letter.message_id) for letter in kept.outside.mail.accepted) if not each.startswith("<confirmation.")]


def test_a_round_by_a_server_of_its_own_keeps_all_that_is_in_the_old_database(kept: Kept) -> None:
    reports = kept.home.round(told("sqlite")["last"], by_prefect=True)
    after = rows(kept.database)
    assert kept.before["flow_run"].items() <= after["flow_run"].items(), "the names of the runs, by their id"
    assert len(after["flow_run"]) == len(kept.before["flow_run"]) + 1
    assert (after["deployment"], after["automation"]) == (kept.before["deployment"], kept.before["automation"])
    assert "stopped" not in {each["state"] for each in reports.values()}, reports
    assert _sent(kept) == []


@pytest.fixture(scope="module")
def served(kept: Kept) -> Iterator[Served]:
    found = Served(kept.home.folder, secrets=kept.home.secrets)
    try:
        found.start()
        yield found
    finally:
        found.kill()


def all_of(served: Served, what: str) -> list[dict[str, Any]]:
    return list(served.ask(f"{what}/filter", {"limit": 200}))


def planned(served: Served) -> list[tuple[str, str]]:
    """The deployment and the time of each run that a schedule asks for; made anew some seconds after the start."""
    return [(each["deployment_id"], each["expected_start_time"]) for each in all_of(served, "flow_runs") if each["auto_scheduled"]]


@pytest.mark.served
@pytest.mark.timeout(600)
def test_serve_takes_over_runs_deployments_schedules_and_automations_without_doubles(kept: Kept, served: Served) -> None:
    deployments = {plain(each["id"]): each["name"] for each in all_of(served, "deployments")}
    assert len(deployments) == len(set(deployments.values()))
    still = {number: name for number, name in kept.before["deployment"].items() if name in deployments.values()}
    assert still and still.items() <= deployments.items(), "the same ones, under their numbers"
    schedules = {each["name"]: len(each["schedules"]) for each in all_of(served, "deployments") if each["schedules"]}
    assert schedules == {"dagsrunde": 1, "månedsrunde": 1}
    runs = all_of(served, "flow_runs")
    assert set(kept.before["flow_run"]) <= {plain(each["id"]) for each in runs}
    served.wait(lambda: planned(served))
    times = planned(served)
    assert len(times) == len(set(times))
    automations = [each["name"] for each in all_of(served, "automations")]
    assert sorted(automations) == sorted(kept.before["automation"].values())


@pytest.mark.served
@pytest.mark.timeout(600)
def test_a_choice_that_waited_in_the_old_version_can_be_made_in_the_new_one(kept: Kept, served: Served) -> None:
    [waiting] = [each for each in served.runs("sett fokusområde") if each["state_type"] == "PAUSED"]
    assert plain(waiting["id"]) in kept.before["flow_run"]
    served.asks(waiting["id"])
    kept.outside.zoom.now = oslo(told("sqlite")["last"])
    assert served.resume(waiting["id"], forslag="Ingen av forslagene", eget=CHOSEN) == "ACCEPT"
    served.until(waiting["id"], "COMPLETED")
    _, status = kept.home.call("status", "--circle", CIRCLE, "--at", told("sqlite")["last"])
    assert CHOSEN in str(status)
    assert _sent(kept) == [], "nobody is invited to that meeting yet"


@pytest.mark.served
@pytest.mark.timeout(600)
def test_the_next_round_that_serve_does_sends_what_is_due_and_nothing_twice(kept: Kept, served: Served) -> None:
    at = told("sqlite")["after_last"]
    kept.outside.zoom.now = oslo(at)
    served.carried_out("dagsrunde", circle="", at=at)
    assert sorted(_sent(kept)) == sorted(told("sqlite")["after"]["letters"])
