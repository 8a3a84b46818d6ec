"""Rows of «Møter» as they are typed (R7, R16, RULES.md «Møter»); the date cases of bad input."""

from datetime import date, datetime

import pytest

from tasks.circle.model.records import Decision, Form, Memory
from tasks.circle.model.table import Cell
from tasks.circle.plan import Scope, plan_meetings
from tasks.circle.snapshot import Snapshot
from tests.circle.people_of_the_circle import JUNE, MAY, circle, local, meeting, round_at, see, sheet, told

NOW = local("2021-05-05")


def numbers(snapshot: Snapshot) -> list[int]:
    return [each.number for each in snapshot.programme.meetings]


def test_empty_cells_mean_the_rhythms_times_digital_and_planned() -> None:
    """RULES.md «Møter»: empty Start, Slutt, Form, Status."""
    first = meeting(see(), 1)
    assert (first.start, first.end) == (local("2021-05-11", "09:15"), local("2021-05-11", "11:30"))
    assert (first.form, first.cancelled, first.place) == (Form.DIGITAL, False, "")


def test_a_winter_date_is_in_winter_time() -> None:
    snapshot = see(sheet(meetings=[(8, "14.12.2021")]))
    assert meeting(snapshot, 8).start.isoformat() == "2021-12-14T08:15:00+00:00"


def test_typed_times_win_over_the_rhythms() -> None:
    first = meeting(see(sheet(meetings=[(1, "11. mai 2021", "10:00", "kl. 12.15")])), 1)
    assert (first.start, first.end) == (local("2021-05-11", "10:00"), local("2021-05-11", "12:15"))


@pytest.mark.parametrize(
    ("row", "start", "end"),
    [
        (("11.5.2021", "10.00"), "10:00", "12:15"), (("11.5.2021", "13.00"), "13:00", "15:15"), (("11.5.2021", "", "12.00"), "09:15", "12:00"),
        (("11.5.2021", "10.00–11.30"), "10:00", "11:30"), (("11.5.2021", "", "10.00–11.30"), "10:00", "11:30"),
        (("11.5.2021", "10–12", "12.00"), "10:00", "12:00"), (("11.5.2021 10:00",), "10:00", "12:15"), (("11.5.2021 kl. 10–12",), "10:00", "12:00"),
        ((datetime(2021, 5, 11, 10),), "10:00", "12:15"), ((datetime(2021, 5, 11, 10), "10:00"), "10:00", "12:15"),
        (("", "11.5.2021 10:00"), "10:00", "12:15"), (("", datetime(2021, 5, 11, 10), datetime(2021, 5, 11, 12)), "10:00", "12:00"),
        (("11.5.2021", 1000, "klokka 12"), "10:00", "12:00"),
    ],
)  # fmt: skip
def test_a_part_of_a_cell_is_used_where_it_has_one_meaning(row: tuple[Cell, ...], start: str, end: str) -> None:
    """R27: Start alone keeps the meeting's length; a range, and the clock beside a date, count."""
    snapshot = see(sheet(meetings=[(1, *row), JUNE]))
    assert (meeting(snapshot, 1).start, meeting(snapshot, 1).end) == (local("2021-05-11", start), local("2021-05-11", end))
    assert not snapshot.problems


def test_a_time_that_a_spreadsheet_made_a_day_of_is_read_back_and_told() -> None:
    """R27: «9.10» typed in LibreOffice with Norwegian settings."""
    snapshot = see(sheet(meetings=[(1, "11.5.2021", datetime(2026, 10, 9), datetime(2026, 10, 11)), JUNE]))
    assert (meeting(snapshot, 1).start, meeting(snapshot, 1).end) == (local("2021-05-11", "09:10"), local("2021-05-11", "11:10"))
    assert "celle C2: Regnearket har gjort klokkeslettet til en dato (09.10.2026). Den er lest som kl. 09:10." in told(snapshot)


