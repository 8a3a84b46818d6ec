"""Which letters fall due in the coming month, one a kind and meeting: what a facilitator is shown before anybody is written to (R39)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tasks.circle.letters.due import Letter, Situation, due_letters
from tasks.circle.model.cells import start_of_day
from tasks.circle.model.letter_kinds import CALENDAR_KINDS, Kind, Readers
from tasks.circle.model.records import LetterRecord, Meeting, Outcome

MONTH = timedelta(days=31)
#: Letters at most.
MOST = 12


def month_ahead(situation: Situation) -> list[Letter]:
    """By the first day each is due, `MOST` at most, as if every round until then had sent what was due. Not what people ask for themselves.

    Windows begin with a local day or a meeting's end, so those moments are looked at. The digest stands last: it comes every month.
    """
    situation = replace(situation, applicants=(), asked={})
    meetings, known = {each.number: each for each in situation.meetings}, [*situation.letters]
    found: dict[tuple[Kind, int], Letter] = {}
    for at in _moments(situation):
        due = due_letters(replace(situation, now=at, letters=known))
        for letter in due:
            found.setdefault((letter.kind, letter.meeting), letter)
        known += [_as_sent(letter, meetings.get(letter.meeting), at) for letter in due]
    leader = next(person for person in situation.people if person.facilitator)
    digest = Letter(leader.code, 0, Kind.DIGEST, "1", leader.known.address_version)
    return [*[*found.values()][: MOST - 1], *([digest] if situation.closing is None else [])]


def _moments(situation: Situation) -> Sequence[datetime]:
    now, zone = situation.now, situation.circle.zone

    def each() -> Iterator[datetime]:
        yield now
        yield from (start_of_day((now + timedelta(days=day)).astimezone(zone).date(), zone) for day in range(1, MONTH.days + 1))
        yield from (meeting.end for meeting in situation.meetings if now < meeting.end <= now + MONTH)

    return sorted(each())


def _as_sent(letter: Letter, meeting: Meeting | None, at: datetime) -> LetterRecord:
    record = LetterRecord(letter.person, letter.meeting, letter.kind, letter.revision, letter.address_version, Outcome.DONE, at, letter.sequence)
    if meeting is None or letter.kind not in CALENDAR_KINDS:
        return record
    told = letter.told if letter.kind is Kind.CANCELLATION and letter.told else meeting
    return replace(record, start=told.start, end=told.end, where=told.where, focus_revision=meeting.focus_revision)


def for_facilitators(kind: Kind) -> bool:
    """Whether only facilitators get letters of `kind`; others show what a participant reads."""
    return kind.facts.readers is Readers.FACILITATORS
