"""The sheet and the ledger, read for a round; what is kept of it, written to both."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from tasks.circle.acts import with_missed
from tasks.circle.coordinator.own_tabs import tabs_to_write
from tasks.circle.focus.redaction import clean_quote
from tasks.circle.letters.digest_content import explained_now
from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Changes, Memory
from tasks.circle.model.table import WHOLE_CELL, Cell, clean
from tasks.circle.model.tabs import READ_NAMES, SIGN_UPS, WEB_SIGN_UPS, WRITTEN_NAMES
from tasks.circle.model.trial import EARLIER
from tasks.circle.people.form_sign_ups import asked_about_form
from tasks.circle.people.mail import apply_mail, returned_problems, unread_problems
from tasks.circle.people.sign_ups import read_sign_ups, with_web
from tasks.circle.people.written import Written
from tasks.circle.plan import Done, Order, Read, Scope, plan_record
from tasks.circle.preflight import check_clock, check_memory
from tasks.circle.proposals.explaining import Explained
from tasks.circle.replies.taking import take_replies
from tasks.circle.snapshot import Snapshot, Values, names_of, take_snapshot
from tasks.context import CircleContext, CircleRef, context_of
from tasks.round.ledger import close_round, save
from tasks.round.sign_ups import with_pending_sign_ups
from tasks.round.step import round_step
from tasks.round.trial import as_counted, show_folder, told_of_earlier


def read_round(ref: CircleRef, order: Order) -> Read:
    """Everything that a round or its plan looks at. Raises `Stop` when the ledger or the clock is not to be believed."""
    values, memory = read_circle(ref, order.at)
    doors = context_of(ref).doors
    if not (ref.rehearsal or order.adopt):
        check_memory(ref.circle, memory, values, any(doors.outbox.glob("*.eml")))
    memory, counted = as_counted(memory, doors.outbox, trial=doors.trial)
    notes = told_of_earlier(memory, counted, doors.outbox)
    learnt = Changes(counted=counted, notices={EARLIER: order.at} if notes else {})
    if order.by_clock and not order.confirm:
        check_clock(memory, order.at)
    asked = None if not order.plan or "sign_up_form" in context_of(ref).settings.doors.sheet.model_fields_set else asked_about_form(values)
    found = (*context_of(ref).doors.sheet.left_out, *((asked,) if asked else ()))
    read = Read(values, memory, learnt, problems=found, notes=notes)
    return with_pending_sign_ups(ref, with_mail(ref, read, order.at), order.at)


def understood(ref: CircleRef, order: Order, read: Read) -> tuple[Snapshot, Scope]:
    """What the circle is by what was `read`, and how far the round goes."""
    context, doors, known = context_of(ref), context_of(ref).settings.doors, read.memory
    acts = with_missed(order.acts, known.last_consult, order.at, context.circle.zone)
    inputs = context.inputs(known, order.at, confirmed=order.confirm, consult="consult" in acts, applicants=read.applicants)
    attendance = doors.room.attendance and not ref.rehearsal
    scope = Scope(acts, doors.post.per_round, context.doors.link, attendance=attendance, adopt=order.adopt, by_clock=order.by_clock)
    return take_snapshot(read.values, inputs), scope


def explained(ref: CircleRef, order: Order, snapshot: Snapshot) -> Explained | None:
    """Why the proposals are what they are, for who starts «foreslå fokusområde»; nobody looks at a rehearsal's."""
    asked = "propose" in order.acts and "invite" not in order.acts
    return None if ref.rehearsal else explained_now(snapshot, asked=asked)


@round_step("les ark og hukommelse")
def read_circle(ref: CircleRef, at: datetime) -> tuple[Values, Memory]:
    """One read of the sheet (as of `at`, UTC, where it is recorded), one of the ledger."""
    doors = context_of(ref).doors
    values = doors.sheet.read((*READ_NAMES, *WRITTEN_NAMES), at)
    return {**doors.sheet.others(), **values}, doors.ledger.memory(ref.circle)


