"""The program's own tabs (RULES.md «Sheet»): what coordinators see in the sheet. People's tabs are never written."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import zip_longest
from types import MappingProxyType

from tasks.circle.coordinator.problems_markdown import GRADES
from tasks.circle.letters.tally import Tally, next_of, tallies
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Problem, gathered
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.phrases import date_time_words, short_date
from tasks.circle.model.records import FORGOTTEN, Candidate, Meeting
from tasks.circle.model.table import Cell, clean, normal
from tasks.circle.model.tabs import ATTENDANCE, CODES, OVERVIEW, PROPOSALS, REMARKS, WEB_SIGN_UPS
from tasks.circle.people.attendance_tab import attendance_grid
from tasks.circle.people.roster import Person
from tasks.circle.people.same_person import ASKED_FOR
from tasks.circle.plan import Done, Read, with_sent
from tasks.circle.snapshot import Snapshot

Tabs = dict[str, list[list[Cell]]]
_CODE = re.compile(r"\b[DF]\d{2,6}\b", re.ASCII)


def own_tabs(
    circle: Circle,
    meetings: Sequence[Meeting],
    tallied: Mapping[int, Tally],
    absent: frozenset[tuple[str, int]],
    candidates: Sequence[Candidate],
    problems: Sequence[Problem],
    people: Iterable[Person],
    now: datetime,
    gone: Mapping[str, str] = MappingProxyType({}),
) -> Tabs:
    """The content of the tabs, headers first. Quotes are redacted already; only «Koder» names people: it says who a code is, also
    of those who are `gone`, by code, while a note names them."""
    return {
        OVERVIEW.name: _overview(circle, meetings, tallied, absent, now),
        PROPOSALS.name: _proposals(meetings, candidates),
        REMARKS.name: REMARKS.grid([{**asdict(each), "grade": GRADES[each.grade]} for each in gathered(problems)]),
        CODES.name: _codes(people, gone),
    }


def _overview(
    circle: Circle, meetings: Sequence[Meeting], tallied: Mapping[int, Tally], absent: frozenset[tuple[str, int]], now: datetime
) -> list[list[Cell]]:
    # A column of its own only where somebody has chosen to count.
    counted = any(tally.attended for tally in tallied.values())
    rows: list[dict[str, Cell]] = []
    for meeting in meetings:
        tally = tallied.get(meeting.number, Tally())
        row: dict[str, Cell] = {
            "number": meeting.number,
            "day": date_time_words(meeting.start.astimezone(circle.zone), WORKING_LANGUAGE),
            "focus": meeting.focus,
            "status": status_words(meeting, now),
            "invited": tally.invited,
            "reminded": tally.reminded,
            "absent": sum(1 for _, number in absent if number == meeting.number),
            "answered": tally.answered,
            "room": "klart" if meeting.room else ("trengs ikke" if not meeting.needs_room or meeting.history else "mangler"),
            "next": _next_words(circle, meeting, now),
        }
        rows.append({**row, "attended": tally.attended or ""} if counted else row)
    return OVERVIEW.grid(rows)


def _codes(people: Iterable[Person], gone: Mapping[str, str]) -> list[list[Cell]]:
    """Who has a row in «Påmelding» (or «Nettpåmelding») now, by code. Nothing of them that does not stand there, or here already (`gone`)."""
    signed_up = sorted((each for each in people if each.known.joined), key=lambda each: (each.code[0], int(each.code[1:])))
    named = Counter(normal(each.name) for each in signed_up)
    rows: list[dict[str, Cell]] = []
    for each in signed_up:
        namesakes = named[normal(each.name)] > 1
        name = f"{each.name} ({each.typed})" if each.name and each.typed and namesakes else each.name or each.typed or "(uten navn)"
        rows.append({"code": each.code, "name": name, "withdrawn": "" if each.participant else "ja"})
    return CODES.grid(rows + [{"code": code, "name": name, "withdrawn": "raden er borte"} for code, name in gone.items()])


def _gone(snapshot: Snapshot, read: Read, problems: Iterable[Problem]) -> dict[str, str]:
    """Names of «Koder» as it stands that go on saying who a code is (R29): of people without a row whom a note names, for `ASKED_FOR`."""
    named = {code for each in problems for code in _CODE.findall(f"{each.where} {each.what} {each.next_step}")}
    known = {each.code: each for each in (*snapshot.inputs.memory.people, *snapshot.changes.people)}
    lately = {code for code, each in known.items() if each.gone and snapshot.inputs.now < each.gone + ASKED_FOR}
    here = {each.code for each in snapshot.roster.people}
    kept = (named & lately) - here - {code for code, each in known.items() if each.member_since_version == FORGOTTEN}
    values = read.values.get(CODES.name, ())
    keys = CODES.keys(values[0]) if values else []
    rows = [dict(zip(keys, map(clean, row), strict=False)) for row in values[1:]]
    return {row["code"]: row.get("name", "") for row in rows if row.get("code") in kept}


def status_words(meeting: Meeting, now: datetime) -> str:
    """One word for where a meeting stands."""
    if meeting.cancelled:
        return "avlyst"
    if meeting.history:
        return "holdt (før oppstart)"
    if meeting.end <= now:
        return "holdt"
    return "pågår" if meeting.start <= now else "planlagt"


def _next_words(circle: Circle, meeting: Meeting, now: datetime) -> str:
    """What the program does next about a meeting, and when."""
    step = next_of(circle, meeting, now)
    if step is None:
        return ""
    what = step.kind.facts.names[WORKING_LANGUAGE].capitalize() if step.kind else "Forslag klare"
    return f"{what} {short_date(step.at.astimezone(circle.zone))}"


def _proposals(meetings: Sequence[Meeting], candidates: Sequence[Candidate]) -> list[list[Cell]]:
    """Of all meetings, the latest first: what was asked for before is still of use."""
    starts = {meeting.number: meeting.start.timestamp() for meeting in meetings}
    candidates = sorted(candidates, key=lambda each: (-starts.get(each.meeting, 0.0), each.rank))
    rows = [{**asdict(each), "quotes": "\n".join(f"«{quote}»" for quote in each.quotes)} for each in candidates]
    return PROPOSALS.grid(rows)


def tabs_to_write(snapshot: Snapshot, read: Read, done: Done) -> Tabs:
    """What the sheet is told when a round is over; a round with nothing new writes nothing (R18)."""
    inputs = snapshot.inputs
    letters = with_sent(inputs.memory.letters, done.letters)
    tabs = own_tabs(
        inputs.circle,
        done.meetings,
        tallies(letters, snapshot.replies.values(), [number for (_, number), minutes in snapshot.at_meetings.there.items() if minutes]),
        snapshot.absent,
        snapshot.all_candidates,
        done.problems,
        () if snapshot.changes.erase else snapshot.roster.people,  # the codes are over with the answers (RULES.md «Closing»)
        inputs.now,
        {} if snapshot.changes.erase else _gone(snapshot, read, done.problems),
    )
    if inputs.attendance:
        people = () if snapshot.changes.erase else snapshot.roster.people
        there, unclear = snapshot.at_meetings.there, snapshot.at_meetings.unclear
        tabs[ATTENDANCE.name] = attendance_grid(inputs.circle, done.meetings, people, there, unclear, inputs.now)
    web = WEB_SIGN_UPS.name
    moved_in = {web: [[*row] for row in read.values[web]]} if read.moved_in and web in read.values else {}
    return changed_tabs(tabs, read.values) | moved_in


def changed_tabs(wanted: Tabs, present: Mapping[str, Sequence[Sequence[Cell]]]) -> Tabs:
    """The tabs whose content is not there already: a round with nothing new writes nothing (R18)."""
    return {tab: rows for tab, rows in wanted.items() if not _same(rows, present.get(tab, ()))}


def _same(wanted: Sequence[Sequence[Cell]], present: Sequence[Sequence[Cell]]) -> bool:
    """As it is seen: trailing empty cells and rows are nothing."""
    return all(_shown(one) == _shown(other) for one, other in zip_longest(wanted, present, fillvalue=()))


def _shown(row: Sequence[Cell]) -> list[str]:
    shown = [clean(cell, 100_000) for cell in row]
    while shown and not shown[-1]:
        shown.pop()
    return shown
