"""RULES.md «Bounds»: whatever a workbook is made of, it is read within seconds and 100 MB, or one line says why not."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.doors.workbook.sample_workbook import make
from tests.sources import ROOT

TEXT = '<c r="{0}{1}" t="inlineStr"><is><t>{2}</t></is></c>'
HEAD = '<row r="1">' + TEXT.format("A", 1, "Navn") + TEXT.format("B", 1, "E-post") + "</row>"
KARI = '<row r="2">' + TEXT.format("A", 2, "Kari") + TEXT.format("B", 2, "kari@example.org") + "</row>"
READ = [["Navn", "E-post"], ["Kari", "kari@example.org"]]
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def _rows(make_row: Callable[[int], str], count: int = 1_000_000) -> Callable[[], str]:
    return lambda: "".join(map(make_row, range(3, count + 3)))


#: XML below the rows of people, and what must come of it: their rows, or words of one line.
BELOW: dict[str, tuple[Callable[[], str], str]] = {
    "ten thousand cells in column XFD": (_rows(lambda n: f'<row r="{n}">{TEXT.format("XFD", n, "x")}</row>', 10_000), ""),
    "ten thousand empty ones": (_rows(lambda n: f'<row r="{n}"><c r="XFD{n}" s="0"/></row>', 10_000), ""),
    "a million styled rows": (_rows(lambda n: f'<row r="{n}"><c r="A{n}" s="0"/><c r="B{n}" s="0" /></row>'), ""),
    "a million tall rows": (_rows(lambda n: f'<row r="{n}" ht="15"/>'), ""),
    "the last cell": (lambda: f'<row r="1048576">{TEXT.format("XFD", 1_048_576, "x")}</row>', ""),
    "a row beyond the last": (lambda: f'<row r="99999999">{TEXT.format("A", 99_999_999, "x")}</row>', ""),
    "the last row": (lambda: f'<row r="1048576">{TEXT.format("A", 1_048_576, "x")}</row>', "har noe i rad 1048576 i fanen «Påmelding»"),
    "a million cells without a number": (_rows(lambda n: "<row><c/></row>"), "for mange celler"),
    "a million cells with a value": (_rows(lambda n: f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>'), "for mange celler"),
    "a tag that never ends": (lambda: "<row r=\"3\"><c r=\"" + "A" * 3_000_000 + "\"/></row>", ""),
    "a part of 251 MB": (lambda: "", "for stor"),
}  # fmt: skip
#: Prints what it found, the seconds and the MB it took, a line a door. Each has a process of its own, forked when all is imported: the
#: most that the first took would hide what the second takes.
PROGRAM = """
import json, os, resource, sys, time, pathlib
from tasks.circle.model.errors import Stop
from tasks.doors.answers_file.reading import read_answers
from tasks.doors.workbook.reading import read_tabs
import openpyxl
most = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
for door in sys.argv[2:]:
    if child := os.fork():
        assert os.waitpid(child, 0)[1] == 0
        continue
    before, began = most(), time.monotonic()
    try:
        found = read_tabs(pathlib.Path(sys.argv[1]))[1]["Påmelding"] if door == "sheet" else str(read_answers(pathlib.Path(sys.argv[1])))
    except Stop as stop:
        found = " ".join(problem.what for problem in stop.problems)
    print(json.dumps([found, time.monotonic() - began, most() - before]), flush=True)
    os._exit(0)
"""


def spoiled(folder: Path, name: str) -> Path:
    path = make(folder / "ark.xlsx", {"Påmelding": [["Navn", "E-post"]], "Møter": [["Nr", "Dato"]]})
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for item in old.infolist():
            if item.filename != "xl/worksheets/sheet1.xml":
                new.writestr(item.filename, old.read(item))
                continue
            with new.open(item.filename, "w", force_zip64=True) as part:
                part.write(SHEET.format(HEAD + KARI + BELOW[name][0]()).encode())
                for _ in range(251 if "251 MB" in name else 0):
                    part.write(b" " * 1_000_000)
    path.write_bytes(out.getvalue())
    return path


def read_by(doors: Sequence[str], file: Path) -> list[list[Any]]:
    """What `PROGRAM` printed of each door."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(file), *doors], cwd=ROOT, capture_output=True, text=True, check=True, timeout=240)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("name", BELOW)
def test_a_workbook_costs_seconds_and_little_memory_or_says_why(tmp_path: Path, name: str) -> None:
    words, doors = BELOW[name][1], ("sheet", "answers")
    for door, (found, seconds, megabytes) in zip(doors, read_by(doors, spoiled(tmp_path, name)), strict=True):
        assert seconds < 15 and megabytes < 100, door  # two to four seconds on a machine with nothing else to do
        if words:
            assert words in found, door
        elif door == "sheet":
            assert found in (READ, [*READ, ["#VALUE!"]])
        else:
            assert "«Navn», «E-post»" in found


def test_a_csv_file_has_so_many_cells(tmp_path: Path) -> None:
    path = tmp_path / "svar.csv"
    path.write_text("Svar;Møte\n" + ";" * 2_000_000)
    [(found, _, megabytes)] = read_by(["answers"], path)
    assert "flere enn 1000000 celler" in found and megabytes < 50
