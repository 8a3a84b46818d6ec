"""What people correct in a grouping: merge, rename, move, drop (R14, R16). Counts and quotes are made anew from the answers.

A correction names groups by a key that outlives new answers: «tema:<id in the bank>» or «svar:<id of an answer in it>».
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tasks.circle.focus.clusters import Group
from tasks.circle.focus.model import Proposal
from tasks.circle.focus.wishes import Wish

TOPIC, ANSWER = "tema:", "svar:"
#: An answer moved here stands alone.
ALONE = ""
#: Characters of a name that people give a group: it stands in lists and letters.
LONGEST_NAME = 120

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Corrections:
    """What people changed by hand. The order in which they did it tells nothing, save that the latest name or place wins.

    `merged` are pairs of keys that are one theme, `renamed` keys with their title, `moved` ids of answers with the key of
    the group they belong to (`ALONE`: to none), `dropped` keys of groups that are no proposal, `apart` pairs of keys that a
    person has said are not one theme: nobody is asked about them again.
    """

    merged: frozenset[Pair] = frozenset()
    renamed: tuple[Pair, ...] = ()
    moved: tuple[Pair, ...] = ()
    dropped: frozenset[str] = frozenset()
    apart: frozenset[Pair] = frozenset()

    def merge(self, one: str, other: str) -> "Corrections":
        """With the groups `one` and `other` as one; a group with itself changes nothing."""
        pair = {_sorted(one, other)}
        return self if one == other else replace(self, merged=self.merged | pair, apart=self.apart - pair)

    def unmerge(self, one: str, other: str) -> "Corrections":
        """With that merge taken back; of a merge never made, nothing changes."""
        return replace(self, merged=self.merged - {_sorted(one, other)})

    def keep_apart(self, one: str, other: str) -> "Corrections":
        """With the question whether `one` and `other` are one theme answered with no."""
        return replace(self, apart=self.apart | {_sorted(one, other)}, merged=self.merged - {_sorted(one, other)})

    def ask_again(self, one: str, other: str) -> "Corrections":
        """With that question open again."""
        return replace(self, apart=self.apart - {_sorted(one, other)})

    def rename(self, key: str, title: str) -> "Corrections":
        """With another title for the group; an empty one gives back the program's own."""
        name = " ".join(title.split())
        return replace(self, renamed=_with(self.renamed, key, name) if name else _without(self.renamed, key))

    def move(self, answer: str, key: str) -> "Corrections":
        """With the answer in the group `key`, or `ALONE`."""
        return replace(self, moved=_with(self.moved, answer, key))

    def move_back(self, answer: str) -> "Corrections":
        """With the answer where the program puts it."""
        return replace(self, moved=_without(self.moved, answer))

    def drop(self, key: str) -> "Corrections":
        """Without the proposal `key`: its answers are set aside."""
        return replace(self, dropped=self.dropped | {key})

    def take_back(self, key: str) -> "Corrections":
        """With a dropped proposal again."""
        return replace(self, dropped=self.dropped - {key})

    def plain(self) -> dict[str, Any]:
        """Ready for JSON; equal corrections give equal text."""
        return {
            "merged": [list(pair) for pair in sorted(self.merged)],
            "renamed": [list(pair) for pair in sorted(self.renamed)],
            "moved": [list(pair) for pair in sorted(self.moved)],
            "dropped": sorted(self.dropped),
            "apart": [list(pair) for pair in sorted(self.apart)],
        }


NONE = Corrections()


def corrections_from(plain: Mapping[str, Any]) -> Corrections:
    """The reverse of `Corrections.plain`; absent keys are empty. Raises ValueError for what it never wrote."""
    return Corrections(
        frozenset(_sorted(*pair) for pair in _pairs(plain, "merged")),
        tuple(_pairs(plain, "renamed")),
        tuple(_pairs(plain, "moved")),
        frozenset(_texts(plain.get("dropped", []), "dropped")),
        frozenset(_sorted(*pair) for pair in _pairs(plain, "apart")),
    )


