"""R29: identity survives a form's own edit; what is in doubt is asked about, and nobody is put out in silence."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tasks.circle.model.errors import Grade
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.links import form_code
from tasks.circle.model.records import Memory, Reply
from tasks.circle.model.table import Cell
from tasks.circle.people.roster import Person
from tasks.circle.snapshot import Snapshot, Values
from tests.circle.people_of_the_circle import KARI, KEYS, OLA, PER, SIGN_UP_HEAD, ÅSE, known, local, round_at, see, sheet, told

LINE = Sequence[Cell]
FIVE = [KARI, OLA, ÅSE, PER, ("4.5.2021 11.00", "Liv Moe", "liv@example.org")]
FIFTH, SIXTH, SEVENTH = local("2021-05-05"), local("2021-05-06"), local("2021-05-07")
EDITED = ("5.5.2021 18.31", "Ola Hansen", "ola.hansen@example.org")
OTHERS = [KARI, ÅSE, PER, FIVE[4]]


def rows(*people: LINE, said: dict[int, str] | None = None, replies: tuple[LINE, ...] = ()) -> Values:
    """A sheet of these people; `said` is what stands in «Samme person», by place in the list."""
    typed = [(*person, *[""] * (7 - len(person)), (said or {}).get(number, "")) for number, person in enumerate(people)]
    return {**sheet(replies=replies), "Påmelding": [(*SIGN_UP_HEAD, "Samme person"), *typed]}


@pytest.fixture
def memory() -> Memory:
    """The ledger after the first round, on 5 May; Ola is D02, in the third row."""
    return round_at(FIFTH, sheet(people=FIVE))[1]


def codes(values: Values, memory: Memory, now: datetime = SIXTH) -> dict[str, str]:
    """Whose each address is."""
    return {each.address: each.code for each in see(values, memory, now).roster.people if each.participant}


def ola(snapshot: Snapshot) -> Person:
    return next(each for each in snapshot.roster.people if each.code == "D02")


def asked(values: Values, memory: Memory, now: datetime = SIXTH) -> list[str]:
    return [each.what for each in see(values, memory, now).problems if "samme person" in each.what + each.next_step.casefold()]


def test_a_forms_own_edit_that_mends_the_address_is_the_same_person(memory: Memory) -> None:
    """The address and the stamp are new, the name and the place are not; the code and the coming meetings follow."""
    edited = sheet(people=[KARI, EDITED, *FIVE[2:]])
    snapshot = see(edited, memory, SIXTH)
    assert (ola(snapshot).address, ola(snapshot).participant) == (EDITED[2], True)
    assert ola(snapshot).known.joined == known(memory, "D02").joined
    assert "borte" not in told(snapshot)
    sent, after = round_at(SIXTH, edited, memory)
    assert [(each.kind, each.meeting, each.person) for each in sent] == [(Kind.INVITATION, 1, "D02")]
    assert round_at(SEVENTH, edited, after)[0] == []
    others = [each for each in memory.people if each.code != "D02"]
    assert [each for each in after.people if each.code != "D02"] == others


@pytest.mark.parametrize("name", ["OLA  HANSEN", "Óla Hansen", "ola hansen ", "Ola\u00a0Hansen", "O\u0301la Hansen"])
def test_case_accents_and_blanks_of_a_name_make_no_other(memory: Memory, name: str) -> None:
    assert codes(rows(KARI, (EDITED[0], name, EDITED[2]), *FIVE[2:]), memory)[EDITED[2]] == "D02"


def test_an_unusable_address_in_an_edit_keeps_the_person_unwritten_to(memory: Memory) -> None:
    snapshot = see(rows(KARI, (*EDITED[:2], "ola at example.org"), *FIVE[2:]), memory, SIXTH)
    assert (ola(snapshot).participant, ola(snapshot).address) == (True, "")


@pytest.mark.parametrize(
    "people",
    [
        pytest.param([*OTHERS, EDITED], id="moved and corrected"),
        pytest.param([KARI, (EDITED[0], "Olaf Hansen", EDITED[2]), *FIVE[2:]], id="name and address changed"),
        pytest.param([KARI, EDITED, *FIVE[2:], ("5.5.2021 19.00", "Ola Hansen", "o.h@example.org")], id="another new one of that name"),
        pytest.param([*OTHERS, EDITED][::-1], id="sorted"),
    ],
)
def test_what_is_in_doubt_is_asked_about_and_both_are_served(memory: Memory, people: list[LINE]) -> None:
    snapshot = see(rows(*people), memory, SIXTH)
    new = next(each.code for each in snapshot.roster.people if each.address == EDITED[2])
    assert new not in {each.code for each in memory.people}
    [asking] = [each for each in snapshot.problems if f"samme person som {new}" in each.what]
    assert "D02 er borte" in asking.what and "«D02-2»" in asking.next_step and asking.grade is Grade.INFORMATION
    assert "Raden til deltaker D02 er borte" in told(snapshot)
    sent, after = round_at(SIXTH, rows(*people), memory)
    assert {(each.kind, each.meeting) for each in sent if each.person == new} == {(Kind.WELCOME, 0), (Kind.INVITATION, 1)}
    assert not [each for each in sent if each.person not in {new, "D07"}], "nobody else hears anything"
    assert asked(rows(*people), after, SIXTH + timedelta(days=30) - timedelta(seconds=1)) and not asked(
        rows(*people), after, SIXTH + timedelta(days=30)
    )


def test_the_same_name_later_is_somebody_else(memory: Memory) -> None:
    """Within the month that the name is remembered it is asked; after that it is not, and the code is never dealt anew."""
    without = rows(*OTHERS)
    gone = round_at(SIXTH, without, memory)[1]
    later = rows(*OTHERS, ("1.8.2021 10.00", *EDITED[1:]))
    assert codes(later, gone, local("2021-08-02"))[EDITED[2]] == "D06" and not asked(later, gone, local("2021-08-02"))
    assert asked(rows(*OTHERS, ("20.5.2021 10.00", *EDITED[1:])), gone, local("2021-05-21"))


def test_in_the_same_place_but_another_round_it_is_asked(memory: Memory) -> None:
    gone = round_at(SIXTH, rows(KARI, ("", "", ""), *FIVE[2:]), memory)[1]
    back = rows(KARI, EDITED, *FIVE[2:])
    assert codes(back, gone, SEVENTH)[EDITED[2]] == "D06" and len(asked(back, gone, SEVENTH)) == 1


def test_two_of_one_name_are_never_taken_for_one_another() -> None:
    twins = [KARI, ("2.5.2021 11.00", "Kari Nordmann", "kari.n@example.org"), OLA]
    memory = round_at(FIFTH, rows(*twins))[1]
    edited = [KARI, ("5.5.2021 12.00", "Kari Nordmann", "kari.ny@example.org"), OLA]
    assert codes(rows(*edited), memory)["kari.ny@example.org"] == "D04" and asked(rows(*edited), memory)
    both = [("5.5.2021 11.00", "Kari Nordmann", "a@example.org"), ("5.5.2021 12.00", "Kari Nordmann", "b@example.org"), OLA]
    assert sorted(codes(rows(*both), memory).values()) == ["D02", "D04", "D05"] and "D01 eller D03" in " ".join(asked(rows(*both), memory))


def test_a_copy_of_the_row_is_one_more_and_the_first_stays(memory: Memory) -> None:
    copied = rows(*FIVE, EDITED)
    assert codes(copied, memory) == codes(rows(*FIVE), memory) | {EDITED[2]: "D06"}
    assert not asked(copied, memory)


def test_a_sign_up_of_the_pages_is_never_taken_for_who_lost_a_row(memory: Memory) -> None:
    web: Values = {"Nettpåmelding": [SIGN_UP_HEAD, ("", "", ""), EDITED]}
    values = {**rows(KARI, ("", "", ""), *FIVE[2:]), **web}
    assert codes(values, memory)[EDITED[2]] == "D06" and len(asked(values, memory)) == 1


def test_corrected_twice_and_back_again_is_one_person_all_the_time(memory: Memory) -> None:
    for day, address in enumerate(("ola.h@example.org", "ola.hansen@example.org", OLA[2]), start=6):
        values = rows(KARI, (f"{day - 1}.5.2021 12.00", "Ola Hansen", address), *FIVE[2:])
        assert codes(values, memory, local(f"2021-05-0{day}"))[address] == "D02"
        memory = round_at(local(f"2021-05-0{day}"), values, memory)[1]
    assert (known(memory, "D02").address_version, len(known(memory, "D02").former)) == (4, 3)


def test_an_edit_that_is_undone_gives_the_row_back_to_its_person(memory: Memory) -> None:
    after = round_at(SIXTH, rows(KARI, EDITED, *FIVE[2:]), memory)[1]
    assert codes(rows(*FIVE), after, SEVENTH)[OLA[2]] == "D02"
    doubt = round_at(SIXTH, rows(*OTHERS, EDITED), memory)[1]
    undone = rows(*FIVE)
    assert codes(undone, doubt, SEVENTH)[OLA[2]] == "D02" and not asked(undone, doubt, SEVENTH)


def test_swapped_addresses_stay_with_whose_mailbox_it_is(memory: Memory) -> None:
    swapped = rows((*KARI[:2], OLA[2]), (*OLA[:2], KARI[2]), *FIVE[2:])
    assert codes(swapped, memory) == codes(rows(*FIVE), memory)
    assert round_at(SIXTH, swapped, memory)[0] == []


def test_what_stood_in_forms_before_the_correction_stays_the_persons(memory: Memory) -> None:
    """By the old address and the old mark until the correction; after it they are nobody's, whoever has that mailbox."""
    mark = form_code(known(memory, "D02"), KEYS.digest)
    said = (("11.5.2021 12.00", mark, "", 1, "A", "", ""), ("11.5.2021 13.00", "", KARI[2], 1, "B", "", ""))
    held = round_at(local("2021-05-12"), rows(*FIVE, replies=said), memory)[1]
    edited = ("12.5.2021 18.00", *EDITED[1:])
    after = round_at(local("2021-05-13"), rows(KARI, edited, *FIVE[2:], replies=said), held)[1]
    late = ("14.5.2021 9.00", mark, "", 1, "C", "", "")
    snapshot = see(rows(KARI, edited, *FIVE[2:], replies=(*said, late)), after, local("2021-05-15"))
    assert {(person, reply.text) for (person, _, _), reply in snapshot.replies.items()} == {("D02", "A"), ("D01", "B")}
    assert "«Refleksjoner»" in told(snapshot) and ("D02", 1) in snapshot.answered
    stranger = rows(KARI, edited, *FIVE[2:], ("14.5.2021 8.00", "Ola Annen", OLA[2]), replies=said)
    assert see(stranger, after, local("2021-05-15")).replies[("D02", 1, "relevance")].text == "A"


