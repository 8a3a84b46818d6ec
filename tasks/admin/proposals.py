"""A coordinator's corrections of the proposals, kept in the ledger while no round is at work."""

from dataclasses import dataclass
from datetime import datetime

from tasks.circle.coordinator.choice import Choice, choice_of, waiting_of
from tasks.circle.model.circle import Circle
from tasks.circle.model.records import Changes
from tasks.circle.model.tabs import READ_NAMES
from tasks.circle.proposals.correcting import CorrectionRequest, correct
from tasks.circle.proposals.explaining import Explained
from tasks.circle.snapshot import take_snapshot
from tasks.context import CircleRef, reloaded_context
from tasks.round.ledger import lease
from tasks.round.step import round_step


@round_step("rett forslagene")
def correct_proposals(ref: CircleRef, request: CorrectionRequest, at: datetime, *, plan: bool) -> Explained:
    """The proposals as they are with what is `request`; a `plan` keeps nothing. `at` is UTC.

    Raises `Stop` when a number names nothing, `Busy` while a round is at work.
    """
    context = reloaded_context(ref)
    ledger = context.doors.ledger
    if plan:
        return correct(context.circle, ledger.memory(ref.circle), request, at, context.keys.digest)[1]
    with lease(ref):
        changes, seen = correct(context.circle, ledger.memory(ref.circle), request, at, context.keys.digest)
        if changes != Changes():
            ledger.save(ref.circle, changes)
    return seen


# What people have yet to choose, read for the run that waits for them.


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with a meeting: nothing left to choose (`settled`), or the choice (None: no such meeting)."""

    circle: Circle
    settled: bool
    choice: Choice | None


@round_step("les hva som skal velges")
def read_standing(ref: CircleRef, number: int, at: datetime) -> Standing:
    """Read the sheet as of `at` (UTC) and the ledger, and change neither. `number` 0: the first meeting that lacks something."""
    context = reloaded_context(ref)
    memory = context.doors.ledger.memory(ref.circle)
    inputs = context.inputs(memory, at, confirmed=True)
    snapshot = take_snapshot(context.doors.sheet.read(READ_NAMES, at), inputs)
    return Standing(context.circle, number in waiting_of(snapshot).settled, choice_of(snapshot, number))
