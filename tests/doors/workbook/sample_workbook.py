"""Small workbooks, made with openpyxl as a person's spreadsheet program would."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl

from tasks.circle.model.table import Cell


def make(path: Path, tabs: Mapping[str, Sequence[Sequence[Cell]]]) -> Path:
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in tabs.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(number, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    book.save(path)
    return path
