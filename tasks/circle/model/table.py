"""Tabs of the sheet as rows with known columns: headers by name, never by position (RULES.md «Sheet»)."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache

from tasks.circle.model.errors import Grade, Problem, stop_if

Cell = str | int | float | bool | datetime | date | time | None
#: Characters of an answer, a wish or another text of a person that are kept. What is shown of it somewhere may be less.
LONGEST_TEXT = 4000
#: More than any sheet lets a cell hold (Google 50,000, Excel 32,767): as good as all of it.
WHOLE_CELL = 50_000
#: What a cell shows whose formula has gone wrong, in Excel, LibreOffice and Google Sheets.
FAULTS = frozenset({"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#ERROR!", "#SPILL!", "#CALC!"})
#: NFKC makes a non-breaking hyphen (U+2011) a plain one (U+2010).
HYPHENS = re.compile("[-\u2010\u2011]")
#: What people add to a header behind its name: «Avmeldt (ja)», «Status/merknad», «Dato, klokkeslett».
_ADDED = re.compile(r"[(\[/,;:|=–—]")
_AGAIN = re.compile(r"(?<=\D)\d$")
#: What forms and people write where nobody's name or address is: who answered is not known, and two such are not one person.
NOBODY = frozenset({
    "anonymous", "anonymous user", "anonym", "anonymt", "anonyme", "anonym bruker", "ukjent", "ukjend", "unknown", "ingen", "none", "null",
    "n/a", "na", "guest", "gjest", "gjestebruker", "ikke oppgitt", "-", "–", "",
})  # fmt: skip
#: Formats in the letters that Excel, LibreOffice and Google Sheets have in common; «@» is text, of which no spreadsheet makes a date («9.10»).
DATE, MOMENT, TEXT = "dd.mm.yyyy", "dd.mm.yyyy hh:mm", "@"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: our word for it, its header and the other headers people use for it (nb, nn, en), and how a fresh sheet shows it.

    One without `key` is people's own and never read; one without `note` is read (or written) where it stands, and a fresh sheet
    begins without it. `width` is in characters, `format` one of those above, `choices` are offered in a drop-down;
    `strict`: nothing else may be typed. `needed`: the tab can't be read without it. `single`: it may be absent, but not stand
    twice, because the wrong one of two would do harm.
    """

    key: str
    header: str
    synonyms: tuple[str, ...] = ()
    width: int = 16
    format: str = ""
    choices: tuple[str, ...] = ()
    note: str = ""
    strict: bool = True
    needed: bool = False
    single: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (self.header, *self.synonyms)


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of the sheet by its name, with its columns in the order of a fresh one (they are in `tasks/circle/model/tabs.py`)."""

    name: str
    columns: tuple[Column, ...]
    #: A form writes it: a question that is made anew there is one more column of the same name, and both are read.
    by_form: bool = False

    def __getitem__(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that a fresh sheet begins with."""
        return tuple(column for column in self.columns if column.note)

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.shown)

    def keys(self, header: Sequence[Cell]) -> list[str]:
        """Which of the columns stands in each cell of a row of headers; "" for another."""
        found = {index: key for key, places in self.places(header).items() for index in places}
        return [found.get(index, "") for index in range(len(header))]

    def places(self, header: Sequence[Cell]) -> dict[str, list[int]]:
        """Where each column stands in a row of headers (0 is A), by key: under its own names, else under the one that is near them."""
        found: dict[str, list[int]] = {}
        for index, cell in enumerate(header):
            key = self._key(_header(cell)) or (self._key(named_once(cell).replace(" ", "")) if self.by_form else "")
            if key:
                found.setdefault(key, []).append(index)
        near = [(key, index) for index, cell in enumerate(header) if (key := self._near(cell)) and key not in found]
        for key, index in near:
            if [each for each, _ in near].count(key) == 1:
                found[key] = [index]
        return found

    def _key(self, header: str) -> str:
        return next((column.key for column in self.columns if header in _headers(column.names)), "")

    def _near(self, cell: Cell) -> str:
        """The key of the only column whose name `cell` begins with, before a bracket or the like («Avmeldt (ja)»), or has one letter wrong."""
        header = _header(cell)
        if not header or any(header in _headers(column.names) for column in self.columns):
            return ""
        first = _header(_ADDED.split(normal(cell))[0])
        keys = {column.key for column in self.columns for name in _headers(column.names) if first == name or _one_off(header, name)}
        return keys.pop() if len(keys) == 1 else ""

    def near(self, header: Sequence[Cell]) -> list[tuple[int, Column]]:
        """The columns that are read under a name that is only near theirs, with their places."""
        found = ((places[0], self[key]) for key, places in self.places(header).items())
        return [(index, column) for index, column in found if self._near(header[index]) == column.key]

    def grid(self, rows: Sequence[Mapping[str, Cell]]) -> list[list[Cell]]:
        """What the program writes in a tab of its own: the headers, then `rows` by key; others than `shown` where a row has them."""
        columns = [column for column in self.columns if column.note or any(column.key in row for row in rows)]
        return [[column.header for column in columns], *([row[column.key] for column in columns] for row in rows)]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of people's values; `number` is the sheet's row number (headers are row 1), 0 when nobody has typed it."""

    tab: str
    number: int
    cells: Mapping[str, Cell]
    letters: Mapping[str, str] = field(repr=False)

    def text(self, key: str, longest: int = LONGEST_TEXT) -> str:
        """The cell as clean text of at most `longest` characters, «…» where more was typed; "" when empty."""
        return clean(self.cells.get(key), longest)

    def lines(self, key: str, longest: int) -> list[str]:
        """The lines of the cell as clean text, those without any left out; at most `longest` characters in all."""
        typed = self.cells.get(key)
        parts = typed.replace("\r", "\n").split("\n") if isinstance(typed, str) else [clean(typed, longest)]
        found, left = list[str](), longest
        for part in filter(None, (clean(part, longest) for part in parts)):
            if left < len(part):
                break
            found.append(part)
            left -= len(part)
        return found

    def kept(self, key: str) -> str:
        """The cell as the ledger keeps it: as clean text, up to `LONGEST_TEXT` characters of it and nothing added."""
        return clean(self.cells.get(key), WHOLE_CELL)[:LONGEST_TEXT].rstrip()

    def too_long(self, key: str, what: str, longest: int = LONGEST_TEXT, grade: Grade = Grade.MEND) -> list[Problem]:
        """What to tell when more was typed than `longest` characters; `what` is the thing in words («Svaret er»)."""
        # Most are short, and cleaned already: only one that was cut, or ends as if, is looked at whole.
        if not self.text(key, longest).endswith("…") or len(clean(self.cells.get(key), WHOLE_CELL)) <= longest:
            return []
        told = f"{what} svært langt: Bare begynnelsen er brukt ({longest} tegn), og resten står bare her."
        return [self.problem(key, told, "Kort det ned, så blir alt brukt.", grade)]

    def fault(self, key: str) -> str:
        """What the cell shows when its formula has gone wrong, else ""."""
        shown = self.text(key, 12)
        return shown if shown in FAULTS else ""

    def where(self, key: str = "") -> str:
        """The cell (or the row) in words people find in their sheet."""
        if not self.number:
            return f"«{self.tab}»"
        letter = self.letters.get(key)
        return f"«{self.tab}», celle {letter}{self.number}" if letter else f"«{self.tab}», rad {self.number}"

    def problem(self, key: str, what: str, next_step: str, grade: Grade = Grade.MEND) -> Problem:
        return Problem(self.where(key), what, next_step, grade)


def clean(value: Cell, longest: int = LONGEST_TEXT) -> str:
    """Text without control characters (bidi overrides and NUL are traps in letters), NFC, blanks folded, cut at `longest`."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    elif isinstance(value, bool):
        return "SANN" if value else "USANN"  # as people see a ticked box in their sheet
    text = _shown(value)
    if len(text) > longest * 4:  # what is taken out below is a fraction of any text, save of one full of blanks
        text = " ".join(text.split())[: longest * 4]
    return _clean(text, longest)


