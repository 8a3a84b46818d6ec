"""Mistakes in the configuration in words: all are gathered before anybody is told, and no value that may be private is shown."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path

from tasks.circle.model.errors import Problem, reason, stop_if

LONGEST_SHOWN = 60
_TYPES: dict[type, str] = {
    dict: "en tabell", list: "en liste", float: "et desimaltall", datetime: "en dato med klokkeslett", time: "et klokkeslett",
}  # fmt: skip
_SECRET = re.compile(r"passw|passord|secret|hemmelig|api_?key|^token$")
_SECRETS = "SIRKEL_SMTP_PASSWORD, SIRKEL_IMAP_PASSWORD, SIRKEL_ZOOM_CLIENT_SECRET eller SIRKEL_GOOGLE_JSON"
_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")
_STRAIGHT = 'tekst og klokkeslett skal stå i rette anførselstegn ("…"), datoer skrives 2021-05-01'
#: What tomllib (Python 3.11) says, and what it means to somebody who edits the file by hand. The first that begins so counts.
_SYNTAX = {
    "Cannot overwrite a value": "Nøkkelen står to ganger.",
    "Duplicate inline table key": "Nøkkelen står to ganger.",
    "Cannot declare": "Tabellen står to ganger.",
    "Cannot redefine": "Tabellen står to ganger.",
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
    "Unterminated string": "En tekst er ikke lukket med anførselstegn.",
    "Expected \"'": "En tekst er ikke lukket med anførselstegn.",
    "Illegal character": "Et tegn hører ikke hjemme her; ofte mangler det avsluttende anførselstegnet på linjen.",
    "Found invalid character": "Et usynlig tegn hører ikke hjemme her; skriv linjen på nytt.",
    "Expected newline": f"Det står noe etter verdien; {_STRAIGHT}.",
    "Unescaped '\\'": "En omvendt skråstrek i en tekst må skrives dobbelt (\\\\).",
    "Invalid hex value": "En omvendt skråstrek i en tekst må skrives dobbelt (\\\\).",
    "Escaped character": "En omvendt skråstrek i en tekst må skrives dobbelt (\\\\).",
}


class Mistakes:
    """Gathers problems; the same one found twice (by two circles that share a file) is told once."""

    def __init__(self) -> None:
        self._found: dict[Problem, None] = {}

    def add(self, where: str, what: str, next_step: str) -> None:
        self._found[Problem(where, what, next_step)] = None

    def take(self, others: "Mistakes") -> None:
        """Those of another reading too."""
        self._found |= others._found

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def stop(self) -> None:
        """Raise `Stop` with all that was found, in the order it was found."""
        stop_if(self._found)

    def __len__(self) -> int:
        return len(self._found)


def shown(value: object) -> str:
    """A value as a mistake may show it: short, and never what may hold an address or a password before an @."""
    if type(value) in _TYPES:
        return _TYPES[type(value)]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return f"datoen {value.isoformat()}"
    text = " ".join(str(value).split())
    if "@" in text:
        return "en tekst med @"
    return f"«{text[:LONGEST_SHOWN]}{'…' if len(text) > LONGEST_SHOWN else ''}»" if text else "en tom tekst"


def shown_path(path: Path) -> str:
    """The path as somebody in the current folder would type it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def nearest(word: str, words: Iterable[str]) -> str:
    """The one of `words` that was probably meant, or ""."""
    from difflib import get_close_matches  # 10 ms, and only for what is wrong

    by_small = {each.casefold(): each for each in words}
    found = get_close_matches(word.casefold(), by_small, n=1, cutoff=0.6)
    return by_small[found[0]] if found else ""


def listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))


def meant(word: str, words: Iterable[str]) -> str:
    """The next step for a wrong word: the nearest right one, and all of them while they are few."""
    right = sorted(words)
    near = nearest(word, right)
    first = f"Mente du «{near}»? " if near else ""
    return f"{first}Lovlig er: {listed(right)}." if len(right) <= 25 or not near else first.strip()


def unknown_key(key: str, known: Iterable[str], elsewhere: Mapping[str, str]) -> tuple[str, str]:
    """What is wrong and the next step for a key nobody reads; `elsewhere`: where keys of other tables belong."""
    what = f"Ukjent nøkkel: {shown(key)}."
    if _SECRET.search(key.casefold()):
        return what, f"Hemmeligheter skal ikke stå i filer her: Fjern linjen, og gi den som miljøvariabel ({_SECRETS})."
    if key in elsewhere:
        return what, f"Den hører hjemme {elsewhere[key]}."
    return what, meant(key, known)


def why(error: OSError) -> str:
    """What an operating system's refusal means."""
    match error:
        case FileNotFoundError():
            return "Filen mangler."
        case PermissionError():
            return "Programmet har ikke lov til å bruke filen."
        case IsADirectoryError():
            return "Dette er en mappe, ikke en fil."
        case _:
            return f"Filen kan ikke brukes: {reason(error)}."


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


def read_toml(path: Path, where: str, mistakes: Mistakes) -> dict[str, object] | None:
    """The file's tables (https://toml.io/en/v1.0.0); None when it can't be read, which is a mistake with line and column."""
    text = read_text(path, where, mistakes)
    if text is None:
        return None
    try:
        return tomllib.loads(text)
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
