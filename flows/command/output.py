"""What the command says on the terminal: results on stdout, what needs a person on stderr, no traceback for a user's mistake."""

import json
import sys
from collections.abc import Iterator, Sequence
from operator import methodcaller

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tasks.circle.model.errors import Grade, Problem, gathered

#: Exit status, for scripts and for whoever watches (RULES.md «Command»): done; something needs a person; wrong use or configuration;
#: another round is at work.
DONE, PERSON, WRONG_USE, BUSY = 0, 1, 2, 3


def out() -> Console:
    """Standard output as it is now (tests and pipes replace it)."""
    return Console(file=sys.stdout, highlight=False, soft_wrap=not sys.stdout.isatty())


def err() -> Console:
    return Console(file=sys.stderr, highlight=False, soft_wrap=not sys.stderr.isatty())


def say(text: str) -> None:
    """One plain line (or JSON) on stdout."""
    print(text)


def say_json(found: Sequence[object]) -> None:
    """What a call found, as JSON on stdout: an object for each circle, alone when there is one; dates and times as ISO."""
    say(json.dumps(found[0] if len(found) == 1 else found, ensure_ascii=False, indent=2, default=methodcaller("isoformat")))


def tell_stopped(problems: Sequence[Problem], *, as_json: bool) -> None:
    """What stopped the call: on stderr for people, and as JSON on stdout for a program that asked for it."""
    if as_json:
        say_json([{"state": "stopped", "problems": [problem.as_json() for problem in problems]}])
    complain(problems)


def complain(problems: Sequence[Problem]) -> None:
    """Each problem with where it is and what to do, equal ones together; «i» marks what is for information."""
    console = err()
    for problem in gathered(problems):
        mark = "[bold red]![/]" if problem.grade is Grade.MEND else "[bold]i[/]"
        console.print(f"{mark} [bold]{escape(problem.where)}[/]: {escape(problem.what)}")
        console.print(f"  → {escape(problem.typed)}")


def plain_table(title: str, heads: Sequence[str] = ()) -> Table:
    """A table without lines, its title and `heads` (whose cells may be folded) to the left."""
    table = Table(title=title, title_justify="left", box=None, padding=(0, 2, 0, 0))
    for head in heads:
        table.add_column(head, overflow="fold")
    return table


def problem_tables(problems: Sequence[Problem]) -> Iterator[Table]:
    """Problems for the end of a run, a table a grade."""
    for title, grade in (("Dette trenger en person", Grade.MEND), ("Til orientering", Grade.INFORMATION)):
        table = plain_table(title, ("Hvor", "Hva", "Hva du gjør"))
        for problem in gathered(problems):
            if problem.grade is grade:
                table.add_row(escape(problem.where), escape(problem.what), escape(problem.typed))
        if table.row_count:
            yield table
