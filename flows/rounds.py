"""One round: read → plan → show it, or execute and record it (RULES.md «Round»). Every flow is this round, limited to some kinds of act.

The order matters: what was learnt is durable before anything is done on it, rooms are ready before people are invited to
them, and the digest comes last because it tells what became of the rest. It needs no secret itself; the doors know theirs.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from flows.runs.told import hand_over, tell
from tasks.circle import plan
from tasks.circle.acts import AT_ONCE, wakes
from tasks.circle.coordinator.choice import waiting_of
from tasks.circle.coordinator.round_report import RoundReport, broken_off, moved, planned, rooms_of, sent, stopped, unfinished
from tasks.circle.letters.due import Letter
from tasks.circle.meetings.rooms import RoomAct, merged
from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.records import Changes, LetterRecord, Meeting
from tasks.circle.plan import Order
from tasks.circle.preflight import adopted, standing_still
from tasks.circle.snapshot import Snapshot
from tasks.context import CircleRef, context_of, installation, only_looking, reloaded_context
from tasks.interrupts import INTERRUPTED
from tasks.round import ledger as memory
from tasks.round import rooms, send, sheet
from tasks.round.trial import notes_of, trial_in_the_sheet


def carry_out(ref: CircleRef, order: Order) -> RoundReport:
    """The round, or its plan. `Busy` when another round holds the lease; a round that must stop says so in its report."""
    try:
        if not (ref.rehearsal or order.plan):
            reloaded_context(ref)
        with only_looking(ref) if order.plan else memory.lease(ref) as chosen:
            if not (ref.rehearsal or order.plan) and set(AT_ONCE) <= set(order.acts):
                memory.take_wish(chosen)
            round_ = _Round(chosen, order, sheet.read_round(chosen, order))
            if round_.read.memory.erased:
                return RoundReport(ref.circle, order.at, "nothing", plan=order.plan)
            return _placed(ref, round_.shown() if order.plan else round_.done())
    except Stop as stop:
        return _placed(ref, stopped(ref.circle, order.at, stop, plan=order.plan))


def _placed(ref: CircleRef, report: RoundReport) -> RoundReport:
    """With the files in which the settings really stand; where they can't be read, the problems are about just that."""
    with suppress(Stop, KeyError):
        return replace(report, problems=tuple(map(installation(ref)[0].circles[ref.circle].places.of, report.problems)))
    return report


class _Round:
    """One round of a circle. `letters`, `rooms` and `waiting` (letters not tried) are told also when it breaks off."""

    def __init__(self, ref: CircleRef, order: Order, read: plan.Read) -> None:
        self.ref, self.order, self.read, self.context = ref, order, read, context_of(ref)
        self.letters, self.rooms, self.waiting = list[LetterRecord](), list[RoomAct](), 0

    def shown(self) -> RoundReport:
        """What `done` would do, decided by the same functions (R19)."""
        snapshot, scope = sheet.understood(self.ref, self.order, self.read)
        found = plan.plan_round(snapshot, scope, self.read.problems)
        said = moved(found.letters, snapshot.programme.meetings, self.context.circle.zone)
        return RoundReport(
            self.ref.circle, self.order.at, found.state, planned(found.letters), rooms_of(found.rooms), found.problems, snapshot.candidates,
            plan=True, explained=sheet.explained(self.ref, self.order, snapshot), notes=(*notes_of(self.ref, self.read, snapshot, found.laid), *said),
        )  # fmt: skip

    def done(self) -> RoundReport:
        """The round. When it can't go on, or is asked to stop, its report tells what was done until then."""
        try:
            return self._done()
        except Stop as stop:
            if not self.letters:
                raise
            return self._broken_off(stop.problems)
        except BaseException as asked:  # Ctrl-C, and what Prefect raises for SIGTERM
            if self.letters and not isinstance(asked, Exception):
                hand_over(self._broken_off([INTERRUPTED]))
            raise

    def _broken_off(self, problems: Sequence[Problem]) -> RoundReport:
        return broken_off(self.ref.circle, self.order.at, problems, self.letters, self.waiting, self.rooms)

    def _done(self) -> RoundReport:
        ref, at, (snapshot, scope) = self.ref, self.order.at, sheet.understood(self.ref, self.order, self.read)
        for changes in (self.read.changes, snapshot.changes):
            if changes != Changes():
                memory.save(ref, changes)
        wanted = plan.plan_meetings(snapshot, scope)
        made, failed = rooms.see_to_meetings(ref, wanted, snapshot.roster.people)
        self.rooms = [act for act in wanted.acts if act.meeting.number in {meeting.number for meeting in made}]
        meetings = merged(snapshot.programme.meetings, made)
        due = plan.plan_letters(snapshot, meetings, scope)
        self._send(snapshot, meetings, due.letters)
        taken_over = [adopted(self.letters)] if scope.adopt else []
        place = self.context.settings.places.of
        problems = tuple(map(place, (*snapshot.problems, *self.read.problems, *failed, *due.problems, *taken_over)))
        trial = tuple(map(place, trial_in_the_sheet(ref)))
        digest = plan.plan_digest(snapshot, scope, self.letters, (*problems, *trial))  # it tells of letters itself
        self._send(snapshot, meetings, digest.letters, (*problems, *trial))
        problems += tuple(map(place, unfinished(self.letters)))
        state = plan.state_of(bool(wanted.acts or self.letters), problems)
        try:
            sheet.record_round(ref, snapshot, scope, self.read, plan.Done(meetings, self.letters, digest.digest, (*problems, *trial), state))
        except Stop as stop:
            problems, state = (*problems, *stop.problems), "problems"
        return RoundReport(
            ref.circle, at, state, sent(self.letters), rooms_of(self.rooms), problems, snapshot.candidates,
            wakes=() if self.context.doors.practice else wakes(meetings, at),
            waiting=waiting_of(snapshot), explained=sheet.explained(self.ref, self.order, snapshot), unsettled=digest.digest.unknown,
            quiet_since=standing_still(self.context.circle, self.read.memory, at, self.context.settings.doors.operator.late_hours),
            notes=notes_of(ref, self.read, snapshot, due.laid, self.letters),
        )  # fmt: skip

    def _send(self, snapshot: Snapshot, meetings: Sequence[Meeting], letters: Sequence[Letter], problems: Sequence[Problem] = ()) -> None:
        if not letters:
            return
        known = plan.with_sent(self.read.memory.letters, self.letters)
        batch = send.batch_of(self.context, snapshot, meetings, letters, known, problems)
        see_to, over = send.mark_as_sent if self.order.adopt else send.send_letters, list[LetterRecord]()
        try:
            self.letters += see_to(self.ref, batch, over, lambda count: None if self.ref.rehearsal else tell(count, len(letters), "brev"))
        except BaseException:
            self.letters += over
            self.waiting = len(letters) - len(over)
            raise
