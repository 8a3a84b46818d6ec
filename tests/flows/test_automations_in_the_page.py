"""An automation that a coordinator makes with the page's own wizard fires by Prefect's names of states: «Failed», «Completed» (R42)."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.flows.coordinator import Coordinator, coordinating
from tests.flows.served import Served

pytestmark = pytest.mark.served

ROUND = "ta inn påmeldinger"
#: What is started when a round is done, and when it has stopped: nothing else starts these two.
AFTER_DONE, AFTER_STOPPED = "rapport", "samle svar"
#: In September all have signed up; a round in May would find most of them gone, and stops.
SEPTEMBER, MAY = "2021-09-25T08:05", "2021-05-03T08:05"


def _make(coordinator: Coordinator, state: str, then: str) -> dict[str, Any]:
    """When «ta inn påmeldinger» enters `state`, run `then`. What the page sent."""
    page = coordinator.page
    page.get_by_role("link", name="Automations", exact=True).click()
    page.get_by_role("button", name="create automation").click()
    page.get_by_label("Trigger Template").click()
    page.get_by_role("option", name="Flow run state", exact=True).click()
    coordinator.choose("deployments", ROUND)
    page.keyboard.press("Escape")  # one may choose several: it stays open
    page.get_by_role("button", name="Any state").click()
    page.get_by_role("option", name=state, exact=True).click()
    page.keyboard.press("Escape")
    coordinator.picture(f"automasjon-{state}")
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_label("select action").click()
    page.get_by_role("option", name="Run a deployment", exact=True).click()
    page.get_by_role("button", name="Select Deployment to Run").click()
    page.get_by_role("option", name=then).click()
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_label("Automation Name").fill(_name(state))
    with page.expect_response(lambda answer: answer.url.endswith("/automations/") and answer.request.method == "POST") as made:
        page.get_by_role("button", name="Save", exact=True).click()
    assert made.value.ok, made.value.text()
    page.get_by_role("link", name=_name(state)).wait_for()
    return dict(json.loads(made.value.request.post_data))


def _name(state: str) -> str:
    return f"etter {state}"


def _started_by(served: Served, name: str) -> list[str]:
    """By what the runs of the deployment `name` were started."""
    return [each["created_by"]["display_value"] for each in served.runs(name)]


@pytest.mark.timeout(900)
def test_an_automation_of_the_pages_wizard_fires_on_a_stopped_round_and_another_chains_on_a_done_one(served: Served, tmp_path: Path) -> None:
    with coordinating(served, tmp_path) as coordinator:
        for state, then in (("Completed", AFTER_DONE), ("Failed", AFTER_STOPPED)):
            assert _make(coordinator, state, then)["trigger"]["expect"] == [f"prefect.flow-run.{state}"]
        assert coordinator.proxy.asked == []
    done = served.carried_out(ROUND, at=SEPTEMBER)
    assert done["state"]["message"].startswith("Trenger en person.")
    served.wait(lambda: served.runs(AFTER_DONE))
    assert not served.runs(AFTER_STOPPED)

    stopped = served.until(served.begin(ROUND, at=MAY), "FAILED")
    assert stopped["state"]["message"].startswith("Stoppet. «Påmelding»: Fanen mangler plutselig")
    served.wait(lambda: served.runs(AFTER_STOPPED))
    assert (_started_by(served, AFTER_DONE), _started_by(served, AFTER_STOPPED)) == ([_name("Completed")], [_name("Failed")])
    for name in (AFTER_DONE, AFTER_STOPPED):
        served.until(served.runs(name)[0]["id"], "COMPLETED")
