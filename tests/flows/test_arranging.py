"""What a round arranges in Prefect for people and for later: a run that waits for a choice, rounds around meetings. Real server."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tasks.circle.coordinator.choice import Waiting
from tasks.circle.coordinator.round_report import RoundReport

NOW = datetime.now(UTC).replace(microsecond=0)
IN_A_WEEK, LATER = NOW + timedelta(days=7), NOW + timedelta(days=8)


class Page:
    """The deployments of `serve`, without anything that runs them."""

    def __init__(self, client: Any) -> None:
        self.client, self.circle, self.of = client, f"sirkel-{uuid4().hex[:6]}", {}
        for name in ("sett fokusområde", "dagsrunde"):
            flow = client.create_flow_from_name(name)
            self.of[name] = client.create_deployment(flow, name)

    def round(self, *, wakes: tuple[datetime, ...] = (), at: str = "", **waiting: Any) -> None:
        from flows.runs.scheduling import arrange

        arrange([RoundReport(self.circle, NOW, "done", wakes=wakes, waiting=Waiting(**waiting))], at)

    def runs(self, name: str) -> list[Any]:
        found = self.client.read_flow_runs()
        return [run for run in found if run.deployment_id == self.of[name] and self.circle in run.tags]

    def wakes(self) -> list[datetime]:
        return sorted(run.expected_start_time for run in self.runs("dagsrunde"))

    def suspend(self, run: Any, meeting: int) -> None:
        """As its flow does when it asks."""
        from prefect.states import Running, Suspended

        self.client.set_flow_run_state(run.id, Running(), force=True)
        self.client.set_flow_run_state(run.id, Suspended(timeout_seconds=3600, pause_key=f"mote-{meeting}-1"))

    def state(self, run: Any) -> tuple[str, str]:
        state = self.client.read_flow_run(run.id).state
        return state.type.value, state.message or ""


@pytest.fixture
def page(prefect_server: None) -> Iterator[Page]:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        page = Page(client)
        yield page
        for deployment in page.of.values():
            client.delete_deployment(deployment)


def test_one_run_waits_however_many_rounds_find_that_somebody_should_choose(page: Page) -> None:
    for at in ("2021-09-25T08:05", "2021-09-25T12:05"):
        page.round(number=5, basis="4", at=at)
    [run] = page.runs("sett fokusområde")
    assert run.parameters == {"circle": page.circle, "meeting": 5, "at": "2021-09-25T08:05"}


def test_a_waiting_run_ends_when_its_meeting_is_settled_and_not_before(page: Page) -> None:
    page.round(number=5, basis="4")
    [run] = page.runs("sett fokusområde")
    page.suspend(run, 5)
    page.round(settled=frozenset({4}), number=5, basis="4")
    assert page.state(run)[0] == "PAUSED"
    page.round(settled=frozenset({4, 5}), number=6, basis="4")
    kind, words = page.state(run)
    assert kind == "CANCELLED" and "Møte 5 er bestemt" in words


def test_a_run_with_more_to_go_by_takes_the_place_of_the_one_that_waits(page: Page) -> None:
    page.round(number=5, basis="4")
    [before] = page.runs("sett fokusområde")
    page.suspend(before, 5)
    page.round(number=5, basis="4, samrådet")
    after = [run for run in page.runs("sett fokusområde") if run.id != before.id]
    assert page.state(before)[0] == "CANCELLED" and len(after) == 1


def test_a_run_that_another_circle_waits_for_is_left_alone(page: Page) -> None:
    page.round(number=5, basis="4")
    [run] = page.runs("sett fokusområde")
    page.suspend(run, 5)
    mine, page.circle = page.circle, "en-annen"
    page.round(settled=frozenset({5}))
    page.circle = mine
    assert page.state(run)[0] == "PAUSED"


def test_rounds_around_a_meeting_are_made_once_and_move_with_it(page: Page) -> None:
    for _ in range(2):
        page.round(wakes=(IN_A_WEEK, IN_A_WEEK + timedelta(hours=2)))
    assert page.wakes() == [IN_A_WEEK, IN_A_WEEK + timedelta(hours=2)]
    page.round(wakes=(LATER, LATER + timedelta(hours=2)))
    assert page.wakes() == [LATER, LATER + timedelta(hours=2)]
    page.round(wakes=(IN_A_WEEK,))
    assert page.wakes() == [IN_A_WEEK]


def test_a_round_for_a_typed_time_wakes_nobody(page: Page) -> None:
    page.round(wakes=(IN_A_WEEK,), at="2021-06-01")
    assert page.wakes() == []
