"""Letters, composed and sent in batches. While it sends it talks to the ledger and the post only, never to Prefect.

A door that is shut, or shuts in the middle, makes the letters that were not tried `later`: the round goes on and says why.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Literal

from tasks.circle.coordinator.round_report import not_recorded
from tasks.circle.letters.content import LetterContent
from tasks.circle.letters.due import Letter
from tasks.circle.meetings.beside import entry_text
from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.letter_kinds import CALENDAR_KINDS, Kind
from tasks.circle.model.records import LetterRecord, Meeting, Outcome, is_applicant
from tasks.circle.people.mail import unsubscribe_link
from tasks.circle.people.roster import Person
from tasks.circle.people.sign_ups import address_key
from tasks.circle.preflight import ADOPTED_SEQUENCE
from tasks.circle.snapshot import Snapshot
from tasks.context import CircleContext, CircleRef, context_of
from tasks.doors.message.ics import Entry, calendar_part
from tasks.doors.message.mime import LetterFile, compose
from tasks.doors.outbox.outbox import identities
from tasks.doors.ports import Envelope
from tasks.round.connections import ConnectionPool, LetterSender, Written, how_many
from tasks.round.judging import Refusals
from tasks.round.step import round_step


@dataclass(frozen=True, slots=True)
class Batch:
    """Letters to send now, and what is needed to write them. `at` is the round's time (UTC), `refused` what else was refused or waits."""

    letters: tuple[Letter, ...]
    people: dict[str, Person]
    meetings: dict[int, Meeting]
    content: LetterContent
    at: datetime
    refused: tuple[LetterRecord, ...] = ()


def batch_of(
    context: CircleContext,
    snapshot: Snapshot,
    meetings: Sequence[Meeting],
    letters: Sequence[Letter],
    known: Sequence[LetterRecord],
    problems: Sequence[Problem] = (),
) -> Batch:
    """`letters` to people of `snapshot` about `meetings` as they are now; digests tell of `problems`. `known`: all letters until now.

    Who waits for a letter that was tried in vain goes last: if it ends the batch again (R26), nobody else is kept from theirs.
    """
    content = LetterContent(
        snapshot, meetings, known, problems, context.keys, context.settings.doors.pages, mailbox=context.doors.mailbox is not None
    )
    people = {person.code: person for person in (*snapshot.roster.people, *snapshot.inputs.applicants)}
    refused = tuple(each for each in known if each.outcome in (Outcome.REJECTED, Outcome.LATER))
    waiting = {each.person for each in refused if each.outcome is Outcome.LATER}
    ordered = tuple(sorted(letters, key=lambda letter: letter.person in waiting))
    return Batch(ordered, people, {meeting.number: meeting for meeting in meetings}, content, snapshot.inputs.now, refused)


@round_step("send brev")
def send_letters(ref: CircleRef, batch: Batch, over: list[LetterRecord], progress: Callable[[int], None]) -> list[LetterRecord]:
    """What became of each letter, in order. What can't be tried now (the line is down) is `later` and leaves no claim.

    `over` gets what became of each as it happens, also when the batch breaks off; `progress` is told how many letters are over.
    Raises `Stop` when the ledger goes away meanwhile.
    """
    context, count = context_of(ref), len(batch.letters)
    unrecorded, refusals = list[LetterRecord](), Refusals(batch.refused, batch.at)
    sender = partial(LetterSender, context, over, unrecorded, refusals)
    pool = ConnectionPool(context.doors.post, count, lambda number: _written(context, batch, batch.letters[number]), sender)
    try:
        tried, why = pool.run(1 if ref.rehearsal else how_many(context.settings.doors.post, count), progress)
        judged = _judged(context, refusals)
    except Stop as stop:
        raise Stop([*stop.problems, *not_recorded(_left(context, unrecorded))]) from stop
    for number, letter in enumerate(batch.letters):
        if number not in tried:
            tried[number] = replace(intent_of(context, batch, letter), outcome=Outcome.LATER, detail=why)
    return [judged.get(sent.message_id, sent) for number in range(count) if (sent := tried[number])]


def _judged(context: CircleContext, refusals: Refusals) -> dict[str, LetterRecord]:
    judged = {letter.message_id: letter for letter in refusals.judged()}
    for letter in judged.values():
        if letter.outcome is Outcome.REJECTED:
            context.doors.ledger.settle(context.ref.circle, letter)
    return judged


def _left(context: CircleContext, unrecorded: Sequence[LetterRecord]) -> Iterator[LetterRecord]:
    """Those of them that the ledger does not take now either: it may have been away for a moment only."""
    for letter in unrecorded:
        try:
            context.doors.ledger.settle(context.ref.circle, letter)
        except Stop:
            yield letter


def intent_of(context: CircleContext, batch: Batch, letter: Letter) -> LetterRecord:
    """The letter as the ledger remembers it; a calendar letter with what it tells."""
    meeting = batch.meetings.get(letter.meeting) if letter.kind in CALENDAR_KINDS else None
    # A cancellation tells of the entry that leaves the calendar: the date and place people had.
    old = letter.told if letter.kind is Kind.CANCELLATION else None
    version = f"{letter.address_version}." if letter.address_version > 1 else ""
    name = f"{letter.kind}.{context.circle.name}.{letter.meeting}.{letter.person}.{version}{letter.revision}"
    return LetterRecord(
        person=letter.person,
        meeting=letter.meeting,
        kind=letter.kind,
        revision=letter.revision,
        address_version=letter.address_version,
        outcome=Outcome.CLAIMED,
        at=batch.at,
        sequence=letter.sequence,
        start=(old.start if old else meeting.start) if meeting else None,
        end=(old.end if old else meeting.end) if meeting else None,
        where=(old.where if old else meeting.where) if meeting else "",
        focus_revision=meeting.focus_revision if meeting else 0,
        message_id=f"<{context.keys.signed(name)}@{context.domain}>",
        post=context.doors.post_kind,
    )


