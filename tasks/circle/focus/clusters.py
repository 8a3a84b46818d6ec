"""Wishes that ask for the same, together: participants and topics of the bank, the surest first (R14)."""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tasks.circle.focus.features import Reader
from tasks.circle.focus.model import Topic
from tasks.circle.focus.similarity import Vector, likeness
from tasks.circle.focus.term_weights import Words
from tasks.circle.focus.wishes import Wish

# Average linkage: the two most alike clusters become one, as long as they are alike enough (R14).

Pair = tuple[int, int]


def linked(sizes: Sequence[int], alike: Mapping[Pair, float], least: float, apart: Callable[[int, int], bool]) -> list[int]:
    """The cluster of each starting cluster (numbered by its first member).

    `sizes` are how many texts each starting cluster holds, `alike` the summed likeness of all their cross pairs (missing:
    0), `least` the mean likeness under which nothing is joined, `apart(a, b)` says that two must not be joined.
    """
    size = list(sizes)
    home = list(range(len(size)))
    near: list[dict[int, float]] = [{} for _ in size]
    heap: list[tuple[float, int, int]] = []

    def offer(one: int, other: int) -> None:
        mean = near[one][other] / (size[one] * size[other])
        if mean >= least:
            heapq.heappush(heap, (-round(mean, 9), min(one, other), max(one, other)))

    for (one, other), total in sorted(alike.items()):
        near[one][other] = near[other][one] = total
        offer(one, other)
    while heap:
        mean, one, other = heapq.heappop(heap)
        current = near[one].get(other)
        if current is None or -round(current / (size[one] * size[other]), 9) != mean or apart(one, other):
            continue
        _join(one, other, near, size)
        home = [one if place == other else place for place in home]
        for third in sorted(near[one]):
            offer(one, third)
    return home


def _join(one: int, other: int, near: list[dict[int, float]], size: list[int]) -> None:
    for third, total in sorted(near[other].items()):
        del near[third][other]
        if third != one:
            near[one][third] = near[third][one] = near[one].get(third, 0.0) + total
    near[other] = {}
    size[one] += size[other]


#: Mean log-odds from which two groups are one: a person sees what was put together, and rarely what was left apart.
TOGETHER = -0.9
#: A topic of the bank stands for so many wishes.
TOPIC_SIZE = 2
#: Log-odds from which a single voice asks for a topic rather than not.
RATHER = 0.0
#: Log-odds under which need and suggestion of one participant are two wishes.
ONE_THEME = 0.0
#: Who answers one question twice rather has two wishes.
ASKED_TWICE = -2.0
#: How clearly a wish must name a second topic, on its own and beside the first, to stand behind both.
SECOND_TOPIC, SECOND_SHARE = 0.9, 0.8
#: More people than this are not compared with each other: a sample is grouped, the rest join the nearest of it.
MOST_COMPARED = 300
#: Likeness from which one of the rest joins a group, and so many of each group are looked at.
NEAR_ENOUGH, MOST_LOOKED_AT = 0.35, 40


@dataclass(slots=True)
class Group:
    """Wishes that ask for the same; `topic` when the bank has it."""

    wishes: list[Wish]
    topic: Topic | None = None
    #: The title that a person gave it.
    name: str = ""

    @property
    def voices(self) -> int:
        """How many different participants ask for it."""
        return len({wish.participant for wish in self.wishes})


