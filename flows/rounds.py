"""One round: read → decide → do → record (RULES.md «Round»). Every flow is this round, limited to some kinds of act.

The order matters: what was learnt is durable before anything is done on it, rooms are ready before people are invited to
them, and the digest comes last because it tells what became of the rest. It needs no secret itself; the doors know theirs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from prefect.exceptions import TerminationSignal

from flows.runs.progress import hand_over, tell
from tasks.circle.coordinator import own_tabs as overview
from tasks.circle.coordinator.choice import waiting_of
from tasks.circle.coordinator.round_report import RoundReport, broken_off, capped, planned, rooms_of, sent, state_of, stopped, unfinished
from tasks.circle.letters.content import LetterContent
from tasks.circle.letters.digest import Digest, digest_letters, digest_of
from tasks.circle.letters.digest_content import explained_now
from tasks.circle.letters.due import Letter, Situation, due_letters
from tasks.circle.letters.missed import missed
from tasks.circle.letters.tally import tallies
from tasks.circle.meetings.rooms import RoomAct, assumed, merged, room_acts, told_of, with_room
from tasks.circle.model.acts import ALL, kinds_of, wakes, with_missed
from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.records import SETTLED, Changes, Kind, LetterRecord, Meeting, Memory, Outcome
from tasks.circle.people.attendance import to_count
from tasks.circle.people.sign_ups import WEB_TAB
from tasks.circle.preflight import CLOCK, adopted, check_clock, standing_still
from tasks.circle.proposals.explaining import Explained
from tasks.circle.snapshot import Inputs, Snapshot, Values, take_snapshot
from tasks.context import CircleContext, CircleRef, context_of, reloaded_context
from tasks.interrupts import INTERRUPTED
from tasks.round import incoming_mail as mail
from tasks.round import ledger as memory
from tasks.round import preflight, sheet, sign_ups
from tasks.round import rooms as room_tasks
from tasks.round import send as post


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


def carry_out(ref: CircleRef, order: Order) -> RoundReport:
    """The round, or its plan. `Busy` when another round holds the lease; a round that must stop says so in its report."""
    try:
        if not ref.rehearsal:
            reloaded_context(ref)
        if order.plan:
            values, known = _read(ref, order)
            return _Round(ref, order, values, mail.with_mail(ref, known)).planned()
        with memory.lease(ref):
            values, known = _read(ref, order)
            return _Round(ref, order, values, mail.with_mail(ref, known)).done()
    except Stop as stop:
        return stopped(ref.circle, order.at, stop, plan=order.plan)


def _read(ref: CircleRef, order: Order) -> tuple[Values, Memory]:
    values, known = sheet.read_circle(ref, order.at)
    if not (ref.rehearsal or order.adopt):
        preflight.check_ledger(ref, values, known)
    if order.by_clock and not order.confirm:
        check_clock(known, order.at)
    return values, known


class _Round:
    def __init__(self, ref: CircleRef, order: Order, values: Values, mailed: mail.Mailed) -> None:
        self.ref, self.order, self.mailed = ref, order, mailed
        self.known = known = mailed.memory
        self.joined = sign_ups.with_pending_sign_ups(ref, values, known)
        self.values = self.joined.values
        self.context: CircleContext = context_of(ref)
        self.acts = with_missed(order.acts, known.last_consult, order.at, self.context.circle.zone)
        self.kinds = kinds_of(self.acts)
        self.over = known.erased is not None
        self.problems: list[Problem] = [*mailed.problems, *self.joined.problems]
        self.letters: list[LetterRecord] = []
        self.waiting, self.acts_on_rooms = 0, list[RoomAct]()

    def planned(self) -> RoundReport:
        """What `done` would do, decided by the same code (R19); rooms are taken for granted."""
        if self.over:
            return RoundReport(self.ref.circle, self.order.at, "nothing", plan=True)
        snapshot = self._snapshot()
        acts = self._room_acts(snapshot)
        told = told_of(self.known)
        made = [with_room(act.meeting, assumed(act, self.context.doors.link), told) for act in acts]
        letters = self._due(snapshot, merged(snapshot.programme.meetings, made))
        problems = (*snapshot.problems, *self.problems)
        digest = digest_of(snapshot, self.known.letters, problems)
        letters += self._digest_letters(snapshot, digest, [])
        state = state_of(bool(acts or letters), problems)
        return RoundReport(
            self.ref.circle, self.order.at, state, planned(letters), rooms_of(acts), problems, snapshot.candidates, plan=True,
            explained=self._explained(snapshot),
        )  # fmt: skip

    def done(self) -> RoundReport:
        """The round. When it can't go on, or is asked to stop, its report tells what was done until then."""
        try:
            return self._done()
        except Stop as stop:
            if not self.letters:
                raise
            return self._broken_off(stop.problems)
        except (KeyboardInterrupt, TerminationSignal):
            if self.letters:
                hand_over(self._broken_off([INTERRUPTED]))
            raise

    def _broken_off(self, problems: Sequence[Problem]) -> RoundReport:
        return broken_off(self.ref.circle, self.order.at, problems, self.letters, self.waiting, self.acts_on_rooms)

    def _done(self) -> RoundReport:
        if self.over:
            return RoundReport(self.ref.circle, self.order.at, "nothing")
        snapshot = self._snapshot()
        for changes in (self.mailed.changes, snapshot.changes):
            if changes != Changes():
                memory.save(self.ref, changes)
        self._count_attendance(snapshot)
        acts = self._room_acts(snapshot)
        made, failed = room_tasks.see_to_rooms(self.ref, acts, told_of(self.known)) if acts else ([], [])
        self.acts_on_rooms = [act for act in acts if act.meeting.number in {meeting.number for meeting in made}]
        self.problems += failed
        meetings = merged(snapshot.programme.meetings, made)
        self._send(snapshot, meetings, self._due(snapshot, meetings))
        self.problems += [adopted(len(self.letters))] if self.order.adopt else []
        problems = (*snapshot.problems, *self.problems, *unfinished(self.letters))
        digest = digest_of(snapshot, self._all_letters(), problems)
        self._send(snapshot, meetings, self._digest_letters(snapshot, digest, self.letters), problems)
        state = state_of(bool(acts or self.letters), problems)
        try:
            self._record(snapshot, meetings, digest, problems, state)
        except Stop as stop:
            problems, state = (*problems, *stop.problems), "problems"
        return RoundReport(
            self.ref.circle, self.order.at, state, sent(self.letters), rooms_of(self.acts_on_rooms), problems, snapshot.candidates,
            wakes=wakes(meetings, self.order.at), waiting=waiting_of(snapshot), explained=self._explained(snapshot),
            unsettled=digest.unknown,
            quiet_since=standing_still(self.context.circle, self.known, self.order.at, self.context.settings.doors.operator.late_hours),
        )  # fmt: skip

    def _explained(self, snapshot: Snapshot) -> Explained | None:
        """Asked for by who starts «foreslå fokusområde»; nobody looks at a rehearsal's."""
        asked = "propose" in self.order.acts and "invite" not in self.order.acts
        return None if self.ref.rehearsal else explained_now(snapshot, asked=asked)

    def _snapshot(self) -> Snapshot:
        inputs = Inputs(
            circle=self.context.circle,
            memory=self.known,
            now=self.order.at,
            digest=self.context.keys.digest,
            domain=self.context.domain,
            confirmed=self.order.confirm,
            consult="consult" in self.acts,
        )
        return take_snapshot(self.values, inputs)

    def _count_attendance(self, snapshot: Snapshot) -> None:
        if "gather" in self.acts and self.context.settings.doors.room.attendance and not self.ref.rehearsal:
            over = to_count(snapshot.programme.meetings, self.known.attended, self.order.at)
            self.problems += room_tasks.count_those_there(self.ref, over, snapshot.roster.people) if over else []

    def _room_acts(self, snapshot: Snapshot) -> list[RoomAct]:
        if "meetings" not in self.acts or snapshot.closing:
            return []
        return room_acts(self.context.circle, snapshot.programme.meetings, self.order.at, self.context.doors.link)

    def _due(self, snapshot: Snapshot, meetings: Sequence[Meeting]) -> list[Letter]:
        situation = Situation.of(snapshot, meetings)
        letters = [letter for letter in due_letters(situation) if letter.kind in self.kinds]
        self.problems += missed(situation, self.known.last_round)
        cap = self.context.settings.doors.post.per_round
        if len(letters) > cap and not self.order.adopt:
            self.problems.append(capped(len(letters), cap))
        return letters if self.order.adopt else letters[:cap]

    def _digest_letters(self, snapshot: Snapshot, digest: Digest, before: Sequence[LetterRecord]) -> list[Letter]:
        if Kind.DIGEST not in self.kinds or any(letter.outcome is Outcome.LATER for letter in before):
            return []
        return digest_letters(snapshot, digest)

    def _send(self, snapshot: Snapshot, meetings: Sequence[Meeting], letters: Sequence[Letter], problems: Sequence[Problem] = ()) -> None:
        if not letters:
            return
        content = LetterContent(snapshot, meetings, self._all_letters(), problems, self.context.keys, self.context.settings.doors.pages)
        batch = post.Batch(
            tuple(letters),
            {person.code: person for person in snapshot.roster.people},
            {meeting.number: meeting for meeting in meetings},
            content,
            self.order.at,
        )
        see_to = preflight.mark_as_sent if self.order.adopt else post.send_letters
        sealed = post.Sealed(batch, self._progress(len(letters)))
        try:
            self.letters += see_to(self.ref, sealed)
        except BaseException:
            self.letters += sealed.over
            self.waiting = len(letters) - len(sealed.over)
            raise

    def _progress(self, of: int) -> Callable[[int], None]:
        return lambda over: None if self.ref.rehearsal else tell(over, of, "brev")

    def _record(self, snapshot: Snapshot, meetings: Sequence[Meeting], digest: Digest, problems: Sequence[Problem], state: str) -> None:
        digests = [letter for letter in self.letters if letter.kind is Kind.DIGEST]
        told = digests and all(letter.outcome in SETTLED or letter.outcome is Outcome.REJECTED for letter in digests)
        closed = snapshot.closing if "close" in self.acts and self.known.closed is None else None
        # The mail counts as read when all that it led to is done: a round that dies before reads it once more.
        clock = {CLOCK: self.order.at} if self.order.by_clock else {}
        changes = Changes(notices=(dict(digest.told) if told else {}) | clock, closed=closed, marks=self.mailed.marks)
        tabs = overview.own_tabs(
            self.context.circle,
            meetings,
            tallies(self._all_letters(), snapshot.replies.values(), self.known.attended),
            snapshot.absent,
            snapshot.all_candidates,
            problems,
            () if snapshot.changes.erase else snapshot.roster.people,  # the codes are over with the answers (RULES.md «Closing»)
            self.order.at,
        )
        changed = overview.changed_tabs(tabs, self.values)
        changed |= {tab: [[*row] for row in self.values[tab]] for tab in (WEB_TAB,) if self.joined.moved_in}
        memory.close_round(self.ref, self.order.at, self.acts, state, changes)
        # Last, because a workbook that somebody has open must not keep the ledger from learning what was sent.
        if changed:
            sheet.write_tabs(self.ref, changed)
        if self.joined.moved_in:
            memory.save(self.ref, Changes(moved_in=self.joined.moved_in))

    def _all_letters(self) -> list[LetterRecord]:
        fresh = {(s.person, s.meeting, s.kind, s.revision) for s in self.letters}
        return [s for s in self.known.letters if (s.person, s.meeting, s.kind, s.revision) not in fresh] + self.letters
