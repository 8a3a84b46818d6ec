"""Names in what people write: of those who are known here, and of others by how they are spoken of (RULES.md «Privacy»)."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tasks.circle.cleaning.plain_letters import folded, plain

Span = tuple[int, int]

_WORD = re.compile(r"[^\W_]+(?:'[^\W\d_]+)*'?")
_PART = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[\s.\-_*]{1,2}[^\W\d_](?![^\W_])){2,24}")
_LEET = str.maketrans("013457@$", "oieastas")
#: What may stand behind a name («Karis», «Olaen», «Nordmannene»), the longest first.
_BEHIND = tuple(re.split(" ", "enes anes ene ane ens en er as 's n a e s '"))
#: Between the parts of a name.
_WITHIN = ("van", "von", "de", "der", "den", "af", "av", "el", "al", "bin", "da", "di", "la")
_MINE = r"(?:min|mi|mitt|vår|vårt|hans|hennes|hennar|deres|sin|si|my|our|his|her)"
_ROLE = (
    r"(?:sjef|leder|leiar|kollega|kollege|nabo|venn|ven|venninne|venninna|mann|kone|kona|kjerring|samboer|sambuar|kjæreste|kjærast|bror|søster|syster|sønn|son|"
    r"datter|dotter|mor|far|mamma|pappa|bestemor|bestefar|tante|onkel|svoger|svigermor|svigerfar|fastlege|lærer|lærar|rektor|saksbehandler|sakshandsamar|"
    r"rådgiver|veileder|terapeut|psykolog|styreleder|naboen|klient|boss|manager|colleague|neighbour|friend|husband|wife|brother|sister|son|daughter|mother|"
    r"father|doctor|teacher)(?:en|a|n|s)?"
)
#: Behind these a word is a name when it has a capital, or is a given name; behind «jeg heter» whatever it is.
_LEADS = re.compile(
    r"\b(?:(?P<self>jeg heter|eg heiter|eg heter|jag heter|mitt navn er|mitt namn er|navnet mitt er|namnet mitt er|my name is|kall meg|kalles)"
    rf"|(?P<sure>{_ROLE}\s{_MINE},?|{_MINE}\s{_ROLE},?|heter|heiter|takk til|thanks to|hilsen|helsing|mvh\.?|regards,?|snakke? med|snakka med|"
    rf"snakket med|ring|spør|talk to|ask)|(?P<titled>(?:herr|hr|fru|frøken|frk|dr|doktor|prof|professor|mr|mrs|ms|miss|"
    rf"rektor|ordfører|prest|lensmann)\.?)"
    rf"|(?P<perhaps>{_ROLE}|jeg er|eg er|i am|i'm|med|til|hos|av|fra|og|with|by|and))\s+",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"\s+(?:kommune|fylke|bibliotek|universitet|skole|skule|sykehus|sjukehus|avdeling|kontor|senter|as|ba)\b", re.IGNORECASE)
_NO_NAME = frozenset(re.split(" ", "det den dette ikke ikkje noe noko som så ofte bare berre jo at hva kva what it this not"))
_MONTHS = frozenset(("mai", "august", "april", "june", "may"))
_TOLD = frozenset(re.split(" ", "har er sa sier seier fikk ble blei vart hadde fortalte fortalde viste nevnte kan vil has is was said"))
_BEGINS = re.compile(r"(?:^|[.!?:;«»\"(*-])\s*$")
_INITIAL = re.compile(r"\s?[A-ZÆØÅ]\.?(?![^\W_])(?:\s?[A-ZÆØÅ]\.?(?![^\W_]))?")
_INITIALS = re.compile(r"(?<![\w.])(?:[A-ZÆØÅ]\.\s?){1,4}[A-ZÆØÅ]\b\.?")
_BEFORE = re.compile(r"(?<![^\W_])(?:[A-ZÆØÅ]\.\s?){1,3}$")


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Parts of names, folded to small letters: `anyhow` in any case, `capital` only with one (they are words, too), `spelt` and `near` as
    `folded` and with one sign away, `given` names that many have, `ordinary` words, which no misspelling is looked for in, `small`
    ones, which are no part of a name behind another, and `initials` of the names.
    """

    anyhow: frozenset[str]
    capital: frozenset[str]
    spelt: frozenset[str]
    near: frozenset[str]
    given: Collection[str]
    ordinary: Callable[[str], bool]
    small: Collection[str]
    initials: frozenset[str]


