"""How a flow tells of itself in Prefect's page: what its fields are called, its runs' names, one sentence when one has to stop (R23)."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated, ParamSpec, TypeVar, cast

from prefect.exceptions import FailedRun
from prefect.logging import get_run_logger
from prefect.runtime import flow_run
from prefect.states import Failed
from pydantic import Field

from flows.catalogue import TITLES
from flows.runs.artifacts import has_deployment, show_problems
from flows.runs.steps import as_task
from tasks.circle.coordinator.report_words import STATES
from tasks.circle.model.errors import Problem, Stop, gathered, to_mend
from tasks.private_files import begin_private, made_private
from tasks.round.step import steps_by
from tasks.settings.folders import folders

Given = ParamSpec("Given")
Result = TypeVar("Result")
#: Options of the command that have another name than the flow's field.
_OPTIONS = {"from": "first", "until": "last", "brev": "letter"}


def run_name() -> str:
    """The act, the circle, the meeting, and whether it only shows or is for another time than now. No people."""
    given = flow_run.parameters
    parts = [f"{flow_run.flow_name} {given.get('circle') or ''}".strip()]
    parts += [f"møte {given['meeting']}"] if given.get("meeting") else []
    parts += ["bare vist"] if given.get("plan") else []
    parts += [f"for {given['at']}"] if given.get("at") else []
    return ", ".join(parts)


def in_words(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """For the body of a flow: its fields are called as `TITLES` says, and a `Stop` ends the run as failed, with what to do, and no traceback.

    Where a program called the flow, it is raised: the caller tells of it.
    """

    @wraps(function)
    def told(*given: Given.args, **named: Given.kwargs) -> Result:
        with steps_by(as_task):
            return ended_in_words(*given, **named)

    def ended_in_words(*given: Given.args, **named: Given.kwargs) -> Result:
        if not has_deployment():
            return function(*given, **named)
        begin_private()  # a worker may have started this process
        for problem in made_private(folders()[1]):
            get_run_logger().warning("%s", problem)
        logging.getLogger("prefect.flow_runs").addFilter(_no_failed_state)
        try:
            return function(*given, **named)
        except Stop as stop:
            problems = [replace(problem, where=_field(problem.where)) for problem in stop.problems]
            show_problems("", problems)
            return cast(Result, Failed(message=f"{STATES['stopped']} {sentence(problems)}"))

    told.__signature__ = _with_titles(signature(function))  # type: ignore[attr-defined]
    return told


def _field(where: str) -> str:
    """What the page calls a field, by the name of it or of the command's option."""
    name = where.removeprefix("--").lower()
    return TITLES.get(_OPTIONS.get(name, name), where)


def _with_titles(plain: Signature) -> Signature:
    """Prefect makes the page's form of the signature, whoever deploys; of a field's own words it keeps those in `json_schema_extra`."""

    def titled(given: Parameter) -> Parameter:
        title = Field(json_schema_extra={"title": TITLES.get(given.name, given.name)})
        return given.replace(annotation=Annotated[given.annotation, title])

    return plain.replace(parameters=[titled(given) for given in plain.parameters.values()])


def _no_failed_state(line: logging.LogRecord) -> bool:
    """A flow that returns a failed state has told why. Prefect raises it for a caller, also where there is none, and logs that at length."""
    return not (line.exc_info and isinstance(line.exc_info[1], FailedRun))


def sentence(problems: Sequence[Problem]) -> str:
    """The first thing to do, and how many there are; what is only for information is not counted (R28)."""
    found = gathered(to_mend(problems))
    more = f" ({len(found) - 1} til: se «merknader».)" if len(found) > 1 else ""
    return f"{found[0].in_page}{more}" if found else ""
