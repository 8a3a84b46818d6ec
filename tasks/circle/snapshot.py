"""One circle at one moment: the sheet, the configuration and the ledger understood together. Everything is decided on this."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache, partial
from itertools import chain
from typing import Any

from tasks.circle.answers import consultation, reflections
from tasks.circle.answers.merging import Merged, merge_replies, merge_votes
from tasks.circle.answers.reflections import ReplyKey
from tasks.circle.focus.propose import FocusReport, clean_quote
from tasks.circle.focus.vocabulary import Vocabulary
from tasks.circle.meetings import rows as meetings
from tasks.circle.meetings.closing import answers_close, closing_instant, erase_instant, to_delete
from tasks.circle.meetings.programme import Programme, held, in_force
from tasks.circle.model.attending import Consultation, Key, Vote, Word
from tasks.circle.model.circle import Circle
from tasks.circle.model.columns import had_columns
from tasks.circle.model.errors import Problem, Stop, stop_if
from tasks.circle.model.links import OLD_DIGITS, Pages, form_mark
from tasks.circle.model.records import SETTLED, Candidate, Changes, Decision, Memory, Reply
from tasks.circle.model.table import Cell, header_problems, is_blank, near_headers
from tasks.circle.model.tabs import ABSENCES, ATTENDANCE, CONSULTATION, FORMS, MEETINGS, PEOPLES, REFLECTIONS, SIGN_UPS, WEB_SIGN_UPS, forms_of
from tasks.circle.people import sign_ups
from tasks.circle.people.attendance_tab import AtMeetings, read_attendance_tab
from tasks.circle.people.calendar_signals import DECLINED, signal_problems
from tasks.circle.people.form_rows import Register
from tasks.circle.people.linked_forms import linked_forms
from tasks.circle.people.roster import Person, Roster, bring_together, guard
from tasks.circle.people.same_person import former_digests, held_back
from tasks.circle.people.sign_ups import SignUp
from tasks.circle.proposals.proposing import candidates_of, in_time, report_of, shown, taught
from tasks.circle.proposals.shown_words import Release

Values = Mapping[str, Sequence[Sequence[Cell]]]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a snapshot is taken of besides the sheet: configuration, memory, time, and the installation's keyed digest.

    `domain` ends UIDs and Message-IDs; `confirmed` says that a person has confirmed a shrunken list (R5);
    `consult` that a consultation may be opened; `applicants` have signed up and are to confirm it; `pages` which tabs a form writes;
    `attendance`: who was there is kept (R35); `address` gives our own to the room of a Nr (R33).
    """

    circle: Circle
    memory: Memory
    now: datetime
    digest: Callable[[str], str]
    domain: str
    confirmed: bool = False
    consult: bool = False
    applicants: tuple[Person, ...] = ()
    pages: Pages = Pages()  # noqa: RUF009 - frozen, and empty
    attendance: bool = False
    address: Callable[[int], str] = lambda _: ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The circle as understood now. `changes` is what the ledger does not know yet, `fresh` what answers read anew ask for.

    `said` is what each last said about coming to a meeting, `absent` the participants among them who do not; `at_meetings` who was at
    them, where that is kept.
    """

    inputs: Inputs
    roster: Roster
    programme: Programme
    replies: Mapping[ReplyKey, Reply]
    answered: frozenset[tuple[str, int]]
    said: Mapping[Key, Word]
    absent: frozenset[Key]
    at_meetings: AtMeetings
    votes: tuple[Vote, ...]
    consultations: tuple[Consultation, ...]
    candidates: tuple[Candidate, ...]
    candidates_of: int
    all_candidates: tuple[Candidate, ...]
    fresh: Mapping[int, FocusReport]
    names: tuple[str, ...] = field(repr=False)
    closing: datetime | None
    problems: tuple[Problem, ...]
    changes: Changes

    def candidates_about(self, number: int) -> tuple[Candidate, ...]:
        """All proposals made from the answers of one meeting, also those that were chosen since."""
        return tuple(each for each in self.all_candidates if each.meeting == number)


def take_snapshot(sheet: Values, inputs: Inputs) -> Snapshot:
    """Bring sheet and memory together. Raises `Stop` when the sheet can't be used (all reasons at once) or R5 says so."""
    typed_people, typed, problems = _tabs(sheet, inputs)
    had, told = _columns(sheet, inputs)
    circle, memory, now, written = inputs.circle, inputs.memory, inputs.now, _written(inputs.memory)
    roster = bring_together(typed_people, circle.facilitators, memory.people, inputs.digest, now, circle.language, written)
    if not inputs.confirmed:
        guard([each for each in memory.people if each.code in written], roster)
    programme, (linked, other) = in_force(typed, memory, circle, now, inputs.domain, inputs.address), linked_forms(sheet, forms_of(circle.questions))
    register = _register(inputs, roster, programme, typed, linked)
    redacted = partial(_redacted, names=(names := names_of(typed_people, circle)), vocabulary=circle.vocabulary)
    typed_replies, unclear = reflections.read_replies(sheet.get(REFLECTIONS.name, ()), circle, register, programme.meetings, redacted, memory, now)
    merged = merge_replies(typed_replies, memory, circle, programme.meetings, redacted, now)
    said, odd = reflections.read_attendance(sheet.get(ABSENCES.name, ()), circle, register, programme.meetings, memory.attendance_replies)
    proposals = _Proposals(inputs, programme, merged, names)
    at_meetings = read_attendance_tab(sheet.get(ATTENDANCE.name, ()), memory, programme.meetings, now) if inputs.attendance else AtMeetings()
    number, candidates = shown(proposals.candidates, programme.meetings, proposals.closed)
    # The day that is not understood may be the one to ask about.
    opened = consultation.to_open(circle, programme, candidates, memory, now) if inputs.consult and not programme.on_hold else None
    consultations = (*memory.consultations, *filter(None, (opened,)))
    typed_votes, strange = consultation.read_votes(sheet.get(CONSULTATION.name, ()), circle, register, consultations, memory, now)
    votes = merge_votes(typed_votes, memory.own_votes, consultations)
    closing = memory.closed or closing_instant(circle, programme.meetings, now)
    changes = _changes(inputs, roster, programme, merged, votes, proposals, opened)
    return Snapshot(
        inputs=inputs,
        roster=roster,
        programme=programme,
        replies=merged.replies,
        answered=reflections.answered(merged.replies, (*memory.replies, *memory.own_replies)),
        said=said,
        absent=_absent(said, roster),
        at_meetings=at_meetings,
        votes=tuple(votes),
        consultations=consultations,
        candidates=candidates,
        candidates_of=number,
        all_candidates=proposals.candidates,
        fresh=proposals.reports,
        names=names,
        closing=closing if closing and closing <= now else None,
        problems=(
            *_left(sheet, circle, memory, closing, now),
            *(*problems, *told, *roster.problems),
            *held_back((person.known for person in roster.people), [*merged.replies.values(), *votes], now),
            *(*programme.problems, *unclear, *merged.problems, *odd, *strange, *other, *at_meetings.problems),
            *signal_problems(memory.notices, memory.people, programme.meetings, said, circle.zone, now),
        ),
        changes=replace(changes, notices=had, typed_minutes=at_meetings.typed),
    )


