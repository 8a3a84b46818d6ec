"""The meetings in force: what people want, held against what was known (R7–R11)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations

from tasks.circle.meetings.rows import KEPT, MeetingRow, Typed
from tasks.circle.model.cells import end_of_day, start_of_day
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Problem, together
from tasks.circle.model.letter_kinds import CALENDAR_KINDS
from tasks.circle.model.records import SETTLED, Meeting, Memory
from tasks.circle.model.tabs import MEETINGS


@dataclass(frozen=True, slots=True)
class Programme:
    """`meetings` in force by start, `changed` is what the ledger must save, `undated` the Nr of rows without a date.

    `on_hold`: the Nr of rows that don't say for sure whether and when (R27); letters and rooms wait. `dropped`: nobody was invited and
    the row or its date is gone, so that nothing but the room is left to see to.
    """

    meetings: tuple[Meeting, ...]
    changed: tuple[Meeting, ...]
    undated: tuple[int, ...]
    problems: tuple[Problem, ...]
    on_hold: frozenset[int] = frozenset()
    dropped: tuple[Meeting, ...] = ()


def in_force(typed: Typed, memory: Memory, circle: Circle, now: datetime, domain: str, address: Callable[[int], str] = lambda _: "") -> Programme:
    """The programme of this round. `domain` ends the UID of a new meeting, which it keeps for ever (RFC 5545 §3.8.4.7); `address` gives our
    own to the room of a Nr (R33)."""
    known = {meeting.number: meeting for meeting in memory.meetings}
    told = frozenset(s.meeting for s in memory.letters if s.kind in CALENDAR_KINDS and s.outcome in SETTLED)
    builder = _ProgrammeBuilder(circle, known, told, now, memory.first_round is None, domain)
    for number, row in sorted(typed.rows.items()):
        builder.take(number, row)
    for number in sorted(known.keys() - typed.rows.keys() - typed.unclear):
        builder.vanish(known[number])
    gone = {meeting.number for meeting in builder.dropped}
    kept = {number: meeting for number, meeting in known.items() if number not in builder.result.keys() | gone}
    builder.result |= kept
    while builder.part_overlaps(typed.rows):
        pass  # what went back to its old date may now overlap another
    addressed = (replace(each, address=address(each.number)) if each.end > now and not each.history else each for each in builder.result.values())
    meetings = tuple(sorted(addressed, key=lambda meeting: (meeting.start, meeting.number)))
    changed = tuple(meeting for meeting in meetings if known.get(meeting.number) != meeting)
    off = {number for number, meeting in builder.result.items() if meeting.cancelled}
    undated = tuple(n for n, w in sorted(typed.rows.items()) if w.start is None and not w.cancelled and (n in off or n not in builder.result))
    problems = (*typed.problems, *builder.problems)
    return Programme(meetings, changed, undated, problems, typed.held | builder.on_hold, tuple(builder.dropped))


class _ProgrammeBuilder:
    """Takes one row after the other; `result` holds the meetings in force by Nr."""

    def __init__(self, circle: Circle, known: Mapping[int, Meeting], told: frozenset[int], now: datetime, first: bool, domain: str) -> None:
        self.circle, self.known, self.told, self.now, self.first, self.domain = circle, known, told, now, first, domain
        self.result: dict[int, Meeting] = {}
        self.on_hold: set[int] = set()
        self.dropped: list[Meeting] = []
        self.problems: list[Problem] = []

    def take(self, number: int, row: MeetingRow) -> None:
        before = self.known.get(number)
        if before is None:
            meeting = self._new(row)
        elif not row.row.number and number in self.told and row.start != before.start:
            self.vanish(before)  # the row that was typed later than the decision is gone
            return
        elif row.start is None and not row.cancelled:
            meeting = self._undated(before, row)
        else:
            meeting = self._changed(before, row)
        if meeting:
            self.result[number] = meeting

    def vanish(self, before: Meeting) -> None:
        """A row that is gone: before anybody was invited so is the meeting, else it is a problem, and nothing is called off."""
        if self._drop(before):
            return
        self.result[before.number] = before
        if before.start > self.now and not before.cancelled:
            self._say(
                f"«{MEETINGS.name}», Nr {before.number}",
                "Raden er borte (eller har fått et annet nummer) etter at invitasjonene gikk ut. Møtet står som før.",
                "Legg raden tilbake med samme nummer. Skal møtet avlyses, skriv «avlyst» i Status.",
            )

    def _drop(self, before: Meeting) -> bool:
        """Whether nobody was invited to it and it was not held: then nothing asks for it again."""
        if before.number in self.told or (before.start <= self.now and not before.cancelled):
            return False
        self.dropped.append(replace(before, cancelled=True))
        return True

    def part_overlaps(self, rows: Mapping[int, MeetingRow]) -> bool:
        """Of two meetings at one time neither gets its new date; a new one isn't served (R7). True when something gave way."""
        gave_way = False
        for one, other in _overlapping(self.result.values()):
            gave_way |= self._give_way(one) | self._give_way(other)
            where = [rows[m.number].row.where("day") for m in (one, other) if m.number in rows]
            what = f"Nr {one.number} og Nr {other.number} overlapper hverandre. {KEPT}"
            self._say(together(dict.fromkeys(where)) or f"«{MEETINGS.name}»", what, "Flytt det ene møtet.")
        return gave_way

    def _give_way(self, meeting: Meeting) -> bool:
        before = self.known.get(meeting.number)
        if before is None:
            return self.result.pop(meeting.number, None) is not None
        if (before.start, before.end, before.cancelled) == (meeting.start, meeting.end, meeting.cancelled):
            return False
        self.result[meeting.number] = replace(_with_focus(before, meeting.focus), input=meeting.input, links=meeting.links, after=meeting.after)
        return True

    def _new(self, row: MeetingRow) -> Meeting | None:
        if row.cancelled or row.start is None or row.end is None:
            return None
        if self._outside(row):
            self.on_hold.add(row.number)  # as good as unreadable: no other meeting may take its place
            return None
        past = row.start <= self.now
        if past and not self.first:
            self._row(row, "Datoen er allerede passert. Møtet tas ikke med.", "Skriv en dato som kommer, eller slett raden.")
            return None
        return Meeting(
            number=row.number,
            uid=f"mote-{row.number}.{self.circle.name}@{self.domain}",
            start=row.start,
            end=row.end,
            form=row.form,
            place=row.place,
            focus=row.focus,
            focus_revision=1 if row.focus else 0,
            history=past,
            input=row.input,
            links=row.links,
            after=row.after,
        )

    def _undated(self, before: Meeting, row: MeetingRow) -> Meeting | None:
        if self._drop(before):
            return None
        if before.start > self.now and not before.cancelled:
            what = f"Datoen er tatt bort etter at invitasjonene gikk ut. {KEPT}"
            self._row(row, what, "Skriv en dato. Skal møtet avlyses, skriv «avlyst» i Status.")
            return row.told(_with_focus(before, row.focus))
        return before

    def _changed(self, before: Meeting, row: MeetingRow) -> Meeting:
        if row.cancelled:
            return row.told(self._called_off(before))
        assert row.start is not None and row.end is not None  # noqa: S101 - for the type checker
        if (row.start, row.end) != (before.start, before.end) and not self._movable(before, row):
            return row.told(_with_focus(before, row.focus))
        meeting = replace(before, start=row.start, end=row.end, form=row.form, place=row.place, cancelled=False)
        if before.start <= self.now:
            meeting = before  # held or under way: only its focus may still be written down better
        return row.told(_with_focus(self._counted(before, meeting), row.focus))

    def _called_off(self, before: Meeting) -> Meeting:
        """First read when the meeting has begun, it says that it did not take place: nothing to take out of calendars, and no form (R9)."""
        if before.cancelled or before.history:
            return before
        off = replace(before, cancelled=True)
        return off if before.start <= self.now else self._counted(before, off)

    def _counted(self, before: Meeting, meeting: Meeting) -> Meeting:
        """SEQUENCE and moves, raised once for all changes since the last round (R8)."""
        if meeting == before or before.number not in self.told:
            return meeting
        moved = meeting.start != before.start
        return replace(meeting, sequence=before.sequence + 1, moves=before.moves + (1 if moved else 0), moved=self.now if moved else before.moved)

    def _movable(self, before: Meeting, row: MeetingRow) -> bool:
        if before.start <= self.now:
            self._row(row, f"Møtet har begynt eller er holdt og kan ikke flyttes. {KEPT}", "Lag en ny rad med et nytt nummer.")
            return False
        if row.start is not None and row.start <= self.now:
            self._row(row, f"Møtet er flyttet til en tid som er passert. {KEPT}", "Skriv en dato som kommer.")
            return False
        return not self._outside(row)

    def _outside(self, row: MeetingRow) -> bool:
        first, last = self.circle.first_day, self.circle.last_day
        start = row.start
        if start and start_of_day(first, self.circle.zone) <= start < end_of_day(last, self.circle.zone):
            return False
        read = f" ({start.astimezone(self.circle.zone):%d.%m.%Y})" if start else ""
        what = f"Datoen{read} ligger utenfor sirkelens tid ({first:%d.%m.%Y}–{last:%d.%m.%Y}). {KEPT}"
        step = "Velg en dato innenfor. Skal sirkelen vare lenger, endres first_day eller last_day i filen dens."
        self._row(row, what, step)
        return True

    def _row(self, row: MeetingRow, what: str, next_step: str) -> None:
        self.problems.append(row.row.problem("day", what, next_step))

    def _say(self, where: str, what: str, next_step: str) -> None:
        problem = Problem(where, what, next_step)
        if problem not in self.problems:
            self.problems.append(problem)


