"""What participants said on their own pages and what stands in the sheet, brought together: of two answers the later counts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tasks.circle.answers.reflections import ReplyKey
from tasks.circle.meetings.closing import answers_close
from tasks.circle.meetings.programme import next_meeting
from tasks.circle.model.attending import NOBODYS, Consultation, Vote
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Grade, Problem
from tasks.circle.model.records import THEME, Meeting, Memory, Reply
from tasks.circle.model.tabs import REFLECTIONS
from tasks.circle.people.roster import TOLD_FOR


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
    spoke = {(person, meeting) for person, meeting, _ in (*sheet, *_keys(memory.own_replies))}
    for said in sorted(memory.room_replies, key=lambda said: said.at):
        # Anybody in the room may have written it: it stands for who has said nothing themselves, the first of several.
        of_somebody = not said.person.startswith(NOBODYS) and (said.person, said.meeting) not in spoke
        if said.meeting in close and of_somebody and said.at < close[said.meeting]:
            reply = Reply(said.person, said.meeting, said.question, clean_quote(said.text), said.at)
            replies.setdefault((said.person, said.meeting, said.question), reply)
    for theme in _themes(memory, meetings, now):
        replies[theme.person, theme.meeting, THEME] = replace(theme, text=clean_quote(theme.text))
    known = {(reply.person, reply.meeting, reply.question) for reply in memory.replies}
    room = ((said.person, said.meeting, said.question) for said in memory.room_replies)
    taken |= {key for key in room if key[:2] in spoke and key not in replies}
    taken |= {key for key in known if key[2] == THEME and key not in replies}
    problems = (*_left_behind(taken & sheet.keys()), *_of_nobody(memory.room_replies, now))
    return Merged(replies, frozenset(taken & known), problems)


def said_so_far(memory: Memory, meeting: Meeting, circle: Circle, now: datetime) -> list[Reply]:
    """While people are there: what was said about `meeting` themselves and, once more for each name that was typed, in the room (R30).

    It is the same whoever is on the list, so that nobody learns from it who is.
    """
    room = [each for each in memory.room_replies if each.meeting == meeting.number]
    by_room = {(each.person, each.question, each.at) for each in room}
    read = {(each.person, each.meeting, each.question): each for each in memory.replies if (each.person, each.question, each.at) not in by_room}
    own = merge_replies(read, replace(memory, room_replies=()), circle, memory.meetings, str, max(now, meeting.end)).replies
    first = {(each.entry, each.question): each for each in sorted(room, key=lambda each: each.at, reverse=True) if each.text}
    return [*own.values(), *(Reply(each.entry, each.meeting, each.question, each.text, each.at) for each in first.values())]


def _keys(replies: Iterable[Reply]) -> Iterable[ReplyKey]:
    """Of what was said about a meeting; a theme is not about the one it is left for."""
    return ((each.person, each.meeting, each.question) for each in replies if each.question != THEME)


def _themes(memory: Memory, meetings: Sequence[Meeting], now: datetime) -> Iterable[Reply]:
    """What people last left on the own page before each meeting: it counts for the next that was held after it was written (R36)."""
    latest: dict[tuple[str, int], Reply] = {}
    for own in sorted((each for each in memory.own_replies if each.question == THEME), key=lambda theme: (theme.at, bool(theme.text))):
        meeting = next_meeting(meetings, own.at)
        if meeting and meeting.end <= now:
            latest[own.person, meeting.number] = replace(own, meeting=meeting.number)
    return (theme for theme in latest.values() if theme.text)


def _of_nobody(said: Iterable[Reply], now: datetime) -> Iterable[Problem]:
    """Answers from the room under a code or an address that nobody here has; for a week."""
    found: dict[int, set[str]] = {}
    for each in said:
        if each.person.startswith(NOBODYS) and now < each.at + TOLD_FOR:
            found.setdefault(each.meeting, set()).add(each.person)
    for meeting, answers in sorted(found.items()):
        one = len(answers) == 1
        what = f"{'Ett' if one else len(answers)} svar fra rommet er skrevet med en kode eller adresse som ikke står på deltakerlisten."
        what += " Det er ikke talt med." if one else " De er ikke talt med."
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
