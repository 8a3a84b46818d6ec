"""The mailbox of a circle, read for a round; what the messages mean is decided in the circle."""

from dataclasses import dataclass, field

from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.records import Changes, MailMark, Memory
from tasks.circle.people.mail import apply_mail, unread_problems
from tasks.context import CircleRef, context_of
from tasks.round.step import round_task


@dataclass(frozen=True, slots=True)
class Mailed:
    """What the ledger knows with the mail taken in; `changes` it has yet to save of it, and `marks` when the round is over."""

    memory: Memory
    changes: Changes = field(default_factory=Changes)
    marks: tuple[MailMark, ...] = ()
    problems: tuple[Problem, ...] = ()


def with_mail(ref: CircleRef, memory: Memory) -> Mailed:
    """`memory` and the new mail. Where no mailbox is read, or nothing is left to do for the circle, nobody is asked."""
    if context_of(ref).doors.mailbox is None or memory.erased is not None:
        return Mailed(memory)
    return read_mailbox(ref, memory)


@round_task("les postkassen")
def read_mailbox(ref: CircleRef, memory: Memory) -> Mailed:
    """A mailbox that can't be read is a problem and stops nothing: what lies there waits for the next round.

    A message that can't be read is one too, told in this round alone: the mark is behind it when the round is over.
    """
    context = context_of(ref)
    assert context.doors.mailbox is not None  # noqa: S101 - `with_mail` asks only where there is one
    try:
        found = context.doors.mailbox.read(memory.marks)
    except Stop as stop:
        return Mailed(memory, problems=stop.problems)
    applied = apply_mail(found.messages, memory, ref.circle, context.keys)
    marks = () if found.mark in memory.marks else (found.mark,)
    return Mailed(applied.memory, applied.changes, marks, tuple(unread_problems(applied.unread, context.circle.zone)))
