"""The choice that waits for a person: about which meeting, between what, and what the participants said (R15, R16)."""

from dataclasses import dataclass
from datetime import date, datetime

from tasks.circle.answers.consultation import Lacking, Result, lacking, local_day, result
from tasks.circle.letters.digest import DECIDE_BEFORE
from tasks.circle.meetings.closing import answers_close
from tasks.circle.meetings.rhythm import candidate_dates
from tasks.circle.model.cells import start_of_day
from tasks.circle.model.records import Candidate
from tasks.circle.snapshot import Snapshot


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
