"""A circle that lives in memory: rows people type, rounds that read, decide, send and remember as the real ones do."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tasks.circle.letters.due import Letter, Situation, due_letters
from tasks.circle.meetings.closing import closing_instant
from tasks.circle.meetings.rooms import assumed, room_acts, with_room
from tasks.circle.model.circle import Circle, Facilitator, LetterOffsets, Questions, Rhythm
from tasks.circle.model.letter_kinds import CALENDAR_KINDS, Kind
from tasks.circle.model.records import SETTLED, Changes, LetterRecord, Meeting, Memory, Outcome
from tasks.circle.snapshot import Inputs, Snapshot, take_snapshot
from tests.circle.shipped_words import VOCABULARY

OSLO = ZoneInfo("Europe/Oslo")
HEADERS = {
    "Påmelding": ("Tidsmerke", "Navn", "E-post", "Avmeldt"),
    "Møter": ("Nr", "Dato", "Start", "Slutt", "Fokusområde", "Form", "Sted", "Status", "Etterpå"),
    "Fravær": ("Tidsmerke", "Deltaker", "Møte", "Kommer"),
    "Refleksjoner": ("Tidsmerke", "Deltaker", "Møte", "Relevant for meg"),
    "Samråd": ("Tidsmerke", "Deltaker", "Møte", "Forslag", "Datoer"),
}
Key = tuple[str, int, Kind, str]


def instant(text: str) -> datetime:
    """«2021-05-11 09:15» on the clocks of Oslo."""
    return datetime.fromisoformat(text).replace(tzinfo=OSLO).astimezone(UTC)


def day_of(moment: datetime) -> date:
    return moment.astimezone(OSLO).date()


def circle(first: date = date(2021, 5, 1), last: date = date(2021, 12, 31), offsets: LetterOffsets | None = None) -> Circle:
    return Circle(
        name="prove", title="Prøvesirkelen", shown_period="2021", language="nb", zone=OSLO, first_day=first, last_day=last,
        holidays="NO", pause_months=(7,), agenda=("Innspill",), facilitators=(Facilitator("Marit", "marit@example.org"),),
        rhythm=Rhythm("FREQ=MONTHLY;BYDAY=2TU", time(9, 15), time(11, 30)), questions=Questions("Rel?", "Need?", "Tips?"), vocabulary=VOCABULARY,
        letters=offsets or LetterOffsets(weekdays_only=False),
    )  # fmt: skip


@dataclass(frozen=True)
class Gone:
    """One letter that was tried, and how the circle was just then."""

    who: str
    letter: Letter
    sent: LetterRecord
    snapshot: Snapshot
    meeting: Meeting | None


def done(_: Letter) -> Outcome:
    return Outcome.DONE


@dataclass
class Life:
    """`outcome` says what becomes of each letter; while `rooms_work` is False no room can be made or changed."""

    circle: Circle = field(default_factory=circle)
    outcome: Callable[[Letter], Outcome] = done
    rooms_work: bool = True
    people: dict[str, list[object]] = field(default_factory=dict)
    meetings: dict[int, list[object]] = field(default_factory=dict)
    said: dict[str, list[tuple[object, ...]]] = field(default_factory=lambda: {tab: [] for tab in list(HEADERS)[2:]})
    memory: Memory = field(default_factory=Memory)
    letters: dict[Key, LetterRecord] = field(default_factory=dict)
    log: list[Gone] = field(default_factory=list)
    last: Snapshot | None = None

    # What people type. Times are UTC instants, written to the sheet as local wall-clock times.

    def sign_up(self, name: str, at: datetime) -> None:
        self.people[name] = [_typed(at), name, f"{name.lower()}@example.org", ""]

    def meet(self, number: int, start: str, focus: str = "", form: str = "", place: str = "") -> None:
        """A typed row; `start` is local, a meeting lasts two hours and a quarter."""
        begins = datetime.fromisoformat(start)
        clocks = begins.time(), (begins + timedelta(minutes=135)).time()
        self.meetings[number] = [number, begins.date(), *clocks, focus, form, place, "", ""]

    def say(self, tab: str, name: str, number: int, what: str, at: datetime, *more: str) -> None:
        if code := self.code(name):
            self.said[tab].append((_typed(at), code, number, what, *more))

    def code(self, name: str) -> str:
        address = f"{name.lower()}@example.org"
        typed = str(self.people[name][2]) if name in self.people else address
        return next((p.code for p in self.memory.people if p.digest in (typed, address)), "")

    # What the program does.

    def snapshot(self, at: datetime, *, consult: bool = False) -> Snapshot:
        rows = {"Påmelding": self.people.values(), "Møter": self.meetings.values(), **self.said}
        sheet = {tab: [HEADERS[tab], *map(tuple, rows[tab])] for tab in HEADERS}
        inputs = Inputs(self.circle, self.memory, at, str, "example.org", confirmed=True, consult=consult)
        return take_snapshot(sheet, inputs)  # type: ignore[arg-type] # cells are what people type

    def round(self, at: datetime, *, consult: bool = False) -> set[str]:
        """A round; returns «Kari invitation 1» for each letter tried."""
        return self._carry_out(self.snapshot(at, consult=consult), at)

    def round_again(self, at: datetime) -> set[str]:
        """A round on a sheet that nobody has touched since the last one: only time and memory differ (and it is much faster)."""
        before = self.last
        assert before is not None
        programme = replace(before.programme, meetings=self.memory.meetings, changed=())
        closing = self.memory.closed or closing_instant(self.circle, self.memory.meetings, at)
        inputs = replace(before.inputs, now=at, memory=self.memory)
        over = closing if closing and closing <= at else None
        return self._carry_out(replace(before, inputs=inputs, programme=programme, closing=over, changes=Changes()), at)

    def _carry_out(self, snapshot: Snapshot, at: datetime) -> set[str]:
        self.last = snapshot
        closed = snapshot.closing if snapshot.closing and not self.memory.closed else self.memory.closed
        self.memory = _learnt(self.memory, replace(snapshot.changes, closed=closed))
        meetings = {m.number: m for m in snapshot.programme.meetings}
        if not snapshot.closing and self.rooms_work:
            told = frozenset(s.meeting for s in self.memory.letters if s.kind in CALENDAR_KINDS and s.outcome in SETTLED)
            for act in room_acts(self.circle, meetings.values(), at):
                meetings[act.meeting.number] = with_room(act.meeting, assumed(act, f"https://video.example.org/{act.key}"), told)
        return self._send(snapshot, meetings, at)

    def _send(self, snapshot: Snapshot, meetings: dict[int, Meeting], at: datetime) -> set[str]:
        names = {person.code: person.name for person in snapshot.roster.people}
        tried = []
        for letter in due_letters(Situation.of(snapshot, list(meetings.values()))):
            sent = _intent(letter, meetings.get(letter.meeting), at, self.outcome(letter))
            self._claim(sent)
            tried.append(Gone(names[letter.person], letter, sent, snapshot, meetings.get(letter.meeting)))
        self.log += tried
        first = self.memory.first_round or at
        kept = tuple(meetings.values())
        self.memory = replace(self.memory, first_round=first, last_round=at, meetings=kept, letters=tuple(self.letters.values()))
        return {f"{gone.who} {gone.letter.kind} {gone.letter.meeting or ''}".strip() for gone in tried}

    def _claim(self, sent: LetterRecord) -> None:
        """As the ledger does: what is settled is never sent again, what was refused only to another mailbox."""
        key = (sent.person, sent.meeting, sent.kind, sent.revision)
        before = self.letters.get(key)
        refused = before is not None and before.outcome is Outcome.REJECTED and before.address_version >= sent.address_version
        assert before is None or not (before.outcome in SETTLED or refused), f"{sent} after {before}"
        self.letters[key] = sent


def _typed(at: datetime) -> datetime:
    return at.astimezone(OSLO).replace(tzinfo=None)


def _intent(letter: Letter, meeting: Meeting | None, at: datetime, outcome: Outcome) -> LetterRecord:
    told = letter.told if letter.kind is Kind.CANCELLATION else meeting
    if letter.kind not in CALENDAR_KINDS or told is None or meeting is None:
        return LetterRecord(letter.person, letter.meeting, letter.kind, letter.revision, letter.address_version, outcome, at)
    return LetterRecord(
        letter.person, letter.meeting, letter.kind, letter.revision, letter.address_version, outcome, at,
        letter.sequence, told.start, told.end, told.where, meeting.focus_revision,
    )  # fmt: skip


def _learnt(memory: Memory, changes: Changes) -> Memory:
    people = {p.code: p for p in (*memory.people, *changes.people)}
    replies = {(r.person, r.meeting, r.question): r for r in (*memory.replies, *changes.replies)}
    votes = {(v.person, v.meeting): v for v in (*memory.votes, *changes.votes)}
    return replace(
        memory, people=tuple(people.values()), replies=tuple(replies.values()), votes=tuple(votes.values()), closed=changes.closed,
        meetings=tuple({m.number: m for m in (*memory.meetings, *changes.meetings)}.values()),
        consultations=(*memory.consultations, *changes.consultations),
    )  # fmt: skip
