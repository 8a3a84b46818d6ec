"""Wishes that ask for the same, together: by the bank, by the participant's other answer, by likeness (R14).

In steps, so that groups do not chain: what names a topic of the bank; the same participant's other answer; then the two
most alike groups, as long as they are alike enough.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tasks.circle.focus_nouns import Past, Topic
from tasks.circle.focus_wishes import Wish
from tasks.circle.focus_words import Likeness, Weights, alike, everyday_stems, likeness, stems_of

#: Tuned on five circles and three others, judged on four more; see tests/circle/focus_cases.
NAMES_TOPIC = 0.55
NAMES_PAST = 0.75
SECOND_TOPIC = 0.8
ELSEWHERE = 0.30
TOGETHER = 0.16
MENTIONED = 0.2
#: Above this, likeness of all pairs would take too long: a sample is grouped, the rest join the nearest group.
MOST_GROUPED = 700


@dataclass(slots=True)
class Group:
    """Wishes that ask for the same; `topic` when the bank has it."""

    wishes: list[Wish]
    topic: Topic | None = None

    def voices(self) -> int:
        return len({wish.participant for wish in self.wishes})


@dataclass(frozen=True, slots=True)
class Words:
    """How much each word of this circle tells, and which words are alike."""

    table: Likeness
    weight: Mapping[str, float]
    vectors: Mapping[int, Weights] = field(default_factory=dict)

    def vector(self, stems: Iterable[str]) -> Weights:
        return {stem: self.weight.get(stem, 1.0) for stem in stems}


def words_in(wishes: Sequence[Wish], topics: Sequence[Topic], past: Sequence[Past], pairs: Sequence[tuple[str, str]]) -> Words:
    """Weighs every word by how many different participants use it or one like it."""
    said: dict[str, set[str]] = defaultdict(set)
    for wish in wishes:
        for stem in wish.stems:
            said[stem].add(wish.participant)
    bank = [stem for topic in topics for stem in stems_of(f"{topic.title} {topic.description}")]
    table = alike([*said, *bank, *(stem for each in past for stem in stems_of(each.title))], pairs)
    people = len({wish.participant for wish in wishes}) or 1
    weight: dict[str, float] = {}
    for stem in table:
        users = set().union(*(said.get(other, set()) for other, strength in table[stem].items() if strength >= 0.5))
        # A word that nobody shares says little about who belongs together.
        weight[stem] = math.log(1 + people / max(1, len(users))) * (1.0 if len(users) > 1 else 0.5)
        weight[stem] *= 0.4 if stem in everyday_stems() else 1.0
    return Words(table, weight)


def naming(stems: Sequence[str], titles: Sequence[Weights], words: Words) -> list[float]:
    """How clearly a text names each title, about 0 to 2: its telling words, less when the text speaks mostly of other things."""
    spread = Counter(word for title in titles for word in title)
    scores = []
    total = sum(0.4 if stem in everyday_stems() else 1.0 for stem in stems) or 1.0
    for title in titles:
        hit = met = 0.0
        for word, weight in title.items():
            near = words.table.get(word, {})
            best = max((near[stem] for stem in stems if stem in near), default=0.0)
            if best >= 0.45:
                hit += best * weight / spread[word] ** 0.5
        for stem in stems:
            near = words.table.get(stem, {})
            best = max((near[word] for word in title if word in near), default=0.0)
            met += best * (0.4 if stem in everyday_stems() else 1.0)
        scores.append(hit * (0.55 + 0.45 * met / total))
    return scores


def title_weights(title: str, description: str = "") -> Weights:
    """The words of a title; those after a colon and in the description count less."""
    head, _, tail = title.partition(":")
    weights: dict[str, float] = {}
    for text, weight in ((head, 1.0), (tail, 0.7), (description, 0.7)):
        for stem in stems_of(text):
            weights.setdefault(stem, weight * (0.35 if stem in everyday_stems() else 1.0))
    return weights
