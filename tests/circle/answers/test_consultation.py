"""Samråd: which proposals and dates suit the participants, shown and never executed (R15, R6, RULES.md «Consultation»)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from tasks.circle.answers.consultation import result
from tasks.circle.model.attending import Consultation
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import Candidate, Memory
from tasks.circle.model.table import Cell
from tests.circle.people_of_the_circle import AUGUST, JUNE, MAY, SEPTEMBER, Line, local, meeting, round_at, see, sheet

OPENED, CLOSES = local("2021-10-01"), local("2021-10-09", "00:00")
MIRO, KLIMA, TAVLER = "Miro og andre tavler", "Miljø og klima", "Miro"
DAYS = (date(2021, 10, 12), date(2021, 10, 19))
ASKED = Consultation(5, OPENED, CLOSES, (TAVLER, MIRO, KLIMA), DAYS)
Row = tuple[object, ...]
WITH_FOCUS = [(number, day, "", "", f"Fokus {number}") for number, day in (MAY, JUNE, AUGUST, SEPTEMBER)]


@pytest.fixture
def memory() -> Memory:
    """After September's meeting, with two proposals from its answers."""
    memory = round_at(local("2021-05-05"), sheet(meetings=WITH_FOCUS))[1]
    found = tuple(Candidate(4, rank, title, 3, (), "Tre spør.") for rank, title in enumerate((MIRO, KLIMA), 1))
    return replace(memory, candidates=found)


def opened(memory: Memory, meetings: Iterable[Line], day: str = "2021-10-01") -> Consultation | None:
    snapshot = see(sheet(meetings=meetings), memory, local(day), consult=True)
    return snapshot.changes.consultations[0] if snapshot.changes.consultations else None


def votes(*rows: Line, now: str = "2021-10-05") -> dict[str, tuple[tuple[str, ...], tuple[date, ...]]]:
    snapshot = see(sheet(votes=rows), Memory(consultations=(ASKED,)), local(now))
    return {vote.person: (vote.proposals, vote.dates) for vote in snapshot.votes}


def test_it_opens_when_the_next_meeting_has_no_date_and_asks_about_dates_and_proposals(memory: Memory) -> None:
    found = opened(memory, WITH_FOCUS)
    assert found is not None
    assert (found.meeting, found.proposals, found.dates) == (5, (MIRO, KLIMA), DAYS)
    assert (found.opened, found.closes) == (OPENED, CLOSES)


def test_it_opens_when_the_next_meeting_has_a_date_and_no_focus_and_asks_about_proposals_only(memory: Memory) -> None:
    found = opened(memory, [*WITH_FOCUS, (5, "12.10.2021")])
    assert found is not None
    assert (found.meeting, found.proposals, found.dates) == (5, (MIRO, KLIMA), ())


def test_a_row_without_a_date_is_what_the_dates_are_asked_for(memory: Memory) -> None:
    found = opened(memory, [*WITH_FOCUS, (8, "")])
    assert found is not None
    assert (found.meeting, found.dates) == (8, DAYS)


def test_a_date_that_was_taken_away_again_is_asked_about(memory: Memory) -> None:
    memory = round_at(local("2021-09-01"), sheet(meetings=[*WITH_FOCUS, (5, "12.10.2021")]), memory)[1]
    memory = replace(memory, letters=tuple(sent for sent in memory.letters if sent.meeting != 5))
    found = opened(memory, [*WITH_FOCUS, (5, "")])
    assert found is not None
    assert (found.meeting, found.dates) == (5, DAYS)


def test_one_meeting_with_nothing_to_choose_from_does_not_hide_the_next(memory: Memory) -> None:
    """October lacks a focus nobody has proposed anything for; November lacks a date."""
    found = opened(replace(memory, candidates=()), [*WITH_FOCUS, (5, "12.10.2021")])
    assert found is not None
    assert (found.meeting, found.proposals) == (6, ())
    assert date(2021, 11, 9) in found.dates


def test_a_round_that_is_repeated_while_one_is_open_opens_no_second(memory: Memory) -> None:
    """R18: two meetings lack a date, and they are asked about one after the other."""
    asked = replace(memory, consultations=(ASKED,))
    assert opened(asked, WITH_FOCUS, "2021-10-01") is None
    later = opened(asked, WITH_FOCUS, "2021-10-11")
    assert later is not None and later.meeting == 6


def test_it_opens_once_per_coming_meeting(memory: Memory) -> None:
    asked = replace(memory, consultations=(ASKED, replace(ASKED, meeting=6)))
    assert opened(asked, WITH_FOCUS) is None


def test_it_does_not_open_when_all_is_set_or_nobody_asked_for_it(memory: Memory) -> None:
    later = [(5, "12.10.2021", "", "", "Miro"), (6, "9.11.2021", "", "", "Klima")]
    assert opened(memory, [*WITH_FOCUS, *later]) is None
    assert see(sheet(meetings=WITH_FOCUS), memory, OPENED).changes.consultations == ()


def test_nothing_is_asked_for_july(memory: Memory) -> None:
    """R6: no proposal for the pause."""
    found = opened(replace(memory, candidates=()), WITH_FOCUS[:2], "2021-06-01")
    assert found is None


