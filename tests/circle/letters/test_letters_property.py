"""The Decider over random lives of a circle: what must hold whatever people type, whenever rounds run."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, pairwise

import holidays
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tasks.circle.letters.due import Letter
from tasks.circle.model.circle import LetterOffsets
from tasks.circle.model.letter_kinds import Kind, Readers
from tasks.circle.model.records import SETTLED, Outcome
from tasks.circle.people.roster import Person
from tests.circle.letters.letters_life import OSLO, Gone, Life, circle, day_of

NAMES = ("Kari", "Ola", "Åse", "Marit")
CLOCKS = ("00:30", "09:15", "21:30")
#: A life of four weeks: the clocks change on 28 March and 31 October 2021, in the days before its first meeting.
BEGINNINGS = (date(2021, 3, 22), date(2021, 10, 25))
HOLIDAYS = holidays.country_holidays("NO", years=(2021, 2022))
DAYS = 28
MINUTES = DAYS * 24 * 60
AFTERWARDS = MINUTES + 45 * 24 * 60
EDITS = (
    "sign_up", "sign_up", "sign_up", "leave", "return", "correct", "spoil", "vanish",
    "meet", "meet", "meet", "move", "move", "focus", "place", "cancel", "restore", "drop", "rooms", "absent", "absent", "answer", "consult",
    "after", "after",
)  # fmt: skip

Edit = tuple[int, str, int, int]  # minute of the life, what, whom or which, how far
edits = st.lists(st.tuples(st.integers(0, MINUTES), st.sampled_from(EDITS), st.integers(0, 3), st.integers(0, 20)), min_size=3, max_size=15).map(
    lambda found: sorted(found, key=lambda edit: edit[0])
)
seeds = st.integers(0, 10**6)
fates = st.lists(st.sampled_from(Outcome), min_size=1, max_size=8)
lives = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def moment(first: date, minute: int) -> datetime:
    return datetime(first.year, first.month, first.day, tzinfo=OSLO).astimezone(UTC) + timedelta(minutes=minute)


def born(first: date, weekdays_only: bool) -> Life:
    life = Life(circle(first, first + timedelta(days=DAYS), LetterOffsets(weekdays_only=weekdays_only)))
    life.sign_up("Kari", moment(first, 0))
    life.meet(1, f"{first + timedelta(days=9)} 09:15")
    life.meetings[1][8] = "Opptak: https://film.example.org/1"
    return life


def person(life: Life, what: str, name: str, at: datetime) -> None:
    if what == "sign_up" and name not in life.people:
        life.sign_up(name, at)
    row = life.people.get(name)
    if row is None:
        return
    if what == "vanish":
        del life.people[name]
    elif what in ("leave", "return"):
        row[3] = "ja" if what == "leave" else ""
    elif what in ("correct", "spoil"):
        row[2] = f"{name.lower()}.{at:%d%H%M}@example.org" if what == "correct" else "ingen"


def meeting(life: Life, what: str, number: int, later: int, at: datetime) -> None:
    when = f"{day_of(at) + timedelta(days=later)} {CLOCKS[later % 3]}"
    row = life.meetings.get(number)
    if what == "meet" and row is None:
        life.meet(number, when, "Fokus" if later % 2 else "")
    elif row is None:
        return
    elif what == "move":
        focus, *rest = row[4:]
        life.meet(number, when, str(focus))
        life.meetings[number][5:] = rest
    elif what == "focus":
        row[4] = f"Fokus {later}"
    elif what == "place":
        row[5:7] = [("digital", ""), ("fysisk", "Storgata 1"), ("hybrid", "Storgata 2")][later % 3]
    elif what in ("cancel", "restore"):
        row[7] = "avlyst" if what == "cancel" else ""
    elif what == "after":
        row[8] = f"Opptak: https://film.example.org/{later}" if later else ""
    elif what == "drop":
        del life.meetings[number]


def change(life: Life, edit: Edit, first: date) -> str:
    """Let one thing happen and say what it was."""
    minute, what, which, later = edit
    at, name, number = moment(first, minute), NAMES[which], which + 1
    if what == "rooms":
        life.rooms_work = not life.rooms_work
    elif what == "absent":
        life.say("Fravær", name, 1 + later % 2, "nei", at)
    elif what == "answer":
        life.say("Refleksjoner", name, 1 + later % 4, "Mye å hente", at)
    else:
        person(life, what, name, at)
        meeting(life, what, number, later, at)
    return what


def random_minutes(seed: int) -> list[int]:
    """From a round every other week to several a day, also after the circle's end."""
    chance = random.Random(seed)
    runs = chance.sample(range(MINUTES), chance.choice((6, 30, 120)))
    return sorted(runs + chance.sample(range(MINUTES, AFTERWARDS), 10))