def _written(memory: Memory) -> frozenset[str]:
    """The codes of those to whom a letter went."""
    return frozenset(each.person for each in memory.letters if each.outcome in SETTLED)


def _absent(said: Mapping[Key, Word], roster: Roster) -> frozenset[Key]:
    leaders = {person.code for person in roster.people if person.facilitator and not person.participant}
    return frozenset(key for key, (_, answer) in said.items() if answer == DECLINED and key[0] not in leaders)


def _left(sheet: Values, circle: Circle, memory: Memory, closing: datetime | None, now: datetime) -> list[Problem]:
    """What people are to delete, while a circle that closed still writes letters."""
    if closing is None or not closing <= now < closing + timedelta(days=circle.letters.closing_days) or memory.erased:
        return []
    tabs = [tab.name for tab in (SIGN_UPS, WEB_SIGN_UPS, *FORMS) if not is_blank(sheet.get(tab.name, ())[1:])]
    return [to_delete(circle, tabs)] if tabs else []


def _register(inputs: Inputs, roster: Roster, programme: Programme, typed: meetings.Typed, linked: Mapping[str, Any]) -> Register:
    by_code = {person.code: person for person in roster.people}
    marks = ((form_mark(person.known, inputs.digest), person) for person in roster.people)
    by_mark = {text: person for mark, person in marks if mark for text in (mark, mark[:OLD_DIGITS])}
    starts = {meeting.number: meeting.start for meeting in programme.meetings}
    numbers = frozenset(starts)
    former = defaultdict[str, list[tuple[datetime, Person]]](list)
    for person in roster.people:
        for digest, until in former_digests(person.known):
            mark = form_mark(replace(person.known, digest=digest), inputs.digest)
            for key in (digest, mark, mark[:OLD_DIGITS]):
                former[key].append((until, person))
    called_off = frozenset(number for number, row in typed.rows.items() if row.cancelled)
    return Register(by_code, by_mark, roster.keys, inputs.digest, numbers, called_off - numbers, _by_forms(inputs.pages), starts, linked, former)


