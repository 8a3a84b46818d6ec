"""The choice that waits for a person: about which meeting, between what, and what the participants said (R15, R16)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from tasks.circle.answers.consultation import Lacking, Result, lacking, result
from tasks.circle.letters.digest import DECIDE_BEFORE
from tasks.circle.meetings.closing import answers_close
from tasks.circle.meetings.rhythm import candidate_dates
from tasks.circle.model.cells import start_of_day
from tasks.circle.model.records import Candidate
from tasks.circle.snapshot import World


@dataclass(frozen=True, slots=True)
class Choice:
    """What people have yet to choose about meeting `number`, which begins at `start` (UTC; the first instant of the rhythm's day when it
    has no date).

    `rowless`: it has no row in «Møter» and comes to be by its date. `asked`: how many were asked in the consultation.
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


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a round knows of runs that wait for a choice.

    `settled`: the Nr of meetings about which nothing is left to choose. `number`: the meeting somebody should choose for now
    (0: none); `basis` changes when there is more to go by: newer proposals, a consultation that is over.
    """

    settled: frozenset[int] = frozenset()
    number: int = 0
    basis: str = ""


def choice_of(world: World, number: int = 0) -> Choice | None:
    """The choice about meeting `number`, or about the first that lacks something (0); None when nothing lacks."""
    ground = world.ground
    for each in lacking(ground.circle, world.programme, ground.now, whole=True):
        if number in (0, each.number):
            return _choice(world, each)
    return None


def _choice(world: World, found: Lacking) -> Choice:
    ground, circle = world.ground, world.ground.circle
    own = next((m for m in world.programme.meetings if m.number == found.number and not m.cancelled), None)
    said = _said(world, found.number)
    taken = [m.start.astimezone(circle.zone).date() for m in world.programme.meetings if not m.cancelled]
    today = ground.now.astimezone(circle.zone).date()
    dates = said.consultation.dates if said and said.consultation.dates else candidate_dates(circle, found.day, taken, today)
    letters = {sent.person for sent in ground.memory.letters if sent.kind == "consultation" and sent.meeting == found.number}
    return Choice(
        number=found.number,
        start=own.start if own and not found.undated else start_of_day(found.day, circle.zone),
        lacks_focus=not (own and own.focus),
        lacks_date=found.undated,
        rowless=found.rowless,
        proposals=world.candidates,
        dates=dates if found.undated else (),
        said=said,
        asked=len(letters),
    )


def _said(world: World, number: int) -> Result | None:
    asked = [each for each in world.consultations if each.meeting == number]
    return result(asked[-1], world.votes) if asked else None


def waiting_of(world: World) -> Waiting:
    """Whom a round should ask: when the proposals are ready, the consultation is over, or the meeting is two weeks away."""
    ground, circle = world.ground, world.ground.circle
    if world.closing:
        return Waiting(settled=frozenset(meeting.number for meeting in world.programme.meetings))
    undated = set(world.programme.undated)
    settled = (m.number for m in world.programme.meetings if m.number not in undated and (m.focus or m.cancelled or m.start <= ground.now))
    first = next(iter(lacking(circle, world.programme, ground.now)), None)
    asked = first and next((each for each in world.consultations if each.meeting == first.number), None)
    over = bool(asked and asked.closes <= ground.now)
    soon = first and first.day <= (ground.now + DECIDE_BEFORE).astimezone(circle.zone).date()
    if first is None or not (over or soon or (not asked and _ready(world))):
        return Waiting(frozenset(settled))
    basis = f"{world.candidates_of}{'' if _ready(world) else ' så langt'}{', samrådet' if over else ''}"
    return Waiting(frozenset(settled), first.number, basis)


def _ready(world: World) -> bool:
    """The answers that the proposals rest on are all in."""
    rest_on = [m for m in world.programme.meetings if m.number == world.candidates_of]
    return bool(world.candidates) and all(answers_close(m, world.ground.circle) <= world.ground.now for m in rest_on)


def is_settled(world: World, number: int) -> bool:
    """Nothing is left to choose about meeting `number`: somebody has chosen, it was called off, or it has begun."""
    return number in waiting_of(world).settled


def titles(choice: Choice) -> tuple[str, ...]:
    """What to choose between: what the consultation asked about (people voted on that), then what the answers ask for since."""
    shown: Iterable[str] = choice.said.consultation.proposals if choice.said else ()
    return tuple(dict.fromkeys((*shown, *(each.title for each in choice.proposals))))
