"""What a round does, decided in one place. A plan is the act's first half: both call these functions with the same values (R19).

In the order of a round, since each step rests on what became of the one before: meetings, letters, digest, record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from tasks.circle.acts import ALL, kinds_of
from tasks.circle.letters.digest import Digest, digest_letters, digest_of
from tasks.circle.letters.due import Letter, Situation, due_letters, missed
from tasks.circle.meetings.rooms import RoomAct, assumed, is_fixed, merged, room_acts, told_of, with_room
from tasks.circle.model.errors import Grade, Problem, to_mend
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import SETTLED, Changes, LetterRecord, MailMark, Meeting, Memory, Outcome, is_applicant
from tasks.circle.model.trial import Laid, key_of, left_waiting, of_laid
from tasks.circle.people.attendance import to_count
from tasks.circle.people.roster import Person
from tasks.circle.proposals.shown_words import told_key
from tasks.circle.snapshot import Snapshot, Values

#: The notice that keeps when the last round by the machine's own clock was.
CLOCK = "klokke"
#: Letters that ask strangers to confirm, of a circle in a day: a budget of their own, so that no participant's letter waits for them.
ASKED_A_DAY = 200


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asks of a round: its time (UTC), the kinds of act, a plan only, a confirmed shrunken list (R5).

    `by_clock`: the machine's clock gave the time. `adopt`: the ledger was lost, and what is due now counts as sent.
    """

    at: datetime
    acts: tuple[str, ...] = ALL
    plan: bool = False
    confirm: bool = False
    by_clock: bool = False
    adopt: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """What a round has read: the sheet, as if the sign-ups that wait for it stood there, and the ledger with the new mail taken in.

    `changes` are the mail's, which the ledger has yet to save; `marks` say how far the mailbox is read, `moved_in` which sign-ups wait and are
    confirmed, `expired` which nobody has confirmed; `applicants` are to be asked; `notes` are for information.
    """

    values: Values
    memory: Memory
    changes: Changes = Changes()  # noqa: RUF009 - frozen, and empty
    marks: tuple[MailMark, ...] = ()
    moved_in: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    expired: frozenset[str] = frozenset()
    applicants: tuple[Person, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """How far a round goes: its kinds of act, and `cap` letters at most (R22) unless it takes over for a lost ledger (`adopt`).

    `link` is the fixed room's, "" where a service makes the links; `attendance`: that service is asked who was there.
    """

    acts: tuple[str, ...]
    cap: int
    link: str = ""
    attendance: bool = False
    adopt: bool = False
    by_clock: bool = False

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of letter that go out."""
        return kinds_of(self.acts)


@dataclass(frozen=True, slots=True)
class MeetingsPlan:
    """What is to be done about rooms (R11), `told` the Nr that people are invited to, and the meetings whose `attendance` is asked for."""

    acts: tuple[RoomAct, ...]
    told: frozenset[int]
    attendance: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class LettersPlan:
    """Letters to send, the most urgent first, and what a person should know: what was missed (R12), that the rest waits (R22).

    `laid`: what becomes of those in the folder when all that are due go out (R24).
    """

    letters: tuple[Letter, ...]
    problems: tuple[Problem, ...] = ()
    laid: Laid = Laid()  # noqa: RUF009 - frozen, and empty


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """The digest of now, and to whom it goes; to nobody when there is no news, or other letters could not go out."""

    digest: Digest
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """A whole round, when all that it does succeeds. `state` as in `RoundReport`, `laid` as in `LettersPlan`."""

    rooms: tuple[RoomAct, ...]
    letters: tuple[Letter, ...]
    problems: tuple[Problem, ...]
    state: str
    laid: Laid


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a round: its meetings with their rooms, the letters that were over in it, the digest, all problems.

    `state` as in `RoundReport`.
    """

    meetings: Sequence[Meeting]
    letters: Sequence[LetterRecord]
    digest: Digest
    problems: tuple[Problem, ...]
    state: str


def plan_round(snapshot: Snapshot, scope: Scope, problems: Sequence[Problem]) -> RoundPlan:
    """All that a round would do; rooms and letters are taken for granted. `problems` were found while reading."""
    meetings = plan_meetings(snapshot, scope)
    made = [with_room(act.meeting, assumed(act, scope.link), meetings.told) for act in meetings.acts]
    due = plan_letters(snapshot, merged(snapshot.programme.meetings, made), scope)
    found = (*snapshot.problems, *problems, *due.problems)
    letters = due.letters + plan_digest(snapshot, scope, (), found).letters
    return RoundPlan(meetings.acts, letters, found, state_of(bool(meetings.acts or letters), found), due.laid)


def plan_meetings(snapshot: Snapshot, scope: Scope) -> MeetingsPlan:
    """Rooms to make, change and delete; none when the circle is closing."""
    inputs, meetings = snapshot.inputs, snapshot.programme.meetings
    rooms = "meetings" in scope.acts and not snapshot.closing
    sure = [meeting for meeting in meetings if meeting.number not in snapshot.programme.on_hold]
    acts = room_acts(inputs.circle, sure, inputs.now, scope.link) if rooms else []
    acts += room_acts(inputs.circle, snapshot.programme.dropped, inputs.now, drop=True) if rooms else []
    counts = "gather" in scope.acts and scope.attendance
    held = [meeting for meeting in meetings if not is_fixed(inputs.circle, meeting)]
    over = to_count(held, inputs.memory.attended, inputs.now) if counts else ()
    return MeetingsPlan(tuple(acts), told_of(inputs.memory), tuple(over))


def plan_letters(snapshot: Snapshot, meetings: Sequence[Meeting], scope: Scope) -> LettersPlan:
    """All letters but the digest; `meetings` as they are after the rooms were seen to."""
    situation = Situation.of(snapshot, meetings)
    letters = tuple(letter for letter in due_letters(situation) if letter.kind in scope.kinds)
    late = missed(situation, snapshot.inputs.memory.last_round)
    asking = tuple(letter for letter in letters if is_applicant(letter.person))
    letters = tuple(letter for letter in letters if not is_applicant(letter.person))
    since = situation.now - timedelta(days=1)
    asked = sum(1 for sent in situation.letters if is_applicant(sent.person) and sent.at > since)
    asking, wait = asking[: max(0, ASKED_A_DAY - asked)], asking[max(0, ASKED_A_DAY - asked) :]
    late += [asking_waits()] if wait else []
    laid = of_laid(situation.letters, (*letters, *asking))
    if len(letters) <= scope.cap or scope.adopt:
        return LettersPlan(letters + asking, tuple(late), laid)
    return LettersPlan(letters[: scope.cap] + asking, (*late, capped(len(letters), scope.cap)), laid)


def plan_digest(snapshot: Snapshot, scope: Scope, sent: Sequence[LetterRecord], problems: Sequence[Problem]) -> DigestPlan:
    """What facilitators are told (R16, R23). `sent`: the letters that are over in this round, `problems`: all that were found until now."""
    digest = digest_of(snapshot, with_sent(snapshot.inputs.memory.letters, sent), problems)
    if Kind.DIGEST not in scope.kinds or any(letter.outcome is Outcome.LATER for letter in sent):
        return DigestPlan(digest, ())
    return DigestPlan(digest, tuple(digest_letters(snapshot, digest)))


def plan_record(snapshot: Snapshot, scope: Scope, read: Read, done: Done) -> Changes:
    """What the ledger keeps of the round when it is over: what people were told, that the circle is closed, how far the mail is read.

    The mail counts as read when all that it led to is done: a round that dies before reads it once more.
    """
    digests = [letter for letter in done.letters if letter.kind is Kind.DIGEST]
    told = digests and all(letter.outcome in SETTLED or letter.outcome is Outcome.REJECTED for letter in digests)
    closed = snapshot.closing if "close" in scope.acts and snapshot.inputs.memory.closed is None else None
    clock = {CLOCK: snapshot.inputs.now} if scope.by_clock else {}
    people, same = snapshot.roster.same, tuple((first.code, later.code) for first, later in snapshot.roster.same)
    notices = (dict(done.digest.told) if told else {}) | clock | left_waiting(done.letters, snapshot.inputs.now)
    if any(letter.outcome is Outcome.DONE for letter in digests):  # in a folder they have reached nobody (R24)
        reached = (told_key(words.key) for words in done.digest.words)
        notices |= {key: snapshot.inputs.now for key in reached if key not in snapshot.inputs.memory.notices}
    return Changes(people=tuple(chain(*people)), same=same, notices=notices, closed=closed, marks=read.marks)


def with_sent(known: Sequence[LetterRecord], sent: Sequence[LetterRecord]) -> list[LetterRecord]:
    """The ledger's letters with those of this round, each once."""
    fresh = set(map(key_of, sent))
    return [each for each in known if key_of(each) not in fresh] + [*sent]


def asking_waits() -> Problem:
    what = f"Mange melder seg på: {ASKED_A_DAY} er bedt om å bekrefte det siste døgnet, og resten venter."
    step = "Kommer de fra mennesker, trengs ingenting. Ellers: ta påmeldingen bort fra nettsiden en stund."
    return Problem("Påmeldinger", what, step, Grade.INFORMATION)


def capped(letters: int, cap: int) -> Problem:
    """What to do about more letters than a round may send (R22)."""
    what = f"{letters} brev er klare, men taket er {cap} i en runde. Resten venter."
    next_step = "Stemmer tallet, trengs ingenting: Neste runde sender flere."
    return Problem("doors.toml, [post] per_round", what, next_step, Grade.INFORMATION)


def state_of(did: bool, problems: Sequence[Problem]) -> str:
    """How a round ended: "problems" when a person is needed (R28), else "done" or "nothing"."""
    if to_mend(problems):
        return "problems"
    return "done" if did else "nothing"
