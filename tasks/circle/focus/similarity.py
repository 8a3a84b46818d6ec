"""How alike words, and texts, are: compounds, slips of the pen, letter 4-grams, and what facilitators said means the same (R14)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

Weights = Mapping[str, float]
Likeness = Mapping[str, Mapping[str, float]]


def alike(vocabulary: Iterable[str], pairs: Iterable[tuple[str, str]] = (), own: Iterable[str] = ()) -> dict[str, dict[str, float]]:
    """For each stem of `vocabulary` the stems that mean about the same, 0 to 1 (itself is 1).

    `pairs` (of stems) are facilitators'; `own` are the circle's own words, which make no two compounds alike («gressbrann», «bilbrann»
    among fire fighters).
    """
    words = sorted(set(vocabulary))
    found: dict[str, dict[str, float]] = {word: {word: 1.0} for word in words}
    rests = {word: rest for word in words for part in sorted(own) if (rest := _rest(word, part))}
    for one, other in _candidates(words):
        strength = match(one, other)
        if strength and rests:
            strength = min(strength, match(rests.get(one, one), rests.get(other, other)))
        if strength:
            found[one][other] = found[other][one] = strength
    for left, right in pairs:
        ones, others = _family(left, found), _family(right, found)
        for one in ones:
            for other in others:
                if one != other:
                    found[one][other] = found[other][one] = max(0.9, found[one].get(other, 0.0))
    return found


def _rest(word: str, part: str) -> str:
    """What a compound says besides `part`, "" when that is not enough to tell anything."""
    if len(part) < 4 or len(word) < len(part) + 3:
        return ""
    return word[: -len(part)] if word.endswith(part) else word[len(part) :] if word.startswith(part) else ""


def _family(word: str, found: Mapping[str, Mapping[str, float]]) -> tuple[str, ...]:
    return tuple(other for other in found if other == word or (len(word) > 3 and other.startswith(word)))


def _candidates(words: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs that share three letters at the start or end of one, or three 4-grams: all that `match` can say yes to."""
    pieces: dict[str, list[str]] = defaultdict(list)
    for word in words:
        for piece in sorted(_pieces(word)):
            pieces[piece].append(word)
    pairs: set[tuple[str, str]] = set()
    for sharing in pieces.values():
        if len(sharing) > 150:
            continue  # a piece that everything has («-ing») tells nothing
        pairs.update((one, other) for place, one in enumerate(sharing) for other in sharing[place + 1 :])
    return sorted(pairs)


def _pieces(word: str) -> frozenset[str]:
    return _grams(word) | {"^" + word[:3], word[-3:] + "$"} | _shortened(word)


@lru_cache(maxsize=50_000)
def _grams(word: str) -> frozenset[str]:
    return frozenset(word[place : place + 4] for place in range(max(1, len(word) - 3)))


@lru_cache(maxsize=50_000)
def _shortened(word: str) -> frozenset[str]:
    if len(word) < 5:
        return frozenset()
    return frozenset({"~" + word} | {"~" + word[:place] + word[place + 1 :] for place in range(1, len(word))})


def match(one: str, other: str) -> float:
    """How alike two stems are: the same 1, a slip of the pen 0.8, part of a compound 0.7, else by letter 4-grams."""
    short, long = sorted((one, other), key=lambda word: (len(word), word))
    if short == long:
        return 1.0
    if len(short) >= 5 and len(long) >= 6 and _shortened(short) & _shortened(long):
        return 0.8
    if (len(short) >= 4 and (long.startswith(short) or long.endswith(short))) or long in (f"{short}er", f"{short}ern"):
        return 0.7  # also «lærer» and «lærerne», which stems don't bring together
    if len(short) == 3 and len(long) >= 6 and (long.startswith(short) or long.endswith(short)):
        return 0.5
    # «storytelling» and «lustelling» have no more than an ending in common.
    ones, others = _grams(re.sub(r"(?<=\w{4})ing$", "", short)), _grams(re.sub(r"(?<=\w{4})ing$", "", long))
    dice = 2 * len(ones & others) / (len(ones) + len(others))
    begun = _common_start(short, long)
    if begun >= 5 and begun >= 0.7 * len(short):
        return 0.6
    return 0.7 * dice if dice > 0.25 else 0.0


def _common_start(one: str, other: str) -> int:
    differ = (place for place, (left, right) in enumerate(zip(one, other, strict=False)) if left != right)
    return next(differ, min(len(one), len(other)))


@dataclass(frozen=True, slots=True)
class Vector:
    """A text to compare: its words' `weights`, how strongly it answers to each word like one of them (`reach`), its length."""

    weights: Weights
    reach: Weights
    length: float

    @classmethod
    def of(cls, weights: Weights, table: Likeness) -> "Vector":
        reach: dict[str, float] = {}
        for word, weight in weights.items():
            for near, strength in table.get(word, {}).items():
                reach[near] = max(reach.get(near, 0.0), weight * strength)
        return cls(weights, reach, sum(weight * weight for weight in weights.values()) ** 0.5)


def likeness(one: Vector, other: Vector) -> float:
    """How alike two texts are, 0 to 1: every word takes its best match in the other text, both ways."""
    lengths = one.length * other.length
    if not lengths:
        return 0.0
    there, back = other.reach, one.reach
    soft = sum(weight * there[word] for word, weight in one.weights.items() if word in there)
    soft += sum(weight * back[word] for word, weight in other.weights.items() if word in back)
    whole = other.weights
    hard = sum(weight * whole[word] for word, weight in one.weights.items() if word in whole)
    return (0.3 * soft + 0.4 * hard) / lengths
