"""Wishes that ask for the same, together: by the bank, by the participant's other answer, by likeness (R14).

In steps, so that groups do not chain: what names a topic of the bank; the same participant's other answer; then the two
most alike groups, as long as they are alike enough.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from tasks.circle.focus_linkage import linked
from tasks.circle.focus_nouns import Topic
from tasks.circle.focus_weights import Words, naming, title_weights
from tasks.circle.focus_wishes import Wish
from tasks.circle.focus_words import Vector, Weights, likeness

# Found on eight circles and judged on four others (tests/circle/focus_cases); all are flat around their values.
NAMES_TOPIC = 0.38
#: The same for a need whose writer suggests something that does not even hint at that topic.
NAMES_ALONE, HINTS_AT = 0.6, 0.15
#: How clearly a wish must name a second topic, on its own and beside the first, to stand behind both.
SECOND_TOPIC = 0.9
SECOND_SHARE = 0.8
#: Likeness from which a wish goes with others rather than with the same participant's other answer.
ELSEWHERE = 0.35
#: Mean likeness from which two groups are one.
TOGETHER = 0.14
#: What one field of meaning adds to the likeness of two wishes outside the bank: alone just enough for two, not for many.
SAME_FIELD = 0.15
#: More people than this are not compared with each other: a sample is grouped, the rest join the nearest of it.
MOST_COMPARED = 300
#: In a great crowd, a word in more texts than this is no way to find those alike, and so many speak for a group.
COMMONPLACE = 40


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


class Index:
    """Finds the texts that share a word, or one like it, with another: likeness to all others is 0."""

    def __init__(self, vectors: Sequence[Vector], words: Words) -> None:
        self.vectors, self.words = vectors, words
        self.places: dict[str, list[int]] = defaultdict(list)
        for place, vector in enumerate(vectors):
            for stem in vector.weights:
                self.places[stem].append(place)

    def near(self, vector: Vector) -> Iterator[tuple[int, float]]:
        """Places and likeness of all texts like `vector`, in their order."""
        found: set[int] = set()
        few = len(self.vectors) <= 10 * COMMONPLACE
        for stem in vector.weights:
            for other in self.words.table.get(stem, ()):
                places = self.places.get(other, ())
                if few or len(places) <= COMMONPLACE:
                    found.update(places)
        for place in sorted(found):
            strength = likeness(vector, self.vectors[place])
            if strength:
                yield place, strength


def grouped(wishes: Sequence[Wish], topics: Sequence[Topic], words: Words) -> list[Group]:
    """All `wishes` in groups (a wish that clearly asks for two topics is in both). The order tells nothing."""
    titles = [title_weights(topic.title, words, topic.description) for topic in topics]
    placed = _named(wishes, titles, words)
    _follow_other_answer(wishes, placed, words)
    groups = [Group([], topic) for topic in topics]
    for wish in wishes:
        for place in placed.get(wish, ()):
            groups[place].wishes.append(wish)
    units = _by_person(wish for wish in wishes if wish not in placed)
    step = -(-len(units) // MOST_COMPARED) or 1
    groups = _joined(groups, units[::step], words)
    _join_nearest(groups, [unit for place, unit in enumerate(units) if place % step], words)
    return [group for group in groups if group.wishes]


def _named(wishes: Sequence[Wish], titles: Sequence[Weights], words: Words) -> dict[Wish, list[int]]:
    """The places in the bank that each wish names.

    A suggestion is the theme's name. Where it names nothing of what the same person's need seems to name, the need must
    name it more clearly: a word in passing is no theme.
    """
    scores = {wish: naming(wish.stems, titles, words) for wish in wishes}
    own: dict[str, list[Wish]] = defaultdict(list)
    for wish in wishes:
        if wish.question == "suggestion":
            own[wish.participant].append(wish)
    placed: dict[Wish, list[int]] = {}
    for wish, found in scores.items():
        beside = [scores[other] for other in own[wish.participant]] if wish.question == "need" else []
        places = _topics_of(found, beside)
        if places:
            placed[wish] = places
    return placed


def _topics_of(scores: Sequence[float], beside: Sequence[Sequence[float]]) -> list[int]:
    """The clearest place, and a second when it is named as clearly; `beside` are the scores of the person's suggestions."""

    def enough(place: int) -> float:
        alone = bool(beside) and max(other[place] for other in beside) < HINTS_AT
        return NAMES_ALONE if alone else NAMES_TOPIC

    order = sorted(range(len(scores)), key=lambda place: (-scores[place], place))
    first = [place for place in order if scores[place] >= enough(place)][:1]
    if not first:
        return []
    clear = max(SECOND_TOPIC, SECOND_SHARE * scores[first[0]])
    return first + [place for place in order if place not in first and scores[place] >= clear][:1]


