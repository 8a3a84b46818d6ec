"""Wrong use of the command, told as everything else is: where, what, what to do next (R23). argparse knows only English."""

import argparse
import re
from difflib import get_close_matches
from typing import Any, NoReturn

from flows.command.output import WRONG_USE, complain
from tasks.circle.model.errors import Problem

#: What argparse of Python 3.11 and later says, and what it means: what is wrong, what to do. `{0}` is the first group, and so on.
_SAYINGS: tuple[tuple[str, str, str], ...] = (
    (r"argument KOMMANDO: invalid choice: '(.*?)' \(choose from (.*)\)", "Ukjent kommando: «{0}».", "{near}Kommandoene er: {1}."),
    (r"argument (\S+).*: invalid choice: '(.*?)' \(choose from (.*)\)", "Ukjent verdi for {0}: «{1}».", "Velg blant {2}."),
    (r"argument (\S+).*: invalid (?:\w+ )?value: '(.*)'", "Verdien «{1}» for {0} kan ikke brukes.", "Se «{prog} --help»."),
    (r"argument (\S+).*: expected (?:one|at least one) argument", "{0} trenger en verdi.", "Skriv den etter {0}, slik: {usage}"),
    (r"argument (\S+).*: expected (\d+) arguments", "{0} trenger {1} verdier.", "Skriv dem etter {0}, slik: {usage}"),
    (r"argument (\S+).*: ignored explicit argument '(.*)'", "{0} tar ingen verdi, men fikk «{1}».", "Skriv bare {0}."),
    (r"argument (\S+).*: not allowed with argument (\S+)", "{0} og {1} kan ikke brukes sammen.", "Ta bort den ene."),
    (r"ambiguous option: (\S+) could match (.*)", "«{0}» kan bety flere ting: {1}.", "Skriv hele ordet."),
    (r"the following arguments are required: (.*)", "Her mangler {0}.", "Slik skal det skrives: {usage}"),
    (r"unrecognized arguments: (.*)", "Dette hører ikke hjemme her: «{0}».", "Se «{prog} --help» for det som kan skrives."),
)


class Parser(argparse.ArgumentParser):
    """argparse that speaks Norwegian when somebody asks for help or types something wrong."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"add_help": False, "formatter_class": _Help, **more})
        self._optionals.title, self._positionals.title = "valg", "det som skrives etter"
        self.add_argument("-h", "--help", action="help", help="vis denne hjelpen")

    def error(self, message: str) -> NoReturn:
        """Wrong use: what is wrong, how the call goes, exit status 2. `message` is argparse's, or Norwegian words of our own."""
        complain([_problem(self, message)])
        raise SystemExit(WRONG_USE)


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: str | None, actions: object, groups: object, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "bruk: " if prefix is None else prefix)  # type: ignore[arg-type]


def _problem(parser: argparse.ArgumentParser, message: str) -> Problem:
    usage = " ".join(parser.format_usage().removeprefix("bruk: ").split())
    for pattern, what, step in _SAYINGS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            words = [part.replace("'", "") for part in found.groups()]
            near = get_close_matches(words[0], words[-1].split(", "), n=1)
            hint = f"Mente du «{near[0]}»? " if near else ""
            return Problem(parser.prog, what.format(*words), step.format(*words, near=hint, usage=usage, prog=parser.prog))
    return Problem(parser.prog, message, f"Slik skal det skrives: {usage}")