def test_earlier_answers_wait_for_a_yes_of_this_version(memory: Memory) -> None:
    memory = replace(memory, own_replies=(Reply("D02", 1, "need", "Mer om Miro", FIFTH),))
    edited = [KARI, EDITED, *FIVE[2:]]
    assert "skriv «D02-2» i raden" in told(see(rows(*edited), memory, SIXTH))
    after = round_at(SIXTH, rows(*edited), memory)[1]
    assert known(after, "D02").answers_from == SIXTH
    assert "«Påmelding», rad 3: Deltaker D02 har fått en ny adresse" in told(see(rows(*edited), after, SEVENTH))
    yes = see(rows(*edited, said={1: "d02-2"}), after, SEVENTH)
    assert ola(yes).known.answers_from is None and "ny adresse" not in told(yes)
    again = [KARI, ("7.5.2021 10.00", "Ola Hansen", "enda.ny@example.org"), *FIVE[2:]]
    agreed = round_at(SEVENTH, rows(*edited, said={1: "D02-2"}), after)[1]
    third = see(rows(*again, said={1: "D02-2"}), agreed, local("2021-05-08"))
    assert ola(third).known.answers_from and "«D02-3»" in told(third), "the earlier yes was about another address"


def test_a_yes_in_the_round_of_the_change_needs_no_second_person(memory: Memory) -> None:
    moved = rows(*OTHERS, EDITED, said={4: "D02-2"})
    assert codes(moved, memory)[EDITED[2]] == "D02" and "borte" not in told(see(moved, memory, SIXTH))
    assert ola(see(moved, memory, SIXTH)).known.answers_from is None


