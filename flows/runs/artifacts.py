"""What a run leaves in Prefect's page: sentences and tables a coordinator understands, in codes and numbers (R23, RULES.md «Privacy»)."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from httpx import HTTPError
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.schemas.objects import FlowRun
from prefect.context import FlowRunContext
from prefect.logging import get_run_logger

from tasks.circle.coordinator.problems_markdown import counted, problems_markdown, who
from tasks.circle.coordinator.report_words import done_rows, summary
from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.model.errors import Grade, Problem, gathered
from tasks.circle.proposals.explaining import Explained
from tasks.circle.proposals.markdown_table import proposals_markdown


def this_run() -> FlowRun | None:
    """The run of the flow that is at work here, None outside one."""
    context = FlowRunContext.get()
    return context.flow_run if context else None


def has_deployment() -> bool:
    """The run was started in Prefect's page or by schedule: a person reads of it there, not at a terminal."""
    run = this_run()
    return bool(run and run.deployment_id)


@contextmanager
def best_effort(words: str) -> Iterator[None]:
    """That Prefect is away, or answers with errors, ends the block, and `words` say in the log what it came to; the round goes on."""
    try:
        yield
    except HTTPError as error:
        get_run_logger().warning("%s: %s", words, type(error).__name__)


def show(report: RoundReport) -> None:
    """Tables, and the same in a few lines of the log, which the page opens first; nothing outside a flow run."""
    if FlowRunContext.get() is None:
        return
    if report.problems:
        show_problems(report.circle, report.problems)
    title = "Hva som ville skje" if report.plan else "Hva som ble gjort"
    words = f"{title}. {summary(report)} Sirkel: {report.circle}. (D: deltaker, se «Koder» i arket. F: tilrettelegger.)"
    create_table_artifact(table=done_rows(report), key="ville-skje" if report.plan else "gjort", description=words)
    get_run_logger().info("%s: %s Tabellen står under «Artifacts».", report.circle, summary(report))
    if report.explained:
        show_proposals(report.circle, report.explained)


def show_problems(circle: str, problems: Sequence[Problem]) -> None:
    """Each with who should do what."""
    words = f"{counted(problems)}{f': {circle}' if circle else ''}"
    create_markdown_artifact(markdown=problems_markdown(problems), key="merknader", description=words)
    for problem in gathered(problems):
        level = logging.WARNING if problem.grade is Grade.MEND else logging.INFO
        get_run_logger().log(level, "%s (%s)", problem.in_page, who(problem))


def show_proposals(circle: str, seen: Explained) -> None:
    """The proposals with all that can be done about them."""
    create_markdown_artifact(markdown=proposals_markdown(seen), key="fokusforslag", description=f"Fokusforslag: {circle}")
