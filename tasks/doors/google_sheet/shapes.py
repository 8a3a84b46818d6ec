"""What Google's answers must look like to be read on; whatever else has come was not Google's, and raises `Unreadable`."""

from collections.abc import Mapping
from typing import Any, TypeVar

from tasks.circle.model.apart import Unreadable, sound_json
from tasks.circle.model.table import Cell

T = TypeVar("T")
#: What a cell shows that holds none of Google's values: as a formula that has gone wrong, so that its row is told.
NO_VALUE = "#ERROR!"


def _a(kind: type[T], value: object) -> T:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise Unreadable("svar")
    return value


def document_of(reply: object) -> Mapping[str, Any]:
    """`properties.timeZone` ("" when it isn't told) and `sheets`, each with the properties of a tab."""
    found = _a(dict, sound_json(reply))
    zone = _a(dict, found.get("properties", {})).get("timeZone", "")
    sheets = [{"properties": _tab(_a(dict, each).get("properties"))} for each in _a(list, found.get("sheets", []))]
    return {"properties": {"timeZone": _a(str, zone)}, "sheets": sheets}


def _tab(properties: object) -> Mapping[str, Any]:
    found = _a(dict, properties)
    grid = _a(dict, found.get("gridProperties", {}))
    size = {name: _a(int, grid[name]) for name in ("rowCount", "columnCount") if name in grid}
    return {"sheetId": _a(int, found.get("sheetId")), "title": _a(str, found.get("title")), "gridProperties": size}


def ranges_of(reply: object, count: int) -> list[Mapping[str, Any]]:
    """As many ranges as were asked for, each with its name and its rows."""
    found = _a(list, _a(dict, sound_json(reply)).get("valueRanges", []))
    if len(found) != count:
        raise Unreadable("svar")
    return [{"range": _a(str, _a(dict, each).get("range", "")), "values": _rows(each.get("values", []))} for each in found]


def _rows(values: object) -> list[list[Cell]]:
    return [[_cell(each) for each in _a(list, row)] for row in _a(list, values)]


def _cell(value: object) -> Cell:
    return value if value is None or isinstance(value, str | int | float) else NO_VALUE


def added_of(reply: object) -> list[Mapping[str, Any]]:
    """The properties of the tabs that were added."""
    replies = [_a(dict, each) for each in _a(list, _a(dict, sound_json(reply)).get("replies", []))]
    return [_tab(_a(dict, each["addSheet"]).get("properties")) for each in replies if "addSheet" in each]
