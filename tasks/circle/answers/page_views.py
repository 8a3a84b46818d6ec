"""What a page shows of meetings, answers and votes: plain values in the reader's language, decided from the ledger alone."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as TemplateValues
from typing import Literal

from tasks.circle.answers.reflections import QUESTIONS
from tasks.circle.meetings.beside import after_of, links_of
from tasks.circle.meetings.closing import answers_close, answers_open, is_last
from tasks.circle.meetings.programme import next_meeting
from tasks.circle.model.attending import Consultation, Vote
from tasks.circle.model.circle import Circle
from tasks.circle.model.phrases import clock_words, date_words, when_words, where_words
from tasks.circle.model.records import THEME, Meeting, Memory, PersonRecord, Reply

State = Literal["early", "open", "closed"]
_NO_THEME = Reply("", 0, THEME, "", datetime.min.replace(tzinfo=UTC))


def meeting_values(circle: Circle, meeting: Meeting, language: str, now: datetime, *, public: bool = False) -> TemplateValues:
    """A meeting in words; `state` is coming, now, held or cancelled, `link` the room's. `links`, `after` and what lets people in are only for
    who belongs to it (R32), not for a `public` page."""
    start, end = meeting.start.astimezone(circle.zone), meeting.end.astimezone(circle.zone)
    state = "held" if meeting.end <= now else ("now" if meeting.start <= now else "coming")
    return TemplateValues(
        number=meeting.number,
        day=date_words(start.date(), language),
        when=when_words(start, end, language),
        where=where_words(meeting.form, meeting.public_place if public else meeting.place_words, language),
        focus=meeting.focus,
        state="cancelled" if meeting.cancelled else state,
        link=meeting.room.link if meeting.room and not (meeting.cancelled or public) else "",
        input=meeting.input,
        links=() if public else links_of(meeting),
        after=after_of(meeting) if meeting.end <= now and not public else (),
    )


def find_meeting(memory: Memory, number: int) -> Meeting | None:
    """A meeting of the programme that something can be said about."""
    return next((each for each in memory.meetings if each.number == number and not each.history), None)


def in_order(meetings: Sequence[Meeting]) -> list[Meeting]:
    return sorted(meetings, key=lambda meeting: (meeting.start, meeting.number))


def belongs(known: PersonRecord, meeting: Meeting) -> bool:
    """Whether a person is (or was) counted on at a meeting: those that start after the sign-up (R2), and all for a facilitator."""
    return not meeting.history and (known.joined is None or meeting.start > known.joined)


def answer_state(circle: Circle, meeting: Meeting, now: datetime) -> State:
    """Answers are taken from a quarter of an hour before the meeting begins until they close (R13, R30)."""
    if now < answers_open(meeting):
        return "early"
    return "open" if now < answers_close(meeting, circle) else "closed"


def closes_told(circle: Circle, closes: datetime, language: str) -> str:
    """The last moment, not the midnight after it: «fredag 21. mai 2021 kl. 23.59» as people say it, the day alone at midnight."""
    last = (closes - timedelta(seconds=1)).astimezone(circle.zone)
    day = date_words(last.date(), language)
    return day if (last.hour, last.minute) == (23, 59) else f"{day}, {clock_words(last, language)}"


def answers_of(memory: Memory, number: int, *, own: bool = False) -> dict[str, str]:
    """What the person has answered about a meeting, by question: the later of page and sheet; "" where nothing is. With `own` nothing that came
    by the room's address, where a round has read it."""
    found = dict.fromkeys(QUESTIONS, "")
    by_room = {(each.question, each.at) for each in memory.room_replies if own and each.meeting == number}
    read = (reply for reply in memory.replies if (reply.question, reply.at) not in by_room)
    said = [reply for reply in (*read, *memory.own_replies) if reply.meeting == number]
    for reply in sorted(said, key=lambda reply: reply.at):
        if reply.question in found:
            found[reply.question] = reply.text
    return found


def questions_of(circle: Circle, memory: Memory, meeting: Meeting) -> list[tuple[str, str]]:
    """The questions word for word; after the last meeting nobody is asked for a next focus area."""
    asked = [("relevance", circle.questions.relevance), ("need", circle.questions.need)]
    suggestion = circle.questions.suggestion
    return asked if is_last(circle, memory.meetings, meeting) or not suggestion else [*asked, ("suggestion", suggestion)]


def is_away(memory: Memory, meeting: Meeting) -> bool:
    """Whether the person last said «kan ikke»; a moved date asks anew."""
    said = [each for each in memory.attendance_replies if each.meeting == meeting.number]
    return any(not each.comes and (meeting.moved is None or each.at >= meeting.moved) for each in said)


def vote_of(memory: Memory, consultation: Consultation) -> Vote | None:
    """The person's latest vote in a consultation."""
    cast = [vote for vote in (*memory.votes, *memory.own_votes) if vote.meeting == consultation.meeting]
    return max(cast, key=lambda vote: vote.at, default=None)


def asks_for_theme(circle: Circle, memory: Memory, now: datetime) -> bool:
    """Whether a theme may be left now (R36): not when the coming meeting is the last one, or the circle is over."""
    meeting = next_meeting(memory.meetings, now)
    if meeting is None:
        return memory.closed is None and now.astimezone(circle.zone).date() <= circle.last_day
    return not is_last(circle, memory.meetings, meeting)


def theme_of(memory: Memory, now: datetime) -> str:
    """What the person has left for the meeting that comes next, be it set or not."""
    return max(themes_left(memory, now), key=lambda reply: (reply.at, bool(reply.text)), default=_NO_THEME).text


def themes_left(memory: Memory, now: datetime) -> list[Reply]:
    """All that was left since the last meeting, taken back or not: some before the next was set."""
    meeting = next_meeting(memory.meetings, now)
    return [each for each in memory.own_replies if each.question == THEME and next_meeting(memory.meetings, each.at) == meeting]
