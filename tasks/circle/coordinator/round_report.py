"""What a round did, or would do: said in codes and numbers, without people (RULES.md «Command»)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from tasks.circle.coordinator.choice import Waiting
from tasks.circle.letters.due import Letter
from tasks.circle.meetings.rooms import RoomAct
from tasks.circle.model.errors import Busy, Grade, Problem, Stop
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.phrases import clock_words, when_words
from tasks.circle.model.records import Candidate, LetterRecord, Meeting, Outcome
from tasks.circle.people.refusals import with_advice
from tasks.circle.proposals.explaining import Explained

PLANNED = "planned"
#: The next step for letters that could not go out now.
GOES_AGAIN = "Neste runde prøver igjen av seg selv."
#: How it ends for letters that wait until a person has done what stands before it.
THEN_AGAIN = "Neste runde prøver igjen."
#: The same where none of a round's letters, or its room, could be sent or made: waiting alone may not help.
STUCK = "Neste runde prøver igjen. Går det ikke da heller, må den som drifter programmet, se på det."


@dataclass(frozen=True, slots=True)
class RoundReport:
    """One round. `state`: done, nothing, stopped or problems; `letters` as (kind, participant, meeting, outcome).

    `wakes` are the instants (UTC) just before and at the end of the coming meetings, when another round is of use; `waiting`
    tells what people have yet to choose (None: this round does not know), `explained` the proposals of answers that were read anew or
    asked for. `unsettled` are all letters of the circle whose fate nobody knows; `quiet_since` is the round before this one, when
    the rounds had stood still for too long; `notes` are sentences for information, such as that the circle is on trial (R24).
    """

    circle: str
    at: datetime
    state: str
    letters: tuple[tuple[str, str, int, str], ...] = ()
    rooms: tuple[tuple[int, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    proposals: tuple[Candidate, ...] = field(default=(), repr=False)
    plan: bool = False
    wakes: tuple[datetime, ...] = ()
    busy: bool = False
    waiting: Waiting | None = None
    explained: Explained | None = field(default=None, repr=False)
    unsettled: tuple[LetterRecord, ...] = field(default=(), repr=False)
    quiet_since: datetime | None = None
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The object of `run --json`; times as ISO in UTC."""
        return {
            "circle": self.circle,
            "at": self.at.isoformat(),
            "state": self.state,
            "plan": self.plan,
            "letters": [
                {"kind": kind, "participant": person, "meeting": meeting or None, "outcome": outcome}
                for kind, person, meeting, outcome in self.letters
            ],
            "rooms": [{"meeting": meeting, "act": act} for meeting, act in self.rooms],
            "problems": [problem.as_json() for problem in self.problems],
            "notes": list(self.notes),
        }


def stopped(circle: str, at: datetime, stop: Stop, *, plan: bool) -> RoundReport:
    """A round that did nothing because a person is needed first, or because another round is at work (R20)."""
    return RoundReport(circle, at, "stopped", problems=stop.problems, plan=plan, busy=isinstance(stop, Busy))


def broken_off(
    circle: str, at: datetime, problems: Sequence[Problem], letters: Sequence[LetterRecord], waiting: int, rooms: Sequence[RoomAct]
) -> RoundReport:
    """A round that could not go on after `letters` were over, for `problems`; so many are `waiting`."""
    found = [*dict.fromkeys(problems), *unfinished(letters)]
    if waiting:
        found.append(Problem(f"{waiting} brev", "De er ikke gått ut.", "Ingenting trengs: neste runde sender dem.", Grade.INFORMATION))
    return RoundReport(circle, at, "stopped", sent(letters), rooms_of(rooms), tuple(found))


def not_recorded(letters: Iterable[LetterRecord]) -> list[Problem]:
    """Letters whose outcome is known here and could not be kept: to the next round they are unknown (R21)."""
    return [_unkept(letter) for letter in letters if letter.outcome is not Outcome.UNKNOWN]


#: Of a letter that is over: what became of it, and the command's word.
_FATES = {Outcome.DONE: ("er sendt, men", "sent»."), Outcome.LAID: ("er lagt i mappen, men", "laid».")}


def _unkept(letter: LetterRecord) -> Problem:
    what, fate = _FATES.get(letter.outcome, ("gikk ikke ut, og", "lost», så går det i neste runde."))
    step, command = "Gjør det opp når minnet svarer igjen.", f"Kommandoen er «settle {letter.message_id} {fate}"
    what = f"Brevet {what} det kunne ikke skrives ned. Neste runde viser det som ukjent."
    return Problem(_where(letter), what, step, command=command, form=_by_form(letter))


def planned(letters: Sequence[Letter]) -> tuple[tuple[str, str, int, str], ...]:
    return tuple((letter.kind.value, letter.person, letter.meeting, PLANNED) for letter in letters)


