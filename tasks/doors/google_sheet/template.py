"""An empty Google Sheet made ready for a circle: tabs, headers with notes, drop-downs and formats, as a fresh workbook has them."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from tasks.circle.coordinator.headings import DATE, MOMENT, TIME, Heading, forms_tabs, peoples_tabs
from tasks.circle.model.errors import Problem, stop_if
from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.table import is_blank
from tasks.doors.google_sheet.faults import Refusal
from tasks.doors.google_sheet.sheet import GoogleSheet

Request = Mapping[str, Any]
Tabs = Mapping[str, Sequence[Heading]]
FIRST_ID = 1001  # of the tabs made here; the ids Google gives itself are far above
ROWS = 1000
_KINDS = {DATE: "DATE", TIME: "TIME", MOMENT: "DATE_TIME"}


def fill_sheet(sheet: GoogleSheet, questions: Sequence[str], languages: Sequence[str] = LANGUAGES) -> None:
    """Give a Google Sheet the tabs that people and forms fill, and the circle's time zone; all of it or nothing.

    Tabs that hold nothing are used, others stay as they are. `questions` become the columns of «Refleksjoner», word for word.
    Raises `Stop` when a tab of one of these names holds anything: nothing is changed then.
    """
    tabs: Tabs = {**peoples_tabs(languages), **forms_tabs(questions)}
    properties = [each["properties"] for each in sheet.look_up()["sheets"]]
    there = {each["title"]: each for each in properties}
    stop_if(_in_the_way(sheet, tabs))
    try:
        sheet.line.change(list(_requests(sheet, tabs, there)))
    except Refusal:
        sheet.look_up()
        if not _is_filled(sheet, tabs):  # the answer may have been lost after it was done
            raise


def _in_the_way(sheet: GoogleSheet, tabs: Tabs) -> Iterator[Problem]:
    for tab, rows in sheet.read(tuple(tabs), datetime.now(UTC)).items():
        if not is_blank(rows):
            step = "Bruk et tomt Google-ark, eller gi fanen et annet navn. Ingenting er endret."
            yield Problem(f"{sheet.line.where}, «{tab}»", "Fanen har innhold allerede.", step)


def _is_filled(sheet: GoogleSheet, tabs: Tabs) -> bool:
    found = sheet.read(tuple(tabs), datetime.now(UTC))
    return {tab: list(map(list, rows)) for tab, rows in found.items()} == {
        tab: [[heading.name for heading in headings]] for tab, headings in tabs.items()
    }  # fmt: skip


def _requests(sheet: GoogleSheet, tabs: Tabs, there: Mapping[str, Any]) -> Iterator[Request]:
    yield {"updateSpreadsheetProperties": {"properties": {"timeZone": sheet.zone.key}, "fields": "timeZone"}}
    taken = {each["sheetId"] for each in there.values()}
    free = (number for number in itertools.count(FIRST_ID) if number not in taken)
    for tab, headings in tabs.items():
        title = sheet.title_of(tab)
        number = there[title]["sheetId"] if title else next(free)
        yield _existing(there[title], headings) if title else _new(tab, number, headings)
        yield from _columns(number, headings)


def _new(tab: str, number: int, headings: Sequence[Heading]) -> Request:
    grid = {"rowCount": ROWS, "columnCount": max(len(headings), 12), "frozenRowCount": 1}
    return {"addSheet": {"properties": {"sheetId": number, "title": tab, "gridProperties": grid}}}


def _existing(properties: Mapping[str, Any], headings: Sequence[Heading]) -> Request:
    had = properties.get("gridProperties", {})
    grid = {
        "frozenRowCount": 1, "rowCount": max(had.get("rowCount", 0), 2), "columnCount": max(had.get("columnCount", 0), len(headings)),
    }  # fmt: skip
    fields = ",".join(f"gridProperties.{name}" for name in grid)
    return {"updateSheetProperties": {"properties": {"sheetId": properties["sheetId"], "gridProperties": grid}, "fields": fields}}


def _columns(number: int, headings: Sequence[Heading]) -> Iterator[Request]:
    cells = [
        {"userEnteredValue": {"stringValue": each.name}, "note": each.note, "userEnteredFormat": {"textFormat": {"bold": True}}} for each in headings
    ]
    fields = "userEnteredValue,note,userEnteredFormat.textFormat.bold"
    start = {"sheetId": number, "rowIndex": 0, "columnIndex": 0}
    yield {"updateCells": {"start": start, "rows": [{"values": cells}], "fields": fields}}
    for index, heading in enumerate(headings):
        below = {"sheetId": number, "startRowIndex": 1, "startColumnIndex": index, "endColumnIndex": index + 1}
        if heading.format:
            style = {"type": _KINDS.get(heading.format, "TEXT"), "pattern": heading.format}
            yield {"repeatCell": {"range": below, "cell": {"userEnteredFormat": {"numberFormat": style}}, "fields": "userEnteredFormat.numberFormat"}}
        if heading.choices:
            values = [{"userEnteredValue": choice} for choice in heading.choices]
            rule = {"condition": {"type": "ONE_OF_LIST", "values": values}, "showCustomUi": True, "strict": heading.strict}
            yield {"setDataValidation": {"range": below, "rule": rule}}