def grouped(wishes: Sequence[Wish], topics: Sequence[Topic], words: Words) -> list[Group]:
    """All `wishes` in groups (a wish that clearly asks for two topics is in both). The order tells nothing."""
    people = by_person(wishes)
    step = -(-len(people) // MOST_COMPARED) or 1
    reader = Reader([wish for person in people[::step] for wish in person], topics, words)
    units = [unit for person in people[::step] for unit in _units(person, reader)]
    groups = _joined([Group([], topic) for topic in topics], units, reader)
    _join_nearest(groups, [person for place, person in enumerate(people) if place % step], words)
    _also_in_second(groups[: len(topics)], wishes, reader)
    _let_go_of_topics(groups[: len(topics)], reader)
    return [group for group in groups if group.wishes]


def by_person(wishes: Iterable[Wish]) -> list[list[Wish]]:
    """The wishes of each participant together, in their order."""
    found: dict[str, list[Wish]] = defaultdict(list)
    for wish in wishes:
        found[wish.participant].append(wish)
    return list(found.values())


def _units(person: Sequence[Wish], reader: Reader) -> list[list[Wish]]:
    """A person's wishes as they belong together: what is needed is mostly what is suggested, told in other words."""
    units: list[list[Wish]] = []
    for wish in sorted(person, key=lambda each: (each.question != "suggestion", each.key)):
        odds = [reader.one_theme(reader.features(unit), reader.features([wish])) for unit in units]
        asked = [sum(ASKED_TWICE for each in unit if each.question == wish.question) for unit in units]
        best = max(((one + twice, -place) for place, (one, twice) in enumerate(zip(odds, asked, strict=True))), default=(ONE_THEME - 1, 0))
        if best[0] >= ONE_THEME:
            units[-best[1]].append(wish)
        else:
            units.append([wish])
    return units


def _joined(groups: list[Group], units: Sequence[list[Wish]], reader: Reader) -> list[Group]:
    """Average linkage of topics and units: two topics of the bank never become one."""
    told = [reader.features(unit) for unit in units]
    bank = len(groups)
    odds: dict[tuple[int, int], float] = {}
    for place, one in enumerate(told):
        odds |= {(topic, bank + place): TOPIC_SIZE * reader.names(one, topic) for topic in range(bank)}
        odds |= {(bank + before, bank + place): reader.same(told[before], one) for before in range(place)}
    sizes = [TOPIC_SIZE] * bank + [1] * len(units)
    found = linked(sizes, odds, TOGETHER, lambda one, other: one < bank and other < bank)
    clusters = [*groups, *(Group(list(unit)) for unit in units)]
    for place, target in enumerate(found):
        if place != target:
            clusters[target].wishes += clusters[place].wishes
    return [cluster for place, cluster in enumerate(clusters) if found[place] == place]


def _also_in_second(bank: Sequence[Group], wishes: Iterable[Wish], reader: Reader) -> None:
    """A wish that names a topic of the bank as clearly as the best stands behind that too."""
    for wish in wishes if len(bank) > 1 else ():
        names = reader.naming(wish)
        for group, clear in zip(bank, names, strict=True):
            if clear >= max(SECOND_TOPIC, SECOND_SHARE * max(names)) and wish not in group.wishes:
                group.wishes.append(wish)


def _let_go_of_topics(bank: Sequence[Group], reader: Reader) -> None:
    """Who stands alone behind a topic and rather does not ask for it, is shown in words of their own."""
    for place, group in enumerate(bank):
        if group.voices == 1 and reader.names(reader.features(group.wishes), place) < RATHER:
            group.topic = None


def _join_nearest(groups: list[Group], units: Sequence[list[Wish]], words: Words) -> None:
    """Each of `units` (beyond the sample) joins the group of the wishes it is most alike, or stands alone."""
    if not units:
        return
    known = [(place, unit) for place, group in enumerate(groups) for unit in by_person(group.wishes)[:MOST_LOOKED_AT]]
    index = Index([words.vector(unit) for _, unit in known], words)
    for unit in units:
        near = max(((strength, -known[place][0]) for place, strength in index.near(words.vector(unit))), default=(0.0, 0))
        if near[0] >= NEAR_ENOUGH:
            groups[-near[1]].wishes += unit
        else:
            groups.append(Group(list(unit)))


class Index:
    """Finds the texts of a great crowd that share a word, or one like it, with another: likeness to all others is 0."""

    def __init__(self, vectors: Sequence[Vector], words: Words) -> None:
        self.vectors, self.words = vectors, words
        self.places: dict[str, list[int]] = defaultdict(list)
        for place, vector in enumerate(vectors):
            for stem in vector.weights:
                self.places[stem].append(place)

    def near(self, vector: Vector) -> Iterator[tuple[int, float]]:
        """Places and likeness of all texts like `vector`, in their order; a word in very many texts is no way to find one."""
        found: set[int] = set()
        few = len(self.vectors) <= 10 * MOST_LOOKED_AT
        for stem in vector.weights:
            for other in self.words.table.get(stem, ()):
                places = self.places.get(other, ())
                if few or len(places) <= MOST_LOOKED_AT:
                    found.update(places)
        for place in sorted(found):
            strength = likeness(vector, self.vectors[place])
            if strength:
                yield place, strength