@lru_cache(maxsize=8)
def known_names(names: tuple[str, ...], given: Collection[str], ordinary: Callable[[str], bool], small: Collection[str]) -> KnownNames:
    """Of all names of the circle; one sign alone is no part of one."""
    parts = {part.casefold() for name in names for part in _parts(plain(name)) if len(part) > 1 and part.casefold() not in _WITHIN}
    anyhow = {part for part in parts if len(part) > 2 and not ordinary(part)}
    spelt = {folded(part) for part in parts if len(part) > 3 or not part.isascii()}
    initials = frozenset("".join(word[0] for word in _PART.findall(plain(name))).casefold() for name in names if " " in name)
    near = {short for part in spelt if len(part) > 4 for short in (part, *_shorter(part))}
    return KnownNames(frozenset(anyhow), frozenset(parts), frozenset(spelt), frozenset(near), given, ordinary, small, initials)


def _parts(name: str) -> Iterator[str]:
    """The words of a name, and what stands behind an apostrophe in one."""
    for part in _PART.findall(name):
        yield part
        if len(rest := part.rpartition("'")[2]) > 3 and rest != part:
            yield rest


def _shorter(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


def names_in(text: str, known: KnownNames) -> Iterator[Span]:
    """Where in `text` (as `plain` gives it) names stand, each with the parts and initials that belong to it."""
    words = list(_WORD.finditer(text))
    for place, word in enumerate(words):
        if _is_known(word[0], known) or _is_given(word[0], known, words, place):
            yield _whole(text, words, place, place, known)
    yield from _spaced(text, known)
    yield from (found.span() for found in _INITIALS.finditer(text) if "".join(filter(str.isalpha, found[0])).casefold() in known.initials)
    starts = {word.start(): place for place, word in enumerate(words)}
    for lead in _LEADS.finditer(text):
        if lead.end() in starts and (found := _led(text, words, starts[lead.end()], lead.lastgroup or "", known)):
            yield found


def _is_known(written: str, known: KnownNames) -> bool:
    word, capital = written.casefold(), _capital(written)
    if known.ordinary(word):
        return capital and word in known.capital
    if any(form in known.anyhow or (capital and form in known.capital) for form in _forms(word)):
        return True
    if not word.isalpha() and any(map(str.isdigit, word)):
        return len(word) > 3 and not word.isdigit() and word.translate(_LEET) in known.anyhow
    if len(word) > 5 and any(word[:place] in known.capital and word[place:] in known.capital for place in range(2, len(word) - 1)):
        return True
    return (capital or not any(map(known.ordinary, _forms(word)))) and any(_is_misspelt(form, known, capital) for form in _forms(word))


def _is_misspelt(form: str, known: KnownNames, capital: bool) -> bool:
    spelling = folded(form)
    if spelling in known.spelt and (len(form) > 4 or (capital and len(form) > 2)):
        return True
    return capital and len(spelling) > 4 and (spelling in known.near or any(short in known.near for short in _shorter(spelling)))


def _is_given(written: str, known: KnownNames, words: Sequence[re.Match[str]], place: int) -> bool:
    """A name that many have, or its genitive. One that is a word, too («Liv», «Anna»), has a capital, and begins no sentence unless
    something is told of a person there."""
    word, capital = written.casefold(), _capital(written)
    name = word if word in known.given else re.sub(r"'?s?'?$", "", word)
    if name not in known.given:
        return False
    if not known.ordinary(name):
        return capital or len(word) > 3
    if not capital or name in _MONTHS:
        return False
    after = words[place + 1][0] if place + 1 < len(words) and _next_to(words, place) else ""
    return _capital(after) or after in _TOLD or not _BEGINS.search(words[place].string, max(0, words[place].start() - 6), words[place].start())


def _forms(word: str) -> Iterator[str]:
    """The word, and what it may be a form of; of a short one only the genitive."""
    yield word
    for end in _BEHIND:
        rest = word.removesuffix(end)
        if rest != word and (len(rest) > 3 or (end in ("s", "'s", "'") and len(rest) > 1)):
            yield rest


def _capital(word: str) -> bool:
    return word[:1].isupper()


def _next_to(words: Sequence[re.Match[str]], place: int) -> bool:
    """Whether the next word stands right behind, with a blank or a hyphen between."""
    here, there = words[place], words[place + 1]
    return here.string[here.end() : there.start()] in (" ", "-", "  ", " -", "- ")


def _whole(text: str, words: Sequence[re.Match[str]], first: int, last: int, known: KnownNames) -> Span:
    """The name whose words `first` to `last` are known, with capitals beside it, double names and initials."""
    while last + 1 < len(words) and last - first < 4 and _next_to(words, last) and _belongs(words, last + 1, known, text):
        last += 1
    while first > 0 and _next_to(words, first - 1) and text[words[first - 1].end()] == "-" and _capital(words[first - 1][0]):
        first -= 1
    start, end = words[first].start(), words[last].end()
    if initial := _BEFORE.search(text, max(0, start - 12), start):
        start = initial.start()
    if (initial := _INITIAL.match(text, end)) and initial[0].strip() and initial[0].strip() not in ("I", "Å"):
        end = initial.end()
    return start, end


def _belongs(words: Sequence[re.Match[str]], place: int, known: KnownNames, text: str) -> bool:
    word = words[place][0]
    if word.casefold() in _WITHIN and place + 1 < len(words):
        return _capital(words[place + 1][0]) and _next_to(words, place)
    if word.casefold() in known.capital and len(word) > 2 and word.casefold() not in known.small:
        return True
    return _capital(word) and not (word.isupper() and len(word) > 1) and word.casefold() not in known.small


def _spaced(text: str, known: KnownNames) -> Iterator[Span]:
    """«K a r i», and with it what is spelt so."""
    for row in _SPACED.finditer(text):
        letters = "".join(sign for sign in row[0].casefold() if sign.isalpha())
        if len(letters) > 2 and any(name in letters for name in _parts_of(letters, known)):
            yield row.span()


def _parts_of(letters: str, known: KnownNames) -> Iterator[str]:
    for start in range(len(letters) - 1):
        for end in range(start + 2, min(len(letters), start + 14) + 1):
            part = letters[start:end]
            if part in known.capital or (len(part) > 3 and part in known.given):
                yield part


def _led(text: str, words: Sequence[re.Match[str]], place: int, lead: str, known: KnownNames) -> Span | None:
    """The name behind words after which one comes."""
    word = words[place][0]
    small, given = word.casefold(), any(form in known.given for form in _forms(word.casefold()))
    if small in _NO_NAME or any(map(str.isdigit, word)) or (word.isupper() and len(word) > 1 and not given):
        return None
    capital = _capital(word) and not _OFFICE.match(text, words[place].end())
    if lead == "self":
        two = not _capital(word) and place + 1 < len(words) and _next_to(words, place) and not known.ordinary(words[place + 1][0].casefold())
        return _whole(text, words, place, place + two, known)
    if lead == "titled" and capital and small not in known.small and text[words[place].end() :][:1] != "-":
        return _whole(text, words, place, place, known)
    if (given and (capital or (lead == "sure" and not known.ordinary(small)))) or (lead == "sure" and capital and not known.ordinary(small)):
        return _whole(text, words, place, place, known)
    return None


def pairs_in(text: str, known: KnownNames) -> Iterator[Span]:
    """Two words with capitals beside each other, of which the first begins no sentence: perhaps somebody's name."""
    words = list(_WORD.finditer(text))
    for place in range(1, len(words) - 1):
        one, other = words[place][0], words[place + 1][0]
        begins = _BEGINS.search(text, max(0, words[place].start() - 6), words[place].start())
        if _capital(one) and _capital(other) and not one.isupper() and not other.isupper() and not begins and _next_to(words, place):
            yield words[place].start(), words[place + 1].end()


_SPOKEN_OF = re.compile(rf"\b(?:{_ROLE}\s{_MINE}|{_MINE}\s{_ROLE})\b", re.IGNORECASE)


def speaks_of(text: str) -> bool:
    """Whether somebody is told by their place («sjefen min»), so that those who know the writer know who it is."""
    return bool(_SPOKEN_OF.search(text))
