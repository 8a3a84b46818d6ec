"""What a cell of the stand-in holds: how Google takes a value in (RAW, USER_ENTERED) and gives it out (three renderings)."""

import ast
import operator
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

EPOCH = datetime(1899, 12, 30)
_THOUSANDS = {"en_US": re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?"), "nb_NO": re.compile(r"[+-]?\d{1,3}([ \u00a0]\d{3})+(,\d+)?")}
_DATES = {
    "en_US": (r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})", r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    "nb_NO": (r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})", r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
}
_CLOCK = r"(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2}))?"
_BOOLEANS = {"TRUE": True, "FALSE": False, "SANN": True, "USANN": False}
_SIGNS: dict[type, Any] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.UAdd: operator.pos, ast.USub: operator.neg,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """`value` is text, number or bool; a moment is a number with `shown`, the text people see; `formula` begins with «=»."""

    value: str | float | bool
    formula: str = ""
    shown: str = ""
    moment: bool = False


def serial(moment: datetime) -> float:
    """Days since 30 December 1899, as a whole number where there is no clock."""
    days = (moment - EPOCH) / timedelta(days=1)
    return int(days) if days.is_integer() else days


def cell_of(value: Any) -> Cell | None:
    """A value of Python as people would have typed it: dates become dates. None for an empty cell."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return Cell(serial(value), shown=f"{value:%d.%m.%Y %H.%M.%S}" if value.time() else f"{value:%d.%m.%Y}", moment=True)
    if isinstance(value, date):
        return cell_of(datetime.combine(value, time()))
    if isinstance(value, time):
        return Cell(serial(datetime.combine(EPOCH, value)), shown=f"{value:%H:%M}", moment=True)
    return raw(value)


def raw(value: Any) -> Cell | None:
    """RAW: what was sent, as it was sent. None clears the cell (Google takes "" for that)."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return None if value == "" and isinstance(value, str) else Cell(value)


def entered(value: Any, locale: str) -> Cell | None:
    """USER_ENTERED: as if it had been typed in the sheet."""
    if not isinstance(value, str):
        return raw(value)
    if value.startswith("'"):
        return raw(value[1:])
    if value.startswith("="):
        return Cell(computed(value), formula=value)
    if value.startswith("+") and not value[1:2].isspace() and (found := computed("=" + value[1:])) != "#ERROR!":
        return Cell(found, formula="=" + value[1:])
    if value.upper() in _BOOLEANS:
        return Cell(_BOOLEANS[value.upper()])
    return _number(value, locale) or _moment(value, locale) or raw(value)


def computed(formula: str) -> str | float:
    """Sums of numbers are worked out; of all else a stand-in can say only that it was run as a formula."""
    try:
        result = _arithmetic(ast.parse(formula[1:].strip(), mode="eval").body)
    except (SyntaxError, ValueError, ZeroDivisionError):
        return "#ERROR!"
    return int(result) if float(result).is_integer() else result


def _arithmetic(node: ast.AST) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return node.value
    if isinstance(node, ast.BinOp) and type(node.op) in _SIGNS:
        return float(_SIGNS[type(node.op)](_arithmetic(node.left), _arithmetic(node.right)))
    if isinstance(node, ast.UnaryOp) and type(node.op) in _SIGNS:
        return float(_SIGNS[type(node.op)](_arithmetic(node.operand)))
    raise ValueError(ast.dump(node))


def _number(text: str, locale: str) -> Cell | None:
    point = "," if locale == "nb_NO" else "."
    if re.fullmatch(rf"[+-]?\d+(\{point}\d+)?", text):
        return raw(float(text.replace(point, ".")))
    if _THOUSANDS.get(locale, _THOUSANDS["en_US"]).fullmatch(text):
        number = float(re.sub("[ \u00a0]" if locale == "nb_NO" else ",", "", text).replace(point, "."))
        return Cell(int(number) if number.is_integer() else number, shown=text)
    return None


def _moment(text: str, locale: str) -> Cell | None:
    for shape in (*(f"{day}(?: {_CLOCK})?" for day in _DATES.get(locale, _DATES["en_US"])), _CLOCK):
        if not (found := re.fullmatch(shape, text)):
            continue
        parts = found.groupdict()
        clock = timedelta(hours=int(parts["H"] or 0), minutes=int(parts["M"] or 0), seconds=int(parts["S"] or 0))
        try:
            day = datetime(int(parts["y"]), int(parts["m"]), int(parts["d"])) if parts.get("y") else EPOCH
        except ValueError:
            return None
        return Cell(serial(day + clock), shown=text, moment=True)
    return None


def rendered(cell: Cell, value_option: str, date_option: str, locale: str) -> Any:
    """`valueRenderOption` and `dateTimeRenderOption`; the latter counts only where the first isn't FORMATTED_VALUE."""
    if value_option == "FORMULA" and cell.formula:
        return cell.formula
    if value_option == "FORMATTED_VALUE" or (cell.moment and date_option == "FORMATTED_STRING"):
        return cell.shown or formatted(cell.value, locale)
    return cell.value


def formatted(value: str | float | bool, locale: str) -> str:
    """How a cell without a format of its own looks: in the words and with the decimal sign of the locale."""
    if isinstance(value, bool):
        return {True: "SANN", False: "USANN"}[value] if locale == "nb_NO" else str(value).upper()
    if isinstance(value, str):
        return value
    text = str(value) if isinstance(value, int) else f"{value:.10g}"
    return text.replace(".", ",") if locale == "nb_NO" else text
