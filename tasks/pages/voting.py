"""Votes in the room: cast by a personal link or by the room's address, opened and closed by a facilitator (R30)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from tasks.circle.answers.ballots import BallotResult, ballot_of, ballot_result, meeting_now, read_options, read_room_vote, takes_votes
from tasks.circle.answers.consultation import MOST_PROPOSALS
from tasks.circle.answers.merging import merge_replies
from tasks.circle.model.attending import Ballot, RoomVote
from tasks.circle.model.circle import Circle
from tasks.circle.model.links import room_code
from tasks.circle.model.records import Candidate, Changes, Meeting, Memory, WordsDecision
from tasks.circle.proposals.proposing import candidates_of, report_of, shown
from tasks.circle.proposals.shown_words import Release, title_key
from tasks.pages.circle_site import CircleSite, Visitor
from tasks.pages.form_request import SAVED_FIELD, PageRequest, save

#: The field and value that tell a vote from an answer, and what is said after one.
ACT, VOTE, VOTED = "act", "vote", "stemt"
#: Seconds: how long what is counted in the room is good for all who look.
COUNTED_AGAIN = 10.0


@dataclass(frozen=True, slots=True)
class InRoom:
    """What is shown while people are there: how many have answered, what they ask for, and the vote."""

    answered: int
    candidates: tuple[Candidate, ...]
    result: BallotResult | None


def open_ballot(memory: Memory, meeting: Meeting, now: datetime) -> Ballot | None:
    """The vote that people may cast in now."""
    ballot = ballot_of(memory, meeting.number)
    return ballot if takes_votes(ballot, meeting, now) else None


def is_vote(request: PageRequest) -> bool:
    return request.sent and request.form.get(ACT) == VOTE


def has_voted(request: PageRequest) -> bool:
    """Whether the page is the one after a vote."""
    return request.query.get(SAVED_FIELD) == VOTED


def own_vote(memory: Memory, ballot: Ballot | None) -> tuple[str, ...]:
    """What one person has voted for, by their own link or in the room."""
    cast = [each for each in memory.room_votes if ballot and each.meeting == ballot.meeting and each.at >= ballot.opened]
    return max(cast, key=lambda vote: (vote.own, vote.at)).proposals if cast else ()


def read_cast(request: PageRequest, ballot: Ballot | None, now: datetime, *, own: bool) -> tuple[RoomVote | None, Mapping[str, str]]:
    """The vote that was sent in, by nobody yet, or what is wrong with it."""
    if ballot is None:
        return None, {"form": "vote_closed"}
    vote = read_room_vote(request.many, ballot, "", now, own=own)
    return vote, {} if vote else {"option": "nothing_ticked"}


def cast_by_link(request: PageRequest, visitor: Visitor, ballot: Ballot | None, now: datetime) -> Mapping[str, str]:
    """It takes the place of what was said in the room under the same code."""
    vote, errors = read_cast(request, ballot, now, own=True)
    return save(request, Changes(room_votes=(replace(vote, person=visitor.code),))) if vote else errors


def candidates_now(circle: Circle, memory: Memory, meeting: Meeting, now: datetime) -> tuple[Candidate, ...]:
    """The proposals while people are still answering: of all that was said about `meeting`, on pages, in the room and where a round has read it."""
    read = {(each.person, each.meeting, each.question): each for each in memory.replies}
    merged = merge_replies(read, memory, circle, memory.meetings, str, max(now, meeting.end))
    return candidates_of(report_of(circle, meeting, memory.meetings, merged.replies.values(), (), memory), meeting)


def in_room(site: CircleSite, meeting: Meeting, now: datetime) -> InRoom:
    """Counted anew at most every `COUNTED_AGAIN`, by a thread of its own; before the first time only how many have answered."""
    context, circle = site.context, site.ref.circle
    ledger = context.doors.ledger

    def count() -> InRoom:
        memory = ledger.memory(circle)
        ballot = ballot_of(memory, meeting.number)
        found = candidates_now(context.circle, memory, meeting, now)
        release = Release(context.circle, memory, context.keys.digest, now)
        told = release.candidates(found, context.circle.language)
        return InRoom(ledger.answered(circle, meeting.number), told, ballot_result(ballot, memory.room_votes) if ballot else None)

    found = site.kept_behind(count, f"room {meeting.number}", COUNTED_AGAIN)
    return found or InRoom(site.kept_a_while(lambda: ledger.answered(circle, meeting.number), f"answered {meeting.number}", COUNTED_AGAIN), (), None)


# The facilitators' part of it.


@dataclass(frozen=True, slots=True)
class AtTable:
    """What a facilitator sees of the meeting that people are in: the code of the room's address, how many have answered, the vote, and what it
    could be about."""

    meeting: Meeting
    code: str
    answered: int
    result: BallotResult | None
    is_open: bool
    options: str


def at_table(request: PageRequest, memory: Memory, now: datetime) -> AtTable | None:
    """None where nobody meets now."""
    meeting, site = meeting_now(memory.meetings, now), request.site
    if meeting is None:
        return None
    ballot, context = ballot_of(memory, meeting.number), site.context
    result = ballot_result(ballot, memory.room_votes) if ballot else None
    titles = [each.title for each in _asked_for(site, memory, meeting, now)[:MOST_PROPOSALS]]
    options = request.form.get("options") or "\n".join(titles)
    code = room_code(context.keys, site.ref.circle, meeting.number)
    answered = context.doors.ledger.answered(site.ref.circle, meeting.number)
    return AtTable(meeting, code, answered, result, takes_votes(ballot, meeting, now), options)


def _asked_for(site: CircleSite, memory: Memory, meeting: Meeting, now: datetime) -> tuple[Candidate, ...]:
    """What the answers in the room ask for, else what those of the last meeting did."""
    make: Callable[[], tuple[Candidate, ...]] = lambda: candidates_now(site.context.circle, memory, meeting, now)  # noqa: E731
    return site.kept_a_while(make, f"asked for {meeting.number}", COUNTED_AGAIN) or shown(memory.candidates, memory.meetings)[1]


def decide_ballot(request: PageRequest, memory: Memory, by: str, now: datetime) -> Mapping[str, str]:
    """A facilitator opens a vote between what stands in the form, one a line, or closes the one that is open.

    A title that the answers made is no participant's any more when a facilitator has asked all about it: that is their yes (R41).
    """
    meeting = meeting_now(memory.meetings, now)
    if meeting is None or request.form.get("meeting") != str(meeting.number):
        return {"form": "vote_closed"}
    if request.form.get("answer") == "close":
        ballot = ballot_of(memory, meeting.number)
        return save(request, Changes(ballots=(replace(ballot, closed=now),))) if ballot and ballot.closed is None else {}
    options, wrong = read_options(request.form.get("options", ""))
    if wrong:
        return {"options": wrong}
    context = request.site.context
    release = Release(context.circle, memory, context.keys.digest, now)
    asked = {each.title for each in _asked_for(request.site, memory, meeting, now)}
    named = [title for title in options if title in asked and not release.may_see_title(title)]
    decided = tuple(WordsDecision(title_key(context.keys.digest, context.circle.name, title), True, by, now) for title in named)
    return save(request, Changes(ballots=(Ballot(meeting.number, now, None, options),), words_decided=decided))
