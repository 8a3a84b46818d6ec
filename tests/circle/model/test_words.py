"""Dates, times, lists and numbers read like people say them."""

from datetime import date, datetime, time

import pytest

from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.phrases import (
    clock_words,
    date_words,
    join_words,
    number_words,
    plural,
    quoted_words,
    rhythm_words,
    time_words,
    weekday_words,
    when_words,
    where_words,
)
from tasks.circle.model.records import Form

START, END = time(9, 15), time(11, 30)
TUESDAY = date(2021, 5, 11)


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", "tirsdag 11. mai 2021"), ("nn", "tysdag 11. mai 2021"), ("en", "Tuesday 11 May 2021")],
)
def test_a_date_is_said_with_its_weekday_in_the_readers_language(language: str, words: str) -> None:
    assert date_words(TUESDAY, language) == words
    assert words.startswith(weekday_words(TUESDAY, language))


def test_norwegian_clocks_have_a_point_and_english_ones_a_colon() -> None:
    assert time_words(START, END, "nb") == time_words(START, END, "nn") == "kl. 09.15–11.30"
    assert time_words(START, END, "en") == "09:15–11:30"
    assert clock_words(START, "nb") == "09.15"


def test_date_and_time_stand_together() -> None:
    start, end = datetime(2021, 12, 14, 9, 15), datetime(2021, 12, 14, 11, 30)
    assert when_words(start, end, "nb") == "tirsdag 14. desember 2021 kl. 09.15–11.30"
    assert when_words(start, end, "en") == "Tuesday 14 December 2021, 09:15–11:30"


@pytest.mark.parametrize(
    ("rule", "nb", "nn", "en"),
    [
        ("FREQ=MONTHLY;BYDAY=2TU", "2. tirsdag i måneden", "2. tysdag i månaden", "the 2nd Tuesday of the month"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "siste fredag i måneden", "siste fredag i månaden", "the last Friday of the month"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", "2. tirsdag i måneden", "2. tysdag i månaden", "the 2nd Tuesday of the month"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "annenhver tirsdag", "annankvar tysdag", "every other Tuesday"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", "hver tirsdag og torsdag", "kvar tysdag og torsdag", "every Tuesday and Thursday"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO", "1. mandag annenhver måned", "1. måndag annankvar månad",
         "the 1st Monday every other month"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "den 15. i måneden", "den 15. i månaden", "day 15 of the month"),
    ],
)  # fmt: skip
def test_a_rhythm_is_said_in_words(rule: str, nb: str, nn: str, en: str) -> None:
    assert rhythm_words(rule, START, END, "nb") == f"{nb} kl. 09.15–11.30"
    assert rhythm_words(rule, START, END, "nn") == f"{nn} kl. 09.15–11.30"
    assert rhythm_words(rule, START, END, "en") == f"{en}, 09:15–11:30"


@pytest.mark.parametrize("rule", ["FREQ=YEARLY", "FREQ=MONTHLY;BYDAY=TU", "FREQ=WEEKLY;INTERVAL=9;BYDAY=TU", "FREQ=MONTHLY;BYDAY=XX", "FREQ=MONTHLY"])
def test_a_rhythm_without_words_is_not_guessed_at(rule: str) -> None:
    assert rhythm_words(rule, START, END, "nb") == "til faste tider kl. 09.15–11.30"


@pytest.mark.parametrize(("items", "words"), [((), ""), (("a",), "a"), (("a", "b"), "a og b"), (("a", "b", "c"), "a, b og c")])
def test_a_list_of_any_length_reads_right(items: tuple[str, ...], words: str) -> None:
    assert join_words(items, "nb") == words
    assert quoted_words(items, "nb").replace("«", "").replace("»", "") == words


def test_numbers_are_words_up_to_twelve() -> None:
    assert [number_words(number, "nb") for number in (0, 1, 12, 13)] == ["ingen", "én", "tolv", "13"]
    assert number_words(7, "nn") == "sju"
    assert plural(1, "én deltaker", "deltakere") == "én deltaker"


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_names_the_place_the_tool_or_the_net(language: str) -> None:
    online = "online" if language == "en" else "på nett"
    assert where_words(Form.DIGITAL, "", language) == online
    assert where_words(Form.DIGITAL, "Spatial Chat", language) == f"{online} (Spatial Chat)"
    assert where_words(Form.PHYSICAL, "Storgata 1", language) == "Storgata 1"
    assert where_words(Form.HYBRID, "Storgata 1", language).startswith("Storgata 1 ")
    assert where_words(Form.HYBRID, "Storgata 1", language).endswith(online)