@pytest.mark.parametrize(
    "row",
    [
        (1, "i mai"),
        (1, "11.5.2021", "9.5"),
        (1, "11.5.2021", "", "?"),
        (1, "11.5.2021", "", "", "", "", "", "utsatt"),
        (1, "11.5.2021", "12.00", "11.00"),
    ],
)
def test_an_unreadable_day_hour_or_status_holds_the_letters_and_the_room_of_its_meeting(row: tuple[Cell, ...]) -> None:
    """R27."""
    unread = sheet(meetings=[row, JUNE])
    memory = round_at(local("2021-05-04"), sheet(meetings=[(1, "11.5.2021", "10.00"), JUNE]))[1]
    sent, _ = round_at(local("2021-05-09"), unread, memory)
    assert {letter.meeting for letter in sent} <= {0, 2}
    assert {letter.meeting for letter in round_at(local("2021-05-09"), sheet(meetings=[(1, "11.5.2021", "10.00"), JUNE]), memory)[0]} >= {1}
    snapshot = see(unread, memory, local("2021-05-09"))
    assert snapshot.programme.on_hold == {1}
    scope = Scope(("meetings",), 500, "https://example.org/another")
    assert [act.meeting.number for act in plan_meetings(snapshot, scope).acts] == [2]


@pytest.mark.parametrize("typed", ["avlyst pga. sykdom", "Avlyst – sykdom", "kansellert", "avlyses", "avlyst!", "AVLYST 4.5.", "innstilt"])
def test_called_off_with_a_reason_is_called_off(typed: str) -> None:
    """R9, R27."""
    memory = round_at(NOW)[1]
    snapshot = see(sheet(meetings=[(1, "11.5.2021", "", "", "", "", "", typed), JUNE]), memory, NOW)
    assert meeting(snapshot, 1).cancelled
    assert not snapshot.problems


@pytest.mark.parametrize("typed", ["12. januar", "2027-13-45", "TBA", "31.2.2021", "29.2.2021", "onsdag 11. mai 2021"])
def test_a_date_that_does_not_exist_names_its_cell_and_the_others_go_on(typed: str) -> None:
    """date-text, date-leap."""
    snapshot = see(sheet(meetings=[(1, typed), JUNE]))
    assert f"«Møter», celle B2: «{typed}» er ikke en dato som finnes." in told(snapshot)
    assert numbers(snapshot) == [2]


def test_a_date_that_does_not_exist_leaves_what_was_known_in_force() -> None:
    memory = round_at(NOW)[1]
    snapshot = see(sheet(meetings=[(1, "31.2.2021"), JUNE]), memory, NOW)
    assert meeting(snapshot, 1) == meeting(memory, 1)


@pytest.mark.parametrize(
    ("row", "cell", "said"),
    [
        ((1, "11.5.2021", "11.30", "09.15"), "D2", "Slutt er ikke etter start"),
        ((1, "11.5.2021", "09.15", "09.15"), "D2", "Slutt er ikke etter start"),
        ((1, "11.5.2021", "halv ti"), "C2", "er ikke et klokkeslett"),
        ((1, "11.5.2021", "9.5"), "C2", "kan være flere klokkeslett"),
        ((1, "11.5.2021", "", "11,5"), "D2", "kan være flere klokkeslett"),
        ((1, "11.5.2021", "22.00"), "C2", "slutter møtet etter midnatt"),
        ((1, "5/3/2021"), "B2", "kan være 5.3.2021 eller 3.5.2021"),
        ((1, "11.5.2021 10:00", "09.15"), "B2", "en annen start enn C2"),
        ((1, "11.5.2021", "10-12", "13.00"), "C2", "en annen slutt enn D2"),
        ((1, "11.5.2021", "12.5.2021 10:00"), "C2", "en annen dato enn B2"),
        ((1, "11.5.2021", "11.5.2021"), "C2", "er ikke et klokkeslett"),
        ((1, "11.5.2021", "11.30–09.15"), "C2", "Slutt er ikke etter start"),
        ((1, "11.5.2021", datetime(2021, 5, 11)), "C2", "inneholder en dato"),
        ((1, "", datetime(2021, 5, 11)), "C2", "inneholder en dato"),
        ((1, "11.5.2021", "", "", "", "", "", "avlyst?"), "H2", "er ukjent her"),
        ((1, "11.5.2021", "", "", "", "", "", "ikke avlyst"), "H2", "er ukjent her"),
        ((1, "11.5.2021", "", "", "", "", "", "avlyst, flyttet til 12. mai"), "H2", "er ukjent her"),
        ((1, "11.5.2021", "", "", "", "", "", "utsatt"), "H2", "er ukjent her"),
        ((1, "11.5.2021", "25:00"), "C2", "er ikke et klokkeslett"),
        ((1, "11.5.2021", "", "", "", "telepati"), "F2", "er ukjent her"),
        ((1, "11.5.2021", "", "", "", "", "", "kanskje"), "H2", "er ukjent her"),
        ((1, "11.5.2021", "", "", "", "Fysisk"), "G2", "«Sted» er tomt"),
        ((1, "11.5.2021", "", "", "", "hybrid"), "G2", "«Sted» er tomt"),
        (("", "11.5.2021"), "A2", "Nr mangler"),
        (("én", "11.5.2021"), "A2", "Nr må være et helt tall"),
        ((1.5, "11.5.2021"), "A2", "Nr må være et helt tall"),
    ],
)
def test_a_row_that_cannot_be_used_names_its_cell_and_the_others_go_on(row: tuple[object, ...], cell: str, said: str) -> None:
    """R3, R7, R23; date-order."""
    snapshot = see(sheet(meetings=[row, JUNE]))  # type: ignore[list-item]
    assert f"«Møter», celle {cell}: " in told(snapshot)
    assert said in told(snapshot)
    assert all(problem.next_step for problem in snapshot.problems)
    assert numbers(snapshot) == [2]


