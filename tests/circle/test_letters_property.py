"""The Decider over random lives of a circle: what must hold whatever people type, whenever rounds run and whatever becomes of letters."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.circle.state import SETTLED, Kind, Outcome
from tests.circle.letters_life import OSLO, Gone, Life, circle, day_of

NAMES = ("Kari", "Ola", "Åse", "Marit")
CLOCKS = ("00:30", "09:15", "21:30")
#: A life of seven weeks: the clocks change in the fourth (28 March, 31 October 2021).
BEGINNINGS = (date(2021, 3, 1), date(2021, 10, 4))
DAYS = 49
MINUTES = DAYS * 24 * 60
EDITS = (
    "sign_up", "sign_up", "sign_up", "leave", "return", "correct", "spoil", "vanish",
    "meet", "meet", "meet", "move", "move", "focus", "place", "cancel", "restore", "drop", "rooms", "absent", "answer", "consult",
)  # fmt: skip

Edit = tuple[int, str, int, int]  # minute of the life, what, whom or which, how far
edits = st.lists(
    st.tuples(st.integers(0, MINUTES), st.sampled_from(EDITS), st.integers(0, 3), st.integers(0, 40)), min_size=3, max_size=12
).map(lambda found: sorted(found, key=lambda edit: edit[0]))
minutes = st.lists(st.integers(0, MINUTES + 40 * 24 * 60), min_size=4, max_size=16)
fates = st.lists(st.sampled_from(Outcome), min_size=1, max_size=8)
lives = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def moment(first: date, minute: int) -> datetime:
    return datetime(first.year, first.month, first.day, tzinfo=OSLO).astimezone(UTC) + timedelta(minutes=minute)


def born(first: date) -> Life:
    life = Life(circle(first, first + timedelta(days=DAYS)))
    life.sign_up("Kari", moment(first, 0))
    life.meet(1, f"{first + timedelta(days=16)} 09:15")
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
    elif what == "drop":
        del life.meetings[number]


def change(life: Life, edit: Edit, first: date) -> bool:
    """Let one thing happen; True when a consultation may be opened by the round after it."""
    minute, what, which, later = edit
    at, name, number = moment(first, minute), NAMES[which], which + 1
    if what == "rooms":
        life.rooms_work = not life.rooms_work
    elif what == "absent":
        life.say("Fravær", name, 1 + later % 4, "nei", at)
    elif what == "answer":
        life.say("Refleksjoner", name, 1 + later % 4, "Mye å hente", at)
    else:
        person(life, what, name, at)
        meeting(life, what, number, later, at)
    return what == "consult"


def lived(first: date, found: list[Edit], runs: list[int], life: Life) -> Iterator[datetime]:
    """The life, round by round; each change is seen by the next run, whenever that is."""
    waiting, consult = list(found), False
    for minute in sorted(runs):
        while waiting and waiting[0][0] <= minute:
            consult = change(life, waiting.pop(0), first) or consult
        life.round(moment(first, minute), consult=consult)
        yield moment(first, minute)


def fated(found: list[Outcome]) -> Life:
    life = born(BEGINNINGS[0])
    turn = iter(range(10**9))
    life.outcome = lambda _: found[next(turn) % len(found)]
    return life


def check_window(gone: Gone, life: Life) -> None:
    """R12's table, in the days of a wall calendar in Oslo."""
    kind, at, about, known = gone.letter.kind, gone.sent.at, gone.meeting, who(gone)
    today, told = day_of(at), gone.letter.told
    if kind is Kind.WELCOME:
        assert known.participant and today <= life.circle.last_day
    elif kind is Kind.CLOSING:
        closing = gone.world.closing
        assert known.participant and closing and closing <= at and today <= day_of(closing) + timedelta(days=30)
    elif kind is Kind.CONSULTATION:
        asked = next(c for c in gone.world.consultations if c.meeting == gone.letter.meeting)
        assert known.participant and asked.opened <= at and today <= day_of(asked.opened) + timedelta(days=7)
    elif kind is Kind.CANCELLATION:
        assert told and told.start and at < told.start and about and (about.cancelled or known.known.left)
    else:
        assert about and not about.cancelled and not about.history
        days, ahead = (day_of(about.start) - today).days, at < about.start
        since = (today - day_of(about.end)).days
        right = {
            Kind.INVITATION: days <= 28 and ahead and about.ready and (known.facilitator or joined_before(gone)),
            Kind.UPDATE: ahead and about.ready,
            Kind.FOCUS: ahead and about.focus,
            Kind.REMINDER: days <= 2 and ahead and known.participant,
            Kind.DAY_SHEET: days <= 1 and ahead and known.facilitator,
            Kind.REFLECTION: at >= about.end and since <= 10 and known.participant,
            Kind.NUDGE: 4 <= since <= 10 and known.participant and (known.code, about.number) not in gone.world.answered,
        }
        assert right[kind]
        if kind in (Kind.REMINDER, Kind.REFLECTION, Kind.NUDGE):
            assert (known.code, about.number) not in gone.world.absent


