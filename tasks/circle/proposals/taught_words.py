"""The circle's own word pairs: taught by merges that people made, in force from the next meeting on, removable (R14)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tasks.circle.focus.merges import pairs_in_force
from tasks.circle.focus.model import FocusReport, WordPair
from tasks.circle.model.circle import Circle
from tasks.circle.model.records import Meeting, TaughtPair


def pairs_for(circle: Circle, meeting: Meeting, meetings: Iterable[Meeting], known: Iterable[TaughtPair]) -> tuple[tuple[str, str], ...]:
    """The pairs that count when the answers about `meeting` are read: those of the circle's file, and of earlier meetings."""
    earlier = {each.number for each in meetings if each.start < meeting.start}
    pairs = list(known)
    learnt = [WordPair(each.one, each.other) for each in pairs if each.meeting in earlier]
    return pairs_in_force(circle.pairs, learnt, [WordPair(each.one, each.other) for each in pairs if each.removed])


def taught(report: FocusReport, meeting: int, known: Iterable[TaughtPair]) -> tuple[TaughtPair, ...]:
    """What the merges in `report` teach, save what a person has removed before."""
    removed = {(each.one, each.other) for each in known if each.removed}
    return tuple(TaughtPair(meeting, each.one, each.other) for each in report.learnt if (each.one, each.other) not in removed)


def own_pairs(known: Iterable[TaughtPair]) -> tuple[TaughtPair, ...]:
    """Each pair once, as people number them from 1: with the first meeting it was learnt after, removed ones too."""
    first: dict[tuple[str, str], TaughtPair] = {}
    for each in sorted(known, key=lambda pair: (pair.one, pair.other, pair.meeting)):
        before = first.setdefault((each.one, each.other), each)
        if each.removed and not before.removed:
            first[each.one, each.other] = replace(before, removed=True)
    return tuple(first.values())


def with_pair(known: Sequence[TaughtPair], chosen: TaughtPair, *, removed: bool) -> tuple[TaughtPair, ...]:
    """`known` with that pair removed, or in use again, wherever it was learnt."""
    same = (chosen.one, chosen.other)
    return tuple(replace(each, removed=removed) if (each.one, each.other) == same else each for each in known)
