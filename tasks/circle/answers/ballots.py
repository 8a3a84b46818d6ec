"""Votes in the room: what is voted on while people are there, and what they said (R30). They stand beside the consultation's, never in them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tasks.circle.answers.merging import NOBODYS
from tasks.circle.meetings.closing import answers_open
from tasks.circle.meetings.rows import LONGEST_FOCUS
from tasks.circle.model.attending import Ballot, RoomVote
from tasks.circle.model.records import Meeting, Memory
from tasks.circle.model.table import WHOLE_CELL, clean, normal

#: So long after the end of the meeting people may still vote, where no facilitator has closed before.
TAKEN_UNTIL = timedelta(hours=1)
FEWEST, MOST = 2, 8


@dataclass(frozen=True, slots=True)
class BallotResult:
    """Approvals per proposal in the order they were shown, of `turnout` persons; `strangers` voted under a name nobody here has, uncounted."""

    ballot: Ballot
    turnout: int
    proposals: tuple[tuple[str, int], ...]
    strangers: int


def meeting_now(meetings: Iterable[Meeting], now: datetime) -> Meeting | None:
    """The meeting that people are in, from a quarter of an hour before it begins until votes are taken no more."""
    here = (each for each in meetings if not (each.history or each.cancelled) and answers_open(each) <= now < each.end + TAKEN_UNTIL)
    return max(here, key=lambda meeting: meeting.start, default=None)


def ballot_of(memory: Memory, number: int) -> Ballot | None:
    """The vote in the room of meeting `number`: the one that was opened last."""
    return next((each for each in memory.ballots if each.meeting == number), None)


def takes_votes(ballot: Ballot | None, meeting: Meeting, now: datetime) -> bool:
    """Whether people may vote."""
    return ballot is not None and ballot.closed is None and now < meeting.end + TAKEN_UNTIL


def ballot_result(ballot: Ballot, votes: Iterable[RoomVote]) -> BallotResult:
    """One vote a person, of those given while it was open."""
    cast = [
        each for each in votes if each.meeting == ballot.meeting and ballot.opened <= each.at and (ballot.closed is None or each.at <= ballot.closed)
    ]
    known = [each for each in cast if not each.person.startswith(NOBODYS)]
    counts = Counter(title for each in known for title in each.proposals)
    return BallotResult(ballot, len(known), tuple((title, counts[title]) for title in ballot.proposals), len(cast) - len(known))


def results_of(memory: Memory) -> tuple[BallotResult, ...]:
    """What was said in all rooms, in the order of meetings."""
    starts = {meeting.number: meeting.start for meeting in memory.meetings}
    found = sorted((each for each in memory.ballots if each.meeting in starts), key=lambda each: starts[each.meeting])
    return tuple(ballot_result(each, memory.room_votes) for each in found)


def read_options(text: str) -> tuple[tuple[str, ...], str]:
    """What a facilitator wants to be voted on, one a line, each once; and the word (of the pages' «errors») for what is wrong with it."""
    lines: dict[str, str] = {}
    for line in filter(None, (clean(each, WHOLE_CELL) for each in text.splitlines())):
        lines.setdefault(normal(line), line)
    options = tuple(lines.values())
    if not FEWEST <= len(options) <= MOST:
        return options, "options_number"
    return options, "option_long" if any(len(each) > LONGEST_FOCUS for each in options) else ""


def read_room_vote(many: Sequence[tuple[str, str]], ballot: Ballot, person: str, now: datetime, *, own: bool) -> RoomVote | None:
    """The boxes that were ticked, by their place in the list; None for none."""
    ticked = {value for name, value in many if name == "option"}
    proposals = tuple(title for rank, title in enumerate(ballot.proposals) if str(rank) in ticked)
    return RoomVote(person, ballot.meeting, proposals, now, own) if proposals else None
