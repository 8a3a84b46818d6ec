"""Runs that come late, because the machine slept or `serve` was stopped: of several due at once the newest does the work of all.

A round catches up whatever was missed, so that one is enough. Each run looks for itself when it begins, and ends the others that
have not begun yet.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, StateType, WorkerStatus
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import Completed

from flows.runs.artifacts import best_effort, this_run
from tasks.context import CircleRef

#: A run that begins so long after its time was kept waiting by more than a busy machine.
LATE = timedelta(minutes=5)
SKIPPED = "Hoppet over. Den kom for sent. En nyere kjøring gjør det samme, og tar igjen det som ble borte."
_DOES_IT = [StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING, StateType.COMPLETED]


def overtaken() -> bool:
    """True when this run is late and a newer one, due by now too, does the same; those between them that wait are ended."""
    run, now = this_run(), datetime.now(UTC)
    if run is None or not run.deployment_id or not run.expected_start_time or now - run.expected_start_time < LATE:
        return False
    with best_effort("Prefect kunne ikke si hvilke kjøringer som venter"), get_client(sync_client=True) as client:
        return _overtaken(client, run, run.deployment_id, now)
    return False  # a round too many does no harm


def _overtaken(client: SyncPrefectClient, run: FlowRun, deployment: UUID, now: datetime) -> bool:
    wanted = {
        "deployment_id": {"any_": [deployment]},
        "expected_start_time": {"before_": now, "after_": run.expected_start_time},
        "state": {"type": {"any_": _DOES_IT}},
    }
    due = client.read_flow_runs(flow_run_filter=FlowRunFilter.model_validate(wanted), sort=FlowRunSort.EXPECTED_START_TIME_DESC)
    newer = [each for each in due if each.id != run.id and _later(each, run) and covers(each.parameters, run.parameters)]
    for each in newer[1:]:
        if each.state_type is StateType.SCHEDULED and covers(newer[0].parameters, each.parameters):
            client.set_flow_run_state(each.id, Completed(message=SKIPPED), force=True)
    return bool(newer)


def _later(one: FlowRun, other: FlowRun) -> bool:
    """Two of the same moment (before a meeting, and a fixed time) don't wait for each other."""
    return (one.expected_start_time, str(one.id)) > (other.expected_start_time, str(other.id))


def covers(newer: Mapping[str, Any], older: Mapping[str, Any]) -> bool:
    """True when a run with the parameters `newer` does all that one with `older` would: the same, for its circle or for all."""
    one, other = ({name: value for name, value in each.items() if value} for each in (newer, older))
    circles = one.pop("circle", "*"), other.pop("circle", "*")
    return one == other and circles[0] in ("*", circles[1])


# One run for all circles becomes several where several workers can take them: each does its share, on its own machine.
#
# Nothing to set: a run in a work pool looks how many workers are there. With `serve`, or with one worker, all stays in one run.

#: To start a run takes as long as the rounds of some circles: a share is not to be smaller.
LEAST = 5


def own_share(found: Sequence[CircleRef], circle: str) -> Sequence[CircleRef]:
    """Of `found`, all that is meant by `circle`, those that this run sees to; for the others it has made runs of their own.

    Such a run has «2/3» in the place of a circle's name. A run that died and is run again shares anew: what it had handed over
    already is not made a second time.
    """
    run, most = this_run(), len(found) // LEAST
    if run and most > 1 and circle in ("", "*"):
        with best_effort("Kjøringen ble ikke delt, og tar alle sirklene"):
            return found[0 :: _hand_over(run, most)]
    return found


def _hand_over(run: FlowRun, most: int) -> int:
    """Make a run for each share but the first, as many as there are workers, and `most` at most. Returns how many shares there are."""
    deployment, pool = run.deployment_id, run.work_pool_name
    if not (deployment and pool):
        return 1
    with get_client(sync_client=True) as client:
        there = [each for each in client.read_workers_for_work_pool(pool) if each.status is WorkerStatus.ONLINE]
        shares = max(1, min(most, len(there)))
        for share in (f"{number}/{shares}" for number in range(2, shares + 1)):
            asked = run.parameters | {"circle": share}
            client.create_flow_run_from_deployment(deployment, parameters=asked, tags=run.tags, idempotency_key=f"{run.id} {share}")
    return shares
