"""spreadsheets.get and spreadsheets.batchUpdate: tabs added, changed, deleted; rows inserted, deleted, sorted."""

import copy
import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.standins.google_cells import Cell, computed, raw
from tests.standins.google_ranges import Area
from tests.standins.google_spreadsheet import COLUMNS, ROWS, Refused, Spreadsheet, Tab, invalid

#: What changes only how the sheet looks, and no value: taken and not remembered.
LOOKS = (
    "repeatCell", "autoResizeDimensions", "updateDimensionProperties", "unmergeCells", "setBasicFilter", "clearBasicFilter",
    "addDimensionGroup", "deleteDimensionGroup", "addProtectedRange", "deleteProtectedRange", "updateBorders",
)  # fmt: skip


def described(sheet: Spreadsheet) -> dict[str, Any]:
    properties = {"title": sheet.title, "locale": sheet.locale, "autoRecalc": "ON_CHANGE", "timeZone": sheet.zone}
    tabs = [{"properties": _properties(tab, index)} for index, tab in enumerate(sheet.tabs)]
    return {"spreadsheetId": sheet.id, "properties": properties, "sheets": tabs}


def _properties(tab: Tab, index: int) -> dict[str, Any]:
    grid = {"rowCount": tab.rows, "columnCount": tab.columns} | ({"frozenRowCount": tab.frozen_rows} if tab.frozen_rows else {})
    found: dict[str, Any] = {"sheetId": tab.id, "title": tab.title, "index": index, "sheetType": "GRID", "gridProperties": grid}
    return found | ({"hidden": True} if tab.hidden else {})


def masked(value: Any, mask: str) -> Any:
    """The `fields` of a query: «properties.timeZone,sheets(properties(sheetId,title))», dots and slashes alike."""
    wanted: dict[str, list[str]] = {}
    for part in re.findall(r"(?:[^,()]|\((?:[^()]|\([^()]*\))*\))+", mask):
        head, _, rest = re.sub(r"^([^(/.]+)\((.*)\)$", r"\1/\2", part.strip()).replace(".", "/").partition("/")
        wanted.setdefault(head, []).append(rest)
    if isinstance(value, list):
        return [masked(each, mask) for each in value]
    return {head: masked(value[head], ",".join(rest)) if all(rest) else value[head] for head, rest in wanted.items() if head in value}


def carry_out(sheet: Spreadsheet, body: Mapping[str, Any]) -> dict[str, Any]:
    """All requests or none. Raises 501 for a kind that this stand-in doesn't know."""
    before = copy.deepcopy((sheet.tabs, sheet.ranges, sheet.zone, sheet.locale, sheet.title))
    try:
        replies = [_one(sheet, request, f"requests[{at}]") for at, request in enumerate(body["requests"])]
    except Refused:
        sheet.tabs, sheet.ranges, sheet.zone, sheet.locale, sheet.title = before
        raise
    return {"spreadsheetId": sheet.id, "replies": replies}


def _one(sheet: Spreadsheet, request: Mapping[str, Any], where: str) -> dict[str, Any]:
    ((kind, what),) = request.items()
    if kind in LOOKS:
        return {}
    if kind not in ACTS:
        raise Refused(501, "UNIMPLEMENTED", f"{kind} is not part of this stand-in")
    return ACTS[kind](sheet, what, f"{where}.{kind}") or {}


def _area(sheet: Spreadsheet, given: Mapping[str, Any], where: str) -> tuple[Tab, Area]:
    tab = sheet.numbered(given.get("sheetId"), where)
    top, left = given.get("startRowIndex", 0), given.get("startColumnIndex", 0)
    return tab, Area(top, left, given.get("endRowIndex", tab.rows), given.get("endColumnIndex", tab.columns))


def _add_sheet(sheet: Spreadsheet, what: Any, where: str) -> dict[str, Any]:
    properties = what.get("properties", {})
    title, grid = properties.get("title", f"Ark{len(sheet.tabs) + 1}"), properties.get("gridProperties", {})
    if sheet.titled(title):
        raise invalid(f'Invalid {where}: A sheet with the name "{title}" already exists. Please enter another name.')
    if properties.get("sheetId") in {tab.id for tab in sheet.tabs}:
        raise invalid(f"Invalid {where}: Sheet with id {properties['sheetId']} already exists.")
    size = {"rows": grid.get("rowCount", ROWS), "columns": grid.get("columnCount", COLUMNS)}
    tab = sheet.add(title, frozen_rows=grid.get("frozenRowCount", 0), **size)
    tab.id = properties.get("sheetId", tab.id)
    return {"addSheet": {"properties": _properties(tab, len(sheet.tabs) - 1)}}


def _change_sheet(sheet: Spreadsheet, what: Any, where: str) -> None:
    new, fields = what["properties"], set(what["fields"].replace("/", ".").split(","))
    tab, grid = sheet.numbered(new.get("sheetId"), where), new.get("gridProperties", {})
    if "title" in fields:
        tab.title = new["title"]
    if "hidden" in fields:
        tab.hidden = new.get("hidden", False)
        if all(each.hidden for each in sheet.tabs):
            raise invalid(f"Invalid {where}: You can't hide all the sheets in a document.")
    if "index" in fields:
        sheet.tabs.remove(tab)
        sheet.tabs.insert(new.get("index", 0), tab)
    for name, key in (("rows", "rowCount"), ("columns", "columnCount"), ("frozen_rows", "frozenRowCount")):
        if fields & {"gridProperties", f"gridProperties.{key}"}:
            setattr(tab, name, grid.get(key, 0))
    tab.cells = {(r, c): cell for (r, c), cell in tab.cells.items() if r < tab.rows and c < tab.columns}


