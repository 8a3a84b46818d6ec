"""The steps of a round as Prefect tasks, which its page shows."""

from collections.abc import Callable
from functools import cache
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.context import TaskRunContext
from prefect.utilities.annotations import quote

from tasks.context import CircleRef


def as_task(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A task of that name, never cached: it has an effect, or reads what changes.

    Where it is one of very many it is a plain call: in a rehearsal, whose seven hundred rounds are one run in Prefect's page, and in
    the task that is the round of one of several circles. Two thousand tasks in one run would hide the circle and double the time.
    """
    return function if TaskRunContext.get() else _task(name, function)


@cache
def _task(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """What it is given is quoted: Prefect would look through every value of ten thousand rows for results of other tasks."""
    run: Callable[..., Any] = task(name=name, cache_policy=NO_CACHE)(function)

    def called(ref: CircleRef, *given: object, **named: object) -> Any:
        if ref.rehearsal:
            return function(ref, *given, **named)
        return run(ref, *map(quote, given), **{key: quote(value) for key, value in named.items()})

    return called
