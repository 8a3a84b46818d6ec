"""Checking memory, clock and outbox before a round does anything; marking as sent what a lost ledger had sent."""

from collections.abc import Callable
from dataclasses import replace

from tasks.circle.model.letter_kinds import CALENDAR_KINDS
from tasks.circle.model.records import LetterRecord, Memory, Outcome
from tasks.circle.preflight import ADOPTED_SEQUENCE, check_memory
from tasks.circle.snapshot import Values
from tasks.context import CircleRef, context_of
from tasks.round.send import Batch, intent_of
from tasks.round.step import round_task

_DETAIL = "Regnet som sendt: minnet var borte."


def check_ledger(ref: CircleRef, values: Values, known: Memory) -> None:
    """Raise `Stop` when the ledger is empty although the circle has had rounds (the own tab, or letters in the outbox)."""
    outbox = context_of(ref).doors.outbox
    check_memory(ref.circle, known, values, any(outbox.glob("*.eml")))


@round_task("ta over uten å sende")
def mark_as_sent(ref: CircleRef, batch: Batch, over: list[LetterRecord], _progress: Callable[[int], None]) -> list[LetterRecord]:
    """The letters of the batch, kept as sent; nothing goes out, and no calendar entry's SEQUENCE can fall from now on. As `send_letters`."""
    context = context_of(ref)
    ledger = context.doors.ledger
    for meeting in batch.meetings.values():
        if meeting.sequence < ADOPTED_SEQUENCE and not meeting.history:
            ledger.keep_room(ref.circle, replace(meeting, sequence=ADOPTED_SEQUENCE))
    for letter in batch.letters:
        intent = intent_of(context, batch, letter)
        if letter.kind in CALENDAR_KINDS:
            intent = replace(intent, sequence=max(intent.sequence, ADOPTED_SEQUENCE))
        if ledger.claim(ref.circle, intent):
            over.append(replace(intent, outcome=Outcome.DONE, detail=_DETAIL))
            ledger.settle(ref.circle, over[-1])
    return over
