"""Which focus area the circle should turn to next, from what its participants wrote (R14).

Pure and local: stems and letters, no model, no service, no clock. Same answers, same report, whatever their order.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tasks.circle.focus.clusters import Group, grouped
from tasks.circle.focus.corrections import NONE, Corrections, corrected
from tasks.circle.focus.merges import learnt_from
from tasks.circle.focus.model import QUESTIONS, Answer, Evidence, FocusReport, Past, Proposal, SetAside, Topic
from tasks.circle.focus.phrases import AGAIN
from tasks.circle.focus.redaction import clean_quote
from tasks.circle.focus.report import reported
from tasks.circle.focus.similarity import likeness
from tasks.circle.focus.term_weights import Words, naming, title_weights, words_in
from tasks.circle.focus.vocabulary import Vocabulary
from tasks.circle.focus.wishes import BY_HAND, TODAY, UNKNOWN, Wish, spare_wishes, voices, wishes_of

__all__ = ["QUESTIONS", "Answer", "Evidence", "FocusReport", "Past", "Proposal", "SetAside", "Topic", "clean_quote", "propose"]

#: How clearly a wish must name an earlier focus area, and not a topic of the bank as clearly, to be about that.
NAMES_PAST = 0.8
#: And how clearly when it says that it wants more of it, or once more.
NAMES_AGAIN = 0.45
SPEAKS_OF_THE_SAME = 0.3


def propose(
    answers: Iterable[Answer],
    topics: Iterable[Topic],
    past: Iterable[Past],
    names: Iterable[str] = (),
    pairs: Iterable[tuple[str, str]] = (),
    circle: str = "",
    corrections: Corrections = NONE,
    *,
    vocabulary: Vocabulary,
) -> FocusReport:
    """What the participants ask for next, ranked by how many different participants ask for it.

    `names` (of the sign-up list) are taken out of every quote, `pairs` are words that a facilitator of this circle has said
    mean the same, `circle` is its title (what all are about tells no theme from another), `corrections` are what people
    changed by hand, `vocabulary` the words of config/focus. Focus areas in `past` are not proposed again. Order of the
    answers, their ids, the participants' codes, repeated answers and many answers from one participant change nothing. (R13, R14)
    """
    bank, held = list(topics), sorted(past, key=lambda each: (each.meeting, each.title))
    known, aside = _known(answers)
    wishes, refused = wishes_of(known, list(names), vocabulary)
    aside += refused
    words = words_in([wish for wish in wishes if wish.question != "relevance"], wishes, bank, held, list(pairs), vocabulary, circle)
    ahead, behind = _without_past([wish for wish in wishes if wish.question != "relevance"], bank, held, words)
    aside += behind
    bank = [topic for topic in bank if not _is_past(topic, held, vocabulary)]
    groups = grouped(ahead, bank, words)
    aside += _attach_relevance([wish for wish in wishes if wish.question == "relevance"], groups, words)
    spare = spare_wishes(known, {each.answer for each in aside}, {answer for answer, _ in corrections.moved}, list(names), vocabulary)
    result = corrected(groups, spare, corrections)
    aside = [each for each in aside if each.answer not in spare]
    aside += [SetAside(each, BY_HAND) for group in result.dropped for wish in group.wishes for each in wish.ids]
    return reported(result.groups, aside, held, words, learnt_from(result.joined, words), corrections.apart)


def _known(answers: Iterable[Answer]) -> tuple[list[Answer], list[SetAside]]:
    every = list(answers)
    return [a for a in every if a.question in QUESTIONS], [SetAside(a.id, UNKNOWN) for a in every if a.question not in QUESTIONS]


def _is_past(topic: Topic, held: Sequence[Past], vocabulary: Vocabulary) -> bool:
    return any(set(vocabulary.stems_of(topic.title)) == set(vocabulary.stems_of(each.title)) for each in held)


def _without_past(wishes: Sequence[Wish], bank: Sequence[Topic], held: Sequence[Past], words: Words) -> tuple[list[Wish], list[SetAside]]:
    """Wishes that name an earlier focus area more clearly than any other topic are shown, not proposed again."""
    earlier = [title_weights(each.title, words) for each in held]
    titles = earlier + [title_weights(topic.title, words, topic.description) for topic in bank]
    kept: list[Wish] = []
    back: dict[int, list[Wish]] = defaultdict(list)
    for wish in wishes:
        scores = naming(wish.stems, titles, words) if earlier else []
        best = max(range(len(earlier)), key=lambda place: (scores[place], place), default=0)
        clear = NAMES_AGAIN if AGAIN.search(wish.text) else NAMES_PAST
        if scores and scores[best] >= max(clear, 0.05 + max(scores[len(earlier) :], default=0.0)):
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
