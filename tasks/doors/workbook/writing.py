"""Writing the program's own tabs into a workbook, and nothing else of it."""

import io
import shutil
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import fromstring, tostring

from tasks.circle.model.errors import Problem, Stop, system_stops
from tasks.circle.model.table import Cell
from tasks.circle.model.tabs import refuse_peoples
from tasks.doors.bounded.workbooks import lean, tags_of
from tasks.doors.ports import Rows
from tasks.doors.workbook.reading import Grid, find_tab, has_formulas, read_tabs, remember, trimmed, unusable

# The results of people's formulas in a workbook that openpyxl saves.
#
# openpyxl keeps a formula and drops what it had come to. Until somebody opens the file in a spreadsheet program the cell
# would read as empty, so that a date typed as a formula would be gone for us: the results are put back into the file.

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def with_results(book: Book, content: bytes, known: Mapping[str, Grid]) -> bytes:
    """`content` (what `book` was saved as) with the results of formulas that `known` has from before, by tab."""
    # openpyxl numbers the files of the tabs in their order.
    tabs = {f"xl/worksheets/sheet{number}.xml": known.get(sheet.title, []) for number, sheet in enumerate(book.worksheets, 1)}
    with zipfile.ZipFile(io.BytesIO(content)) as saved:
        lacking = {name for name in tabs if has_formulas(saved, name)}
        if not lacking:
            return content
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fresh:
            for item in saved.infolist():
                part = saved.read(item)
                fresh.writestr(item, _filled(part, tabs[item.filename], book.epoch) if item.filename in lacking else part)
    return out.getvalue()


def _filled(part: bytes, grid: Grid, epoch: datetime) -> bytes:
    root = fromstring(part)
    for cell in root.iter(f"{_MAIN}c"):
        if cell.find(f"{_MAIN}f") is not None:
            row, column = coordinate_to_tuple(str(cell.get("r")))
            cells = grid[row - 1] if row <= len(grid) else []
            _fill_tab(cell, cells[column - 1] if column <= len(cells) else None, epoch)
    content: Any = tostring(root)  # UTF-8 bytes, whether openpyxl found lxml or not
    return bytes(content)


def _fill_tab(cell: Any, value: Cell, epoch: datetime) -> None:
    result = cell.find(f"{_MAIN}v")
    if value is None or result is None or (isinstance(value, str) and value.startswith("=")):
        return  # it had no result before either
    if isinstance(value, bool):
        kind, text = "b", str(int(value))
    elif isinstance(value, str):
        kind, text = ("e" if value.startswith("#") and value.isupper() else "str"), value
    elif isinstance(value, (datetime, date, time)):
        kind, text = "n", repr(to_excel(value, epoch))  # type: ignore[no-untyped-call]
    else:
        kind, text = "n", repr(value)
    cell.set("t", kind)
    result.text = text


#: Empty cells and rows with a format that a workbook may have and still be written in: some ten seconds.
MOST_EMPTY = 150_000
LONGEST_TEXT = 32_767  # characters in one cell
NARROWEST, WIDEST = 10, 60
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def replace_tabs(source: Path, target: Path, tabs: Mapping[str, Rows], zone: ZoneInfo) -> None:
    """Make `tabs` the whole content of these tabs in `target` (a copy of `source` when there is none yet), atomically.

    Times with a zone are written as local time of `zone`. Raises ValueError for people's tabs, `Stop` when it can't be done.
    """
    refuse_peoples(tabs)
    new = {tab: trimmed([_cell(value, zone) for value in row] for row in rows) for tab, rows in tabs.items()}
    base = target if target.exists() else source
    _, present = read_tabs(base)
    read = {find_tab(present, tab) or tab: [list(map(_as_read, row)) for row in rows] for tab, rows in new.items()}
    if base == target and all(present.get(name) == rows for name, rows in read.items()):
        return
    _refuse_if_open(target)
    content = _with_tabs(base, new, present)
    next_step = "Lukk den i andre programmer, sjekk plass og rettigheter i mappen, og prøv igjen."
    with system_stops(target, "Arbeidsboken kan ikke skrives", next_step):
        _replace(target, content, base)
    remember(target, {**present, **read})