def sent(letters: Sequence[LetterRecord]) -> tuple[tuple[str, str, int, str], ...]:
    return tuple((letter.kind.value, letter.person, letter.meeting, letter.outcome.value) for letter in letters)


def rooms_of(acts: Sequence[RoomAct]) -> tuple[tuple[int, str], ...]:
    return tuple((act.meeting.number, act.act) for act in acts)


def moved(letters: Iterable[Letter], meetings: Iterable[Meeting], zone: ZoneInfo) -> tuple[str, ...]:
    """The old time and the new of each meeting that `letters` tell has moved, with the day where that is another; local times."""
    now, found = {meeting.number: meeting for meeting in meetings}, dict[str, None]()
    for letter in letters:
        if letter.kind is not Kind.UPDATE or not (told := letter.told) or not (told.start and told.end):
            continue
        meeting = now[letter.meeting]
        old, new = ((start.astimezone(zone), end.astimezone(zone)) for start, end in ((told.start, told.end), (meeting.start, meeting.end)))
        if old != new:
            words = when_words if old[0].date() != new[0].date() else _clocks
            found[f"Møte {meeting.number}: {words(*old, WORKING_LANGUAGE)} → {words(*new, WORKING_LANGUAGE)}."] = None
    return tuple(found)


def _clocks(start: datetime, end: datetime, language: str) -> str:
    return f"{clock_words(start, language)}–{clock_words(end, language)}"


def unfinished(letters: Sequence[LetterRecord]) -> list[Problem]:
    """What became of letters that did not go out, each with its next step (R21, R23); those that wait for one reason are one."""
    found = []
    waiting: dict[str, list[LetterRecord]] = {}
    for letter in letters:
        if letter.outcome is Outcome.REJECTED:
            found.append(_rejected(letter))
        elif letter.outcome in (Outcome.LATER, Outcome.NOT_SENT):
            waiting.setdefault(letter.detail, []).append(letter)
        elif letter.outcome is Outcome.UNKNOWN:
            what = "Forbindelsen ble brutt mens brevet ble sendt; det er ukjent om det kom fram."
            step, command = "Spør mottakeren, eller se i sendt-mappen.", f"Gjør det så opp: «settle {letter.message_id} sent» eller «lost»."
            found.append(Problem(_where(letter), what, step, command=command, form=_by_form(letter)))
    stuck = all(letter.outcome in (Outcome.LATER, Outcome.NOT_SENT) for letter in letters)
    return found + [_waiting(detail, each, stuck=stuck) for detail, each in waiting.items()]


def _by_form(letter: LetterRecord) -> str:
    return f"Start så «gjør opp brev» med {letter.message_id} som «Brev»."


def _rejected(letter: LetterRecord) -> Problem:
    """With the way back (R26): a person says that it is to be tried again."""
    step = "Gjør det som står der. Brevet prøves ikke igjen av seg selv."
    if letter.refused and letter.person.startswith("D"):
        number = letter.address_version
        step = f"Rett adressen i «Påmelding». Er den riktig, skriv {number} i raden, i en kolonne dere kaller «Prøv igjen»."
    elif letter.refused:
        step = "Rett adressen i sirkelens fil."
    code = letter.shown_code
    command = f"Skal det prøves igjen som det er: «settle {code} again»." if code else ""
    form = f"Skal det prøves igjen som det er: «gjør opp brev» med {code} og «adressen er riktig, prøv igjen»." if code else ""
    return Problem(_where(letter), f"Brevet ble avvist for godt. {letter.detail}".strip(), step, command=command, form=form)


def _where(letter: LetterRecord) -> str:
    return f"Brev ({letter.kind.facts.names[WORKING_LANGUAGE]}) til {letter.person}" + (f", møte {letter.meeting}" if letter.meeting else "")


def _waiting(detail: str, letters: Sequence[LetterRecord], *, stuck: bool) -> Problem:
    where, who = (_where(letters[0]), "Brevet") if len(letters) == 1 else (f"{len(letters)} brev", "Brevene")
    return waiting_problem(where, f"{who} gikk ikke ut nå.", detail, stuck=stuck)


def waiting_problem(where: str, what: str, detail: str, *, stuck: bool = False) -> Problem:
    """Of letters that wait because of `detail` (`LetterRecord.detail`), with what a person can do; `stuck`: none went."""
    why, advice = with_advice(detail)
    what = f"{what} {why}".strip()
    if advice:
        return Problem(where, what, f"{advice} {THEN_AGAIN}")
    return Problem(where, what, STUCK) if stuck else Problem(where, what, GOES_AGAIN, Grade.INFORMATION)
