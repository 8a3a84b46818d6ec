"""An empty Google Sheet made ready for a circle: tabs, headers with notes, drop-downs and formats, as a fresh workbook has them."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from tasks.circle.model.circle import Questions
from tasks.circle.model.errors import Problem, stop_if
from tasks.circle.model.table import DATE, MOMENT, Tab, is_blank
from tasks.circle.model.tabs import PEOPLES, forms_of
from tasks.doors.google_sheet.faults import Refusal
from tasks.doors.google_sheet.sheet import GoogleSheet

Request = Mapping[str, Any]
FIRST_ID = 1001  # of the tabs made here; the ids Google gives itself are far above
ROWS = 1000
_KINDS = {DATE: "DATE", MOMENT: "DATE_TIME"}


def fill_sheet(sheet: GoogleSheet, questions: Questions) -> None:
    """Give a Google Sheet the tabs that people and forms fill, and the circle's time zone; all of it or nothing.

    Tabs that hold nothing are used, others stay as they are. `questions` become the columns of «Refleksjoner», word for word.
    Raises `Stop` when a tab of one of these names holds anything: nothing is changed then.
    """
    tabs = (*PEOPLES, *forms_of(questions))
    properties = [each["properties"] for each in sheet.look_up()["sheets"]]
    there = {each["title"]: each for each in properties}
    stop_if(_in_the_way(sheet, tabs))
    try:
        sheet.line.change(list(_requests(sheet, tabs, there)))
    except Refusal:
        sheet.look_up()
        if not _is_filled(sheet, tabs):  # the answer may have been lost after it was done
            raise


def _in_the_way(sheet: GoogleSheet, tabs: Sequence[Tab]) -> Iterator[Problem]:
    for tab, rows in sheet.read([tab.name for tab in tabs], datetime.now(UTC)).items():
        if not is_blank(rows):
            step = "Bruk et tomt Google-ark, eller gi fanen et annet navn. Ingenting er endret."
            yield Problem(f"{sheet.line.where}, «{tab}»", "Fanen har innhold allerede.", step)


def _is_filled(sheet: GoogleSheet, tabs: Sequence[Tab]) -> bool:
    found = sheet.read([tab.name for tab in tabs], datetime.now(UTC))
    return {tab: list(map(list, rows)) for tab, rows in found.items()} == {tab.name: [list(tab.headers)] for tab in tabs}


def _requests(sheet: GoogleSheet, tabs: Sequence[Tab], there: Mapping[str, Any]) -> Iterator[Request]:
    yield {"updateSpreadsheetProperties": {"properties": {"timeZone": sheet.zone.key}, "fields": "timeZone"}}
    taken = {each["sheetId"] for each in there.values()}
    free = (number for number in itertools.count(FIRST_ID) if number not in taken)
    for tab in tabs:
        title = sheet.title_of(tab.name)
        number = there[title]["sheetId"] if title else next(free)
        yield _existing(there[title], tab) if title else _new(number, tab)
        yield from _columns(number, tab)


def _new(number: int, tab: Tab) -> Request:
    grid = {"rowCount": ROWS, "columnCount": max(len(tab.shown), 12), "frozenRowCount": 1}
    return {"addSheet": {"properties": {"sheetId": number, "title": tab.name, "gridProperties": grid}}}


def _existing(properties: Mapping[str, Any], tab: Tab) -> Request:
    had = properties.get("gridProperties", {})
    grid = {
        "frozenRowCount": 1, "rowCount": max(had.get("rowCount", 0), 2), "columnCount": max(had.get("columnCount", 0), len(tab.shown)),
    }  # fmt: skip
    fields = ",".join(f"gridProperties.{name}" for name in grid)
    return {"updateSheetProperties": {"properties": {"sheetId": properties["sheetId"], "gridProperties": grid}, "fields": fields}}


def _columns(number: int, tab: Tab) -> Iterator[Request]:
    bold = {"textFormat": {"bold": True}}
    cells = [{"userEnteredValue": {"stringValue": each.header}, "note": each.note, "userEnteredFormat": bold} for each in tab.shown]
    fields = "userEnteredValue,note,userEnteredFormat.textFormat.bold"
    start = {"sheetId": number, "rowIndex": 0, "columnIndex": 0}
    yield {"updateCells": {"start": start, "rows": [{"values": cells}], "fields": fields}}
    for index, column in enumerate(tab.shown):
        below = {"sheetId": number, "startRowIndex": 1, "startColumnIndex": index, "endColumnIndex": index + 1}
        if column.format:
            style = {"type": _KINDS.get(column.format, "TEXT"), "pattern": column.format}
            yield {"repeatCell": {"range": below, "cell": {"userEnteredFormat": {"numberFormat": style}}, "fields": "userEnteredFormat.numberFormat"}}
        if column.choices:
            values = [{"userEnteredValue": choice} for choice in column.choices]
            rule = {"condition": {"type": "ONE_OF_LIST", "values": values}, "showCustomUi": True, "strict": column.strict}
            yield {"setDataValidation": {"range": below, "rule": rule}}
