"""The Decider: which letters are due now (R12, and what is settled in RULES.md). A pure function of what is and what was sent."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from tasks.circle.meetings.closing import answers_close
from tasks.circle.meetings.rhythm import letter_day
from tasks.circle.model.attending import Consultation
from tasks.circle.model.cells import end_of_day, start_of_day
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Problem
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.letter_kinds import CALENDAR_KINDS, Deadline, Kind
from tasks.circle.model.links import NEW_LINK
from tasks.circle.model.records import SETTLED, LetterRecord, Meeting, Outcome
from tasks.circle.people.roster import Person
from tasks.circle.snapshot import Snapshot

#: Local days: nobody is reminded who was written to about the meeting so shortly before the reminder falls due.
QUIET_BEFORE_REMINDER = 2
#: A form is not nudged about before it has lain this long.
FORM_RESTS = timedelta(days=2)
#: Who signed up when the circle was over hears it until so long after (before an upgrade, somebody may have signed up long ago).
HEARS_WITHIN = timedelta(days=30)
#: A new link that could not be sent by then is asked for once more.
LINK_WAITS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Letter:
    """An intent: one letter to one person. `told` is the calendar letter they have (old date and place), `sequence` RFC 5545's,
    `personal` a cancellation for one who leaves. `asked` is since when (UTC) what they say of coming is about the entry as it stands:
    they are not asked again (RFC 5546 §3.2.2.2). None asks."""

    person: str
    meeting: int
    kind: Kind
    revision: str
    address_version: int
    sequence: int = 0
    told: LetterRecord | None = None
    personal: bool = False
    asked: datetime | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """All the Decider looks at. `absent`, `answered`, `there`, `away` (as people typed) and `voted` hold
    (person, Nr); `closing` is the instant the circle closes,
    None while that is not known; `asked` tells who (by code) asked the pages for a new link, and when; `on_hold` the Nr whose letters wait."""

    circle: Circle
    now: datetime
    people: Sequence[Person]
    meetings: Sequence[Meeting]
    letters: Sequence[LetterRecord]
    absent: frozenset[tuple[str, int]] = frozenset()
    answered: frozenset[tuple[str, int]] = frozenset()
    there: frozenset[tuple[str, int]] = frozenset()
    away: frozenset[tuple[str, int]] = frozenset()
    consultations: Sequence[Consultation] = ()
    voted: frozenset[tuple[str, int]] = frozenset()
    closing: datetime | None = None
    applicants: Sequence[Person] = ()
    asked: Mapping[str, datetime] = field(default_factory=dict)
    on_hold: frozenset[int] = frozenset()

    @classmethod
    def of(cls, snapshot: Snapshot, meetings: Sequence[Meeting]) -> "Situation":
        """The circle as understood in `snapshot`, with its meetings as they are after the rooms were seen to."""
        inputs = snapshot.inputs
        return cls(
            circle=inputs.circle,
            now=inputs.now,
            people=snapshot.roster.people,
            meetings=meetings,
            letters=inputs.memory.letters,
            absent=snapshot.absent,
            answered=snapshot.answered,
            there=frozenset(key for key, minutes in snapshot.at_meetings.there.items() if minutes),
            away=frozenset(key for key, minutes in snapshot.at_meetings.there.items() if not minutes),
            consultations=snapshot.consultations,
            voted=frozenset((vote.person, vote.meeting) for vote in snapshot.votes),
            closing=snapshot.closing,
            applicants=inputs.applicants,
            asked={key.removeprefix(NEW_LINK): at for key, at in inputs.memory.notices.items() if key.startswith(NEW_LINK)},
            on_hold=snapshot.programme.on_hold,
        )


def due_letters(situation: Situation) -> list[Letter]:
    """Every letter that is due and has not been sent, the most urgent first."""
    found = _Decider(situation).due()
    starts = {meeting.number: meeting.start for meeting in situation.meetings}
    return sorted(found, key=lambda letter: (letter.kind.facts.urgency, starts.get(letter.meeting, situation.now), letter.person))


@dataclass(frozen=True, slots=True)
class _Window:
    """When the letters about one meeting fall due: first instants of local days.

    `tells` is what calendars should say of the meeting now: start, end and a place of `places`.
    """

    tells: tuple[datetime, datetime]
    places: frozenset[str]
    invite: datetime
    remind: datetime
    quiet: datetime
    sheet: datetime


def first_day(kind: Kind, meeting: Meeting, circle: Circle, rested: date = date.min) -> date:
    """The local day from which an invitation, reminder, day sheet, recap or nudge about `meeting` is due (R12, R38); a nudge not before
    `rested`."""
    offsets, zone = circle.letters, circle.zone
    if kind is Kind.RECAP:
        return letter_day(kind, meeting.end.astimezone(zone).date() + timedelta(days=1), circle, _last_day(answers_close(meeting, circle), zone))
    if kind is Kind.NUDGE:
        day = max(meeting.end.astimezone(zone).date() + timedelta(days=offsets.nudge_days), rested)
        return letter_day(kind, day, circle, _last_day(answers_close(meeting, circle), zone))
    before = {Kind.INVITATION: offsets.invitation_days, Kind.REMINDER: offsets.reminder_days, Kind.DAY_SHEET: 1}[kind]
    return letter_day(kind, meeting.start.astimezone(zone).date() - timedelta(days=before), circle)


def _last_day(end: datetime, zone: tzinfo) -> date:
    """The local day that ends with the instant `end`."""
    return (end - timedelta(seconds=1)).astimezone(zone).date()


class _Decider:
    def __init__(self, situation: Situation) -> None:
        self.s, self.now = situation, situation.now
        self.zone, self.offsets = situation.circle.zone, situation.circle.letters
        self.people = [person for person in situation.people if person.address]
        open_ = (m for m in situation.meetings if m.number not in situation.on_hold)
        self.live = [m for m in open_ if not m.history and self.now < answers_close(m, situation.circle)]
        self.consultations = [c for c in situation.consultations if c.opened <= self.now < c.closes and c.meeting not in situation.on_hold]
        numbers = {0, *(m.number for m in self.live), *(c.meeting for c in self.consultations)}
        self.past: dict[tuple[str, int], list[LetterRecord]] = defaultdict(list)
        for sent in situation.letters:
            if sent.meeting in numbers:
                self.past[sent.person, sent.meeting].append(sent)
        self.counted = {number for _, number in situation.there}
        self.touched = {number for _, number in self.past}

    def due(self) -> Iterator[Letter]:
        closing = self.s.closing
        participants = [person for person in self.people if person.participant]
        yield from self._new_links()
        over = min(filter(None, (closing, end_of_day(self.s.circle.last_day, self.zone))))
        strangers = self._never_written_to(participants) if self.now >= over else []
        for person in strangers:
            if self.now < max(over, person.known.joined or over) + HEARS_WITHIN:
                yield from _once(self.past.get((person.code, 0), ()), person, 0, Kind.AFTER_END, "1")
        yield from self._asking(Kind.AFTER_END if self.now >= over else Kind.CONFIRMATION)
        if closing is not None and self.now >= closing:
            yield from self._closing([person for person in participants if person not in strangers], closing)
            return
        for meeting in self.live:
            yield from self._about(meeting)
        for person in participants:
            yield from self._to_participant(person)

    def _never_written_to(self, participants: Sequence[Person]) -> list[Person]:
        """Those whose first word it would be: none is welcomed, or bid farewell, when the circle is over."""
        written = {sent.person for sent in self.s.letters if _told(sent) and sent.kind is not Kind.AFTER_END}
        return [person for person in participants if person.code not in written]

    def _about(self, meeting: Meeting) -> Iterator[Letter]:
        window = self._window(meeting)
        if self.now < min(window.invite, window.sheet) and meeting.number not in self.touched:
            return
        for person in self.people:
            past = self.past.get((person.code, meeting.number), ())
            wanted = self._calendar(meeting, person, past, window)
            if wanted and _open(past, wanted):
                yield wanted
            # Who has yet to hear of the date gets no reminder of it; one whose mailbox refused that letter neither.
            if person.participant and not meeting.cancelled and (wanted is None or wanted.kind is Kind.FOCUS):
                yield from self._around(meeting, person, past, window)
            if person.facilitator and meeting.ready and window.sheet <= self.now < meeting.start:
                yield from _once(past, person, meeting.number, Kind.DAY_SHEET, str(meeting.moves))

    def _calendar(self, meeting: Meeting, person: Person, past: Sequence[LetterRecord], window: _Window) -> Letter | None:
        """The one letter that puts right what this person's calendar says of the meeting, if one is needed."""
        last = _last(past, person.known.address_version)
        if last is None:
            due = self._belongs(meeting, person) and meeting.ready and window.invite <= self.now < meeting.start
            return _calendar_letter(person, meeting, past, Kind.INVITATION, str(person.known.address_version)) if due else None
        leaves = not (person.participant or person.facilitator)
        if leaves or meeting.cancelled:
            ahead = last.kind is not Kind.CANCELLATION and last.start is not None and last.start > self.now
            if not ahead or (leaves and person.known.left is None):
                return None
            revision = f"leave{person.known.address_version}" if leaves else str(meeting.sequence)
            return _calendar_letter(person, meeting, past, Kind.CANCELLATION, revision, last, leaves)
        return _news(meeting, person, past, last, window) if meeting.ready and self.now < meeting.start else None

    def _belongs(self, meeting: Meeting, person: Person) -> bool:
        """R2: a participant belongs to the meetings that start after their sign-up; facilitators to all."""
        joined = person.known.joined
        return person.facilitator or (person.participant and joined is not None and joined < meeting.start)

    def _around(self, meeting: Meeting, person: Person, past: Sequence[LetterRecord], window: _Window) -> Iterator[Letter]:
        """Reminder, form and nudge of a participant who was invited (in this stay, at whatever address) and comes."""
        reminds = window.remind <= self.now < meeting.start and meeting.ready
        if not (reminds or meeting.end <= self.now):
            return
        invited = _last(past, person.known.member_since_version)
        key = (person.code, meeting.number)
        if invited is None or invited.kind is Kind.CANCELLATION:
            return
        if not reminds:
            yield from self._recap(meeting, person, past)
        if key in self.s.absent:
            return
        if reminds:
            told = (s.at for s in past if s.kind in (Kind.INVITATION, Kind.UPDATE) and _told(s))
            if max(told, default=invited.at) < window.quiet:
                yield from _once(past, person, meeting.number, Kind.REMINDER, str(meeting.moves))
            return
        if key in self.s.answered:  # in the meeting, or by a reply: neither form nor nudge (R30)
            return
        yield from _once(past, person, meeting.number, Kind.REFLECTION, str(meeting.moves))
        form = max((s.at for s in past if s.kind is Kind.REFLECTION and _told(s)), default=None)
        if not form:
            return
        if self._local(self.now) >= first_day(Kind.NUDGE, meeting, self.s.circle, self._local(form) + FORM_RESTS):
            yield from _once(past, person, meeting.number, Kind.NUDGE, str(meeting.moves))

    def _recap(self, meeting: Meeting, person: Person, past: Sequence[LetterRecord]) -> Iterator[Letter]:
        """What is written afterwards, to who was not there: who said so, or said nothing where others are known to have been there (R32)."""
        key = (person.code, meeting.number)
        missed = key in self.s.absent or key in self.s.away or (meeting.number in self.counted and key not in self.s.answered)
        if not (missed and key not in self.s.there and meeting.after and self.offsets.recap):
            return
        if self._local(self.now) >= first_day(Kind.RECAP, meeting, self.s.circle):
            yield from _once(past, person, meeting.number, Kind.RECAP, "1")

    def _to_participant(self, person: Person) -> Iterator[Letter]:
        past = self.past.get((person.code, 0), ())
        welcomed = any(s.kind is Kind.WELCOME and s.address_version >= person.known.member_since_version and _told(s) for s in past)
        if not welcomed and self.now < end_of_day(self.s.circle.last_day, self.zone):
            yield from _once(past, person, 0, Kind.WELCOME, str(person.known.address_version))
        for consultation in self.consultations:
            key = (person.code, consultation.meeting)
            asks = letter_day(Kind.CONSULTATION, self._local(consultation.opened), self.s.circle, _last_day(consultation.closes, self.zone))
            if key not in self.s.voted and self._local(self.now) >= asks:
                yield from _once(self.past.get(key, ()), person, consultation.meeting, Kind.CONSULTATION, "1")

    def _new_links(self) -> Iterator[Letter]:
        """One a day to who asked for it and has not left."""
        for person in self.people if self.s.asked else ():
            at = self.s.asked.get(person.code)
            if at and self.now < at + LINK_WAITS and (person.participant or person.facilitator):
                yield from _once(self.past.get((person.code, 0), ()), person, 0, Kind.NEW_LINK, str(self._local(at)))

    def _asking(self, kind: Kind) -> Iterator[Letter]:
        """Nobody is asked at an address that does not exist for the mail servers, whatever sign-up gives it."""
        asked = [(person, self.past.get((person.code, 0), ())) for person in self.s.applicants]
        refused = {person.address.casefold() for person, past in asked if any(sent.refused for sent in past)}
        for person, past in asked:
            if person.address.casefold() not in refused:
                yield from _once(past, person, 0, kind, "1")

    def _closing(self, participants: Iterable[Person], closing: datetime) -> Iterator[Letter]:
        last_day = self._local(closing) + timedelta(days=self.offsets.closing_days)
        if letter_day(Kind.CLOSING, self._local(closing), self.s.circle, last_day) <= self._local(self.now) <= last_day:
            for person in participants:
                yield from _once(self.past.get((person.code, 0), ()), person, 0, Kind.CLOSING, "1")

    def _window(self, meeting: Meeting) -> _Window:
        circle, remind = self.s.circle, first_day(Kind.REMINDER, meeting, self.s.circle)
        return _Window(
            tells=(meeting.start, meeting.end),
            places=meeting.told_places,
            invite=start_of_day(first_day(Kind.INVITATION, meeting, circle), self.zone),
            remind=start_of_day(remind, self.zone),
            quiet=start_of_day(remind - timedelta(days=QUIET_BEFORE_REMINDER), self.zone),
            sheet=start_of_day(first_day(Kind.DAY_SHEET, meeting, circle), self.zone),
        )

    def _local(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


def _news(meeting: Meeting, person: Person, past: Sequence[LetterRecord], last: LetterRecord, window: _Window) -> Letter | None:
    """What has changed since `last`; date, place and focus area together are one update."""
    same = (last.start, last.end) == window.tells and last.where in window.places
    if last.kind is Kind.CANCELLATION or not same:
        update = _calendar_letter(person, meeting, past, Kind.UPDATE, str(meeting.sequence), last)
        if not any(_told(s) and (s.kind, s.revision) == (update.kind, update.revision) for s in past):
            return update
    if meeting.focus and last.focus_revision < meeting.focus_revision:
        focus = _calendar_letter(person, meeting, past, Kind.FOCUS, str(meeting.focus_revision), last)
        return replace(focus, sequence=last.sequence, asked=_asked(past, last)) if same else focus
    return None


def _asked(past: Sequence[LetterRecord], last: LetterRecord) -> datetime:
    """When the entry got its SEQUENCE; long ago, when it never had another."""
    told = [s for s in past if s.kind in CALENDAR_KINDS and _told(s)]
    here = [s.at for s in told if s.sequence == last.sequence]
    return min(here) if len(here) < len(told) else datetime.min.replace(tzinfo=UTC)


def _once(past: Iterable[LetterRecord], person: Person, meeting: int, kind: Kind, revision: str) -> Iterator[Letter]:
    letter = Letter(person.code, meeting, kind, revision, person.known.address_version)
    if _open(past, letter):
        yield letter


def _open(past: Iterable[LetterRecord], letter: Letter) -> bool:
    """Not sent, not perhaps sent (R21), and not refused for good by the mailbox it would go to."""
    return not any(
        (sent.kind, sent.revision) == (letter.kind, letter.revision)
        and (_told(sent) or (sent.outcome is Outcome.REJECTED and sent.address_version == letter.address_version))
        for sent in past
    )


def _calendar_letter(
    person: Person, meeting: Meeting, past: Iterable[LetterRecord], kind: Kind, revision: str, told: LetterRecord | None = None, leaves: bool = False
) -> Letter:
    """SEQUENCE is the meeting's, or one more than the last this person was sent when that is higher (RFC 5545 §3.8.7.4); and no lower than
    in a letter that never left, but may have been opened in its folder (R24)."""
    sequence = max(meeting.sequence, *(s.sequence + _told(s) for s in past if s.kind in CALENDAR_KINDS), 0)
    return Letter(person.code, meeting.number, kind, revision, person.known.address_version, sequence, told, leaves)


def _told(sent: LetterRecord) -> bool:
    return sent.outcome in SETTLED


def _last(past: Iterable[LetterRecord], since: int) -> LetterRecord | None:
    """The calendar letter that counts: the latest one sent (or perhaps sent) in version `since` or later."""
    told = [s for s in past if s.address_version >= since and s.kind in CALENDAR_KINDS and _told(s)]
    if len(told) < 2:  # nearly always, and this is asked for every person and meeting
        return told[0] if told else None
    return max(told, key=lambda s: (s.at, s.sequence, s.focus_revision))


# What fell due since the last round and is of no use any more: it is not sent (R12), and coordinators are told (R23).


def missed(situation: Situation, last_round: datetime | None) -> list[Problem]:
    """One problem a meeting and kind. `last_round` (UTC) is the round before this one; None for a circle's first."""
    if last_round is None:
        return []
    found: Counter[tuple[int, Kind]] = Counter()
    for meeting in situation.meetings:
        for end, deadline in ((meeting.start, Deadline.START), (answers_close(meeting, situation.circle), Deadline.ANSWERS)):
            if last_round < end <= situation.now:
                due = due_letters(replace(situation, now=end - timedelta(seconds=1), on_hold=frozenset()))
                found.update((meeting.number, each.kind) for each in due if each.meeting == meeting.number and each.kind.facts.deadline is deadline)
    since = f"{last_round.astimezone(situation.circle.zone):%d.%m.%Y kl. %H.%M}"
    return [_problem(number, kind, count, since) for (number, kind), count in found.items()]


def _problem(number: int, kind: Kind, count: int, since: str) -> Problem:
    what = f"{count} brev gikk ikke ut i tide ({kind.facts.names[WORKING_LANGUAGE]}). Siste runde før det var {since}."
    return Problem(f"Møte {number}", what, "Nå er det for sent, og de sendes ikke. Vil dere si noe likevel, må dere skrive selv.")
