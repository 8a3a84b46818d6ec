"""`sheet NEW.xlsx`: a fresh workbook with tabs, headers, notes and drop-downs."""

import json
from pathlib import Path

from flows.command_words import out, say
from tasks.new_sheet import make_sheet


def new_sheet(file: Path, circle: str, *, as_json: bool) -> int:
    """Make the workbook; `Stop` when the file exists already."""
    made = make_sheet(file, circle)
    if as_json:
        say(json.dumps({"sheet": str(made)}, ensure_ascii=False))
    else:
        out().print(f"Arket er laget: {made}\nSkriv stien i config/doors.toml, [sheet] workbook, så leser sirkelen det.")
    return 0
