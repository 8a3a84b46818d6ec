"""Which two groups a person should look at («handler disse om det samme?»), and the words that a merge teaches (R14, R16)."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, islice

from tasks.circle.focus.clusters import TOPIC_SIZE, Group, by_person
from tasks.circle.focus.corrections import is_called
from tasks.circle.focus.features import PersonFeatures, Reader, pair_signs
from tasks.circle.focus.model import Proposal, SuggestedMerge, WordPair
from tasks.circle.focus.term_weights import Words

# How near groups of wishes are to each other: what settles a tie, and what is worth asking a person (R14).

#: So many groups, and participants of each, are compared.
MOST_GROUPS, MOST_PEOPLE = 60, 20
#: What tells that two groups are one: the mean and the best odds of two participants' wishes; of all together the words, the
#: fields and the suggestions' fields; participants who are in both (two at most); how many pairs the mean is of.
MEAN, BEST, WORDS, FIELDS, SUGGESTED, IN_BOTH, PAIRS = 0.7, 0.3, 0.5, 1.1, 0.9, 1.2, -0.8


class Nearness:
    """The groups of one circle (the first `MOST_GROUPS` of them), compared by the signs of `features`."""

    def __init__(self, groups: Sequence[Group], words: Words) -> None:
        asked = [[wish for wish in group.wishes if wish.question != "relevance"] for group in groups[:MOST_GROUPS]]
        topics = [group.topic for group in groups[:MOST_GROUPS]]
        bank = [topic for topic in topics if topic]
        self._topic = [bank.index(topic) if topic else None for topic in topics]
        self._reader = Reader(list(dict.fromkeys(wish for wishes in asked for wish in wishes)), bank, words)
        self._units = [[self._reader.features(unit) for unit in by_person(wishes)[:MOST_PEOPLE]] for wishes in asked]
        self._whole = [self._reader.features(wishes) if wishes else None for wishes in asked]
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

    def _odds(self, unit: PersonFeatures, place: int) -> list[float]:
        """How likely a participant's wishes are to ask for the same as each other one in the group, and as its topic."""
        found = [self._same(unit, other) for other in self._units[place] if other is not unit]
        topic = self._topic[place]
        return found if topic is None else found + [self._reader.names(unit, topic)] * TOPIC_SIZE

    def _same(self, one: PersonFeatures, other: PersonFeatures) -> float:
        key = (min(id(one), id(other)), max(id(one), id(other)))
        if key not in self._known:
            self._known[key] = self._reader.same(one, other)
        return self._known[key]


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


MOST_MERGES = 3
#: Letters of a word that may be learnt: a longer one is none, and would be too long for a key of the ledger.
LONGEST_WORD = 64
#: How likely to be one theme, times voices, two groups must be to ask a person.
LEAST_WORTH = 0.1


def suggested(
    groups: Sequence[Group], ranked: Sequence[Proposal], near: Nearness, apart: Iterable[tuple[str, str]] = ()
) -> tuple[SuggestedMerge, ...]:
    """At most three pairs most worth asking about: likely to be one theme, and of many voices. Never two topics of the bank.

    `apart` are pairs of keys about which somebody has said no.
    """
    found = []
    for one, other in combinations(range(min(len(groups), MOST_GROUPS)), 2):
        if groups[one].topic is None or groups[other].topic is None:
            worth = near.one_theme(one, other) * (groups[one].voices + groups[other].voices)
            found.append((-round(worth, 6), one, other))
    answered = list(apart)
    still_open = (
        (ranked[one], ranked[other])
        for worth, one, other in sorted(found)
        if -worth > LEAST_WORTH and not _answered(ranked[one], ranked[other], answered)
    )
    return tuple(_question(one, other) for one, other in islice(still_open, MOST_MERGES))


def _answered(one: Proposal, other: Proposal, apart: Iterable[tuple[str, str]]) -> bool:
    return any((is_called(one, left) and is_called(other, right)) or (is_called(one, right) and is_called(other, left)) for left, right in apart)


def _question(one: Proposal, other: Proposal) -> SuggestedMerge:
    return SuggestedMerge(one.rank, other.rank, (one.key, other.key), f"Handler «{one.title}» og «{other.title}» om det samme?")


def learnt_from(joined: Iterable[tuple[Group, Group]], words: Words) -> tuple[WordPair, ...]:
    """For each merge that people made the word of either side that tells most of it: the circle's own word pair."""
    found = set()
    for one, other in joined:
        left, right = _told(one, other, words), _told(other, one, words)
        if left and right and words.vocabulary.stem(left) != words.vocabulary.stem(right):
            found.add(WordPair(*sorted((left, right))))
    return tuple(sorted(found))


def _told(group: Group, beside: Group, words: Words) -> str:
    """The word that names `group` and that `beside` lacks: the bank's, else the participants' own as they write it.

    A suggestion names a theme, a need tells about it.
    """
    stem, words_of = words.vocabulary.stem, words.vocabulary.words_of
    there = {each for wish in beside.wishes for each in wish.stems}

    def tells(each: str) -> bool:
        return each not in words.everyday and 2 < len(each) <= LONGEST_WORD and not there & set(words.table.get(each, ()))

    users: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    named: set[str] = set()
    for wish in group.wishes:
        for word in filter(lambda word: tells(stem(word)), words_of(wish.text)):
            users[stem(word)].add(wish.participant)
            forms[stem(word)][word.casefold()] += 1
            named |= {stem(word)} if wish.question == "suggestion" else set()
    titled = [word.casefold() for word in (words_of(group.topic.title) if group.topic else ()) if tells(stem(word))]
    if titled or not users:
        return titled[0] if titled else ""
    best = max(users, key=lambda each: (each in named, len(users[each]) * words.weight.get(each, 0.0), each))
    return min(forms[best], key=lambda form: (-forms[best][form], form))


def pairs_in_force(written: Iterable[tuple[str, str]], learnt: Iterable[WordPair], removed: Iterable[WordPair]) -> tuple[tuple[str, str], ...]:
    """The circle's word pairs for the next proposals: those of its file, and those of merges that nobody took away again."""
    gone = {frozenset((each.one, each.other)) for each in removed}
    kept = [(each.one, each.other) for each in sorted(set(learnt)) if frozenset((each.one, each.other)) not in gone]
    return tuple(dict.fromkeys([*written, *kept]))
