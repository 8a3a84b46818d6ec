"""Per meeting: who was invited, reminded, asked, who answered; and what comes next. Counts only, no people."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tasks.circle.letters.due import first_day
from tasks.circle.meetings.closing import answers_close
from tasks.circle.model.cells import start_of_day
from tasks.circle.model.circle import Circle
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import SETTLED, THEME, LetterRecord, Meeting, Reply


@dataclass(frozen=True, slots=True)
class Tally:
    """Participants (facilitators who have not signed up are not counted)."""

    invited: int = 0
    reminded: int = 0
    asked: int = 0
    answered: int = 0
    attended: int = 0


def tallies(letters: Iterable[LetterRecord], replies: Iterable[Reply], attended: Iterable[int] = ()) -> dict[int, Tally]:
    """Counts by meeting Nr."""
    there = Counter(attended)
    people: dict[tuple[int, Kind], set[str]] = defaultdict(set)
    out = [sent for sent in letters if sent.outcome in SETTLED]
    signed_up = {sent.person for sent in out if sent.kind is Kind.WELCOME}
    for sent in out:
        if sent.person in signed_up or not sent.person.startswith("F"):
            people[sent.meeting, sent.kind].add(sent.person)
    answered: dict[int, set[str]] = defaultdict(set)
    for reply in replies:
        if reply.question != THEME:
            answered[reply.meeting].add(reply.person)
    numbers = {number for number, _ in people} | answered.keys() | there.keys()
    return {
        number: Tally(
            invited=len(people[number, Kind.INVITATION]),
            reminded=len(people[number, Kind.REMINDER]),
            asked=len(people[number, Kind.REFLECTION]),
            answered=len(answered.get(number, ())),
            attended=there[number],
        )
        for number in numbers
    }


@dataclass(frozen=True, slots=True)
class Next:
    """The next thing the program does about a meeting, and from when (UTC): a letter, or (None) its proposals are ready."""

    kind: Kind | None
    at: datetime


def next_of(circle: Circle, meeting: Meeting, now: datetime, *, invited: bool = True) -> Next | None:
    """What comes next for `meeting`; None when nothing does. Unless somebody is `invited`, an invitation that was due before `now` is next."""
    if meeting.cancelled or meeting.history:
        return None
    days = (Kind.INVITATION, Kind.REMINDER, Kind.NUDGE)
    steps = [Next(kind, start_of_day(first_day(kind, meeting, circle), circle.zone)) for kind in days]
    steps += [Next(Kind.REFLECTION, meeting.end), Next(None, answers_close(meeting, circle))]
    if not invited and now < meeting.start:
        return steps[0]
    return min((step for step in steps if step.at > now), key=lambda step: step.at, default=None)


def soonest(circle: Circle, meetings: Sequence[Meeting], now: datetime) -> tuple[Meeting, Next] | None:
    """The next thing due in the circle."""
    found = [(meeting, step) for meeting in meetings if (step := next_of(circle, meeting, now))]
    return min(found, key=lambda pair: pair[1].at, default=None)