def _by_forms(pages: Pages) -> frozenset[str]:
    forms = {REFLECTIONS.name: pages.answer_form, CONSULTATION.name: pages.consultation_form, ABSENCES.name: pages.absence_form}
    return frozenset(name for name, form in forms.items() if form)


def _tabs(sheet: Values, inputs: Inputs) -> tuple[list[SignUp], meetings.Typed, list[Problem]]:
    """People and meetings as typed; what is wrong with the headers of any tab is said at once."""
    circle = inputs.circle
    gone = [tab.name for tab in PEOPLES if tab.name not in sheet]
    anew = "«sheet» lager et nytt ark med alle faner."
    wrong = [Problem("Arket", f"Fanen «{name}» mangler.", f"Gi fanen navnet «{name}» igjen.", command=anew) for name in gone]
    typed_people: list[SignUp] = []
    problems: list[Problem] = []
    typed = meetings.Typed({}, frozenset(), ())
    try:
        typed_people, problems = sign_ups.read_sign_ups(sheet.get(SIGN_UPS.name, ()), circle.zone, circle.language, inputs.now)
    except Stop as stop:
        wrong += stop.problems if SIGN_UPS.name in sheet else ()
    try:
        typed_people, more = sign_ups.with_web(typed_people, sheet.get(WEB_SIGN_UPS.name, ()), circle.zone, circle.language, inputs.now)
        problems += more
    except Stop as stop:
        wrong += stop.problems
    try:
        typed = meetings.read_meetings(sheet.get(MEETINGS.name, ()), circle, _decided(inputs.memory))
    except Stop as stop:
        wrong += stop.problems if MEETINGS.name in sheet else ()
    for tab in forms_of(circle.questions):
        if not is_blank(sheet.get(tab.name, ())):
            wrong += header_problems(tab, sheet[tab.name])
    stop_if(wrong)
    return typed_people, typed, problems


def _columns(sheet: Values, inputs: Inputs) -> tuple[dict[str, datetime], list[Problem]]:
    """What the ledger is to keep of the columns, and what is told of those that are gone and of headers near known ones."""
    tabs = (*PEOPLES, *forms_of(inputs.circle.questions))
    had, gone, told = had_columns(tabs, sheet, inputs.memory.notices, inputs.now, confirmed=inputs.confirmed)
    stop_if(gone)
    return had, told + [problem for tab in tabs for problem in near_headers(tab, sheet.get(tab.name, ()))]