def _with_focus(meeting: Meeting, focus: str) -> Meeting:
    """The meeting with the focus area as it stands now; a new one raises `focus_revision` (R10)."""
    if focus == meeting.focus or meeting.cancelled:
        return meeting
    return replace(meeting, focus=focus, focus_revision=meeting.focus_revision + (1 if focus else 0))


def _overlapping(meetings: Iterable[Meeting]) -> list[tuple[Meeting, Meeting]]:
    live = sorted((m for m in meetings if not m.cancelled), key=lambda meeting: meeting.start)
    return [(one, other) for one, other in combinations(live, 2) if other.start < one.end]


def coming(meetings: Sequence[Meeting], now: datetime) -> list[Meeting]:
    """Meetings that will be held, soonest first."""
    return sorted((m for m in meetings if not m.cancelled and m.start > now), key=lambda meeting: meeting.start)


def next_meeting(meetings: Sequence[Meeting], now: datetime) -> Meeting | None:
    """The first of `coming`."""
    return next(iter(coming(meetings, now)), None)


def held(meetings: Sequence[Meeting], now: datetime) -> list[Meeting]:
    """Meetings that have been held, the latest last."""
    return sorted((m for m in meetings if not m.cancelled and m.end <= now), key=lambda meeting: meeting.start)
