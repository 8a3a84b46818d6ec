"""Each letter's window on both sides of both its ends, to the second (R12's table, RULES.md «Reminder»)."""

from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tasks.circle.letters.due import Situation, due_letters, missed
from tasks.circle.letters.tally import Tally
from tasks.circle.model.attending import Consultation
from tasks.circle.model.letter_kinds import Kind
from tests.circle.letters.letters_life import Life, instant

SECOND = timedelta(seconds=1)
START, END, CLOSE = "2021-06-08 09:15", "2021-06-08 11:30", "2021-06-19 00:00"
INVITED = ("2021-05-12 08:05",)


@pytest.fixture
def life() -> Life:
    """Kari has signed up, and 8 June is set; Marit leads."""
    life = Life()
    life.sign_up("Kari", instant("2021-05-03 10:00"))
    life.meet(1, START)
    return life


def due(life: Life, at: str, later: timedelta = timedelta()) -> set[str]:
    return deepcopy(life).round(instant(at) + later)


@pytest.mark.parametrize(
    ("letter", "rounds", "opens", "closes"),
    [
        ("Kari invitation 1", ("2021-05-04 08:05",), "2021-05-11 00:00", START),
        ("Kari reminder 1", INVITED, "2021-06-06 00:00", START),
        ("Marit day_sheet 1", INVITED, "2021-06-07 00:00", START),
        ("Kari reflection 1", INVITED, END, CLOSE),
        ("Kari nudge 1", (*INVITED, "2021-06-08 12:05"), "2021-06-12 00:00", CLOSE),
        ("Kari nudge 1", (*INVITED, "2021-06-11 12:05"), "2021-06-13 00:00", CLOSE),  # a form lies two days first
    ],
)
def test_a_letter_is_due_from_its_first_instant_to_the_one_before_it_is_too_late(
    life: Life, letter: str, rounds: tuple[str, ...], opens: str, closes: str
) -> None:
    for at in rounds:
        life.round(instant(at))
    found = [letter in due(life, at, later) for at in (opens, closes) for later in (-SECOND, timedelta())]
    assert found == [False, True, True, False]


@pytest.mark.parametrize(("invited", "reminded"), [("2021-06-03 23:59:59", True), ("2021-06-04 00:00:00", False)])
def test_who_was_written_to_less_than_two_days_before_the_reminder_gets_none(life: Life, invited: str, reminded: bool) -> None:
    life.round(instant(invited))
    assert ("Kari reminder 1" in due(life, "2021-06-06 08:05")) == reminded


def test_a_meeting_that_is_called_off_is_taken_out_of_calendars_until_its_start(life: Life) -> None:
    life.round(instant(INVITED[0]))
    life.meetings[1][7] = "avlyst"
    assert "Kari cancellation 1" in due(life, START, -SECOND)
    assert "Kari cancellation 1" not in due(life, START)


def test_nobody_is_welcomed_after_the_last_day(life: Life) -> None:
    life.meet(2, "2021-12-30 09:15")
    life.round(instant("2021-12-30 08:05"))
    life.sign_up("Ola", instant("2021-12-31 10:00"))
    assert "Ola welcome" in due(life, "2022-01-01 00:00", -SECOND)
    assert "Ola welcome" not in due(life, "2022-01-01 00:00")


def test_who_signs_up_when_the_circle_is_over_hears_that_and_nothing_else(life: Life) -> None:
    """Before the circle closes and after; until thirty days later; never the closing letter, which Kari gets."""
    life.meet(2, "2021-12-30 09:15")
    life.round(instant("2021-12-30 08:05"))
    life.sign_up("Ola", instant("2022-01-01 00:00"))
    found = [due(life, at, later) & {"Ola after_end"} for at in ("2022-01-01 00:00", "2022-01-31 00:00") for later in (-SECOND, timedelta())]
    assert [bool(each) for each in found] == [False, True, True, False]
    assert life.round(instant("2022-01-02 08:05")) == {"Ola after_end", "Kari reflection 2"} and life.round(instant("2022-01-02 12:05")) == set()
    life.sign_up("Åse", instant("2022-01-11 10:00"))
    assert life.round(instant("2022-01-11 12:05")) == {"Kari closing", "Åse after_end"}
    assert life.round(instant("2022-01-12 12:05")) == set()


