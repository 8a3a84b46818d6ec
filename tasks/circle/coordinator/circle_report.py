"""A circle's report as data (R16b, R17): meetings, numbers, what was proposed and chosen; and its status. No participant is named.

It is made from the ledger alone, which holds codes and no names; what people answered is counted and never quoted.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from tasks.circle.answers.ballots import results_of
from tasks.circle.answers.consultation import local_day, result
from tasks.circle.coordinator.own_tabs import status_words
from tasks.circle.coordinator.unsent import lying, waiting
from tasks.circle.letters.tally import Tally, next_of, soonest, tallies
from tasks.circle.meetings.beside import after_of, links_of
from tasks.circle.meetings.programme import coming, held
from tasks.circle.model.attending import Consultation
from tasks.circle.model.circle import Circle
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import Form, LetterRecord, Meeting, Memory, Outcome
from tasks.circle.model.table import normal
from tasks.circle.proposals.proposing import shown
from tasks.circle.proposals.shown_words import Release
from tasks.circle.proposals.themes import Theme, report_themes

FORM_WORDS = {Form.DIGITAL: "digitalt", Form.PHYSICAL: "fysisk", Form.HYBRID: "hybrid"}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal made from one meeting's answers; `chosen`: it became the focus area of the next; `sure`: that so many ask for it."""

    title: str
    participants: int
    chosen: bool
    sure: str = ""


@dataclass(frozen=True, slots=True)
class MeetingTold:
    """Times are UTC. `moved_from` is the start people were first invited to, None when it stands; `chosen` is the focus area
    of the next meeting, "" when there is none yet. `links` and `after` are (name, address) of each line (R32); `votes` are of each vote in the
    room how many voted, and what for (R30)."""

    number: int
    start: datetime
    end: datetime
    form: str
    place: str
    focus: str
    status: str
    moved_from: datetime | None
    history: bool
    invited: int
    reminded: int
    asked: int
    answered: int
    proposed: tuple[Proposed, ...]
    chosen: str
    input: str
    links: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]
    votes: tuple[tuple[int, tuple[tuple[str, int], ...]], ...]


@dataclass(frozen=True, slots=True)
class ConsultationTold:
    """What suited people, each with whether it was chosen. `last_day` is the last local day votes were taken."""

    meeting: int
    first_day: date
    last_day: date
    invited: int
    turnout: int
    proposals: tuple[tuple[str, int, bool], ...]
    dates: tuple[tuple[date, int, bool], ...]
    none_fits: int


@dataclass(frozen=True, slots=True)
class Tagged:
    """How many of the held meetings carry a tag (R16b)."""

    tag: str
    meetings: int


@dataclass(frozen=True, slots=True)
class CircleReport:
    """`participants` counts everybody who ever signed up; `untagged` the held meetings whose focus area has no tag in the bank."""

    circle: str
    title: str
    period: str
    first_day: date
    last_day: date
    facilitators: tuple[str, ...]
    written: datetime
    closed: datetime | None
    erased: datetime | None
    participants: int
    held: int
    meetings: tuple[MeetingTold, ...]
    consultations: tuple[ConsultationTold, ...]
    still_wanted: tuple[tuple[str, int], ...]
    themes: tuple[Theme, ...]
    balance: tuple[Tagged, ...]
    untagged: int
    letters: tuple[tuple[str, int], ...]
    laid: tuple[tuple[str, int], ...]
    trial: bool


def tell_circle(circle: Circle, memory: Memory, digest: Callable[[str], str], now: datetime, *, trial: bool = False) -> CircleReport:
    """Everything the report tells; `now` (UTC) decides what has been held, `trial` that letters reach nobody (R24). It is passed on, so that
    it says of participants' words what the others may see (R41)."""
    release = Release(circle, memory, digest, now)
    meetings = sorted(memory.meetings, key=lambda meeting: (meeting.start, meeting.number))
    tallied = tallies(memory.letters, memory.replies)
    done = held(meetings, now)
    tags = {normal(topic.title): topic.tags for topic in circle.topics}
    return CircleReport(
        circle=circle.name,
        title=circle.title,
        period=circle.shown_period,
        first_day=circle.first_day,
        last_day=circle.last_day,
        facilitators=tuple(person.name for person in circle.facilitators),
        written=now,
        closed=memory.closed,
        erased=memory.erased,
        participants=sum(1 for person in memory.people if person.joined),
        held=len(done),
        meetings=tuple(_meeting(m, meetings, tallied.get(m.number, Tally()), memory, release, now) for m in meetings),
        consultations=tuple(_consultation(each, circle, memory, meetings, release) for each in memory.consultations),
        still_wanted=tuple(
            (each.title, each.participants) for each in release.candidates(shown(memory.candidates, meetings)[1], WORKING_LANGUAGE, counted=True)
        ),
        themes=_themes(report_themes(circle, memory), release),
        balance=tuple(_balance(circle, done, tags)),
        untagged=sum(1 for meeting in done if not tags.get(normal(meeting.focus))),
        letters=_letters(letter for letter in memory.letters if letter.outcome is Outcome.DONE),
        laid=_letters(lying(circle, memory, now)),
        trial=trial,
    )


