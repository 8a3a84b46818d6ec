"""`check` of the sheet: the headers of each tab, and its rows as the next round would understand them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.table import Cell, Tab, clean, header_problems, is_blank
from tasks.circle.model.tabs import CODES, PEOPLES, forms_of
from tasks.circle.snapshot import Inputs, Values, take_snapshot

#: How many cells are named one by one.
MOST_PLACES = 3


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `next_step` is "" when nothing needs to be done."""

    what: str
    ok: bool
    detail: str
    next_step: str = ""


def from_problems(problems: Iterable[Problem]) -> list[Check]:
    """One line for each thing that is wrong; the same thing in many rows of a tab is one line."""
    places: dict[tuple[str, str, str], list[str]] = {}
    for problem in dict.fromkeys(problems):
        tab = problem.where.partition("»")[0] if problem.where.startswith("«") else problem.where
        places.setdefault((tab, problem.what, problem.next_step), []).append(problem.where)
    return [Check(_places(where), False, what, next_step) for (_, what, next_step), where in places.items()]


def _places(where: Sequence[str]) -> str:
    """«Samråd», celle C25, C26 og 8 til."""
    others = [place.rpartition(" ")[2] for place in where[1:MOST_PLACES]]
    more = f" og {len(where) - MOST_PLACES} til" if len(where) > MOST_PLACES else ""
    return ", ".join((where[0], *others)) + more


def tabs(values: Values, circle: Circle) -> list[Check]:
    """One line a tab: needed columns that are missing are mistakes, missing tabs of forms and other columns are only said."""
    found = [check for tab in PEOPLES for check in _tab(tab, values, needed=True)]
    return found + [check for tab in forms_of(circle.questions) for check in _tab(tab, values, needed=False)]


def _tab(tab: Tab, values: Values, *, needed: bool) -> list[Check]:
    what = f"Fanen «{tab.name}»"
    if tab.name not in values:
        step = f"Gi fanen navnet «{tab.name}» igjen («sheet» lager et nytt ark med alle faner)."
        return [Check(what, not needed, "mangler" if needed else "finnes ikke; den trengs først når noen svarer", step if needed else "")]
    if not needed and is_blank(values[tab.name]):
        return [Check(what, True, "er tom")]
    wrong = header_problems(tab, values[tab.name])
    if wrong:
        return from_problems(wrong)
    rows = sum(1 for row in values[tab.name][1:] if not is_blank([row]))
    without = _missing(tab, values[tab.name][0])
    count = "1 rad" if rows == 1 else f"{rows} rader"
    return [Check(what, True, count + (f"; uten {', '.join(without)} (valgfritt)" if without else ""))]


def in_the_way(values: Values) -> list[Check]:
    """A tab of people's own with the name of one that the program writes: they should hear of it before it is written over."""
    listed = values.get(CODES.name, ())
    if is_blank(listed) or tuple(map(clean, listed[0][: len(CODES.headers)])) == CODES.headers:
        return []
    what = "har noe programmet ikke har skrevet, og neste runde skriver over det"
    return [Check(f"Fanen «{CODES.name}»", False, what, "Er det deres eget, gi fanen et annet navn; ellers trengs ingenting.")]


def _missing(tab: Tab, headers: Sequence[Cell]) -> list[str]:
    """Optional columns that aren't there; who a form's row is from is said by a code or by an address."""
    there = set(tab.keys(headers))
    either = {"participant", "address"} if {"participant", "address"} & there else set()
    return [f"«{column.header}»" for column in tab.columns if column.key and column.key not in there | either]


def rows(values: Values, inputs: Inputs) -> list[Check]:
    """The rows as a plan of a round sees them: how many people and meetings, and each row that needs a person."""
    try:
        snapshot = take_snapshot(values, inputs)
    except Stop as stop:
        return from_problems(stop.problems)
    problems = list(dict.fromkeys(snapshot.problems))
    taking_part = sum(1 for person in snapshot.roster.people if person.participant)
    words = f"{taking_part} deltakere og {len(snapshot.programme.meetings)} møter"
    if not problems:
        return [Check("Rader", True, words)]
    count = "1 merknad" if len(problems) == 1 else f"{len(problems)} merknader"
    return [Check("Rader", False, f"{words}; {count}", "Se linjene under; alt annet går som det skal."), *from_problems(problems)]
