"""A step of a round as a task: what it is given reaches it as it is, and Prefect does not go through it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.context import TaskRunContext

from flows.runs.steps import as_task
from tasks.context import CircleRef
from tasks.round.step import round_step, steps_by


@dataclass(frozen=True)
class Watched:
    """Ten thousand of them lie in what a round learns."""

    looked_at: list[str]
    name: str = "D01"

    def __getattribute__(self, name: str) -> Any:
        if name == "name":
            object.__getattribute__(self, "looked_at").append(name)
        return object.__getattribute__(self, name)


def test_prefect_does_not_go_through_what_a_beat_is_given(prefect_server: None, tmp_path: Path) -> None:
    given, named = Watched([]), Watched([])

    @round_step("prøv")
    def act(_place: CircleRef, rows: tuple[Watched, ...], *, more: list[Watched]) -> bool:
        return rows[0] is given and more[0] is named

    @flow
    def round_() -> bool:
        with steps_by(as_task):
            return act(CircleRef("", str(tmp_path), "sirkel"), (given,), more=[named])

    assert round_() is True
    assert (given.looked_at, named.looked_at) == ([], [])


def test_within_a_task_a_beat_is_a_part_of_it_and_no_task_of_its_own(prefect_server: None, tmp_path: Path) -> None:
    seen: list[str] = []

    @round_step("prøv")
    def act(_place: CircleRef) -> None:
        seen.append(TaskRunContext.get().task.name)  # type: ignore[union-attr]

    @task(name="runde")
    def whole(ref: CircleRef) -> None:
        act(ref)

    @flow
    def round_(ref: CircleRef) -> None:
        with steps_by(as_task):
            act(ref)
            whole(ref)

    round_(CircleRef("", str(tmp_path), "sirkel"))
    assert seen == ["prøv", "runde"]