def test_two_rows_with_one_number_are_a_problem_each_and_neither_is_served() -> None:
    """R7, date-twice."""
    snapshot = see(sheet(meetings=[MAY, (1, "12.5.2021"), JUNE]))
    assert "celle A2: Nr 1 står i 2 rader." in told(snapshot)
    assert "celle A3: Nr 1 står i 2 rader." in told(snapshot)
    assert numbers(snapshot) == [2]


def test_one_date_typed_twice_is_an_overlap_and_neither_new_meeting_is_served() -> None:
    """R7, date-twice: no second room."""
    snapshot = see(sheet(meetings=[MAY, (2, "11.5.2021"), (3, "8.6.2021")]))
    assert "«Møter», celle B2 og B3: Nr 1 og Nr 2 overlapper hverandre." in told(snapshot)
    assert numbers(snapshot) == [3]


def test_a_long_meeting_overlaps_all_that_lie_within_it() -> None:
    """R7."""
    hours = ((1, "09.00", "17.00"), (2, "10.00", "11.00"), (3, "12.00", "13.00"))
    snapshot = see(sheet(meetings=[*((number, "11.5.2021", start, end) for number, start, end in hours), (4, "8.6.2021")]))
    assert numbers(snapshot) == [4]
    assert len(snapshot.problems) == 2


def test_meetings_that_meet_end_to_start_do_not_overlap() -> None:
    rows = [(1, "11.5.2021", "09.00", "10.00"), (2, "11.5.2021", "10.00", "11.00")]
    assert numbers(see(sheet(meetings=rows))) == [1, 2]


def test_the_hour_that_spring_leaves_out_is_refused_and_of_the_doubled_one_the_first_counts() -> None:
    """date-dst."""
    later = circle(first_day=date(2027, 1, 1), last_day=date(2027, 12, 31))
    rows = [(1, "28.3.2027", "02.30", "04.00"), (2, "31.10.2027", "02.30", "04.00")]
    snapshot = see(sheet(people=[], meetings=rows), now=local("2027-01-02"), circle=later)
    assert "celle C2: Klokkeslettet finnes ikke den dagen" in told(snapshot)
    assert "celle C3: Klokkeslettet kommer to ganger den natten" in told(snapshot)
    assert [(m.number, m.start.isoformat()) for m in snapshot.programme.meetings] == [(2, "2027-10-31T00:30:00+00:00")]


def test_a_row_without_a_date_is_no_meeting_yet() -> None:
    """RULES.md «Møter»: no date, no meeting."""
    snapshot = see(sheet(meetings=[MAY, (5, "", "", "", "Miro")]))
    assert numbers(snapshot) == [1]
    assert snapshot.programme.undated == (5,)
    assert not snapshot.problems


