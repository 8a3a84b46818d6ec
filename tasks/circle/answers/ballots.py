"""Votes in the room: what is voted on while people are there, and what they said (R30). They stand beside the consultation's, never in them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tasks.circle.meetings.closing import answers_open
from tasks.circle.meetings.rows import LONGEST_FOCUS
from tasks.circle.model.attending import NOBODYS, Ballot, RoomVote
from tasks.circle.model.records import Meeting, Memory
from tasks.circle.model.table import WHOLE_CELL, clean, normal

#: So long after the end of the meeting people may still vote, where no facilitator has closed before.
TAKEN_UNTIL = timedelta(hours=1)
FEWEST, MOST = 2, 8


@dataclass(frozen=True, slots=True)
class BallotResult:
    """Approvals per proposal in the order they were shown, of `turnout` persons; `strangers` voted under a name nobody here has, uncounted.

    `cast` is how many votes came in, whoever's they are: what all may see tells nothing of who is on the list. `open`: people may vote yet.
    """

    ballot: Ballot
    open: bool
    cast: int
    turnout: int
    proposals: tuple[tuple[str, int], ...]
    strangers: int


def meeting_now(meetings: Iterable[Meeting], now: datetime) -> Meeting | None:
    """The meeting that people are in, from a quarter of an hour before it begins until votes are taken no more."""
    here = (each for each in meetings if not (each.history or each.cancelled) and answers_open(each) <= now < each.end + TAKEN_UNTIL)
    return max(here, key=lambda meeting: meeting.start, default=None)


def ballot_of(memory: Memory, number: int) -> Ballot | None:
    """The vote in the room of meeting `number`: the one that was opened last."""
    return max((each for each in memory.ballots if each.meeting == number), key=lambda each: each.opened, default=None)


def takes_votes(ballot: Ballot | None, meeting: Meeting, now: datetime) -> bool:
    """Whether people may vote; what was left open at a meeting that has been moved or called off since is over."""
    here = not meeting.cancelled and now < meeting.end + TAKEN_UNTIL
    return ballot is not None and ballot.closed is None and here and answers_open(meeting) <= ballot.opened


def ballot_result(ballot: Ballot, votes: Iterable[RoomVote], meeting: Meeting, now: datetime) -> BallotResult:
    """One vote a person: that by their own link, else the first under their name in the room."""
    cast = sorted(
        (each for each in votes if (each.meeting, each.opened) == (ballot.meeting, ballot.opened)), key=lambda each: (each.entry != "", each.at)
    )
    one_each: dict[str, RoomVote] = {}
    for each in cast:
        one_each.setdefault(each.person, each)
    known = [each for person, each in one_each.items() if not person.startswith(NOBODYS)]
    counts = Counter(title for each in known for title in each.proposals)
    proposals = tuple((title, counts[title]) for title in ballot.proposals)
    return BallotResult(ballot, takes_votes(ballot, meeting, now), len(cast), len(known), proposals, len(one_each) - len(known))


def results_of(memory: Memory, now: datetime) -> tuple[BallotResult, ...]:
    """What was said in all rooms, in the order it was asked."""
    meetings = {meeting.number: meeting for meeting in memory.meetings}
    found = sorted((each for each in memory.ballots if each.meeting in meetings), key=lambda each: each.opened)
    return tuple(ballot_result(each, memory.room_votes, meetings[each.meeting], now) for each in found)


def last_results(memory: Memory, now: datetime) -> tuple[BallotResult, ...]:
    """The votes of the last meeting that had any which is over."""
    over = [each for each in results_of(memory, now) if each.cast and not each.open]
    return tuple(each for each in over if each.ballot.meeting == over[-1].ballot.meeting)


def read_options(text: str) -> tuple[tuple[str, ...], str]:
    """What a facilitator wants to be voted on, one a line, each once; and the word (of the pages' «errors») for what is wrong with it."""
    lines: dict[str, str] = {}
    for line in filter(None, (clean(each, WHOLE_CELL) for each in text.splitlines())):
        lines.setdefault(normal(line), line)
    options = tuple(lines.values())
    if not FEWEST <= len(options) <= MOST:
        return options, "options_number"
    return options, "option_long" if any(len(each) > LONGEST_FOCUS for each in options) else ""


def ballot_mark(ballot: Ballot) -> str:
    """How a form says which vote it is about."""
    return ballot.opened.astimezone(UTC).isoformat()


def read_room_vote(many: Sequence[tuple[str, str]], ballot: Ballot, now: datetime) -> RoomVote | None:
    """The boxes that were ticked, by their place in the list, by nobody yet; None for none."""
    ticked = {value for name, value in many if name == "option"}
    proposals = tuple(title for rank, title in enumerate(ballot.proposals) if str(rank) in ticked)
    return RoomVote("", ballot.meeting, ballot.opened, proposals, now) if proposals else None
