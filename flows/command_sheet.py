"""`sheet [NEW.xlsx]`: a fresh workbook with tabs, headers, notes and drop-downs, or the circle's empty Google Sheet made ready."""

import json
from collections.abc import Callable
from pathlib import Path

from flows.command.output import say
from tasks.admin.new_sheet import fill_google_sheet, make_sheet
from tasks.context import Place, lacks, places

HINT = "Skriv stien i config/doors.toml, [sheet] workbook, så leser sirkelen det."


def new_sheet(file: Path | None, circle: str, fill_in: Callable[[Place], None], *, as_json: bool) -> int:
    """Make the workbook `file`, or without one fill the Google Sheet; `Stop` when there is something in the way.

    `fill_in` may know secrets that the circle's doors lack.
    """
    place = places(circle)[0]
    if file is None and lacks(place):
        fill_in(place)
    made = str(make_sheet(file, place)) if file else fill_google_sheet(place)
    if as_json:
        say(json.dumps({"sheet": made}, ensure_ascii=False))
    else:
        say(f"Arket er laget: {made}\n{HINT}" if file else f"Google-arket er klart: {made}")
    return 0