def _written(context: CircleContext, batch: Batch, letter: Letter) -> Written:
    intent = intent_of(context, batch, letter)
    message = compose(letter_file(context, batch, letter, intent))
    local = batch.at.astimezone(context.circle.zone)
    name = f"{local:%Y-%m-%d_%H%M}_{letter.kind}_{letter.meeting:02d}_{letter.person}"
    sender, recipient = context.settings.doors.post.sender_address, batch.people[letter.person].address
    return Written(intent, Envelope(sender, recipient, intent.message_id, name, message))


def letter_file(context: CircleContext, batch: Batch, letter: Letter, intent: LetterRecord) -> LetterFile:
    """All that the letter consists of; `intent` is what the ledger would know of it."""
    person, circle, post = batch.people[letter.person], context.circle, context.settings.doors.post
    values = batch.content.context(letter, person)
    rendered = context.templates.render(letter.kind, person.language, values)
    unsubscribe = getattr(values["links"], "unsubscribe", "")
    leaders = tuple((leader.name, leader.address) for leader in circle.facilitators)
    # Where nobody reads the sender's mailbox for us, an unsubscribe mail must reach a person; a facilitator can only be taken out by one.
    read_at = post.sender_address if context.doors.mailbox and person.participant else leaders[0][1]
    entry = _entry(context, batch, letter, intent, person) if letter.kind in CALENDAR_KINDS else None
    return LetterFile(
        sender_name=post.sender.rpartition("<")[0].strip(' "'),
        sender_address=post.sender_address,
        recipient_name=person.name,
        recipient_address=person.address,
        reply_to=reply_to(context, leaders),
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        calendar=calendar_part(entry) if entry else None,
        method=entry.method if entry else "",
        message_id=intent.message_id,
        at=batch.at.astimezone(circle.zone),
        circle=circle.name,
        kind=letter.kind,
        meeting=letter.meeting,
        unsubscribe_url=unsubscribe if not person.facilitator or person.participant else "",
        unsubscribe_mail="" if is_applicant(letter.person) else unsubscribe_link(read_at, circle.name, person.known, context.keys),
        language=person.language,
        participant=person.code,
    )


def reply_to(context: CircleContext, leaders: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Where a mailbox is read, the circle's own address first, so that an answer counts; the facilitators read it too, and letters say so (R31)."""
    own = context.settings.doors.post.sender_address
    return ((context.circle.title, own), *(each for each in leaders if each[1] != own)) if context.doors.mailbox else leaders


def _entry(context: CircleContext, batch: Batch, letter: Letter, intent: LetterRecord, person: Person) -> Entry:
    """Nobody is organizer and attendee of one entry: whose address the letters come from has it published (RFC 5546 §3.2.1)."""
    sender = context.settings.doors.post.sender_address
    own = address_key(person.address) == address_key(sender)
    method: Literal["REQUEST", "CANCEL", "PUBLISH"] = "PUBLISH" if own else "REQUEST"
    meeting = batch.meetings[letter.meeting]
    link = meeting.link
    summary = f"{context.circle.title}: {meeting.focus}" if meeting.focus else context.circle.title
    assert intent.start is not None and intent.end is not None  # noqa: S101 - calendar letters tell a time
    return Entry(
        method="CANCEL" if letter.kind is Kind.CANCELLATION else method,
        uid=meeting.uid,
        sequence=letter.sequence,
        stamp=batch.at,
        start=intent.start,
        end=intent.end,
        summary=summary,
        description=entry_text(context.circle, meeting, person.language),
        location=" · ".join(part for part in (meeting.place_words, link) if part),
        link=link,
        organizer_name=context.circle.title,
        organizer_address=sender,
        attendee_name=person.name,
        attendee_address="" if own else person.address,
        chair=person.facilitator,
        answer=batch.content.said(letter),
    )


# What a lost ledger had sent, marked as sent.

_MARKED = "Regnet som sendt: minnet var borte."


@round_step("ta over uten å sende")
def mark_as_sent(ref: CircleRef, batch: Batch, over: list[LetterRecord], _progress: Callable[[int], None]) -> list[LetterRecord]:
    """The letters of the batch, kept as sent; nothing goes out, and no calendar entry's SEQUENCE can fall from now on. As `send_letters`.

    What lies in the folder of a circle on trial is kept as laid: that is all it was (R24).
    """
    context = context_of(ref)
    ledger = context.doors.ledger
    folder = identities(context.doors.outbox) if context.doors.trial else ()
    for meeting in batch.meetings.values():
        if meeting.sequence < ADOPTED_SEQUENCE and not meeting.history:
            ledger.keep_room(ref.circle, replace(meeting, sequence=ADOPTED_SEQUENCE))
    for letter in batch.letters:
        intent = intent_of(context, batch, letter)
        if letter.kind in CALENDAR_KINDS:
            intent = replace(intent, sequence=max(intent.sequence, ADOPTED_SEQUENCE))
        if ledger.claim(ref.circle, intent):
            over.append(replace(intent, outcome=Outcome.LAID if intent.message_id in folder else Outcome.DONE, detail=_MARKED))
            ledger.settle(ref.circle, over[-1])
    return over
