"""What is settled in RULES.md about reminders, SEQUENCE, absence, addresses, facilitators, samråd and closing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tasks.circle.letters.due import Letter
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import Outcome
from tests.circle.letters.letters_life import Life, circle, instant

INVITED = "2021-05-11 08:05"


@pytest.fixture
def life() -> Life:
    """Kari and Ola have signed up and been invited to meeting 1, on Tuesday 8 June at 09.15."""
    life = Life()
    life.sign_up("Kari", instant("2021-05-03 10:00"))
    life.sign_up("Ola", instant("2021-05-04 10:00"))
    life.meet(1, "2021-06-08 09:15", "Digitale møter")
    life.round(instant(INVITED))
    return life


def at(life: Life, *times: str) -> list[set[str]]:
    return [life.round(instant(time)) for time in times]


def of(who: str, seen: list[set[str]]) -> list[str]:
    return [line.removeprefix(who + " ") for letters in seen for line in sorted(letters) if line.startswith(who)]


def sequences(life: Life, who: str) -> list[int]:
    return [gone.sent.sequence for gone in life.log if gone.who == who and gone.sent.start]


def only(kind: Kind, outcome: Outcome) -> Callable[[Letter], Outcome]:
    return lambda letter: outcome if letter.kind is kind else Outcome.DONE


@pytest.mark.parametrize(("signed_up", "reminders"), [("2021-06-03 23:50", 1), ("2021-06-04 00:10", 0), ("2021-06-07 07:00", 0)])
def test_reminder_not_for_whom_was_invited_in_the_two_days_before_it(life: Life, signed_up: str, reminders: int) -> None:
    life.sign_up("Åse", instant(signed_up))
    seen = at(life, signed_up, "2021-06-06 08:05", "2021-06-07 08:05", "2021-06-08 09:05")
    assert of("Åse", seen).count("reminder 1") == reminders


@pytest.mark.parametrize(("signed_up", "reminders"), [("2021-10-29 23:30", 1), ("2021-10-30 00:30", 0)])
def test_reminder_counts_whole_local_days_also_when_the_clocks_go_back(signed_up: str, reminders: int) -> None:
    life = Life()
    life.meet(1, "2021-11-03 09:15")
    life.round(instant("2021-10-28 12:05"))
    life.sign_up("Åse", instant(signed_up))
    assert of("Åse", at(life, signed_up, "2021-11-01 08:05")).count("reminder 1") == reminders


def test_reminder_again_once_when_the_meeting_moved_after_it(life: Life) -> None:
    at(life, "2021-06-06 08:05")
    life.meet(1, "2021-06-22 09:15", "Digitale møter")
    seen = at(life, "2021-06-06 12:05", "2021-06-08 12:05", "2021-06-20 08:05", "2021-06-21 08:05")
    assert of("Kari", seen) == ["update 1", "reminder 1"]


def test_a_change_of_place_opens_no_new_reminder(life: Life) -> None:
    at(life, "2021-06-06 08:05")
    life.meet(1, "2021-06-08 09:15", "Digitale møter", "fysisk", "Storgata 1")
    assert of("Kari", at(life, "2021-06-06 12:05", "2021-06-07 08:05")) == ["update 1"]


def test_sequence_is_the_meetings_and_who_joins_later_starts_at_the_current_one(life: Life) -> None:
    life.meet(1, "2021-06-15 09:15", "Digitale møter")
    at(life, "2021-05-20 08:05")
    life.sign_up("Åse", instant("2021-05-20 12:00"))
    at(life, "2021-05-20 12:05")
    assert (sequences(life, "Kari"), sequences(life, "Åse")) == ([0, 1], [1])


def test_a_cancellation_taken_back_is_an_update_to_those_who_had_been_invited(life: Life) -> None:
    life.meetings[1][7] = "avlyst"
    at(life, "2021-05-20 08:05")
    life.sign_up("Åse", instant("2021-05-20 12:00"))
    life.meetings[1][7] = ""
    seen = at(life, "2021-05-21 08:05", "2021-05-21 12:05")
    assert seen == [{"Kari update 1", "Ola update 1", "Marit update 1", "Åse invitation 1", "Åse welcome"}, set()]
    assert (sequences(life, "Kari"), sequences(life, "Åse")) == ([0, 1, 2], [2])


def test_who_leaves_and_comes_back_is_welcomed_and_invited_again_one_sequence_higher(life: Life) -> None:
    life.people["Kari"][3] = "ja"
    at(life, "2021-05-20 08:05")
    life.people["Kari"][3] = ""
    assert of("Kari", at(life, "2021-05-21 08:05", "2021-05-21 12:05")) == ["invitation 1", "welcome"]
    assert (sequences(life, "Kari"), sequences(life, "Ola")) == ([0, 1, 2], [0])
    life.meet(1, "2021-06-15 09:15", "Digitale møter")
    at(life, "2021-05-22 08:05")
    assert (sequences(life, "Kari"), sequences(life, "Ola")) == ([0, 1, 2, 3], [0, 1])


def test_a_corrected_address_gets_the_coming_meetings_and_no_second_welcome(life: Life) -> None:
    life.people["Kari"][2] = "kari.berg@example.org"
    assert at(life, "2021-05-20 08:05", "2021-05-20 12:05") == [{"Kari invitation 1"}, set()]


def test_a_welcome_refused_by_the_wrong_address_goes_to_the_corrected_one() -> None:
    life = Life(outcome=lambda _: Outcome.REJECTED)
    life.meet(1, "2021-12-01 09:15")
    life.sign_up("Kari", instant("2021-05-03 10:00"))
    at(life, INVITED)
    life.outcome = lambda _: Outcome.DONE
    life.people["Kari"][2] = "kari.berg@example.org"
    assert at(life, "2021-05-20 08:05", "2021-05-20 12:05") == [{"Kari welcome"}, set()]


def test_who_corrects_the_address_during_the_meeting_still_gets_the_form(life: Life) -> None:
    life.people["Kari"][2] = "kari.berg@example.org"
    seen = at(life, "2021-06-08 10:00", "2021-06-08 11:30", "2021-06-12 08:05")
    assert of("Kari", seen) == ["reflection 1", "nudge 1"]


def test_a_person_whose_address_became_unusable_is_kept_and_not_written_to(life: Life) -> None:
    life.people["Kari"][2] = "kari(at)example"
    life.meet(1, "2021-06-15 09:15", "Digitale møter")
    assert of("Kari", at(life, "2021-05-20 08:05")) == []
    life.people["Kari"][2] = "kari@example.org"
    assert of("Kari", at(life, "2021-05-21 08:05")) == ["update 1"]


def test_absence_spares_reminder_form_and_nudge_of_that_meeting(life: Life) -> None:
    life.say("Fravær", "Kari", 1, "nei", instant("2021-06-01 10:00"))
    life.meet(2, "2021-06-15 09:15")
    seen = at(life, "2021-06-01 12:05", "2021-06-06 08:05", "2021-06-08 11:30", "2021-06-13 08:05")
    assert of("Kari", seen) == ["invitation 2", "reminder 2"]
    assert of("Ola", seen) == ["invitation 2", "reminder 1", "reflection 1", "nudge 1", "reminder 2"]


def test_an_absent_person_still_hears_of_changes_and_a_moved_date_asks_anew(life: Life) -> None:
    life.say("Fravær", "Kari", 1, "nei", instant("2021-05-12 10:00"))
    life.meet(1, "2021-06-15 09:15", "Digitale møter")
    seen = at(life, "2021-05-20 08:05", "2021-06-13 08:05")
    life.say("Fravær", "Kari", 1, "nei", instant("2021-06-13 10:00"))
    life.meetings[1][7] = "avlyst"
    assert of("Kari", [*seen, *at(life, "2021-06-13 12:05")]) == ["update 1", "reminder 1", "cancellation 1"]


def test_facilitators_get_calendar_entries_and_day_sheet_but_no_reminder_or_form(life: Life) -> None:
    seen = at(life, "2021-06-06 08:05", "2021-06-07 08:05", "2021-06-08 11:30", "2021-06-12 08:05")
    assert of("Marit", seen) == ["day_sheet 1"]
    assert of("Marit", at(life, "2021-07-01 08:05")) == []


def test_a_facilitator_who_has_signed_up_gets_everything_and_nothing_twice(life: Life) -> None:
    life.sign_up("Marit", instant("2021-05-12 10:00"))
    seen = at(life, "2021-05-12 12:05", "2021-06-06 08:05", "2021-06-07 08:05", "2021-06-08 11:30", "2021-06-12 08:05")
    assert of("Marit", seen) == ["welcome", "reminder 1", "day_sheet 1", "reflection 1", "nudge 1"]


def test_a_facilitator_who_withdraws_as_participant_keeps_the_calendar_entry(life: Life) -> None:
    life.sign_up("Marit", instant("2021-05-12 10:00"))
    at(life, "2021-05-12 12:05")
    life.people["Marit"][3] = "ja"
    seen = at(life, "2021-05-13 08:05", "2021-06-06 08:05", "2021-06-07 08:05", "2021-06-08 11:30")
    assert of("Marit", seen) == ["day_sheet 1"]


def test_the_nudge_comes_at_least_two_days_after_the_form(life: Life) -> None:
    seen = at(life, "2021-06-11 16:05", "2021-06-12 08:05", "2021-06-13 00:00")
    assert seen == [{"Kari reflection 1", "Ola reflection 1"}, set(), {"Kari nudge 1", "Ola nudge 1"}]


def test_a_consultation_goes_once_to_participants_who_have_not_voted_until_it_closes(life: Life) -> None:
    life.round(instant("2021-08-02 08:05"), consult=True)
    asked = life.memory.consultations[0]
    assert {gone.who for gone in life.log if gone.letter.kind is Kind.CONSULTATION} == {"Kari", "Ola"}
    life.sign_up("Åse", instant("2021-08-04 10:00"))
    life.sign_up("Per", instant("2021-08-09 10:00"))
    life.outcome = only(Kind.CONSULTATION, Outcome.LATER)
    number = asked.meeting
    assert of("Åse", at(life, "2021-08-04 12:05")).count(f"consultation {number}") == 1
    life.say("Samråd", "Åse", number, "", instant("2021-08-05 10:00"), asked.dates[0].isoformat())
    assert f"consultation {number}" not in of("Åse", at(life, "2021-08-05 12:05"))
    assert f"consultation {number}" in of("Per", at(life, "2021-08-09 23:59"))
    assert f"consultation {number}" not in of("Per", at(life, "2021-08-10 00:00"))


def test_a_consultation_about_a_meeting_does_not_count_in_its_sequence(life: Life) -> None:
    life.round(instant("2021-08-02 08:05"), consult=True)
    life.meet(life.memory.consultations[0].meeting, "2021-08-17 09:15")
    assert "invitation 2" in of("Kari", at(life, "2021-08-10 08:05"))
    assert sequences(life, "Kari") == [0, 0]


def autumn() -> Life:
    """The rhythm's last date is the meeting on 14 December; Kari was invited to it."""
    life = Life(circle(date(2021, 11, 15), date(2021, 12, 31)))
    life.sign_up("Kari", instant("2021-11-16 10:00"))
    life.meet(1, "2021-12-14 09:15", "Avslutning")
    at(life, "2021-11-17 08:05", "2021-12-12 08:05", "2021-12-14 11:30", "2021-12-18 08:05")
    return life


