"""Participants' text made fit to show: invisible characters, addresses, numbers and names taken away (RULES.md «Privacy»)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

GONE = "[…]"
#: Characters of an answer that are shown of it elsewhere than on its own page: in proposals, letters and lists.
LONGEST_QUOTE = 600
# Parts of an address and of a host are no longer than this (RFC 5321 §4.5.3.1.1, RFC 1035 §2.3.4): without it a long word costs its square.
_EMAIL = r"[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]|\(a\)|krøllalfa)\s?[\w-]+(?:\.[\w-]+)+"
_URL = r"(?:https?://|www\.)\S+|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,10}\.(?:no|com|org|net|se|dk|eu|io)\b(?:/\S*)?"
_DATE = r"(?<!\d)(?:\d{1,2}[.]\s?\d{1,2}[.]\s?\d{4}|\d{4}-\d{2}-\d{2})(?!\d)"
# Eight digits or more in a row, however people space them: telephone, national identity and account numbers.
_NUMBER = r"(?:(?<!\w)(?:\+|00)\d|(?<![\d])\d)(?:[ .()/\u00a0-]{0,2}\d){7,}(?!\d)"
_CONTACT = re.compile(f"(?P<keep>{_DATE})|{_EMAIL}|{_URL}|{_NUMBER}", re.IGNORECASE)
_PERSON = r"[A-ZÆØÅÄÖÉ][\w'’-]+(?:\s+[A-ZÆØÅÄÖÉ][\w'’-]+){0,2}"
_INTRODUCED = re.compile(
    r"(?P<lead>\b(?:[Jj]eg heter|[Ee]g heiter|[Mm]itt navn er|[Mm]itt namn er|[Mm]y name is|[Hh]eter|[Hh]eiter|"
    r"[Tt]akk til|[Tt]hanks to|[Hh]ilsen|[Hh]elsing|[Mm]vh\.?|[Rr]egards,?)\s+)" + f"(?P<who>{_PERSON})"
)
_WORD = re.compile(r"\w+(?:['’]\w+)*['’]?")
AROUND_GONE = re.compile(r"\s*\[…\](?:[\s,;:-]*\[…\])*")


def visible(text: str) -> str:
    """`text` without control, bidi and zero-width characters (a place inside where one stood is marked), whole."""
    kept = text if text.isprintable() else "".join(map(_shown, text))
    folded = " ".join(kept.split())
    return re.sub(r"\x00+", GONE, folded.strip("\x00 "))


def quoted(text: str, longest: int = LONGEST_QUOTE) -> str:
    """`text` as it is shown to others than the one who wrote it: at most `longest` characters, with «…» where it goes on."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _shown(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in ("Zl", "Zp", "Zs") or character in "\t\n\r\v\f":
        return " "
    return "\x00" if kind in ("Cc", "Cf", "Co", "Cs", "Cn") else character


def clean_quote(text: str, names: Iterable[str]) -> str:
    """A participant's words as they may be kept, and shown to others: whole, however long.

    Letter for letter, save that e-mail addresses, links, telephone and national numbers, and every part of every name of
    the sign-up list (`names`) become «[…]», also names that a person introduces («takk til …»). A name that is neither on
    the list nor introduced can slip through: facilitators see quotes before anyone else. (R14, RULES.md «Privacy»)
    """
    shown = _CONTACT.sub(lambda found: found["keep"] or GONE, visible(text))
    shown = _without_names(shown, _known(tuple(dict.fromkeys(names))))
    shown = _INTRODUCED.sub(lambda found: found["lead"] + GONE, shown)
    return AROUND_GONE.sub(" " + GONE, shown).strip()


@dataclass(frozen=True, slots=True)
class _Known:
    """The parts of all names: `written` with a capital, `anyhow` in any case, `after` a given name the rest of the name."""

    written: frozenset[str]
    anyhow: frozenset[str]
    after: dict[str, tuple[tuple[str, ...], ...]]


@lru_cache(maxsize=8)
def _known(names: tuple[str, ...]) -> _Known:
    written: set[str] = set()
    anyhow: set[str] = set()
    after: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        parts = [part for part in re.findall(r"\w+(?:['’]\w+)*", unicodedata.normalize("NFC", name)) if len(part) > 1]
        written.update(form for part in parts for form in (part, part.capitalize(), part.upper()) if form[0].isupper())
        # Short names and family names are words too (Bo, Dag, Berg): those only with a capital.
        anyhow.update(part.casefold() for part in parts[:1] if len(part) > 4)
        for place, part in enumerate(parts[:-1]):
            after.setdefault(part.casefold(), set()).add(tuple(each.casefold() for each in parts[place + 1 :]))
    return _Known(frozenset(written), frozenset(anyhow), {first: tuple(sorted(rest)) for first, rest in after.items()})


def _without_names(text: str, known: _Known) -> str:
    """Word by word, so that a long list of names costs no more than a short one."""
    words = list(_WORD.finditer(text))
    kept, end, place = "", 0, 0
    while place < len(words):
        length = _name_length([word[0] for word in words[place : place + 5]], known)
        if length:
            kept += text[end : words[place].start()] + GONE
            end = words[place + length - 1].end()
        place += max(1, length)
    return kept + text[end:]


def _name_length(words: list[str], known: _Known) -> int:
    """How many of `words` make a name, from the first one on; 0 when it is none."""
    first, *others = [_forms(word) for word in words]
    for form in first:
        for rest in known.after.get(form.casefold(), ()):
            if len(rest) <= len(others) and all(part in map(str.casefold, forms) for part, forms in zip(rest, others, strict=False)):
                return len(rest) + 1
    return int(any(form in known.written or form.casefold() in known.anyhow for form in first))


def _forms(word: str) -> tuple[str, ...]:
    """The word, and what it is the genitive of («Karis», «Nes'»)."""
    plain = unicodedata.normalize("NFC", word).rstrip("'’")
    return (plain, re.sub(r"['’]?s$", "", plain))