def _delete_sheet(sheet: Spreadsheet, what: Any, where: str) -> None:
    if len(sheet.tabs) == 1:
        raise invalid(f"Invalid {where}: You can't remove all the sheets in a document.")
    sheet.tabs.remove(sheet.numbered(what["sheetId"], where))


def _dimension(sign: int) -> Callable[[Spreadsheet, Any, str], None]:
    def act(sheet: Spreadsheet, what: Any, where: str) -> None:
        given = what["range"]
        count = given["endIndex"] - given["startIndex"]
        sheet.numbered(given.get("sheetId"), where).move(given["dimension"] == "COLUMNS", given["startIndex"], sign * count)

    return act


def _append_dimension(sheet: Spreadsheet, what: Any, where: str) -> None:
    tab = sheet.numbered(what.get("sheetId"), where)
    rows = what["dimension"] == "ROWS"
    tab.rows, tab.columns = tab.rows + what["length"] * rows, tab.columns + what["length"] * (not rows)


def _sort(sheet: Spreadsheet, what: Any, where: str) -> None:
    tab, area = _area(sheet, what["range"], where)
    tab.sort_area(area, [(each.get("dimensionIndex", 0), each.get("sortOrder") == "DESCENDING") for each in what["sortSpecs"]])


def _update_cells(sheet: Spreadsheet, what: Any, where: str) -> None:
    start = what.get("start")
    given = what.get("range") or {
        "sheetId": start.get("sheetId"), "startRowIndex": start.get("rowIndex", 0), "startColumnIndex": start.get("columnIndex", 0)
    }  # fmt: skip
    tab, area = _area(sheet, given, where)
    rows = what.get("rows", [])
    down, across = (area.bottom, area.right) if not start else (area.top + len(rows), area.right)
    for row in range(area.top, down):
        cells = rows[row - area.top].get("values", []) if row - area.top < len(rows) else []
        for column in range(area.left, across if not start else area.left + len(cells)):
            _set(tab, (row, column), cells[column - area.left] if column - area.left < len(cells) else {}, what["fields"])


def _set(tab: Tab, place: tuple[int, int], cell: Any, fields: str) -> None:
    if "userEnteredValue" in fields or fields == "*":
        ((kind, value),) = cell.get("userEnteredValue", {"stringValue": ""}).items()
        tab.put(*place, Cell(computed(value), formula=value) if kind == "formulaValue" else raw(value))
    if "note" in fields:
        tab.notes[place] = cell.get("note", "")
    if "userEnteredFormat" in fields and cell.get("userEnteredFormat", {}).get("textFormat", {}).get("bold"):
        tab.bold.add(place)


def _validate(sheet: Spreadsheet, what: Any, where: str) -> None:
    tab, area = _area(sheet, what["range"], where)
    values = what.get("rule", {}).get("condition", {}).get("values", [])
    tab.choices |= {column: tuple(each["userEnteredValue"] for each in values) for column in range(area.left, area.right)}


def _merge(sheet: Spreadsheet, what: Any, where: str) -> None:
    tab, area = _area(sheet, what["range"], where)
    tab.merge(area, what["mergeType"])


def _paste(sheet: Spreadsheet, what: Any, where: str) -> None:
    source, area = _area(sheet, what["source"], where)
    given = what["destination"]
    target = sheet.numbered(given.get("sheetId"), where)
    top, left = given.get("rowIndex", given.get("startRowIndex", 0)), given.get("columnIndex", given.get("startColumnIndex", 0))
    found = {place: cell for place, cell in source.cells.items() if area.holds(*place)}
    if "rowIndex" in given or "columnIndex" in given:  # cutPaste names a cell, copyPaste an area
        source.cells = {place: cell for place, cell in source.cells.items() if place not in found}
    target.cells.update({(row - area.top + top, column - area.left + left): cell for (row, column), cell in found.items()})


def _name_range(sheet: Spreadsheet, what: Any, where: str) -> dict[str, Any]:
    new = what["namedRange"]
    tab, area = _area(sheet, new["range"], where)
    number = str(next(sheet.numbers))
    sheet.ranges[number] = (new["name"], tab.id, area)
    return {"addNamedRange": {"namedRange": new | {"namedRangeId": number}}}


def _change_spreadsheet(sheet: Spreadsheet, what: Any, _: str) -> None:
    new = what["properties"]
    sheet.title, sheet.locale = new.get("title", sheet.title), new.get("locale", sheet.locale)
    sheet.zone = new.get("timeZone", sheet.zone)


ACTS: Mapping[str, Callable[[Spreadsheet, Any, str], dict[str, Any] | None]] = {
    "addSheet": _add_sheet, "updateSheetProperties": _change_sheet, "deleteSheet": _delete_sheet,
    "insertDimension": _dimension(1), "deleteDimension": _dimension(-1), "appendDimension": _append_dimension,
    "sortRange": _sort, "updateCells": _update_cells, "setDataValidation": _validate, "mergeCells": _merge,
    "copyPaste": _paste, "cutPaste": _paste, "addNamedRange": _name_range, "updateSpreadsheetProperties": _change_spreadsheet,
}  # fmt: skip
