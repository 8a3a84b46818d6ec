"""What a coordinator does to the proposals (R14, R16): from the numbers they see to corrections, counts and quotes made anew."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from tasks.circle.focus.corrections import ALONE, LONGEST_NAME, Corrections
from tasks.circle.focus.model import Proposal
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.records import Changes, Memory, WordsDecision
from tasks.circle.people.sign_ups import address_key
from tasks.circle.proposals.explaining import Explained, corrected_with, explained
from tasks.circle.proposals.proposing import answered_out, candidates_of, corrections_of, shown, taught, with_pair
from tasks.circle.proposals.shown_words import Release, Words

Thing = TypeVar("Thing")


class Act(StrEnum):
    """Det som kan gjøres."""  # Norwegian, because Prefect's page shows it, as it does the values

    SHOW = "bare vis forslagene"
    YES = "ja, samme sak (spørsmål nr.)"
    NO = "nei, ikke samme sak (spørsmål nr.)"
    MERGE = "slå sammen to forslag (forslag nr. og nr. to)"
    RENAME = "gi nytt navn (forslag nr. og tekst)"
    MOVE = "flytt et svar (svarets kode i tekst, til forslag nr.; 0: for seg selv)"
    DROP = "ta ut et forslag (forslag nr.)"
    UNDO = "angre en rettelse (rettelse nr.)"
    UNLEARN = "fjern et ordpar (ordpar nr.)"
    RELEARN = "bruk et ordpar igjen (ordpar nr.)"
    ALLOW = "la deltakerne se det (nr. under «Hva deltakerne får se»; 0: alt som venter og ikke er merket)"
    KEEP = "vis det ikke for deltakerne (nr. under «Hva deltakerne får se»)"


@dataclass(frozen=True, slots=True)
class CorrectionRequest:
    """What somebody asks for. Numbers are those shown, from 1; `meeting` 0: the last one whose answers were read."""

    act: Act
    number: int = 0
    other: int = 0
    text: str = ""
    meeting: int = 0
    who: str = ""


def correct(circle: Circle, memory: Memory, request: CorrectionRequest, now: datetime, digest: Callable[[str], str]) -> tuple[Changes, Explained]:
    """What the ledger is to save, and the proposals as they are then. `now` is UTC, `digest` the installation's.

    It goes by the answers the ledger knows, which are those that people have seen. Raises `Stop` when a number or a text
    names nothing.
    """
    number = _meeting(circle, memory, request, now)
    before = _explained(circle, memory, number, digest, now)
    if request.act is Act.SHOW:
        return Changes(), before
    if request.act in (Act.ALLOW, Act.KEEP):
        decided = _decided(before.words, request, _facilitator(circle, memory, request.who, digest), now)
        newer = replace(memory, words_decided=(*memory.words_decided, *decided))
        return Changes(words_decided=decided), _explained(circle, newer, number, digest, now)
    if request.act in (Act.UNLEARN, Act.RELEARN):
        chosen = _numbered(before.pairs, request.number, "ordpar")
        newer = replace(memory, pairs=with_pair(memory.pairs, chosen, removed=request.act is Act.UNLEARN))
    else:
        made = _made(corrections_of(memory, number), before, request)
        newer = corrected_with(memory, number, made, now)
    changes = _learnt(memory, newer, _explained(circle, newer, number, digest, now), number)
    return changes, _explained(circle, replace(newer, pairs=changes.pairs), number, digest, now)


def _decided(words: Sequence[Words], request: CorrectionRequest, who: str, now: datetime) -> tuple[WordsDecision, ...]:
    """The yes or no to the words of that number; a yes to 0 is to all that waits, but not to what is held back."""
    every = [each for each in words if each.waits and not each.held] if request.act is Act.ALLOW and not request.number else []
    chosen = every if request.act is Act.ALLOW and not request.number else [_numbered(words, request.number, "sitat")]
    return tuple(WordsDecision(each.key, request.act is Act.ALLOW, who, now) for each in chosen)


def _facilitator(circle: Circle, memory: Memory, typed: str, digest: Callable[[str], str]) -> str:
    """The code of the facilitator who decides, "" when nobody is named. Raises `Stop` for a code that is nobody's of them."""
    theirs = {digest(address_key(each.address)) for each in circle.facilitators}
    codes = {person.code for person in memory.people if person.digest in theirs}
    who = typed.strip().upper()
    if who and who not in codes:
        step = f"Skriv en av dem: {', '.join(sorted(codes))}. Hvem det er, står i fanen «Koder». Eller la feltet stå tomt."
        raise Stop([Problem("who", f"Ingen tilrettelegger har koden «{who[:20]}».", step)])
    return who


