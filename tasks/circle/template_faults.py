"""What is wrong with a letter's template, in words for the administrator who edits it: file, line, next step."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from types import TracebackType

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError, nodes

from tasks.circle.errors import Problem
from tasks.circle.wording_sample import KNOWN

#: What filling in a template can raise: Jinja's own, and what Python says of values used in a way they don't allow.
FAILURES = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError)

#: Names Jinja itself gives inside loops and macros.
_JINJA = frozenset({"loop", "caller", "varargs", "kwargs", "self"})
_QUOTED = re.compile(r"'([^']*)'(?: is undefined|$)")
#: What Jinja says of a template it can't read, and what that means to somebody who edits a letter.
_SYNTAX = (
    (r"Unexpected end of template.*", "en {{% if %}} eller {{% for %}} er ikke lukket"),
    (r"Encountered unknown tag '(.*?)'.*", "«{0}» hører ikke hjemme i {{% %}} her"),
    (r"No filter named '(.*?)'.*", "det finnes ikke noe filter «{0}»"),
    (r"expected token '.*?', got '(.*)'", "noe mangler foran «{0}»"),
    (r"unexpected (?:char )?'(.*?)'.*", "«{0}» hører ikke hjemme her"),
)
_NO_VALUE = "Den fyller inn noe som verken er ord eller tall."


def fault_of(error: BaseException, path: str) -> Problem:
    """The problem behind an exception from compiling or filling in the template at `path`."""
    if isinstance(error, TemplateSyntaxError):
        where = f"{error.filename or path}, linje {error.lineno}"
        return Problem(where, f"Malen kan ikke leses: {_syntax(error.message or '')}.", "Rett linjen: hver {% if %} og {% for %} må lukkes.")
    where = _where(error, path)
    if isinstance(error, TemplateNotFound):
        return Problem(where, f"Den henter «{error}», som ikke finnes.", "Rett navnet i {% include %}, eller ta linjen bort.")
    if isinstance(error, UndefinedError):
        name = _QUOTED.search(str(error.message))
        return _unknown(where, name[1] if name else str(error.message))
    if isinstance(error, TemplateError) and str(error).endswith("a number"):
        return Problem(where, _NO_VALUE, "Velg en del av den, for eksempel meeting.focus i stedet for meeting.")
    return Problem(where, f"Malen kan ikke fylles ut ({error}).", "Rett linjen etter mønster av de andre malene.")


def _syntax(message: str) -> str:
    for pattern, words in _SYNTAX:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return words.format(*found.groups())
    return "noe er skrevet feil"


def unknown_names(tree: nodes.Template, given: Iterable[str], path: str) -> Iterator[Problem]:
    """Names no letter is given, also where no sample would have come by: in every branch of the template `tree`."""
    names = list(tree.find_all(nodes.Name))
    known = {*KNOWN, *given, *_JINJA, *(name.name for name in names if name.ctx != "load")}
    for name in names:
        if name.name not in known:
            yield _unknown(f"{path}, linje {name.lineno}", name.name)
    for part in tree.find_all(nodes.Getattr):
        owner = part.node.name if isinstance(part.node, nodes.Name) else ""
        if KNOWN.get(owner) and part.attr not in KNOWN[owner]:
            yield _unknown(f"{path}, linje {part.lineno}", part.attr, KNOWN[owner])


def _unknown(where: str, name: str, among: frozenset[str] | None = None) -> Problem:
    names = among or frozenset(KNOWN).union(*KNOWN.values())
    near = get_close_matches(name, sorted(names), n=1)
    if near:
        return Problem(where, f"«{name}» finnes ikke.", f"Mente du «{near[0]}»?")
    return Problem(where, f"«{name}» finnes ikke.", f"Bruk en av disse: {', '.join(sorted(among or KNOWN))}.")


def _where(error: BaseException, path: str) -> str:
    """Jinja puts the template's file and line into the traceback; the innermost one is where it went wrong."""
    place = path
    step: TracebackType | None = error.__traceback__
    while step:
        if step.tb_frame.f_code.co_filename.startswith("config/messages/"):
            place = f"{step.tb_frame.f_code.co_filename}, linje {step.tb_lineno}"
        step = step.tb_next
    return place
