"""People over several rounds: leaving, coming back, corrected addresses, vanished rows (R1, R4, R5, RULES.md «People»)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tasks.circle.model.errors import Stop
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import Memory
from tasks.circle.people.roster import Person
from tasks.circle.snapshot import Snapshot, Values
from tests.circle.people_of_the_circle import KARI, OLA, PER, ÅSE, known, local, round_at, see, sheet, told

LINE = tuple[object, ...]
FIVE = [KARI, OLA, ÅSE, PER, ("4.5.2021 11.00", "Liv Moe", "liv@example.org")]
LEFT = ("", "", "", True)
FIFTH, SIXTH = local("2021-05-05"), local("2021-05-06")
SECOND = timedelta(seconds=1)


@pytest.fixture
def memory() -> Memory:
    """The ledger after the first round, on 5 May."""
    return round_at(FIFTH, sheet(people=FIVE))[1]


def person(snapshot: Snapshot, code: str) -> Person:
    return next(each for each in snapshot.roster.people if each.code == code)


def letters(values: Values, memory: Memory, day: str = "2021-05-06") -> list[tuple[Kind, int, str]]:
    return [(sent.kind, sent.meeting, sent.person) for sent in round_at(local(day), values, memory)[0]]


def test_nothing_new_in_the_sheet_is_nothing_new_for_the_ledger(memory: Memory) -> None:
    """R18."""
    snapshot = see(sheet(people=FIVE), memory, SIXTH)
    assert (snapshot.changes.people, snapshot.changes.meetings) == ((), ())
    assert letters(sheet(people=FIVE), memory) == []


def test_an_administrator_who_sorts_the_sheet_changes_nobody(memory: Memory) -> None:
    """two-people: by key, never by position; where the rows stand is all that is learnt (R29)."""
    assert [replace(each, place=known(memory, each.code).place) for each in see(sheet(people=FIVE[::-1]), memory, SIXTH).changes.people] == [
        each for each in memory.people if each.joined and each.code != "D03"
    ]


def test_who_withdraws_is_taken_out_of_the_calendar_and_then_left_alone(memory: Memory) -> None:
    """R4."""
    gone = sheet(people=[(*KARI, *LEFT), *FIVE[1:]])
    assert letters(gone, memory) == [(Kind.CANCELLATION, 1, "D01")]
    after = round_at(SIXTH, gone, memory)[1]
    assert known(after, "D01").left == SIXTH
    later = letters(gone, after, "2021-05-20")
    assert (Kind.INVITATION, 2, "D02") in later
    assert "D01" not in {code for _, _, code in later}


def test_who_comes_back_is_welcomed_and_invited_again_with_a_higher_sequence(memory: Memory) -> None:
    """RULES.md «People»: who leaves and comes back."""
    after = round_at(SIXTH, sheet(people=[(*KARI, *LEFT), *FIVE[1:]]), memory)[1]
    sent, back = round_at(local("2021-05-07"), sheet(people=FIVE), after)
    assert [(each.kind, each.person) for each in sent] == [(Kind.INVITATION, "D01"), (Kind.WELCOME, "D01")]
    assert sent[0].sequence == 2
    assert (known(back, "D01").left, known(back, "D01").address_version, known(back, "D01").member_since_version) == (None, 2, 2)


def test_a_row_that_is_simply_gone_means_silence_and_a_word_to_the_coordinator(memory: Memory) -> None:
    """R4: nothing keeps the address; «Avmeldt» would have said goodbye."""
    snapshot = see(sheet(people=FIVE[1:]), memory, SIXTH)
    assert "deltaker D01 er borte" in told(snapshot)
    assert "skriv «ja» i «Avmeldt»" in told(snapshot)
    assert "D01" not in {each.code for each in snapshot.roster.people}
    assert letters(sheet(people=FIVE[1:]), memory) == []


def test_a_vanished_row_is_told_about_for_a_week(memory: Memory) -> None:
    after = round_at(SIXTH, sheet(people=FIVE[1:]), memory)[1]
    assert "D01" in told(see(sheet(people=FIVE[1:]), after, local("2021-05-12")))
    assert not told(see(sheet(people=FIVE[1:]), after, local("2021-05-14")))


def test_a_row_that_is_put_back_goes_on_as_before(memory: Memory) -> None:
    """An accident undone: nothing is welcomed or invited twice."""
    after = round_at(SIXTH, sheet(people=FIVE[1:]), memory)[1]
    assert letters(sheet(people=FIVE), after, "2021-05-07") == []
    assert letters(sheet(people=[(*KARI, *LEFT), *FIVE[1:]]), after, "2021-05-07") == [(Kind.CANCELLATION, 1, "D01")]


def test_a_corrected_address_is_the_same_person_and_gets_the_coming_meetings(memory: Memory) -> None:
    """RULES.md «People»: same Tidsmerke and name, other address; a second keyed digest recognises the row."""
    corrected = sheet(people=[(KARI[0], KARI[1], "kari.nordmann@example.org"), *FIVE[1:]])
    snapshot = see(corrected, memory, SIXTH)
    assert person(snapshot, "D01").address == "kari.nordmann@example.org"
    assert (person(snapshot, "D01").known.address_version, person(snapshot, "D01").known.member_since_version) == (2, 1)
    assert letters(corrected, memory) == [(Kind.INVITATION, 1, "D01")]


def test_a_row_whose_address_became_unusable_keeps_the_person_unwritten_to(memory: Memory) -> None:
    """RULES.md «People»: a problem, the person is kept and not written to."""
    snapshot = see(sheet(people=[(KARI[0], KARI[1], "kari at example.org"), *FIVE[1:]]), memory, SIXTH)
    assert person(snapshot, "D01").participant
    assert person(snapshot, "D01").address == ""
    assert "celle C2" in told(snapshot)
    assert "borte" not in told(snapshot)


def test_two_people_of_one_name_and_stamp_are_never_mistaken_for_one() -> None:
    """dup-name: only a row whose old address is gone is a corrected one."""
    twins = [("1.5.2021", "Kari", "kari@example.org"), ("1.5.2021", "Kari", "kari@example.net")]
    memory = round_at(FIFTH, sheet(people=twins[:1]))[1]
    snapshot = see(sheet(people=twins), memory, SIXTH)
    assert {each.address: each.code for each in snapshot.roster.people if each.participant} == {
        "kari@example.org": "D01", "kari@example.net": "D02"}  # fmt: skip


def test_two_new_rows_of_one_name_and_stamp_after_a_correction_lose_nobody() -> None:
    memory = round_at(FIFTH, sheet(people=[("1.5.2021", "Kari", "gammel@example.org"), OLA]))[1]
    rows = [("1.5.2021", "Kari", "kari@example.org"), ("1.5.2021", "Kari", "kari@example.net"), OLA]
    found = [each.address for each in see(sheet(people=rows), memory, SIXTH).roster.people if each.participant]
    assert sorted(found) == ["kari@example.net", "kari@example.org", "ola@example.org"]


def test_a_stamp_that_is_filled_in_later_takes_the_place_of_the_time_first_seen() -> None:
    memory = round_at(FIFTH, sheet(people=[("", *KARI[1:])]))[1]
    assert known(memory, "D01").joined == FIFTH
    assert person(see(sheet(people=[("", *KARI[1:])]), memory, SIXTH), "D01").known.joined == FIFTH
    assert person(see(sheet(people=[KARI]), memory, SIXTH), "D01").known.joined == local("2021-05-01", "10:00")


def test_an_emptied_list_stops_the_round(memory: Memory) -> None:
    """R5, `empty`: nobody is cancelled."""
    with pytest.raises(Stop, match=r"er tom.*run --confirm"):
        see(sheet(people=[]), memory, SIXTH)


def test_half_of_the_people_without_a_row_stops_the_round(memory: Memory) -> None:
    """R5, `half`: at least three, and half or more."""
    with pytest.raises(Stop, match="mangler plutselig 3 av 5 deltakere"):
        see(sheet(people=FIVE[3:]), memory, SIXTH)
    assert see(sheet(people=FIVE[2:]), memory, SIXTH)


@pytest.mark.parametrize(
    ("before", "gone", "stops"),
    [(3, 2, False), (4, 2, False), (7, 3, False), (9, 4, False), (6, 3, True), (5, 3, True), (8, 4, True), (1, 1, True), (2, 2, True), (7, 7, True)],
)
def test_where_a_shrunken_list_begins_to_stop_the_round(before: int, gone: int, stops: bool) -> None:
    """R5, on both sides of each of its edges: three people, half of them, all of them."""
    everybody = [(f"1.5.2021 10.{number:02}", f"Person {number} Etternavn{number}", f"person{number}@example.org") for number in range(before)]
    memory = round_at(FIFTH, sheet(people=everybody))[1]
    if stops:
        with pytest.raises(Stop):
            see(sheet(people=everybody[gone:]), memory, SIXTH)
    else:
        assert see(sheet(people=everybody[gone:]), memory, SIXTH)


def test_a_confirmed_shrunken_list_goes_on(memory: Memory) -> None:
    """R5."""
    snapshot = see(sheet(people=[]), memory, SIXTH, confirmed=True)
    assert not any(each.participant for each in snapshot.roster.people)
    assert len([each for each in snapshot.changes.people if each.gone]) == 5


def test_the_only_one_replaced_by_others_is_no_emptied_list() -> None:
    """R5 speaks of at least three people, or of an empty list."""
    memory = round_at(FIFTH, sheet(people=[KARI]))[1]
    assert see(sheet(people=[OLA, ÅSE]), memory, SIXTH)
    with pytest.raises(Stop):
        see(sheet(people=[]), memory, SIXTH)


def test_withdrawn_rows_are_still_rows(memory: Memory) -> None:
    """R5 is about rows that are gone; people may withdraw all at once."""
    assert see(sheet(people=[(*row, *LEFT) for row in FIVE]), memory, SIXTH)


def test_a_facilitator_who_signs_up_is_one_person_with_one_letter_of_each() -> None:
    """RULES.md «Facilitators»: nothing twice."""
    anders = ("1.5.2021", "Anders B", "ANDERS@example.org", "", "nn")
    sent, memory = round_at(FIFTH, sheet(people=[KARI, anders]))
    assert sorted((each.kind, each.meeting) for each in sent if each.person == "F01") == [(Kind.INVITATION, 1), (Kind.WELCOME, 0)]
    facilitator = person(see(sheet(people=[KARI, anders]), memory, SIXTH), "F01")
    assert facilitator.participant
    assert facilitator.facilitator
    assert facilitator.language == "nb", "they are written to in the circle's language"


def test_a_facilitator_whose_row_vanishes_is_no_participant_from_that_round_on() -> None:
    anders = ("1.5.2021", "Anders B", "anders@example.org")
    memory = round_at(FIFTH, sheet(people=[KARI, anders]))[1]
    facilitator = person(see(sheet(people=[KARI]), memory, SIXTH), "F01")
    assert facilitator.facilitator
    assert not facilitator.participant


def test_the_ledger_holds_no_name_and_no_address(memory: Memory) -> None:
    """RULES.md «Ledger», «Privacy»."""
    kept = str(replace(memory, letters=()))
    assert not any(word in kept for row in FIVE for word in (row[1], row[2]))


def test_problems_name_no_person(memory: Memory) -> None:
    """RULES.md «Privacy»: codes, cells and row numbers."""
    rows = [(KARI[0], KARI[1], "kari at example.org"), *FIVE[2:], ("9.9.2021", *ÅSE[1:], "", "tysk")]
    said = told(see(sheet(people=rows), memory, SIXTH))
    assert len(said.splitlines()) >= 4
    assert not any(word in said for row in FIVE for word in (row[1], row[2]))


def test_a_vanished_row_and_a_withdrawal_outside_the_sheet_are_told_for_seven_days_to_the_second(memory: Memory) -> None:
    end = SIXTH + timedelta(days=7)
    gone = round_at(SIXTH, sheet(people=FIVE[1:]), memory)[1]
    assert ["D01" in told(see(sheet(people=FIVE[1:]), gone, now)) for now in (end - SECOND, end)] == [True, False]
    out = replace(memory, people=tuple(replace(each, withdrawn=SIXTH) if each.code == "D01" else each for each in memory.people))
    assert ["D01 har meldt seg av" in told(see(sheet(people=FIVE), out, now)) for now in (end - SECOND, end)] == [True, False]


@pytest.mark.parametrize(("withdrawn", "back"), [("10:00:00", False), ("09:59:59", True)])
def test_only_a_row_later_than_the_withdrawal_brings_a_person_back(memory: Memory, withdrawn: str, back: bool) -> None:
    moment = local("2021-05-01", withdrawn)
    out = replace(memory, people=tuple(replace(each, withdrawn=moment) if each.code == "D01" else each for each in memory.people))
    assert person(see(sheet(people=FIVE), out, SIXTH), "D01").participant == back
