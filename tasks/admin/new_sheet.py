"""A fresh sheet for a circle. Plain functions: no Prefect."""

from pathlib import Path

from tasks.circle.model.errors import Problem, Stop, stop_if
from tasks.context import CircleRef, missing_secrets_of
from tasks.doors.bootstrap import google_sheet
from tasks.doors.workbook.template import new_workbook
from tasks.settings.load import load
from tasks.settings.secret_values import missing_secrets_problem


def make_sheet(file: Path, ref: CircleRef) -> Path:
    """Write the workbook with the questions of the circle. Raises `Stop` when the file is there already, or its name is no workbook's."""
    if file.suffix.casefold() != ".xlsx":
        raise Stop([Problem(str(file), "Arket er en arbeidsbok, og navnet må ende på .xlsx.", f"Skriv: sheet {file.stem or 'mitt-ark'}.xlsx")])
    new_workbook(file, load(Path(ref.config), Path(ref.data)).circle(ref.circle).circle.questions)
    return file.absolute()


def fill_google_sheet(ref: CircleRef) -> str:
    """Give the circle's empty Google Sheet its tabs and headers; returns its id.

    Raises `Stop` when the circle has none, when a secret is missing, or when something stands in one of the tabs already.
    """
    from tasks.doors.google_sheet.template import fill_sheet  # gspread is slow to import, and only this call needs it

    settings = load(Path(ref.config), Path(ref.data))
    chosen = settings.circle(ref.circle)
    if chosen.doors.sheet.kind != "google":
        step = 'Skriv navnet på en ny fil («sheet mitt-ark.xlsx»), eller velg Google: [sheet] kind = "google" og spreadsheet = "…".'
        raise Stop([Problem("sheet", "Sirkelen bruker ikke noe Google-ark.", step)])
    missing = missing_secrets_of(ref)
    stop_if([missing_secrets_problem(missing)] if missing else [])
    fill_sheet(google_sheet(chosen, settings.secrets), chosen.circle.questions)
    return chosen.doors.sheet.spreadsheet