def _follow_other_answer(wishes: Sequence[Wish], placed: dict[Wish, list[int]], words: Words) -> None:
    """A wish that names no topic goes with the same participant's wish that names one, unless it is like others' wishes."""
    vectors = [words.vector([wish]) for wish in wishes]
    index = Index(vectors, words)
    named = dict(placed)
    own: dict[str, list[tuple[Wish, Vector]]] = defaultdict(list)
    for wish, vector in zip(wishes, vectors, strict=True):
        if wish in named:
            own[wish.participant].append((wish, vector))
    for wish, vector in zip(wishes, vectors, strict=True):
        if wish in named or not own[wish.participant]:
            continue
        strength, _, target = max((likeness(vector, each), other.key, other) for other, each in own[wish.participant])
        elsewhere = (
            far for place, far in index.near(vector)
            if wishes[place].participant != wish.participant and not set(named.get(wishes[place], ())) & set(named[target])
        )  # fmt: skip
        if max(elsewhere, default=0.0) < max(ELSEWHERE, strength):
            placed[wish] = list(named[target])


def _by_person(wishes: Iterable[Wish]) -> list[list[Wish]]:
    found: dict[str, list[Wish]] = defaultdict(list)
    for wish in wishes:
        found[wish.participant].append(wish)
    return list(found.values())


def _joined(groups: Sequence[Group], units: Sequence[list[Wish]], words: Words) -> list[Group]:
    """Average linkage of what is left, with the groups of the bank as they are: two of those never become one."""
    clusters = [*groups, *(Group(list(unit)) for unit in units)]
    members = [[words.vector(unit) for unit in _by_person(cluster.wishes)][:MOST_COMPARED] for cluster in clusters]
    home = [place for place, vectors in enumerate(members) for _ in vectors]
    index = Index([vector for vectors in members for vector in vectors], words)
    bank = len(groups)
    alike: dict[tuple[int, int], float] = defaultdict(float)
    for place in range(bank, len(clusters)):
        for other, strength in index.near(members[place][0]):
            if home[other] < place:
                alike[home[other], place] += strength
    for one, other in _of_one_field(units, words):
        alike[bank + one, bank + other] += SAME_FIELD
    found = linked([len(each) or 1 for each in members], alike, TOGETHER, lambda one, other: one < bank and other < bank)
    for place, target in enumerate(found):
        if place != target:
            clusters[target].wishes += clusters[place].wishes
    return [cluster for place, cluster in enumerate(clusters) if found[place] == place]


def _of_one_field(units: Sequence[list[Wish]], words: Words) -> Iterator[tuple[int, int]]:
    """The places of two participants' wishes that speak of one field, though in other words."""
    fields = [words.fields(unit) for unit in units]
    return ((one, other) for one, other in combinations(range(len(units)), 2) if fields[one] & fields[other])


def _join_nearest(groups: list[Group], units: Sequence[list[Wish]], words: Words) -> None:
    """Each of `units` (beyond the sample) joins the group of the wishes it is most alike, or stands alone."""
    if not units:
        return
    known = [(place, unit) for place, group in enumerate(groups) for unit in _by_person(group.wishes)[:COMMONPLACE]]
    index = Index([words.vector(unit) for _, unit in known], words)
    for unit in units:
        near = max(((strength, -known[place][0]) for place, strength in index.near(words.vector(unit))), default=(0.0, 0))
        if near[0] >= ELSEWHERE:
            groups[-near[1]].wishes += unit
        else:
            groups.append(Group(list(unit)))
