"""What people type for days, times and yes (RULES.md «Sheet»): read generously, refused when in doubt."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tasks.circle.model.cells import (
    Doubtful,
    Moment,
    as_date,
    as_day,
    as_hours,
    as_instant,
    end_of_day,
    is_doubled,
    is_no,
    is_yes,
    local_instant,
    start_of_day,
)  # fmt: skip
from tasks.circle.model.phrases import date_words
from tasks.circle.model.table import Cell
from tests.circle.people_of_the_circle import OSLO

ELEVENTH_OF_MAY = date(2021, 5, 11)
MORNING = datetime(2021, 5, 11, 9, 15)
NINE_FIFTEEN = [
    "0915", "915", 915, "9,15", "9.15.", "klokken 9.15", "9:15 AM", datetime(1900, 1, 9, 3, 36), datetime(1902, 7, 3),
    "09.15", "9.15", "9:15", "kl. 09.15", "kl 9.15", "09:15:00", 9.15, 0.385416666, time(9, 15, 30),
]  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        "11.5.2021", "11.05.2021", "11.5.21", "tirsdag 11/5/2021", "11-5-2021", "11. 5. 2021", "11. mai 2021", "11.mai 2021",
        "tirsdag 11. mai 2021", "tysdag den 11. mai 2021", "Tuesday 11 May 2021", "May 11, 2021", "11 MAI 2021", "2021-05-11",
        "2021-5-11", "2021/05/11", "2021.05.11", "11.5.2021 kl. 09.15", " 11.5.2021\u00a0", "tirsdag 11.5.2021",
        date(2021, 5, 11), MORNING, 44327, 44327.4,
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_way_people_write_it(typed: Cell) -> None:
    assert as_date(typed) == ELEVENTH_OF_MAY


@pytest.mark.parametrize(
    "typed",
    [
        "12. januar", "2027-13-45", "TBA", "31.2.2021", "29.2.2027", "5.31.2021", "13.13.2021", "onsdag 11. mai 2021", "11052021",
        "mai 2021", "9.15", "0001-01-01", "11.5.2921", "1. tirsdag i mai 2021", "11. ma 2021", "11. foo 2021", 0, -3, 0.4, 1e9,
        True, time(9, 15),
    ],
)  # fmt: skip
def test_what_is_no_whole_existing_day_is_refused(typed: Cell) -> None:
    """date-text and date-leap."""
    with pytest.raises(ValueError):
        as_date(typed)


@pytest.mark.parametrize("typed", ["5/3/2021", "3/5/21", "5/3/2021 10:00", "11/5/2021 9:15 AM"])
def test_a_day_of_two_meanings_is_in_doubt(typed: str) -> None:
    """R27: a form from America writes the month first."""
    for read in (as_date, lambda cell: as_instant(cell, OSLO)):
        with pytest.raises(Doubtful):
            read(typed)
    assert as_date("5/31/2021") == as_date("31/5/2021") == date(2021, 5, 31)


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        (datetime(2026, 12, 8, 10), time(10), None), (46364 + 10 / 24, time(10), None), ("8.12.2026 10:00", time(10), None),
        ("8. desember 2026 klokka 10", time(10), None), ("8.12.2026 10:00–12.15", time(10), time(12, 15)), ("8.12.2026", None, None),
        ("2026-12-08T09:00Z", time(10), None),
    ],
)  # fmt: skip
def test_the_clock_in_a_cell_for_a_day_is_read_too(typed: Cell, start: time | None, end: time | None) -> None:
    """R27."""
    assert as_day(typed, OSLO) == Moment(date(2026, 12, 8), start, end)


@pytest.mark.parametrize("typed", ["09.15–11.30", "9.15-11:30", "kl. 0915 til 1130", "09:15 − 11:30"])
def test_a_range_is_start_and_end(typed: str) -> None:
    """R27."""
    assert as_hours(typed) == Moment(start=time(9, 15), end=time(11, 30))


@pytest.mark.parametrize("typed", ["9.5", "9,5", "9:5", 9.5, datetime(1900, 1, 9, 12)])
def test_half_a_number_of_minutes_is_in_doubt(typed: Cell) -> None:
    """R27: 09.05, 09.30 or 09.50."""
    with pytest.raises(Doubtful):
        as_hours(typed)


@pytest.mark.parametrize(("shown", "at"), [(datetime(2026, 10, 9), time(9, 10)), (46304, time(9, 10)), (date(2026, 12, 10), time(10, 12))])
def test_a_time_that_a_spreadsheet_made_a_day_of_is_read_back_as_a_guess(shown: Cell, at: time) -> None:
    """R27."""
    found = as_hours(shown)
    assert found is not None
    assert (found.start, found.guessed) == (at, True)


def test_the_29th_of_february_exists_in_leap_years_only() -> None:
    """date-leap."""
    assert as_date("29.2.2028") == date(2028, 2, 29)
    with pytest.raises(ValueError):
        as_date("29. februar 2027")


@pytest.mark.parametrize("empty", [None, "", "  ", "\u200b", "\x00"])
def test_an_empty_cell_is_no_day_no_time_and_no_instant(empty: Cell) -> None:
    assert as_date(empty) is None
    assert as_hours(empty) is None
    assert as_instant(empty, OSLO) is None


@given(some.dates(date(1900, 1, 1), date(2199, 12, 31)), some.sampled_from(["nb", "nn", "en"]))
def test_every_day_is_read_back_from_the_words_of_the_letters(day: date, language: str) -> None:
    assert as_date(date_words(day, language)) == day
    assert as_date(f"{day.day}.{day.month}.{day.year}") == day
    assert as_date(day.isoformat()) == day


@given(some.text(max_size=30))
def test_no_text_breaks_the_reading_of_a_day_or_an_instant(text: str) -> None:
    for read in (as_date, lambda cell: as_instant(cell, OSLO), as_hours):
        try:
            read(text)
        except ValueError:
            continue


@pytest.mark.parametrize("typed", NINE_FIFTEEN)
def test_a_time_is_read_in_every_way_people_write_it(typed: Cell) -> None:
    assert as_hours(typed) == Moment(start=time(9, 15))


def test_a_whole_hour_needs_no_minutes() -> None:
    assert as_hours("9") == as_hours(9) == as_hours("kl. 9") == as_hours("klokka 9") == Moment(start=time(9))


def test_a_moment_in_a_time_column_counts_with_its_clock() -> None:
    """A workbook gives it as a date and time, a Google Sheet as a number of days."""
    assert as_hours(MORNING) == as_hours(44327 + 9.25 / 24) == Moment(ELEVENTH_OF_MAY, time(9, 15))


@pytest.mark.parametrize("number", [2, 17, 915, 20210511])
def test_a_number_that_is_no_day_is_no_yes(number: int) -> None:
    assert not is_yes(number)


@pytest.mark.parametrize("typed", ["24.00", "9.60", "halv ti", "9–11–12", "115", 1, 25, 9.75, 1.041666667, True, date(2021, 5, 31), "8.12.2026"])
def test_what_is_no_time_is_refused(typed: Cell) -> None:
    with pytest.raises(ValueError):
        as_hours(typed)


@pytest.mark.parametrize(
    "typed", ["11.05.2021 09.15.00", "11.5.2021 09:15", "11.05.2021 kl. 09.15.00", "2021-05-11T09:15", "2021-05-11 07:15Z",
              MORNING, 44327 + 9.25 / 24]
)  # fmt: skip
def test_a_stamp_is_local_time_of_the_circle(typed: Cell) -> None:
    assert as_instant(typed, OSLO) == datetime(2021, 5, 11, 7, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "utc"),
    [("2021/05/11 12:15:33 PM GMT+2", "10:15:33"), ("2021/05/11 9:15:33 AM CET", "08:15:33"), ("2021/05/11 12:05:00 am GMT-3:30", "03:35:00")],
)
def test_a_stamp_of_googles_forms_names_its_zone(typed: str, utc: str) -> None:
    assert as_instant(typed, OSLO) == datetime.fromisoformat(f"2021-05-11T{utc}Z")


def test_a_stamp_without_a_clock_is_the_start_of_its_day() -> None:
    assert as_instant("11.05.21", OSLO) == as_instant(date(2021, 5, 11), OSLO) == datetime(2021, 5, 10, 22, tzinfo=UTC)


def test_a_meeting_in_the_hour_that_spring_leaves_out_is_refused() -> None:
    """date-dst: 28 March 2027 02.30 does not exist."""
    with pytest.raises(ValueError):
        local_instant(date(2027, 3, 28), time(2, 30), OSLO)


def test_of_the_hour_that_autumn_doubles_the_first_counts() -> None:
    """date-dst: 31 October 2027 02.30 comes twice."""
    assert is_doubled(date(2027, 10, 31), time(2, 30), OSLO)
    assert local_instant(date(2027, 10, 31), time(2, 30), OSLO) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert not is_doubled(date(2021, 5, 11), time(9, 15), OSLO)


def test_a_day_of_the_clock_change_has_23_or_25_hours() -> None:
    for day, hours in ((date(2021, 3, 28), 23), (date(2021, 10, 31), 25), (ELEVENTH_OF_MAY, 24)):
        assert end_of_day(day, OSLO) - start_of_day(day, OSLO) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "typed",
    [
        True, "ja", "Ja.", "X", "x", 1, "avmeldt", "Meldt av", date(2021, 6, 1), "1.6.2021", "TRUE", 44348, "1/6/2021", "sluttet 1. juni",
        "avmeldt, flytter",
    ],
)  # fmt: skip
def test_a_tick_a_word_or_the_day_they_left_is_a_yes(typed: Cell) -> None:
    assert is_yes(typed)
    assert not is_no(typed)


@pytest.mark.parametrize("typed", ["ja?", "ja, jeg blir", "avmeldt fra møte 3", "sluttet ikke likevel", "kanskje"])
def test_what_may_mean_either_is_neither(typed: str) -> None:
    assert not is_yes(typed)
    assert not is_no(typed)


@pytest.mark.parametrize("typed", [False, None, "", "nei", "Nei.", 0, "FALSE"])
def test_an_empty_box_or_a_word_for_no_is_a_no(typed: Cell) -> None:
    assert is_no(typed)
    assert not is_yes(typed)
