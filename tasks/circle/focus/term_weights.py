"""How much each word of a circle tells, and how clearly a wish names a topic (R14)."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tasks.circle.focus.model import Past, Topic
from tasks.circle.focus.similarity import Likeness, Vector, Weights, alike, match
from tasks.circle.focus.vocabulary import Vocabulary
from tasks.circle.focus.wishes import Wish

# Found on eight circles and judged on four others (tests/circle/focus/focus_cases.md); all are flat around their values.
#: A suggestion is the theme's name, a need tells about it: its words weigh more.
NAME_OF_THEME = 1.5
#: A word that only one participant uses says little about who belongs together.
LONE_WORD = 0.7
EVERYDAY_WORD, CIRCLE_WORD = 0.4, 0.7
EVERYDAY_IN_TITLE = 0.35
#: A word that so many and so large a share use is the circle's own; it names a topic only as the title's first word.
USUAL_PEOPLE, USUAL_SHARE = 4, 0.29
USUAL_WORD = 0.3
#: How like two words must be to be one that two people share.
SHARED = 0.5
#: How many take part in a circle, mostly.
USUAL_CIRCLE = 16
#: «Sinte pasienter i telefonen»: what follows is where, not what.
IN_PLACE = 0.42
_PLACE = re.compile(r"\s(?:i|på|hos|blant|in|at|on|among)\s", re.IGNORECASE)
#: How like a word of the wish must be to one of a title to speak of it.
CLOSE = 0.45
#: «Elever med kort botid»: what comes first is who, not what.
_WHICH = re.compile(r"\s(?:med|som|uten|utan|with|who|that|without)\s", re.IGNORECASE)
#: How like a word of the circle's title a word must be to be one of the circle's own.
OWN_WORD, SHORTEST_PART = 0.95, 4


@dataclass(frozen=True, slots=True)
class Words:
    """How much each word of this circle tells, and which words are alike."""

    vocabulary: Vocabulary
    table: Likeness
    weight: Mapping[str, float]
    rarity: Mapping[str, float]
    usual: frozenset[str]
    everyday: frozenset[str]
    circle_fields: frozenset[int]
    #: Participants who share no word with anybody else and name no topic: one more of them changes nothing for the others.
    apart: frozenset[str]
    #: How rare a word is that one participant uses.
    rarest: float

    def vector(self, wishes: Iterable[Wish]) -> Vector:
        """The words of `wishes` of one participant with their weights."""
        found: dict[str, float] = {}
        for wish in wishes:
            for stem in wish.stems:
                boost = NAME_OF_THEME if wish.question == "suggestion" else 1.0
                found[stem] = max(found.get(stem, 0.0), boost * self.weight[stem])
        return Vector.of(found, self.table)


def words_in(
    wishes: Sequence[Wish],
    every: Sequence[Wish],
    topics: Sequence[Topic],
    past: Sequence[Past],
    pairs: Sequence[tuple[str, str]],
    vocabulary: Vocabulary,
    circle: str = "",
) -> Words:
    """Weighs every word by how many different participants use it, or one like it, in `wishes`; `every` word is known."""
    said: dict[str, set[str]] = defaultdict(set)
    for wish in wishes:
        for stem in wish.stems:
            said[stem].add(wish.participant)
    titles = [f"{topic.title} {topic.description}" for topic in topics] + [each.title for each in past]
    known = [*(stem for wish in every for stem in wish.stems), *(stem for title in titles for stem in vocabulary.stems_of(title))]
    about = vocabulary.stems_of(circle)
    own = _own_words(about, known)
    parts = own | _own_parts(about, known)
    spoken = (vocabulary.words_of(text) for text in (*titles, *(wish.text for wish in every)))
    same = [(vocabulary.stem(one), vocabulary.stem(other)) for one, other in (*pairs, *_initials(set(known), spoken))]
    table = alike(known, same, parts)
    everyday = vocabulary.everyday_stems | own
    apart = _apart(said, {stem for title in titles for stem in vocabulary.stems_of(title)}, table)
    people = len({wish.participant for wish in wishes} - apart) or 1
    weight: dict[str, float] = {}
    rarity: dict[str, float] = {}
    usual: set[str] = set()
    for stem in table:
        near = (other for other, strength in table[stem].items() if strength >= 0.5)
        users = set().union(*(said.get(other, ()) for other in near))
        rarity[stem] = rare(len(users), people)
        weight[stem] = rarity[stem] * (1.0 if len(users) > 1 else LONE_WORD)
        weight[stem] *= EVERYDAY_WORD if stem in vocabulary.everyday_stems else CIRCLE_WORD if stem in everyday else 1.0
        if len(users) >= max(USUAL_PEOPLE, USUAL_SHARE * people):
            usual.add(stem)
    fields = frozenset(vocabulary.spoken_of((stem, 1.0) for stem in (*about, *parts)))
    return Words(vocabulary, table, weight, rarity, frozenset(usual), everyday, fields, apart, rare(1, people))


def _apart(said: Mapping[str, set[str]], titled: set[str], table: Likeness) -> frozenset[str]:
    """Who shares no word, nor one much like it, with another participant or a title."""
    every, beside = set().union(*said.values()), set[str]()
    for stem, users in said.items():
        near = [other for other, strength in table[stem].items() if strength > SHARED]
        met = titled.intersection(near) or len(set().union(*(said.get(other, ()) for other in near))) > 1
        beside |= users if met else set()
    return frozenset(every - beside)


def rare(users: int, people: int) -> float:
    """How rare it is that so many say a thing; in a circle, one participant more or less changes nothing for the others' words."""
    return math.log(1 + max(USUAL_CIRCLE, people / 3) / max(1, users))


