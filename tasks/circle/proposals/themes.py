"""Themes over a circle's life: asked for again and again, taken up, still wanted (R14, R16b)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tasks.circle.focus.clusters import Group, grouped
from tasks.circle.focus.merges import pairs_in_force
from tasks.circle.focus.model import QUESTIONS, Answer, Past, Topic, WordPair
from tasks.circle.focus.term_weights import Words, naming, title_weights, words_in
from tasks.circle.focus.titles import title_of
from tasks.circle.focus.vocabulary import Vocabulary
from tasks.circle.focus.wishes import Wish, wishes_of
from tasks.circle.model.circle import Circle
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.phrases import join_words
from tasks.circle.model.records import Memory
from tasks.circle.proposals.proposing import answer_of, in_time

NEVER, STILL, TAKEN, ONCE = "aldri tatt opp", "tatt opp, fortsatt ønsket", "tatt opp", "ønsket én gang"
#: In so many meetings asked for: again and again.
AGAIN = 2
#: How clearly a focus area must name a topic of the bank to have taken it up.
NAMES_IT = 0.6
_HELD = "møte "


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme across meetings.

    `standing` is one of `NEVER`, `STILL`, `TAKEN`, `ONCE`, `people` how many different participants asked for it in all, `asked` the Nr
    of the meetings after which they did with the number of different participants, `taken` the Nr of the meetings that had it as
    focus area, `sentence` all of it in Norwegian.
    """

    title: str
    standing: str
    people: int
    asked: tuple[tuple[int, int], ...]
    taken: tuple[int, ...]
    sentence: str


def themes_over_time(
    answers: Mapping[int, Iterable[Answer]],
    topics: Iterable[Topic],
    held: Iterable[Past],
    order: Sequence[int],
    names: Iterable[str] = (),
    pairs: Iterable[tuple[str, str]] = (),
    circle: str = "",
    *,
    vocabulary: Vocabulary,
) -> tuple[Theme, ...]:
    """All themes that at least two participants, or two meetings, asked for; what was never taken up comes first.

    `answers` are the answers kept of each meeting (by Nr; participants keep their code over all), `held` the focus areas of
    meetings held or decided, `order` the Nr of all meetings in time. Answers after the meeting that took a theme up say
    that it is still wanted.
    """
    past = sorted(held, key=lambda each: (each.meeting, each.title))
    home = {answer.id: meeting for meeting in answers for answer in answers[meeting]}
    wishes = _wishes(answers, list(names), vocabulary)
    bank = list(topics)
    known = [set(vocabulary.stems_of(topic.title)) for topic in bank]
    bank += [Topic(f"{_HELD}{each.meeting}", each.title) for each in past if set(vocabulary.stems_of(each.title)) not in known]
    words = words_in(wishes, wishes, bank, (), list(pairs), vocabulary, circle)
    themes = [_theme(group, home, past, order, words) for group in _grouped(wishes, bank, words)]
    shown = [each for each in themes if each.people > 1 or len(each.asked) >= AGAIN]
    rank = (NEVER, STILL, ONCE, TAKEN)
    return tuple(sorted(shown, key=lambda each: (rank.index(each.standing), -each.people, -len(each.asked), each.title)))


def _wishes(answers: Mapping[int, Iterable[Answer]], names: Sequence[str], vocabulary: Vocabulary) -> list[Wish]:
    found: list[Wish] = []
    for meeting in sorted(answers):
        asked = [answer for answer in answers[meeting] if answer.question in QUESTIONS and answer.question != "relevance"]
        found += wishes_of(asked, names, vocabulary)[0]
    return sorted(found, key=lambda wish: (wish.key, wish.ids))


def _grouped(wishes: Sequence[Wish], bank: Sequence[Topic], words: Words) -> list[Group]:
    """Each wish by itself: over many meetings one person asks for many things, and only words tell which are the same."""
    alone = [replace(wish, participant=f"{place}") for place, wish in enumerate(wishes)]
    groups = grouped(alone, bank, words)
    for group in groups:
        group.wishes = [wishes[int(wish.participant)] for wish in group.wishes]
    return groups


def _theme(group: Group, home: Mapping[str, int], past: Sequence[Past], order: Sequence[int], words: Words) -> Theme:
    people: dict[int, set[str]] = defaultdict(set)
    for wish in group.wishes:
        for each in wish.ids:
            people[home[each]].add(wish.participant)
    place = {meeting: at for at, meeting in enumerate(order)}
    asked = tuple((meeting, len(people[meeting])) for meeting in sorted(people, key=lambda each: (place.get(each, -1), each)))
    taken = _taken(group, past, words)
    last = max((place.get(each, -1) for each in taken), default=-1)
    later = [meeting for meeting, _ in asked if place.get(meeting, -1) >= last]
    standing = (STILL if later else TAKEN) if taken else NEVER if len(asked) >= AGAIN else ONCE
    sentence = _sentence(group.voices, [meeting for meeting, _ in asked], taken, later)
    return Theme(title_of(group, words), standing, group.voices, asked, taken, sentence)


def _taken(group: Group, past: Sequence[Past], words: Words) -> tuple[int, ...]:
    """The meetings whose focus area is the group's topic, or names it."""
    if group.topic is None:
        return ()
    title = [title_weights(group.topic.title, words, group.topic.description)]
    stems_of = words.vocabulary.stems_of
    wanted = set(stems_of(group.topic.title))
    return tuple(each.meeting for each in past if set(stems_of(each.title)) == wanted or naming(stems_of(each.title), title, words)[0] >= NAMES_IT)


def _sentence(people: int, asked: Sequence[int], taken: Sequence[int], later: Sequence[int]) -> str:
    who = "Én deltaker" if people == 1 else f"{people} deltakere"
    text = f"{who} har bedt om dette etter {_meetings(asked)}"
    if not taken:
        return f"{text}; det er aldri tatt opp."
    still = f", og er fortsatt ønsket etter {_meetings(later)}" if later else ""
    return f"{text}; det var fokusområdet i {_meetings(taken)}{still}."


def _meetings(numbers: Sequence[int]) -> str:
    return f"møte {join_words([str(each) for each in numbers], WORKING_LANGUAGE)}"


# Themes over the circle's life as its report tells them: asked for again and again, taken up and still wanted (R14, R16b).
#: Of each standing so many are told.
MOST = 6


def report_themes(circle: Circle, memory: Memory) -> tuple[Theme, ...]:
    """What was never taken up first. One person's own wish is no theme here: the report is passed on."""
    meetings = sorted(memory.meetings, key=lambda meeting: (meeting.start, meeting.number))
    answers = {each.number: [answer_of(r) for r in in_time(memory.replies, each, circle)] for each in meetings}
    held = [Past(each.number, each.focus) for each in meetings if each.focus and not each.cancelled]
    taught = [(WordPair(each.one, each.other), each.removed) for each in memory.pairs]
    pairs = pairs_in_force(circle.pairs, [pair for pair, _ in taught], [pair for pair, removed in taught if removed])
    order = [each.number for each in meetings]
    found = themes_over_time(answers, circle.topics, held, order, (), pairs, circle.title, vocabulary=circle.vocabulary)
    return tuple(each for standing in (NEVER, STILL) for each in [one for one in found if one.people > 1 and one.standing == standing][:MOST])
