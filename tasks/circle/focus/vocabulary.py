"""The words that proposals are read with (R14): those of config/focus, and how a written word is brought to them.

Spelling is folded over nb, nn, en, sv and da: a circle writes in several languages at once.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

_WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W_]|[^\W\d_]")
#: «koding uten skjerm» does not speak of screens.
_LEFT_OUT = re.compile(r"\b(?:uten|utan|uden|without)\s+(?!å\b|at\b)[^\W\d_]+", re.IGNORECASE)
_LETTERS = str.maketrans({"ø": "o", "ö": "o", "å": "a", "æ": "e", "ä": "e", "é": "e", "è": "e", "ü": "y", "w": "v", "z": "s"})
_PLURALS = (("", ""), ("ies", "y"), ("es", "e"), ("es", ""), ("'s", ""), ("’s", ""), ("s", ""))
#: A word of fewer letters keeps what may be its own: «kurs», «bolig».
SHORT_WORD = 6
SHORTEST_PART = 4
#: «legemiddelmangel» tells a little more of what is missing («mangel») than of what it is missing in.
LAST_PART, FIRST_PART = 0.8, 0.7
#: So many words are remembered with their stem and their fields.
MOST_KEPT = 50_000


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What is known of words before anybody has answered; all of them folded (`str.casefold`).

    `stop` say nothing about a theme, `everyday` are used about anything; `english` and `nordic` have each word's Bokmål; `fields`
    are words in Bokmål that are often about the same, field by field: most stand in several. A field alone is too loose to group
    answers by: it is one sign among several (`features`). `given_names` many have, `name_words` are names and words, beside `sensitive`
    ones nobody is to be named.
    """

    stop: frozenset[str]
    everyday: frozenset[str]
    english: Mapping[str, str]
    nordic: Mapping[str, str]
    fields: tuple[tuple[str, ...], ...]
    given_names: frozenset[str] = frozenset()
    name_words: frozenset[str] = frozenset()
    sensitive: frozenset[str] = frozenset()

    @cached_property
    def _ordinary(self) -> frozenset[str]:
        words = (self.stop, self.everyday, self.english, self.nordic, self.name_words, *self.fields)
        return frozenset(word for several in words for word in several)

    def is_ordinary(self, word: str) -> bool:
        """Whether the folded `word` is one that anybody uses, also when it is somebody's name («Bo», «Dag»)."""
        return word in self._ordinary

    @cached_property
    def sensitive_stems(self) -> frozenset[str]:
        """Stems of words about health, family, money and conflict."""
        return frozenset(map(self.stem, self.sensitive))

    def words_of(self, text: str) -> tuple[str, ...]:
        """The words of `text` as people wrote them, without those that say nothing about a theme."""
        return tuple(word for word in written_words(text) if word.casefold() not in self.stop)

    def stems_of(self, text: str) -> tuple[str, ...]:
        """The different stems of `text`, in order of appearance."""
        stems = map(self.stem, self.words_of(_LEFT_OUT.sub(" ", text)))
        return tuple(dict.fromkeys(stem for stem in stems if len(stem) > 1))

    @cached_property
    def stem(self) -> Callable[[str], str]:
        """A word's stem, in a spelling that nb, nn, sv, da and loan words in en have in common."""
        return lru_cache(maxsize=MOST_KEPT)(self._stem)

    def _stem(self, word: str) -> str:
        text = _cut(self._bokmaal(word.casefold().strip("'’-")).replace("ä", "æ").replace("ö", "ø")).translate(_LETTERS)
        return re.sub(r"([^\W\d_])\1", r"\1", text) if len(text) > 2 else text  # «UU» stays

    def _bokmaal(self, word: str) -> str:
        for table in (self.nordic, self.english):
            known = _singular(word, table)
            if known:
                return table[known]
        return word

    def is_english(self, word: str) -> bool:
        """Whether the folded `word` is an everyday English one, and not spelled like its Bokmål."""
        return bool(_singular(word, self.english))

    @cached_property
    def everyday_stems(self) -> frozenset[str]:
        """Stems of words that people use about anything: half the weight of others."""
        return frozenset(map(self.stem, self.everyday))

    @cached_property
    def _places(self) -> dict[str, frozenset[int]]:
        """The fields (by number) of each stem."""
        table: dict[str, set[int]] = defaultdict(set)
        for number, field in enumerate(self.fields):
            for word in field:
                table[_root(self.stem(word))].add(number)
        return {word: frozenset(numbers) for word, numbers in table.items()}

    @cached_property
    def fields_of(self) -> Callable[[str], Mapping[int, float]]:
        """The fields of a stem with how clearly it speaks of each, 0 to 1; of a compound, the fields of its last and first part."""
        return lru_cache(maxsize=MOST_KEPT)(self._fields_of)

    def _fields_of(self, stem: str) -> Mapping[int, float]:
        table, word = self._places, _root(stem)
        if word in table:
            return dict.fromkeys(table[word], 1.0)
        last = next((word[place:] for place in range(1, len(word) - SHORTEST_PART + 1) if word[place:] in table), "")
        first = next((word[:place] for place in range(len(word) - 1, SHORTEST_PART - 1, -1) if word[:place] in table), "")
        return dict.fromkeys(table.get(first, ()), FIRST_PART) | dict.fromkeys(table.get(last, ()), LAST_PART)

    def spoken_of(self, told: Iterable[tuple[str, float]]) -> dict[int, float]:
        """The fields of several stems (each with its weight) with how clearly the clearest of them speaks of each."""
        found: dict[int, float] = {}
        for word, weight in told:
            for field, clearness in self.fields_of(word).items():
                found[field] = max(found.get(field, 0.0), weight * clearness)
        return found


def written_words(text: str) -> tuple[str, ...]:
    """The words of `text` as people wrote them; of one with hyphens, its parts."""
    found = (word for token in _WORD.findall(text) for word in re.split(r"-(?=\w{3})", token))
    return tuple(word for word in found if len(word) > 1)


@cache
def _stemmer() -> Any:
    import snowballstemmer  # with all its languages, which only rounds that read answers need

    return snowballstemmer.stemmer("norwegian")


def _cut(word: str) -> str:
    """Without its ending. A word that would shrink to three letters («demens», «sikker») keeps all but a plain one: many in the
    definite («møtene»), or one. A short word's last «s» is its own («kurs», «dans»)."""
    cut = str(_stemmer().stemWord(word))
    short = len(word) < SHORT_WORD
    if short and cut + "s" == word:
        return word
    if len(cut) > 3 or (short and not word.endswith("ig")):
        return cut
    return re.sub(r"(?<=...)(?:ene|ane)$|(?<=....)(?:en|et|e|a)$", "", word)


def _singular(word: str, table: Mapping[str, str]) -> str:
    found = (word[: len(word) - len(ending)] + instead for ending, instead in _PLURALS if word.endswith(ending))
    return next((each for each in found if each in table), "")


def _root(word: str) -> str:
    """«finansiering» and «motivasjon» stand where «finansiere» and «motivere» do."""
    if word.endswith("ering") and len(word) > 7:
        return word.removesuffix("ing")
    return word.removesuffix("asjon") + "er" if word.endswith("asjon") and len(word) > 8 else word
