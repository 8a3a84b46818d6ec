"""Clicks in Prefect's page that meet in its database: none is in vain, and none is carried out twice."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from tests.flows.served import Served

AT_ONCE, CLICKS = 6, 120
LATER = {"type": "SCHEDULED", "state_details": {"scheduled_time": "2031-01-01T00:00:00Z"}}


@pytest.mark.served
def test_of_many_who_start_something_at_once_nobody_is_sent_away(served: Served) -> None:
    found = served.ask(f"deployments/name/{quote('inviter')}/{quote('inviter')}")

    def click(number: int) -> str:
        return str(served.ask(f"deployments/{found['id']}/create_flow_run", {"name": f"nr. {number}", "state": LATER})["id"])

    with ThreadPoolExecutor(AT_ONCE) as people:
        made = list(people.map(click, range(CLICKS)))
    there = [run["id"] for run in served.runs("inviter") if run["name"].startswith("nr. ")]
    assert sorted(there) == sorted(made) and len(set(made)) == CLICKS
