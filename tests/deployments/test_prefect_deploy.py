"""`prefect deploy` as FLERE_MASKINER.md has people do it, on a real server: what the page then shows is what `serve` shows."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.catalogue import OFFERED, TITLES
from tests.prefect_server import its_environment
from tests.sources import ROOT

DEPLOY = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all", "--prefect-file", "deployments/prefect.yaml"]


@pytest.fixture
def client(prefect_server: None) -> Iterator[Any]:
    """Prefect's own; what is deployed is taken away again."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.actions import WorkPoolCreate

    with get_client(sync_client=True) as found:
        found.create_work_pool(WorkPoolCreate(name="sirkel", type="process"))
        yield found
        found.delete_work_pool("sirkel")
        for each in found.read_deployments():
            found.delete_deployment(each.id)


def fields(client: Any) -> dict[str, dict[str, Any]]:
    """Of each deployment: its form, its words, its times, as the API gives them to the page."""
    return {
        each.name: {
            "form": each.parameter_openapi_schema, "words": each.description, "tags": each.tags,
            "times": sorted((time.schedule.cron, time.schedule.timezone) for time in each.schedules),
        }
        for each in client.read_deployments()
    }  # fmt: skip


def test_the_page_shows_the_same_forms_whether_serve_or_a_work_pool_offers_them(client: Any, tmp_path: Path) -> None:
    from flows.serving.worker import deployment

    for offered in OFFERED:
        deployment(offered, []).apply()
    served = fields(client)
    done = subprocess.run(DEPLOY, cwd=ROOT, env=its_environment(), capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    deployed = fields(client)
    assert all(each.work_pool_name == "sirkel" for each in client.read_deployments())
    for each in served.values():
        del each["form"]["properties"]["circle"]["enum"]  # only `serve` reads the circles' files; in a work pool the name is typed
    assert deployed == served
    assert [each["title"] for each in deployed["inviter"]["form"]["properties"].values()] == ["Sirkel", "Tidspunkt", TITLES["plan"], "Bekreft"]
