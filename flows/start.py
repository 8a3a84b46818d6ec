"""From what a person typed to a round: which circles, at what time, and what Prefect's page shows afterwards."""

import gc
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, cast

from httpx import HTTPError
from prefect import State, task
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger
from prefect.states import Completed, Failed

from flows.direct import NO_CIRCLE
from flows.of_circle import round_of, unforeseen
from flows.runs.artifacts import best_effort, has_deployment, show
from flows.runs.form import sentence
from flows.runs.late import SKIPPED, overtaken, own_share
from flows.runs.progress import all_of, progress_shown, told_when_asked
from flows.runs.scheduling import arrange
from flows.runs.told import hand_over
from tasks import clock
from tasks.circle.acts import ALL
from tasks.circle.coordinator.report_words import STATES, summary
from tasks.circle.coordinator.round_report import RoundReport, stopped
from tasks.circle.model.errors import Stop
from tasks.circle.plan import Order
from tasks.context import CircleRef, circle_refs_for_rounds
from tasks.interrupts import INTERRUPTED, STOP_REQUESTED
from tasks.prefect_secrets import fill_in
from tasks.round.operator_letter import notify_operator

#: Seconds: how long a round waits for another one of its circle.
PATIENCE = 600


def start(
    acts: Sequence[str] = ALL, circle: str = "", at: str = "", *, plan: bool = False, confirm: bool = False, adopt: bool = False
) -> list[RoundReport]:
    """A round for each circle asked for; one circle's fault never stops another. For the body of a flow to return.

    Prefect's page is told when all of them are done: a server that has gone away must not keep a circle waiting.
    """
    _set_aside_what_is_imported()
    if overtaken():
        return cast(list[RoundReport], Completed(message=SKIPPED))
    order = Order(clock.now(), ALL if adopt else tuple(acts), plan, confirm, by_clock=not at, adopt=adopt)
    found = circle_refs_for_rounds(circle, at)
    if not found:
        return cast(list[RoundReport], Completed(message=NO_CIRCLE, data=[]))
    refs = found if plan else own_share(found, circle)
    with told_when_asked(_tell_prefect), progress_shown():
        reports = [_round(refs[0], order, at)] if len(refs) == 1 else all_of(_one_of_many.submit(each, order, at) for each in refs)
    reports = notify_operator(refs, reports, by_clock=not at)
    for report in reports:
        hand_over(report)
    _tell_prefect(reports)
    arrange(reports, at)
    reports = [replace(report, explained=None) for report in reports]  # shown, and not to be kept with the run's result
    return cast(list[RoundReport], ended(reports))  # a flow that returns a state gives its caller what lies in it


@cache
def _set_aside_what_is_imported() -> None:
    """It lives as long as the process, and the collector's looks through all of Prefect's would be a tenth of a round of 4,000 letters."""
    gc.freeze()


@task(name="runde i en sirkel", task_run_name="runde {ref.circle}", cache_policy=NO_CACHE)
def _one_of_many(ref: CircleRef, order: Order, at: str) -> RoundReport:
    """The others are not to wait for the mending of this one."""
    if STOP_REQUESTED.is_set():
        return stopped(ref.circle, order.at, Stop([INTERRUPTED]), plan=order.plan)
    try:
        return _round(ref, order, at)
    except HTTPError as error:
        return unforeseen(ref, order, error, get_run_logger())


def _round(ref: CircleRef, order: Order, at: str) -> RoundReport:
    """Started in Prefect's page or by schedule, it waits for another round of the circle to end (R20); at a terminal it says so.
    Only that Prefect itself has gone, or answers with errors, is raised (httpx's `HTTPError`)."""
    patience = PATIENCE if has_deployment() else 0
    return round_of(ref, order, at, patience=patience, before=fill_in, passed_on=(HTTPError,), log=get_run_logger())


def ended(reports: list[RoundReport]) -> State[Any]:
    """The state of the run as a coordinator should see it: what went well is green, and the first words of its message say how it ended."""
    halted = [report for report in reports if report.state == "stopped"]
    if halted and not all(report.busy for report in halted):
        return Failed(message=_sentence("stopped", halted))
    if halted:
        return Completed(message=_sentence("busy", halted), data=reports)
    told = " ".join(summary(report) for report in reports)
    open_ones = [report for report in reports if report.state == "problems"]
    if open_ones:
        first = _sentence("problems", open_ones)
        return Completed(message=f"{first} {told}", data=reports)
    done = f"{STATES['done']} " if any(report.state == "done" and not report.plan for report in reports) else ""
    return Completed(message=f"{done}{told}", data=reports)


def _sentence(how: str, reports: Sequence[RoundReport]) -> str:
    return f"{STATES[how]} {sentence([problem for report in reports for problem in report.problems])}"


def _tell_prefect(reports: Sequence[RoundReport]) -> None:
    """Best effort: what was done is in the ledger, whatever becomes of the page."""
    with best_effort("Prefects side fikk ikke vite hva som ble gjort"):
        for report in reports:
            show(report)