def _shown(value: Cell) -> str:
    try:
        return str(value)
    except ValueError:  # Python writes no whole number of more than 4,300 digits
        return "#NUM!"


@lru_cache(maxsize=2048)  # a rehearsal asks the same of the same cells hundreds of times
def _clean(text: str, longest: int) -> str:
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text if not _invisible(c))
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _invisible(character: str) -> bool:
    hidden = "\x00\u00ad\u200b\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
    return character in hidden or "\ud800" <= character <= "\udfff"  # half a character: can't be encoded


def normal(header: Cell) -> str:
    """A header as it is compared: case, blanks, Unicode form and closing punctuation do not matter."""
    return _normal(clean(header, WHOLE_CELL))


@lru_cache(maxsize=2048)
def _normal(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(HYPHENS.sub("", text).rstrip(" :?*.").split())


def named_once(header: Cell) -> str:
    """As `normal`, without the number that Microsoft Forms gives a second question of one name («E-post2»)."""
    return normal(_AGAIN.sub("", normal(header)))


def is_nobody(cell: Cell) -> bool:
    """Whether an identity is none: «anonymous» (Microsoft Forms, where nobody logs in) or empty."""
    return normal(cell) in NOBODY


def read_rows(tab: Tab, values: Sequence[Sequence[Cell]]) -> list[Row]:
    """The rows of a tab that hold anything. Raises `Stop` for missing or doubled headers, naming the cells."""
    stop_if(header_problems(tab, values))
    return list(_rows(tab.name, values, {key: found for key, found in tab.places(values[0] if values else ()).items() if key}))


def header_problems(tab: Tab, values: Sequence[Sequence[Cell]]) -> list[Problem]:
    """What is wrong with the headers of a tab: needed ones that are missing, and doubled ones."""
    places = tab.places(values[0] if values else ())
    watched = (column for column in tab.columns if column.needed or column.single)
    return [problem for column in watched for problem in _header_problems(tab, column, places.get(column.key, []), values)]


def near_headers(tab: Tab, values: Sequence[Sequence[Cell]]) -> list[Problem]:
    """What to tell of headers that are read as others near them (R27)."""
    header = values[0] if values else ()
    return [
        Problem(
            f"«{tab.name}», celle {letter_of(index)}1",
            f"Overskriften «{clean(header[index], 60)}» er lest som «{column.header}».",
            f"Er det noe annet, så gi kolonnen et navn som ikke begynner med «{column.header}»; ellers trengs ingenting.",
            Grade.INFORMATION,
        )
        for index, column in tab.near(header)
    ]


def is_blank(values: Sequence[Sequence[Cell]]) -> bool:
    """A tab without anything in it, headers included."""
    return not any(clean(cell) for row in values for cell in row)


@lru_cache  # each round asks for the same fifty
def _headers(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(_header, names))


def _header(cell: Cell) -> str:
    return normal(cell).replace(" ", "")


def _one_off(one: str, other: str) -> bool:
    """Whether one letter is wrong, too many or missing, or two have changed places, in a name of at least five."""
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 1:
        return False
    same = next((index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    one, other = one[same:], other[same:]
    return one[1:] == other[1:] or one[1:] == other or one == other[1:] or (one[1::-1] == other[:2] and one[2:] == other[2:])


def _said_twice(found: list[int], values: Sequence[Sequence[Cell]]) -> bool:
    """Whether a row has something in two of the columns, and not the same."""
    said = ([normal(row[index]) for index in found if index < len(row) and not is_nobody(row[index])] for row in values[1:])
    return any(len(set(each)) > 1 for each in said)


def _header_problems(tab: Tab, column: Column, found: list[int], values: Sequence[Sequence[Cell]]) -> Iterator[Problem]:
    if not found and column.needed:
        yield Problem(
            f"«{tab.name}», rad 1", f"Kolonnen «{column.header}» mangler. {headers_seen(values[0] if values else ())}", _mending(tab, column, values)
        )
    elif len(found) > 1 and (column.single or not tab.by_form or _said_twice(found, values)):
        cells = " og ".join(f"{letter_of(index)}1" for index in found)
        yield Problem(f"«{tab.name}», {cells}", f"Overskriften «{column.header}» står {len(found)} ganger.", "Gi den ene kolonnen et annet navn.")


def _mending(tab: Tab, column: Column, values: Sequence[Sequence[Cell]]) -> str:
    """Somebody may have written a title above the headers."""
    below = next((number for number, row in enumerate(values[:10], 1) if column.key in tab.places(row)), 0)
    return f"Overskriftene står i rad {below}: Slett radene over." if below else f"Gi kolonnen overskriften «{column.header}» igjen."


def headers_seen(header: Sequence[Cell]) -> str:
    """The headers that are there, in words. Where the row of headers is gone, somebody's name and address are not shown."""
    if any("@" in each if isinstance(each, str) else isinstance(each, (int, float, date, time)) for each in header):
        return "Raden ser ut til å være et svar, ikke overskrifter."
    return f"Overskrifter som finnes: {', '.join(f'«{clean(cell, 60)}»' for cell in header if clean(cell)) or 'ingen'}."


def _rows(tab: str, values: Sequence[Sequence[Cell]], places: Mapping[str, Sequence[int]]) -> Iterator[Row]:
    letters = {key: letter_of(found[0]) for key, found in places.items()}
    doubled = [key for key, found in places.items() if len(found) > 1]
    for number, cells in enumerate(values[1:], start=2):
        here = {key: _latest(cells, places[key]) for key in doubled}
        used = {key: here.get(key, found[0]) for key, found in places.items()}
        kept = {key: cells[index] for key, index in used.items() if index < len(cells)}
        if any(clean(value) for value in kept.values() if value is not None and value is not False):
            yield Row(tab, number, kept, letters | {key: letter_of(index) for key, index in here.items()})


def _latest(cells: Sequence[Cell], places: Sequence[int]) -> int:
    """Of several columns of one name the one that was made last and says something; «anonymous» is less than that."""
    filled = [index for index in places if index < len(cells) and clean(cells[index])]
    return next((index for index in reversed(filled) if not is_nobody(cells[index])), (filled or places)[-1])


def letter_of(index: int) -> str:
    """The sheet's letter of column `index` (0 is A, 26 is AA)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
