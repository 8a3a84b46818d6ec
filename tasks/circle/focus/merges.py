"""Which two groups a person should look at («handler disse om det samme?»), and the words that a merge teaches (R14, R16)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, islice

from tasks.circle.focus.clusters import Group
from tasks.circle.focus.corrections import is_called
from tasks.circle.focus.model import Proposal, SuggestedMerge, WordPair
from tasks.circle.focus.similarity import stem, words_of
from tasks.circle.focus.term_weights import Words
from tasks.circle.focus_nearness import MOST_GROUPS, Nearness

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
    return any(
        (is_called(one, left) and is_called(other, right)) or (is_called(one, right) and is_called(other, left)) for left, right in apart
    )


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
    """The word that names `group` and that `beside` lacks: the bank's, else the participants' own as they write it.

    A suggestion names a theme, a need tells about it.
    """
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


def pairs_in_force(
    written: Iterable[tuple[str, str]], learnt: Iterable[WordPair], removed: Iterable[WordPair]
) -> tuple[tuple[str, str], ...]:
    """The circle's word pairs for the next proposals: those of its file, and those of merges that nobody took away again."""
    gone = {frozenset((each.one, each.other)) for each in removed}
    kept = [(each.one, each.other) for each in sorted(set(learnt)) if frozenset((each.one, each.other)) not in gone]
    return tuple(dict.fromkeys([*written, *kept]))
