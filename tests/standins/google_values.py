"""The methods under spreadsheets.values: get, batchGet, update, append, batchUpdate, clear, batchClear."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tests.standins.google_cells import entered, raw, rendered
from tests.standins.google_ranges import Area, named
from tests.standins.google_spreadsheet import Refused, Spreadsheet, Tab, invalid

Query = Mapping[str, list[str]]
Answer = dict[str, Any]


def get(sheet: Spreadsheet, text: str, query: Query) -> Answer:
    tab, area = sheet.area(text)
    by_column = _one(query, "majorDimension", "ROWS") == "COLUMNS"
    value_option = _one(query, "valueRenderOption", "FORMATTED_VALUE")
    date_option = _one(query, "dateTimeRenderOption", "SERIAL_NUMBER")
    across = range(area.left, area.right)
    down = range(area.top, area.bottom)
    used = {place: cell for place, cell in tab.cells.items() if area.holds(*place)}
    shown = {place: rendered(cell, value_option, date_option, sheet.locale) for place, cell in used.items()}
    lines = [[shown.get((r, c), "") for r in down] for c in across] if by_column else [
        [shown.get((r, c), "") for c in across] for r in range(area.top, max((r + 1 for r, _ in shown), default=area.top))
    ]  # fmt: skip
    answer: Answer = {"range": named(tab.title, area), "majorDimension": "COLUMNS" if by_column else "ROWS"}
    values = _trimmed(lines)
    return answer | ({"values": values} if values else {})


def batch_get(sheet: Spreadsheet, query: Query) -> Answer:
    return {"spreadsheetId": sheet.id, "valueRanges": [get(sheet, text, query) for text in query.get("ranges", [])]}


def update(sheet: Spreadsheet, text: str, body: Any, option: str) -> Answer:
    """Write from the range's corner; what doesn't fit the range or the grid is refused and nothing is written."""
    _option(option)
    values = _rows(body, "data.values")
    tab, area = sheet.area(text)
    height, width = len(values), max(map(len, values), default=0)
    _fits(tab, area, height, width)
    written: set[tuple[int, int]] = set()
    for row, line in enumerate(values, area.top):
        for column, value in enumerate(line, area.left):
            if value is not None:
                tab.put(row, column, raw(value) if option == "RAW" else entered(value, sheet.locale))
                written.add((row, column))
    there = Area(area.top, area.left, area.top + max(height, 1), area.left + max(width, 1))
    return {
        "spreadsheetId": sheet.id, "updatedRange": named(tab.title, there), "updatedRows": len({row for row, _ in written}),
        "updatedColumns": len({column for _, column in written}), "updatedCells": len(written),
    }  # fmt: skip


def batch_update(sheet: Spreadsheet, body: Any) -> Answer:
    option = body.get("valueInputOption", "")
    answers = [update(sheet, data["range"], data, option) for data in body.get("data", [])]
    places: set[tuple[str, int]] = set()
    columns: set[tuple[str, int]] = set()
    titles: set[str] = set()
    for data in body.get("data", []):
        tab, area = sheet.area(data["range"])
        filled = [(r, c) for r, line in enumerate(_rows(data, "")) for c, value in enumerate(line) if value is not None]
        titles.add(tab.title)
        places |= {(tab.title, area.top + r) for r, _ in filled}
        columns |= {(tab.title, area.left + c) for _, c in filled}
    return {
        "spreadsheetId": sheet.id, "totalUpdatedRows": len(places), "totalUpdatedColumns": len(columns),
        "totalUpdatedCells": sum(answer["updatedCells"] for answer in answers), "totalUpdatedSheets": len(titles), "responses": answers,
    }  # fmt: skip


def append(sheet: Spreadsheet, text: str, body: Any, query: Query) -> Answer:
    """Below the last table inside the range, from the table's own first column; without a table, in the range's corner."""
    tab, area = sheet.area(text)
    values = _rows(body, "data.values")
    table = _table(tab, area)
    top, left = (table.bottom, table.left) if table else (area.top, area.left)
    if table and _one(query, "insertDataOption", "OVERWRITE") == "INSERT_ROWS":
        tab.move(0, top, len(values))
    tab.rows, tab.columns = max(tab.rows, top + len(values)), max([tab.columns, *(left + len(line) for line in values)])
    corner = named(tab.title, Area(top, left, top + 1, left + 1))
    answer: Answer = {"spreadsheetId": sheet.id}
    if table:
        answer["tableRange"] = named(tab.title, table)
    return answer | {"updates": update(sheet, corner, body, _one(query, "valueInputOption", ""))}


def clear(sheet: Spreadsheet, text: str) -> str:
    tab, area = sheet.area(text)
    for place in [place for place in tab.cells if area.holds(*place)]:
        del tab.cells[place]
    return named(tab.title, area)


def _table(tab: Tab, area: Area) -> Area | None:
    """The rectangle around what hangs together with the last filled cell of the range."""
    inside = [place for place in tab.cells if area.holds(*place)]
    if not inside:
        return None
    found, waiting = set[tuple[int, int]](), [max(inside)]
    while waiting:
        row, column = waiting.pop()
        found.add((row, column))
        near = [(row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1)]
        waiting += [place for place in near if place in tab.cells and place not in found]
    rows, columns = {row for row, _ in found}, {column for _, column in found}
    return Area(min(rows), min(columns), max(rows) + 1, max(columns) + 1)


def _fits(tab: Tab, area: Area, height: int, width: int) -> None:
    whole = named(tab.title, area)
    if not area.anchor and height > area.bottom - area.top:
        raise invalid(f"Requested writing within range [{whole}], but tried writing to row [{area.bottom + 1}]")
    if not area.anchor and width > area.right - area.left:
        raise invalid(f"Requested writing within range [{whole}], but tried writing to column [{area.right + 1}]")
    if area.top + height > tab.rows or area.left + width > tab.columns:
        raise invalid(f"Range ({whole}) exceeds grid limits. Max rows: {tab.rows}, max columns: {tab.columns}")


def _rows(body: Any, field: str) -> list[list[Any]]:
    values = body.get("values") or []
    if not isinstance(values, list) or not all(isinstance(line, list) for line in values):
        words = f"Invalid value at '{field}' (type.googleapis.com/google.protobuf.ListValue), {json.dumps(values)}"
        violation = {"field": field, "description": words}
        details = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}
        raise Refused(400, "INVALID_ARGUMENT", words, [details])
    if body.get("majorDimension") == "COLUMNS":
        longest = max(map(len, values), default=0)
        return [[line[at] if at < len(line) else None for line in values] for at in range(longest)]
    return values


def _option(option: str) -> None:
    if option not in ("RAW", "USER_ENTERED"):
        raise invalid("'valueInputOption' is required but not specified")


def _one(query: Query, name: str, default: str) -> str:
    return query.get(name, [default])[0]


def _trimmed(lines: Sequence[Sequence[Any]]) -> list[list[Any]]:
    rows = [list(line) for line in lines]
    for row in rows:
        while row and row[-1] == "":
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows
