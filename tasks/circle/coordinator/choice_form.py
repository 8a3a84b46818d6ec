"""The form in which a coordinator chooses, and what is read out of it. Prefect's page is Norwegian (RULES.md «Flows»)."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tasks.circle.coordinator.choice import Choice, titles
from tasks.circle.meetings.rows import LONGEST_FOCUS
from tasks.circle.model.cells import as_date
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.phrases import date_words, plural
from tasks.circle.model.records import Decision
from tasks.circle.model.table import WHOLE_CELL, clean

PROPOSAL, OWN, DAY = "forslag", "eget", "dato"
NONE = "Ingen av forslagene"


def fields(choice: Choice) -> Mapping[str, Mapping[str, object]]:
    """The fields of the form as JSON Schema: what to choose between (a drop-down), words of one's own, a date."""
    found: dict[str, Mapping[str, object]] = {}
    if choice.lacks_focus:
        words = "Velg et av forslagene, eller skriv et eget under."
        found[PROPOSAL] = {"title": "Fokusområde", "description": words, "default": NONE, "enum": [NONE, *titles(choice)]}
        own = "Fylles det ut, gjelder det i stedet for forslaget over."
        found[OWN] = {"title": "Eget fokusområde", "description": own, "default": ""}
    if choice.lacks_date:
        suits = " eller ".join(f"{day:%d.%m.%Y}" for day in choice.dates)
        words = f"Skriv den som 12.10.2021.{f' Foreslått: {suits}.' if suits else ''}"
        found[DAY] = {"title": "Dato for møtet", "description": words, "default": ""}
    return found


def question(choice: Choice, zone: ZoneInfo, wrong: str = "") -> str:
    """What is to be chosen, with what people asked for and what the consultation said (Markdown). `wrong`: with the last answer."""
    day = date_words(choice.start.astimezone(zone).date(), WORKING_LANGUAGE)
    when = f"rytmen foreslår {day}" if choice.lacks_date else day
    lacks = " og ".join(word for word, lacking in (("fokusområde", choice.lacks_focus), ("dato", choice.lacks_date)) if lacking)
    lines = [f"**{wrong}**", ""] if wrong else []
    lines += [f"**Møte {choice.number}** ({when}) mangler {lacks}. Du velger; ingenting blir valgt av seg selv."]
    lines += ["Står det noe i «Møter», gjelder det.", ""]
    if choice.lacks_focus and choice.proposals:
        lines += ["Deltakerne ber om:", ""]
        lines += [f"- {each.title}: {plural(each.participants, 'én deltaker', f'{each.participants} deltakere')}" for each in choice.proposals]
    elif choice.lacks_focus:
        lines += ["Det er for få svar til å foreslå noe."]
    return "\n".join([*lines, *_consultation(choice)])


def _consultation(choice: Choice) -> list[str]:
    if choice.said is None:
        return ["", "Det har ikke vært noe samråd om dette møtet."]
    lines = ["", f"Samrådet: {choice.said.turnout} av {choice.asked} har svart.", ""]
    if choice.lacks_focus:
        lines += [f"- {title}: {plural(votes, 'én stemme', f'{votes} stemmer')}" for title, votes in choice.said.proposals]
    if choice.lacks_date:
        lines += [f"- {date_words(day, WORKING_LANGUAGE)}: passer for {votes}" for day, votes in choice.said.dates]
    return lines


def own_focus(typed: str, where: str) -> str:
    """A focus area in somebody's own words, "" for none. Raises `Stop` naming the field `where` when it is too long to be kept whole."""
    focus = clean(typed, WHOLE_CELL)
    if len(focus) > LONGEST_FOCUS:
        raise Stop([Problem(where, "Fokusområdet er for langt.", f"Skriv det på høyst {LONGEST_FOCUS} tegn.")])
    return focus


def own_day(typed: str, where: str) -> date | None:
    """A day that somebody typed, None for none. Raises `Stop` naming the field `where` when there is no such day."""
    try:
        return as_date(typed)
    except ValueError as error:
        raise Stop([Problem(where, "Datoen finnes ikke.", "Skriv den som 12.10.2021.")]) from error


def read(choice: Choice, answer: Mapping[str, str | None], circle: Circle, now: datetime) -> Decision:
    """The decision that a filled-in form holds. Raises `Stop` with what to fill in otherwise; `now` is UTC."""
    proposal = answer.get(PROPOSAL) or NONE
    focus = own_focus(answer.get(OWN) or "", OWN) or ("" if proposal == NONE else proposal)
    day = own_day(answer.get(DAY) or "", DAY)
    if not focus and day is None:
        raise Stop([Problem(PROPOSAL, "Ingenting er valgt.", "Velg et forslag, eller skriv et eget eller en dato.")])
    if day is None and choice.rowless:
        raise Stop([Problem(DAY, "Møtet har ingen dato ennå.", "Skriv den også.")])
    if day and not (now.astimezone(circle.zone).date() < day and circle.first_day <= day <= circle.last_day):
        step = f"Skriv en dato mellom i dag og {date_words(circle.last_day, WORKING_LANGUAGE)}."
        raise Stop([Problem(DAY, "Datoen er ikke innenfor sirkelens tid.", step)])
    return Decision(choice.number, now, focus, day)
