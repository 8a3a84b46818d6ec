"""Votes in the room: cast by a personal link or by the room's address, opened and closed by a facilitator (R30)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tasks.circle.answers.ballots import (
    BallotResult,
    ballot_mark,
    ballot_of,
    ballot_result,
    meeting_now,
    read_options,
    read_room_vote,
    takes_votes,
)
from tasks.circle.answers.consultation import MOST_PROPOSALS
from tasks.circle.answers.merging import said_so_far
from tasks.circle.model.attending import Ballot, RoomVote
from tasks.circle.model.links import room_code
from tasks.circle.model.records import THEME, Candidate, Changes, Meeting, Memory, WordsDecision
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
    """What is shown while people are there: how many have answered, what they ask for, and the vote. It is the same whoever is on the list:
    each name that was typed is one more."""

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
    """What one person has voted for, by their own link, else first in the room."""
    cast = [each for each in memory.room_votes if ballot and (each.meeting, each.opened) == (ballot.meeting, ballot.opened)]
    return min(cast, key=lambda vote: (vote.entry != "", vote.at)).proposals if cast else ()


def read_cast(request: PageRequest, ballot: Ballot | None, now: datetime) -> tuple[RoomVote | None, Mapping[str, str]]:
    """The vote that was sent in, by nobody yet, or what is wrong with it. It counts in the one that the form was about, or not at all."""
    if ballot is None:
        return None, {"form": "vote_closed"}
    if request.form.get("ballot") != ballot_mark(ballot):
        return None, {"form": "vote_another"}
    vote = read_room_vote(request.many, ballot, now)
    return vote, {} if vote else {"option": "nothing_ticked"}


def cast_by_link(request: PageRequest, visitor: Visitor, ballot: Ballot | None, now: datetime) -> Mapping[str, str]:
    """It takes the place of what was said in the room under the same code."""
    vote, errors = read_cast(request, ballot, now)
    return save(request, Changes(room_votes=(replace(vote, person=visitor.code),))) if vote else errors


def vote_values(request: PageRequest, ballot: Ballot | None, release: Release) -> dict[str, Any]:
    """The open vote as its form shows it: what it is about as all may read it, though a facilitator has said no since."""
    language = request.site.context.circle.language
    titles = release.titles([(title, 0) for title in ballot.proposals], language) if ballot else []
    return {"ballot": ballot, "mark": ballot_mark(ballot) if ballot else "", "titles": titles, "has_voted": has_voted(request)}


def in_room(site: CircleSite, meeting: Meeting, now: datetime) -> InRoom | None:
    """Counted anew at most every `COUNTED_AGAIN`, by a thread of its own; None when that takes too long to wait for."""
    context, circle = site.context, site.ref.circle

    def count() -> InRoom:
        memory = context.doors.ledger.memory(circle)
        ballot = ballot_of(memory, meeting.number)
        said = said_so_far(memory, meeting, context.circle, now)
        about = (each.person for each in said if each.meeting == meeting.number and each.text and each.question != THEME)
        answered = len(set(about))
        found = candidates_of(report_of(context.circle, meeting, memory.meetings, said, (), memory), meeting)
        return InRoom(answered, found, ballot_result(ballot, memory.room_votes, meeting, now) if ballot else None)

    return site.kept_behind(count, f"room {meeting.number}", COUNTED_AGAIN)


# The facilitators' part of it.


@dataclass(frozen=True, slots=True)
class AtTable:
    """What a facilitator sees of the meeting that people are in: the code of the room's address, how many have answered, the last vote with how a
    form names it, and what the next could be about."""

    meeting: Meeting
    code: str
    answered: int | None
    result: BallotResult | None
    mark: str
    options: str


def at_table(request: PageRequest, memory: Memory, now: datetime) -> AtTable | None:
    """None where nobody meets now."""
    meeting, site = meeting_now(memory.meetings, now), request.site
    if meeting is None:
        return None
    ballot, room = ballot_of(memory, meeting.number), in_room(site, meeting, now)
    result = ballot_result(ballot, memory.room_votes, meeting, now) if ballot else None
    options = request.form.get("options") or "\n".join(each.title for each in _asked_for(room, memory)[:MOST_PROPOSALS])
    code = room_code(site.context.keys, site.ref.circle, meeting.number)
    return AtTable(meeting, code, room.answered if room else None, result, ballot_mark(ballot) if ballot else "", options)


def _asked_for(room: InRoom | None, memory: Memory) -> tuple[Candidate, ...]:
    """What the answers in the room ask for, else what those of the last meeting did."""
    return (room.candidates if room else ()) or shown(memory.candidates, memory.meetings)[1]


def decide_ballot(request: PageRequest, memory: Memory, by: str, now: datetime) -> Mapping[str, str]:
    """A facilitator opens a vote between what stands in the form, one a line, or closes the one that they see. No vote goes in place of another.

    A title that the answers made is no participant's any more when a facilitator has asked all about it: that is their yes (R41).
    """
    meeting = meeting_now(memory.meetings, now)
    if meeting is None or request.form.get("meeting") != str(meeting.number):
        return {"form": "vote_closed"}
    of_it = [each for each in memory.ballots if each.meeting == meeting.number]
    if request.form.get("answer") == "close":
        seen = [each for each in of_it if ballot_mark(each) == request.form.get("ballot")]
        return save(request, Changes(ballots=tuple(replace(each, closed=now) for each in seen))) if seen else {"form": "vote_closed"}
    if open_ballot(memory, meeting, now):
        return {"form": "vote_open"}
    options, wrong = read_options(request.form.get("options", ""))
    if wrong:
        return {"options": wrong}
    context = request.site.context
    release = Release(context.circle, memory, context.keys.digest, now)
    named = [title for title in options if not release.may_see_title(title)]
    decided = tuple(WordsDecision(title_key(context.keys.digest, context.circle.name, title), True, by, now) for title in named)
    asked = {each.title for each in _asked_for(in_room(request.site, meeting, now), memory) if not each.topic}
    left_open = (replace(each, closed=now) for each in of_it if each.closed is None)
    new = Ballot(meeting.number, now, None, options, tuple(title for title in options if title in asked))
    errors = save(request, Changes(ballots=(*left_open, new), words_decided=decided))
    there = errors or any(each.opened == now for each in request.site.memory().ballots)
    return errors if there else {"form": "vote_open"}
