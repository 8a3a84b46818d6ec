"""A fresh workbook for a circle: all tabs with headers, notes, drop-downs and formats, and who owns what on the first."""

from io import BytesIO
from pathlib import Path

from openpyxl import Workbook as Book
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tasks.circle.model.circle import Questions
from tasks.circle.model.errors import Problem, Stop, system_stops
from tasks.circle.model.table import Column, Tab
from tasks.circle.model.tabs import PEOPLES, WRITTEN, forms_of
from tasks.doors.workbook.grafting import grafted

ROWS = 500  # how far down drop-downs reach
_PEOPLE, _FORM = "E2EFDA", "FFF2CC"  # header colours by owner; the program's are its tabs' own

#: The first tab, a line a row; those that begin with «# » are headings.
_READ_ME = Path(__file__).parent / "templates" / "read_me.txt"


def new_workbook(path: Path, questions: Questions) -> None:
    """Make a workbook with all tabs of a circle. `questions` become the columns of «Refleksjoner», word for word.

    Raises `Stop` when the file exists or can't be written.
    """
    saved = BytesIO()
    _book(questions).save(saved)
    content = grafted(saved.getvalue(), {tab.name: [list(tab.headers)] for tab in WRITTEN})
    with system_stops(path, "Arbeidsboken kan ikke lages", "Sjekk plass og rettigheter i mappen, eller velg en annen mappe."):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(content)
        except FileExistsError as error:
            next_step = "Velg et annet navn, eller flytt filen som ligger der."
            raise Stop([Problem(str(path), "Det finnes allerede en fil med dette navnet.", next_step)]) from error


def _book(questions: Questions) -> Book:
    book = Book()
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new workbook has one tab
    _read_me(first)
    for tabs, colour in ((PEOPLES, _PEOPLE), (forms_of(questions), _FORM)):
        for tab in tabs:
            _fill(book.create_sheet(tab.name), tab, colour)
    return book


def _read_me(sheet: Worksheet) -> None:
    sheet.title = "Les meg"
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 110
    for row, line in enumerate(_READ_ME.read_text(encoding="utf-8").splitlines(), start=1):
        cell = sheet.cell(row, 1, line.removeprefix("# "))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=line.startswith("# "), size=16 if row == 1 else 12)


def _fill(sheet: Worksheet, tab: Tab, colour: str) -> None:
    sheet.freeze_panes = "A2"
    sheet.sheet_properties.tabColor = colour
    for number, column in enumerate(tab.shown, start=1):
        letter = get_column_letter(number)
        cell = sheet.cell(1, number, column.header)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=colour)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.comment = Comment(column.note, "Læringssirkel", height=110, width=280)
        sheet.column_dimensions[letter].width = column.width
        if column.format:  # of the whole column: each empty cell with a format of its own is read and written again in every round
            sheet.column_dimensions[letter].number_format = column.format
        if column.choices:
            _offer(sheet, f"{letter}2:{letter}{ROWS}", column)


def _offer(sheet: Worksheet, cells: str, column: Column) -> None:
    choices = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
    choices.showErrorMessage = column.strict  # «Avmeldt» takes a date too: the day they left
    choices.errorTitle, choices.error = column.header, f"Velg {', '.join(column.choices)}, eller la cellen stå tom."
    sheet.add_data_validation(choices)
    choices.add(cells)
