"""«Kan ikke»: the only thing participants are asked for before a meeting (R2)."""

import re
from collections.abc import Sequence

from tasks.circle.circle import Circle
from tasks.circle.errors import Problem
from tasks.circle.form_rows import Register, read_said
from tasks.circle.state import Meeting
from tasks.circle.table import Cell, Column, normal

TAB = "Fravær"
COLUMNS = (Column("attends", ("Kommer", "Kjem", "Coming", "Attending"), needed=True),)
#: What an answer of no begins with («Nei, er syk»).
NO = re.compile(r"(nei|no|kan ikk(j)?e|kommer ikke|kjem ikkje|false|usann|0)\b")


def read_absences(
    values: Sequence[Sequence[Cell]], circle: Circle, register: Register, meetings: Sequence[Meeting]
) -> tuple[frozenset[tuple[str, int]], list[Problem]]:
    """(person, Nr) of those whose latest word is no. A moved date asks anew: what was said before it counts no more."""
    said, problems = read_said(TAB, values, COLUMNS, register, circle.zone)
    moved = {meeting.number: meeting.moved for meeting in meetings}
    latest: dict[tuple[str, int], bool] = {}
    for each in said:
        since = moved.get(each.meeting)
        if since is None or each.at is None or each.at >= since:
            latest[each.person, each.meeting] = bool(NO.match(normal(each.row.cells.get("attends"))))
    return frozenset(key for key, absent in latest.items() if absent), problems
