"""The rhythm proposes dates; people set them (R6)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from tasks.circle.meetings.rhythm import candidate_dates, free_dates, is_off
from tasks.circle.model.circle import Rhythm
from tests.circle.people_of_the_circle import circle, see, sheet

SET = [date(2021, 5, 11), date(2021, 6, 8), date(2021, 8, 24), date(2021, 9, 14)]
BEFORE = date(2021, 4, 30)


def days(*written: str) -> list[date]:
    return [date.fromisoformat(f"2021-{day}") for day in written]


def test_the_second_tuesdays_of_2021_are_proposed_without_july() -> None:
    """R6: pause months skipped."""
    assert free_dates(circle(), [], [], BEFORE) == days("05-11", "06-08", "08-10", "09-14", "10-12", "11-09", "12-14")


def test_public_holidays_are_not_proposed() -> None:
    """R6: 17 May is a Monday, and a holiday in Norway only."""
    mondays = Rhythm("FREQ=MONTHLY;BYDAY=3MO", circle().rhythm.start, circle().rhythm.end)
    assert date(2021, 5, 17) not in free_dates(circle(rhythm=mondays), [], [], BEFORE)
    assert date(2021, 5, 17) in free_dates(circle(rhythm=mondays, holidays=""), [], [], BEFORE)
    assert is_off(date(2021, 12, 25), circle())


def test_a_meeting_on_another_day_moves_a_date_and_does_not_double_it() -> None:
    """24 August is not the 2nd Tuesday: it stands for 10 August."""
    assert free_dates(circle(), SET, [], BEFORE) == days("10-12", "11-09", "12-14")


def test_a_meeting_moved_towards_the_next_one_still_stands_for_its_own_date() -> None:
    assert free_dates(circle(), [*SET, *days("10-27", "11-09")], [], BEFORE) == days("12-14")


def test_an_extra_meeting_does_not_stand_for_the_next_months() -> None:
    assert free_dates(circle(), days("05-11", "05-18"), [], BEFORE)[0] == date(2021, 6, 8)


def test_a_date_that_was_called_off_is_not_proposed_again() -> None:
    assert free_dates(circle(), SET, days("10-12"), BEFORE) == days("11-09", "12-14")


def test_only_dates_after_the_day_asked_about_are_free() -> None:
    assert free_dates(circle(), SET, [], date(2021, 11, 9)) == days("12-14")


def test_a_proposed_date_is_no_meeting_no_room_and_no_invitation() -> None:
    """R6: material for consultation only."""
    snapshot = see(sheet(meetings=[]))
    assert snapshot.programme.meetings == ()
    assert snapshot.changes.meetings == ()


def test_participants_choose_between_the_date_and_a_week_before_and_after() -> None:
    assert candidate_dates(circle(), date(2021, 10, 12), SET, date(2021, 10, 1)) == tuple(days("10-05", "10-12", "10-19"))


def test_no_candidate_lies_too_early_on_a_taken_day_in_a_pause_or_after_the_end() -> None:
    assert candidate_dates(circle(), date(2021, 10, 12), days("10-19"), date(2021, 10, 9)) == tuple(days("10-12"))
    assert candidate_dates(circle(), date(2021, 6, 29), [], BEFORE) == tuple(days("06-22", "06-29"))
    assert candidate_dates(circle(last_day=date(2021, 12, 14)), date(2021, 12, 14), [], BEFORE) == tuple(days("12-07", "12-14"))


@given(some.integers(2000, 2100))
def test_in_a_hundred_years_the_dates_are_the_second_tuesdays(year: int) -> None:
    """Held against counting days, another way than the rule's."""
    whole = circle(first_day=date(year, 1, 1), last_day=date(year, 12, 31), holidays="", pause_months=())
    every = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    assert free_dates(whole, [], [], whole.first_day - timedelta(days=1)) == [day for day in every if day.weekday() == 1 and 8 <= day.day <= 14]


def test_free_dates_lie_before_the_day_that_is_given() -> None:
    assert free_dates(circle(), SET, [], BEFORE, date(2021, 11, 9)) == days("10-12")


def test_the_earliest_day_may_be_chosen() -> None:
    assert candidate_dates(circle(), date(2021, 10, 12), [], date(2021, 10, 5))[0] == date(2021, 10, 5)


def test_a_meeting_between_two_dates_stands_for_one_of_the_two_nearest_and_no_other() -> None:
    """Twice as far as the nearest is just near enough, for one of them."""
    twice = circle(rhythm=Rhythm("FREQ=MONTHLY;BYDAY=1TU,2TU", circle().rhythm.start, circle().rhythm.end))
    until_july = twice, date(2021, 7, 1)
    all_of_them = days("05-04", "05-11", "06-01", "06-08")

    def free(*taken: str) -> list[date]:
        return free_dates(until_july[0], days(*taken), [], BEFORE, until_july[1])

    assert free() == all_of_them
    assert free("05-18") == days("05-04", "06-01", "06-08")
    assert free("05-11", "05-18") == days("06-01", "06-08")
    assert free("05-11", "06-01", "05-21") == days("05-04", "06-08")
