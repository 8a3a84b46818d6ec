"""Mistakes in the configuration in words: all are gathered before anybody is told, and no value that may be private is shown."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path

from tasks.circle.model.errors import Problem, reason, stop_if

LONGEST_SHOWN = 60
_TYPES: dict[type, str] = {
    dict: "en tabell", list: "en liste", tuple: "en liste", float: "et desimaltall", datetime: "en dato med klokkeslett", time: "et klokkeslett",
}  # fmt: skip
_SECRET = re.compile(r"passw|passord|secret|hemmelig|api_?key|^token$")
_SECRETS = "SIRKEL_SMTP_PASSWORD, SIRKEL_IMAP_PASSWORD, SIRKEL_ZOOM_CLIENT_SECRET eller SIRKEL_GOOGLE_JSON"


class Mistakes(dict[Problem, None]):
    """Problems in the order they were found; the same one found twice (by two circles that share a file) is told once."""

    def add(self, where: str, what: str, next_step: str) -> None:
        self[Problem(where, what, next_step)] = None

    def stop(self) -> None:
        """Raise `Stop` with all of them when there are any."""
        stop_if(self)


def shown(value: object) -> str:
    """A value as a mistake may show it: short, and never what may hold an address or a password before an @."""
    if type(value) in _TYPES:
        return _TYPES[type(value)]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return f"datoen {value.isoformat()}"
    text = "".join(each if each.isprintable() else "�" for each in " ".join(str(value).split()))
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
    return f"{first}Lovlig er: {listed(right)}." if len(right) <= 30 or not near else first.strip()


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
    return "Filen mangler." if isinstance(error, FileNotFoundError) else f"Filen kan ikke brukes: {reason(error)}."