def _own_parts(about: Iterable[str], known: Iterable[str]) -> frozenset[str]:
    """The beginnings of the circle's words that several others end with: «brannvesen», «lyngbrann», «bilbrann»."""
    begun = {own[:length] for own in about for length in range(SHORTEST_PART, len(own))}
    ends = Counter(part for stem in set(known) for part in begun if stem.endswith(part) and stem != part)
    return frozenset(part for part, count in ends.items() if count > 1)


def _initials(known: Container[str], texts: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """What people shorten («UU», «universell utforming»): the short form with each of the words it stands for."""
    for text in texts:
        spoken = [word.casefold() for word in text]
        for length in (2, 3):
            for place in range(len(spoken) - length + 1):
                short = "".join(word[0] for word in spoken[place : place + length])
                if short in known:
                    yield from ((short, word) for word in spoken[place : place + length])


def _own_words(about: Sequence[str], known: Iterable[str]) -> frozenset[str]:
    """What the whole circle is about («for trafikklærere») tells no theme from another, whoever writes it."""
    return frozenset(
        stem for stem in known
        if any(match(stem, each) >= OWN_WORD or (len(stem) >= SHORTEST_PART and each.startswith(stem)) for each in about)
    )  # fmt: skip


def naming(stems: Sequence[str], titles: Sequence[Weights], words: Words) -> list[float]:
    """How clearly a text names each title, about 0 to 2: its telling words, less when the text speaks mostly of other things."""
    spread = Counter(word for title in titles for word in title)

    def everyday(stem: str) -> float:
        return 0.4 if stem in words.everyday else 1.0

    def speaks(stem: str, near: float) -> float:
        """Of a title's word that it is so `near`; only a part of it tells less, the more people use that part («kunde», «kundeklubb»)."""
        return near if near >= OWN_WORD else near * math.sqrt(words.rarity.get(stem, words.rarest) / words.rarest)

    scores = []
    total = sum(map(everyday, stems)) or 1.0
    for title in titles:
        met = 0.0
        hits: list[tuple[float, str, str]] = []
        for stem in stems:
            near = words.table.get(stem, {})
            found = [(word, speaks(stem, near[word])) for word in title if word in near]
            met += max((clear for _, clear in found), default=0.0) * everyday(stem)
            hits += [(clear * min(title[word], everyday(stem)) / spread[word], word, stem) for word, clear in found if near[word] >= CLOSE]
        scores.append(_paired(hits) * (0.55 + 0.45 * met / total))
    return scores


def _paired(hits: Iterable[tuple[float, str, str]]) -> float:
    """The sum of the best hits, each of two words: «skjerm» speaks of «skjerm» or of «skjermtrøtthet», not of both."""
    total, named, used = 0.0, set[str](), set[str]()
    for hit, word, stem in sorted(hits, reverse=True):
        if word not in named and stem not in used:
            named.add(word)
            used.add(stem)
            total += hit
    return total


def title_weights(title: str, words: Words, description: str = "") -> Weights:
    """The words of a title, those after a colon and in the description less; what everybody here speaks of, less too."""
    head, _, tail = title.partition(":")
    weights: dict[str, float] = {}
    before, _, place = _PLACE.sub("\n", head, count=1).partition("\n")
    who, _, what = _WHICH.sub("\n", before, count=1).partition("\n")
    for text, weight in ((what, 1.0), (who, IN_PLACE if what else 1.0), (place, IN_PLACE), (tail, 0.7), (description, 0.7)):
        for stem in words.vocabulary.stems_of(text):
            weights.setdefault(stem, weight * (EVERYDAY_IN_TITLE if stem in words.everyday else 1.0))
    telling = [stem for stem in words.vocabulary.stems_of(head) if stem not in words.everyday]
    for stem in telling[1:]:
        # «Konflikthandtering i frivilligheita» among volunteers: its first word names it, the second is everybody's.
        if stem in words.usual:
            weights[stem] *= USUAL_WORD
    return weights
