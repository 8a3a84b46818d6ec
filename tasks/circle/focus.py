"""Which focus area the circle should turn to next, from what its participants wrote (R14).

Pure and local: stems and letters, no model, no service, no clock. Same answers, same report, whatever their order.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from tasks.circle.focus_groups import Group, grouped
from tasks.circle.focus_nouns import QUESTIONS, Answer, Evidence, FocusReport, Past, Proposal, SetAside, Topic
from tasks.circle.focus_text import clean_quote
from tasks.circle.focus_titles import quotes_of, title_of, why
from tasks.circle.focus_weights import Words, naming, title_weights, words_in
from tasks.circle.focus_wishes import TODAY, UNKNOWN, Wish, voices, wishes_of
from tasks.circle.focus_words import Vector, likeness, stems_of

__all__ = ["QUESTIONS", "Answer", "Evidence", "FocusReport", "Past", "Proposal", "SetAside", "Topic", "clean_quote", "propose"]

FEWEST_VOICES = 4
#: How clearly a wish must name an earlier focus area, and not a topic of the bank as clearly, to be about that.
NAMES_PAST = 0.6
#: So many groups, the greatest of them so small: nobody should take the first for a winner.
MANY_GROUPS, SMALL_GROUP = 5, 3
SPEAKS_OF_THE_SAME = 0.3
MOST_MERGES, MOST_LOOKED_AT = 3, 60


def propose(
    answers: Iterable[Answer],
    topics: Iterable[Topic],
    past: Iterable[Past],
    names: Iterable[str] = (),
    pairs: Iterable[tuple[str, str]] = (),
    circle: str = "",
) -> FocusReport:
    """What the participants ask for next, ranked by how many different participants ask for it.

    `names` (of the sign-up list) are taken out of every quote, `pairs` are words that a facilitator of this circle has said
    mean the same. Focus areas in `past` are not proposed again. Order of the answers, their ids, the participants' codes,
    repeated answers and many answers from one participant change nothing. (R13, R14)
    """
    bank, held = list(topics), sorted(past, key=lambda each: (each.meeting, each.title))
    known, aside = _known(answers)
    wishes, refused = wishes_of(known, list(names))
    aside += refused
    words = words_in([wish for wish in wishes if wish.question != "relevance"], wishes, bank, held, list(pairs), circle)
    ahead, behind = _without_past([wish for wish in wishes if wish.question != "relevance"], bank, held, words)
    aside += behind
    bank = [topic for topic in bank if not _is_past(topic, held)]
    groups = grouped(ahead, bank, words)
    aside += _attach_relevance([wish for wish in wishes if wish.question == "relevance"], groups, words)
    return _report(groups, aside, voices(ahead), held, words)


def _known(answers: Iterable[Answer]) -> tuple[list[Answer], list[SetAside]]:
    every = list(answers)
    return [a for a in every if a.question in QUESTIONS], [SetAside(a.id, UNKNOWN) for a in every if a.question not in QUESTIONS]


def _is_past(topic: Topic, held: Sequence[Past]) -> bool:
    return any(set(stems_of(topic.title)) == set(stems_of(each.title)) for each in held)


def _without_past(
    wishes: Sequence[Wish], bank: Sequence[Topic], held: Sequence[Past], words: Words
) -> tuple[list[Wish], list[SetAside]]:
    """Wishes that name an earlier focus area more clearly than any other topic are shown, not proposed again."""
    earlier = [title_weights(each.title, words) for each in held]
    titles = earlier + [title_weights(topic.title, words, topic.description) for topic in bank]
    kept: list[Wish] = []
    back: dict[int, list[Wish]] = defaultdict(list)
    for wish in wishes:
        scores = naming(wish.stems, titles, words) if earlier else []
        best = max(range(len(earlier)), key=lambda place: (scores[place], place), default=0)
        if scores and scores[best] >= max(NAMES_PAST, 0.05 + max(scores[len(earlier) :], default=0.0)):
            back[best].append(wish)
        else:
            kept.append(wish)
    aside = []
    for place, again in sorted(back.items()):
        asked = voices(again)
        people = "én deltaker" if asked == 1 else f"{asked} deltakere"
        reason = f"«{held[place].title}» var fokusområdet i møte {held[place].meeting}; {people} vil ha mer om det."
        aside += [SetAside(each, reason) for wish in again for each in wish.ids]
    return kept, aside


def _attach_relevance(wishes: Sequence[Wish], groups: Sequence[Group], words: Words) -> list[SetAside]:
    """What is said of today's focus area stands beside the same participant's wish when it speaks of the same."""
    own: dict[str, list[tuple[int, Wish]]] = defaultdict(list)
    for place, group in enumerate(groups):
        for wish in group.wishes:
            own[wish.participant].append((place, wish))
    aside: list[SetAside] = []
    for wish in wishes:
        vector = words.vector([wish])
        beside = ((likeness(vector, words.vector([other])), place) for place, other in own[wish.participant])
        strength, target = max(beside, default=(0.0, 0))
        if strength >= SPEAKS_OF_THE_SAME:
            groups[target].wishes.append(wish)
        else:
            aside += [SetAside(each, TODAY) for each in wish.ids]
    return aside


def _report(groups: list[Group], aside: list[SetAside], people: int, held: Sequence[Past], words: Words) -> FocusReport:
    titled = sorted(((group, title_of(group, words)) for group in groups), key=lambda each: _order(*each))
    shared = [each for each in titled if each[0].voices > 1]
    if not shared:
        shared = [each for each in titled if each[0].topic]
    single = [each for each in titled if each not in shared]
    ranked = [_proposal(rank, *each, people, held, words) for rank, each in enumerate(shared + single, 1)]
    front, also = tuple(ranked[: len(shared)]), tuple(ranked[len(shared) :])
    state = "none" if not front else "few" if people < FEWEST_VOICES or front[0].participants < 2 else "ok"
    tied = len(front) > 1 and front[0].participants == front[1].participants
    scattered = len(ranked) >= MANY_GROUPS and bool(front) and front[0].participants <= SMALL_GROUP
    sure = state == "ok" and not tied and not scattered
    merges = _merges([each[0] for each in shared + single], words) if front else ()
    return FocusReport(state, front, also, tuple(sorted(aside, key=lambda each: each.answer)), merges, sure)


def _order(group: Group, title: str) -> tuple[int, int, bool, str]:
    asked = {(wish.participant, wish.question) for wish in group.wishes if wish.question != "relevance"}
    return -group.voices, -len(asked), group.topic is None, title


def _proposal(rank: int, group: Group, title: str, people: int, held: Sequence[Past], words: Words) -> Proposal:
    content = words.vector(group.wishes)
    near = [(likeness(content, Vector.of(title_weights(each.title, words), words.table)), each.meeting) for each in held]
    closest = max(near, default=(0.0, 0))
    return Proposal(
        rank=rank,
        title=title,
        participants=group.voices,
        answers=tuple(sorted({each for wish in group.wishes for each in wish.ids})),
        evidence=quotes_of(group, words),
        topic=group.topic.id if group.topic else None,
        novelty=round(1.0 - min(1.0, closest[0]), 2),
        why=why(group, people, closest[1] if closest[0] > 0.35 else None),
    )


def _merges(groups: Sequence[Group], words: Words) -> tuple[tuple[int, int], ...]:
    """The pairs of ranks most alike in all their words: a person looks at them. Never two topics of the bank."""
    vectors = [words.vector(group.wishes) for group in groups[:MOST_LOOKED_AT]]
    found = [
        (-round(likeness(vectors[one], vectors[other]), 6), one + 1, other + 1)
        for one, other in combinations(range(len(vectors)), 2)
        if groups[one].topic is None or groups[other].topic is None
    ]
    return tuple((one, other) for strength, one, other in sorted(found)[:MOST_MERGES] if strength < -0.02)
