"""The folder of a circle on trial (R24): what in it is from before the ledger knew the post, and a page to read it all."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from tasks import clock
from tasks.circle.coordinator.readiness import Facts, answers, said_unready
from tasks.circle.model.errors import Problem
from tasks.circle.model.records import LetterRecord, Memory, Outcome
from tasks.circle.model.trial import (
    EARLIER,
    TRIAL,
    Laid,
    as_live,
    counted_anew,
    found_in,
    goes_live,
    of_earlier,
    of_laid,
    on_trial,
    went_live,
    what_earlier_count_as,
)
from tasks.circle.plan import Read
from tasks.circle.snapshot import Snapshot
from tasks.context import CircleRef, context_of
from tasks.doors.bootstrap import is_practice
from tasks.doors.outbox.outbox import identities
from tasks.doors.outbox.preview import write_index
from tasks.settings.model import CircleSettings


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


def notes_of(ref: CircleRef, read: Read, snapshot: Snapshot, laid: Laid, letters: Sequence[LetterRecord] | None = None) -> tuple[str, ...]:
    """For information: of a plan, and of a round whose `letters` are over. `laid`: what becomes of those in the folder (R24)."""
    if letters is not None:
        went = of_laid(read.memory.letters, [each for each in letters if each.outcome is Outcome.DONE])
        live = [went_live(Laid(went.first, laid.lost))] if went.first else []
    else:
        live = [goes_live(laid)] if laid.first else []
    return (*said_of_trial(ref), *read.notes, *live, *_unready(ref, snapshot))


def _unready(ref: CircleRef, snapshot: Snapshot) -> Iterator[str]:
    """Where letters reach people: that `check` has a no."""
    context = context_of(ref)
    if not (context.doors.trial or snapshot.inputs.memory.closed):
        yield from said_unready(answers(facts_of(context.settings, snapshot, clock.now())))


def facts_of(chosen: CircleSettings, snapshot: Snapshot | None, now: datetime) -> Facts:
    """What «klar til å sende» rests on; `snapshot` None while the sheet can't be read, `now` in UTC."""
    doors, host = chosen.doors, urlsplit(chosen.doors.pages.url).hostname or ""
    people = [each.address for each in snapshot.roster.people if each.participant and each.address] if snapshot else None
    meetings = len(snapshot.programme.meetings) if snapshot else None
    return Facts(chosen.circle, now, is_practice(doors), doors.pages.url, host, doors.post.sender_address, doors.operator.address, people, meetings)
