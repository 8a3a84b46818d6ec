"""A rehearsal's folder: emptied before, made readable after. No Prefect here."""

import shutil
from datetime import datetime

from tasks.admin.report import write_report
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


def publish(ref: CircleRef, at: datetime) -> None:
    """Write the page that shows the letters. `at` is the time of the last round (UTC)."""
    context = context_of(ref)
    if isinstance(context.doors.sheet, KeptSheet):
        context.doors.sheet.flush()
    write_report(ref, at)
    write_index(context.doors.outbox, context.circle.title, context.circle.zone)
