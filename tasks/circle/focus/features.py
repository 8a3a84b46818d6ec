"""Signs that wishes ask for the same, and what each is worth (R14).

Several weak signs tell more than one strong: like words, fields of meaning, topics of the bank. What they are worth was found
by logistic regression on circles read by a person (tests/circle/focus/focus_cases.md), with only those fields whose writer had not seen
the circle. All worth is in log-odds: 0 is as likely as not.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tasks.circle.focus.model import Topic
from tasks.circle.focus.similarity import Vector, likeness
from tasks.circle.focus.term_weights import Words, naming, rare, title_weights
from tasks.circle.focus.wishes import Wish

Signs = tuple[float, ...]
#: The odds without any sign, then what each sign adds: those of `pair_signs`, `topic_signs` and `own_signs`.
SAME = (-2.8, (1.7, 2.5, 1.9, 2.0, 3.8, 2.2, 4.0, -5.2, 0.9))
NAMES = (-2.8, (2.4, 2.8, 2.2, 1.9, 1.5, -4.8, 0.8))
ONE_THEME = (1.7, (3.5, 4.5, 3.3, -3.1))
#: One person's wishes for two themes are no reason to believe that these are one.
SAME_PERSON = -3.0
#: In a field, words that people use about anything count less, also those that everybody here uses. The circle's own fields tell nothing.
EVERYDAY_WORD, USUAL_WORD = 0.35, 0.5
SUGGESTED, DESCRIBED, UNSAID = 1.3, 0.5, 0.8
#: So many wishes of others are looked at to tell whether two of one person's are about the same.
LOOKED_AT = 80
UNLIKELY = -1.8


@dataclass(frozen=True, slots=True)
class Features:
    """What some wishes tell: their words, their fields (and the length of these), how clearly they name each topic."""

    vector: Vector
    fields: Mapping[int, float]
    length: float
    names: Signs


@dataclass(frozen=True, slots=True)
class PersonFeatures:
    """What one participant's wishes tell, all together and the suggestions alone (None without any)."""

    participant: str
    whole: Features
    suggested: Features | None


