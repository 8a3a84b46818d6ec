"""The Decider: which letters are due now (R12 and «Settled» of the design). A pure function of what is and what was sent."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tasks.circle.cells import end_of_day, start_of_day
from tasks.circle.circle import Circle
from tasks.circle.reflections import answers_close
from tasks.circle.roster import Person
from tasks.circle.state import CALENDAR_KINDS, SETTLED, Consultation, Kind, Meeting, Outcome, Sent

#: Nobody is reminded who was written to about the meeting so shortly before the reminder falls due.
QUIET_BEFORE_REMINDER = timedelta(days=2)
#: A form is not nudged about before it has lain this long.
FORM_RESTS = timedelta(days=2)
#: What goes first when the cap (R22) cuts a round: what keeps people from going to the wrong place.
ORDER = tuple(
    Kind(word)
    for word in "cancellation update invitation focus reminder day_sheet reflection nudge welcome consultation closing digest".split()
)
RANK = {kind: rank for rank, kind in enumerate(ORDER)}


@dataclass(frozen=True, slots=True)
class Letter:
    """An intent: one letter to one person. `told` is the calendar letter they have (old date and place); `sequence` RFC 5545's."""

    person: str
    meeting: int
    kind: Kind
    revision: str
    epoch: int
    sequence: int = 0
    told: Sent | None = None
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """All the Decider looks at. `absent` and `answered` hold (person, Nr); `closing` is the instant the circle closes, if it does."""

    circle: Circle
    now: datetime
    people: Sequence[Person]
    meetings: Sequence[Meeting]
    letters: Sequence[Sent]
    absent: frozenset[tuple[str, int]] = frozenset()
    answered: frozenset[tuple[str, int]] = frozenset()
    consultations: Sequence[Consultation] = ()
    voted: frozenset[tuple[str, int]] = frozenset()
    closing: datetime | None = None


def due_letters(situation: Situation) -> list[Letter]:
    """Every letter that is due and has not been sent, the most urgent first."""
    found = _Decider(situation).due()
    starts = {meeting.number: meeting.start for meeting in situation.meetings}
    return sorted(found, key=lambda letter: (RANK[letter.kind], starts.get(letter.meeting, situation.now), letter.person))


