"""Rows of «Møter» and «Påmelding» that are taken out before anybody was written to (R27)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from tasks.circle.model.records import Memory
from tasks.context import context_of
from tests.bad_input.desk import LATER, NOW, Desk, alone

AUTUMN = [3, datetime(2021, 9, 14), "09.15", "11.30", "Miro", "digital", "", "planlagt", ""]


@pytest.fixture
def desk(tmp_path: Path, prefect_server: None) -> Iterator[Desk]:
    found = alone(tmp_path)
    found.tabs["Møter"].append([*AUTUMN])
    yield found
    found.leave()


def memory(desk: Desk) -> Memory:
    return context_of(desk.ref).doors.ledger.memory(desk.circle)


def table(desk: Desk) -> str:
    """All that the program's own tabs say."""
    book = openpyxl.load_workbook(desk.file)
    return str([row for name in ("Oversikt", "Merknader", "Koder") for row in book[name].iter_rows(values_only=True)])


@pytest.mark.parametrize("before", [{}, {7: "avlyst"}, {1: ""}], ids=["as it was", "called off", "its date first"])
def test_a_meeting_that_nobody_was_invited_to_leaves_nothing_behind(desk: Desk, before: dict[int, str]) -> None:
    desk.save()
    desk.rounds(NOW)
    assert [(each.number, each.room is not None) for each in memory(desk).meetings] == [(1, True), (2, True), (3, True)]
    letters = len(desk.letters())
    for column, typed in before.items():
        desk.tabs["Møter"][3][column] = typed
        desk.save()
        assert not desk.rounds(NOW + timedelta(hours=1)).problems
    del desk.tabs["Møter"][3]
    desk.save()
    seen = desk.rounds(LATER, LATER)
    assert not seen.problems and len(desk.letters()) == letters
    assert seen.states[1] == "nothing"
    assert [each.number for each in memory(desk).meetings] == [1, 2] and "Miro" not in table(desk)
    desk.tabs["Møter"].append([3, datetime(2021, 6, 1), *AUTUMN[2:]])
    desk.save()
    desk.rounds(LATER + timedelta(hours=1))
    invitations = [each for each in desk.letters() if each["X-Sirkel-Meeting"] == "3"]
    assert {each["X-Sirkel-Kind"] for each in invitations} == {"invitation"}


def test_a_meeting_that_people_were_invited_to_is_still_missed(desk: Desk) -> None:
    desk.save()
    desk.rounds(NOW)
    del desk.tabs["Møter"][2]
    desk.save()
    (problem,) = desk.rounds(LATER).problems
    assert problem.where == "«Møter», Nr 2" and "Raden er borte" in problem.what
    assert [each.number for each in memory(desk).meetings] == [1, 2, 3]


def test_who_was_never_written_to_leaves_without_a_word(desk: Desk) -> None:
    """At most one letter a round, so that the other two wait; then all but Kari are taken out, and nobody asks."""
    desk.spoil("doors.toml", "per_round = 500", "per_round = 1")
    desk.tabs["Møter"][1:] = []
    desk.save()
    desk.rounds(NOW)
    (letter,) = (each for each in desk.letters() if each["X-Sirkel-Kind"] != "digest")
    written = letter["To"].addresses[0].addr_spec
    del desk.tabs["Påmelding"][2:4]
    desk.save()
    seen = desk.rounds(LATER)
    assert written == "kari@example.org"
    assert seen.states != ("stopped",) and not seen.problems
    desk.tabs["Påmelding"][1:] = []
    desk.save()
    assert desk.rounds(LATER + timedelta(hours=1)).states == ("stopped",)