def _cell(value: Cell, zone: ZoneInfo) -> Cell:
    """The value as the file can hold it and gives it back."""
    if isinstance(value, datetime):
        return (value.astimezone(zone) if value.tzinfo else value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, str):
        sound = value.encode("utf-8", "replace").decode("utf-8")  # half a character can't be in a file
        return ILLEGAL_CHARACTERS_RE.sub("", sound.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST_TEXT]
    if isinstance(value, float) and not abs(value) < float("inf"):  # a file can't hold infinity and not-a-number
        return str(value)
    return value


def _as_read(value: Cell) -> Cell:
    """Empty text comes back as nothing, a date as its midnight."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return None if value == "" else value


def _refuse_if_open(path: Path) -> None:
    """LibreOffice and Excel lay a file beside the one they have open; what we wrote would be lost when it is saved there."""
    for lock in (path.with_name(f".~lock.{path.name}#"), path.with_name(f"~${path.name}")):
        if lock.exists():
            next_step = f"Lagre og lukk den, og start runden igjen. Har ingen den åpen, kan filen «{lock.name}» slettes."
            raise Stop([Problem(str(path), "Arbeidsboken er åpen i et regnearkprogram.", next_step)])


def _with_tabs(base: Path, new: Mapping[str, Grid], present: Mapping[str, Grid]) -> bytes:
    try:
        content = base.read_bytes()
        if tags_of(content) - tags_of(lean(content)) > MOST_EMPTY:
            raise Stop([_too_formatted(base)])
        book = load_workbook(base)
    except Stop:
        raise
    except Exception as error:  # as when it is read
        raise unusable(base) from error
    for tab, rows in new.items():
        _fill(_sheet(book, tab), rows)
    saved = io.BytesIO()
    book.save(saved)
    return with_results(book, saved.getvalue(), present)


def _too_formatted(path: Path) -> Problem:
    what = (
        "Arbeidsboken har hundretusener av tomme rader eller celler med et format, og programmets egne faner kan ikke skrives. Brevene går som før."
    )
    return Problem(str(path), what, "Merk alle radene under det siste som er skrevet i hver fane, velg «Slett rader», og lagre.")


def _sheet(book: Book, tab: str) -> Worksheet:
    """The tab, empty: an existing one keeps its place and the column widths people gave it."""
    name = find_tab(book.sheetnames, tab)
    if name is None:
        fresh: Worksheet = book.create_sheet(tab)
        return fresh
    sheet = book[name]
    if not isinstance(sheet, Worksheet):
        raise Stop([Problem(f"«{name}»", "Fanen er et diagramark.", "Gi den et annet navn; programmet lager sin egen fane.")])
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet._cells.clear()  # `delete_rows` looks at each cell out to the last column and row, also those that are not there
    return sheet


def _fill(sheet: Worksheet, rows: Grid) -> None:
    for row_number, row in enumerate(rows, start=1):
        # A style of its own makes a cell half as big again, and slow: only rows that need it have one.
        tall = any(isinstance(value, str) and (len(value) > WIDEST - 2 or "\n" in value) for value in row)
        for column, value in enumerate(row, start=1):
            if value is not None and value != "":
                cell = sheet.cell(row_number, column)
                _put(cell, value)
                if tall:
                    cell.alignment = _WRAPPED
                if row_number == 1:
                    cell.font = _BOLD
    sheet.freeze_panes = "A2"
    for index in range(max(map(len, rows), default=0)):
        letter = get_column_letter(index + 1)
        if letter not in sheet.column_dimensions:
            longest = max(_width(row[index]) for row in rows if index < len(row))
            sheet.column_dimensions[letter].width = min(max(longest + 2, NARROWEST), WIDEST)


def _width(value: Cell) -> int:
    return 16 if isinstance(value, datetime) else max(map(len, str(value or "").split("\n")))


def _put(cell: Any, value: Cell) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl would make a formula of «=…» and an error of «#N/A»
        if value[0] in "=+-@":
            cell.quotePrefix = True  # and a spreadsheet program would, when somebody edits the cell
    elif isinstance(value, datetime):
        cell.number_format = "dd.mm.yyyy hh:mm"
    elif isinstance(value, date):
        cell.number_format = "dd.mm.yyyy"


def _replace(target: Path, content: bytes, base: Path) -> None:
    """Atomically: who reads meanwhile sees the old file or the new one, whole."""
    part = target.with_name(f".{target.name}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        part.write_bytes(content)
        if base == target:  # who may read it, people have decided; a new one is the program's own
            shutil.copymode(base, part)
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise
