"""A rehearsal's folder: emptied before, made readable after. No Prefect here."""

import shutil
from datetime import datetime, timedelta

from tasks.admin.report import write_report
from tasks.circle.meetings.closing import answers_close
from tasks.circle.model.records import Changes, WordsDecision
from tasks.circle.people.sign_ups import address_key
from tasks.circle.proposals.proposing import shown
from tasks.circle.proposals.shown_words import Release
from tasks.context import CircleRef, context_of, forget_doors
from tasks.doors.outbox.preview import write_index
from tasks.doors.workbook.workbook import KeptSheet


def start_afresh(ref: CircleRef) -> None:
    """Remove what an earlier rehearsal of this circle left (never anything of the real circle)."""
    if not ref.rehearsal:
        raise ValueError("only a rehearsal starts afresh")
    context_of(ref)  # wrong configuration is said before anything is removed
    forget_doors(ref)
    shutil.rmtree(ref.folder, ignore_errors=True)


def say_yes(ref: CircleRef, at: datetime) -> None:
    """As facilitators do the day after the answers were closed (`at`, UTC): the others may see what is not held back (R41)."""
    context = context_of(ref)
    memory, circle = context.doors.ledger.memory(ref.circle), context.circle
    number, candidates = shown(memory.candidates, memory.meetings)
    about = next((each for each in memory.meetings if each.number == number), None)
    if about is None or at < answers_close(about, circle) + timedelta(days=1):
        return
    words = Release(circle, memory, context.keys.digest, at).words(candidates)
    leader = context.keys.digest(address_key(circle.facilitators[0].address))
    by = next((each.code for each in memory.people if each.digest == leader), "")
    decided = tuple(WordsDecision(each.key, True, by, at) for each in words if each.waits and not each.held)
    if decided:
        context.doors.ledger.save(ref.circle, Changes(words_decided=decided))


def publish(ref: CircleRef, at: datetime) -> None:
    """Write the page that shows the letters. `at` is the time of the last round (UTC)."""
    context = context_of(ref)
    if isinstance(context.doors.sheet, KeptSheet):
        context.doors.sheet.flush()
    write_report(ref, at)
    write_index(context.doors.outbox, context.circle.title, context.circle.zone)
