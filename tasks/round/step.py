"""The steps of a round as Prefect tasks: read, do, record (RULES.md «House»). Deciding is a plain function and needs none."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.context import TaskRunContext
from prefect.utilities.annotations import quote

from tasks.context import CircleRef

Given = ParamSpec("Given")
Result = TypeVar("Result")
RoundTask = Callable[Concatenate[CircleRef, Given], Result]


def round_task(name: str) -> Callable[[RoundTask[Given, Result]], RoundTask[Given, Result]]:
    """A task of that name, never cached: it has an effect, or reads what changes.

    Where it is one of very many it is a plain call: in a rehearsal, whose seven hundred rounds are one run in Prefect's page, and in
    the task that is the round of one of several circles. Two thousand tasks in one run would hide the circle and double the time.

    What it is given is quoted: Prefect would look through every value of ten thousand rows for results of other tasks.
    """

    def made(function: RoundTask[Given, Result]) -> RoundTask[Given, Result]:
        run: Callable[..., Any] = task(name=name, cache_policy=NO_CACHE)(function)

        @wraps(function)
        def called(ref: CircleRef, *given: Given.args, **named: Given.kwargs) -> Result:
            if ref.rehearsal or TaskRunContext.get():
                return function(ref, *given, **named)
            result: Result = run(ref, *map(quote, given), **{name: quote(value) for name, value in named.items()})
            return result

        return cast("RoundTask[Given, Result]", called)

    return made
