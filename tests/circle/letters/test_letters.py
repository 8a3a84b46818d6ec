"""The windows of R12 and who belongs to which meeting (R2, R4, R8–R10), told with Kari, Ola, Åse and the facilitator Marit."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tasks.circle.acts import ALL, DAILY, kinds_of
from tasks.circle.letters.due import Letter
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import Outcome
from tests.circle.letters.letters_life import Gone, Life, instant


@pytest.fixture
def life() -> Life:
    """Kari has signed up; meeting 1 is on Tuesday 8 June at 09.15, meeting 2 on 24 August."""
    life = Life()
    life.sign_up("Kari", instant("2021-05-03 10:00"))
    life.meet(1, "2021-06-08 09:15", "Digitale møter")
    life.meet(2, "2021-08-24 09:15", "Hybride møter")
    return life


def at(life: Life, *times: str) -> list[set[str]]:
    return [life.round(instant(time)) for time in times]


def last(life: Life, who: str, kind: Kind) -> Gone:
    return [gone for gone in life.log if gone.who == who and gone.letter.kind is kind][-1]


def only(kind: Kind, outcome: Outcome) -> Callable[[Letter], Outcome]:
    return lambda letter: outcome if letter.kind is kind else Outcome.DONE


def test_r12_a_new_participant_is_welcomed_by_the_first_round_that_sees_them(life: Life) -> None:
    assert at(life, "2021-05-03 12:05", "2021-05-03 16:05") == [{"Kari welcome"}, set()]


def test_r12_nobody_is_welcomed_after_the_circles_end(life: Life) -> None:
    life.meet(3, "2021-12-28 09:15")
    life.round(instant("2021-12-20 08:05"))
    life.sign_up("Ola", instant("2021-12-29 10:00"))
    assert at(life, "2021-12-31 23:59") == [{"Ola welcome", "Kari reflection 3"}]
    life.sign_up("Åse", instant("2022-01-01 00:01"))
    assert at(life, "2022-01-01 08:05") == [{"Åse after_end"}]


def test_r12_invitations_go_out_28_local_days_before(life: Life) -> None:
    assert at(life, "2021-05-10 23:59", "2021-05-11 00:00") == [{"Kari welcome"}, {"Kari invitation 1", "Marit invitation 1"}]
    assert last(life, "Kari", Kind.INVITATION).sent.sequence == 0


def test_r12_days_are_local_days_when_the_clocks_change(life: Life) -> None:
    life.meet(3, "2021-11-09 00:30")
    at(life, "2021-08-25 08:05")
    assert at(life, "2021-10-11 23:59", "2021-10-12 00:00") == [set(), {"Kari invitation 3", "Marit invitation 3"}]


def test_r12_nobody_is_invited_before_the_room_is_ready(life: Life) -> None:
    life.rooms_work = False
    assert at(life, "2021-05-11 08:05") == [{"Kari welcome"}]
    life.rooms_work = True
    assert at(life, "2021-05-11 12:05") == [{"Kari invitation 1", "Marit invitation 1"}]


def test_r2_who_signs_up_a_minute_before_the_meeting_is_written_to_at_once(life: Life) -> None:
    at(life, "2021-05-11 08:05")
    life.sign_up("Ola", instant("2021-06-08 09:14"))
    assert "Ola invitation 1" in at(life, "2021-06-08 09:14")[0]


def test_r2_who_signs_up_a_minute_after_the_start_joins_from_the_next_meeting(life: Life) -> None:
    at(life, "2021-05-11 08:05")
    life.sign_up("Ola", instant("2021-06-08 09:16"))
    seen = at(life, "2021-06-08 09:16", "2021-06-08 11:30", "2021-06-12 08:05", "2021-07-27 08:05")
    assert {line for letters in seen for line in letters if "Ola" in line} == {"Ola welcome", "Ola invitation 2"}


def test_r2_a_meeting_added_later_is_for_everybody_who_has_signed_up(life: Life) -> None:
    at(life, "2021-05-11 08:05")
    life.meet(3, "2021-05-20 09:15")
    assert at(life, "2021-05-12 08:05") == [{"Kari invitation 3", "Marit invitation 3"}]


def test_r9b_a_meeting_held_before_the_first_round_is_history(life: Life) -> None:
    times = "2021-06-08 09:16", "2021-06-08 12:05", "2021-06-12 08:05"
    assert at(life, *times) == [{"Kari welcome"}, set(), set()]


def test_r12_the_reminder_is_due_two_local_days_before_and_never_after_the_start(life: Life) -> None:
    at(life, "2021-05-11 08:05")
    assert at(life, "2021-06-05 23:59", "2021-06-06 00:00", "2021-06-07 08:05")[:2] == [set(), {"Kari reminder 1"}]


def test_r12_no_reminder_after_the_meeting_began(life: Life) -> None:
    at(life, "2021-05-11 08:05")
    assert at(life, "2021-06-08 09:15") == [set()]


def test_r12_the_day_sheet_goes_to_facilitators_the_day_before(life: Life) -> None:
    at(life, "2021-05-11 08:05", "2021-06-06 08:05")
    assert at(life, "2021-06-06 23:59", "2021-06-07 00:00", "2021-06-07 08:05") == [set(), {"Marit day_sheet 1"}, set()]


def test_r12_the_form_comes_at_the_end_of_the_meeting(life: Life) -> None:
    at(life, "2021-05-11 08:05")
    assert at(life, "2021-06-08 11:29", "2021-06-08 11:30", "2021-06-08 12:05") == [set(), {"Kari reflection 1"}, set()]


@pytest.mark.parametrize(("time", "letters"), [("2021-06-18 23:59", {"Kari reflection 1"}), ("2021-06-19 00:00", set())])
def test_r12_after_a_long_silence_the_form_is_sent_until_ten_days_after(life: Life, time: str, letters: set[str]) -> None:
    at(life, "2021-05-11 08:05")
    assert at(life, time) == [letters]


def test_r12_who_has_not_answered_is_nudged_once_four_days_after(life: Life) -> None:
    at(life, "2021-05-11 08:05", "2021-06-08 11:30")
    seen = at(life, "2021-06-11 23:59", "2021-06-12 00:00", "2021-06-13 08:05", "2021-06-18 08:05")
    assert seen == [set(), {"Kari nudge 1"}, set(), set()]


def test_r12_no_nudge_for_who_has_answered_nor_after_ten_days(life: Life) -> None:
    life.sign_up("Ola", instant("2021-05-03 11:00"))
    at(life, "2021-05-11 08:05", "2021-06-08 11:30")
    life.say("Refleksjoner", "Kari", 1, "Mye å hente", instant("2021-06-09 10:00"))
    assert at(life, "2021-06-19 00:00", "2021-06-19 08:05") == [set(), set()]
    assert life.round(instant("2021-06-18 23:59")) == {"Ola nudge 1"}


def test_r12_two_weeks_of_silence_leave_no_stale_pile(life: Life) -> None:
    at(life, "2021-06-04 08:05")
    assert at(life, "2021-06-19 08:05") == [set()]


def test_r8_a_moved_meeting_is_an_update_with_the_next_sequence_and_the_old_date(life: Life) -> None:
    at(life, "2021-05-11 08:05")
    life.meet(1, "2021-06-15 09:15", "Digitale møter")
    assert at(life, "2021-05-12 08:05", "2021-05-12 12:05") == [{"Kari update 1", "Marit update 1"}, set()]
    update = last(life, "Kari", Kind.UPDATE).letter
    assert (update.sequence, update.told and update.told.start) == (1, instant("2021-06-08 09:15"))


def test_r8_an_update_that_could_not_go_is_sent_until_the_new_start_and_not_after(life: Life) -> None:
    at(life, "2021-05-11 08:05")
    life.outcome = only(Kind.UPDATE, Outcome.LATER)
    life.meet(1, "2021-06-15 09:15", "Digitale møter")
    seen = at(life, "2021-05-12 08:05", "2021-06-15 09:14")
    assert all("Kari update 1" in letters for letters in seen)
    assert "Kari update 1" not in at(life, "2021-06-15 09:15")[0]


def test_r8_moved_and_moved_back_between_two_rounds_is_no_change(life: Life) -> None:
    at(life, "2021-05-11 08:05")
    life.meet(1, "2021-06-15 09:15", "Digitale møter")
    life.meet(1, "2021-06-08 09:15", "Digitale møter")
    assert at(life, "2021-05-12 08:05") == [set()]


def test_r9_a_cancelled_meeting_is_taken_out_of_every_calendar(life: Life) -> None:
    at(life, "2021-05-11 08:05")
    life.meetings[1][7] = "avlyst"
    assert at(life, "2021-05-12 08:05", "2021-05-12 12:05") == [{"Kari cancellation 1", "Marit cancellation 1"}, set()]
    assert last(life, "Kari", Kind.CANCELLATION).sent.sequence == 1
    assert at(life, "2021-06-06 08:05", "2021-06-08 11:30", "2021-06-12 08:05") == [set()] * 3


def test_r9_nothing_is_cancelled_after_the_old_start(life: Life) -> None:
    at(life, "2021-05-11 08:05")
    life.meetings[1][7] = "avlyst"
    assert at(life, "2021-06-08 09:15", "2021-06-08 11:30") == [set(), set()]


@pytest.mark.parametrize("read", ["2021-06-08 09:15", "2021-06-08 11:30", "2021-06-09 08:05"])
def test_r9_called_off_first_read_after_the_start_did_not_take_place(life: Life, read: str) -> None:
    """Typed late, or nobody looked in time: also when the meeting would have been over; the next one goes on."""
    at(life, "2021-05-11 08:05")
    life.meetings[1][7] = "avlyst"
    assert at(life, read, "2021-06-12 08:05", "2021-06-15 08:05") == [set()] * 3
    assert at(life, "2021-07-27 08:05") == [{"Kari invitation 2", "Marit invitation 2"}]


def test_r9_called_off_when_the_form_has_gone_nobody_is_nudged(life: Life) -> None:
    assert "Kari reflection 1" in at(life, "2021-05-11 08:05", "2021-06-08 11:30")[1]
    life.meetings[1][7] = "avlyst"
    assert at(life, "2021-06-12 08:05", "2021-06-15 08:05") == [set()] * 2


def test_r10_a_focus_area_set_after_the_invitation_keeps_the_sequence(life: Life) -> None:
    life.meet(1, "2021-06-08 09:15")
    at(life, "2021-05-11 08:05")
    life.meet(1, "2021-06-08 09:15", "Universell utforming")
    assert at(life, "2021-05-12 08:05", "2021-05-12 12:05") == [{"Kari focus 1", "Marit focus 1"}, set()]
    assert last(life, "Kari", Kind.FOCUS).sent.sequence == 0


def test_r10_date_and_focus_area_together_are_one_update(life: Life) -> None:
    at(life, "2021-05-11 08:05")
    life.meet(1, "2021-06-15 09:15", "Noe annet")
    assert at(life, "2021-05-12 08:05", "2021-05-12 12:05") == [{"Kari update 1", "Marit update 1"}, set()]


def test_r10_r18_a_focus_area_set_on_the_reminders_day_comes_with_the_reminder(life: Life) -> None:
    life.meet(1, "2021-06-08 09:15")
    at(life, "2021-05-11 08:05")
    life.meet(1, "2021-06-08 09:15", "Universell utforming")
    now = "2021-06-06 08:05"
    assert at(life, now, now) == [{"Kari focus 1", "Marit focus 1", "Kari reminder 1"}, set()]


def test_r4_who_withdraws_is_taken_out_of_coming_meetings_and_then_left_in_peace(life: Life) -> None:
    at(life, "2021-07-27 08:05")
    life.people["Kari"][3] = "ja"
    assert at(life, "2021-07-28 08:05") == [{"Kari cancellation 2"}]
    letter = last(life, "Kari", Kind.CANCELLATION).letter
    assert (letter.personal, letter.sequence) == (True, 1)
    life.meetings[2][7] = "avlyst"
    assert at(life, "2021-07-29 08:05", "2021-08-24 11:30") == [{"Marit cancellation 2"}, set()]


def test_r4_who_is_simply_gone_hears_nothing_more(life: Life) -> None:
    at(life, "2021-07-27 08:05")
    del life.people["Kari"]
    assert at(life, "2021-07-28 08:05", "2021-08-22 08:05", "2021-08-24 11:30") == [set()] * 3


@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.CLAIMED, Outcome.REJECTED])
def test_r21_a_letter_of_unknown_fate_or_refused_for_good_is_never_repeated(life: Life, outcome: Outcome) -> None:
    life.outcome = lambda _: outcome
    at(life, "2021-05-11 08:05")
    assert at(life, "2021-05-11 12:05", "2021-05-11 16:05") == [set(), set()]


@pytest.mark.parametrize("outcome", [Outcome.LATER, Outcome.NOT_SENT])
def test_a_letter_that_did_not_go_is_tried_by_the_next_round(life: Life, outcome: Outcome) -> None:
    life.outcome = lambda _: outcome
    assert at(life, "2021-05-11 08:05") == at(life, "2021-05-11 12:05")


def test_r22_what_keeps_people_from_the_wrong_place_comes_first(life: Life) -> None:
    at(life, "2021-07-27 08:05")
    life.sign_up("Åse", instant("2021-07-28 07:00"))
    life.meet(2, "2021-08-25 09:15")
    life.round(instant("2021-07-28 08:05"))
    kinds = [gone.letter.kind for gone in life.log[-4:]]
    assert kinds == [Kind.UPDATE, Kind.UPDATE, Kind.INVITATION, Kind.WELCOME]
    assert len({kind.facts.urgency for kind in Kind}) == len(Kind)


def test_every_kind_of_letter_belongs_to_one_act() -> None:
    assert kinds_of(ALL) == set(Kind)
    assert sum(len(kinds_of((act,))) for act in ALL) == len(Kind)


def test_a_daily_round_carries_an_open_consultation_on() -> None:
    assert Kind.CONSULTATION in kinds_of(DAILY)
    assert Kind.CONSULTATION not in kinds_of(("signups", "digest"))


def test_r12_offsets_are_configuration(life: Life) -> None:
    life.circle = replace(life.circle, letters=replace(life.circle.letters, invitation_days=0, reminder_days=1))
    seen = at(life, "2021-06-06 08:05", "2021-06-07 08:05", "2021-06-08 00:00")
    assert seen == [{"Kari welcome"}, {"Marit day_sheet 1"}, {"Kari invitation 1", "Marit invitation 1"}]
