"""From groups of wishes to what a coordinator reads: ranked, titled, quoted, explained (R14)."""

from collections.abc import Sequence

from tasks.circle.focus.clusters import Group, by_person
from tasks.circle.focus.corrections import Pair, key_of
from tasks.circle.focus.merges import MOST_GROUPS, Nearness, suggested
from tasks.circle.focus.model import SURENESS, FocusReport, Past, Proposal, SetAside, WordPair
from tasks.circle.focus.similarity import Vector, likeness
from tasks.circle.focus.term_weights import Words, naming, title_weights
from tasks.circle.focus.titles import quotes_of, title_of
from tasks.circle.focus.wishes import Wish, voices

# Why a proposal stands where it stands, and how sure it is, in words (R14).

_NUMBERS = ("ingen", "én", "to", "tre", "fire", "fem", "seks")
#: From which likeness to the topic's title, or to another participant's wish, somebody clearly speaks of the same.
NAMES_IT, SAYS_THE_SAME = 0.7, 0.3
#: How many must clearly speak of the same, and which share of all in the group.
CLEAR, FAIRLY_CLEAR = (3, 0.75), (2, 0.6)
MOST_COMPARED = 40


def why(place: int, groups: Sequence[Group], titles: Sequence[str], people: int, meeting: int | None) -> str:
    """One Norwegian sentence on the group at `place`: how many ask for it, what puts it before the next, what is known of it.

    The next one is told by its title: who shows only some of the proposals may number them otherwise. `people` is how many
    participants have a wish, `meeting` the Nr of an earlier meeting whose focus area lies near.
    """
    group = groups[place]
    voices = group.voices
    asked = f"{voices} av de {people} deltakerne som har et ønske, ber om dette" if voices > 1 else "Én deltaker ber om dette"
    ahead = _ahead(group, groups[place + 1], titles[place + 1]) if voices > 1 and place + 1 < len(groups) else ""
    known = "temaet står i banken fra før" if group.topic else "temaet står ikke i banken"
    near = f" og ligger nær fokusområdet i møte {meeting}" if meeting is not None else ""
    return f"{asked}{ahead}; {known}{near}."


def _ahead(group: Group, following: Group, title: str) -> str:
    more = group.voices - following.voices
    if more > 0:
        return f", {_NUMBERS[more] if more < len(_NUMBERS) else more} flere enn om «{title}»"
    return f", like mange som om «{title}», men svarene ligner klarere på hverandre"


def asked_in(group: Group) -> set[tuple[str, str]]:
    """The participants and questions in whose answers the theme is asked for."""
    return {(wish.participant, wish.question) for wish in group.wishes if wish.question != "relevance"}


def sureness(group: Group, words: Words) -> str:
    """How sure it is that all in the group ask for the same: how many say so in words of the topic, or like another's.

    One more or one less answer elsewhere changes nothing of it.
    """
    if group.voices < 2:
        return SURENESS[2]
    wishes = by_person(group.wishes)[:MOST_COMPARED]
    title = [title_weights(group.topic.title, words, group.topic.description)] if group.topic else []
    vectors = [words.vector(each) for each in wishes]
    clear = 0
    for place, own in enumerate(wishes):
        named = bool(title) and max(naming(wish.stems, title, words)[0] for wish in own) >= NAMES_IT
        alike = max((likeness(vectors[place], other) for at, other in enumerate(vectors) if at != place), default=0.0)
        clear += named or alike >= SAYS_THE_SAME
    if clear >= CLEAR[0] and clear >= CLEAR[1] * len(wishes):
        return SURENESS[0]
    return SURENESS[1] if clear >= FAIRLY_CLEAR[0] and clear >= FAIRLY_CLEAR[1] * len(wishes) else SURENESS[2]


FEWEST_VOICES = 4
#: So many groups, the greatest of them so small: nobody should take the first for a winner.
MANY_GROUPS, SMALL_GROUP = 5, 3
#: How clearly a single voice must name a topic of the bank to have it proposed where nothing else is.
SO_MANY_WORDS = 0.8
#: Likeness from which a theme is said to lie near an earlier focus area.
NEAR_PAST = 0.35


def reported(
    groups: Sequence[Group],
    aside: Sequence[SetAside],
    held: Sequence[Past],
    words: Words,
    learnt: tuple[WordPair, ...],
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


def _proposal(place: int, groups: Sequence[Group], titles: Sequence[str], people: int, held: Sequence[Past], words: Words) -> Proposal:
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
