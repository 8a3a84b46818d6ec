"""R25: ten rounds in workbooks as XlsxWriter, LibreOffice and Excel make them; what people own is theirs, part by part."""

import os
import shutil
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from flows.__main__ import main
from tasks.circle.model.tabs import ATTENDANCE, WRITTEN_NAMES
from tests.doors.workbook.comparing import parts_of, tabs_of, trespasses
from tests.flows.own_circle import CHECKOUT, CIRCLE, OwnCircle

KEPT = CHECKOUT / "tests" / "doors" / "workbook" / "peoples"
FAULTS = CHECKOUT.parent / "shared" / "faults"
BOOKS = [*sorted(KEPT.iterdir()), FAULTS / "excel-with-notes.xlsx", FAULTS / "with-macro.xlsm"]
#: Ten days on which something is new: invitations, a reminder, forms, a nudge.
DAYS = ("05-04", "05-05", "05-09", "05-10", "05-11", "05-12", "05-15", "05-22", "06-06", "06-09")

#: Without attendance there is no tab for it.
ALWAYS = [name for name in WRITTEN_NAMES if name != ATTENDANCE.name]


def circle_with(folder: Path, book: Path) -> OwnCircle:
    if not book.exists():
        assert not os.environ.get("CI"), f"{book} is missing"
        pytest.skip("../shared is not here")
    circle = OwnCircle(folder)
    shutil.copyfile(book, circle.config / book.name)
    circle.replace("doors.toml", "practice.xlsx", book.name)
    return circle


@pytest.fixture(params=BOOKS, ids=lambda path: path.name)
def circle(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OwnCircle]:
    made = circle_with(tmp_path, request.param)
    yield made
    made.close()


def file_of(circle: OwnCircle) -> Path:
    return next(path for path in circle.config.iterdir() if path.suffix in (".xlsx", ".xlsm") and path.name != "practice.xlsx")


def test_ten_rounds_leave_every_part_of_people_s_as_it_was(circle: OwnCircle) -> None:
    file = file_of(circle)
    before = parts_of(file)
    seen = [before]
    for day in DAYS:
        report = circle.round(f"2021-{day}T12:00:00+02:00")
        assert report.state != "stopped"
        assert not [each for each in report.problems if each.where == str(file)]
        seen.append(parts_of(file))
        assert trespasses(before, seen[-1]) == []
    own = tabs_of(seen[-1])
    assert set(ALWAYS) <= set(own)
    assert list(own)[: len(tabs_of(before))] == list(tabs_of(before))
    changed = sum(one != other for one, other in pairwise(seen))
    assert changed >= 5, "rounds that change nothing show nothing"
    # Nothing grows: the same parts, and those that all tabs share to the byte as after the second.
    sheets = {path for name, path in own.items() if name in WRITTEN_NAMES}
    assert seen[2].keys() == seen[-1].keys()
    assert [name for name in seen[2] if name not in sheets and seen[2][name] != seen[-1][name]] == []
    assert [path.name for path in file.parent.iterdir() if file.stem in path.name] == [file.name]


def test_a_round_with_nothing_new_does_not_open_the_file_for_writing(tmp_path: Path) -> None:
    circle = circle_with(tmp_path, KEPT / "pictures.xlsx")
    file = file_of(circle)
    circle.round("2021-05-05T12:00:00+02:00")
    circle.round("2021-05-05T12:05:00+02:00")
    os.utime(file, ns=(1, 1))
    state = file.stat()
    circle.round("2021-05-05T12:10:00+02:00")
    circle.close()
    assert (file.stat().st_ino, file.stat().st_mtime_ns, file.stat().st_ctime_ns) == (state.st_ino, 1, state.st_ctime_ns)


def signed(path: Path) -> None:
    """As Excel leaves a workbook with a digital signature."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("_xmlsignatures/origin.sigs", b"")


def test_a_signed_workbook_is_told_by_check_before_the_first_round_and_never_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    circle = circle_with(tmp_path, KEPT / "threads.xlsx")
    file = file_of(circle)
    arguments = ["check", "--circle", CIRCLE, "--config", str(circle.config), "--data", str(circle.data)]
    main(arguments)
    assert "oversikt.xlsx" not in capsys.readouterr().out
    signed(file)
    before = file.read_bytes()
    main(arguments)
    said = " ".join(capsys.readouterr().out.split())
    assert "threads.xlsx kan leses; programmets egne faner skrives i «threads – oversikt.xlsx» ved siden av, for arbeidsboken er signert" in said
    for day in DAYS[:3]:
        report = circle.round(f"2021-{day}T12:00:00+02:00")
        assert not [each for each in report.problems if "threads" in each.where]
    circle.close()
    assert file.read_bytes() == before
    beside = openpyxl.load_workbook(file.with_name("threads – oversikt.xlsx"))
    assert beside.sheetnames == ["Les meg", *ALWAYS]
    assert [cell.value for cell in beside["Koder"]["B"]] == ["Navn", "Kari Nordmann", "Ola Hansen", "Åse Ødegård"]


def test_a_round_goes_on_when_the_workbook_can_not_be_written_and_the_next_one_writes(tmp_path: Path) -> None:
    circle = circle_with(tmp_path, KEPT / "pictures.xlsx")
    file = file_of(circle)
    lock = file.with_name(f".~lock.{file.name}#")
    lock.write_text("")
    before = file.read_bytes()
    report = circle.round("2021-05-05T12:00:00+02:00")
    assert [each.what for each in report.problems if each.where == str(file)] == ["Arbeidsboken er åpen i et regnearkprogram."]
    assert circle.letters() and file.read_bytes() == before
    lock.unlink()
    circle.round("2021-05-05T12:05:00+02:00")
    circle.close()
    assert set(ALWAYS) <= set(tabs_of(parts_of(file))) and trespasses(parts_of(KEPT / "pictures.xlsx"), parts_of(file)) == []


def test_a_strict_workbook_is_said_to_be_one_with_the_way_to_save_it(tmp_path: Path) -> None:
    circle = circle_with(tmp_path, FAULTS / "strict-ooxml.xlsx")
    report = circle.round("2021-05-05T12:00:00+02:00")
    circle.close()
    (problem,) = report.problems
    assert report.state == "stopped" and "Strict Open XML" in problem.what and "«Excel-arbeidsbok (.xlsx)»" in problem.next_step
