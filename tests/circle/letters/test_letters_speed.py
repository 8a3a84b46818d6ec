"""Deciding is cheap enough for an installation with many circles (RULES.md «Figures»); its seconds: `python -m tests.benchmarks deciding`."""

from datetime import timedelta

import pytest

from tasks.circle.letters.due import Situation, due_letters
from tests.circle.letters.letters_life import Life, instant
from tests.counting import calls

PEOPLE = 40
DAYS = ("05-11", "06-08", "08-10", "08-24", "09-14", "10-12", "11-09", "12-14")


def whole_life() -> Life:
    """A circle of 40 that has been through its whole life: about 1,200 letters."""
    life = Life()
    for number in range(PEOPLE):
        life.sign_up(f"Deltaker{number}", instant("2021-05-03 10:00"))
    for number, day in enumerate(DAYS, start=1):
        life.meet(number, f"2021-{day} 09:15", "Fokus")
    life.round(instant("2021-05-04 08:05"))
    for day in DAYS:
        start = instant(f"2021-{day} 08:05")
        for days in (-27, -2, -1, 0, 1, 5):
            life.round_again(start + timedelta(days=days))
    return life


@pytest.fixture(scope="module")
def life() -> Life:
    return whole_life()


def situation(life: Life, at: str) -> Situation:
    return Situation.of(life.snapshot(instant(at)), life.memory.meetings)


# In August three meetings are under way at once, in December everything but one is over.
@pytest.mark.parametrize("at", ["2021-05-12 08:05", "2021-08-24 08:05", "2021-12-14 11:30"])
def test_deciding_costs_a_few_calls_for_each_participant_and_meeting(life: Life, at: str) -> None:
    assert len(life.letters) > 1_000
    now = situation(life, at)
    assert calls(lambda: due_letters(now)) < 30 * PEOPLE * len(DAYS)
