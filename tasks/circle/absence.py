"""«Kan ikke»: the only thing participants are asked for before a meeting (R2)."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Problem
from tasks.circle.model.records import Intention, Meeting
from tasks.circle.model.table import Cell, Column, normal
from tasks.circle.people.form_rows import Register, read_said

TAB = "Fravær"
COLUMNS = (Column("attends", ("Kommer", "Kjem", "Coming", "Attending"), needed=True),)
#: When (None: nobody knows), who, which meeting, and whether they come.
Word = tuple[datetime | None, str, int, bool]
#: What an answer of no begins with («Nei, er syk»).
NO = re.compile(r"(nei|no|kan ikk(j)?e|kommer ikke|kjem ikkje|false|usann|0)\b")


def read_absences(
    values: Sequence[Sequence[Cell]],
    circle: Circle,
    register: Register,
    meetings: Sequence[Meeting],
    intentions: Iterable[Intention] = (),
) -> tuple[frozenset[tuple[str, int]], list[Problem]]:
    """(person, Nr) of those whose latest word is no, in the tab or outside the sheet (`intentions`).

    A moved date asks anew: what was said before it counts no more. A row without a stamp was typed by hand, and counts as the
    latest word (R16: what stands in the sheet wins).
    """
    said, problems = read_said(TAB, values, COLUMNS, register, circle.zone)
    # Python's sort keeps the order of equals: of a row and a calendar reply of the same second the row counts.
    words: list[Word] = [(each.at, each.person, each.meeting, each.comes) for each in intentions]
    words += [(each.at, each.person, each.meeting, not NO.match(normal(each.row.cells.get("attends")))) for each in said]
    words.sort(key=lambda word: (word[0] is None, word[0].timestamp() if word[0] else 0.0))
    moved = {meeting.number: meeting.moved for meeting in meetings}
    latest: dict[tuple[str, int], bool] = {}
    for at, person, meeting, comes in words:
        since = moved.get(meeting)
        if since is None or at is None or at >= since:
            latest[person, meeting] = comes
    return frozenset(key for key, comes in latest.items() if not comes), problems
