"""From groups of wishes to what a coordinator reads: ranked, titled, quoted, explained (R14)."""

from collections.abc import Sequence

from tasks.circle.focus.clusters import Group, by_person
from tasks.circle.focus.corrections import Pair, key_of
from tasks.circle.focus.merges import suggested
from tasks.circle.focus.model import FocusReport, Past, Proposal, SetAside, WordPair
from tasks.circle.focus.similarity import Vector, likeness
from tasks.circle.focus.term_weights import Words, naming, title_weights
from tasks.circle.focus.titles import quotes_of, title_of
from tasks.circle.focus.wishes import Wish, voices
from tasks.circle.focus_nearness import MOST_GROUPS, Nearness
from tasks.circle.focus_reasons import asked_in, sureness, why

FEWEST_VOICES = 4
#: So many groups, the greatest of them so small: nobody should take the first for a winner.
MANY_GROUPS, SMALL_GROUP = 5, 3
#: How clearly a single voice must name a topic of the bank to have it proposed where nothing else is.
SO_MANY_WORDS = 0.8
#: Likeness from which a theme is said to lie near an earlier focus area.
NEAR_PAST = 0.35


def reported(
    groups: Sequence[Group], aside: Sequence[SetAside], held: Sequence[Past], words: Words, learnt: tuple[WordPair, ...],
    apart: frozenset[Pair] = frozenset(),
) -> FocusReport:
    """All groups as proposals and single voices, in order, with the questions worth asking a person."""
    people = voices(wish for group in groups for wish in group.wishes if wish.question != "relevance")
    first = sorted(((group, title_of(group, words)) for group in groups), key=lambda each: (-each[0].voices, each[1]))
    near = Nearness([group for group, _ in first], words)
    titled = _in_order(first, near)
    shared = [each for each in titled if each[0].voices > 1 or each[0].name]
    if not shared or (people <= FEWEST_VOICES and not learnt and all(_only_by_field(group, words) for group, _ in shared)):
        shared = [each for each in titled if _clearly_named(each[0], words)]
    single = [each for each in titled if each not in shared]
    every = [group for group, _ in shared + single]
    titles = [title for _, title in shared + single]
    ranked = [_proposal(place, every, titles, people, held, words) for place in range(len(every))]
    front, also = tuple(ranked[: len(shared)]), tuple(ranked[len(shared) :])
    state = "none" if not front else "few" if people < FEWEST_VOICES or front[0].participants < 2 else "ok"
    tied = len(front) > 1 and front[0].participants == front[1].participants
    scattered = len(ranked) >= MANY_GROUPS and bool(front) and front[0].participants <= SMALL_GROUP
    merges = suggested(every, ranked, Nearness(every, words), apart) if front else ()
    return FocusReport(
        state, front, also, tuple(sorted(aside, key=lambda each: each.answer)), merges,
        state == "ok" and not tied and not scattered, learnt,
    )  # fmt: skip


def _only_by_field(group: Group, words: Words) -> bool:
    """Whether two participants without a word in common make up a group that nobody has thought of.

    Where so few ask for anything and no person joined them, that is no proof: empty talk has its fields too.
    """
    if group.topic or group.name or group.voices > 2:
        return False
    one, *others = [words.vector(wishes) for wishes in by_person(group.wishes)]
    return not any(likeness(one, other) for other in others)


def _clearly_named(group: Group, words: Words) -> bool:
    """Whether a single voice asks for a topic of the bank in so many words."""
    if group.topic is None:
        return False
    title = [title_weights(group.topic.title, words, group.topic.description)]
    return any(naming(wish.stems, title, words)[0] >= SO_MANY_WORDS for wish in group.wishes)


def _in_order(titled: Sequence[tuple[Group, str]], near: Nearness) -> list[tuple[Group, str]]:
    """By voices; as many voices: by how many probably ask for it, then topics of the bank first."""

    def order(place: int) -> tuple[int, float, bool, int, str]:
        group, title = titled[place]
        expected = near.expected(place) if place < MOST_GROUPS else 0.0
        return -group.voices, -expected, group.topic is None, -len(asked_in(group)), title

    return [titled[place] for place in sorted(range(len(titled)), key=order)]


def _proposal(
    place: int, groups: Sequence[Group], titles: Sequence[str], people: int, held: Sequence[Past], words: Words
) -> Proposal:
    group = groups[place]
    near = _nearest(group.wishes, held, words)
    return Proposal(
        rank=place + 1,
        title=titles[place],
        participants=group.voices,
        answers=tuple(sorted({each for wish in group.wishes for each in wish.ids})),
        evidence=quotes_of(group, words),
        topic=group.topic.id if group.topic else None,
        novelty=round(1.0 - min(1.0, near[0]), 2),
        why=why(place, groups, titles, people, near[1] if near[0] > NEAR_PAST else None),
        sure=sureness(group, words),
        key=key_of(group),
    )


def _nearest(wishes: Sequence[Wish], held: Sequence[Past], words: Words) -> tuple[float, int]:
    content = words.vector(wishes)
    near = [(likeness(content, Vector.of(title_weights(each.title, words), words.table)), each.meeting) for each in held]
    return max(near, default=(0.0, 0))