def _pairs(plain: Mapping[str, Any], key: str) -> list[Pair]:
    rows = plain.get(key, [])
    if not isinstance(rows, list):
        raise ValueError(f"«{key}» er ikke en liste")
    texts = [_texts(row, key) for row in rows]
    if any(len(row) != 2 for row in texts):
        raise ValueError(f"«{key}» skal være to og to")
    return [(row[0], row[1]) for row in texts]


def _texts(row: Any, key: str) -> list[str]:
    if not isinstance(row, list) or not all(isinstance(each, str) for each in row):
        raise ValueError(f"«{key}» skal være tekster")
    return row


def _sorted(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


def _with(pairs: Iterable[Pair], key: str, value: str) -> tuple[Pair, ...]:
    return (*_without(pairs, key), (key, value))


def _without(pairs: Iterable[Pair], key: str) -> tuple[Pair, ...]:
    return tuple(pair for pair in pairs if pair[0] != key)


def key_of(group: Group) -> str:
    """A name for the group that stays when answers come and go: its topic, else the first of its suggestions."""
    if group.topic:
        return TOPIC + group.topic.id
    first = min(group.wishes, key=lambda wish: (wish.question != "suggestion", wish.question != "need", wish.key, wish.ids))
    return ANSWER + min(first.ids)


def is_called(proposal: Proposal, key: str) -> bool:
    """Whether `key`, also one given when other answers were there, names `proposal`."""
    if key.startswith(TOPIC):
        return proposal.topic is not None and key == TOPIC + proposal.topic
    return key.startswith(ANSWER) and key.removeprefix(ANSWER) in proposal.answers


@dataclass(frozen=True, slots=True)
class Corrected:
    """The groups as people want them, what they dropped, and each merge with the groups it joined."""

    groups: list[Group]
    dropped: list[Group]
    joined: list[tuple[Group, Group]]


def corrected(groups: Sequence[Group], spare: Mapping[str, Wish], corrections: Corrections) -> Corrected:
    """The groups after `corrections`. `spare` are answers (by id) that stand in no group, should a person move them to one.

    Keys are looked up in the grouping before any correction, so that no correction pulls the ground from under another;
    a key that nobody answers to any more is passed over.
    """
    home = _homes(groups)
    root = list(range(len(groups)))
    joined: list[tuple[Group, Group]] = []
    for one, other in sorted(corrections.merged):
        if one in home and other in home and home[one] != home[other]:
            joined.append((groups[home[one]], groups[home[other]]))
            low, high = sorted((root[home[one]], root[home[other]]))
            root = [low if each == high else each for each in root]
    kept = {each: Group([]) for each in sorted(set(root))}
    for place, group in enumerate(groups):
        _add(kept[root[place]], group)
    where = {key: root[place] for key, place in home.items()}
    for key, name in corrections.renamed:
        if key in where:
            kept[where[key]].name = name
    loose = _move(kept, where, spare, corrections.moved)
    gone = {where[key] for key in corrections.dropped if key in where}
    return Corrected(
        [group for place, group in kept.items() if group.wishes and place not in gone] + loose,
        [group for place, group in kept.items() if group.wishes and place in gone],
        joined,
    )


def _homes(groups: Sequence[Group]) -> dict[str, int]:
    home: dict[str, int] = {}
    for place, group in enumerate(groups):
        for wish in group.wishes:
            for each in wish.ids:
                home.setdefault(ANSWER + each, place)
    return home | {TOPIC + group.topic.id: place for place, group in enumerate(groups) if group.topic}


def _add(target: Group, group: Group) -> None:
    target.wishes += [wish for wish in group.wishes if wish not in target.wishes]
    target.topic = target.topic or group.topic


def _move(kept: Mapping[int, Group], where: Mapping[str, int], spare: Mapping[str, Wish], moved: Iterable[Pair]) -> list[Group]:
    known = dict(spare) | {each: wish for group in kept.values() for wish in group.wishes for each in wish.ids}
    loose = []
    for answer, key in sorted(moved):
        wish = known.get(answer)
        if wish is None or (key != ALONE and key not in where):
            continue
        for group in kept.values():
            group.wishes[:] = [each for each in group.wishes if each != wish]
        if key == ALONE:
            loose.append(Group([wish]))
        else:
            kept[where[key]].wishes.append(wish)
    return loose
