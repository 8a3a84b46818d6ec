"""Participants' text made fit to show: invisible characters, addresses, numbers and names taken away (RULES.md «Privacy»)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from tasks.circle.cleaning.contacts import contacts
from tasks.circle.cleaning.names import KnownNames, known_names, names_in, pairs_in, speaks_of
from tasks.circle.cleaning.plain_letters import plain, written_out
from tasks.circle.focus.vocabulary import Vocabulary, written_words

GONE = "[…]"
#: Characters of an answer that are shown of it elsewhere than on its own page: in proposals, letters and lists.
LONGEST_QUOTE = 600
AROUND_GONE = re.compile(r"\s*\[…\](?:[\s,;:-]*\[…\])*")
_SENTENCE = re.compile(r"[^.!?\n]+")


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


def clean_quote(text: str, names: Iterable[str], vocabulary: Vocabulary) -> str:
    """A participant's words as they may be kept, and shown to others: whole, however long.

    Letter for letter (full-width and other forms of letters as the usual ones: NFKC), save that e-mail addresses, links, numbers of
    telephones, accounts and people, where somebody lives, and names become «[…]»: every part of every name of the sign-up list (`names`)
    in any case, with endings and usual misspellings, and names that many have or that are introduced («takk til …»). A name that is
    none of these can slip through: a facilitator sees quotes before anyone else. (R14, R41, RULES.md «Privacy»)
    """
    # Signs that nobody sees may stand inside an address: it is looked for without them, too.
    shown = visible(_without_hidden(written_out(text), names, vocabulary))
    return AROUND_GONE.sub(" " + GONE, _cut(shown, _found(shown, _known(names, vocabulary)))).strip()


def held_back(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a cleaned quote perhaps tells of somebody else: a name, or one taken out, or a person told by their place («sjefen min»), beside a
    word of health, family, money or conflict. No time releases it, only a facilitator's yes (R41)."""
    known = _known((), vocabulary)
    for sentence in _SENTENCE.findall(text.replace(GONE, "\x01")):
        if not any(vocabulary.stem(word) in vocabulary.sensitive_stems for word in written_words(sentence)):
            continue
        looked = plain(sentence)
        if "\x01" in sentence or speaks_of(looked) or any(pairs_in(looked, known)):
            return True
    return False


def _known(names: Iterable[str], vocabulary: Vocabulary) -> KnownNames:
    return known_names(tuple(dict.fromkeys(names)), vocabulary.given_names, vocabulary.is_ordinary, vocabulary.stop)


def _without_hidden(text: str, names: Iterable[str], vocabulary: Vocabulary) -> str:
    """`text` without what only shows when invisible signs are taken away, and otherwise as it is."""
    kinds = {sign for sign in text if not sign.isascii() and unicodedata.category(sign) == "Cf"} if not text.isprintable() else set()
    if not kinds:
        return text
    bare = "".join(sign for sign in text if sign not in kinds)
    return _cut(bare, _found(bare, _known(names, vocabulary))) if any(_found(bare, _known(names, vocabulary))) else text


def _found(text: str, known: KnownNames) -> Iterator[tuple[int, int]]:
    looked = plain(text)
    yield from contacts(looked)
    yield from names_in(looked, known)


def _cut(text: str, spans: Iterable[tuple[int, int]]) -> str:
    kept, end = "", 0
    for start, stop in sorted(spans):
        if stop > end:
            kept += text[end : max(start, end)] + (GONE if start >= end else "")
            end = stop
    return kept + text[end:]
