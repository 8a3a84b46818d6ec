"""What a round arranges in Prefect for people and for later: runs that wait for a choice, rounds just before and after meetings.

Only where there are deployments (`serve`, or a work pool). Best effort: what was done is in the ledger, and the next round arranges anew.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.responses import DeploymentResponse
from prefect.exceptions import ObjectNotFound
from prefect.states import Cancelled, Scheduled

from flows.catalogue import CHOICE, DAILY
from flows.runs.artifacts import best_effort
from flows.runs.waiting import meeting_of
from tasks.circle.coordinator.choice import Waiting
from tasks.circle.coordinator.round_report import RoundReport

AROUND = "rundt møte"


def arrange(reports: Sequence[RoundReport], at: str) -> None:
    """See to the waiting runs and the rounds around meetings of each circle. `at` is the time somebody typed for the round, or ""."""
    known = [report for report in reports if report.waiting is not None]
    if not known:
        return
    with best_effort("Prefect fikk ikke vite hva som venter"), get_client(sync_client=True) as client:
        for report in known:
            _see_to_choice(client, report, at)
            if not at:  # a typed time is no reason to wake anybody
                _see_to_wakes(client, report)


def _deployment(client: SyncPrefectClient, name: str) -> DeploymentResponse | None:
    try:
        return client.read_deployment_by_name(f"{name}/{name}")
    except ObjectNotFound:
        return None


def _runs(client: SyncPrefectClient, deployment: DeploymentResponse, state: StateType) -> Iterable[FlowRun]:
    wanted = {"deployment_id": {"any_": [deployment.id]}, "state": {"type": {"any_": [state]}}}
    return client.read_flow_runs(flow_run_filter=FlowRunFilter.model_validate(wanted))


def _see_to_choice(client: SyncPrefectClient, report: RoundReport, at: str) -> None:
    """One waiting run for the meeting that somebody should choose for; those that have lost their point are ended."""
    found, waiting = _deployment(client, CHOICE), report.waiting
    if found is None or waiting is None:
        return
    for run in _runs(client, found, StateType.PAUSED):
        words = _over(run, report.circle, waiting)
        if words:
            ended: State[None] = Cancelled(message=f"Ikke lenger aktuell. {words}")
            client.set_flow_run_state(run.id, ended, force=True)
    if waiting.number:
        client.create_flow_run_from_deployment(
            found.id,
            parameters={"circle": report.circle, "meeting": waiting.number, "at": at},
            name=f"velg for møte {waiting.number} {report.circle}",
            tags=[report.circle, _basis(waiting)],
            idempotency_key=f"{CHOICE} {report.circle} {waiting.number} {waiting.basis}",
        )


def _basis(waiting: Waiting) -> str:
    return f"grunnlag: svar etter møte {waiting.basis}"


def _over(run: FlowRun, circle: str, waiting: Waiting) -> str:
    """Why a waiting run has lost its point; "" when it has not."""
    number = meeting_of(run.state.state_details.pause_key if run.state else None)
    if run.parameters.get("circle") not in (circle, ""):
        return ""
    if number in waiting.settled:
        return f"Møte {number} er bestemt, avlyst eller begynt."
    bases = [tag for tag in run.tags if tag.startswith("grunnlag: ")]
    if bases and number == waiting.number and _basis(waiting) not in bases:
        return "En nyere kjøring spør om det samme, med mer å velge på."
    return ""


def _see_to_wakes(client: SyncPrefectClient, report: RoundReport) -> None:
    """A daily round at each of `report.wakes`, once; those of a meeting that has moved are taken away."""
    found = _deployment(client, DAILY)
    if found is None:
        return
    wanted = {wake.astimezone(UTC): None for wake in report.wakes}
    for run in _runs(client, found, StateType.SCHEDULED):
        mine = {AROUND, report.circle} <= set(run.tags)
        if mine and run.expected_start_time and run.expected_start_time > datetime.now(UTC) and run.expected_start_time not in wanted:
            client.delete_flow_run(run.id)
    for wake in wanted:
        client.create_flow_run_from_deployment(
            found.id,
            parameters={"circle": report.circle},
            name=f"dagsrunde {report.circle}",
            state=Scheduled(scheduled_time=wake),
            tags=[AROUND, report.circle],
            idempotency_key=f"{AROUND} {report.circle} {wake.isoformat()}",
        )