def _learnt(memory: Memory, newer: Memory, after: Explained, number: int) -> Changes:
    meeting = next(each for each in memory.meetings if each.number == number)
    kept = tuple(each for each in newer.pairs if each.removed or each.meeting != number)
    pairs = {(each.meeting, each.one, each.other): each for each in (*taught(after.report, number, newer.pairs), *kept)}
    return Changes(
        candidates_of=frozenset({number}),
        candidates=candidates_of(after.report, meeting),
        corrected=tuple(each for each in newer.corrected if each not in memory.corrected),
        pairs=tuple(pairs.values()),
    )


def _explained(circle: Circle, memory: Memory, number: int, digest: Callable[[str], str], now: datetime) -> Explained:
    return explained(circle, memory, number, memory.meetings, memory.replies, Release(circle, memory, digest, now))


def _meeting(circle: Circle, memory: Memory, request: CorrectionRequest, now: datetime) -> int:
    number = request.meeting or shown(memory.candidates, memory.meetings, answered_out(circle, memory.meetings, memory.replies, now))[0]
    if number in {reply.meeting for reply in memory.replies} & {meeting.number for meeting in memory.meetings}:
        return number
    what = f"Ingen har svart om møte {number}." if number else "Ingen svar er lest ennå."
    raise Stop([Problem("meeting", what, "Skriv Nr på et møte som har svar, eller vent til noen har svart.")])


def _made(made: Corrections, seen: Explained, request: CorrectionRequest) -> Corrections:
    """`made` with what is asked for now."""
    match request.act:
        case Act.YES:
            return made.merge(*_numbered(seen.report.merges, request.number, "spørsmål").keys)
        case Act.NO:
            return made.keep_apart(*_numbered(seen.report.merges, request.number, "spørsmål").keys)
        case Act.MERGE:
            return _merge(made, seen, request)
        case Act.RENAME:
            return _rename(made, seen, request)
        case Act.MOVE:
            return _move(made, seen, request)
        case Act.UNDO:
            return _numbered(seen.corrections, request.number, "rettelse").without
        case _:
            return made.drop(_proposal(seen, request.number).key)


def _merge(made: Corrections, seen: Explained, request: CorrectionRequest) -> Corrections:
    one, other = _proposal(seen, request.number), _proposal(seen, request.other, "other")
    if one == other:
        raise Stop([Problem("other", "Det er det samme forslaget.", "Skriv nummeret på to ulike forslag.")])
    return made.merge(one.key, other.key)


def _rename(made: Corrections, seen: Explained, request: CorrectionRequest) -> Corrections:
    if not request.text.strip():
        raise Stop([Problem("text", "Det nye navnet mangler.", "Skriv det slik det skal stå i programmet.")])
    if len(" ".join(request.text.split())) > LONGEST_NAME:
        raise Stop([Problem("text", "Det nye navnet er for langt.", f"Skriv det på høyst {LONGEST_NAME} tegn.")])
    return made.rename(_proposal(seen, request.number).key, request.text)


def _move(made: Corrections, seen: Explained, request: CorrectionRequest) -> Corrections:
    typed = request.text.strip().casefold()
    answer = next((each for each in seen.texts if each.casefold() == typed), "")
    if not answer:
        raise Stop([Problem("text", "Ingen svar har denne koden.", "Skriv koden som står ved svaret, som D07-4-need.")])
    return made.move(answer, _proposal(seen, request.number).key if request.number else ALONE)


def _proposal(seen: Explained, number: int, where: str = "number") -> Proposal:
    return _numbered(seen.report.proposals + seen.report.also, number, "forslag", where)


def _numbered(things: Sequence[Thing], number: int, what: str, where: str = "number") -> Thing:
    if 1 <= number <= len(things):
        return things[number - 1]
    step = f"Skriv et nummer fra 1 til {len(things)}, slik de står i «fokusforslag»." if things else "Det er ingen å velge blant nå."
    raise Stop([Problem(where, f"Det finnes ikke noe {what} nr. {number}." if number else f"Nummeret på {what} mangler.", step)])
