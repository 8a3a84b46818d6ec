"""A circle like the one of 2021, its sheet as plain rows, and a ledger that remembers in memory: for all tests of the rooms."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from tasks.circle.focus.model import Topic
from tasks.circle.letters.due import Situation, due_letters
from tasks.circle.meetings.rooms import assumed, room_acts, with_room
from tasks.circle.model.circle import Circle, Facilitator, LetterOffsets, Questions, Rhythm
from tasks.circle.model.letter_kinds import CALENDAR_KINDS, Kind
from tasks.circle.model.links import Keys
from tasks.circle.model.records import Changes, LetterRecord, Meeting, Memory, Outcome, PersonRecord
from tasks.circle.model.table import Cell
from tasks.circle.snapshot import Inputs, Snapshot, Values, take_snapshot
from tests.circle.shipped_words import VOCABULARY

OSLO = ZoneInfo("Europe/Oslo")
KEYS = Keys(b"an installation")
DOMAIN = "example.org"
LINK = "https://video.example.org/sirkel"
RELEVANCE = "Hva i dagens fokusområde er relevant for meg i min jobb?"
NEED = "Hva har jeg behov for å lære nå?"
SUGGESTION = "Forslag til fokusområde"

KARI = ("1.5.2021 10.00", "Kari Nordmann", "kari@example.org")
OLA = ("2.5.2021 10.00", "Ola Hansen", "ola@example.org")
ÅSE = ("3.5.2021 10.00", "Åse Ødegård", "åse@example.org")
PER = ("4.5.2021 10.00", "Per Li", "per@example.org")
SIGN_UP_HEAD = ("Tidsmerke", "Navn", "E-post", "Organisasjon", "Språk", "Hva ønsker du å lære?", "Avmeldt")
MEETING_HEAD = ("Nr", "Dato", "Start", "Slutt", "Fokusområde", "Form", "Sted", "Status", "Notat")
REPLY_HEAD = ("Tidsmerke", "Deltaker", "E-post", "Møte", RELEVANCE, NEED, SUGGESTION)
VOTE_HEAD = ("Tidsmerke", "Deltaker", "Møte", "Forslag", "Datoer")
ABSENCE_HEAD = ("Tidsmerke", "Deltaker", "E-post", "Møte", "Kommer")

MAY, JUNE = (1, "11.5.2021"), (2, "8.6.2021")
AUGUST, SEPTEMBER = (3, "24.8.2021"), (4, "14.9.2021")
Line = Sequence[Cell]


def circle(**changes: Any) -> Circle:
    """The circle of the page: 2nd Tuesday 09.15–11.30, May to December 2021, a pause in July."""
    usual = Circle(
        name="moteplasser", title="Digital læringssirkel", shown_period="Mai–oktober 2021", language="nb", zone=OSLO,
        first_day=date(2021, 5, 1), last_day=date(2021, 12, 31), holidays="NO", pause_months=(7,),
        agenda=("Innspill", "Erfaringsdeling", "Refleksjon", "Fokusområde til neste møte"),
        facilitators=(Facilitator("Anders", "anders@example.org"), Facilitator("Marianne", "marianne@example.org")),
        rhythm=Rhythm("FREQ=MONTHLY;BYDAY=2TU", time(9, 15), time(11, 30)), questions=Questions(RELEVANCE, NEED, SUGGESTION), vocabulary=VOCABULARY,
        letters=LetterOffsets(weekdays_only=False),
        topics=(Topic("miro", "Miro og andre tavler", "digitale tavler, whiteboard, Miro", ("mestring",)),
                Topic("klima", "Miljø og klima", "reise, fly, utslipp, klimaavtrykk", ("miljø", "sosialt"))),
    )  # fmt: skip
    return replace(usual, **changes)


def local(day: date | str, clock: str = "08:05") -> datetime:
    """A local ISO day and clock of Oslo as aware UTC."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=OSLO).astimezone(UTC)


def sheet(
    people: Iterable[Line] = (KARI, OLA, ÅSE),
    meetings: Iterable[Line] = (MAY, JUNE, AUGUST, SEPTEMBER),
    replies: Iterable[Line] = (),
    votes: Iterable[Line] = (),
    absences: Iterable[Line] = (),
) -> Values:
    """The five tabs that a round reads."""
    return {
        "Påmelding": [SIGN_UP_HEAD, *people],
        "Møter": [MEETING_HEAD, *meetings],
        "Refleksjoner": [REPLY_HEAD, *replies],
        "Samråd": [VOTE_HEAD, *votes],
        "Fravær": [ABSENCE_HEAD, *absences],
    }


