"""The program's own tabs (RULES.md «Sheet»): what coordinators see in the sheet. People's tabs are never written."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest

from tasks.circle.letters.tally import Tally, next_of, tallies
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Problem
from tasks.circle.model.phrases import clock_words, date_words
from tasks.circle.model.records import Candidate, Meeting
from tasks.circle.model.table import Cell, clean, normal
from tasks.circle.people.roster import Person
from tasks.circle.people.sign_ups import WEB_TAB
from tasks.circle.plan import Done, Read, with_sent
from tasks.circle.snapshot import Snapshot

OVERVIEW, PROPOSALS, REMARKS, CODES = "Oversikt", "Fokusforslag", "Merknader", "Koder"
OWN_TABS = (OVERVIEW, PROPOSALS, REMARKS, CODES)
CODES_HEADER = ("Kode", "Navn", "Avmeldt")
NEXT_WORDS = {
    "invitation": "Invitasjon",
    "reminder": "Påminnelse",
    "reflection": "Skjema",
    "nudge": "Purring",
    "proposals": "Forslag klare",
}

Tabs = dict[str, list[list[Cell]]]


def own_tabs(
    circle: Circle,
    meetings: Sequence[Meeting],
    tallied: Mapping[int, Tally],
    absent: frozenset[tuple[str, int]],
    candidates: Sequence[Candidate],
    problems: Sequence[Problem],
    people: Iterable[Person],
    now: datetime,
) -> Tabs:
    """The content of the tabs, headers first. Quotes are redacted already; only «Koder» names people: it says who a code is."""
    return {
        OVERVIEW: _overview(circle, meetings, tallied, absent, now),
        PROPOSALS: _proposals(meetings, candidates),
        REMARKS: _remarks(problems),
        CODES: _codes(people),
    }


def _overview(
    circle: Circle, meetings: Sequence[Meeting], tallied: Mapping[int, Tally], absent: frozenset[tuple[str, int]], now: datetime
) -> list[list[Cell]]:
    header = ["Nr", "Dato", "Fokusområde", "Status", "Inviterte", "Minnet på", "Kan ikke", "Har svart", "Rom", "Neste"]
    # A column of its own only where somebody has chosen to count.
    counted = any(tally.attended for tally in tallied.values())
    header += ["Var med"] if counted else []
    rows: list[list[Cell]] = [list(header)]
    for meeting in meetings:
        tally = tallied.get(meeting.number, Tally())
        away = sum(1 for _, number in absent if number == meeting.number)
        rows.append(
            [
                meeting.number,
                _when(circle, meeting),
                meeting.focus,
                status_words(meeting, now),
                tally.invited,
                tally.reminded,
                away,
                tally.answered,
                "klart" if meeting.room else ("trengs ikke" if not meeting.needs_room or meeting.history else "mangler"),
                next_words(circle, meeting, now),
                *([tally.attended or ""] if counted else []),
            ]
        )
    return rows


def _remarks(problems: Sequence[Problem]) -> list[list[Cell]]:
    rows: list[list[Cell]] = [["Hvor", "Hva", "Hva du gjør"]]
    rows += [[problem.where, problem.what, problem.next_step] for problem in dict.fromkeys(problems)]
    return rows


def _codes(people: Iterable[Person]) -> list[list[Cell]]:
    """Who has a row in «Påmelding» (or «Nettpåmelding») now, by code. Nothing of them that does not stand there."""
    signed_up = sorted((each for each in people if each.known.joined), key=lambda each: (each.code[0], int(each.code[1:])))
    named = Counter(normal(each.name) for each in signed_up)
    rows: list[list[Cell]] = [[*CODES_HEADER]]
    for each in signed_up:
        namesakes = named[normal(each.name)] > 1
        name = f"{each.name} ({each.typed})" if each.name and each.typed and namesakes else each.name or each.typed or "(uten navn)"
        rows.append([each.code, name, "" if each.participant else "ja"])
    return rows


def _when(circle: Circle, meeting: Meeting) -> str:
    start = meeting.start.astimezone(circle.zone)
    return f"{date_words(start.date(), 'nb')} kl. {clock_words(start, 'nb')}"


def status_words(meeting: Meeting, now: datetime) -> str:
    """One word for where a meeting stands."""
    if meeting.cancelled:
        return "avlyst"
    if meeting.history:
        return "holdt (før oppstart)"
    if meeting.end <= now:
        return "holdt"
    return "pågår" if meeting.start <= now else "planlagt"


def next_words(circle: Circle, meeting: Meeting, now: datetime) -> str:
    """What the program does next about a meeting, and when."""
    step = next_of(circle, meeting, now)
    if step is None:
        return ""
    local = step.at.astimezone(circle.zone)
    return f"{NEXT_WORDS[step.kind]} {local.day}.{local.month}.{local.year}"


def _proposals(meetings: Sequence[Meeting], candidates: Sequence[Candidate]) -> list[list[Cell]]:
    """Of all meetings, the latest first: what was asked for before is still of use."""
    starts = {meeting.number: meeting.start.timestamp() for meeting in meetings}
    candidates = sorted(candidates, key=lambda each: (-starts.get(each.meeting, 0.0), each.rank))
    rows: list[list[Cell]] = [["Møte", "Plass", "Forslag", "Deltakere", "Hvor sikkert", "Hvorfor", "Setninger bak"]]
    for each in candidates:
        quotes = "\n".join(f"«{quote}»" for quote in each.quotes)
        rows.append([each.meeting, each.rank, each.title, each.participants, each.sure, each.why, quotes])
    return rows


def tabs_to_write(snapshot: Snapshot, read: Read, done: Done) -> Tabs:
    """What the sheet is told when a round is over; a round with nothing new writes nothing (R18)."""
    inputs = snapshot.inputs
    letters = with_sent(inputs.memory.letters, done.letters)
    tabs = own_tabs(
        inputs.circle,
        done.meetings,
        tallies(letters, snapshot.replies.values(), inputs.memory.attended),
        snapshot.absent,
        snapshot.all_candidates,
        done.problems,
        () if snapshot.changes.erase else snapshot.roster.people,  # the codes are over with the answers (RULES.md «Closing»)
        inputs.now,
    )
    moved_in = {WEB_TAB: [[*row] for row in read.values[WEB_TAB]]} if read.moved_in else {}
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
