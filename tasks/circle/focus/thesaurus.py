"""Fields of meaning: words of ordinary language that are often about the same, field by field (R14).

A field alone is too loose to group answers by: it is one sign among several that two wishes ask for the same (`features`).
The fields are those of any thesaurus, in Bokmål; `stem` brings the other languages to them. Most words stand in several.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from tasks.circle.focus.similarity import stem
from tasks.circle.focus.words import areas, leisure, people, talk, trades

#: Each list was written by itself: a word that several have stands in more fields.
LISTS = (people, areas, talk, trades, leisure)
SHORTEST_PART = 4
#: «legemiddelmangel» tells a little more of what is missing («mangel») than of what it is missing in.
LAST_PART, FIRST_PART = 0.8, 0.7

Fields = Mapping[int, float]


def _root(word: str) -> str:
    """«finansiering» and «motivasjon» stand where «finansiere» and «motivere» do."""
    if word.endswith("ering") and len(word) > 7:
        return word.removesuffix("ing")
    return word.removesuffix("asjon") + "er" if word.endswith("asjon") and len(word) > 8 else word


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[int]]:
    table: dict[str, set[int]] = defaultdict(set)
    every = ";".join(each.FIELDS for each in LISTS)
    for number, field in enumerate(every.split(";")):
        for word in field.split():
            table[_root(stem(word))].add(number)
    return {word: frozenset(numbers) for word, numbers in table.items()}


@lru_cache(maxsize=50_000)
def fields_of(word: str) -> Fields:
    """The fields of a stem with how clearly it speaks of each, 0 to 1; of a compound, the fields of its last and first part."""
    table, word = _table(), _root(word)
    if word in table:
        return dict.fromkeys(table[word], 1.0)
    last = next((word[place:] for place in range(1, len(word) - SHORTEST_PART + 1) if word[place:] in table), "")
    first = next((word[:place] for place in range(len(word) - 1, SHORTEST_PART - 1, -1) if word[:place] in table), "")
    return dict.fromkeys(table.get(first, ()), FIRST_PART) | dict.fromkeys(table.get(last, ()), LAST_PART)


def spoken_of(told: Iterable[tuple[str, float]]) -> dict[int, float]:
    """The fields of several stems (each with its weight) with how clearly the clearest of them speaks of each."""
    found: dict[int, float] = {}
    for word, weight in told:
        for field, clearness in fields_of(word).items():
            found[field] = max(found.get(field, 0.0), weight * clearness)
    return found
