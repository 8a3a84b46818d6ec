"""R38: which day a letter goes whose day is a Saturday, a Sunday or a public holiday."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from tasks.circle.letters.digest import digest_letters, digest_of
from tasks.circle.letters.tally import next_of
from tasks.circle.meetings.rhythm import letter_day
from tasks.circle.model.circle import LetterOffsets
from tasks.circle.model.errors import Problem
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import Memory
from tests.circle import people_of_the_circle as people
from tests.circle.letters.letters_life import Life, circle, day_of, instant

FIRST, LAST = date(2021, 1, 1), date(2023, 12, 31)
SHOWN = {"Kari invitation 1": Kind.INVITATION, "Kari reminder 1": Kind.REMINDER, "Kari nudge 1": Kind.NUDGE}


def life_of(meeting: str, offsets: LetterOffsets) -> Life:
    life = Life(circle=circle(FIRST, LAST, offsets))
    life.sign_up("Kari", instant(meeting) - timedelta(days=60))
    life.meet(1, meeting)
    return life


def rounds(meeting: str, day: int = -40) -> Iterator[datetime]:
    """One at noon every day, until the answers are closed; the meeting is over by then."""
    noon = instant(f"{meeting[:10]} 12:05")
    return (noon + timedelta(days=each) for each in range(day, 12))


def days_of(life: Life, meeting: str) -> dict[str, str]:
    """When each letter about the meeting went."""
    return {line: str(day_of(now)) for now in rounds(meeting) for line in life.round(now) if line.endswith(" 1")}


@pytest.mark.parametrize("weekdays_only", [True, False])
@pytest.mark.parametrize(
    ("meeting", "invitation", "reminder", "sheet", "nudge"),
    [
        ("2021-06-14 09:15", "2021-05-14 2021-05-17", "2021-06-11 2021-06-12", "2021-06-11 2021-06-13", "2021-06-18 2021-06-18"),  # a Monday
        ("2021-06-12 09:15", "2021-05-14 2021-05-15", "2021-06-10 2021-06-10", "2021-06-11 2021-06-11", "2021-06-16 2021-06-16"),  # a Saturday
        ("2021-04-06 09:15", "2021-03-09 2021-03-09", "2021-03-31 2021-04-04", "2021-03-31 2021-04-05", "2021-04-12 2021-04-10"),  # after Easter
        ("2021-05-18 09:15", "2021-04-20 2021-04-20", "2021-05-14 2021-05-16", "2021-05-14 2021-05-17", "2021-05-25 2021-05-22"),  # then Whitsun
        ("2023-01-02 09:15", "2022-12-05 2022-12-05", "2022-12-30 2022-12-31", "2022-12-30 2023-01-01", "2023-01-06 2023-01-06"),
    ],
)
def test_r38_letters_go_on_working_days_and_the_sheet_says_the_same(
    meeting: str, invitation: str, reminder: str, sheet: str, nudge: str, weekdays_only: bool
) -> None:
    life, column = life_of(meeting, LetterOffsets(weekdays_only=weekdays_only)), 0 if weekdays_only else 1
    gone = days_of(life, meeting)
    wanted = {"Kari invitation 1": invitation, "Kari reminder 1": reminder, "Marit day_sheet 1": sheet, "Kari nudge 1": nudge}
    assert {line: gone[line] for line in wanted} == {line: days.split()[column] for line, days in wanted.items()}
    assert gone["Kari reflection 1"] == meeting[:10]  # at once, on any day
    steps = [next_of(life.circle, life.memory.meetings[0], now) for now in rounds(meeting)]
    shown = {step.kind: str(day_of(step.at)) for step in steps if step}
    assert {kind: shown[kind] for kind in SHOWN.values()} == {kind: gone[line] for line, kind in SHOWN.items()}


def test_r38_a_nudge_goes_before_the_answers_close_also_when_no_working_day_is_left() -> None:
    meeting = "2021-06-08 09:15"  # four days later is a Saturday
    gone = days_of(life_of(meeting, LetterOffsets(answers_close_days=5)), meeting)
    assert gone["Kari nudge 1"] == "2021-06-12"


def test_r38_who_signs_up_on_a_sunday_is_welcomed_and_invited_at_once_and_not_reminded() -> None:
    life = life_of("2021-06-14 09:15", LetterOffsets())
    life.round(instant("2021-06-11 08:05"))
    life.sign_up("Ola", instant("2021-06-13 10:00"))
    assert life.round(instant("2021-06-13 12:05")) == {"Ola welcome", "Ola invitation 1"}
    assert life.round(instant("2021-06-14 08:05")) == set()


def test_r38_who_was_just_invited_gets_no_reminder_that_moved_to_friday() -> None:
    life = life_of("2021-06-14 09:15", LetterOffsets())
    life.round(instant("2021-06-09 08:05"))
    assert life.round(instant("2021-06-11 08:05")) == {"Marit day_sheet 1"}


def test_r38_a_change_and_a_cancellation_go_on_whit_sunday() -> None:
    life = life_of("2021-06-08 09:15", LetterOffsets())
    life.round(instant("2021-05-21 08:05"))
    life.meet(1, "2021-06-09 09:15")
    assert life.round(instant("2021-05-23 08:05")) == {"Kari update 1", "Marit update 1"}
    life.meetings[1][7] = "avlyst"
    assert life.round(instant("2021-05-23 12:05")) == {"Kari cancellation 1", "Marit cancellation 1"}


def test_r38_the_closing_letter_waits_for_monday() -> None:
    life = Life(circle=circle(offsets=LetterOffsets()))
    life.sign_up("Kari", instant("2021-11-01 10:00"))
    life.meet(1, "2021-12-14 09:15")
    life.round(instant("2021-12-01 08:05"))
    life.round(instant("2021-12-14 12:05"))
    found = ["Kari closing" in life.round(instant(f"{day} 08:05")) for day in ("2021-12-25", "2021-12-26", "2021-12-27")]
    assert found == [False, False, True]


@pytest.mark.parametrize(
    ("days", "goes"),
    [
        ("2021-05-14 2021-05-15 2021-05-16 2021-05-17 2021-05-18", "2021-05-14 2021-05-18"),  # a Friday, and Tuesday after 17 May
        ("2021-06-05 2021-06-06 2021-06-07", "2021-06-06 2021-06-07"),  # a meeting on Tuesday 8 June: Sunday is within two days
    ],
)
def test_r38_a_digest_waits_for_a_working_day_unless_a_meeting_is_near(days: str, goes: str) -> None:
    every_day, memory = people.circle(letters=LetterOffsets()), Memory(first_round=instant("2021-05-05 08:05"))
    went = []
    for day in days.split():
        snapshot = people.see(people.sheet(meetings=[(1, "8.6.2021", "", "", "Lyd")]), memory, instant(f"{day} 12:05"), circle=every_day)
        found = digest_of(snapshot, (), [Problem("«Møter», celle B2", "Feil.", "Rett den.")])
        went += [day] if digest_letters(snapshot, found) else []
    assert went == goes.split()


def test_r38_a_circle_without_holidays_still_rests_at_weekends_and_a_pause_month_has_working_days() -> None:
    plain = circle(FIRST, LAST, LetterOffsets())
    assert letter_day(Kind.REMINDER, date(2021, 7, 7), plain) == date(2021, 7, 7)
    assert letter_day(Kind.CONSULTATION, date(2021, 7, 10), plain) == date(2021, 7, 12)
    assert letter_day(Kind.UPDATE, date(2021, 7, 10), plain) == date(2021, 7, 10)
