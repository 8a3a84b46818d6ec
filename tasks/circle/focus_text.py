"""Participants' text made fit to show: invisible characters, addresses, numbers and names taken away (design §10)."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

GONE = "[…]"
LONGEST = 600
_EMAIL = r"[\w.+-]+\s?(?:@|\(at\)|\[at\]|\(a\)|krøllalfa)\s?[\w-]+(?:\.[\w-]+)+"
_URL = r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:no|com|org|net|se|dk|eu|io)\b(?:/\S*)?"
_DATE = r"(?<!\d)(?:\d{1,2}[.]\s?\d{1,2}[.]\s?\d{4}|\d{4}-\d{2}-\d{2})(?!\d)"
# Eight digits or more in a row, however people space them: telephone, national identity and account numbers.
_NUMBER = r"(?:(?<!\w)(?:\+|00)\d|(?<![\d])\d)(?:[ .()/\u00a0-]{0,2}\d){7,}(?!\d)"
_CONTACT = re.compile(f"(?P<keep>{_DATE})|{_EMAIL}|{_URL}|{_NUMBER}", re.IGNORECASE)
_PERSON = r"[A-ZÆØÅÄÖÉ][\w'’-]+(?:\s+[A-ZÆØÅÄÖÉ][\w'’-]+){0,2}"
_INTRODUCED = re.compile(
    r"(?P<lead>\b(?:[Jj]eg heter|[Ee]g heiter|[Mm]itt navn er|[Mm]itt namn er|[Mm]y name is|[Hh]eter|[Hh]eiter|"
    r"[Tt]akk til|[Tt]hanks to|[Hh]ilsen|[Hh]elsing|[Mm]vh\.?|[Rr]egards,?)\s+)" + f"(?P<who>{_PERSON})"
)
_AROUND_GONE = re.compile(r"\s*\[…\](?:[\s,;:]*\[…\])*")


def visible(text: str) -> str:
    """`text` without control, bidi and zero-width characters (a place inside where one stood is marked), at most 600 long."""
    kept = "".join(_shown(character) for character in text[: LONGEST * 2])
    folded = " ".join(kept.split())
    folded = re.sub(r"\x00+", GONE, folded.strip("\x00 "))
    return folded if len(folded) <= LONGEST else folded[: LONGEST - 1].rstrip() + "…"


def _shown(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in ("Zl", "Zp", "Zs") or character in "\t\n\r\v\f":
        return " "
    return "\x00" if kind in ("Cc", "Cf", "Co", "Cs", "Cn") else character


def clean_quote(text: str, names: Iterable[str]) -> str:
    """A participant's words as they may be shown to others.

    Letter for letter, save that e-mail addresses, links, telephone and national numbers, and every part of every name of
    the sign-up list (`names`) become «[…]», also names that a person introduces («takk til …»). A name that is neither on
    the list nor introduced can slip through: facilitators see quotes before anyone else. (R14, design §10)
    """
    shown = _CONTACT.sub(lambda found: found["keep"] or GONE, visible(text))
    pattern = _names(tuple(dict.fromkeys(names)))
    if pattern:
        shown = pattern.sub(GONE, shown)
    shown = _INTRODUCED.sub(lambda found: found["lead"] + GONE, shown)
    return _AROUND_GONE.sub(" " + GONE, shown).strip()


@lru_cache(maxsize=8)
def _names(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Matches a whole name in any case, its parts with a capital, and long given names also without («spør solveig»)."""
    choices: list[str] = []
    for name in names:
        parts = [part for part in re.split(r"[\s,.]+", unicodedata.normalize("NFC", name)) if len(part) > 1]
        if len(parts) > 1:
            choices.append("(?i:" + r"\s+".join(map(re.escape, parts)) + ")")
        for place, part in enumerate(parts):
            for piece in dict.fromkeys((part, *part.split("-"))):
                # Short names and family names are words too (Bo, Dag, Berg): only with a capital.
                anyhow = place == 0 and len(piece) > 4
                choices.append(f"(?i:{re.escape(piece)})" if anyhow else _capital(piece))
    if not choices:
        return None
    longest_first = sorted(set(choices), key=lambda choice: (-len(choice), choice))
    return re.compile(r"(?<!\w)(?:" + "|".join(longest_first) + r")(?:['’]?s)?(?!\w)")


def _capital(part: str) -> str:
    forms = dict.fromkeys((part, part.capitalize(), part.upper()))
    return "(?:" + "|".join(re.escape(form) for form in forms if form[0].isupper() or not form.isalpha()) + ")" if part else ""
