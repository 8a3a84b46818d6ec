"""Themes over the circle's life as its report tells them: asked for again and again, taken up and still wanted (R14, R16b)."""

from dataclasses import dataclass

from tasks.circle.focus.merges import pairs_in_force
from tasks.circle.focus.model import WordPair
from tasks.circle.focus.propose import Answer, Past
from tasks.circle.model.circle import Circle
from tasks.circle.model.records import Memory
from tasks.circle.proposals.proposing import answer_id, in_time
from tasks.circle.proposals.themes import NEVER, STILL, themes_over_time

#: Of each standing so many are told.
MOST = 6


@dataclass(frozen=True, slots=True)
class ThemeTold:
    """A theme that at least two participants asked for: `asked` are the Nr of meetings with how many asked after it, `taken` the Nr
    of meetings about it, `standing` «aldri tatt opp» or «tatt opp, fortsatt ønsket», `sentence` all of it in Norwegian."""

    title: str
    standing: str
    people: int
    asked: tuple[tuple[int, int], ...]
    taken: tuple[int, ...]
    sentence: str


def report_themes(circle: Circle, memory: Memory) -> tuple[ThemeTold, ...]:
    """What was never taken up first. One person's own wish is no theme here: the report is passed on."""
    meetings = sorted(memory.meetings, key=lambda meeting: (meeting.start, meeting.number))
    heard = {
        each.number: [Answer(answer_id(r), r.person, r.question, r.text) for r in in_time(memory.replies, each, circle)] for each in meetings
    }
    held = [Past(each.number, each.focus) for each in meetings if each.focus and not each.cancelled]
    taught = [(WordPair(each.one, each.other), each.removed) for each in memory.pairs]
    pairs = pairs_in_force(circle.pairs, [pair for pair, _ in taught], [pair for pair, removed in taught if removed])
    found = themes_over_time(heard, circle.topics, held, [each.number for each in meetings], (), pairs, circle.title)
    told = [ThemeTold(each.title, each.standing, each.people, each.asked, each.taken, each.sentence) for each in found if each.people > 1]
    return tuple(each for standing in (NEVER, STILL) for each in [one for one in told if one.standing == standing][:MOST])