def _decided(memory: Memory) -> dict[int, Decision]:
    """What was decided last about each meeting's focus area and date."""
    decided: dict[int, Decision] = {}
    for each in sorted(memory.decisions, key=lambda decision: decision.at):
        before = decided.get(each.meeting, each)
        decided[each.meeting] = replace(each, focus=each.focus or before.focus, day=each.day or before.day)
    return decided


def _public(inputs: Inputs, programme: Programme, candidates: Sequence[Candidate]) -> frozenset[str]:
    """The titles that others may see: the rest goes with what people wrote."""
    release = Release(inputs.circle, replace(inputs.memory, meetings=tuple(programme.meetings)), inputs.digest, inputs.now)
    asked = chain.from_iterable(each.proposals for each in inputs.memory.consultations)
    return frozenset(title for title in (*(each.title for each in candidates), *asked) if release.may_see_title(title))


@lru_cache(maxsize=50_000)
def _redacted(text: str, names: tuple[str, ...], vocabulary: Vocabulary) -> str:
    return clean_quote(text, names, vocabulary)


def names_of(people: Iterable[SignUp], circle: Circle) -> tuple[str, ...]:
    """All names to be taken out of what people write: those of the sign-up list, and the facilitators'."""
    return tuple(sorted({name for name in (*(each.name for each in people), *(each.name for each in circle.facilitators)) if name}))


class _Proposals:
    """Proposals: read anew only for a meeting whose answers changed since the ledger saw them."""

    def __init__(self, inputs: Inputs, programme: Programme, merged: Merged, names: Sequence[str]) -> None:
        self.fresh: dict[int, tuple[Candidate, ...]] = {}
        self.reports: dict[int, FocusReport] = {}
        circle, memory, replies = inputs.circle, inputs.memory, merged.replies
        taken_back = {number for _, number, _ in merged.unsaid}
        for meeting in held(programme.meetings, inputs.now):
            said = in_time(replies.values(), meeting, circle)
            if (said or meeting.number in taken_back) and said != in_time(memory.replies, meeting, circle):
                report = report_of(circle, meeting, programme.meetings, said, names, memory)
                self.reports[meeting.number] = report
                self.fresh[meeting.number] = candidates_of(report, meeting)
        self.closed = {
            meeting.number
            for meeting in held(programme.meetings, inputs.now)
            if answers_close(meeting, circle) <= inputs.now and in_time(replies.values(), meeting, circle)
        }
        kept = tuple(each for each in memory.candidates if each.meeting not in self.fresh)
        self.candidates = kept + tuple(each for found in self.fresh.values() for each in found)


def _changes(
    inputs: Inputs, roster: Roster, programme: Programme, merged: Merged, votes: Sequence[Vote], proposals: _Proposals, opened: Consultation | None
) -> Changes:
    memory = inputs.memory
    known_replies, known_votes = set(memory.replies), set(memory.votes)
    over = inputs.now >= erase_instant(inputs.circle) and memory.closed is not None and memory.erased is None
    return Changes(
        people=roster.changed,
        meetings=programme.changed,
        dropped=frozenset(each.number for each in programme.dropped if each.room is None),
        replies=tuple(reply for reply in merged.replies.values() if reply not in known_replies),
        candidates_of=frozenset(proposals.fresh),
        candidates=tuple(each for found in proposals.fresh.values() for each in found),
        pairs=tuple(pair for number, report in proposals.reports.items() for pair in taught(report, number, memory.pairs)),
        consultations=(opened,) if opened else (),
        votes=tuple(vote for vote in votes if vote not in known_votes),
        erase=over,
        kept_titles=_public(inputs, programme, proposals.candidates) if over else frozenset(),
        unsaid=merged.unsaid,
    )
