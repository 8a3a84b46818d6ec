"""What participants said on their own pages and what stands in the sheet, brought together: of two answers the later counts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tasks.circle.answers.reflections import ReplyKey
from tasks.circle.meetings.closing import answers_close
from tasks.circle.meetings.programme import next_meeting
from tasks.circle.model.attending import Consultation, Vote
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Grade, Problem
from tasks.circle.model.records import THEME, Meeting, Memory, Reply
from tasks.circle.model.tabs import REFLECTIONS
from tasks.circle.people.roster import TOLD_FOR

#: How the code begins of who came by the room's address and is nobody here.
NOBODYS = "?"


@dataclass(frozen=True, slots=True)
class Merged:
    """`replies` of sheet and pages; `unsaid` are those the ledger knows and must lose, since they were taken back."""

    replies: dict[ReplyKey, Reply]
    unsaid: frozenset[ReplyKey]
    problems: tuple[Problem, ...]


def merge_replies(
    sheet: Mapping[ReplyKey, Reply], memory: Memory, circle: Circle, meetings: Sequence[Meeting], clean_quote: Callable[[str], str], now: datetime
) -> Merged:
    """Answers given on pages among those of the tab, redacted once more with the names known now.

    An answer that its owner took back is gone, also after the round of answers has closed, whatever older row still holds it.
    """
    close = {meeting.number: answers_close(meeting, circle) for meeting in meetings}
    replies, taken = dict(sheet), set[ReplyKey]()
    for own in memory.own_replies:
        if own.question == THEME:
            continue
        key = (own.person, own.meeting, own.question)
        typed = sheet.get(key)
        # A row without a stamp is as old as this round: nobody knows when, and the person's own page does.
        if own.meeting not in close or (typed and own.at < typed.at < now):
            continue
        if not own.text:
            taken.add(key)
            replies.pop(key, None)
        elif own.at < close[own.meeting] or typed is None:
            replies[key] = replace(own, text=clean_quote(own.text))
    for said in memory.room_replies:  # anybody in the room may have written it: it fills what nobody has said, and takes nothing's place
        key = (said.person, said.meeting, said.question)
        if said.meeting in close and not said.person.startswith(NOBODYS) and key not in taken and said.at < close[said.meeting]:
            replies.setdefault(key, replace(said, text=clean_quote(said.text)))
    for theme in sorted(_themes(memory, meetings, now), key=lambda theme: theme.at):
        replies[theme.person, theme.meeting, THEME] = replace(theme, text=clean_quote(theme.text))
    known = {(reply.person, reply.meeting, reply.question) for reply in memory.replies}
    taken |= {key for key in known if key[2] == THEME and key not in replies}
    problems = (*_left_behind(taken & sheet.keys()), *_of_nobody(memory.room_replies, now))
    return Merged(replies, frozenset(taken & known), problems)


def _themes(memory: Memory, meetings: Sequence[Meeting], now: datetime) -> Iterable[Reply]:
    """What was left on the own pages, each with the meeting it counts for: the next that was held after it was written (R36)."""
    for own in memory.own_replies:
        meeting = next_meeting(meetings, own.at)
        if own.question == THEME and own.text and meeting and meeting.end <= now:
            yield replace(own, meeting=meeting.number)


def _of_nobody(said: Iterable[Reply], now: datetime) -> Iterable[Problem]:
    """Answers from the room under a code or an address that nobody here has; for a week."""
    found: dict[int, set[str]] = {}
    for each in said:
        if each.person.startswith(NOBODYS) and now < each.at + TOLD_FOR:
            found.setdefault(each.meeting, set()).add(each.person)
    for meeting, answers in sorted(found.items()):
        what = f"{len(answers)} svar fra rommet er skrevet med en kode eller adresse som ikke står på deltakerlisten. De er ikke talt med."
        step = "Be den det gjelder, svare fra lenken i brevet, eller melde seg på. Ellers trengs ingenting."
        yield Problem(f"Svar i møte {meeting}", what, step, Grade.INFORMATION)


def _left_behind(keys: Iterable[ReplyKey]) -> Iterable[Problem]:
    for person, meeting in sorted({(person, meeting) for person, meeting, _ in keys}):
        what = f"Deltaker {person} har slettet svaret sitt om møte {meeting} på siden sin, men det står her ennå. Det blir ikke brukt."
        yield Problem(f"«{REFLECTIONS.name}»", what, "Slett raden.")


def merge_votes(sheet: Sequence[Vote], own: Iterable[Vote], consultations: Iterable[Consultation]) -> list[Vote]:
    """Each participant's latest vote while its consultation was open, wherever it was given."""
    asked = {each.meeting: each for each in consultations}
    votes = {(vote.person, vote.meeting): vote for vote in sheet}
    for vote in own:
        open_then = vote.meeting in asked and asked[vote.meeting].opened <= vote.at < asked[vote.meeting].closes
        typed = votes.get((vote.person, vote.meeting))
        if open_then and not (typed and typed.at > vote.at):
            votes[vote.person, vote.meeting] = vote
    return list(votes.values())
