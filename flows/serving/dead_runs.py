"""Runs that died together with what watched over them: Prefect notices them by itself, and runs them again.

Two automations in Prefect, made once. `serve` makes them; where `prefect deploy` was used, `python -m flows.serving.dead_runs` does.
To run a round again is safe because of the ledger: whatever it had sent is not sent twice.

What a dead run is: one that gave no sign of life for `SILENCE` seconds after its last one. A run that waits for a person, or has
ended, has said so; and one that is being cancelled Prefect lets nobody call dead.
"""

import asyncio
import sys
from datetime import timedelta

from httpx import HTTPError
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.clients import get_events_client
from prefect.events.schemas.automations import AutomationCore, CompoundTrigger, EventTrigger, Posture
from prefect.events.schemas.events import Event, Resource
from prefect.states import Crashed, Scheduled

from flows.command.output import complain, say
from tasks.circle.model.errors import Problem
from tasks.private_files import begin_private

#: Seconds without a sign of life. A living run gives one every 30 (PREFECT_FLOWS_HEARTBEAT_FREQUENCY, set by `serve`).
SILENCE = 90
#: A run that died so often is left to people: it may well be what kills its machine.
TIMES = 3
#: Prefect may take up one and the same crash four times; a run takes longer than this to begin, and to crash anew.
ONCE = timedelta(seconds=2)
DEAD, AGAIN = "Uten livstegn.", "Kjøringen døde og kjøres igjen. Det som var gjort, gjøres ikke to ganger."
NOTICES, RUNS_AGAIN = "Døde kjøringer: legg merke til dem", "Døde kjøringer: kjør dem igjen"
_RUN, _ALIVE = "prefect.flow-run", "prefect.flow-run.heartbeat"
#: What a run tells of itself on its way to `Running`, and while it runs; after anything else nobody expects more of it.
_ON_ITS_WAY = {_ALIVE, *(f"{_RUN}.{news}" for news in ("Pending", "Submitting", "InfrastructurePending", "pull-step.executed", "Running"))}


def noticing(silence: float = SILENCE) -> AutomationCore:
    """Says that a run is dead when it begins, or gives a sign of life, and then nothing at all follows for `silence` seconds.

    Any news of the run is a sign.
    """
    trigger = EventTrigger(
        match={"prefect.resource.id": f"{_RUN}.*"},
        after=_ON_ITS_WAY,
        expect={f"{_RUN}.*"},
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
        threshold=1,
        within=timedelta(seconds=silence),
    )
    words = f"{DEAD} Kjøringen ga ikke livstegn på {silence:g} sekunder. Maskinen eller prosessen er trolig borte."
    description = f"Sier at en kjøring er død når den ikke gir livstegn på {silence:g} sekunder."
    return AutomationCore(name=NOTICES, description=description, trigger=trigger, actions=[_change(StateType.CRASHED, words)])


def running_again() -> AutomationCore:
    """Puts a dead or crashed run in the queue again, at most `TIMES` times.

    One that its own watcher saw fail before it began is left alone: what can't start would fail again at once, for ever.
    """

    def crashed(runs: range, **labels: str | list[str]) -> EventTrigger:
        match: dict[str, str | list[str]] = {"prefect.resource.id": f"{_RUN}.*", "prefect.run-count": [str(number) for number in runs]}
        return EventTrigger(
            match=match | labels, expect={f"{_RUN}.Crashed"}, for_each={"prefect.resource.id"}, posture=Posture.Reactive,
            threshold=1, within=ONCE,
        )  # fmt: skip

    silent = crashed(range(1), **{"prefect.state-message": f"{DEAD}*"})
    trigger = CompoundTrigger(require="any", within=None, triggers=[silent, crashed(range(1, TIMES + 1))])
    return AutomationCore(
        name=RUNS_AGAIN,
        description=f"Kjører en død kjøring igjen, høyst {TIMES} ganger. Minnet sørger for at ingen får noe to ganger.",
        trigger=trigger,
        actions=[_change(StateType.SCHEDULED, AGAIN)],
    )


def _change(state: StateType, words: str) -> ChangeFlowRunState:
    """Not by force: Prefect's own rules keep ended runs ended and cancelled ones cancelled."""
    return ChangeFlowRunState(state=state, name=None, message=words, force=False)


async def watch_over_runs(silence: float = SILENCE) -> None:
    """Make both automations, or mend those that are there. One that somebody has turned off stays off.

    Raises httpx's errors when Prefect can't be reached.
    """
    async with get_client() as client:
        for wanted in (noticing(silence), running_again()):
            await _make(client, wanted)


async def _make(client: PrefectClient, wanted: AutomationCore) -> None:
    found = await client.read_automations_by_name(wanted.name)
    if not found:
        await client.create_automation(wanted)
    elif (found[0].trigger, found[0].actions, found[0].description) != (wanted.trigger, wanted.actions, wanted.description):
        await client.update_automation(found[0].id, wanted.model_copy(update={"enabled": found[0].enabled}))


async def take_up_the_dead() -> None:
    """When `serve` starts: the runs of its own that Prefect takes for living died with the `serve` before, and are run again now.

    Nobody else runs them. Those of a work pool are left alone: their workers may well be alive.
    """
    async with get_client() as client:
        for run in await _living(client):
            if run.deployment_id and not run.work_pool_name:
                again: State[None] = Scheduled(message=AGAIN) if run.run_count <= TIMES else Crashed(message=f"{DEAD} Døde for ofte.")
                await client.set_flow_run_state(run.id, again, force=True)


async def ask_for_a_sign() -> None:
    """Begin the count anew for each run that Prefect takes for living: what it had counted is forgotten when it was away for minutes.

    The living give a sign within half a minute; without the question one that died meanwhile would stay «Running».
    """
    async with get_client() as client, get_events_client() as events:
        for run in await _living(client):
            resource = Resource({"prefect.resource.id": f"{_RUN}.{run.id}", "prefect.resource.name": run.name})
            await events.emit(Event(event=_ALIVE, resource=resource))


async def _living(client: PrefectClient) -> list[FlowRun]:
    living = {"state": {"type": {"any_": [StateType.PENDING, StateType.RUNNING]}}}
    return await client.read_flow_runs(flow_run_filter=FlowRunFilter.model_validate(living))


async def _both() -> None:
    await watch_over_runs()
    await ask_for_a_sign()


def main() -> int:
    """The exit status: 0, or 1 when Prefect can't be reached."""
    begin_private()
    try:
        asyncio.run(_both())
    except (HTTPError, OSError) as error:
        step = "Se at PREFECT_API_URL er riktig, og at tjeneren er i gang. Kjør så på nytt."
        complain([Problem("Prefect", f"Tjeneren kan ikke nås ({type(error).__name__}).", step)])
        return 1
    say(f"Døde kjøringer blir lagt merke til etter {SILENCE} sekunder og kjørt igjen.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
