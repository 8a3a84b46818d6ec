"""A rehearsal's folder: emptied before, made readable after. No Prefect here."""

import shutil
from datetime import datetime

from tasks.admin.report import write_report
from tasks.context import Place, equipped, forget_doors
from tasks.doors.outbox.preview import write_index
from tasks.doors.workbook.workbook import KeptSheet


def start_afresh(place: Place) -> None:
    """Remove what an earlier rehearsal of this circle left (never anything of the real circle)."""
    if not place.rehearsal:
        raise ValueError("only a rehearsal starts afresh")
    equipped(place)  # wrong configuration is said before anything is removed
    forget_doors(place)
    shutil.rmtree(place.folder, ignore_errors=True)


def publish(place: Place, at: datetime) -> None:
    """Write the page that shows the letters. `at` is the time of the last round (UTC)."""
    kit = equipped(place)
    if isinstance(kit.doors.sheet, KeptSheet):
        kit.doors.sheet.flush()
    write_report(place, at)
    write_index(kit.doors.outbox, kit.circle.title, kit.circle.zone)
