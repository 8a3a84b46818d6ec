"""The workbooks and exports that failed, through the command: each has its right value (R25, R27)."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.context import context_of
from tests.bad_input.desk import KARI, OLA, ROOT, Desk, Seen, alone
from tests.doors.workbook.comparing import parts_of, trespasses

FAULTS = ROOT.parent / "shared" / "faults"


@pytest.fixture
def desk(tmp_path: Path, prefect_server: None) -> Iterator[Desk]:
    found = alone(tmp_path)
    yield found
    found.leave()


def file_of(name: str) -> Path:
    if not (FAULTS / name).exists():
        assert not os.environ.get("CI"), f"{name} is missing"
        pytest.skip("../shared is not here")
    return FAULTS / name


def run_on(desk: Desk, name: str, at: str) -> tuple[Path, Seen]:
    """A round of the command with that workbook as the sheet; the workbook afterwards."""
    book = desk.config / name
    shutil.copyfile(file_of(name), book)
    desk.spoil("doors.toml", "practice.xlsx", name)
    seen = desk.call("run", "--direct", "--at", at)
    seen.letters = desk.letters()
    return book, seen


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("msforms-anonymous-nb.xlsx", "8 rader er lest, og 8 svar fra 8 personer teller"),
        ("google-forms-download.csv", "1 rad er lest, og 1 svar fra 1 person teller"),
        ("meeting-given-as-date-in-words.xlsx", "1 rad er lest, og 2 svar fra 1 person teller"),
    ],
)
def test_an_export_is_counted_by_people_whose_answers_count(desk: Desk, name: str, said: str) -> None:
    seen = desk.call("focus", str(file_of(name)))
    assert seen.status == 0 and said in " ".join(seen.said.split())


def test_a_day_in_words_is_the_meeting_of_that_day(desk: Desk) -> None:
    book, seen = run_on(desk, "meeting-given-as-date-in-words.xlsx", "2021-06-09T08:05")
    replies = context_of(desk.ref).doors.ledger.memory(desk.circle).replies
    assert {each.meeting for each in replies} == {3} and not [each for each in seen.problems if "Refleksjoner" in each.where]
    assert trespasses(parts_of(file_of(book.name)), parts_of(book)) == []


def test_a_sign_up_form_where_nobody_logs_in_signs_up_whom_it_names(desk: Desk) -> None:
    seen = run_on(desk, "msforms-signup-anonymous.xlsx", "2021-05-05T08:05")[1]
    assert ("invitation", "1") in seen.to(KARI) or ("welcome", "0") in seen.to(KARI)
    assert {kind for kind, _ in seen.to(KARI)} == {kind for kind, _ in seen.to(OLA)}
    assert not [each for each in seen.problems if "Påmelding" in each.where]


def test_a_strict_workbook_stops_the_round_with_the_way_to_save_it(desk: Desk) -> None:
    seen = run_on(desk, "strict-ooxml.xlsx", "2021-05-05T08:05")[1]
    (problem,) = seen.problems
    assert seen.status == 1 and not seen.letters
    assert "Strict Open XML" in problem.what and "«Excel-arbeidsbok (.xlsx)»" in problem.next_step


@pytest.mark.parametrize("name", ["excel-with-notes.xlsx", "with-macro.xlsm"])
def test_pictures_notes_and_macros_are_as_they_were(desk: Desk, name: str) -> None:
    book, seen = run_on(desk, name, "2021-05-05T08:05")
    assert seen.letters and trespasses(parts_of(file_of(name)), parts_of(book)) == []
    assert not [each for each in seen.problems if str(book) in each.where]
    assert len(parts_of(book)) > len(parts_of(file_of(name)))
