"""The folder of a circle on trial (R24): what in it is from before the ledger knew the post, and a page to read it all."""

from pathlib import Path

from tasks.circle.model.errors import Problem
from tasks.circle.model.records import LetterRecord, Memory
from tasks.circle.model.trial import (
    EARLIER,
    TRIAL,
    as_live,
    counted_anew,
    found_in,
    goes_live,
    of_earlier,
    on_trial,
    only_laid,
    what_earlier_count_as,
)
from tasks.circle.plan import Read
from tasks.context import CircleRef, context_of
from tasks.doors.outbox.outbox import identities
from tasks.doors.outbox.preview import write_index


def as_counted(memory: Memory, outbox: Path, *, trial: bool) -> tuple[Memory, tuple[LetterRecord, ...]]:
    """`memory` as it counts with the present post, and which letters of earlier versions lie in `outbox`: the ledger is to keep that."""
    counted = found_in(memory.letters, identities(outbox)) if of_earlier(memory.letters) else ()
    memory = counted_anew(memory, counted)
    return memory if trial else as_live(memory), counted


def remembered(ref: CircleRef) -> Memory:
    """The ledger's memory of the circle as it counts with the present post."""
    doors = context_of(ref).doors
    return as_counted(doors.ledger.memory(ref.circle), doors.outbox, trial=doors.trial)[0]


def told_of_earlier(memory: Memory, counted: tuple[LetterRecord, ...], outbox: Path) -> tuple[str, ...]:
    """What letters of earlier versions count as, until people were told; again when more of them were found."""
    rest = len(of_earlier(memory.letters))
    return (what_earlier_count_as(len(counted), rest, outbox),) if counted or (rest and EARLIER not in memory.notices) else ()


def index_of(ref: CircleRef) -> Path:
    return context_of(ref).doors.outbox / "index.html"


def show_folder(ref: CircleRef) -> None:
    """Write the page that shows the letters. Raises `Stop` when the folder can't be written."""
    context = context_of(ref)
    write_index(context.doors.outbox, context.circle.title, context.circle.zone)


def said_of_trial(ref: CircleRef) -> tuple[str, ...]:
    """That the circle is on trial, and where to read; a rehearsal says it in words of its own."""
    return (on_trial(index_of(ref)),) if context_of(ref).doors.trial and not ref.rehearsal else ()


def trial_in_the_sheet(ref: CircleRef) -> tuple[Problem, ...]:
    """The same for who reads the digest and the sheet, and not where the run is shown."""
    return (TRIAL,) if said_of_trial(ref) else ()


def notes_of(ref: CircleRef, read: Read, first: int) -> tuple[str, ...]:
    """For information; `first` of the letters that are due were only laid until now (R24)."""
    laid = sum(map(only_laid, read.memory.letters))
    return (*said_of_trial(ref), *read.notes, *([goes_live(first, laid)] if first else []))
