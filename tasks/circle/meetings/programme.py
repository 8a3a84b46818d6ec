"""The meetings in force: what people want, held against what was known (R7–R11)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations

from tasks.circle.meetings.rows import KEPT, TAB, Typed, Wanted
from tasks.circle.model.cells import end_of_day, start_of_day
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Problem
from tasks.circle.model.records import CALENDAR_KINDS, SETTLED, Meeting, Memory


@dataclass(frozen=True, slots=True)
class Programme:
    """`meetings` in force by start, `changed` is what the ledger must save, `undated` the Nr of rows without a date."""

    meetings: tuple[Meeting, ...]
    changed: tuple[Meeting, ...]
    undated: tuple[int, ...]
    problems: tuple[Problem, ...]


def in_force(typed: Typed, memory: Memory, circle: Circle, now: datetime, domain: str) -> Programme:
    """The programme of this round. `domain` ends the UID of a new meeting, which it keeps for ever (RFC 5545 §3.8.4.7)."""
    known = {meeting.number: meeting for meeting in memory.meetings}
    told = frozenset(s.meeting for s in memory.letters if s.kind in CALENDAR_KINDS and s.outcome in SETTLED)
    desk = _Desk(circle, known, told, now, memory.first_round is None, domain)
    for number, wanted in sorted(typed.wanted.items()):
        desk.take(number, wanted)
    for number in sorted(known.keys() - typed.wanted.keys() - typed.unclear):
        desk.vanish(known[number])
    kept = {number: meeting for number, meeting in known.items() if number not in desk.result}
    desk.result |= kept
    while desk.part_overlaps(typed.wanted):
        pass  # what went back to its old date may now overlap another
    meetings = tuple(sorted(desk.result.values(), key=lambda meeting: (meeting.start, meeting.number)))
    changed = tuple(meeting for meeting in meetings if known.get(meeting.number) != meeting)
    off = {number for number, meeting in desk.result.items() if meeting.cancelled}
    undated = tuple(
        n for n, w in sorted(typed.wanted.items()) if w.start is None and not w.cancelled and (n in off or n not in desk.result)
    )
    return Programme(meetings, changed, undated, (*typed.problems, *desk.problems))


class _Desk:
    """Takes one row after the other; `result` holds the meetings in force by Nr."""

    def __init__(
        self, circle: Circle, known: Mapping[int, Meeting], told: frozenset[int], now: datetime, first: bool, domain: str
    ) -> None:
        self.circle, self.known, self.told, self.now, self.first, self.domain = circle, known, told, now, first, domain
        self.result: dict[int, Meeting] = {}
        self.problems: list[Problem] = []

    def take(self, number: int, wanted: Wanted) -> None:
        before = self.known.get(number)
        if before is None:
            meeting = self._new(wanted)
        elif not wanted.row.number and number in self.told and wanted.start != before.start:
            self.vanish(before)  # the row that was typed later than the decision is gone
            return
        elif wanted.start is None and not wanted.cancelled:
            meeting = self._undated(before, wanted)
        else:
            meeting = self._changed(before, wanted)
        if meeting:
            self.result[number] = meeting

    def vanish(self, before: Meeting) -> None:
        """A row that is gone: harmless before anybody was invited, else a problem, and nothing is called off."""
        if before.history or before.cancelled or before.start <= self.now:
            self.result[before.number] = before
        elif before.number in self.told:
            self.result[before.number] = before
            self._say(
                f"«{TAB}», Nr {before.number}",
                "Raden er borte (eller har fått et annet nummer) etter at invitasjonene gikk ut. Møtet står som før.",
                "Legg raden tilbake med samme nummer. Skal møtet avlyses, skriv «avlyst» i Status.",
            )
        else:
            self.result[before.number] = replace(before, cancelled=True)

    def part_overlaps(self, wanted: Mapping[int, Wanted]) -> bool:
        """Of two meetings at one time neither gets its new date; a new one isn't served (R7). True when something gave way."""
        gave_way = False
        for one, other in _overlapping(self.result.values()):
            gave_way |= self._give_way(one) | self._give_way(other)
            rows = [wanted[m.number].row.where("day") for m in (one, other) if m.number in wanted]
            what = f"Nr {one.number} og Nr {other.number} overlapper hverandre. {KEPT}"
            self._say(" og ".join(dict.fromkeys(rows)) or f"«{TAB}»", what, "Flytt det ene møtet.")
        return gave_way

    def _give_way(self, meeting: Meeting) -> bool:
        before = self.known.get(meeting.number)
        if before is None:
            return self.result.pop(meeting.number, None) is not None
        if (before.start, before.end, before.cancelled) == (meeting.start, meeting.end, meeting.cancelled):
            return False
        self.result[meeting.number] = _with_focus(before, meeting.focus)
        return True

    def _new(self, wanted: Wanted) -> Meeting | None:
        if wanted.cancelled or wanted.start is None or wanted.end is None or self._outside(wanted):
            return None
        past = wanted.start <= self.now
        if past and not self.first:
            self._row(wanted, "Datoen er allerede passert. Møtet tas ikke med.", "Skriv en dato som kommer, eller slett raden.")
            return None
        return Meeting(
            number=wanted.number,
            uid=f"mote-{wanted.number}.{self.circle.name}@{self.domain}",
            start=wanted.start,
            end=wanted.end,
            form=wanted.form,
            place=wanted.place,
            focus=wanted.focus,
            focus_revision=1 if wanted.focus else 0,
            history=past,
        )

    def _undated(self, before: Meeting, wanted: Wanted) -> Meeting:
        if before.number in self.told and before.start > self.now and not before.cancelled:
            what = f"Datoen er tatt bort etter at invitasjonene gikk ut. {KEPT}"
            self._row(wanted, what, "Skriv en dato. Skal møtet avlyses, skriv «avlyst» i Status.")
            return _with_focus(before, wanted.focus)
        if before.start <= self.now:
            return before
        return replace(before, cancelled=True)

    def _changed(self, before: Meeting, wanted: Wanted) -> Meeting:
        if wanted.cancelled:
            return self._called_off(before)
        assert wanted.start is not None and wanted.end is not None  # noqa: S101 - for the type checker
        if (wanted.start, wanted.end) != (before.start, before.end) and not self._movable(before, wanted):
            return _with_focus(before, wanted.focus)
        meeting = replace(
            before, start=wanted.start, end=wanted.end, form=wanted.form, place=wanted.place, cancelled=False
        )
        if before.start <= self.now:
            meeting = before  # held or under way: only its focus may still be written down better
        return _with_focus(self._counted(before, meeting), wanted.focus)

    def _called_off(self, before: Meeting) -> Meeting:
        if before.cancelled or before.history or before.end <= self.now:
            return before
        return self._counted(before, replace(before, cancelled=True))

    def _counted(self, before: Meeting, meeting: Meeting) -> Meeting:
        """SEQUENCE and moves, raised once for all changes since the last round (R8)."""
        if meeting == before or before.number not in self.told:
            return meeting
        moved = meeting.start != before.start
        return replace(
            meeting,
            sequence=before.sequence + 1,
            moves=before.moves + (1 if moved else 0),
            moved=self.now if moved else before.moved,
        )

    def _movable(self, before: Meeting, wanted: Wanted) -> bool:
        if before.start <= self.now:
            self._row(wanted, f"Møtet har begynt eller er holdt og kan ikke flyttes. {KEPT}", "Lag en ny rad med et nytt nummer.")
            return False
        if wanted.start is not None and wanted.start <= self.now:
            self._row(wanted, f"Møtet er flyttet til en tid som er passert. {KEPT}", "Skriv en dato som kommer.")
            return False
        return not self._outside(wanted)

    def _outside(self, wanted: Wanted) -> bool:
        first, last = self.circle.first_day, self.circle.last_day
        start = wanted.start
        if start and start_of_day(first, self.circle.zone) <= start < end_of_day(last, self.circle.zone):
            return False
        read = f" ({start.astimezone(self.circle.zone):%d.%m.%Y})" if start else ""
        what = f"Datoen{read} ligger utenfor sirkelens tid ({first:%d.%m.%Y}–{last:%d.%m.%Y}). {KEPT}"
        self._row(wanted, what, "Velg en dato innenfor, eller endre first_day/last_day i sirkelens fil.")
        return True

    def _row(self, wanted: Wanted, what: str, next_step: str) -> None:
        self.problems.append(wanted.row.problem("day", what, next_step))

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


def held(meetings: Sequence[Meeting], now: datetime) -> list[Meeting]:
    """Meetings that have been held, the latest last."""
    return sorted((m for m in meetings if not m.cancelled and m.end <= now), key=lambda meeting: meeting.start)
