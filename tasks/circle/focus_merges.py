"""Which two groups a person should look at («handler disse om det samme?»), and the words that a merge teaches (R14, R16)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from tasks.circle.focus_fields import fields_of
from tasks.circle.focus_groups import Group
from tasks.circle.focus_nouns import Proposal, SuggestedMerge, WordPair
from tasks.circle.focus_weights import Words
from tasks.circle.focus_wishes import Wish
from tasks.circle.focus_words import likeness, stem, words_of

MOST_MERGES, MOST_LOOKED_AT = 3, 60
#: What a participant who writes in both, and one field of meaning, add to the likeness of two groups.
SAME_PERSON, SAME_FIELD = 0.1, 0.2
LEAST_LIKE = 0.02


def suggested(groups: Sequence[Group], ranked: Sequence[Proposal], words: Words) -> tuple[SuggestedMerge, ...]:
    """At most three pairs most worth asking about: likely to be one theme, and moving many. Never two topics of the bank."""
    seen = [_Seen(group, words) for group in groups[:MOST_LOOKED_AT]]
    found = []
    for one, other in combinations(range(len(seen)), 2):
        if seen[one].group.topic is None or seen[other].group.topic is None:
            alike = _alike(seen[one], seen[other])
            if alike > LEAST_LIKE:
                moved = seen[one].group.voices + seen[other].group.voices
                found.append((-round(alike * moved**0.5, 6), one, other))
    return tuple(_question(ranked[one], ranked[other]) for _, one, other in sorted(found)[:MOST_MERGES])


class _Seen:
    """A group with all that is needed to compare it with many others."""

    def __init__(self, group: Group, words: Words) -> None:
        self.group = group
        self.vector = words.vector(group.wishes)
        self.people = {wish.participant for wish in group.wishes}
        wishes: dict[str, list[Wish]] = defaultdict(list)
        for wish in group.wishes:
            wishes[wish.participant].append(wish)
        self.fields = [fields_of(words.telling(each)) for each in list(wishes.values())[:MOST_LOOKED_AT]]


def _alike(one: _Seen, other: _Seen) -> float:
    shared = sum(bool(left & right) for left in one.fields for right in other.fields)
    fields = shared / (len(one.fields) * len(other.fields))
    return likeness(one.vector, other.vector) + SAME_PERSON * len(one.people & other.people) + SAME_FIELD * fields


def _question(one: Proposal, other: Proposal) -> SuggestedMerge:
    return SuggestedMerge(one.rank, other.rank, (one.key, other.key), f"Handler «{one.title}» og «{other.title}» om det samme?")


def learnt_from(joined: Iterable[tuple[Group, Group]], words: Words) -> tuple[WordPair, ...]:
    """For each merge that people made the word of either side that tells most of it: the circle's own word pair."""
    found = set()
    for one, other in joined:
        left, right = _told(one, other, words), _told(other, one, words)
        if left and right and stem(left) != stem(right):
            found.add(WordPair(*sorted((left, right))))
    return tuple(sorted(found))


def _told(group: Group, beside: Group, words: Words) -> str:
    """The word of `group` that most of its participants use and `beside` lacks, as they most often write it."""
    users: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for wish in group.wishes:
        for word in words_of(wish.text):
            users[stem(word)].add(wish.participant)
            forms[stem(word)][word.casefold()] += 1 + (wish.question == "suggestion")
    there = {each for wish in beside.wishes for each in wish.stems}
    best = max(
        (
            (sum(forms[each].values()) * words.weight.get(each, 0.0) * len(users[each]) ** 0.5, each)
            for each in users
            if not there & set(words.table.get(each, ())) and each not in words.everyday and len(each) > 2
        ),
        default=(0.0, ""),
    )[1]
    return min(forms[best], key=lambda form: (-forms[best][form], form)) if best else ""


