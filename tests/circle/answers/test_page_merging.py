"""What is said on the participants' pages among what stands in the sheet (R13, R15, R1): the later counts, the sheet's row wins."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tasks.circle.model.attending import Consultation, Vote
from tasks.circle.model.records import Memory, Reply
from tasks.circle.model.table import Cell
from tasks.circle.model.tabs import WEB_SIGN_UPS
from tasks.circle.people.sign_ups import NewSignUp, rows_with
from tasks.circle.snapshot import Snapshot
from tests.circle.people_of_the_circle import OSLO, SIGN_UP_HEAD, local, remembered, round_at, see, sheet, told

AFTER = local("2021-05-12")
FIRST = local("2021-05-04", "12:00")
CLOSED = local("2021-05-25")
MORNING, NOON, EVENING = (local("2021-05-12", clock) for clock in ("09:00", "12:00", "18:00"))
OWN = Reply("D01", 1, "need", "Miro", NOON)


@pytest.fixture
def memory() -> Memory:
    return round_at(FIRST)[1]


def texts(snapshot: Snapshot) -> dict[tuple[str, str], str]:
    return {(person, question): reply.text for (person, _, question), reply in snapshot.replies.items()}


def heard(memory: Memory, *own: Reply, rows: tuple[tuple[object, ...], ...] = (), now: object = CLOSED) -> Snapshot:
    return see(sheet(replies=rows), replace(memory, own_replies=own), now)  # type: ignore[arg-type]


def row(clock: str, text: str) -> tuple[object, ...]:
    return (f"12.5.2021 {clock}" if clock else "", "D01", "", 1, "", text)


def test_an_answer_of_a_page_counts_like_one_of_the_sheet(memory: Memory) -> None:
    snapshot = heard(memory, OWN)
    assert texts(snapshot) == {("D01", "need"): "Miro"} and ("D01", 1) in snapshot.answered
    assert snapshot.changes.replies == (OWN,)


@pytest.mark.parametrize(("clock", "counts"), [("11.00", "Miro"), ("13.00", "Lyd"), ("", "Miro")])
def test_of_two_answers_the_later_counts_and_a_row_without_a_stamp_yields(memory: Memory, clock: str, counts: str) -> None:
    snapshot = heard(memory, OWN, rows=(row(clock, "Lyd"),))
    assert texts(snapshot) == {("D01", "need"): counts}
    again = heard(remembered(memory, snapshot.changes, CLOSED, [], closed=None), OWN, rows=(row(clock, "Lyd"),))
    assert texts(again) == {("D01", "need"): counts}, "the next round says the same"


def test_names_learnt_since_are_taken_out_of_an_answer(memory: Memory) -> None:
    assert texts(heard(memory, replace(OWN, text="Som Åse Ødegård sa")))[("D01", "need")] == "Som […] sa"


def test_an_answer_taken_back_is_gone_whatever_older_row_holds_it_and_the_coordinator_is_told(memory: Memory) -> None:
    """Also after the close, and the proposals are made anew without it."""
    before = heard(memory, rows=(row("10.00", "Miro"),))
    known = remembered(memory, before.changes, CLOSED, [], closed=None)
    late = replace(OWN, text="", at=CLOSED - timedelta(hours=1))
    snapshot = heard(known, late, rows=(row("10.00", "Miro"),))
    assert texts(snapshot) == {} and snapshot.changes.unsaid == {("D01", 1, "need")}
    assert 1 in snapshot.changes.candidates_of and "Slett raden" in told(snapshot)
    assert ("D01", 1) in snapshot.answered, "nobody is nudged for having changed their mind"


def test_a_vote_of_a_page_counts_while_the_consultation_is_open(memory: Memory) -> None:
    asked = Consultation(2, MORNING, EVENING, ("Tavler", "Lyd"), ())
    votes = tuple(Vote(person, 2, ("Lyd",), (), at) for person, at in (("D01", NOON), ("D02", EVENING), ("D03", FIRST)))
    rows = (("12.5.2021 13.00", "D01", 2, "Tavler", ""),)
    snapshot = see(sheet(votes=rows), replace(memory, consultations=(asked,), own_votes=votes), AFTER.replace(hour=20))
    assert [(vote.person, vote.proposals) for vote in snapshot.votes] == [("D01", ("Tavler",))]
    alone = see(sheet(), replace(memory, consultations=(asked,), own_votes=votes), AFTER.replace(hour=20))
    assert alone.changes.votes == votes[:1]


def web(*rows: tuple[object, ...]) -> dict[str, list[tuple[object, ...]]]:
    return {WEB_SIGN_UPS.name: [SIGN_UP_HEAD, *rows]}


EVA = ("2021-05-05 10:00:00", "Eva Berg", "eva@example.org", "", "nn")


def test_who_signs_up_on_a_page_takes_part_like_the_others() -> None:
    snapshot = see({**sheet(), **web(EVA)}, Memory(), local("2021-05-06"))  # type: ignore[dict-item]
    eva = next(person for person in snapshot.roster.people if person.address == "eva@example.org")
    assert eva.participant and eva.language == "nn"


def test_the_row_of_the_sheet_wins_over_the_page_for_one_address() -> None:
    kari = ("2021-05-05 10:00:00", "Karoline", "KARI@example.org", "Nav")
    snapshot = see({**sheet(), **web(kari)}, Memory(), local("2021-05-06"))  # type: ignore[dict-item]
    names = [person.name for person in snapshot.roster.people if person.address.casefold() == "kari@example.org"]
    assert names == ["Kari Nordmann"]


def test_who_left_by_a_link_comes_back_by_the_page_but_not_past_a_tick_in_the_sheet() -> None:
    now = local("2021-05-06")
    known = see(sheet(), Memory(), local("2021-05-04")).changes.people
    left = Memory(first_round=FIRST, people=tuple(replace(each, withdrawn=FIRST) if each.code == "D01" else each for each in known))
    kari = ("2021-05-05 10:00:00", "Kari Nordmann", "kari@example.org")
    assert person(see(sheet(), left, now), "D01") is False
    assert person(see({**sheet(), **web(kari)}, left, now), "D01") is True  # type: ignore[dict-item]
    ticked = sheet(people=(("1.5.2021 10.00", "Kari Nordmann", "kari@example.org", "", "", "", "ja"),))
    snapshot = see({**ticked, **web(kari)}, Memory(), now)  # type: ignore[dict-item]
    assert person(snapshot, "D01") is False and "Tøm «Avmeldt»" in told(snapshot)


def person(snapshot: Snapshot, code: str) -> bool:
    return next(each.participant for each in snapshot.roster.people if each.code == code)


def test_problems_of_the_web_tab_name_it() -> None:
    snapshot = see({**sheet(), **web(("", "Uten adresse", "nei"))}, Memory(), local("2021-05-06"))  # type: ignore[dict-item]
    assert f"«{WEB_SIGN_UPS.name}», celle C2" in told(snapshot)


def test_new_sign_ups_come_after_the_rows_that_stand_there_and_only_once() -> None:
    new = NewSignUp("Eva Berg", "eva@example.org", "Nav", "nn", "Å lage tavler", local("2021-05-05", "10:00"))
    rows = rows_with([], [new], OSLO)
    assert rows[0] == list(SIGN_UP_HEAD)
    assert rows[1] == ["2021-05-05 10:00:00", "Eva Berg", "eva@example.org", "Nav", "nn", "Å lage tavler"]
    assert rows_with(rows, [new], OSLO) == rows


def test_a_tab_with_other_columns_than_today_keeps_its_rows_and_each_new_sign_up_stands_under_its_headers() -> None:
    new = NewSignUp("Eva Berg", "eva@example.org", "Nav", "nn", "", local("2021-05-05", "10:00"))
    before: list[list[Cell]] = [["E-post", "Tidsmerke", "Notat"], ["kari@example.org", "2021-05-01 09:00:00", "ringt"]]
    rows = rows_with(before, [new], OSLO)
    assert rows[0] == ["E-post", "Tidsmerke", "Notat", "Navn", "Organisasjon", "Språk", "Hva ønsker du å lære?", "Avmeldt"]
    assert rows[1:] == [before[1], ["eva@example.org", "2021-05-05 10:00:00", None, "Eva Berg", "Nav", "nn", ""]]
    assert rows_with(rows, [new], OSLO) == rows


def test_a_sign_up_is_the_same_by_its_time_and_its_address_also_beside_rows_that_are_cut_short() -> None:
    eva = NewSignUp("Eva Berg", "eva@example.org", "", "nb", "", local("2021-05-05", "10:00"))
    others = [replace(eva, address="evy@example.org"), replace(eva, at=local("2021-05-05", "10:01"))]
    assert len(rows_with([], [eva, *others, eva], OSLO)) == 1 + 3
    present: list[list[Cell]] = [list(SIGN_UP_HEAD), ["x"], ["x", "y"], ["2021-05-05 10:00:00", "Eva", "EVA@example.org"]]
    assert rows_with(present, [eva], OSLO) == present


@pytest.mark.parametrize(("stamp", "said"), [("2021-05-01 10:00:00", False), ("2021-05-01 10:00:01", True)])
def test_only_a_later_sign_up_on_the_page_is_held_against_the_tick(stamp: str, said: bool) -> None:
    ticked = sheet(people=(("1.5.2021 10.00", "Kari Nordmann", "kari@example.org", "", "", "", "ja"),))
    snapshot = see({**ticked, **web((stamp, "Kari Nordmann", "kari@example.org"))}, Memory(), local("2021-05-06"))  # type: ignore[dict-item]
    assert ("Tøm «Avmeldt»" in told(snapshot)) == said
