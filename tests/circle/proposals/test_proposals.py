"""From answers to proposals for the next focus area (R14), and the choice that people make (R16)."""

from dataclasses import replace

import pytest

from tasks.circle.model.records import Candidate, Memory
from tasks.circle.proposals.proposing import shown
from tasks.circle.snapshot import Snapshot
from tests.circle.people_of_the_circle import KARI, OLA, PER, ÅSE, Line, local, meeting, round_at, see, sheet

PEOPLE = [KARI, OLA, ÅSE, PER, ("4.5.2021 11.00", "Liv Moe", "liv@example.org")]
MEETINGS: list[Line] = [(1, "11.5.2021", "", "", "Læringssirkel og læringsnettverk"), (2, "8.6.2021")]
WISHES = ("Miro og digitale tavler", "Hvordan bruke Miro", "Mer om digitale tavler som Miro", "Tavler! Miro!", "Reise mindre med fly")
DAY = "12.5.2021 10.00"


@pytest.fixture
def memory() -> Memory:
    return round_at(local("2021-05-05"), sheet(people=PEOPLE, meetings=MEETINGS))[1]


def rows(wishes: tuple[str, ...], day: str = DAY) -> list[Line]:
    return [(day, f"D0{number}", "", 1, "", wish) for number, wish in enumerate(wishes, 1)]


def heard(memory: Memory, replies: list[Line], day: str = "2021-05-23", meetings: list[Line] = MEETINGS) -> Snapshot:
    return see(sheet(people=PEOPLE, meetings=meetings, replies=replies), memory, local(day))


def test_the_proposal_most_people_ask_for_comes_first_with_their_sentences(memory: Memory) -> None:
    """R14."""
    snapshot = heard(memory, rows(WISHES))
    first = snapshot.candidates[0]
    assert (first.rank, first.title, first.participants) == (1, "Miro og andre tavler", 4)
    assert first.quotes
    assert all(any(quote in wish for wish in WISHES) for quote in first.quotes)
    assert (snapshot.candidates_of, snapshot.changes.candidates_of) == (1, frozenset({1}))


def test_the_same_answers_are_not_read_twice(memory: Memory) -> None:
    """R18."""
    later = round_at(local("2021-05-13"), sheet(people=PEOPLE, meetings=MEETINGS, replies=rows(WISHES)), memory)[1]
    snapshot = heard(later, rows(WISHES), "2021-05-14")
    assert snapshot.changes.candidates == ()
    assert snapshot.candidates == later.candidates


def test_a_changed_answer_is_read_anew(memory: Memory) -> None:
    """R13."""
    later = round_at(local("2021-05-13"), sheet(people=PEOPLE, meetings=MEETINGS, replies=rows(WISHES)), memory)[1]
    changed = [*rows(WISHES), ("14.5.2021", "D04", "", 1, "", "Mindre fly og utslipp på reise")]
    assert heard(later, changed, "2021-05-15").candidates[0].participants == 3


def test_answers_after_the_close_change_no_proposal(memory: Memory) -> None:
    """RULES.md «Answers close»: later ones are kept."""
    later = round_at(local("2021-05-13"), sheet(people=PEOPLE, meetings=MEETINGS, replies=rows(WISHES[:4])), memory)[1]
    late = [*rows(WISHES[:4]), ("25.5.2021", "D05", "", 1, "", "Miro")]
    snapshot = heard(later, late, "2021-05-26")
    assert snapshot.candidates == later.candidates
    assert ("D05", 1, "need") in snapshot.replies


def test_a_past_focus_area_is_not_proposed_again(memory: Memory) -> None:
    """R14, R9b: also one of a meeting that is history."""
    used: list[Line] = [(1, "11.5.2021", "", "", "Miro og andre tavler"), MEETINGS[1]]
    taken_over = round_at(local("2021-05-12"), sheet(people=PEOPLE, meetings=used))[1]
    assert meeting(taken_over, 1).history
    titles = [each.title for each in heard(taken_over, rows(WISHES), meetings=used).candidates]
    assert "Miro og andre tavler" not in titles


def test_a_proposal_that_somebody_chose_is_shown_no_more_but_remembered(memory: Memory) -> None:
    """R16."""
    chosen: list[Line] = [MEETINGS[0], (2, "8.6.2021", "", "", "Miro og andre tavler")]
    later = round_at(local("2021-05-13"), sheet(people=PEOPLE, meetings=MEETINGS, replies=rows(WISHES)), memory)[1]
    snapshot = heard(later, rows(WISHES), meetings=chosen)
    assert "Miro og andre tavler" not in [each.title for each in snapshot.candidates]
    assert "Miro og andre tavler" in [each.title for each in snapshot.candidates_about(1)]


def test_too_few_answers_to_the_last_meeting_leave_no_older_proposal_standing(memory: Memory) -> None:
    """R14: it says so instead of guessing."""
    old = Candidate(1, 1, "Miro", 3, (), "")
    held = [replace(meeting(memory, 1)), meeting(memory, 2)]
    assert shown([old], held) == (1, (old,))
    assert shown([old], held, {1, 2}) == (2, ())
    few = heard(memory, rows(WISHES[:1]))
    assert (few.candidates_of, few.candidates) == (1, ())


def test_the_program_never_chooses(memory: Memory) -> None:
    """R16: without a decision the focus area stays empty."""
    later = memory
    for day in ("2021-05-13", "2021-05-23", "2021-06-07"):
        later = round_at(local(day), sheet(people=PEOPLE, meetings=MEETINGS, replies=rows(WISHES)), later)[1]
    assert later.candidates
    assert meeting(later, 2).focus == ""