class _Decider:
    def __init__(self, situation: Situation) -> None:
        self.s = situation
        self.now, self.zone, self.offsets = situation.now, situation.circle.zone, situation.circle.letters
        self.today = self.now.astimezone(self.zone).date()
        self.live = [m for m in situation.meetings if not m.history and self.now < answers_close(m, situation.circle)]
        numbers = {0, *(m.number for m in self.live), *(c.meeting for c in situation.consultations)}
        self.past: dict[tuple[str, int], list[Sent]] = defaultdict(list)
        self.touched: set[int] = set()
        for sent in situation.letters:
            if sent.meeting in numbers:
                self.past[sent.person, sent.meeting].append(sent)
                self.touched.add(sent.meeting)

    def due(self) -> Iterator[Letter]:
        if self.s.closing is not None and self.now >= self.s.closing:
            yield from self._closing(self.s.closing)
            return
        for meeting in self.live:
            due = self._day_before(meeting.start, self.offsets.invitation_days)
            if self.now >= due or meeting.number in self.touched:
                for person in self.s.people:
                    if person.address:
                        yield from self._about(meeting, person, due)
        for person in self.s.people:
            if person.address and person.participant:
                yield from self._to_participant(person)

    def _about(self, meeting: Meeting, person: Person, due: datetime) -> Iterator[Letter]:
        past = [sent for sent in self.past.get((person.code, meeting.number), ())]
        last = _last(past, person.known.epoch)
        calendar = self._calendar(meeting, person, past, last, due)
        if calendar and self._open(past, calendar):
            yield calendar
        elif last and last.kind is not Kind.CANCELLATION and person.participant and not meeting.cancelled:
            yield from self._around(meeting, person, past)
        if person.facilitator and meeting.ready and self._between(self._day_before(meeting.start, 1), meeting.start):
            yield from self._once(past, person, meeting.number, Kind.DAY_SHEET, str(meeting.moves))

    def _calendar(
        self, meeting: Meeting, person: Person, past: Sequence[Sent], last: Sent | None, due: datetime
    ) -> Letter | None:
        """The one letter that puts right what this person's calendar says of the meeting, if one is due."""
        sequence = max(meeting.sequence, 1 + max((s.sequence for s in past if _told(s)), default=-1))
        if last is None:
            if self._belongs(meeting, person) and meeting.ready and due <= self.now < meeting.start:
                return self._letter(person, meeting, Kind.INVITATION, str(person.known.epoch), sequence)
            return None
        off = last.kind is Kind.CANCELLATION
        ahead = last.start is not None and last.start > self.now
        if not (person.participant or person.facilitator):
            withdrawn = person.known.left is not None and not off and ahead
            revision = f"leave{person.known.epoch}"
            return self._letter(person, meeting, Kind.CANCELLATION, revision, sequence, last, True) if withdrawn else None
        revision = str(meeting.sequence)
        if meeting.cancelled:
            return None if off or not ahead else self._letter(person, meeting, Kind.CANCELLATION, revision, sequence, last)
        if meeting.start <= self.now or not meeting.ready:
            return None
        if off or (last.start, last.end, last.where) != (meeting.start, meeting.end, meeting.where):
            return self._letter(person, meeting, Kind.UPDATE, revision, sequence, last)
        if last.focus_revision < meeting.focus_revision and meeting.focus:
            return self._letter(person, meeting, Kind.FOCUS, str(meeting.focus_revision), last.sequence, last)
        return None

    def _belongs(self, meeting: Meeting, person: Person) -> bool:
        """R2: a participant belongs to the meetings that start after their sign-up; facilitators to all."""
        joined = person.known.joined
        return person.facilitator or (person.participant and joined is not None and joined < meeting.start)

    def _around(self, meeting: Meeting, person: Person, past: Sequence[Sent]) -> Iterator[Letter]:
        """Reminder, form and nudge of a participant who is invited and comes."""
        if (person.code, meeting.number) in self.s.absent:
            return
        revision = str(meeting.moves)
        if meeting.start > self.now:
            due = self._day_before(meeting.start, self.offsets.reminder_days)
            told = max(s.at for s in past if s.kind in (Kind.INVITATION, Kind.UPDATE) and _told(s))
            if due <= self.now and meeting.ready and told < due - QUIET_BEFORE_REMINDER:
                yield from self._once(past, person, meeting.number, Kind.REMINDER, revision)
        elif meeting.end <= self.now:
            yield from self._once(past, person, meeting.number, Kind.REFLECTION, revision)
            if (person.code, meeting.number) not in self.s.answered:
                yield from self._nudge(meeting, person, past, revision)

    def _nudge(self, meeting: Meeting, person: Person, past: Sequence[Sent], revision: str) -> Iterator[Letter]:
        form = [s for s in past if s.kind is Kind.REFLECTION and _told(s)]
        first = self._local(meeting.end) + timedelta(days=self.offsets.nudge_days)
        if form and self.today >= max(first, self._local(form[-1].at) + FORM_RESTS):
            yield from self._once(past, person, meeting.number, Kind.NUDGE, revision)

    def _to_participant(self, person: Person) -> Iterator[Letter]:
        past = self.past.get((person.code, 0), [])
        welcomed = any(s.kind is Kind.WELCOME and s.epoch >= person.known.stay and _told(s) for s in past)
        if not welcomed and self.now < end_of_day(self.s.circle.last_day, self.zone):
            yield from self._once(past, person, 0, Kind.WELCOME, str(person.known.epoch))
        for consultation in self.s.consultations:
            number = consultation.meeting
            if self._between(consultation.opened, consultation.closes) and (person.code, number) not in self.s.voted:
                yield from self._once(self.past.get((person.code, number), []), person, number, Kind.CONSULTATION, "1")

    def _closing(self, closing: datetime) -> Iterator[Letter]:
        last_day = self._local(closing) + timedelta(days=self.offsets.closing_days)
        if self.now < end_of_day(last_day, self.zone):
            for person in self.s.people:
                if person.participant and person.address:
                    yield from self._once(self.past.get((person.code, 0), []), person, 0, Kind.CLOSING, "1")

    def _once(self, past: Iterable[Sent], person: Person, meeting: int, kind: Kind, revision: str) -> Iterator[Letter]:
        letter = Letter(person.code, meeting, kind, revision, person.known.epoch)
        if self._open(past, letter):
            yield letter

    def _open(self, past: Iterable[Sent], letter: Letter) -> bool:
        """Not sent, not perhaps sent (R21), and not refused for good by the mailbox it would go to."""
        for sent in past:
            if (sent.kind, sent.revision) == (letter.kind, letter.revision) and (
                sent.outcome in SETTLED or (sent.outcome is Outcome.REJECTED and sent.epoch == letter.epoch)
            ):
                return False
        return True

    def _letter(
        self,
        person: Person,
        meeting: Meeting,
        kind: Kind,
        revision: str,
        sequence: int,
        told: Sent | None = None,
        personal: bool = False,  # noqa: FBT001, FBT002 - a plain fact of the letter
    ) -> Letter:
        return Letter(person.code, meeting.number, kind, revision, person.known.epoch, sequence, told, personal)

    def _between(self, since: datetime, until: datetime) -> bool:
        return since <= self.now < until

    def _local(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _day_before(self, start: datetime, days: int) -> datetime:
        """The first instant of the local day `days` before `start`."""
        return start_of_day(self._local(start) - timedelta(days=days), self.zone)


def _told(sent: Sent) -> bool:
    return sent.outcome in SETTLED


def _last(past: Iterable[Sent], epoch: int) -> Sent | None:
    """The calendar letter that counts: the latest one this mailbox has (or may have)."""
    told = [s for s in past if s.kind in CALENDAR_KINDS and _told(s) and s.epoch == epoch]
    return max(told, key=lambda s: (s.at, s.sequence, s.focus_revision), default=None)
