"""What is wrong with a letter's template, in words for the administrator who edits it: file, line, next step."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from difflib import get_close_matches
from types import SimpleNamespace as TemplateValues
from types import TracebackType

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError, nodes

from tasks.circle.model.errors import Problem
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.links import Links
from tasks.circle.model.records import Form

# What every letter is told, as samples: templates are tried on them before the first real letter is written.
#
# The names here are the whole vocabulary of config/messages; each letter gets all of them, and empty ones as "", () or None.

_ADDRESS = "https://example.org/x"
#: Letters that are not about one meeting.
_NO_MEETING = frozenset(kind for kind in Kind if not kind.facts.about_meeting)
#: What is no letter of a circle: it tells whoever runs the program what stopped.
OPERATOR = "operator"
_FLAGS = ("moved", "place_changed", "restored", "focus_changed", "personal", "too_few", "monthly", "all_new")
#: What a letter tells that has nothing of the kind to tell.
NOTHING: Mapping[str, object] = {
    **dict.fromkeys(_FLAGS, False),
    **dict.fromkeys(("answered", "asked", "expected", "candidates_of", "thanks_participants", "words_waiting", "words_held"), 0),
    **dict.fromkeys(
        ("summary", "schedule", "newcomers", "absent", "quotes", "candidates", "similar", "proposals", "dates", "problems", "room_votes"), ()
    ),
    **dict.fromkeys(("information", "unknown", "rejected", "undecided", "coming", "held", "still_wanted", "balance"), ()),
    **dict.fromkeys(("closes", "months", "deleted_after", "room_address"), ""),
    **dict.fromkeys(("old", "consultation_result")),
}


def _circle(full: bool) -> TemplateValues:
    many = ("En", "To") if full else ()
    return TemplateValues(
        title="Sirkelen", shown_period="Mai–oktober", rhythm="2. tirsdag i måneden", last_day="31. desember", themes=many,
        agenda=many, relevance="Hva er relevant?", need="Hva trenger jeg?", suggestion="Forslag" if full else "",
        facilitators="Kari og Ola" if full else "Kari", contact="Kari" if full else "",
        page=_ADDRESS if full else "", free=full, answers_by_mail=full, quotes_after_days=2 if full else 0,
    )  # fmt: skip


def _meeting(full: bool, form: Form) -> TemplateValues:
    return TemplateValues(
        number=2, date="tirsdag 8. juni", time="kl. 09.15–11.30", when="tirsdag 8. juni kl. 09.15–11.30", weekday="tirsdag",
        form=form.value, place="Storgata 1", link=_ADDRESS if full else "", direct=_ADDRESS if full else "",
        focus="Fokus" if full else "", where="på nett",
        input="Innspill" if full else "", links=(TemplateValues(name="Tavla", address=_ADDRESS),) if full else (),
        after=(TemplateValues(name="Opptak", address=_ADDRESS), TemplateValues(name="Vi prøvde tavla.", address="")) if full else (),
    )  # fmt: skip


def _in_programme(number: int, state: str) -> TemplateValues:
    return TemplateValues(
        number=number, when="tirsdag 8. juni kl. 09.15–11.30", where="på nett", focus="Fokus" if number % 2 else "", state=state,
        link=_ADDRESS if number % 2 else "", invited=number, reminded=number, absent=number % 2, answered=number,
    )  # fmt: skip


def _proposal(participants: int) -> TemplateValues:
    quotes = ("Sitat",) * participants
    return TemplateValues(title="Forslag", participants=participants, votes=participants - 1, why="Fordi.", quotes=quotes)


def _result(is_open: bool, invited: int = 9) -> TemplateValues:
    votes = (("Fokus", 1), ("Annet", 3))
    return TemplateValues(
        turnout=1, invited=invited, dates=votes, proposals=votes, closes="tirsdag 8. juni", open=is_open, none_fits=int(is_open),
        comments=("En", "To") if is_open else (),
    )  # fmt: skip


def _context(kind: str, full: bool, form: Form = Form.DIGITAL, facilitator: bool = False) -> dict[str, object]:
    link = _ADDRESS if full else ""
    return {
        **(_full(facilitator) if full else {**NOTHING, "programme": (), "next_meeting": None, "earlier": ()}),
        **dict.fromkeys(_FLAGS, full),
        "closes": "tirsdag 8. juni",
        "months": "oktober",
        "deleted_after": "30. juni",
        "room_address": link,
        "circle": _circle(full),
        "person": TemplateValues(name="Kari Nordmann", first_name="Kari" if full else "", code="K1" if full else "", facilitator=facilitator),
        "links": TemplateValues(**dict.fromkeys((each.name for each in fields(Links)), link)),
        "meeting": None if kind in _NO_MEETING else _meeting(full, form),
        "old": TemplateValues(when="tirsdag 1. juni", where="på nett") if kind in (Kind.UPDATE, Kind.CANCELLATION) else None,
        **(_operator(full) if kind == OPERATOR else {}),
    }


def _full(facilitator: bool) -> dict[str, object]:
    kinds, detail = {kind: kind.facts.names[WORKING_LANGUAGE] for kind in Kind}, "Adressen finnes ikke."
    letter = TemplateValues(code="K1", kind=kinds[Kind.INVITATION], meeting=2, detail=detail, name="<invitation@example.org>")
    asking = TemplateValues(code="", kind=kinds[Kind.CONFIRMATION], meeting=0, detail="", name="<confirmation@example.org>")
    programme = tuple(_in_programme(number, state) for number, state in enumerate(("held", "cancelled", "coming", "coming"), 1))
    meetings = {"programme": programme, "next_meeting": programme[2], "coming": programme[2:], "held": programme[:1]}
    return {
        **meetings,
        **dict.fromkeys(("summary", "still_wanted"), (("En", 1), ("To", 2))),
        **dict.fromkeys(("asked", "expected", "thanks_participants"), 9),
        **dict.fromkeys(("earlier", "newcomers", "absent", "quotes", "dates", "undecided"), ("En", "To")),
        **dict.fromkeys(("candidates", "proposals"), (_proposal(1), _proposal(3))),
        **dict.fromkeys(("unknown", "rejected"), (letter, asking)),
        "balance": (("sosialt", 0), ("økonomisk", 2)),
        "answered": 3,
        **dict.fromkeys(("words_waiting", "words_held"), 2 if facilitator else 1),
        "candidates_of": 2,
        "schedule": (("09.15", "En"), ("10.15", "To")),
        "similar": (("En", "To"), ("Tre", "Fire")),
        "information": (TemplateValues(where="Møter, rad 3", what="Noe.", next_step="Ingenting trengs."),),
        "problems": (TemplateValues(where="Møter, rad 2", what="Noe.", next_step="Gjør noe."),),
        "consultation_result": _result(facilitator),
        "room_votes": (
            TemplateValues(day="tirsdag 8. juni", turnout=1, strangers=1, proposals=(("Fokus", 1), ("Annet", 3))),
            TemplateValues(day="tirsdag 8. juni", turnout=4, strangers=2, proposals=(("Fokus", 1), ("Annet", 3))),
        ),
    }


def _operator(full: bool) -> dict[str, object]:
    """What only whoever runs the program is told."""
    halted = TemplateValues(circle="sirkel", where="Ark", what="Noe.", next_step="Gjør noe.")
    unsettled = TemplateValues(circle="sirkel", kind="brevet", meeting=2, code="K1", name="<invitation@example.org>")
    quiet = TemplateValues(circle="sirkel", since="1. juni kl. 08.05", until="4. juni kl. 08.05")
    told = {"halted": halted, "faults": halted, "unsettled": unsettled, "quiet": quiet}
    return {**{name: (value,) if full else () for name, value in told.items()}, "unsent": "1. juni kl. 08.05" if full else ""}


def sample_contexts(kind: str) -> Iterator[dict[str, object]]:
    """Everything told and nothing told, each form of meeting, participant and facilitator, each flag by itself."""
    yield _context(kind, full=False)
    for form in Form:
        yield _context(kind, full=True, form=form)
        yield _context(kind, full=True, form=form, facilitator=True)
    yield {**_context(kind, full=True), "consultation_result": _result(is_open=True, invited=0)}
    for flag in _FLAGS:
        yield {**_context(kind, full=True), **dict.fromkeys(_FLAGS, False), flag: True}


def _known() -> dict[str, frozenset[str]]:
    told = _context(Kind.UPDATE, full=True) | _operator(full=True)
    return {name: frozenset(vars(value) if isinstance(value, TemplateValues) else ()) for name, value in told.items()}


#: Every name a template may use, with the attributes of those that have some.
KNOWN = _known()


#: What filling in a template can raise: Jinja's own, and what Python says of values used in a way they don't allow.
FAILURES = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError)

#: Names Jinja itself gives inside loops and macros.
_JINJA = frozenset({"loop", "caller", "varargs", "kwargs", "self"})
_QUOTED = re.compile(r"'([^']*)'(?: is undefined|$)")
#: How Jinja calls the marks of a template.
_TOKENS = {"end of print statement": "}}", "end of statement block": "%}"}
_AS_OTHERS = "Rett linjen etter mønster av de andre malene."
_MISSING = "Skriv det som mangler, eller ta bort det hele."
_MARKS = "Det som begynner med {{, slutter med }}; det som begynner med {%, slutter med %}."
_QUOTES = "Bruk rette anførselstegn på begge sider av teksten, som i {% include 'footer.md' %}."
_TAGS = "Her kan det stå if, elif, else, endif, for, endfor eller include; endif hører til en if, og endfor til en for."
_SIGNS = "Navn skrives med a-z, understrek og punktum, som i {{ person.name }}."
_EQUAL = "Sammenlign med to likhetstegn, som i {% if meeting.number == 1 %}."
_PLAIN = "Bruk verdiene som de er: Ord og tall kan ikke regnes sammen."
#: What Jinja says of a template it can't read (its parser.py and lexer.py), what it means (§ and ¤: its words), what to do. First fit.
_SYNTAX = (
    (r"Unexpected end of template\..* closed is '(.*?)'.*", "{% § %} er ikke lukket", "Skriv {% end§ %} der den slutter."),
    (r"Encountered unknown tag '(.*?)'.*", "«§» hører ikke hjemme i {% %} her", _TAGS),
    (r"No filter named '(.*?)'.*", "det finnes ikke noe filter «§»", "Bruk number, listed eller quoted, eller ta bort | og navnet."),
    (r"expected token '.*', got '(=)'", "«§» hører ikke hjemme her", _EQUAL),
    (r"expected token 'end of print statement', got '(.*)'", "«§» er for mye her", "Skriv ett navn mellom {{ og }}, som i {{ person.name }}."),
    (r"expected token '(?:name|string)', got '(.*)'", "noe mangler foran «§»", _MISSING),
    (r"expected token '(.*)', got '(.*)'", "her skulle det stått «§», ikke «¤»", _AS_OTHERS),
    (r"unexpected '(.*)', expected '(.*)'", "her skulle det stått «¤», ikke «§»", _AS_OTHERS),
    (r"(?:Expected an expression, got|unexpected) '(end of .*)'", "noe mangler foran «§»", _MISSING),
    (r"expected name or number", "et navn mangler etter punktumet", "Skriv navnet, som i {{ person.name }}."),
    (r"""unexpected char ["'](["'“”„«»])["'] at \d+""", "anførselstegnet «§» kan ikke stå slik", _QUOTES),
    (r"unexpected '([}%])'", "«§» hører ikke hjemme her", _MARKS),
    (r"unexpected '([)\]])'", "«§» hører ikke hjemme her", "Hver parentes som lukkes, må være åpnet."),
    (r"unexpected (?:char )?'(.*?)'.*", "«§» hører ikke hjemme her", _SIGNS),
    (r"Missing end of comment tag", "en kommentar er ikke lukket", "Skriv #} der den slutter."),
    (r"Missing end of raw directive", "{% raw %} er ikke lukket", "Skriv {% endraw %} der den slutter."),
)
#: What Jinja and Python say when a template can be read and not filled in.
_FILLING = (
    (
        r".* is neither words nor a number",
        "Den fyller inn noe som verken er ord eller tall.",
        "Velg en del av den, for eksempel meeting.focus i stedet for meeting.",
    ),
    (r"No test named '(.*)' found\.", "«is §» betyr ingenting her.", "Skriv betingelsen uten «is», som i {% if answered %}."),
    (r"\w+ object has no element (\d+)", "Listen har ikke noe nummer § (det første er 0).", "Gå gjennom listen med {% for each in programme %}."),
    (
        r"can only concatenate.*|unsupported operand.*|.*not supported between.*|can't multiply.*|type \w+ doesn't define.*|.*format: .*",
        "Den regner med eller sammenligner verdier av ulikt slag.",
        _PLAIN,
    ),
    (r".*division by zero|.*modulo by zero", "Den deler på null.", _PLAIN),
    (r".* object is not callable", "Det står () etter noe som ikke tar imot noe.", "Ta bort parentesene."),
    (r".* object is not iterable", "{% for %} går gjennom noe som ikke er en liste.", "Bruk en liste, som programme eller proposals."),
    (r"object of type .* has no len\(\)", "«length» teller noe som ikke er en liste eller ord.", "Bruk tallet som det er."),
    (r"sequence item \d+: expected str.*", "Listen den skriver ut, har annet enn ord i seg.", "Gå gjennom den med {% for %}, og velg en del."),
    (r"(?:do_)?(\w+)\(\) (?:missing|takes|got) .*", "«§» får for få eller for mange verdier.", _AS_OTHERS),
    (r"access to attribute '(.*)' of .* is unsafe\.", "«§» kan ikke brukes i brev.", "Bruk bare navn som står i de andre malene."),
)


def fault_of(error: BaseException, path: str) -> Problem:
    """The problem behind an exception from compiling or filling in the template at `path`."""
    said = str(getattr(error, "message", None) or error)
    if isinstance(error, TemplateSyntaxError):
        what, step = _said(said, _SYNTAX, f"noe er skrevet feil ({said})")
        return Problem(f"{error.filename or path}, linje {error.lineno}", f"Malen kan ikke leses: {what}.", step)
    where = _where(error, path)
    if isinstance(error, TemplateNotFound):
        return Problem(where, f"Den henter «{error}», som ikke finnes.", "Rett navnet i {% include %}, eller ta linjen bort.")
    if isinstance(error, UndefinedError) and (name := _QUOTED.search(said)):
        return _unknown(where, name[1])
    return Problem(where, *_said(said, _FILLING, f"Malen kan ikke fylles ut ({said})."))


def _said(message: str, table: Iterable[tuple[str, str, str]], unknown: str) -> tuple[str, str]:
    """What is wrong, and what to do; what nobody has met before keeps Jinja's own words beside ours."""
    for pattern, words, step in table:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            first, second = (*(_TOKENS.get(each, each) for each in found.groups()), "", "")[:2]
            return words.replace("§", first).replace("¤", second), step.replace("§", first)
    return unknown, _AS_OTHERS


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