def record_round(ref: CircleRef, snapshot: Snapshot, scope: Scope, read: Read, done: Done) -> None:
    """Close the round in the ledger, then write what is new: the page of a folder of letters, and the sheet; who waited there is moved in
    when that is written.

    The sheet comes last, because a workbook that somebody has open must not keep the ledger from learning what was sent.
    """
    changes, tabs = plan_record(snapshot, scope, read, done), tabs_to_write(snapshot, read, done)
    close_round(ref, snapshot.inputs.now, scope.acts, done.state, changes)
    if done.letters and context_of(ref).doors.trial and not ref.rehearsal:
        show_folder(ref)
    if tabs:
        write_tabs(ref, tabs)
    if read.moved_in or read.expired:
        save(ref, Changes(moved_in=read.moved_in, expired=read.expired))


@round_step("skriv egne faner")
def write_tabs(ref: CircleRef, tabs: Mapping[str, Sequence[Sequence[Cell]]]) -> None:
    """Replace the program's own tabs, all in one call."""
    context_of(ref).doors.sheet.write(tabs)


# The mailbox of the circle, read for a round; what the messages mean is decided in the circle.


def with_mail(ref: CircleRef, read: Read, at: datetime) -> Read:
    """`read` and the new mail. Where no mailbox is read, or nothing is left to do for the circle, nobody is asked."""
    if context_of(ref).doors.mailbox is None or read.memory.erased is not None:
        return read
    return read_mailbox(ref, read, at)


@round_step("les postkassen")
def read_mailbox(ref: CircleRef, read: Read, at: datetime) -> Read:
    """A mailbox that can't be read is a problem and stops nothing: what lies there waits for the next round.

    A message that can't be read is one too, told in this round alone: the mark is behind it when the round is over.
    """
    context = context_of(ref)
    assert context.doors.mailbox is not None  # noqa: S101 - `with_mail` asks only where there is one
    try:
        found = context.doors.mailbox.read(read.memory.marks)
    except Stop as stop:
        return replace(read, problems=(*read.problems, *stop.problems))
    asked = with_pending_sign_ups(ref, read, at).applicants if found.messages and read.memory.pending_sign_ups else ()
    applied = apply_mail(found.messages, read.memory, ref.circle, context.keys, asked, context.settings.doors.post.sender_address)
    written = [each for each in found.messages if isinstance(each, Written)]
    taken = take_replies(written, applied.memory, context.circle, context.keys, context.templates.sentences, _cleaner(context, read, at))
    marks = () if found.mark in read.memory.marks else (found.mark,)
    problems = (*read.problems, *returned_problems(applied), *unread_problems(applied.unread, context.circle.zone))
    notices = {**read.changes.notices, **applied.changes.notices, **taken.changes.notices}
    own = taken.changes
    changes = replace(applied.changes, counted=read.changes.counted, notices=notices, own_replies=own.own_replies, own_votes=own.own_votes)
    return replace(read, memory=taken.memory, changes=changes, marks=marks, problems=problems)


def _cleaner(context: CircleContext, read: Read, at: datetime) -> Callable[[str], str]:
    """Takes names, addresses and numbers out of an answer, with the names that the sheet has now (RULES.md «Privacy»)."""
    names: list[tuple[str, ...]] = []

    def cleaned(text: str) -> str:
        if not names:
            try:
                typed, _ = read_sign_ups(read.values.get(SIGN_UPS.name, ()), context.circle.zone, context.circle.language, at)
                people, _ = with_web(typed, read.values.get(WEB_SIGN_UPS.name, ()), context.circle.zone, context.circle.language, at)
            except Stop:  # the round tells what is wrong with the tab, and stops
                people = []
            names.append(names_of(people, context.circle))
        return clean_quote(clean(text, WHOLE_CELL), names[0], context.circle.vocabulary)

    return cleaned
