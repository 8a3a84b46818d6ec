"""Rounds at a terminal: what is typed is looked at, progress while they work, and what became of them. No Prefect."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from flows.command.output import BUSY, DONE, PERSON, complain, err, out, plain_table, say_json
from flows.command.prefect_home import status
from flows.direct import NO_CIRCLE, direct
from flows.runs.told import handed_over, told_to
from tasks.circle.acts import ALL
from tasks.circle.coordinator.report_words import STATES, done_rows
from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.model.errors import Problem, Stop
from tasks.context import instant, sound_circle_refs

EXIT = {"done": DONE, "nothing": DONE, "problems": PERSON, "stopped": PERSON}


def run(options: argparse.Namespace) -> int:
    """One round of each circle, without Prefect."""
    return shown(options, lambda _: direct(options.acts, options.circle, options.at, plan=options.plan, confirm=options.confirm, adopt=options.adopt))


def shown(options: argparse.Namespace, start: Callable[[Sequence[RoundReport]], None]) -> int:
    """What is typed looked at, `start` called with the list to which its reports come, and they told on stdout.

    0 done, 1 something needs a person, 3 another round holds the lease, 130 or 143 when asked to stop.
    """
    _check_typed(options)
    asked: KeyboardInterrupt | None = None
    with working("Runde", "brev"), handed_over() as reports:
        try:
            start(reports)
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


def _check_typed(options: argparse.Namespace) -> None:
    """Raises `Stop` before anything is done when an act, the circle or the time cannot be used."""
    typed = options.acts
    acts = [act.strip() for act in typed.split(",") if act.strip()]
    odd = [act for act in acts if act not in ALL]
    if odd or (typed and not acts):
        what = f"Ukjent gjøremål: {', '.join(odd)}." if odd else "Det står ingen gjøremål der."
        raise Stop([Problem("--acts", what, f"Velg blant {', '.join(ALL)}, med komma mellom.")])
    for ref in sound_circle_refs(options.circle):
        instant(ref, options.at)


@contextmanager
def working(words: str, unit: str) -> Iterator[None]:
    """A progress line on stderr while it works: stdout is for the result."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn(unit), TimeElapsedColumn())
    with Progress(*columns, console=err(), transient=True) as progress:
        line = progress.add_task(f"{words}: starter", total=None)
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
