"""The steps of a round: read, do, record (RULES.md «House»). Each has a name, by which whoever starts a round may show it; deciding needs none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from tasks.context import CircleRef

Given = ParamSpec("Given")
Result = TypeVar("Result")
Step = Callable[Concatenate[CircleRef, Given], Result]
#: From a step's name and function what is called in its place.
Way = Callable[[str, Callable[..., Any]], Callable[..., Any]]
_WAY: ContextVar[Way] = ContextVar("way", default=lambda _, function: function)


def round_step(name: str) -> Callable[[Step[Given, Result]], Step[Given, Result]]:
    """A step of that name; called as it is where nobody has chosen another way."""

    def made(function: Step[Given, Result]) -> Step[Given, Result]:
        @wraps(function)
        def called(ref: CircleRef, *given: Given.args, **named: Given.kwargs) -> Result:
            return cast("Result", _WAY.get()(name, function)(ref, *given, **named))

        return cast("Step[Given, Result]", called)

    return made


@contextmanager
def steps_by(way: Way) -> Iterator[None]:
    """Inside the block steps go by `way`."""
    token = _WAY.set(way)
    try:
        yield
    finally:
        _WAY.reset(token)
