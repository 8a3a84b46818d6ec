"""How near groups of wishes are to each other: what settles a tie, and what is worth asking a person (R14)."""

import math
from collections import defaultdict
from collections.abc import Sequence

from tasks.circle.focus.clusters import TOPIC_SIZE, Group, by_person
from tasks.circle.focus.features import Reader, Told, pair_signs
from tasks.circle.focus.term_weights import Words

#: So many groups, and participants of each, are compared.
MOST_GROUPS, MOST_PEOPLE = 60, 20
#: What tells that two groups are one: the mean and the best odds of two participants' wishes; of all together the words, the
#: fields and the suggestions' fields; participants who are in both (two at most); how many pairs the mean is of.
MEAN, BEST, WORDS, FIELDS, SUGGESTED, IN_BOTH, PAIRS = 0.7, 0.3, 0.5, 1.1, 0.9, 1.2, -0.8


class Nearness:
    """The groups of one circle (the first `MOST_GROUPS` of them), compared by the signs of `focus_signs`."""

    def __init__(self, groups: Sequence[Group], words: Words) -> None:
        asked = [[wish for wish in group.wishes if wish.question != "relevance"] for group in groups[:MOST_GROUPS]]
        topics = [group.topic for group in groups[:MOST_GROUPS]]
        bank = [topic for topic in topics if topic]
        self._topic = [bank.index(topic) if topic else None for topic in topics]
        self._reader = Reader(list(dict.fromkeys(wish for wishes in asked for wish in wishes)), bank, words)
        self._units = [[self._reader.told(unit) for unit in by_person(wishes)[:MOST_PEOPLE]] for wishes in asked]
        self._whole = [self._reader.told(wishes) if wishes else None for wishes in asked]
        self._known: dict[tuple[int, int], float] = {}

    def expected(self, place: int) -> float:
        """How many participants probably ask for the theme of a group, those that stand elsewhere included."""
        likely: dict[str, float] = defaultdict(float)
        for each in (unit for units in self._units for unit in units):
            odds = self._odds(each, place)
            chance = _chance(sum(odds) / len(odds)) if odds else float(each in self._units[place])
            likely[each.participant] = max(likely[each.participant], chance)
        return round(sum(likely.values()), 6)

    def one_theme(self, one: int, other: int) -> float:
        """How likely two groups are to be one theme, 0 to 1."""
        left, right = self._whole[one], self._whole[other]
        odds = [each for unit in self._units[one] for each in self._odds(unit, other)]
        topic = self._topic[one]
        if topic is not None:
            odds += [self._reader.names(unit, topic) for unit in self._units[other] for _ in range(TOPIC_SIZE)]
        if not odds or left is None or right is None:
            return 0.0
        words, _, fields, _, _, suggested, *_ = pair_signs(left, right)
        both = len({unit.participant for unit in self._units[one]} & {unit.participant for unit in self._units[other]})
        signs = MEAN * sum(odds) / len(odds) + BEST * max(odds) + WORDS * words + FIELDS * fields + SUGGESTED * suggested
        pairs = len(self._units[one]) * len(self._units[other])
        return _chance(signs + IN_BOTH * min(both, 2) + PAIRS * math.log(pairs) + 0.3)

    def _odds(self, unit: Told, place: int) -> list[float]:
        """How likely a participant's wishes are to ask for the same as each other one in the group, and as its topic."""
        found = [self._same(unit, other) for other in self._units[place] if other is not unit]
        topic = self._topic[place]
        return found if topic is None else found + [self._reader.names(unit, topic)] * TOPIC_SIZE

    def _same(self, one: Told, other: Told) -> float:
        key = (min(id(one), id(other)), max(id(one), id(other)))
        if key not in self._known:
            self._known[key] = self._reader.same(one, other)
        return self._known[key]


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