def test_who_was_never_written_to_before_the_circle_closed_is_not_bid_farewell_first(life: Life) -> None:
    life.meet(2, "2021-12-14 09:15")
    life.round(instant("2021-12-14 12:05"))
    life.sign_up("Ola", instant("2021-12-24 10:00"))
    assert life.round(instant("2021-12-25 08:05")) == {"Kari closing", "Ola after_end"}


def test_the_closing_letter_goes_from_the_instant_the_circle_closes_and_for_thirty_days(life: Life) -> None:
    life.meet(2, "2021-12-14 09:15")
    life.round(instant("2021-12-14 12:05"))
    found = ["Kari closing" in due(life, at, later) for at in ("2021-12-25 00:00", "2022-01-25 00:00") for later in (-SECOND, timedelta())]
    assert found == [False, True, True, False]


def test_participants_are_asked_from_the_instant_a_consultation_opens_until_it_closes(life: Life) -> None:
    life.round(instant(INVITED[0]))
    opens, closes = instant("2021-05-20 08:05"), instant("2021-05-28 00:00")
    asked = Consultation(2, opens, closes, ("Miro",), (date(2021, 8, 10),))
    situation = replace(Situation.of(life.snapshot(opens), life.memory.meetings), consultations=(asked,))
    moments = (opens - SECOND, opens, closes - SECOND, closes)
    found = [Kind.CONSULTATION in {letter.kind for letter in due_letters(replace(situation, now=now))} for now in moments]
    assert found == [False, True, True, False]


def test_a_letter_without_a_calendar_has_sequence_0_and_one_about_no_meeting_nr_0(life: Life) -> None:
    life.round(instant("2021-05-04 08:05"))
    assert {(gone.letter.kind, gone.letter.meeting, gone.letter.sequence) for gone in life.log} == {(Kind.WELCOME, 0, 0)}
    assert Tally() == Tally(invited=0, reminded=0, asked=0, answered=0, attended=0)


@pytest.mark.parametrize(
    ("last_round", "now", "told"),
    [
        (START, START, False), ("2021-06-08 09:14:59", START, True), ("2021-06-08 09:14:58", "2021-06-08 09:14:59", False),
        (CLOSE, CLOSE, False), ("2021-06-18 23:59:59", CLOSE, True), ("2021-06-18 23:59:58", "2021-06-18 23:59:59", False),
    ],
)  # fmt: skip
def test_what_ended_after_the_last_round_and_by_now_was_missed(life: Life, last_round: str, now: str, told: bool) -> None:
    """R12, R23: a meeting's start for reminder and day sheet, the end of its answers for the form."""
    life.round(instant(INVITED[0]))
    situation = Situation.of(life.snapshot(instant(now)), life.memory.meetings)
    assert bool(missed(situation, instant(last_round))) == told
    assert missed(situation, None) == []


def test_r2_who_signed_up_before_the_start_belongs_to_the_meeting_and_who_did_at_the_start_does_not(life: Life) -> None:
    life.round(instant(INVITED[0]))
    life.sign_up("Ola", instant("2021-05-20 10:00"))
    situation = Situation.of(life.snapshot(instant("2021-05-21 08:05")), life.memory.meetings)
    ola = next(person for person in situation.people if person.name == "Ola")
    at_times = [replace(ola, known=replace(ola.known, joined=instant(START) + later)) for later in (-SECOND, timedelta())]
    found = [{letter.kind for letter in due_letters(replace(situation, people=[each]))} for each in at_times]
    assert [Kind.INVITATION in kinds for kinds in found] == [True, False]
