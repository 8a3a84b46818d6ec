"""A person chooses in Prefect's page: the run waits, outlives the server, and what is chosen stands once (R16). All of it for real."""

import json
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.runs.waiting import HOW
from tasks.doors.ledger.ledger import SqlLedger
from tests.flows.coordinator import Coordinator, coordinating
from tests.flows.served import CIRCLE, LONG, ROOT, Served

pytestmark = pytest.mark.served

PROPOSAL = "Verktøyverksted"


def choose(coordinator: Coordinator, run: str, proposal: str) -> None:
    """What a coordinator does: finds the run, reads how, reads what people said, picks a proposal, sees it carried out."""
    coordinator.open_run(run)
    coordinator.reads_log(HOW)
    coordinator.picture("venter")
    form = coordinator.resume()
    for words in ("Møte 5 (tirsdag 12. oktober 2021) mangler fokusområde.", "Samrådet: 12 av 25 har svart."):
        form.get_by_text(words).wait_for()
    coordinator.choose("Fokusområde", proposal)
    coordinator.picture("valg")
    form.get_by_role("button", name="Resume", exact=True).click()
    form.wait_for(state="hidden")
    coordinator.sees_end("Completed", "Trenger en person.")  # for what is wrong in the sheet, and not for the choice
    coordinator.picture("valgt")


@pytest.mark.timeout(900)
def test_a_choice_waits_in_the_page_outlives_the_server_and_stands_once(served: Served, tmp_path: Path) -> None:
    served.carried_out("dagsrunde", circle=CIRCLE, at="2021-09-01T08:05")
    round_ = served.carried_out("dagsrunde", circle=CIRCLE, at="2021-09-25T08:05")
    served.wait(lambda: served.runs("sett fokusområde"))
    [waiting] = served.runs("sett fokusområde")
    served.asks(waiting["id"])
    second = served.begin("sett fokusområde", circle=CIRCLE, meeting=5, at="2021-09-25T08:05")
    served.asks(second)

    assert served.stop() == 0 and served.alive() == []
    assert "Traceback" not in served.said.read_text()
    served.start()

    with coordinating(served, tmp_path) as coordinator:
        coordinator.open_run(round_["id"])
        assert PROPOSAL in coordinator.read("fokusforslag", "deltakere")
        coordinator.picture("fokusforslag")
        choose(coordinator, waiting["id"], PROPOSAL)
        assert coordinator.proxy.asked == []
    decisions, letters = served.ledger()
    assert [(each.meeting, each.focus) for each in decisions] == [(5, PROPOSAL)]
    assert {each.meeting for each in letters if each.kind == "focus"} == {5}
    ended = served.until(second, "CANCELLED")
    assert "Møte 5 er bestemt" in ended["state"]["message"]
    assert len(served.runs("sett fokusområde")) == 2


@pytest.mark.timeout(600)
def test_a_choice_by_the_api_is_asked_about_again_until_it_can_be_used(served: Served) -> None:
    run = served.begin("sett fokusområde", circle=CIRCLE, meeting=6, at="2021-10-08T12:00")
    served.asks(run)
    assert served.resume(run, forslag="noe helt annet") == "REJECT"
    assert served.resume(run, forslag="Ingen av forslagene", eget=" ") == "ACCEPT"
    served.asks(run, "-2")
    assert served.resume(run, eget="Gode møteplasser på nett") == "ACCEPT"
    served.until(run, "COMPLETED")
    assert [each.focus for each in served.ledger()[0] if each.meeting == 6] == ["Gode møteplasser på nett"]


@pytest.mark.timeout(600)
def test_a_run_that_dies_while_it_asks_asks_again_and_one_that_dies_after_the_answer_takes_it_up(served: Served) -> None:
    """Between the state and the form there are milliseconds, and a stop that falls into them used to end the run for good."""
    run = served.begin("sett fokusområde", circle=CIRCLE, at="2021-11-20T12:00")
    served.asks(run)
    served.die(run)
    served.wait(lambda: served.states(run).count("Suspended") == 2)
    key = served.asks(run)

    served.ask(f"flow_runs/{run}/input", {"key": f"suspended-{key}-response", "value": json.dumps({"eget": "Å lede møter"})})
    served.die(run)
    served.until(run, "COMPLETED")
    assert served.states(run).count("Suspended") == 2
    [meeting] = {each.meeting for each in served.ledger()[0] if each.focus == "Å lede møter"}
    assert key.startswith(f"mote-{meeting}-")


def test_everything_a_coordinator_can_start_is_told_in_norwegian_with_the_circles_to_choose_from(served: Served) -> None:
    from flows.catalogue import OFFERED

    found = {each["name"]: each for each in served.ask("deployments/filter", {})}
    assert {name: each["description"] for name, each in found.items()} == {each.name: each.description for each in OFFERED}
    for name, each in found.items():
        told: dict[str, Any] = each["parameter_openapi_schema"]["properties"]
        assert all(parameter.get("description") for parameter in told.values()), name
        assert told["circle"]["enum"] == ["", CIRCLE], name
    times = [each["schedule"] for each in found["dagsrunde"]["schedules"]]
    assert [(each["cron"], each["timezone"]) for each in times] == [("5 8,12,16 * * *", "Europe/Oslo")]


def test_a_run_waits_for_another_round_of_its_circle_to_end(served: Served) -> None:
    """R20, in the page: neither fails nor gives up."""
    with SqlLedger(f"sqlite:///{served.data / 'ledger.db'}") as ledger:
        with ledger.lease(CIRCLE, "other", datetime.now(UTC), 5):
            run = served.begin("samle svar", circle=CIRCLE, at="2021-10-08T12:00")
            served.until(run, "RUNNING")
            time.sleep(4)
            served.until(run, "RUNNING")
        served.until(run, "COMPLETED")


def test_the_participants_pages_are_served_beside_it(served: Served) -> None:
    served.wait(lambda: _page(served))
    assert "bærekraftige møteplasser" in _page(served)


def _page(served: Served) -> str:
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{served.pages_port}/{CIRCLE}", timeout=20) as answer:
        return str(answer.read().decode())
    return ""


def test_a_second_one_on_the_same_port_says_so_and_leaves_the_first_alone(served: Served) -> None:
    command = [sys.executable, "-m", "flows", "serve", "--port", str(served.port), "--data", str(served.folder / "other")]
    second = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=LONG, check=False)
    assert second.returncode == 2 and "Porten er opptatt" in second.stderr and "Traceback" not in second.stderr
    assert served.ask("health") is True


def test_ctrl_c_stops_all_of_it(served: Served) -> None:
    assert len(served.alive()) >= 4
    assert served.stop(signal.SIGINT) == 0
    assert served.alive() == [] and served.said.read_text().splitlines()[-1] == "Stoppet."
