"""Words and how alike they are: nb, nn, en, sv and da written in one circle, with compounds and slips of the pen (R14).

No dictionary: stems, spelling folded over the languages, compounds, letter 4-grams, and the pairs of words that a
facilitator of the circle has said mean the same.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from tasks.circle.focus.vocabulary import EVERYDAY, STOP, bokmaal

_WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W_]|[^\W\d_]")
#: «koding uten skjerm» does not speak of screens.
_LEFT_OUT = re.compile(r"\b(?:uten|utan|uden|without)\s+(?!å\b|at\b)[^\W\d_]+", re.IGNORECASE)
_LETTERS = str.maketrans({"ø": "o", "ö": "o", "å": "a", "æ": "e", "ä": "e", "é": "e", "è": "e", "ü": "y", "w": "v", "z": "s"})
_SPELLING = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"sjuk", "syk"), (r"skul(?=e|$)", "skol"), (r"heim", "hjem"), (r"vatn", "vann"), (r"gras", "gress"), (r"hovud", "hoved"),
        (r"gjev", "giv"), (r"mjølk", "melk"), (r"^veg|veg$", "vei"), (r"kyrk", "kirk"), (r"løn(?=$|s)", "lønn"),
        (r"^hv", "kv"), (r"^hj", "j"), (r"aa", "å"), (r"øy", "ø"), (r"au", "ø"), (r"ei", "e"), (r"(?<!p)ph", "f"), (r"qu", "kv"),
        (r"sch|sk(?=j)", "sk"), (r"ck", "k"), (r"c(?=[eiyæø])", "s"), (r"c", "k"), (r"x", "ks"), (r"th", "t"),
    )
)  # fmt: skip
_ENDINGS = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"(?:leg|lig)?he(?:i)?t(?:en|a|ene|er)?$", ""), (r"(?<=..)leg(?:e|t)?$", "lig"),
        (r"(?<=[^aeiouyæøå].)as?jon(?:en|ar|er|ene)?$", "asjon"),
        (r"ation(?:en|er|s)?$", "asjon"), (r"(?<=...)(?:ing)(?:a|en|ar|er|ane|ene|s)?$", "ing"),
    )
)  # fmt: skip

_PREFIX = re.compile(r"^(?:over|under|in|ut|op|av|til|fore|for|etter|mis|gjen|sam|mellom|re)(?=\w{4})")

#: A word of fewer letters keeps what may be its own: «kurs», «bolig».
SHORT_WORD = 6

Weights = Mapping[str, float]
Likeness = Mapping[str, Mapping[str, float]]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The word's stem, in a spelling that nb, nn, sv, da and loan words in en have in common."""
    text = bokmaal(word.casefold().strip("'’-")).replace("ä", "æ").replace("ö", "ø")
    for pattern, new in _ENDINGS:
        text = pattern.sub(new, text)
    text = _cut(text)
    for pattern, new in _SPELLING:
        text = pattern.sub(new, text)
    text = text.translate(_LETTERS)
    return re.sub(r"([^\W\d_])\1", r"\1", text) if len(text) > 2 else text  # «UU» stays


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


def words_of(text: str) -> tuple[str, ...]:
    """The words of `text` as people wrote them, without those that say nothing about a theme."""
    found = (word for token in _WORD.findall(text) for word in re.split(r"-(?=\w{3})", token))
    return tuple(word for word in found if len(word) > 1 and word.casefold() not in STOP)


def stems_of(text: str) -> tuple[str, ...]:
    """The different stems of `text`, in order of appearance."""
    return tuple(dict.fromkeys(stem(word) for word in words_of(_LEFT_OUT.sub(" ", text)) if len(stem(word)) > 1))


@lru_cache(maxsize=1)
def everyday_stems() -> frozenset[str]:
    """Stems of words that people use about anything: half the weight of others."""
    return frozenset(stem(word) for word in EVERYDAY)


def alike(vocabulary: Iterable[str], pairs: Iterable[tuple[str, str]] = (), own: Iterable[str] = ()) -> dict[str, dict[str, float]]:
    """For each stem of `vocabulary` the stems that mean about the same, 0 to 1 (itself is 1).

    `pairs` are facilitators'; `own` are the circle's own words, which make no two compounds alike («gressbrann», «bilbrann»
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
        ones, others = _family(stem(left), found), _family(stem(right), found)
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
    return _grams(word) | {"^" + word[:3], word[-3:] + "$", "^" + _bare(word)[:3]} | _shortened(word)


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
    if len(short) >= 4 and _bare(long).startswith(short):
        return 0.6
    if len(short) == 3 and len(long) >= 6 and (long.startswith(short) or long.endswith(short)):
        return 0.5
    if len(short) >= 6 and (_overlap(one, other) or _overlap(other, one)):
        return 0.5
    # «storytelling» and «lustelling» have no more than an ending in common.
    ones, others = _grams(re.sub(r"(?<=\w{4})ing$", "", short)), _grams(re.sub(r"(?<=\w{4})ing$", "", long))
    dice = 2 * len(ones & others) / (len(ones) + len(others))
    begun = _common_start(short, long)
    if begun >= 5 and begun >= 0.7 * len(short):
        return 0.6
    return 0.7 * dice if dice > 0.25 else 0.0


def _bare(word: str) -> str:
    """Without the little word that many verbs begin with («overvintring», «innvintring»)."""
    return _PREFIX.sub("", word)


def _overlap(one: str, other: str) -> bool:
    """Whether five letters or more at the end of `one` begin `other` («prosjektsøknad», «søknadsskriving»)."""
    place = one.find(other[:5], 1)
    return place > 0 and other.startswith(one[place:])


def _common_start(one: str, other: str) -> int:
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))


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