def _themes(themes: Sequence[Theme], release: Release) -> tuple[Theme, ...]:
    titles = release.titles([(each.title, 0) for each in themes], WORKING_LANGUAGE)
    return tuple(replace(each, title=title) for each, title in zip(themes, titles, strict=True))


def _as_shown(proposals: Sequence[tuple[str, int]], release: Release) -> tuple[tuple[str, int], ...]:
    titles = release.titles([(title, 0) for title, _ in proposals], WORKING_LANGUAGE)
    return tuple((title, votes) for title, (_, votes) in zip(titles, proposals, strict=True))


def _meeting(meeting: Meeting, meetings: Sequence[Meeting], tally: Tally, memory: Memory, release: Release, now: datetime) -> MeetingTold:
    votes = [each for each in results_of(memory, now) if each.ballot.meeting == meeting.number and each.turnout and not each.open]
    chosen, own = _next_focus(meeting, meetings), [each for each in memory.candidates if each.meeting == meeting.number]
    return MeetingTold(
        number=meeting.number,
        start=meeting.start,
        end=meeting.end,
        form=FORM_WORDS[meeting.form],
        place=meeting.place_words,
        focus=meeting.focus,
        status=status_words(meeting, now),
        moved_from=_first_told(meeting, memory),
        history=meeting.history,
        invited=tally.invited,
        reminded=tally.reminded,
        asked=tally.asked,
        answered=tally.answered,
        proposed=tuple(
            Proposed(each.title, each.participants, normal(each.title) == normal(chosen), each.sure)
            for each in release.candidates(own, WORKING_LANGUAGE, counted=True)
        ),
        chosen=chosen,
        input=meeting.input,
        links=tuple((each.name, each.address) for each in links_of(meeting)),
        after=tuple((each.name, each.address) for each in after_of(meeting)),
        votes=tuple((each.turnout, _as_shown(each.proposals, release)) for each in votes),
    )


def _next_focus(meeting: Meeting, meetings: Sequence[Meeting]) -> str:
    """What people turned to next: the focus area of the first later meeting that was not called off."""
    later = coming(meetings, meeting.start)
    return "" if meeting.cancelled or not later else later[0].focus


def _first_told(meeting: Meeting, memory: Memory) -> datetime | None:
    """The start in the first invitations, when it is another now."""
    told = [s for s in memory.letters if s.meeting == meeting.number and s.kind is Kind.INVITATION and s.start]
    first = min(told, key=lambda sent: (sent.at, sent.person), default=None)
    return first.start if first and meeting.moves and first.start != meeting.start else None


def _consultation(consultation: Consultation, circle: Circle, memory: Memory, meetings: Iterable[Meeting], release: Release) -> ConsultationTold:
    found = result(consultation, memory.votes)
    titles = release.titles([(title, 0) for title, _ in found.proposals], WORKING_LANGUAGE)
    meeting = next((each for each in meetings if each.number == consultation.meeting), None)
    # What was chosen then; that the meeting was moved later is told with the meeting.
    start = (_first_told(meeting, memory) or meeting.start) if meeting else None
    day = start.astimezone(circle.zone).date() if start else None
    focus = normal(meeting.focus) if meeting else ""
    to = {s.person for s in memory.letters if s.kind is Kind.CONSULTATION and s.meeting == consultation.meeting}
    return ConsultationTold(
        meeting=consultation.meeting,
        first_day=consultation.opened.astimezone(circle.zone).date(),
        last_day=(consultation.closes - timedelta(seconds=1)).astimezone(circle.zone).date(),
        invited=len(to),
        turnout=found.turnout,
        proposals=tuple((title, votes, normal(own) == focus) for title, (own, votes) in zip(titles, found.proposals, strict=True)),
        dates=tuple((each, votes, each == day) for each, votes in found.dates),
        none_fits=found.none_fits,
    )


