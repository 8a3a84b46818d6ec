"""Wishes that ask for the same, together: by the bank, by the participant's other answer, by likeness (R14).

In steps, so that groups do not chain: what names a topic of the bank; the same participant's other answer; then the two
most alike groups, as long as they are alike enough.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tasks.circle.focus_linkage import linked
from tasks.circle.focus_nouns import Past, Topic
from tasks.circle.focus_wishes import Wish
from tasks.circle.focus_words import Likeness, Weights, alike, everyday_stems, likeness, stems_of

#: Weight of a word of the suggestion beside one of the need: a suggestion is the theme's name, a need tells about it.
NAME_OF_THEME = 1.5
LONE_WORD = 0.6
COMMON = 1.0
EVERY = 0.4
PROFILE = 9.0
NAMES_TOPIC = 0.38
NAMES_PAST = 0.6
SECOND_TOPIC = 0.9
ELSEWHERE = 0.30
TOGETHER = 0.13
#: Above this, likeness of all pairs would take too long: a sample is grouped, the rest join the nearest group.
MOST_GROUPED = 700


@dataclass(slots=True)
class Group:
    """Wishes that ask for the same; `topic` when the bank has it."""

    wishes: list[Wish]
    topic: Topic | None = None

    @property
    def voices(self) -> int:
        """How many different participants ask for it."""
        return len({wish.participant for wish in self.wishes})


@dataclass(frozen=True, slots=True)
class Words:
    """How much each word of this circle tells, and which words are alike."""

    table: Likeness
    weight: Mapping[str, float]
    rarity: Mapping[str, float]

    def vector(self, wishes: Iterable[Wish]) -> Weights:
        """The words of `wishes` of one participant with their weights."""
        found: dict[str, float] = {}
        for wish in wishes:
            for stem in wish.stems:
                boost = NAME_OF_THEME if wish.question == "suggestion" else 1.0
                found[stem] = max(found.get(stem, 0.0), boost * self.weight[stem])
        return found


def words_in(
    wishes: Sequence[Wish], every: Sequence[Wish], topics: Sequence[Topic], past: Sequence[Past], pairs: Sequence[tuple[str, str]]
) -> Words:
    """Weighs every word by how many different participants use it, or one like it, in `wishes`; `every` word is known."""
    said: dict[str, set[str]] = defaultdict(set)
    for wish in wishes:
        for stem in wish.stems:
            said[stem].add(wish.participant)
    bank = [stem for topic in topics for stem in stems_of(f"{topic.title} {topic.description}")]
    table = alike([*said, *bank, *(stem for wish in every for stem in wish.stems), *(stem for each in past for stem in stems_of(each.title))], pairs)
    people = len({wish.participant for wish in wishes}) or 1
    weight: dict[str, float] = {}
    rarity: dict[str, float] = {}
    for stem in table:
        users = set().union(*(said.get(other, set()) for other, strength in table[stem].items() if strength >= 0.5))
        # A word that nobody shares says little about who belongs together.
        rarity[stem] = math.log(1 + people / max(1, len(users)))
        weight[stem] = rarity[stem] * (1.0 if len(users) > 1 else LONE_WORD) * (EVERY if stem in everyday_stems() else 1.0)
    return Words(table, weight, rarity)


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


def title_weights(title: str, words: Words, description: str = "") -> Weights:
    """The words of a title, those after a colon and in the description less; what everybody here speaks of, less too."""
    head, _, tail = title.partition(":")
    weights: dict[str, float] = {}
    for text, weight in ((head, 1.0), (tail, 0.7), (description, 0.7)):
        for stem in stems_of(text):
            weights.setdefault(stem, weight * (0.35 if stem in everyday_stems() else 1.0))
    most = max((words.rarity[stem] for stem in stems_of(head)), default=0.0) or 1.0
    first = next((stem for stem in stems_of(head) if stem not in everyday_stems()), "")
    # «Konflikthandtering i frivilligheita» among volunteers: its first word names it, the second is everybody's.
    return {
        stem: weight * (1.0 if stem == first else min(1.0, words.rarity[stem] / most) ** COMMON) for stem, weight in weights.items()
    }


def grouped(wishes: Sequence[Wish], topics: Sequence[Topic], words: Words) -> list[Group]:
    """All `wishes` in groups (a wish that clearly asks for two topics is in both). The order tells nothing."""
    groups = [Group([], topic) for topic in topics]
    titles = [title_weights(topic.title, words, topic.description) for topic in topics]
    placed: dict[Wish, list[int]] = {}
    for wish in wishes:
        found = topics_of(wish, titles, words)
        if found:
            placed[wish] = found
    _follow_other_answer(wishes, placed, words)
    for wish in wishes:
        for place in placed.get(wish, ()):
            groups[place].wishes.append(wish)
    rest = [wish for wish in wishes if wish not in placed]
    units = _units(rest)
    groups = _joined(groups, titles, units, words)
    return [group for group in groups if group.wishes]


def topics_of(wish: Wish, titles: Sequence[Weights], words: Words) -> list[int]:
    """The places in the bank that `wish` names: the clearest, and a second when it is named as clearly."""
    scores = naming(wish.stems, titles, words)
    order = sorted(range(len(titles)), key=lambda place: (-scores[place], place))
    first = [place for place in order[:1] if scores[place] >= NAMES_TOPIC]
    return first + [place for place in order[1:2] if first and scores[place] >= max(SECOND_TOPIC, 0.8 * scores[first[0]])]


def _follow_other_answer(wishes: Sequence[Wish], placed: dict[Wish, list[int]], words: Words) -> None:
    """A wish that names no topic goes with the same participant's wish that names one, unless it is like others' wishes."""
    own: dict[str, list[Wish]] = defaultdict(list)
    for wish in wishes:
        own[wish.participant].append(wish)
    vectors = {wish: words.vector([wish]) for wish in wishes}
    named = dict(placed)
    for wish in wishes:
        beside = [other for other in own[wish.participant] if other in named]
        if wish in named or not beside:
            continue
        target = max(beside, key=lambda other: (likeness(vectors[wish], vectors[other], words.table), other.key))
        others = (o for o in wishes if o.participant != wish.participant and not set(named.get(o, ())) & set(named[target]))
        elsewhere = max((likeness(vectors[wish], vectors[o], words.table) for o in others), default=0.0)
        if elsewhere < max(ELSEWHERE, likeness(vectors[wish], vectors[target], words.table)):
            placed[wish] = list(named[target])


def _units(wishes: Iterable[Wish]) -> list[list[Wish]]:
    found: dict[str, list[Wish]] = defaultdict(list)
    for wish in wishes:
        found[wish.participant].append(wish)
    return list(found.values())


def _joined(groups: list[Group], titles: Sequence[Weights], units: list[list[Wish]], words: Words) -> list[Group]:
    members = [[words.vector(unit) for unit in _units(group.wishes)] for group in groups]
    members += [[words.vector(unit)] for unit in units]
    clusters = groups + [Group(unit) for unit in units]
    alike = {}
    for one in range(len(clusters)):
        for other in range(max(one + 1, len(groups)), len(clusters)):
            total = sum(likeness(a, b, words.table) for a in members[one] for b in members[other])
            if total:
                alike[one, other] = total
    bank = len(groups)
    home = linked([len(each) or 1 for each in members], alike, TOGETHER, lambda one, other: one < bank and other < bank)
    for place, target in enumerate(home):
        if place != target:
            clusters[target].wishes += clusters[place].wishes
    left = [cluster for place, cluster in enumerate(clusters) if home[place] == place and cluster.wishes]
    return _profiled(left, words)


def _profiled(groups: list[Group], words: Words) -> list[Group]:
    def prof(g):
        f = defaultdict(float)
        for unit in _units(g.wishes):
            for k, v in words.vector(unit).items(): f[k] += v
        if g.topic:
            for k,v in title_weights(g.topic.title, words, g.topic.description).items(): f[k] += v*words.rarity[k]
        return f
    while True:
        ps = [prof(g) for g in groups]
        best = max(((likeness(ps[i], ps[j], words.table), -i, -j) for i in range(len(groups)) for j in range(i+1, len(groups)) if not (groups[i].topic and groups[j].topic)), default=(0,0,0))
        if best[0] < PROFILE: return groups
        i, j = -best[1], -best[2]
        if groups[j].topic: i, j = j, i
        groups[i].wishes += groups[j].wishes
        groups = [g for k, g in enumerate(groups) if k != j]
