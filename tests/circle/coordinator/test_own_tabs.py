"""The program's own tabs (RULES.md «Sheet»): counts, what comes next, problems; nothing written when nothing is new (R18)."""

from dataclasses import replace

import pytest

from tasks.circle.coordinator.own_tabs import changed_tabs, own_tabs, status_words
from tasks.circle.letters.tally import Tally, next_of, soonest, tallies
from tasks.circle.model.errors import Problem
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import FORGOTTEN, Candidate, LetterRecord, Meeting, Memory, Outcome, Reply
from tasks.circle.model.table import Cell
from tests.circle.people_of_the_circle import KARI, LINK, OLA, ÅSE, Line, circle, known, local, meeting, round_at, see, sheet

NOW = local("2021-05-05")
START, END = local("2021-05-11", "09:15"), local("2021-05-11", "11:30")
PLAIN = Meeting(1, "", START, END)


def sent(person: str, kind: Kind, outcome: Outcome = Outcome.DONE, number: int = 1) -> LetterRecord:
    return LetterRecord(person, number, kind, "1", 1, outcome, NOW)


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
        (local("2021-05-16"), None, local("2021-05-22", "00:00")),
    ],
)  # fmt: skip
def test_the_next_thing_about_a_meeting_follows_the_windows(now: object, kind: str | None, at: object) -> None:
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
    tabs = own_tabs(circle(), memory.meetings, tallies(letters, []), frozenset({("D01", 1)}), [], [], [], NOW)
    header, first, *others = tabs["Oversikt"]
    assert first == [1, "tirsdag 11. mai 2021 kl. 09.15", "", "planlagt", 3, 0, 1, 0, "klart", "Påminnelse 9.5.2021"]
    assert len(header) == len(first)
    assert len(others) == 3


def test_a_missing_room_is_shown_and_one_that_is_not_needed_too() -> None:
    rows = own_tabs(circle(), [PLAIN, replace(PLAIN, number=2, cancelled=True)], {}, frozenset(), [], [], [], NOW)["Oversikt"]
    assert [row[8] for row in rows[1:]] == ["mangler", "trengs ikke"]


def test_proposals_stand_with_the_sentences_behind_them_and_problems_once() -> None:
    """R14, R23."""
    candidate = Candidate(4, 1, "Miro", 3, ("Mer Miro", "Tavler!"), "Tre av fire spør.", sure="klart")
    problem = Problem("«Møter», celle B2", "Feil.", "Rett den.")
    tabs = own_tabs(circle(), [], {}, frozenset(), [candidate], [problem, problem], [], NOW)
    assert tabs["Fokusforslag"][1:] == [[4, 1, "Miro", 3, "klart", "Tre av fire spør.", "«Mer Miro»\n«Tavler!»"]]
    assert tabs["Merknader"][1:] == [["«Møter», celle B2", "Feil.", "Rett den.", "Å rette"]]


def test_tabs_that_stand_there_already_are_not_written_again() -> None:
    """R18: also when the sheet gives numbers back as text and leaves trailing blanks out."""
    memory = round_at(NOW, sheet())[1]
    tabs = own_tabs(circle(), memory.meetings, {}, frozenset(), [], [], [], NOW)
    back = {tab: [[str(cell) for cell in row] + [None] for row in rows] + [[]] for tab, rows in tabs.items()}
    assert changed_tabs(tabs, back) == {}
    assert set(changed_tabs(tabs, {})) == {"Oversikt", "Fokusforslag", "Merknader", "Koder"}
    later = own_tabs(circle(), memory.meetings, {}, frozenset(), [], [], [], local("2021-05-12"))
    assert set(changed_tabs(later, back)) == {"Oversikt"}


def test_people_are_counted_in_the_tabs_and_named_in_one_only() -> None:
    """RULES.md «Privacy»."""
    letters, memory = round_at(NOW, sheet())
    tabs = own_tabs(circle(), memory.meetings, tallies(letters, []), frozenset(), [], [], see().roster.people, NOW)
    names = ("Kari", "Ola", "Åse", "@", LINK)
    assert [tab for tab, rows in tabs.items() if any(word in str(rows) for word in names)] == ["Koder"]
    assert meeting(memory, 1).room is not None


def codes(*people: Line, memory: Memory = Memory()) -> list[list[Cell]]:  # noqa: B008
    header, *rows = own_tabs(circle(), [], {}, frozenset(), [], [], see(sheet(people), memory).roster.people, NOW)["Koder"]
    assert header == ["Kode", "Navn", "Avmeldt"]
    return rows


def test_one_tab_says_who_a_code_is_and_who_has_left() -> None:
    """Nothing in it that does not stand in «Påmelding»; facilitators who have no row there are not in it."""
    left = (*OLA, "", "", "", "ja")
    assert codes(KARI, left) == [["D01", "Kari Nordmann", ""], ["D02", "Ola Hansen", "ja"]]


def test_people_of_one_name_are_told_apart_by_their_addresses_and_so_is_who_has_no_name() -> None:
    other, nameless, unusable = [*KARI], [*OLA], [*ÅSE]
    other[0:3] = "3.5.2021 10:00", " kari  NORDMANN", "kari.2@example.org"
    nameless[1], unusable[1:3] = "", ("Åse", "ingen adresse")
    assert [row[:2] for row in codes(KARI, other, nameless, unusable)] == [
        ["D01", "Kari Nordmann (kari@example.org)"], ["D02", "ola@example.org"], ["D03", "kari NORDMANN (kari.2@example.org)"],
    ]  # fmt: skip


def test_who_is_forgotten_or_has_no_row_any_more_is_not_in_it() -> None:
    memory = round_at(NOW, sheet())[1]
    asked = replace(known(memory, "D02"), member_since_version=FORGOTTEN, row_digest="", left=NOW)
    after = replace(memory, people=tuple(asked if each.code == "D02" else each for each in memory.people))
    assert [row[0] for row in codes(KARI, OLA, ÅSE, memory=after)] == ["D01", "D03"]
    assert [row[0] for row in codes(KARI, OLA, memory=memory)] == ["D01", "D02"]


def test_a_hundred_people_stand_in_the_order_of_their_codes() -> None:
    """D100 is not between D10 and D11."""
    people = [[f"1.5.2021 10:{n // 60:02d}:{n % 60:02d}", f"Navn {n}", f"navn{n}@example.org", "", "", "", ""] for n in range(101)]
    assert [row[0] for row in codes(*people)] == [f"D{n:02d}" for n in range(1, 102)]