def who(gone: Gone):  # type: ignore[no-untyped-def]
    found = next(each for each in gone.world.roster.people if each.code == gone.letter.person)
    assert found.address
    return found


def joined_before(gone: Gone) -> bool:
    joined = who(gone).known.joined
    return bool(gone.meeting and joined and joined < gone.meeting.start)


def check_ceilings(life: Life) -> None:
    went = [gone for gone in life.log if gone.sent.outcome in SETTLED]
    each = Counter((g.sent.person, g.sent.meeting, g.sent.kind, g.sent.revision) for g in went)
    each += Counter((g.sent.person, g.sent.meeting, g.sent.epoch) for g in went if g.sent.kind is Kind.INVITATION)
    each += Counter((g.sent.person, g.meeting.number, g.meeting.start) for g in went if g.meeting and g.sent.kind is Kind.REMINDER)
    once = (Kind.REFLECTION, Kind.NUDGE, Kind.CONSULTATION, Kind.CLOSING)
    each += Counter((g.sent.person, g.sent.meeting, g.sent.kind) for g in went if g.sent.kind in once)
    assert not each or max(each.values()) == 1
    told: dict[tuple[str, int], list[Gone]] = defaultdict(list)
    for gone in went:
        if gone.sent.start:
            told[gone.sent.person, gone.sent.meeting].append(gone)
    for letters in told.values():
        for before, after in itertools.pairwise(letters):
            assert after.sent.sequence >= before.sent.sequence + (after.sent.kind is not Kind.FOCUS)
            # What stands in the calendar is what the meeting says, not another date under the old SEQUENCE.
            if after.sent.sequence == before.sent.sequence:
                assert (after.sent.start, after.sent.end, after.sent.where) == (before.sent.start, before.sent.end, before.sent.where)


def check_silence(life: Life) -> None:
    for gone in life.log:
        known = who(gone)
        assert not gone.world.closing or gone.letter.kind is Kind.CLOSING
        if not (known.participant or known.facilitator):
            assert gone.letter.kind is Kind.CANCELLATION and gone.letter.personal and known.known.left


@lives
@given(st.sampled_from(BEGINNINGS), edits, minutes, fates)
def test_r12_r18_whatever_happens_letters_keep_their_windows_ceilings_and_sequence(
    first: date, found: list[Edit], runs: list[int], outcomes: list[Outcome]
) -> None:
    life = born(first)
    turn = iter(range(10**9))
    life.outcome = lambda _: outcomes[next(turn) % len(outcomes)]
    for at in lived(first, found, runs, life):
        open_letters = {key for key, sent in life.letters.items() if sent.outcome in (Outcome.LATER, Outcome.NOT_SENT)}
        before = len(life.log)
        life.round_again(at)
        again = {(g.sent.person, g.sent.meeting, g.sent.kind, g.sent.revision) for g in life.log[before:]}
        assert again <= open_letters  # R18: only what did not go is tried again
    for gone in life.log:
        check_window(gone, life)
    check_ceilings(life)
    check_silence(life)
