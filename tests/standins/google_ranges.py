"""A1 notation as Google reads and writes it: «Sheet1!A1:D4», «'Påmelding'», «A:A», «A1:1», a named range."""

import re
from dataclasses import dataclass

from tasks.circle.model.table import letter_of

_PLAIN = re.compile(r"[^\W\d]\w*")
_CELL = re.compile(r"([A-Za-z]{1,3})?(\d{1,7})?")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, half open, counted from 0; `anchor`: it was given as one cell, and writing may go beyond it."""

    top: int
    left: int
    bottom: int
    right: int
    anchor: bool = False

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row < self.bottom and self.left <= column < self.right


def quoted(title: str) -> str:
    return title if _PLAIN.fullmatch(title) and not _LIKE_A_CELL.fullmatch(title) else "'" + title.replace("'", "''") + "'"


def named(title: str, area: Area) -> str:
    """The range as Google says it in answers; one cell is «A1», not «A1:A1»."""
    first = f"{letter_of(area.left)}{area.top + 1}"
    last = f"{letter_of(area.right - 1)}{area.bottom}"
    return f"{quoted(title)}!{first if first == last else f'{first}:{last}'}"


def split(text: str) -> tuple[str | None, str]:
    """The tab's title and what stands after «!»; title None for a range without one, "" after it for a whole tab."""
    if text.startswith("'"):
        end = text.rfind("'")
        title, rest = text[1:end].replace("''", "'"), text[end + 1 :]
        return (title, rest.removeprefix("!")) if end > 0 and (not rest or rest.startswith("!")) else (None, text)
    title, mark, rest = text.rpartition("!")
    return (title, rest) if mark else (None, text)


def area_of(text: str, rows: int, columns: int) -> Area | None:
    """The cells of «B4:D4», «A:A», «A1:1»; None when it is no such notation. What is left open ends where the grid ends."""
    first, colon, second = text.partition(":")
    start, end = _corner(first), _corner(second if colon else first)
    if start is None or end is None or (not colon and None in start):
        return None
    down = sorted((0 if start[0] is None else start[0], rows - 1 if end[0] is None else end[0]))
    across = sorted((0 if start[1] is None else start[1], columns - 1 if end[1] is None else end[1]))
    return Area(down[0], across[0], down[1] + 1, across[1] + 1, anchor=not colon)


def _corner(text: str) -> tuple[int | None, int | None] | None:
    found = _CELL.fullmatch(text.replace("$", ""))
    if not found or not text:
        return None
    return (int(found[2]) - 1 if found[2] else None), (_column(found[1]) if found[1] else None)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