class Reader:
    """Reads signs in the wishes of one circle."""

    def __init__(self, wishes: Sequence[Wish], topics: Sequence[Topic], words: Words) -> None:
        self.words = words
        self._titles = [title_weights(topic.title, words, topic.description) for topic in topics]
        self._names: dict[Wish, Signs] = {}
        people: dict[int, set[str]] = defaultdict(set)
        others = [wish for wish in wishes if wish.participant not in words.apart]
        for wish in others:
            for field in self._fields(wish):
                people[field].add(wish.participant)
        everybody = len({wish.participant for wish in others})
        self._rarity = {field: rare(len(each), everybody) / rare(1, everybody) for field, each in people.items()}
        self._topics = [self._title(topic, title) for topic, title in zip(topics, self._titles, strict=True)]
        step = -(-len(others) // LOOKED_AT) or 1
        self._others = [self.features([wish]) for wish in others[::step]]

    def naming(self, wish: Wish) -> Signs:
        """How clearly a wish names each topic, about 0 to 2."""
        if wish not in self._names:
            self._names[wish] = tuple(naming(wish.stems, self._titles, self.words))
        return self._names[wish]

    def _fields(self, wish: Wish) -> dict[int, float]:
        return self._not_own(self.words.vocabulary.spoken_of((each, self._telling(each)) for each in wish.stems))

    def _not_own(self, fields: dict[int, float]) -> dict[int, float]:
        return {field: clearness for field, clearness in fields.items() if field not in self.words.circle_fields}

    def _telling(self, stem: str) -> float:
        return (EVERYDAY_WORD if stem in self.words.everyday else 1.0) * (USUAL_WORD if stem in self.words.usual else 1.0)

    def _weight(self, field: int) -> float:
        return self._rarity.get(field, UNSAID)

    def _title(self, topic: Topic, title: Mapping[str, float]) -> Features:
        told = [(each, EVERYDAY_WORD if each in self.words.everyday else 1.0) for each in self.words.vocabulary.stems_of(topic.title)]
        told += [(each, DESCRIBED) for each in self.words.vocabulary.stems_of(topic.description)]
        found = self._not_own(self.words.vocabulary.spoken_of(told))
        fields = {field: clearness * self._weight(field) for field, clearness in found.items()}
        return Features(Vector.of(title, self.words.table), fields, _length(fields), ())

    def features(self, wishes: Sequence[Wish]) -> PersonFeatures:
        """What `wishes` of one participant tell."""
        suggestions = [wish for wish in wishes if wish.question == "suggestion"]
        whole = self._features(wishes)
        if len(suggestions) == len(wishes):
            return PersonFeatures(wishes[0].participant, whole, whole)
        return PersonFeatures(wishes[0].participant, whole, self._features(suggestions) if suggestions else None)

    def _features(self, wishes: Sequence[Wish]) -> Features:
        fields: dict[int, float] = {}
        for wish in wishes:
            boost = SUGGESTED if wish.question == "suggestion" else 1.0
            for field, clearness in self._fields(wish).items():
                fields[field] = max(fields.get(field, 0.0), boost * clearness * self._weight(field))
        names = tuple(map(max, zip(*(self.naming(wish) for wish in wishes), strict=True)))
        return Features(self.words.vector(wishes), fields, _length(fields), names)

    def same(self, one: PersonFeatures, other: PersonFeatures) -> float:
        """How likely two participants' wishes are to ask for the same."""
        return SAME_PERSON if one.participant == other.participant else _worth(SAME, pair_signs(one, other))

    def names(self, one: PersonFeatures, place: int) -> float:
        """How likely wishes are to ask for the topic at `place`."""
        return _worth(NAMES, self.topic_signs(one, place))

    def one_theme(self, one: PersonFeatures, other: PersonFeatures) -> float:
        """How likely two wishes of one participant are to ask for the same."""
        return _worth(ONE_THEME, self.own_signs(one, other))

    def topic_signs(self, one: PersonFeatures, place: int) -> Signs:
        """Named at all and in the suggestion, fields (all, the clearest), words, another topic named better, without a field."""
        topic, told = self._topics[place], one.whole
        named = min(told.names[place], 1.5), min(one.suggested.names[place], 1.5) if one.suggested else 0.0
        others = max((each for at, each in enumerate(told.names) if at != place), default=0.0)
        better = min(1.0, max(0.0, others - told.names[place]))
        return (*named, _alike(told, topic), _clearest(told, topic), likeness(told.vector, topic.vector), better, float(not topic.length))

    def own_signs(self, one: PersonFeatures, other: PersonFeatures) -> Signs:
        """Words, fields, a topic or another's wish that both are near, one that each is near and the other is not."""
        near, far = self._near(one), self._near(other)
        both = max(map(min, near, far), default=0.0)
        apart = min(max(near, default=0.0), max(far, default=0.0)) - both
        return likeness(one.whole.vector, other.whole.vector), _alike(one.whole, other.whole), both, apart

    def _near(self, one: PersonFeatures) -> list[float]:
        """How likely a wish is to ask for each topic, and for the same as each of the others', 0 (also when unlikely) to 1."""
        odds = [self.names(one, place) for place in range(len(self._topics))]
        odds += [self.same(one, other) for other in self._others]
        return [1 / (1 + math.exp(-each)) if each > UNLIKELY else 0.0 for each in odds]


def pair_signs(one: PersonFeatures, other: PersonFeatures) -> Signs:
    """Words (twice), fields (all, the clearest), suggestions' words and fields, a topic both name, two that they name, no field."""
    left, right = one.whole, other.whole
    words = likeness(left.vector, right.vector)
    said = meant = 0.0
    if one.suggested and other.suggested:
        said, meant = likeness(one.suggested.vector, other.suggested.vector), _alike(one.suggested, other.suggested)
    both = min(1.0, max(map(min, left.names, right.names), default=0.0))
    return (
        words, math.sqrt(words), _alike(left, right), _clearest(left, right), said, meant, both, _apart(left.names, right.names),
        float(not (left.length and right.length)),
    )  # fmt: skip


def _apart(left: Signs, right: Signs) -> float:
    """How clearly each names a topic when these are two."""
    if not left or left.index(max(left)) == right.index(max(right)):
        return 0.0
    return min(1.0, max(left), max(right))


def _length(fields: Mapping[int, float]) -> float:
    return math.sqrt(sum(each * each for each in fields.values()))


def _alike(one: Features, other: Features) -> float:
    if not one.length or not other.length:
        return 0.0
    return sum(each * other.fields[field] for field, each in one.fields.items() if field in other.fields) / (one.length * other.length)


def _clearest(one: Features, other: Features) -> float:
    return max((min(each, other.fields[field]) for field, each in one.fields.items() if field in other.fields), default=0.0)


def _worth(weights: tuple[float, Signs], signs: Signs) -> float:
    return weights[0] + sum(weight * sign for weight, sign in zip(weights[1], signs, strict=True))
