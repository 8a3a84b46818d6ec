"""Reading a workbook file: from .xlsx to plain rows, quickly when the file has not changed since last time."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from html import unescape
from pathlib import Path
from typing import Any

from tasks.circle.model.apart import sound
from tasks.circle.model.errors import Problem, Stop, system_stops
from tasks.circle.model.table import Cell, normal
from tasks.doors.bounded.workbooks import MOST_PACKED, SMALL, NotRead, TabRows, TooLarge, lean

Grid = list[list[Cell]]
#: What tells one state of a file from another: path, inode, time of change in ns, bytes.
Stamp = tuple[str, int, int, int]

_ENCRYPTED = bytes.fromhex("d0cf11e0a1b11ae1")  # an OLE file: an encrypted .xlsx, or the old .xls
_MIDNIGHT = datetime(2000, 1, 1)  # noqa: DTZ001 - wall-clock time of the sheet
_NAMES = re.compile(rb'<(?:\w+:)?sheet\s[^<>]*?\bname="([^"<>]*)"')
_KEPT_FILES = 8
#: Bytes of a part looked at together.
PIECE = 65_536
_parsed: dict[Stamp, Mapping[str, Grid]] = {}


def stamp(path: Path) -> Stamp | None:
    """The state of a file; None when there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return str(path), found.st_ino, found.st_mtime_ns, found.st_size


def read_tabs(path: Path) -> tuple[Stamp, Mapping[str, Grid]]:
    """All tabs of a workbook by their names, and the state of the file they were read from; don't change them.

    Dates come as datetime, times as time. A formula comes as its result, or as its own text when it has none. Trailing
    empty cells and rows are cut. Raises `Stop` when the file is missing or can't be read.
    """
    next_step = "Lukk den i andre programmer, sjekk rettighetene til filen, og prøv igjen."
    with system_stops(path, "Arbeidsboken kan ikke leses", next_step):
        before = stamp(path)
        if before is None:
            step = "Legg den tilbake, eller rett stien: [sheet] workbook i doors.toml."
            raise Stop([Problem(str(path), "Arbeidsboken finnes ikke.", step, command="«sheet NY.xlsx» lager en ny.")])
        tabs = _parsed.get(before)
        if tabs is None:
            if before[3] > MOST_PACKED:
                raise not_read(path, TooLarge("er for stor"))
            tabs = _parse(path, path.read_bytes())
            _keep(before, tabs)
    return before, tabs


def tab_names(path: Path) -> Iterable[str]:
    """The names of the tabs, without reading what stands in them where that can be done. Raises `Stop` as `read_tabs`."""
    found: list[bytes] = []
    if stamp(path) not in _parsed:
        with suppress(OSError, LookupError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error), zipfile.ZipFile(path) as archive:
            part = archive.getinfo("xl/workbook.xml")
            found = _NAMES.findall(archive.read(part)) if part.file_size <= SMALL else []
    return [unescape(name.decode("utf-8", "replace")) for name in found] or read_tabs(path)[1]


def beside(path: Path) -> Path:
    """The file that has the program's own tabs when they can't be put into the workbook `path` itself."""
    return path.with_name(f"{path.stem} – oversikt.xlsx")


def remember(path: Path, tabs: Mapping[str, Grid]) -> None:
    """Note that the file, just written, holds `tabs`: the next reading needn't open it."""
    written = stamp(path)
    if written is not None:
        _keep(written, tabs)


def _keep(state: Stamp, tabs: Mapping[str, Grid]) -> None:
    while len(_parsed) >= _KEPT_FILES:
        _parsed.pop(next(iter(_parsed)), None)
    _parsed[state] = tabs


def find_tab(names: Iterable[str], wanted: str) -> str | None:
    """The tab's name in the file, whatever its case, blanks and Unicode form."""
    return next((name for name in names if normal(name) == normal(wanted)), None)


def trimmed(rows: Iterable[Iterable[Cell]], beyond: str = "") -> TabRows:
    """Rows without trailing empty cells, and without trailing empty rows."""
    grid = TabRows(list(row) for row in rows)
    grid.beyond = beyond
    for row in grid:
        while row and (row[-1] is None or (isinstance(row[-1], str) and not row[-1].strip())):
            row.pop()
    while grid and not grid[-1]:
        grid.pop()
    return grid


def unusable(path: Path) -> Stop:
    """`Stop` for a file that openpyxl can't open."""
    what = "Filen er ikke en arbeidsbok, eller den er skadd." if path.stat().st_size else "Filen er tom."
    step = "Åpne den i regnearkprogrammet og lagre den på nytt som .xlsx (Excel-arbeidsbok), eller hent siste sikkerhetskopi."
    return Stop([Problem(str(path), what, step)])


def _parse(path: Path, content: bytes) -> Mapping[str, Grid]:
    if content.startswith(_ENCRYPTED):
        what = "Arbeidsboken er beskyttet med passord, eller lagret i det gamle .xls-formatet."
        raise Stop([Problem(str(path), what, "Lagre den som .xlsx uten passord.")])
    try:
        content = lean(content)
        tabs = _grids(content, data_only=True)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            computed = any(has_formulas(archive, name) for name in archive.namelist() if name.startswith("xl/worksheets/"))
        if computed:
            _show_formulas_without_result(tabs, _grids(content, data_only=False))
    except NotRead as error:
        raise not_read(path, error) from error
    except Exception as error:  # openpyxl and the libraries under it raise what they stumble over in a file
        raise unusable(path) from error
    return tabs


def not_read(path: Path, error: NotRead) -> Stop:
    """`Stop` for a file that isn't read."""
    usual = "Slett det som ikke hører til sirkelen: hele rader under det siste som er skrevet, hele kolonner til høyre, faner og bilder."
    return Stop([Problem(str(path), f"Arbeidsboken {error.what}.", error.next_step or usual)])


def _grids(content: bytes, data_only: bool) -> dict[str, TabRows]:
    from tasks.doors.bounded.cells import tabs_of  # here: who opens the door and reads nothing should not wait for openpyxl

    return {title: trimmed(([plain(value) for value in row] for row in rows), rows.beyond) for title, rows in tabs_of(content, data_only)}


def plain(value: Any) -> Cell:
    """What openpyxl found in a cell, as one of our cell types."""
    if isinstance(value, str):
        return sound(value)
    if value is None or isinstance(value, (bool, int, float, datetime, date, time)):
        return value
    if isinstance(value, timedelta):  # a time in the format [h]:mm
        return (_MIDNIGHT + value).time() if timedelta() <= value < timedelta(days=1) else str(value)
    return sound(str(getattr(value, "text", value)))  # an array formula without a result


def has_formulas(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether a tab's part of a workbook file has any; looked at a little at a time, because a large one is megabytes."""
    end = b""
    with archive.open(name) as part:
        while piece := part.read(PIECE):
            seen = end + piece
            if b"<f>" in seen or b"<f " in seen:
                return True
            end = piece[-2:]
    return False


def _show_formulas_without_result(tabs: dict[str, TabRows], formulas: dict[str, TabRows]) -> None:
    # A formula that no program has computed must not look like an empty cell: «no date yet» would be a wrong answer.
    for name, grid in formulas.items():
        tabs[name].beyond = tabs[name].beyond or grid.beyond
        tabs[name] += [[] for _ in range(len(grid) - len(tabs[name]))]
        for row, typed in zip(tabs[name], grid, strict=False):
            row += [None] * (len(typed) - len(row))
            for index, value in enumerate(typed):
                if row[index] is None and isinstance(value, str) and value.startswith("="):
                    row[index] = value