@pytest.mark.parametrize("day", ["30.4.2021", "1.1.2022", "11.1.2022"])
def test_a_date_outside_the_circles_life_is_a_problem_and_not_served(day: str) -> None:
    """RULES.md «Møter»: outside the circle's life."""
    snapshot = see(sheet(meetings=[(1, day), JUNE]))
    assert "«Møter», celle B2: Datoen (" in told(snapshot)
    assert "ligger utenfor sirkelens tid (01.05.2021–31.12.2021)." in told(snapshot)
    assert numbers(snapshot) == [2]


def test_the_last_day_of_the_circle_is_within_it() -> None:
    assert numbers(see(sheet(meetings=[(9, "31.12.2021")]))) == [9]


@pytest.mark.parametrize("day", ["17.5.2021", "13.7.2021"])
def test_a_typed_date_on_a_holiday_or_in_a_pause_is_a_decision_and_served(day: str) -> None:
    """RULES.md «Møter»: holidays and pauses concern proposals only."""
    assert numbers(see(sheet(meetings=[(1, day)]))) == [1]


def test_a_date_and_a_focus_decided_in_prefects_page_fill_empty_cells() -> None:
    """R16, RULES.md «Decisions»."""
    memory = Memory(decisions=(Decision(5, NOW, "Miro", date(2021, 10, 12)),))
    found = meeting(see(sheet(meetings=[(5,)]), memory), 5)
    assert (found.start, found.focus) == (local("2021-10-12", "09:15"), "Miro")


def test_what_is_typed_wins_over_a_decision() -> None:
    """R16."""
    memory = Memory(decisions=(Decision(5, NOW, "Miro", date(2021, 10, 12)),))
    found = meeting(see(sheet(meetings=[(5, "19.10.2021", "", "", "Klima")]), memory), 5)
    assert (found.start, found.focus) == (local("2021-10-19", "09:15"), "Klima")


def test_the_latest_decision_counts_and_one_about_the_date_keeps_the_focus() -> None:
    decisions = (
        Decision(5, local("2021-05-03"), day=date(2021, 10, 19)),
        Decision(5, local("2021-05-02"), "Miro"),
        Decision(5, local("2021-05-01"), "Klima", date(2021, 10, 12)),
    )
    found = meeting(see(sheet(meetings=[(5,)]), Memory(decisions=decisions)), 5)
    assert (found.start, found.focus) == (local("2021-10-19", "09:15"), "Miro")


def test_a_decided_date_needs_no_row() -> None:
    """R16: a person decides in Prefect's page or in «Møter»."""
    memory = Memory(decisions=(Decision(5, NOW, "Miro", date(2021, 10, 12)),))
    assert meeting(see(sheet(meetings=[MAY]), memory), 5).focus == "Miro"
    assert numbers(see(sheet(meetings=[MAY]), Memory(decisions=(Decision(5, NOW, "Miro"),)))) == [1]


def test_a_cancelled_row_that_was_never_known_is_nothing() -> None:
    snapshot = see(sheet(meetings=[(1, "11.5.2021", "", "", "", "", "", "Avlyst"), JUNE]))
    assert numbers(snapshot) == [2]
    assert not snapshot.problems


@pytest.mark.parametrize(("number", "served"), [(0, False), (1, True), (9_999, True), (10_000, False)])
def test_a_meetings_number_has_one_to_four_digits(number: int, served: bool) -> None:
    assert (number in numbers(see(sheet(meetings=[(number, "11.5.2021")]), now=NOW))) == served


@pytest.mark.parametrize(("end", "served"), [("09.14", False), ("09.15", False), ("09.16", True)])
def test_a_meeting_ends_after_its_start(end: str, served: bool) -> None:
    assert (1 in numbers(see(sheet(meetings=[(1, "11.5.2021", "09.15", end)]), now=NOW))) == served


@pytest.mark.parametrize("length", [200, 201])
def test_a_focus_area_and_a_place_have_two_hundred_characters(length: int) -> None:
    snapshot = see(sheet(meetings=[(1, "11.5.2021", "", "", "f" * length, "fysisk", "s" * length)]), now=NOW)
    found = meeting(snapshot, 1)
    assert (len(found.focus), len(found.place), bool(snapshot.problems)) == (200, 200, length > 200)
