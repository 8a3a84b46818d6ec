"""Why a proposal stands where it stands, and how sure it is, in words (R14)."""

from collections import defaultdict
from collections.abc import Sequence

from tasks.circle.focus.clusters import Group
from tasks.circle.focus.model import SURENESS
from tasks.circle.focus.similarity import likeness
from tasks.circle.focus.term_weights import Words, naming, title_weights
from tasks.circle.focus.wishes import Wish

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
    by_person: dict[str, list[Wish]] = defaultdict(list)
    for wish in group.wishes:
        by_person[wish.participant].append(wish)
    wishes = [by_person[each] for each in by_person][:MOST_COMPARED]
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