def _balance(circle: Circle, done: Sequence[Meeting], tags: dict[str, tuple[str, ...]]) -> Iterable[Tagged]:
    """Every tag of the bank, also those nothing was held about: what is missing is what people look for."""
    counted = Counter(tag for meeting in done for tag in tags.get(normal(meeting.focus), ()))
    return (Tagged(tag, counted[tag]) for tag in dict.fromkeys(tag for topic in circle.topics for tag in topic.tags))


def _letters(letters: Iterable[LetterRecord]) -> tuple[tuple[str, int], ...]:
    """How many, by kind in the order they come in a circle's life."""
    sent = Counter(letter.kind for letter in letters)
    return tuple((kind.facts.names[WORKING_LANGUAGE], sent[kind]) for kind in Kind if sent[kind])


# Where a circle stands: the object of `status --json` and the summary after a rehearsal.

OPEN_OUTCOMES = (Outcome.REJECTED, Outcome.UNKNOWN, Outcome.CLAIMED)


def status_of(circle: Circle, memory: Memory, now: datetime) -> dict[str, object]:
    """Per meeting: invited, reminded, answered, proposals; letters by outcome; what is due next. Times as ISO in UTC; `zone` is the circle's."""
    counted = Counter(letter.outcome for letter in memory.letters)
    tallied = tallies(memory.letters, memory.replies, [each.meeting for each in memory.attended])
    meetings = sorted(memory.meetings, key=lambda meeting: (meeting.start, meeting.number))
    ahead = soonest(circle, meetings, now)
    return {
        "circle": circle.name,
        "zone": circle.zone.key,
        "meetings": [_standing(meeting, tallied.get(meeting.number, Tally()), circle, memory, now) for meeting in meetings],
        "letters": {
            "sent": counted[Outcome.DONE],
            "laid": len(lying(circle, memory, now)),
            "later": waiting(circle, memory, now),
            "rejected": counted[Outcome.REJECTED],
            "unknown": counted[Outcome.UNKNOWN] + counted[Outcome.CLAIMED],
        },
        "open": [
            {"letter": letter.message_id, "kind": letter.kind.value, "participant": letter.shown_code or None, "outcome": letter.outcome.value}
            for letter in _open(memory)
        ],
        "unconfirmed": sum(each.confirmed is None for each in memory.pending_sign_ups),
        "refused": [known.code for known in memory.people if known.unreachable and known.left is None and known.gone is None],
        "next": {"meeting": ahead[0].number, "what": ahead[1].kind or "proposals", "at": ahead[1].at.isoformat()} if ahead else None,
        "last_round": memory.last_round.isoformat() if memory.last_round else None,
        "closed": memory.closed.isoformat() if memory.closed else None,
    }


def _open(memory: Memory) -> Iterable[LetterRecord]:
    """Letters that somebody is to see to. What an address refused that was corrected since, or of who has left, is over."""
    here = {(known.code, known.address_version) for known in memory.people if known.left is None and known.gone is None}
    for letter in memory.letters:
        if letter.outcome in OPEN_OUTCOMES and (letter.outcome is not Outcome.REJECTED or (letter.person, letter.address_version) in here):
            yield letter


def _standing(meeting: Meeting, tally: Tally, circle: Circle, memory: Memory, now: datetime) -> dict[str, object]:
    expected = any(known.joined is not None and known.left is None and known.gone is None for known in memory.people)
    step = next_of(circle, meeting, now, invited=tally.invited > 0 or not expected) if memory.closed is None else None
    return {
        "meeting": meeting.number,
        "start": meeting.start.isoformat(),
        "end": meeting.end.isoformat(),
        "focus": meeting.focus,
        "status": status_words(meeting, now),
        "sequence": meeting.sequence,
        "room": meeting.room is not None,
        **asdict(tally),
        "proposals": [each.title for each in memory.candidates if each.meeting == meeting.number],
        "next": step
        and {
            "what": step.kind or "proposals",
            "at": step.at.isoformat(),
            "day": local_day(step.at, circle).isoformat(),
            "due": step.at <= now,
        },
    }
