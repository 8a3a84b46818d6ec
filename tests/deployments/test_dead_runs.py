"""Runs that died are noticed and run again, a few times; others are left alone; and `serve` leaves nobody behind (A12). For real."""

import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from flows.serving.dead_runs import AGAIN, DEAD, NOTICES, RUNS_AGAIN, TIMES, running_again
from tasks.doors.ledger.ledger import SqlLedger
from tests.flows.served import CIRCLE, Served

pytestmark = pytest.mark.served


def test_the_fixed_times_stand_among_the_runs_to_come(served: Served) -> None:
    """With another SQLAlchemy Prefect makes none, and says so nowhere that a person looks."""
    served.wait(lambda: any(run["auto_scheduled"] for run in served.runs("dagsrunde")))


@pytest.mark.timeout(600)
def test_serve_killed_alone_takes_its_parts_with_it_and_the_next_one_takes_up_the_run_it_had_in_hand(served: Served) -> None:
    served.carried_out("samle svar", circle=CIRCLE, at="2021-10-08T12:00")  # makes the ledger
    with SqlLedger(f"sqlite:///{served.data / 'ledger.db'}") as ledger:
        with ledger.lease(CIRCLE, "other", datetime.now(UTC), 30):
            run = served.begin("samle svar", circle=CIRCLE, at="2021-10-08T12:00")
            served.until(run, "RUNNING")
            assert served.process
            os.kill(served.process.pid, signal.SIGKILL)
            served.process.wait()
            served.wait(lambda: not served.alive())
            served.process = None
            served.start()
            served.wait(lambda: served.ask(f"flow_runs/{run}")["run_count"] == 2)
        ended = served.until(run, "COMPLETED")
    assert ended["run_count"] == 2
    assert sorted(each["name"] for each in served.ask("automations/filter", {})) == sorted([NOTICES, RUNS_AGAIN])
    assert not any(str(each["state"]["message"]).startswith(DEAD) for each in served.runs("samle svar"))


@pytest.mark.timeout(600)
def test_a_run_whose_process_is_killed_runs_again_and_is_put_in_the_queue_once(served: Served) -> None:
    served.carried_out("samle svar", circle=CIRCLE, at="2021-10-08T12:00")
    with SqlLedger(f"sqlite:///{served.data / 'ledger.db'}") as ledger, ledger.lease(CIRCLE, "other", datetime.now(UTC), 30):
        run = served.begin("samle svar", circle=CIRCLE, at="2021-10-08T12:00")
        served.until(run, "RUNNING")
        [process] = [each for each in served.alive() if run.encode() in Path(f"/proc/{each}/environ").read_bytes()]
        os.kill(process, signal.SIGKILL)
        served.wait(lambda: served.ask(f"flow_runs/{run}")["run_count"] == 2)
    served.until(run, "COMPLETED")
    assert (served.states(run).count("Crashed"), served.said_of(run).count(AGAIN)) == (1, 1)


def test_a_run_that_dies_again_and_again_is_left_to_people_and_so_is_one_that_could_not_begin() -> None:
    """By Prefect's own reading of the automation."""
    from prefect.server.events.schemas.automations import CompoundTrigger, EventTrigger
    from prefect.server.events.schemas.events import ReceivedEvent

    trigger = CompoundTrigger.model_validate(running_again().trigger.model_dump())

    def runs_again(state: str, times: int, said: str = "") -> bool:
        resource = {"prefect.resource.id": "prefect.flow-run.x", "prefect.run-count": str(times), "prefect.state-message": said}
        event = ReceivedEvent.model_validate(
            {"occurred": datetime.now(UTC), "event": f"prefect.flow-run.{state}", "resource": resource, "id": uuid4()}
        )
        return sum(isinstance(each, EventTrigger) and each.covers(event) for each in trigger.triggers) == 1  # both would put it in the queue twice

    assert [runs_again("Crashed", times) for times in range(TIMES + 2)] == [False, *[True] * TIMES, False]
    assert [runs_again("Crashed", times, f"{DEAD} …") for times in range(TIMES + 2)] == [*[True] * (TIMES + 1), False]
    assert not any(runs_again(state, 1) for state in ("Cancelled", "Failed", "Completed", "Suspended"))
