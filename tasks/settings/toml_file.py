"""A TOML file as people edit it: read with what is wrong in Norwegian, and where each of its keys stands."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tasks.settings.mistakes import LONGEST_SHOWN, Mistakes, why

#: The way to a value: names of tables and keys, numbers (from 0) in arrays.
Way = tuple[str | int, ...]
_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")
_STRAIGHT = 'tekst og klokkeslett skal stå i rette anførselstegn ("…"), datoer skrives 2021-05-01'
#: What tomllib (Python 3.11) says, and what it means to somebody who edits the file by hand. The first that begins so counts.
_SYNTAX: dict[str | tuple[str, ...], str] = {
    ("Cannot overwrite a value", "Duplicate inline table key"): "Nøkkelen står to ganger.",
    ("Cannot declare", "Cannot redefine"): "Tabellen står to ganger.",
    "Cannot mutate": "Nøkkelen legger noe til i en verdi som alt er skrevet ferdig.",
    "Invalid date or datetime": "Datoen finnes ikke i kalenderen.",
    "Unclosed array": "En liste er ikke lukket med ].",
    "Unclosed inline table": "En tabell er ikke lukket med }.",
    "Expected ']]'": "Navnet på tabellen skal slutte med ]].",
    "Expected ']'": "Navnet på tabellen skal slutte med ].",
    "Expected '=' after a key": "Det mangler et likhetstegn etter nøkkelen (nøkler skrives uten æ, ø, å og mellomrom).",
    "Invalid initial character for a key part": "Nøkkelen mangler, eller har et tegn som ikke kan stå i en nøkkel (bruk a-z, 0-9, _ og -).",
    "Invalid statement": "Linjen begynner med noe som verken er en nøkkel (uten æ, ø, å), en [tabell] eller en # kommentar.",
    "Invalid value": f"Verdien kan ikke leses; {_STRAIGHT}.",
    ("Unterminated string", "Expected \"'"): "En tekst er ikke lukket med anførselstegn.",
    "Illegal character": "Et tegn hører ikke hjemme her; ofte mangler det avsluttende anførselstegnet på linjen.",
    "Found invalid character": "Et usynlig tegn hører ikke hjemme her; skriv linjen på nytt.",
    "Expected newline": f"Det står noe etter verdien; {_STRAIGHT}.",
    ("Unescaped '\\'", "Invalid hex value", "Escaped character"): "En omvendt skråstrek i en tekst må skrives dobbelt (\\\\).",
}


@dataclass(frozen=True)
class TomlFile:
    """A file without mistakes of syntax. `name` is what people are shown."""

    name: str
    values: dict[str, object]
    text: str = field(repr=False)

    def has(self, way: Way) -> bool:
        return way in self._lines

    def line(self, way: Way) -> int:
        """Where the statement of `way` begins, 0 when it is not there."""
        return self._lines.get(way, 0)

    def where(self, way: Way, *, key: bool = True) -> str:
        """The file, the line where `way` (or the innermost table of it that is there) begins, and its name: `[rhythm] start`,
        `[[topics]] nr. 2, title`; without `key` the table's alone."""
        line = next((self._lines[way[:end]] for end in range(len(way), 0, -1) if way[:end] in self._lines), 0)
        match way:
            case (table, int(number), name, *_):
                words = f"[[{table}]] nr. {number + 1}{f', {name}' if key else ''}"
            case (table, str(name), *_):
                words = f"[{table}] {name}" if key else f"[{table}]"
            case (name, *_):
                words = str(name) if key else ""
        return ", ".join(filter(None, (self.name, f"linje {line}" if line else "", words)))

    @cached_property
    def _lines(self) -> dict[Way, int]:
        """The line on which the statement of each table, key and item begins.

        tomllib itself says where a statement ends: with the first line that leaves nothing open. So nothing inside a text or a list can
        be taken for a key, and quoted and dotted keys are what they are to every reader of TOML.
        """
        found, table, last, first, statement = dict[Way, int](), Way(), dict[Way, int](), 1, ""
        for number, line in enumerate(self.text.replace("\r\n", "\n").split("\n"), 1):
            statement += f"{line}\n"
            try:
                part = tomllib.loads(statement)
            except tomllib.TOMLDecodeError:
                continue
            if statement.lstrip().startswith("["):
                table = _header(part, last)
                ways: list[Way] = [table[:end] for end in range(1, len(table) + 1)]
            else:
                ways = [(*table, *way) for way in _ways(part)]
            for way in ways:
                found.setdefault(way, first)
            first, statement = number + 1, ""
        return found


def _header(part: object, last: dict[Way, int]) -> Way:
    """The way to the table that the statement `[name]` or `[[name]]` opens; `last` numbers the tables of each array."""
    way = Way()
    while isinstance(part, dict) and part:
        ((name, part),) = part.items()
        way += (name,)
        if isinstance(part, list):
            last[way] = last.get(way, -1) + 1
        if way in last:
            way += (last[way],)
    return way


def _ways(value: object, way: Way = ()) -> Iterator[Way]:
    inside: Sequence[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    for name, each in inside:
        yield (*way, name)
        yield from _ways(each, (*way, name))


def read_text(path: Path, where: str, mistakes: Mistakes) -> str | None:
    """The file as UTF-8 text (a byte order mark from Notepad is dropped); None when it can't be read, which is a mistake."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        mistakes.add(f"{where}, linje {line}", "Filen er ikke lagret som UTF-8.", "Lagre den på nytt med tegnkodingen UTF-8.")
    except OSError as error:
        step = "Legg filen der, eller gi brukeren som kjører programmet, lov til å lese den."
        mistakes.add(where, why(error), step)
    return None


def read_toml(path: Path, where: str, mistakes: Mistakes) -> TomlFile | None:
    """The file (https://toml.io/en/v1.0.0); None when it can't be read, which is a mistake with line and column."""
    text = read_text(path, where, mistakes)
    if text is None:
        return None
    try:
        return TomlFile(where, tomllib.loads(text), text)
    except tomllib.TOMLDecodeError as error:
        mistakes.add(*_syntax(where, text, str(error)))
        return None


def _syntax(where: str, text: str, said: str) -> tuple[str, str, str]:
    lines = text.splitlines() or [""]
    place = _PLACE.search(said)
    line, column = (int(place[1]), int(place[2])) if place and place[1] else (len(lines), len(lines[-1]) + 1)
    own = f"Filen følger ikke reglene for TOML her ({_PLACE.sub('', said).strip()})."
    what = next((words for start, words in _SYNTAX.items() if said.startswith(start)), own)
    key, equals, _ = lines[min(line, len(lines)) - 1].partition("=")
    named = f" ({key.strip()})" if equals and key.strip() and "@" not in key and len(key) <= LONGEST_SHOWN else ""
    return f"{where}, linje {line}, kolonne {column}{named}", what, "Rett linjen og kjør på nytt."