def see(values: Values | None = None, memory: Memory = Memory(), now: datetime | None = None, **inputs: Any) -> Snapshot:  # noqa: B008
    """The snapshot a round takes at `now` (5 May, 08.05); `inputs` may bring another circle, confirmed, consult."""
    stands = {"circle": circle(), "memory": memory, "now": now or local("2021-05-05"), "digest": KEYS.digest, "domain": DOMAIN}
    return take_snapshot(sheet() if values is None else values, Inputs(**{**stands, **inputs}))


def remembered(memory: Memory, changes: Changes, now: datetime, letters: Iterable[LetterRecord] = (), **fields: Any) -> Memory:
    """The ledger after a round at `now` that learnt `changes` and sent `letters`."""
    people = {known.code: known for known in (*memory.people, *changes.people)}
    meetings = {meeting.number: meeting for meeting in (*memory.meetings, *changes.meetings) if meeting.number not in changes.dropped}
    replies = {(each.person, each.meeting, each.question): each for each in (*memory.replies, *changes.replies)}
    votes = {(each.person, each.meeting): each for each in (*memory.votes, *changes.votes)}
    kept = tuple(each for each in memory.candidates if each.meeting not in changes.candidates_of)
    pairs = tuple(each for each in memory.pairs if each.removed or each.meeting not in changes.candidates_of)
    corrected = {each.meeting: each for each in (*memory.corrected, *changes.corrected)}
    decided = {each.key: each for each in (*memory.words_decided, *changes.words_decided)}
    return replace(
        memory, first_round=memory.first_round or now, last_round=now, people=tuple(people.values()),
        meetings=tuple(meetings.values()), letters=(*memory.letters, *letters), replies=tuple(replies.values()),
        candidates=kept + changes.candidates, consultations=memory.consultations + changes.consultations,
        pairs=tuple({(each.meeting, each.one, each.other): each for each in (*pairs, *changes.pairs)}.values()),
        corrected=tuple(corrected.values()), words_decided=tuple(decided.values()),
        votes=tuple(votes.values()), notices={**memory.notices, **changes.notices}, **fields,
    )  # fmt: skip


def with_rooms(snapshot: Snapshot, memory: Memory) -> list[Meeting]:
    """The programme after every room was made, changed or deleted with success."""
    told = frozenset(sent.meeting for sent in memory.letters if sent.kind in CALENDAR_KINDS)
    acts = {act.meeting.number: act for act in room_acts(snapshot.inputs.circle, snapshot.programme.meetings, snapshot.inputs.now, LINK)}
    return [
        with_room(meeting, assumed(acts[meeting.number], LINK), told) if meeting.number in acts else meeting
        for meeting in snapshot.programme.meetings
    ]


def round_at(now: datetime, values: Values | None = None, memory: Memory = Memory(), **inputs: Any) -> tuple[list[LetterRecord], Memory]:  # noqa: B008
    """A whole round on doors that never fail: what was sent, and what the ledger remembers afterwards."""
    snapshot = see(values, memory, now, **inputs)
    meetings = with_rooms(snapshot, memory)
    by_number = {meeting.number: meeting for meeting in meetings}
    sent = []
    for letter in due_letters(Situation.of(snapshot, meetings)):
        meeting = by_number.get(letter.meeting) if letter.kind in CALENDAR_KINDS else None
        name = f"{letter.kind}.{snapshot.inputs.circle.name}.{letter.meeting}.{letter.person}.{letter.address_version}.{letter.revision}"
        sent.append(
            LetterRecord(letter.person, letter.meeting, letter.kind, letter.revision, letter.address_version, Outcome.DONE, now, letter.sequence,
                 meeting.start if meeting else None, meeting.end if meeting else None, meeting.where if meeting else "",
                 meeting.focus_revision if meeting else 0, f"<{KEYS.signed(name)}@{DOMAIN}>")
        )  # fmt: skip
    dropped = frozenset(each.number for each in snapshot.programme.dropped)
    changes = replace(snapshot.changes, meetings=tuple(meetings), dropped=dropped)
    return sent, remembered(memory, changes, now, sent, closed=memory.closed or snapshot.closing)


def invited(person: str, meeting: Meeting, at: datetime) -> LetterRecord:
    """An invitation that went out."""
    return LetterRecord(person, meeting.number, Kind.INVITATION, "1", 1, Outcome.DONE, at, 0, meeting.start, meeting.end, meeting.where)


def known(memory: Memory, code: str) -> PersonRecord:
    return next(each for each in memory.people if each.code == code)


def meeting(snapshot: Snapshot | Memory, number: int) -> Meeting:
    found = snapshot.meetings if isinstance(snapshot, Memory) else snapshot.programme.meetings
    return next(each for each in found if each.number == number)


def told(snapshot: Snapshot) -> str:
    """All problems as one text."""
    return "\n".join(map(str, snapshot.problems))
