"""A tab of the program's own as the XML of a worksheet: one look, in a fresh workbook and after every round.

Headings in the program's colour and always in sight, columns as wide and rows as high as what stands in them needs, on paper as wide as
one sheet on its side. Texts are inline, so that the texts that all tabs share stay as they are (R25).
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from enum import Enum
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils.datetime import to_excel

from tasks.circle.model.table import Cell, letter_of
from tasks.doors.workbook.parts import Element, Part
from tasks.doors.workbook.reading import Grid

#: Of the program's headings and tabs.
COLOUR = "FFDDEBF7"
#: Of columns, in characters; of a line and of the highest row, in points.
NARROWEST, WIDEST, LINE, HIGHEST = 8, 60, 15, 405
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#: What stays of a tab that is there already: protection, and notes and pictures, which lie in parts of their own.
_KEPT = ("sheetProtection", "drawing", "legacyDrawing")


class Look(Enum):
    """The looks of cells, as what is special in the format of each; times are shown as is usual where the reader is.

    Text that looks like a formula would become one when somebody edits its cell, but for `QUOTED`.
    """

    HEADING = 'numFmtId="0" applyFont="1" applyFill="1"'
    PLAIN = 'numFmtId="0"'
    QUOTED = 'numFmtId="0" quotePrefix="1"'
    DATE = 'numFmtId="14" applyNumberFormat="1"'
    TIME = 'numFmtId="20" applyNumberFormat="1"'
    MOMENT = 'numFmtId="22" applyNumberFormat="1"'


def sheet_xml(rows: Grid, looks: Mapping[Look, int], epoch: datetime, before: Part | None, *, frozen: bool) -> bytes:
    """The part of a tab with `rows`, of which the first are headings. `looks`: the number of each in the workbook's formats; `epoch`: its first
    day; `before`: the tab's part until now, of which the root's children are known; `frozen`: the workbook can say what stays in sight.
    """
    widths = [min(max(each + 2, NARROWEST), WIDEST) for each in _longest(rows)]
    kept = {name: found for name in _KEPT if before and (found := before.root.maybe(name))}
    properties = before.root.maybe("sheetPr") if before else None
    code = properties.attributes.get("codeName") if properties else None  # by which macros know the tab
    view = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/>'
    pieces = [
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}" xmlns:r="{LINKS}">',
        f'<sheetPr{f" codeName={quoteattr(code)}" if code else ""}><tabColor rgb="{COLOUR}"/><pageSetUpPr fitToPage="1"/></sheetPr>',
        f'<sheetViews><sheetView workbookViewId="0">{view}</sheetView></sheetViews>' if frozen else "",
        f'<sheetFormatPr defaultRowHeight="{LINE}"/>',
        f"<cols>{''.join(map(_column, range(1, len(widths) + 1), widths))}</cols>" if widths else "",
        "<sheetData>",
        *(_row(number, row, looks, widths, epoch) for number, row in enumerate(rows, start=1)),
        "</sheetData>",
        *(_again(each) for name, each in kept.items() if name == "sheetProtection"),
        '<pageMargins left="0.5" right="0.5" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>',
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>',
        *(_again(each) for name, each in kept.items() if name != "sheetProtection"),
        "</worksheet>",
    ]
    return "".join(pieces).encode()


def _again(element: Element) -> str:
    attributes = {name.replace(f"{LINKS} ", "r:"): value for name, value in element.attributes.items()}
    return f"<{element.name}{''.join(f' {name}={quoteattr(value)}' for name, value in attributes.items() if ' ' not in name)}/>"


def _column(number: int, width: int) -> str:
    return f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'


def _row(number: int, row: list[Cell], looks: Mapping[Look, int], widths: list[int], epoch: datetime) -> str:
    lines = max((_lines(value, width) for value, width in zip(row, widths, strict=False)), default=1)
    height = f' ht="{min(lines * LINE, HIGHEST)}"' if lines > 1 else ""  # without `customHeight`: it follows when somebody types
    return f'<row r="{number}"{height}>{"".join(_cells(number, row, looks, epoch))}</row>' if row else ""


def _cells(number: int, row: list[Cell], looks: Mapping[Look, int], epoch: datetime) -> Iterator[str]:
    for index, value in enumerate(row):
        if value is None or value == "":
            continue
        look, kind, inside = _shown(value, epoch)
        yield f'<c r="{letter_of(index)}{number}" s="{looks[Look.HEADING if number == 1 else look]}"{kind}>{inside}</c>'


def _shown(value: Cell, epoch: datetime) -> tuple[Look, str, str]:
    if isinstance(value, str):
        look = Look.QUOTED if value[0] in "=+-@" else Look.PLAIN
        return look, ' t="inlineStr"', f'<is><t xml:space="preserve">{escape(value)}</t></is>'
    if isinstance(value, bool):
        return Look.PLAIN, ' t="b"', f"<v>{int(value)}</v>"
    if isinstance(value, (date, time)):
        look = Look.MOMENT if isinstance(value, datetime) else Look.TIME if isinstance(value, time) else Look.DATE
        return look, "", f"<v>{to_excel(value, epoch)!r}</v>"  # type: ignore[no-untyped-call]
    return Look.PLAIN, "", f"<v>{value!r}</v>"


def _longest(rows: Grid) -> list[int]:
    """The longest line of each column, in characters."""
    return [max(_width(row[index]) for row in rows if index < len(row)) for index in range(max(map(len, rows), default=0))]


def _width(value: Cell) -> int:
    return 16 if isinstance(value, datetime) else max(map(len, str("" if value is None else value).split("\n")))


def _lines(value: Cell, width: int) -> int:
    """How many a cell takes: a width is told in digits, which are wider than most letters."""
    if not isinstance(value, str):
        return 1
    room = width * 11 // 10
    return sum(len(wrap(line, room)) if len(line) > room else 1 for line in value.split("\n"))
