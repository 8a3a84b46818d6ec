"""The choice that waits for a person: about which meeting, between what, and what the participants said (R15, R16)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tasks.circle.answers.ballots import BallotResult, last_results
from tasks.circle.answers.consultation import Lacking, Result, day_words, lacking, local_day, result
from tasks.circle.letters.digest import DECIDE_BEFORE
from tasks.circle.meetings.closing import answers_close
from tasks.circle.meetings.rhythm import candidate_dates
from tasks.circle.meetings.rows import LONGEST_FOCUS
from tasks.circle.model.cells import as_date, start_of_day
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.phrases import date_words, plural
from tasks.circle.model.records import Candidate, Decision
from tasks.circle.model.table import WHOLE_CELL, clean
from tasks.circle.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Choice:
    """What people have yet to choose about meeting `number`, which begins at `start` (UTC; the first instant of the rhythm's day when it
    has no date).

    `rowless`: it has no row in «Møter» and comes to be by its date. `asked`: how many were asked in the consultation. `in_room`: what was said
    in the room of the last meeting that voted.
    """

    number: int
    start: datetime
    lacks_focus: bool
    lacks_date: bool
    rowless: bool
    proposals: tuple[Candidate, ...]
    dates: tuple[date, ...]
    said: Result | None
    asked: int
    in_room: tuple[BallotResult, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a round knows of runs that wait for a choice.

    `settled`: the Nr of meetings about which nothing is left to choose. `number`: the meeting somebody should choose for now
    (0: none); `basis` changes when there is more to go by: newer proposals, a consultation that is over.
    """

    settled: frozenset[int] = frozenset()
    number: int = 0
    basis: str = ""


def choice_of(snapshot: Snapshot, number: int = 0) -> Choice | None:
    """The choice about meeting `number`, or about the first that lacks something (0); None when nothing lacks."""
    inputs = snapshot.inputs
    for each in lacking(inputs.circle, snapshot.programme, inputs.now, whole=True):
        if number in (0, each.number):
            return _choice(snapshot, each)
    return None


def _choice(snapshot: Snapshot, found: Lacking) -> Choice:
    inputs, circle = snapshot.inputs, snapshot.inputs.circle
    own = next((m for m in snapshot.programme.meetings if m.number == found.number and not m.cancelled), None)
    asked = [each for each in snapshot.consultations if each.meeting == found.number]
    said = result(asked[-1], snapshot.votes) if asked else None
    taken = [local_day(m.start, circle) for m in snapshot.programme.meetings if not m.cancelled]
    today = local_day(inputs.now, circle)
    dates = said.consultation.dates if said and said.consultation.dates else candidate_dates(circle, found.day, taken, today)
    letters = {sent.person for sent in inputs.memory.letters if sent.kind == "consultation" and sent.meeting == found.number}
    return Choice(
        number=found.number,
        start=own.start if own and not found.undated else start_of_day(found.day, circle.zone),
        lacks_focus=not (own and own.focus),
        lacks_date=found.undated,
        rowless=found.rowless,
        proposals=snapshot.candidates,
        dates=dates if found.undated else (),
        said=said,
        asked=len(letters),
        in_room=tuple(each for each in last_results(inputs.memory, inputs.now) if each.ballot.meeting != found.number),
    )


def waiting_of(snapshot: Snapshot) -> Waiting:
    """Whom a round should ask: when the proposals are ready, the consultation is over, or the meeting is two weeks away."""
    inputs, circle = snapshot.inputs, snapshot.inputs.circle
    if snapshot.closing:
        return Waiting(settled=frozenset(meeting.number for meeting in snapshot.programme.meetings))
    undated = set(snapshot.programme.undated)
    settled = (m.number for m in snapshot.programme.meetings if m.number not in undated and (m.focus or m.cancelled or m.start <= inputs.now))
    first = next(iter(lacking(circle, snapshot.programme, inputs.now)), None)
    asked = first and next((each for each in snapshot.consultations if each.meeting == first.number), None)
    over = bool(asked and asked.closes <= inputs.now)
    soon = first and first.day <= (inputs.now + DECIDE_BEFORE).astimezone(circle.zone).date()
    if first is None or not (over or soon or (not asked and _ready(snapshot))):
        return Waiting(frozenset(settled))
    basis = f"{snapshot.candidates_of}{'' if _ready(snapshot) else ' så langt'}{', samrådet' if over else ''}"
    return Waiting(frozenset(settled), first.number, basis)


def _ready(snapshot: Snapshot) -> bool:
    """The answers that the proposals rest on are all in."""
    rest_on = [m for m in snapshot.programme.meetings if m.number == snapshot.candidates_of]
    return bool(snapshot.candidates) and all(answers_close(m, snapshot.inputs.circle) <= snapshot.inputs.now for m in rest_on)


def titles(choice: Choice) -> tuple[str, ...]:
    """What to choose between: what the consultation asked about (people voted on that), then what the answers ask for since."""
    shown = choice.said.consultation.proposals if choice.said else ()
    return tuple(dict.fromkeys((*shown, *(each.title for each in choice.proposals))))


# The form in which a coordinator chooses, and what is read out of it. Prefect's page is Norwegian (RULES.md «Flows»).

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


def question(choice: Choice, circle: Circle, wrong: str = "") -> str:
    """What is to be chosen, with what people asked for and what the consultation said (Markdown). `wrong`: with the last answer."""
    day = date_words(choice.start.astimezone(circle.zone).date(), WORKING_LANGUAGE)
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
    return "\n".join([*lines, *_consultation(choice, circle)])


def _consultation(choice: Choice, circle: Circle) -> list[str]:
    room = [line for each in choice.in_room for line in _in_room(each)] if choice.lacks_focus else []
    if choice.said is None:
        return ["", "Det har ikke vært noe samråd om dette møtet.", *room]
    lines = [*room, "", f"Samrådet: {choice.said.turnout} av {choice.asked} har svart.", ""]
    if choice.lacks_focus:
        lines += [f"- {title}: {plural(votes, 'én stemme', f'{votes} stemmer')}" for title, votes in choice.said.proposals]
    if choice.lacks_date:
        lines += [f"- {day_words(circle, day, WORKING_LANGUAGE)}: passer for {votes}" for day, votes in choice.said.dates]
        lines += [f"- {plural(choice.said.none_fits, 'Én', str(choice.said.none_fits))} kan ikke på noen av datoene"] if choice.said.none_fits else []
    if choice.said.comments:
        lines += [f"- {len(choice.said.comments)} ville legge til noe. Det står i brevet til dere og på tilretteleggersiden."]
    return lines


def _in_room(found: BallotResult) -> list[str]:
    lines = [f"- {title}: {plural(votes, 'én stemme', f'{votes} stemmer')}" for title, votes in found.proposals]
    turnout = plural(found.turnout, "én stemte", f"{found.turnout or 'ingen'} stemte")
    return ["", f"Avstemningen i rommet på møte {found.ballot.meeting}: {turnout}.", "", *lines]


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