def test_a_yes_afterwards_joins_the_two(memory: Memory) -> None:
    after = round_at(SIXTH, rows(*OTHERS, EDITED), memory)[1]
    snapshot = see(rows(*OTHERS, EDITED, said={4: "D02-2"}), after, SEVENTH)
    [(first, later)] = snapshot.roster.same
    assert (first.code, first.digest, first.gone, first.address_version) == ("D02", KEYS.digest(EDITED[2]), None, 2)
    assert (first.joined, later.code, later.digest, bool(later.gone)) == (known(memory, "D02").joined, "D06", "", True)
    assert not asked(rows(*OTHERS, EDITED, said={4: "D02-2"}), after, SEVENTH)


@pytest.mark.parametrize("typed", ["ja", "D01-2", "D02-7", "D99-2", "F01-2"])
def test_an_answer_that_fits_nobody_is_told(memory: Memory, typed: str) -> None:
    after = round_at(SIXTH, rows(*OTHERS, EDITED), memory)[1]
    snapshot = see(rows(*OTHERS, EDITED, said={4: typed}), after, SEVENTH)
    [wrong] = [each for each in snapshot.problems if "«Samme person» kan ikke brukes" in each.what]
    assert wrong.grade is Grade.MEND and wrong.where == "«Påmelding», rad 6" and not snapshot.roster.same