def test_what_suits_people_becomes_no_meeting(memory: Memory) -> None:
    """R15: shown, not executed."""
    sent, later = round_at(OPENED, sheet(meetings=WITH_FOCUS), memory, consult=True)
    assert {each.person for each in sent if each.kind is Kind.CONSULTATION} == {"D01", "D02", "D03"}
    rows = [("2.10.2021", f"D0{number}", 5, MIRO, "12.10.2021") for number in (1, 2, 3)]
    snapshot = see(sheet(meetings=WITH_FOCUS, votes=rows), later, local("2021-10-10"))
    assert [each.number for each in snapshot.programme.meetings] == [1, 2, 3, 4]
    assert meeting(snapshot, 4).focus == "Fokus 4"


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        (f"{MIRO}, {KLIMA}", (MIRO, KLIMA)), ("miro", (TAVLER,)), ("Miro og andre tavler", (MIRO,)), ("2 og 3", (MIRO, KLIMA)),
        ("1,3", (TAVLER, KLIMA)), (2, (MIRO,)), ("", ()), ("noe annet", ()), ("Miro; miljø og klima", (TAVLER, KLIMA)),
    ],
)  # fmt: skip
def test_proposals_are_named_by_title_or_number(typed: Cell, chosen: tuple[str, ...]) -> None:
    assert votes(("2.10.2021", "D01", 5, typed, ""))["D01"][0] == chosen


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("12.10.2021", DAYS[:1]), ("tirsdag 12. oktober 2021, tirsdag 19. oktober 2021", DAYS), (DAYS[1], DAYS[1:]),
        ("12.10 og 19.10", DAYS), ("Tuesday, 12 October 2021", DAYS[:1]), ("12. oktober; helst ikke", DAYS[:1]), ("1.12.2021", ()),
    ],
)  # fmt: skip
def test_dates_are_read_as_people_write_them_also_without_the_year(typed: Cell, chosen: tuple[date, ...]) -> None:
    assert votes(("2.10.2021", "D01", 5, "", typed))["D01"][1] == chosen


def test_the_latest_vote_of_each_counts() -> None:
    rows = [("4.10.2021", "D01", 5, KLIMA, ""), ("2.10.2021", "D01", 5, MIRO, ""), ("2.10.2021", "D02", 5, MIRO, "")]
    assert votes(*rows) == {"D01": ((KLIMA,), ()), "D02": ((MIRO,), ())}


def test_votes_before_the_opening_and_after_the_close_do_not_count() -> None:
    rows = [("30.9.2021", "D01", 5, MIRO, ""), ("8.10.2021 23.59", "D02", 5, MIRO, ""), ("9.10.2021 00.00", "D03", 5, MIRO, "")]
    assert set(votes(*rows, now="2021-10-20")) == {"D02"}


def test_a_vote_without_a_stamp_is_as_old_as_the_round_that_first_saw_it(memory: Memory) -> None:
    """R18: nothing new in the next round; first seen after the close, it is too late."""
    row = ("", "D01", 5, MIRO, "")
    asked = replace(memory, consultations=(ASKED,))
    values = sheet(meetings=WITH_FOCUS, votes=[row])
    seen = round_at(local("2021-10-05"), values, asked)[1]
    later = see(values, seen, local("2021-10-20"))
    assert later.votes[0].at == local("2021-10-05")
    assert later.changes.votes == ()
    assert see(values, asked, local("2021-10-20")).votes == ()


def test_a_vote_that_is_changed_after_the_close_stays_what_it_was(memory: Memory) -> None:
    asked = replace(memory, consultations=(ASKED,))
    for stamp in ("", "5.10.2021 08.00"):
        early, late = (stamp, "D01", 5, MIRO, ""), ("", "D01", 5, KLIMA, "") if not stamp else ("10.10.2021", "D01", 5, KLIMA, "")
        seen = round_at(local("2021-10-05"), sheet(meetings=WITH_FOCUS, votes=[early]), asked)[1]
        snapshot = see(sheet(meetings=WITH_FOCUS, votes=[late] if not stamp else [early, late]), seen, local("2021-10-20"))
        assert result(ASKED, snapshot.votes).proposals == ((TAVLER, 0), (MIRO, 1), (KLIMA, 0))
        assert snapshot.changes.votes == ()


def test_the_result_counts_people_in_the_order_things_were_shown() -> None:
    rows = [("2.10.2021", "D01", 5, "2, 3", "12.10.2021"), ("2.10.2021", "D02", 5, "2", "12.10, 19.10")]
    snapshot = see(sheet(votes=rows), replace(Memory(), consultations=(ASKED,)), local("2021-10-05"))
    found = result(ASKED, snapshot.votes)
    assert found.turnout == 2
    assert found.proposals == ((TAVLER, 0), (MIRO, 2), (KLIMA, 1))
    assert found.dates == ((DAYS[0], 2), (DAYS[1], 1))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Et nytt tema (3 personer)", (TAVLER,)),
        ("eit nytt tema; Miljø og klima", (TAVLER, KLIMA)),
        ("A new theme (3 people)", (TAVLER,)),
        ("Nytt tema nr. 1 (3 personer), Miro og andre tavler", (TAVLER, MIRO)),
        ("Nytt tema nr. 12", ()),
        ("Miro", (TAVLER,)),
    ],
)
def test_what_is_read_for_a_title_that_waits_for_a_yes_is_a_vote_for_it(typed: str, meant: tuple[str, ...]) -> None:
    """R41."""
    assert votes(("5.10.2021 10.00", "D01", 5, typed, ""))["D01"][0] == meant
