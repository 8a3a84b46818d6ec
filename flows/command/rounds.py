"""`run` and `rehearse`: flows started from the command, with progress and a summary."""

import argparse
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict

from prefect.exceptions import FailedRun
from rich.markup import escape

from flows.acts import one_round
from flows.command import prefect_home as command_prefect
from flows.command.output import DONE, PERSON, out, problem_tables, say_json
from flows.command.shown_rounds import shown, working
from flows.command.status import meeting_table
from flows.rehearse import rehearse as rehearsal
from flows.sample_letters import sample_letters as samples
from flows.sample_letters import told
from tasks.admin.report import read_status
from tasks.circle.coordinator.round_report import RoundReport
from tasks.context import CircleRef, circle_refs, context_of
from tasks.round.trial import index_of


def run(options: argparse.Namespace) -> int:
    """One round of each circle, through Prefect."""

    def start(reports: Sequence[RoundReport]) -> None:
        # A stopped round fails its run in Prefect's page; its report says more than the exception.
        with command_prefect.explained(reports), suppress(FailedRun):
            one_round(options.acts, options.circle, options.at, options.plan, options.confirm, options.adopt)

    return shown(options, start)


def rehearse(options: argparse.Namespace) -> int:
    """A circle's whole life; 0 when it came to its end, 1 when a round had to stop."""
    found = circle_refs(options.circle, rehearsal=True)
    with working("Øver", ""), command_prefect.explained(()):
        reports = rehearsal(options.circle, options.first, options.last, str(options.config or ""), str(options.data or ""))
    summaries = [_summary(ref, [report for report in reports if report.circle == ref.circle]) for ref in found]
    if options.json:
        say_json(summaries)
    else:
        for ref, summary in zip(found, summaries, strict=True):
            _show_life(ref, summary, [report for report in reports if report.circle == ref.circle])
    return 1 if any(report.state == "stopped" for report in reports) else 0


def sample_letters(options: argparse.Namespace) -> int:
    """«Prøvebrev» to one facilitator; 1 when a letter did not go."""
    with working("Prøvebrev", "brev"), command_prefect.explained(()):
        state = samples(options.circle, options.to, options.at, return_state=True)
        found = state.result(raise_on_failure=False)
    if isinstance(found, Exception):
        raise found
    if options.json:
        say_json([asdict(found) | {"index": str(found.index or "")}])
    else:
        out().print(escape(told(found)))
    return DONE if found.gone else PERSON


def _summary(ref: CircleRef, reports: list[RoundReport]) -> dict[str, object]:
    context = context_of(ref)
    problems = {problem: None for report in reports for problem in report.problems}
    return {
        **read_status(ref, reports[-1].at),
        "rounds": len(reports),
        "problems": [problem.as_json() for problem in problems],
        "outbox": str(context.doors.outbox),
        "report": str(ref.folder / "report.html"),
        "sheet": str(context.doors.sheet_file),
    }


def _show_life(ref: CircleRef, summary: dict[str, object], reports: list[RoundReport]) -> None:
    console = out()
    console.print(meeting_table(summary))
    sent = sum(1 for report in reports for letter in report.letters if letter[3] == "laid")
    console.print(f"\n{len(reports)} runder, {sent} brev.")
    problems = [problem for report in reports for problem in report.problems]
    for table in problem_tables(problems):
        console.print(table)
    console.print("\nLes videre:")
    for words, path in (("brevene", index_of(ref)), ("rapporten", summary["report"]), ("arket", summary["sheet"])):
        console.print(f"  {words:10} {path}")
