"""What calendars sent, and people wrote, that changes nothing and is told to people (R27, R31): for a week, by code and meeting, from the ledger."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from tasks.circle.model.attending import Key, Word
from tasks.circle.model.errors import Grade, Problem
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.links import SIGNALS
from tasks.circle.model.phrases import when_words
from tasks.circle.model.records import Meeting, PersonRecord
from tasks.circle.people.roster import TOLD_FOR


class Told(StrEnum):
    """ALIAS: said from or for another address than the person's. EARLIER: about the entry as it was. LEADER: a facilitator does not come.

    Of replies: WROTE something to people, ANOTHER wrote than whose letter it answers, WANTS_OUT, TOO_LATE for the answers.
    """

    ALIAS = "alias"
    PROPOSAL = "proposal"
    DELEGATED = "delegated"
    UNCLEAR = "unclear"
    EARLIER = "earlier"
    UNINVITED = "uninvited"
    UNKNOWN = "unknown"
    REFRESH = "refresh"
    OTHER = "other"
    LEADER = "leader"
    WROTE = "wrote"
    ANOTHER = "another"
    WANTS_OUT = "wants_out"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class Signal:
    """What was said by or for `person` (a code) about `meeting` (0: none of ours). `came` and the proposed times are UTC."""

    why: Told
    person: str
    meeting: int
    came: datetime
    answer: str = ""
    start: datetime | None = None
    end: datetime | None = None

    @property
    def key(self) -> str:
        """Its notice in the ledger, which holds `came`."""
        times = (moment.isoformat() if moment else "" for moment in (self.start, self.end))
        return "|".join((f"{SIGNALS}{self.person}", self.why, str(self.meeting), self.answer, *times))

    @classmethod
    def of(cls, key: str, came: datetime) -> "Signal":
        person, why, meeting, answer, *times = key.removeprefix(SIGNALS).split("|")
        start, end = (datetime.fromisoformat(moment) if moment else None for moment in times)
        return cls(Told(why), person, int(meeting), came, answer, start, end)


def notices_of(signals: Iterable[Signal], known: Mapping[str, datetime]) -> dict[str, datetime]:
    """What the ledger is to keep of `signals`: the last of each kind, person and meeting, so that a flood is a few rows."""
    last = {(each.why, each.person, each.meeting, each.answer): each for each in sorted(signals, key=lambda each: each.came)}
    return {each.key: each.came for each in last.values() if each.key not in known or known[each.key] < each.came}


def signal_problems(
    notices: Mapping[str, datetime],
    people: Iterable[PersonRecord],
    meetings: Iterable[Meeting],
    said: Mapping[Key, Word],
    zone: ZoneInfo,
    now: datetime,
) -> Iterator[Problem]:
    """One problem for each of the last week, until it has been answered; equal ones are one line where they are shown (R28)."""
    found = sorted((Signal.of(key, came) for key, came in notices.items() if key.startswith(SIGNALS) and now < came + TOLD_FOR), key=lambda s: s.came)
    current, by_number = {each.code: each for each in people}, {meeting.number: meeting for meeting in meetings}
    for signal in {(each.why, each.person, each.meeting, each.answer): each for each in found}.values():
        person, meeting = current.get(signal.person), by_number.get(signal.meeting)
        if (
            person
            and not (signal.why in _WRITTEN and (person.left or person.gone))
            and not _answered(signal, meeting, said.get((signal.person, signal.meeting)))
        ):
            yield _problem(signal, person, meeting, zone, now)


def _answered(signal: Signal, meeting: Meeting | None, word: Word | None) -> bool:
    """By what the person says or the facilitators type about that meeting later, or by a new date."""
    if signal.why in _WRITTEN:
        return False
    if signal.why is Told.LEADER:
        return word is None or word[1] != DECLINED
    moved = meeting is not None and meeting.moved is not None and meeting.moved >= signal.came
    return moved or (word is not None and (word[0] is None or word[0] >= signal.came))


DECLINED = "DECLINED"
_ANSWERS = {"ACCEPTED": "kommer", "TENTATIVE": "kanskje", DECLINED: "kommer ikke"}
_READ = "Les meldingen i postkassen."
_NO = "Gjelder det, skriv en rad med «nei» i «Fravær»; kommer personen likevel, en med «ja»."
#: What was said, where {} is the answer, and the next step.
_WORDS: Mapping[Told, tuple[str, str]] = {
    Told.ALIAS: ("Svaret {} kom i en kalender fra, eller gjaldt, en annen adresse enn den i arket. Det er ikke regnet med.", _NO),
    Told.PROPOSAL: ("Kalenderen foreslår en ny tid{}. Møtet er ikke flyttet.", "Passer den, rett «Møter»; passer den ikke, svar personen selv."),
    Told.DELEGATED: (
        "Har i kalenderen bedt en annen om å komme i stedet. Det er ikke regnet med.",
        f"Er det i orden, be den andre melde seg på. {_NO}",
    ),
    Told.UNCLEAR: ("Svarte i kalenderen uten å si ja eller nei. Det er ikke regnet med.", _READ),
    Told.EARLIER: ("Svaret {} gjelder en innkalling fra før tid eller sted ble endret. Det er ikke regnet med.", _NO),
    Told.UNINVITED: ("Svaret {} kom fra en kalender, men personen er ikke innkalt til møtet. Det er ikke regnet med.", _READ),
    Told.UNKNOWN: ("Svaret {} kom fra en kalender, og gjelder et møte som ikke er her. Det er ikke regnet med.", f"{_READ} {_NO}"),
    Told.REFRESH: (
        "Kalenderen ber om å få møtet på nytt. Ingenting er sendt.",
        "Mangler det, videresend personens invitasjon.",
    ),
    Told.OTHER: (
        "Sendte en kalendermelding om møtet som ikke er et svar, som en avlysning. Ingenting er avlyst eller endret.",
        f"{_READ} Skal møtet avlyses eller flyttes, gjør dere det i «Møter».",
    ),
    Told.LEADER: ("Har svart «kommer ikke» i kalenderen. Møtet står som før.", "Avtal hvem som leder det, eller skriv «avlyst» i «Status»."),
    Told.WROTE: ("Skrev til dere på e-post. Ingenting er endret.", "Les meldingen, som også ligger i sirkelens postkasse, og svar på den."),
    Told.ANOTHER: (
        "Et svar på brevet hit kom fra en annen adresse enn den i arket, eller gjaldt en annens brev. Det er ikke regnet med.",
        "Er det personen selv, be om et svar fra adressen i arket, eller rett adressen i «Påmelding».",
    ),
    Told.WANTS_OUT: ("Skrev på e-post at hun eller han vil ut. Ingenting er endret.", "Er det riktig, skriv «ja» i «Avmeldt»."),
    Told.TOO_LATE: (
        "Svarte på e-post utenfor tiden da svar tas imot. Svaret er ikke regnet med.",
        "Les meldingen, som også ligger i sirkelens postkasse.",
    ),
}
_WRITTEN = frozenset((Told.WROTE, Told.ANOTHER, Told.WANTS_OUT, Told.TOO_LATE))
#: What a person is to see to while the meeting is ahead.
_TO_MEND = frozenset({(Told.ALIAS, DECLINED), (Told.DELEGATED, "DELEGATED")})


def _problem(signal: Signal, person: PersonRecord, meeting: Meeting | None, zone: ZoneInfo, now: datetime) -> Problem:
    who = "tilrettelegger" if person.joined is None else "deltaker"
    where = ", ".join(filter(None, ("Postkassen", f"møte {signal.meeting}" if signal.meeting else "", f"{who} {person.code}")))
    what, step = _WORDS[signal.why]
    answer = f"«{_ANSWERS[signal.answer]}»" if signal.answer in _ANSWERS else ""
    if signal.why is Told.PROPOSAL:
        answer = f" (og sier {answer} til den som står)" if signal.answer == DECLINED else ""
        step = f"{_proposed(signal, meeting, zone)} {step}"
    ahead = meeting is not None and not meeting.cancelled and now < meeting.start
    mend = signal.why is Told.WANTS_OUT or (ahead and (signal.why, signal.answer) in _TO_MEND)
    grade = Grade.MEND if mend else Grade.INFORMATION
    return Problem(where, what.format(answer).replace("  ", " "), step, grade)


def _proposed(signal: Signal, meeting: Meeting | None, zone: ZoneInfo) -> str:
    if meeting is None or signal.start is None or signal.end is None or (signal.start, signal.end) == (meeting.start, meeting.end):
        return _READ
    return f"Forslaget er {when_words(signal.start.astimezone(zone), signal.end.astimezone(zone), WORKING_LANGUAGE)}."
