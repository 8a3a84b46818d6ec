"""Exports of Google's and Microsoft's forms, and what people do to tabs and headings, through whole rounds (R27)."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tasks.circle.model.records import Memory
from tasks.context import context_of
from tests.bad_input.desk import ROOT, Desk, Seen, alone

OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def desk(tmp_path: Path, prefect_server: None) -> Iterator[Desk]:
    found = alone(tmp_path)
    yield found
    found.leave()


def laid(desk: Desk, name: str) -> None:
    """The sheet is one of the files that failed."""
    file = ROOT.parent / "shared" / "faults" / name
    if not file.exists():
        assert not os.environ.get("CI"), f"{file} is missing"
        pytest.skip("../shared is not here")
    shutil.copyfile(file, desk.file)


def rounds(desk: Desk, *moments: str) -> Seen:
    return desk.rounds(*(datetime.fromisoformat(each).replace(tzinfo=OSLO) for each in moments))


def memory(desk: Desk) -> Memory:
    return context_of(desk.ref).doors.ledger.memory(desk.circle)


def test_a_meeting_that_a_form_tells_by_its_day_is_the_one_of_that_day(desk: Desk) -> None:
    laid(desk, "meeting-given-as-date-in-words.xlsx")
    seen = rounds(desk, "2021-06-08T13:00", "2021-06-09T08:05")
    assert {(each.person, each.meeting) for each in memory(desk).replies} == {("D01", 3)}
    assert not [each for each in seen.problems if "Refleksjoner" in each.where]