def test_r17_when_the_last_answers_are_closed_each_participant_gets_one_closing_letter() -> None:
    life = autumn()
    seen = at(life, "2021-12-24 23:59", "2021-12-25 00:00", "2021-12-25 08:05", "2022-01-10 08:05")
    assert seen == [set(), {"Kari closing"}, set(), set()]


@pytest.mark.parametrize(("time", "letters"), [("2022-01-24 23:59", {"Kari closing"}), ("2022-01-25 00:00", set())])
def test_r12_the_closing_letter_is_sent_until_thirty_days_later(time: str, letters: set[str]) -> None:
    assert at(autumn(), time) == [letters]


def test_r17_who_signs_up_after_the_circle_closed_hears_once_that_it_is_over() -> None:
    life = autumn()
    at(life, "2021-12-25 08:05")
    life.sign_up("Ola", instant("2021-12-26 10:00"))
    assert at(life, "2021-12-26 12:05", "2021-12-27 08:05") == [{"Ola after_end"}, set()]


def test_r9_the_last_meeting_called_off_leaves_the_calendars_although_nothing_is_left_of_the_circle() -> None:
    life = Life(circle(date(2021, 9, 1), date(2021, 12, 31)))
    life.sign_up("Kari", instant("2021-09-02 10:00"))
    for number, day in enumerate(("09-14", "10-12", "11-09", "12-14"), start=1):
        life.meet(number, f"2021-{day} 09:15", "Fokus")
    at(life, "2021-09-03 08:05", "2021-11-17 08:05")
    life.meetings[4][7] = "avlyst"
    seen = at(life, "2021-12-01 08:05", "2021-12-02 08:05")
    assert {"Kari cancellation 4", "Marit cancellation 4"} <= seen[0]
    assert not {line for line in seen[1] if "closing" not in line}


def test_r18_whose_mailbox_refused_the_update_gets_no_reminder_by_a_second_round(life: Life) -> None:
    life.outcome = only(Kind.UPDATE, Outcome.REJECTED)
    life.meet(1, "2021-06-08 10:15", "Digitale møter")
    assert of("Kari", at(life, "2021-06-06 08:05", "2021-06-06 08:05")) == ["update 1"]


def test_r21_an_invitation_settled_as_lost_after_a_focus_letter_breaks_nothing(life: Life) -> None:
    life.meet(1, "2021-06-08 09:15", "Noe annet")
    at(life, "2021-05-12 08:05")
    lost = {key: replace(s, outcome=Outcome.NOT_SENT) if s.kind is Kind.INVITATION else s for key, s in life.letters.items()}
    life.letters, life.memory = lost, replace(life.memory, letters=tuple(lost.values()))
    assert of("Kari", at(life, "2021-06-06 08:05", "2021-06-06 12:05")) == ["reminder 1"]
