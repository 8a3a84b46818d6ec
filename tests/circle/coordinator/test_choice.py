"""The choice that waits for a person (R15, R16): when somebody is asked, about what, and what an answer means."""

from dataclasses import replace
from datetime import date

import pytest

from tasks.circle.coordinator.choice import NONE, choice_of, fields, question, read, titles, waiting_of
from tasks.circle.model.attending import Consultation, Vote
from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Candidate, Decision, Memory
from tasks.circle.snapshot import Snapshot
from tests.circle.people_of_the_circle import AUGUST, JUNE, MAY, SEPTEMBER, Line, circle, local, round_at, see, sheet

MIRO, KLIMA = "Miro og andre tavler", "Miljø og klima"
HELD: list[Line] = [(number, day, "", "", f"Fokus {number}") for number, day in (MAY, JUNE, AUGUST, SEPTEMBER)]
OCTOBER = (5, "12.10.2021")
ASKED = Consultation(5, local("2021-09-01"), local("2021-09-09", "00:00"), (KLIMA,), (date(2021, 10, 12), date(2021, 10, 19)))


@pytest.fixture
def memory() -> Memory:
    memory = round_at(local("2021-05-05"), sheet(meetings=HELD))[1]
    found = tuple(Candidate(4, rank, title, 3, (), "Tre spør.") for rank, title in enumerate((MIRO, KLIMA), 1))
    return replace(memory, candidates=found)


def snapshot(memory: Memory, *more: Line, day: str = "2021-09-25") -> Snapshot:
    return see(sheet(meetings=[*HELD, *more]), memory, local(day))


def test_nobody_is_asked_before_the_answers_are_in_and_then_about_the_first_meeting_that_lacks_something(memory: Memory) -> None:
    assert waiting_of(snapshot(memory, OCTOBER, day="2021-09-20")).number == 0
    found = waiting_of(snapshot(memory, OCTOBER, (6, "9.11.2021")))
    assert found.number == 5 and {1, 2, 3, 4} == found.settled


def test_while_participants_are_asked_nobody_chooses_unless_the_meeting_is_two_weeks_away(memory: Memory) -> None:
    asked = replace(memory, consultations=(replace(ASKED, opened=local("2021-09-24"), closes=local("2021-10-02", "00:00")),))
    assert [waiting_of(snapshot(asked, OCTOBER, day=day)).number for day in ("2021-09-25", "2021-09-28", "2021-10-02")] == [0, 5, 5]


def test_there_is_more_to_go_by_when_the_consultation_is_over(memory: Memory) -> None:
    asked = replace(memory, consultations=(replace(ASKED, opened=local("2021-09-24"), closes=local("2021-10-02", "00:00")),))
    assert waiting_of(snapshot(memory, OCTOBER)).basis != waiting_of(snapshot(asked, OCTOBER, day="2021-10-02")).basis


def test_what_is_typed_in_the_sheet_settles_it(memory: Memory) -> None:
    found = waiting_of(snapshot(memory, (*OCTOBER, "", "", "Valgt i arket")))
    assert 5 in found.settled and found.number != 5


def test_a_meeting_by_the_rhythm_lacks_both_and_the_form_asks_for_both(memory: Memory) -> None:
    choice = choice_of(snapshot(memory))
    assert choice and (choice.number, choice.lacks_focus, choice.lacks_date, choice.rowless) == (5, True, True, True)
    assert list(fields(choice)) == ["forslag", "eget", "dato"]
    assert fields(choice)["forslag"]["enum"] == [NONE, MIRO, KLIMA]
    assert "12.10.2021" in str(fields(choice)["dato"]["description"])


def test_the_question_tells_what_the_consultation_said_with_turnout(memory: Memory) -> None:
    votes = (Vote("D01", 5, (KLIMA,), (date(2021, 10, 19),), local("2021-09-02")),)
    rows = [("2.9.2021", "D01", 5, KLIMA, "19.10.2021")]
    asked = replace(memory, consultations=(ASKED,), votes=votes)
    choice = choice_of(see(sheet(meetings=HELD, votes=rows), asked, local("2021-09-25")))
    assert choice is not None and titles(choice) == (KLIMA, MIRO)
    told = question(choice, circle())
    assert "Møte 5" in told and "1 av 0 har svart" in told and f"{KLIMA}: én stemme" in told
    assert "19. oktober 2021 kl. 09.15–11.30: passer for 1" in told


@pytest.mark.parametrize(("answer", "decided"), [
    ({"forslag": MIRO, "eget": "", "dato": "12.10.2021"}, (MIRO, date(2021, 10, 12))),
    ({"forslag": MIRO, "eget": "Noe eget", "dato": "19. oktober 2021"}, ("Noe eget", date(2021, 10, 19))),
    ({"forslag": None, "eget": None, "dato": "12.10.2021"}, ("", date(2021, 10, 12))),
])  # fmt: skip
def test_an_answer_is_a_decision(memory: Memory, answer: dict[str, str | None], decided: tuple[str, date]) -> None:
    choice = choice_of(snapshot(memory))
    assert choice is not None
    assert read(choice, answer, circle(), local("2021-09-25")) == Decision(5, local("2021-09-25"), *decided)


@pytest.mark.parametrize(("answer", "says"), [
    ({"forslag": NONE, "eget": " ", "dato": ""}, "Ingenting er valgt"),
    ({"forslag": MIRO, "dato": ""}, "ingen dato"),
    ({"forslag": MIRO, "dato": "31.2.2021"}, "finnes ikke"),
    ({"forslag": MIRO, "dato": "12.10.2020"}, "sirkelens tid"),
    ({"forslag": MIRO, "dato": "12.10.2022"}, "sirkelens tid"),
])  # fmt: skip
def test_an_answer_that_can_not_be_used_says_what_to_fill_in(memory: Memory, answer: dict[str, str], says: str) -> None:
    choice = choice_of(snapshot(memory))
    assert choice is not None
    with pytest.raises(Stop, match=says):
        read(choice, answer, circle(), local("2021-09-25"))