def lived(life: Life, first: date, found: list[Edit], runs: list[int]) -> Iterator[datetime]:
    """The life, round by round; a change is seen by the next run, whenever that is."""
    waiting = list(found)
    life.round(moment(first, 0))
    for minute in runs:
        seen = [waiting.pop(0) for edit in found if waiting and waiting[0][0] <= minute]
        consult = "consult" in {change(life, edit, first) for edit in seen}
        at = moment(first, minute)
        _ = life.round(at, consult=consult) if seen else life.round_again(at)
        yield at


def opens(day: date, life: Life, step: int = -1) -> date:
    """The first day that a letter may go on whose day by R12 is `day` (R38)."""
    while life.circle.letters.weekdays_only and (day.weekday() >= 5 or day in HOLIDAYS):
        day += timedelta(days=step)
    return day


def check_window(gone: Gone, life: Life) -> None:
    """R12's table, in the days of a wall calendar in Oslo."""
    kind, at, about, known = gone.letter.kind, gone.sent.at, gone.meeting, who(gone)
    today, told = day_of(at), gone.letter.told
    reads = {Readers.BOTH: True, Readers.PARTICIPANTS: known.participant, Readers.FACILITATORS: known.facilitator, Readers.APPLICANTS: False}
    assert reads[kind.facts.readers]
    if kind is Kind.WELCOME:
        assert known.participant and today <= life.circle.last_day
    elif kind is Kind.AFTER_END:
        assert known.participant and (gone.snapshot.closing or today > life.circle.last_day) and not heard(life, gone)
    elif kind is Kind.CLOSING:
        assert heard(life, gone), "nobody's first word"
        closing = gone.snapshot.closing
        assert known.participant and closing and closing <= at and today <= day_of(closing) + timedelta(days=30)
    elif kind is Kind.CONSULTATION:
        asked = next(c for c in gone.snapshot.consultations if c.meeting == gone.letter.meeting)
        assert known.participant and asked.opened <= at and today <= day_of(asked.opened) + timedelta(days=7)
    elif kind is Kind.CANCELLATION:
        assert told and told.start and at < told.start and about and (about.cancelled or known.known.left)
    else:
        assert about and not about.cancelled and not about.history
        starts, ends, ahead = day_of(about.start), day_of(about.end), at < about.start
        nudged, since = opens(ends + timedelta(days=4), life, 1), (today - ends).days
        right = {
            Kind.INVITATION: today >= opens(starts - timedelta(days=28), life)
            and ahead
            and about.ready
            and (known.facilitator or joined_before(gone)),
            Kind.UPDATE: ahead and about.ready,
            Kind.FOCUS: ahead and about.focus,
            Kind.REMINDER: today >= opens(starts - timedelta(days=2), life) and ahead and known.participant,
            Kind.DAY_SHEET: today >= opens(starts - timedelta(days=1), life) and ahead and known.facilitator,
            Kind.REFLECTION: at >= about.end and since <= 10 and known.participant,
            Kind.RECAP: today >= opens(ends + timedelta(days=1), life, 1) and since <= 10 and known.participant and about.after,
            Kind.NUDGE: today >= nudged and since <= 10 and known.participant and (known.code, about.number) not in gone.snapshot.answered,
        }
        assert right[kind]
        if kind in (Kind.REMINDER, Kind.REFLECTION, Kind.NUDGE):
            assert (known.code, about.number) not in gone.snapshot.absent
        if kind is Kind.RECAP:
            assert (known.code, about.number) in gone.snapshot.absent


def who(gone: Gone) -> Person:
    found = next(each for each in gone.snapshot.roster.people if each.code == gone.letter.person)
    assert found.address
    return found


def heard(life: Life, gone: Gone) -> bool:
    """Whether something else was sent to the person before."""
    before = life.log[: life.log.index(gone)]
    return any(each.sent.person == gone.sent.person and each.sent.outcome in SETTLED and each.sent.kind is not Kind.AFTER_END for each in before)


def joined_before(gone: Gone) -> bool:
    joined = who(gone).known.joined
    return bool(gone.meeting and joined and joined < gone.meeting.start)


