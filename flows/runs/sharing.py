"""One run for all circles becomes several where several workers can take them: each does its share, on its own machine.

Nothing to set: a run in a work pool looks how many workers are there. With `serve`, or with one worker, all stays in one run.
"""

from collections.abc import Sequence

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, WorkerStatus

from flows.runs.artifacts import best_effort, this_run
from tasks.context import CircleRef

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
