"""«Frammøte»: what is known of who was there, and what people type (RULES.md R35)."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from tasks.circle.model.attending import Attended, CameIn, TypedMinutes
from tasks.circle.model.records import Memory
from tasks.circle.people.attendance_tab import attendance_grid, read_attendance_tab, there
from tests.circle.people_of_the_circle import JUNE, MAY, circle, local, round_at, see, sheet

HEAD = ["Kode", "Navn", "11.5.2021 (nr 1)", "8.6.2021 (nr 2)", "Timer"]
NOW = local("2021-06-09")


@pytest.fixture(scope="module")
def memory() -> Memory:
    """Kari, Ola and Åse; two meetings held. Zoom saw Kari at the first, and Ola pressed «Bli med» an hour before its end."""
    known = round_at(local("2021-05-05"), sheet(meetings=(MAY, JUNE)))[1]
    known = round_at(NOW, sheet(meetings=(MAY, JUNE)), known)[1]
    return replace(known, attended=(Attended("D01", 1, 90),), came_in=(CameIn("D02", 1, local("2021-05-11", "10:30")),))


def typed(memory: Memory, cell: object, row: int = 3) -> Any:
    """What is understood when `cell` is typed for Åse (or the row's person) at the first meeting."""
    rows: list[list[Any]] = [["D01", "Kari", 1.5, "", 1.5], ["D02", "Ola", 1, "", 1], ["D03", "Åse", "", "", 0]]
    rows[row - 1][2] = cell
    return read_attendance_tab([HEAD, *rows], memory, memory.meetings, NOW)


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [("x", 135), ("X ", 135), ("ja", 135), (True, 135), ("✓", 135), (1.5, 90), ("1,5", 90), ("1.5", 90), ("1,75 t", 105), ("2 timer", 120),
     ("1:30", 90), (time(1, 30), 90), (2, 120), ("0", 0), (0, 0), ("nei", 0), ("-", 0), ("Nei, syk", 0)],
)  # fmt: skip
def test_what_people_type_is_understood(memory: Memory, cell: object, minutes: int) -> None:
    found = typed(memory, cell)
    assert [(each.person, each.meeting, each.minutes) for each in found.typed] == [("D03", 1, minutes)] and not found.problems
    assert found.there["D03", 1] == minutes


@pytest.mark.parametrize("cell", ["kanskje", "25", 25, -1, "1,5,5", "#REF!", "x" * 400, "=1+1"])
def test_what_is_not_understood_stays_and_is_told(memory: Memory, cell: object) -> None:
    found = typed(memory, cell)
    assert not found.typed and found.unclear == {("D03", 1): cell}
    [problem] = found.problems
    assert problem.where == "«Frammøte», celle C4" and "x for hele møtet" in problem.next_step
    snapshot = see(sheet(meetings=(MAY, JUNE)), memory, NOW)
    grid = attendance_grid(circle(), memory.meetings, snapshot.roster.people, found.there, found.unclear, NOW)
    assert grid[3][2] == cell


def test_what_people_type_wins_over_what_is_known_and_can_be_taken_back(memory: Memory) -> None:
    assert there(memory, memory.meetings, NOW) == {("D01", 1): 90, ("D02", 1): 60}
    assert not typed(memory, "").typed, "what stands there is what the program wrote"
    found = typed(memory, 0, row=1)
    assert found.there["D01", 1] == 0 and found.typed == (TypedMinutes("D01", 1, 0),)
    after = replace(memory, typed_minutes=found.typed)
    assert not typed(after, 0, row=1).typed, "read again it is nothing new"
    assert typed(after, "", row=1).typed == (TypedMinutes("D01", 1, 0, none=True),), "an emptied cell"
    assert typed(after, 1.5, row=1).typed == (TypedMinutes("D01", 1, 0, none=True),), "what is known, typed"
    back = replace(memory, typed_minutes=typed(after, "", row=1).typed)
    assert there(back, back.meetings, NOW)["D01", 1] == 90


def test_what_the_program_wrote_is_not_typed_when_more_is_known(memory: Memory) -> None:
    """«Bli med» gave Ola an hour, which stands in the tab when Zoom tells fifty minutes; and while the meeting goes on nobody has hours yet."""
    told = replace(memory, attended=(*memory.attended, Attended("D02", 1, 50)))
    found = typed(told, 1.0, row=2)
    assert not found.typed and found.there["D02", 1] == 50
    assert typed(told, 1.25, row=2).typed == (TypedMinutes("D02", 1, 75),)
    during = read_attendance_tab([HEAD], memory, memory.meetings, local("2021-05-11", "10:45"))
    assert ("D02", 1) not in during.there


def test_a_tab_or_a_row_that_is_gone_and_rows_in_another_order_change_nothing(memory: Memory) -> None:
    after = replace(memory, typed_minutes=(TypedMinutes("D03", 1, 135),))
    assert not read_attendance_tab([], after, after.meetings, NOW).typed
    assert not read_attendance_tab([HEAD, ["D01", "Kari", 1.5]], after, after.meetings, NOW).typed
    assert not read_attendance_tab([["Navn", "Kode"], ["x", "D03"]], after, after.meetings, NOW).typed
    turned: list[list[Any]] = [
        ["Navn", "8.6.2021 (nr 2)", "11.5.2021 (nr 1)", "Kode"],
        ["Åse", "", 2.25, "D03"],
        ["Noen", "x", "x", "D99"],
        ["Kari", "x", 1.5, "D01"],
    ]
    assert read_attendance_tab(turned, after, after.meetings, NOW).typed == (TypedMinutes("D01", 2, 135),)


def test_the_tab_has_what_is_known_and_the_hours_in_all(memory: Memory) -> None:
    after = replace(memory, typed_minutes=(TypedMinutes("D03", 2, 135),))
    snapshot = see(sheet(meetings=(MAY, JUNE)), after, NOW, attendance=True)
    grid = attendance_grid(circle(), after.meetings, snapshot.roster.people, snapshot.at_meetings.there, {}, NOW)
    assert [row[:1] + row[2:] for row in grid] == [
        [HEAD[0], *HEAD[2:]], ["D01", 1.5, "", 1.5], ["D02", 1.0, "", 1.0], ["D03", "", 2.25, 2.25],
    ]  # fmt: skip
    assert see(sheet(meetings=(MAY, JUNE)), after, NOW).at_meetings.there == {}, "kept only where somebody has chosen to"
