"""`run` and `rehearse`: flows started from the command, with progress and a summary."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict

from prefect.exceptions import FailedRun
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from flows.acts import one_round
from flows.command import prefect_home as command_prefect
from flows.command.output import BUSY, DONE, PERSON, complain, err, out, plain_table, problem_tables, say_json
from flows.command.prefect_home import status
from flows.command.status import meeting_table
from flows.rehearse import rehearse as rehearsal
from flows.runs.artifacts import STATES, done_rows
from flows.runs.progress import handed_over, told_to
from flows.sample_letters import sample_letters as samples
from flows.sample_letters import told
from flows.start import NO_CIRCLE
from tasks.admin.report import read_status
from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.model.acts import ALL
from tasks.circle.model.errors import Problem, Stop
from tasks.context import CircleRef, circle_refs, context_of, instant, sound_circle_refs
from tasks.round.trial import index_of

EXIT = {"done": DONE, "nothing": DONE, "problems": PERSON, "stopped": PERSON}


def run(options: argparse.Namespace) -> int:
    """One round of each circle. 0 done, 1 something needs a person, 3 another round holds the lease, 130 or 143 when asked to stop."""
    _check_acts(options.acts)
    for ref in sound_circle_refs(options.circle):
        instant(ref, options.at)
    asked: KeyboardInterrupt | None = None
    with _shown("Runde", "brev"), handed_over() as reports:
        try:
            # A stopped round fails its run in Prefect's page; its report says more than the exception.
            with command_prefect.explained(reports), suppress(FailedRun):
                one_round(options.acts, options.circle, options.at, options.plan, options.confirm, options.adopt)
        except KeyboardInterrupt as stop:
            if not reports:
                raise
            asked = stop
    if options.json:
        say_json([report.as_json() for report in reports])
    else:
        for report in reports:
            _show(report)
    if asked:
        return status(asked)
    if not (reports or options.json):
        out().print(NO_CIRCLE)
    return max((BUSY if report.busy else EXIT[report.state] for report in reports), default=0)


def rehearse(options: argparse.Namespace) -> int:
    """A circle's whole life; 0 when it came to its end, 1 when a round had to stop."""
    found = circle_refs(options.circle, rehearsal=True)
    with _shown("Øver", ""), command_prefect.explained(()):
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
    with _shown("Prøvebrev", "brev"), command_prefect.explained(()):
        state = samples(options.circle, options.to, options.at, return_state=True)
        found = state.result(raise_on_failure=False)
    if isinstance(found, Exception):
        raise found
    if options.json:
        say_json([asdict(found) | {"index": str(found.index or "")}])
    else:
        out().print(escape(told(found)))
    return DONE if found.gone else PERSON


def _check_acts(typed: str) -> None:
    acts = [act.strip() for act in typed.split(",") if act.strip()]
    odd = [act for act in acts if act not in ALL]
    if odd or (typed and not acts):
        what = f"Ukjent gjøremål: {', '.join(odd)}." if odd else "Det står ingen gjøremål der."
        raise Stop([Problem("--acts", what, f"Velg blant {', '.join(ALL)}, med komma mellom.")])


@contextmanager
def _shown(words: str, unit: str) -> Iterator[None]:
    """A progress line on stderr while it works: stdout is for the result."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn(unit), TimeElapsedColumn())
    with Progress(*columns, console=err(), transient=True) as progress:
        line = progress.add_task(f"{words}: starter Prefect", total=None)
        with told_to(lambda over, of, what: progress.update(line, completed=over, total=of, description=f"{words}: {what}")):
            yield


def _show(report: RoundReport) -> None:
    rows = done_rows(report)
    table = plain_table(f"{report.circle}: {'plan' if report.plan else 'runde'}. {STATES[report.state]}", list(rows[0]))
    for row in rows:
        table.add_row(*map(str, row.values()))
    out().print(table)
    if report.plan and report.letters:
        out().print(f"{len(report.letters)} brev venter på at runden kjøres uten --plan.")
    for note in report.notes:
        out().print(escape(note))
    complain(report.problems)


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