def check_ceilings(life: Life) -> None:
    went = [gone for gone in life.log if gone.sent.outcome in SETTLED]
    each: Counter[tuple[object, ...]] = Counter((g.sent.person, g.sent.meeting, g.sent.kind, g.sent.revision) for g in went)
    each.update((g.sent.person, g.sent.meeting, g.sent.address_version) for g in went if g.sent.kind is Kind.INVITATION)
    each.update((g.sent.person, g.meeting.number, g.meeting.start) for g in went if g.meeting and g.sent.kind is Kind.REMINDER)
    once = (Kind.REFLECTION, Kind.RECAP, Kind.NUDGE, Kind.CONSULTATION, Kind.CLOSING, Kind.AFTER_END)
    each.update((g.sent.person, g.sent.meeting, g.sent.kind) for g in went if g.sent.kind in once)
    assert not each or max(each.values()) == 1
    told: dict[tuple[str, int], list[Gone]] = defaultdict(list)
    for gone in went:
        if gone.sent.start:
            told[gone.sent.person, gone.sent.meeting].append(gone)
    for letters in told.values():
        first = letters[0]
        assert first.meeting and first.sent.sequence == first.meeting.sequence
        for before, after in pairwise(letters):
            assert after.sent.sequence >= before.sent.sequence + (after.sent.kind is not Kind.FOCUS)
            # What stands in the calendar is what the meeting says, not another date under the old SEQUENCE.
            if after.sent.sequence == before.sent.sequence:
                assert (after.sent.start, after.sent.end, after.sent.where) == (before.sent.start, before.sent.end, before.sent.where)


def check_pauses(life: Life) -> None:
    """No reminder soon after an invitation or update, no nudge soon after the form."""
    latest: dict[tuple[str, int, Kind], date] = {}
    for gone in life.log:
        key, today = (gone.sent.person, gone.sent.meeting), day_of(gone.sent.at)
        if gone.letter.kind is Kind.REMINDER and gone.meeting:
            due = opens(day_of(gone.meeting.start) - timedelta(days=2), life)
            for kind in (Kind.INVITATION, Kind.UPDATE):
                assert latest.get((*key, kind), date.min) < due - timedelta(days=2)
        elif gone.letter.kind is Kind.NUDGE:
            assert today >= latest[(*key, Kind.REFLECTION)] + timedelta(days=2)
        if gone.sent.outcome in SETTLED:
            latest[(*key, gone.letter.kind)] = today


def check_silence(life: Life) -> None:
    for gone in life.log:
        known = who(gone)
        assert not gone.snapshot.closing or gone.letter.kind in (Kind.CLOSING, Kind.AFTER_END)
        if not (known.participant or known.facilitator):
            assert gone.letter.kind is Kind.CANCELLATION and gone.letter.personal and known.known.left


def in_turn(outcomes: list[Outcome]) -> Callable[[Letter], Outcome]:
    turn = cycle(outcomes)
    return lambda _: next(turn)


@lives
@given(st.sampled_from(BEGINNINGS), st.booleans(), edits, seeds, fates)
def test_r12_r18_whatever_happens_letters_keep_their_windows_ceilings_and_sequence(
    first: date, weekdays_only: bool, found: list[Edit], seed: int, outcomes: list[Outcome]
) -> None:
    life = born(first, weekdays_only)
    life.outcome = in_turn(outcomes)
    for at in lived(life, first, found, random_minutes(seed)):
        again = {key for key, sent in life.letters.items() if sent.outcome in (Outcome.LATER, Outcome.NOT_SENT)}
        before = len(life.log)
        life.round_again(at)
        assert {(g.sent.person, g.sent.meeting, g.sent.kind, g.sent.revision) for g in life.log[before:]} <= again
    for gone in life.log:
        check_window(gone, life)
    check_ceilings(life)
    check_pauses(life)
    check_silence(life)


def what_went(life: Life) -> set[tuple[object, ...]]:
    return {(s.person, s.meeting, s.kind, s.revision, s.address_version, s.sequence, s.start, s.where) for s in life.letters.values()}


@settings(lives, max_examples=30)
@given(st.sampled_from(BEGINNINGS), st.booleans(), edits, seeds)
@example(date(2021, 3, 22), False, [(0, "sign_up", 0, 0), (0, "sign_up", 0, 0), (10020, "meet", 1, 3)], 326)  # the clocks change in between
def test_r12_order_and_number_of_runs_inside_the_windows_make_no_difference(first: date, weekdays_only: bool, found: list[Edit], seed: int) -> None:
    """A run every hour sends what a run a day sends, at any time, when both see every change and the moment before it."""
    chance, hourly = random.Random(seed), MINUTES + 14 * 24 * 60  # then only the closing letter is left
    around = [minute for edit in found for minute in (max(0, edit[0] - 1), edit[0])]
    sparse, dense = born(first, weekdays_only), born(first, weekdays_only)
    # One in each local day, wherever in it the clocks put these hours.
    for _ in lived(sparse, first, found, sorted([chance.randrange(day, day + 1320) for day in range(60, AFTERWARDS, 1440)] + around)):
        pass
    for _ in lived(dense, first, found, sorted([*range(0, hourly, 60), *range(hourly, AFTERWARDS, 360), *around])):
        pass
    assert what_went(sparse) == what_went(dense)
