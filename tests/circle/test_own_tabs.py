"""The program's own tabs (design §4): counts, what comes next, problems; nothing written when nothing is new (R18)."""

from dataclasses import replace

import pytest

from tasks.circle.errors import Problem
from tasks.circle.overview import changed_tabs, own_tabs, status_words
from tasks.circle.state import Candidate, Kind, Meeting, Outcome, Reply, Sent
from tasks.circle.tally import Tally, next_of, soonest, tallies
from tests.circle.people_of_the_circle import LINK, circle, local, meeting, round_at, sheet

NOW = local("2021-05-05")
START, END = local("2021-05-11", "09:15"), local("2021-05-11", "11:30")
PLAIN = Meeting(1, "", START, END)


def sent(person: str, kind: Kind, outcome: Outcome = Outcome.DONE, number: int = 1) -> Sent:
    return Sent(person, number, kind, "1", 1, outcome, NOW)


def test_people_are_counted_once_and_only_for_what_went_out() -> None:
    letters = [
        sent("D01", Kind.INVITATION), sent("D01", Kind.UPDATE), sent("D02", Kind.INVITATION), sent("D02", Kind.REMINDER),
        sent("D03", Kind.INVITATION, Outcome.REJECTED), sent("D04", Kind.INVITATION, Outcome.LATER), sent("D02", Kind.REFLECTION),
    ]  # fmt: skip
    replies = [Reply("D02", 1, "need", "Miro", NOW), Reply("D02", 1, "relevance", "Alt", NOW)]
    assert tallies(letters, replies)[1] == Tally(invited=2, reminded=1, asked=1, answered=1)


def test_a_facilitator_counts_only_when_signed_up() -> None:
    letters = [sent("F01", Kind.INVITATION), sent("F02", Kind.INVITATION), sent("F02", Kind.WELCOME, number=0)]
    assert tallies(letters, [])[1].invited == 1


@pytest.mark.parametrize(
    ("now", "kind", "at"),
    [
        (local("2021-04-01"), "invitation", local("2021-04-13", "00:00")), (NOW, "reminder", local("2021-05-09", "00:00")),
        (START, "reflection", END), (END, "nudge", local("2021-05-15", "00:00")),
        (local("2021-05-16"), "proposals", local("2021-05-22", "00:00")),
    ],
)  # fmt: skip
def test_the_next_thing_about_a_meeting_follows_the_windows(now: object, kind: str, at: object) -> None:
    """R12: whole local days."""
    found = next_of(circle(), PLAIN, now)  # type: ignore[arg-type]
    assert found is not None
    assert (found.kind, found.at) == (kind, at)


def test_nothing_comes_next_for_what_is_over_called_off_or_history() -> None:
    assert next_of(circle(), PLAIN, local("2021-06-01")) is None
    assert next_of(circle(), replace(PLAIN, cancelled=True), NOW) is None
    assert next_of(circle(), replace(PLAIN, history=True), NOW) is None
    assert soonest(circle(), [], NOW) is None


def test_the_soonest_thing_of_the_circle_is_found() -> None:
    june = Meeting(2, "", local("2021-06-08", "09:15"), local("2021-06-08", "11:30"))
    found = soonest(circle(), [PLAIN, june], local("2021-05-10"))
    assert found is not None
    assert (found[0].number, found[1].kind) == (2, "invitation")


def test_a_meeting_says_where_it_stands() -> None:
    assert status_words(PLAIN, NOW) == "planlagt"
    assert status_words(PLAIN, START) == "pågår"
    assert status_words(PLAIN, END) == "holdt"
    assert status_words(replace(PLAIN, cancelled=True), END) == "avlyst"
    assert status_words(replace(PLAIN, history=True), END) == "holdt (før oppstart)"


def test_the_overview_has_one_row_per_meeting() -> None:
    letters, memory = round_at(NOW, sheet())
    tabs = own_tabs(circle(), memory.meetings, tallies(letters, []), frozenset({("D01", 1)}), [], [], NOW)
    header, first, *others = tabs["Oversikt"]
    assert first == [1, "tirsdag 11. mai 2021 kl. 09.15", "", "planlagt", 3, 0, 1, 0, "klart", "Påminnelse 9.5.2021"]
    assert len(header) == len(first)
    assert len(others) == 3


def test_a_missing_room_is_shown_and_one_that_is_not_needed_too() -> None:
    rows = own_tabs(circle(), [PLAIN, replace(PLAIN, number=2, cancelled=True)], {}, frozenset(), [], [], NOW)["Oversikt"]
    assert [row[8] for row in rows[1:]] == ["mangler", "trengs ikke"]


def test_proposals_stand_with_the_sentences_behind_them_and_problems_once() -> None:
    """R14, R23."""
    candidate = Candidate(4, 1, "Miro", 3, ("Mer Miro", "Tavler!"), "Tre av fire spør.", sure="klart")
    problem = Problem("«Møter», celle B2", "Feil.", "Rett den.")
    tabs = own_tabs(circle(), [], {}, frozenset(), [candidate], [problem, problem], NOW)
    assert tabs["Fokusforslag"][1:] == [[4, 1, "Miro", 3, "klart", "Tre av fire spør.", "«Mer Miro»\n«Tavler!»"]]
    assert tabs["Merknader"][1:] == [["«Møter», celle B2", "Feil.", "Rett den."]]


def test_tabs_that_stand_there_already_are_not_written_again() -> None:
    """R18: also when the sheet gives numbers back as text and leaves trailing blanks out."""
    memory = round_at(NOW, sheet())[1]
    tabs = own_tabs(circle(), memory.meetings, {}, frozenset(), [], [], NOW)
    back = {tab: [[str(cell) for cell in row] + [None] for row in rows] + [[]] for tab, rows in tabs.items()}
    assert changed_tabs(tabs, back) == {}
    assert set(changed_tabs(tabs, {})) == {"Oversikt", "Fokusforslag", "Merknader"}
    later = own_tabs(circle(), memory.meetings, {}, frozenset(), [], [], local("2021-05-12"))
    assert set(changed_tabs(later, back)) == {"Oversikt"}


def test_people_are_counted_in_the_tabs_and_never_named() -> None:
    """Design §10."""
    letters, memory = round_at(NOW, sheet())
    shown = str(own_tabs(circle(), memory.meetings, tallies(letters, []), frozenset(), [], [], NOW))
    assert not any(word in shown for word in ("Kari", "Ola", "Åse", "@", LINK))
    assert meeting(memory, 1).room is not None
