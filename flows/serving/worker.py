"""Offers all deployments and runs what is started or due: the half of `serve` that knows Prefect, a process of its own."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Mapping
from threading import Thread
from uuid import UUID

from httpx import HTTPError
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate, DeploymentUpdate
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.flows import load_flow_from_entrypoint
from prefect.runner import Runner
from prefect.types.entrypoint import EntrypointType

from flows.catalogue import OFFERED, ZONE, Offered
from flows.command.output import complain, say
from flows.serving.dead_runs import take_up_the_dead, watch_over_runs
from flows.serving.wishes import grant_wishes
from tasks.circle.model.errors import Grade, Problem, Stop
from tasks.context import circle_refs_there
from tasks.private_files import begin_private

#: So many runs at once; the others wait. A run is a process of its own, some 120 MB.
AT_ONCE = 3
LOOK_SECONDS = 2
#: Seconds that a run has to end in when all stops; `serve` waits five more.
LAST_LETTER = 15


def deployment(offered: Offered, circles: list[str]) -> RunnerDeployment:
    """One deployment as the page shows it, with a drop-down of the circles there are now."""
    made: RunnerDeployment = RunnerDeployment.from_flow(
        load_flow_from_entrypoint(offered.module),
        name=offered.name,
        description=offered.description,
        tags=list(offered.tags),
        schedules=[DeploymentScheduleCreate(schedule=CronSchedule(cron=each, timezone=ZONE)) for each in offered.crons],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    properties = made._parameter_openapi_schema.properties
    if "circle" in properties:
        properties["circle"]["enum"] = ["", *circles]
    return made


async def run(url: str) -> None:
    """Offer everything, say so, and run until stopped. Schedules go on without it: what was missed is caught up at the next start."""
    runner = Runner(name="sirkel", pause_on_shutdown=False, limit=AT_ONCE, query_seconds=LOOK_SECONDS)
    runner.handle_sigterm = lambda *_: end_after_runs(runner)  # type: ignore[method-assign]
    circles = [ref.circle for ref in circle_refs_there()]
    made = {await runner.aadd_deployment(deployment(offered, circles)): offered for offered in OFFERED}
    await watch_over_runs()
    await take_up_the_dead()
    say(f"Klar. Åpne {url} i en nettleser. Ctrl-C stopper alt.")
    sys.stdout.flush()
    watching = [asyncio.create_task(each) for each in (follow_circles(made, circles), grant_wishes())]
    await runner.start()
    for each in watching:
        each.cancel()


async def follow_circles(made: Mapping[UUID, Offered], circles: list[str]) -> None:
    """Keep the drop-downs of the deployments `made` like the circles' files, for ever. `circles` are offered already.

    What a form does not offer, Prefect refuses: also the runs that rounds arrange for a circle of their own.
    """
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        there = [ref.circle for ref in circle_refs_there()]
        if not there or there == circles:
            continue
        try:
            async with get_client() as client:
                for number, offered in made.items():
                    form = deployment(offered, there)._parameter_openapi_schema
                    await client.update_deployment(number, DeploymentUpdate(parameter_openapi_schema=form.model_dump()))
            circles = there
        except HTTPError as error:  # the next look tries again
            what = f"Nedtrekkslisten over sirkler er ikke oppdatert ({type(error).__name__})."
            complain([Problem("Prefect", what, "Den prøves på nytt.", Grade.INFORMATION)])


def end_after_runs(runner: Runner) -> None:
    """The answer to SIGTERM: the runs are asked first, and each finishes the letter in its hand (R21).

    Prefect's own leaves the loop by force, with a warning; its answer to Ctrl-C is orderly, but kills the runs at once.
    """
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(0, signal.SIGTERM)  # `serve` gave this process and its runs a group of their own

    def end() -> None:
        until = time.monotonic() + LAST_LETTER
        while runner._process_manager.flow_run_ids() and time.monotonic() < until:
            time.sleep(0.1)
        os.kill(os.getpid(), signal.SIGINT)

    Thread(target=end, daemon=True).start()


def main(url: str) -> int:
    begin_private()
    try:
        asyncio.run(run(url))
    except KeyboardInterrupt:
        return 0
    except Stop as stop:
        complain(stop.problems)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
