"""The programme over several rounds: moved, called off, vanished, taken over midway (R7–R10, R9b, RULES.md «SEQUENCE», «Møter»)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tasks.circle.meetings.programme import coming, held
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import Decision, LetterRecord, Meeting, Memory
from tasks.circle.snapshot import Values
from tests.circle.people_of_the_circle import JUNE, KARI, MAY, OLA, Line, local, meeting, round_at, see, sheet, told

FIRST, SECOND, THIRD = local("2021-05-05"), local("2021-05-06"), local("2021-05-07")
OFF = (1, "11.5.2021", "", "", "", "", "", "avlyst")


@pytest.fixture
def memory() -> Memory:
    """After the round of 5 May: Kari and Ola are invited to 11 May, not yet to 8 June."""
    return round_at(FIRST, typed(MAY, JUNE))[1]


def typed(*meetings: Line) -> Values:
    return sheet(people=[KARI, OLA], meetings=meetings)


def after(memory: Memory, *meetings: Line, now: datetime = SECOND) -> tuple[Meeting, list[LetterRecord], Memory]:
    """Meeting 1 as the next round leaves it, what was sent to Kari, and the ledger."""
    sent, later = round_at(now, typed(*meetings), memory)
    return meeting(later, 1), [each for each in sent if each.person == "D01"], later


def kinds(sent: list[LetterRecord]) -> list[tuple[Kind, int]]:
    return [(each.kind, each.sequence) for each in sent]


def test_a_moved_meeting_keeps_uid_and_room_and_gets_sequence_one(memory: Memory) -> None:
    """R8."""
    before = meeting(memory, 1)
    moved, sent, _ = after(memory, (1, "12.5.2021"), JUNE)
    assert (moved.uid, moved.sequence, moved.moves, moved.moved) == (before.uid, 1, 1, SECOND)
    assert moved.room is not None
    assert before.room is not None
    assert moved.room.id == before.room.id
    assert kinds(sent) == [(Kind.UPDATE, 1)]


def test_a_change_before_anybody_was_invited_raises_nothing(memory: Memory) -> None:
    """SEQUENCE: one more for each change after the first invitation went out."""
    later = round_at(SECOND, typed(MAY, (2, "15.6.2021")), memory)[1]
    assert (meeting(later, 2).sequence, meeting(later, 2).moves) == (0, 0)
    assert meeting(later, 2).start == local("2021-06-15", "09:15")


@pytest.mark.parametrize("row", [(1, "11.5.2021", "", "12.00"), (1, "11.5.2021", "", "", "", "hybrid", "Storgata 1")])
def test_another_end_or_place_is_an_update_and_opens_no_new_reminder(memory: Memory, row: Line) -> None:
    """R8, RULES.md «Møter», «Reminder»: changed «Form» is a change of place; only a change of date opens a new reminder."""
    changed, sent, _ = after(memory, row, JUNE)
    assert (changed.sequence, changed.moves) == (1, 0)
    assert kinds(sent) == [(Kind.UPDATE, 1)]


def test_moved_and_back_between_two_rounds_is_nothing(memory: Memory) -> None:
    """RULES.md «Several edits»."""
    assert after(memory, MAY, JUNE)[:2] == (meeting(memory, 1), [])


def test_date_and_focus_changed_together_are_one_update(memory: Memory) -> None:
    """RULES.md «Several edits»."""
    changed, sent, _ = after(memory, (1, "12.5.2021", "10.00", "12.00", "Miro"), JUNE)
    assert (changed.sequence, changed.focus_revision) == (1, 1)
    assert kinds(sent) == [(Kind.UPDATE, 1)]


def test_a_new_focus_keeps_the_sequence(memory: Memory) -> None:
    """R10."""
    changed, sent, _ = after(memory, (1, "11.5.2021", "", "", "Miro"), JUNE)
    assert (changed.focus, changed.focus_revision, changed.sequence) == ("Miro", 1, 0)
    assert kinds(sent) == [(Kind.FOCUS, 0)]


def test_a_called_off_meeting_loses_its_room_and_is_cancelled_for_the_invited(memory: Memory) -> None:
    """R9."""
    off, sent, _ = after(memory, OFF, JUNE)
    assert (off.cancelled, off.room, off.sequence) == (True, None, 1)
    assert kinds(sent) == [(Kind.CANCELLATION, 1)]


def test_called_off_counts_whatever_else_is_wrong_in_the_row(memory: Memory) -> None:
    """R9: nobody may come to a meeting that was called off."""
    off, sent, _ = after(memory, (1, "avlyst", "?", "", "", "telepati", "", "AVLYST"), JUNE)
    assert off.cancelled
    assert kinds(sent) == [(Kind.CANCELLATION, 1)]


def test_called_off_and_taken_back_is_an_update_to_those_who_had_been_invited(memory: Memory) -> None:
    """RULES.md «Møter»."""
    back, sent, _ = after(after(memory, OFF, JUNE)[2], MAY, JUNE, now=THIRD)
    assert (back.cancelled, back.sequence) == (False, 2)
    assert back.room is not None
    assert kinds(sent) == [(Kind.UPDATE, 2)]


def test_a_row_that_vanished_after_the_invitations_is_a_problem_and_nothing_is_cancelled(memory: Memory) -> None:
    """RULES.md «Møter»: only «avlyst» cancels."""
    snapshot = see(typed(JUNE), memory, SECOND)
    assert "«Møter», Nr 1: Raden er borte" in told(snapshot)
    assert meeting(snapshot, 1) == meeting(memory, 1)


def test_a_number_changed_after_the_invitations_is_a_problem_and_serves_no_double(memory: Memory) -> None:
    """RULES.md «Møter»: a row whose Nr changed."""
    snapshot = see(typed((7, "11.5.2021"), JUNE), memory, SECOND)
    assert [each.number for each in snapshot.programme.meetings] == [1, 2]
    assert "Nr 1: Raden er borte" in told(snapshot)


@pytest.mark.parametrize("row", [JUNE, (2, "8.6.2021", "", "", "", "", "", "avlyst")])
def test_a_row_that_vanished_before_anybody_was_invited_is_no_meeting_any_more(memory: Memory, row: Line) -> None:
    """R27: nothing is said, nothing is called off, and the ledger forgets it."""
    sent, later = round_at(THIRD, typed(MAY), round_at(SECOND, typed(MAY, row), memory)[1])
    assert sent == [] and [each.number for each in later.meetings] == [1]
    snapshot = see(typed(MAY), memory, SECOND)
    assert [each.number for each in snapshot.programme.meetings] == [1] and not snapshot.problems


def test_a_date_taken_away_after_the_invitations_is_a_problem(memory: Memory) -> None:
    snapshot = see(typed((1, ""), JUNE), memory, SECOND)
    assert "celle B2: Datoen er tatt bort etter at invitasjonene gikk ut" in told(snapshot)
    assert meeting(snapshot, 1) == meeting(memory, 1)


def test_a_date_taken_away_before_is_open_again(memory: Memory) -> None:
    snapshot = see(typed(MAY, (2, "")), memory, SECOND)
    assert [each.number for each in snapshot.programme.meetings] == [1]
    assert snapshot.programme.undated == (2,)


def test_moved_into_the_past_is_a_problem_and_what_was_known_stays(memory: Memory) -> None:
    """RULES.md «Møter», date-past."""
    snapshot = see(typed((1, "3.5.2021"), JUNE), memory, SECOND)
    assert "celle B2: Møtet er flyttet til en tid som er passert." in told(snapshot)
    assert meeting(snapshot, 1) == meeting(memory, 1)


def test_moved_onto_another_meeting_is_a_problem_and_both_stay(memory: Memory) -> None:
    """R7."""
    snapshot = see(typed((1, "8.6.2021"), JUNE), memory, SECOND)
    assert "overlapper hverandre" in told(snapshot)
    assert [meeting(snapshot, number) for number in (1, 2)] == [meeting(memory, number) for number in (1, 2)]


def test_a_new_meeting_on_the_date_that_a_refused_move_goes_back_to_is_refused_too(memory: Memory) -> None:
    """R7: no two meetings in force ever overlap."""
    snapshot = see(typed((1, "8.6.2021"), JUNE, (3, "11.5.2021")), memory, SECOND)
    assert [each.number for each in snapshot.programme.meetings] == [1, 2]


def test_two_meetings_may_change_places(memory: Memory) -> None:
    snapshot = see(typed((1, "8.6.2021"), (2, "11.5.2021")), memory, SECOND)
    assert not snapshot.problems
    assert [each.number for each in snapshot.programme.meetings] == [2, 1]


def test_a_meeting_that_was_held_cannot_be_moved(memory: Memory) -> None:
    snapshot = see(typed((1, "20.5.2021"), JUNE), memory, local("2021-05-12"))
    assert "Møtet har begynt eller er holdt og kan ikke flyttes." in told(snapshot)
    assert meeting(snapshot, 1).start == local("2021-05-11", "09:15")


def test_past_at_the_very_first_round_is_history_and_its_focus_counts_as_used() -> None:
    """R9b: a circle taken over on 12 May."""
    taken_over = local("2021-05-12")
    sent, memory = round_at(taken_over, typed((1, "11.5.2021", "", "", "Læringssirkel"), JUNE))
    assert meeting(memory, 1).history
    assert meeting(memory, 1).focus == "Læringssirkel"
    assert meeting(memory, 1).room is None
    assert not [each for each in sent if each.meeting == 1]
    assert not see(typed((1, "11.5.2021", "", "", "Læringssirkel"), JUNE), memory, taken_over).problems


def test_history_that_is_moved_is_said_and_stays_history() -> None:
    """R9b, R23: nothing is swallowed."""
    memory = round_at(local("2021-05-12"), typed(MAY, JUNE))[1]
    snapshot = see(typed((1, "25.5.2021"), JUNE), memory, local("2021-05-13"))
    assert "kan ikke flyttes" in told(snapshot)
    assert meeting(snapshot, 1).history


def test_a_past_date_typed_later_is_a_problem(memory: Memory) -> None:
    """R7, date-past: no room, no letter."""
    snapshot = see(typed(MAY, JUNE, (3, "4.5.2021")), memory, SECOND)
    assert "celle B4: Datoen er allerede passert." in told(snapshot)
    assert [each.number for each in snapshot.programme.meetings] == [1, 2]


START, END = local("2021-05-11", "09:15"), local("2021-05-11", "11:30")
A_SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((JUNE,), "Raden er borte"),
        (((1, ""), JUNE), "Datoen er tatt bort"),
    ],
)
def test_a_row_or_date_that_goes_is_a_problem_until_the_meeting_begins(memory: Memory, rows: tuple[Line, ...], said: str) -> None:
    before, after = (see(typed(*rows), memory, now) for now in (START - A_SECOND, START))
    assert said in told(before) and told(after) == ""
    assert meeting(before, 1) == meeting(after, 1) == meeting(memory, 1)


@pytest.mark.parametrize("row", [(1, "11.5.2021", "", "", "", "hybrid", "Storgata 1"), (1, "12.5.2021")])
def test_a_meeting_can_be_changed_until_it_begins(memory: Memory, row: Line) -> None:
    before, after = (meeting(see(typed(row, JUNE), memory, now), 1) for now in (START - A_SECOND, START))
    assert before != meeting(memory, 1) == after


def test_what_is_moved_or_new_must_begin_later_than_now(memory: Memory) -> None:
    moved, new = (1, "11.5.2021", "08.05"), (3, "13.5.2021")
    eight = local("2021-05-11", "08:05")
    assert [told(see(typed(moved, JUNE), memory, now)) == "" for now in (eight - A_SECOND, eight)] == [True, False]
    morning = local("2021-05-13", "09:15")
    served = [3 in {each.number for each in see(typed(MAY, JUNE, new), memory, now).programme.meetings} for now in (morning - A_SECOND, morning)]
    assert served == [True, False]


def test_a_date_nobody_was_invited_to_is_open_again_until_it_has_come(memory: Memory) -> None:
    begins = local("2021-06-08", "09:15")
    stands = [2 in {each.number for each in see(typed(MAY, (2, "")), memory, now).programme.meetings} for now in (begins - A_SECOND, begins)]
    assert stands == [False, True]


@pytest.mark.parametrize(
    ("row", "served"),
    [
        ((3, "1.5.2021", "00.00", "01.00"), True), ((3, "30.4.2021", "23.00", "23.30"), False),
        ((3, "31.12.2021", "23.30", "23.59"), True), ((3, "1.1.2022", "00.00", "01.00"), False),
    ],
)  # fmt: skip
def test_a_circle_has_its_first_and_last_day_whole(row: Line, served: bool) -> None:
    snapshot = see(typed(row), now=local("2021-04-20"))
    assert (3 in {each.number for each in snapshot.programme.meetings}) == served


def test_a_meeting_is_to_come_until_its_start_and_held_from_its_end(memory: Memory) -> None:
    one = [meeting(memory, 1)]
    assert [coming(one, now) for now in (START - A_SECOND, START)] == [one, []]
    assert [held(one, now) for now in (END - A_SECOND, END)] == [[], one]


def test_a_move_of_what_has_begun_is_told(memory: Memory) -> None:
    said = [told(see(typed((1, "12.5.2021"), JUNE), memory, now)) for now in (START - A_SECOND, START)]
    assert said[0] == "" and "har begynt" in said[1]


def test_a_focus_area_that_is_taken_away_is_no_new_one(memory: Memory) -> None:
    with_focus = round_at(SECOND, typed((*MAY, "", "", "Lyd"), JUNE), memory)[1]
    assert meeting(with_focus, 1).focus_revision == meeting(see(typed(MAY, JUNE), with_focus, THIRD), 1).focus_revision == 1


def test_a_typed_row_that_is_gone_is_missed_although_an_older_decision_had_another_date(memory: Memory) -> None:
    """R16: what was typed won over the decision; its going is no move back."""
    decided = replace(memory, decisions=(Decision(1, FIRST, day=date(2021, 5, 18)),))
    snapshot = see(typed(JUNE), decided, SECOND)
    assert meeting(snapshot, 1) == meeting(memory, 1) and "Raden er borte" in told(snapshot)
