"""When the circle's life ends (R17) and when its answers are deleted (RULES.md «Closing»)."""

from dataclasses import replace
from datetime import date

from tasks.circle.meetings.closing import closing_instant, erase_instant
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import Meeting, Memory
from tests.circle.people_of_the_circle import Line, circle, local, round_at, see, sheet

SHORT = circle(last_day=date(2021, 6, 30))
BOTH: list[Line] = [(1, "11.5.2021"), (2, "8.6.2021")]
OFF: Line = (2, "8.6.2021", "", "", "", "", "", "avlyst")


def on(day: str, number: int = 1, **changes: bool) -> Meeting:
    return replace(Meeting(number, "", local(day, "09:15"), local(day, "11:30")), **changes)  # type: ignore[arg-type]


def lived(*days: str, meetings: list[Line]) -> Memory:
    memory = Memory()
    for day in days:
        memory = round_at(local(day), sheet(meetings=meetings), memory, circle=SHORT)[1]
    return memory


def test_a_circle_with_a_meeting_to_come_is_open() -> None:
    assert closing_instant(SHORT, [on("2021-05-11"), on("2021-06-08", 2)], local("2021-06-01")) is None


def test_a_circle_with_a_meeting_under_way_is_open() -> None:
    assert closing_instant(SHORT, [on("2021-06-08")], local("2021-06-08", "10:00")) is None


def test_a_circle_with_a_free_date_of_the_rhythm_left_is_open() -> None:
    assert closing_instant(SHORT, [on("2021-05-11")], local("2021-06-08", "20:00")) is None


def test_it_closes_when_the_answers_about_the_last_meeting_are_closed() -> None:
    """R17: 8 June and ten whole days."""
    assert closing_instant(SHORT, [on("2021-05-11"), on("2021-06-08", 2)], local("2021-06-10")) == local("2021-06-19", "00:00")


def test_it_closes_after_a_last_date_that_nobody_set() -> None:
    assert closing_instant(SHORT, [on("2021-05-11")], local("2021-06-09")) == local("2021-06-09", "00:00")


def test_a_circle_that_never_met_closes_too() -> None:
    assert closing_instant(circle(pause_months=tuple(range(1, 13))), [], local("2022-01-01")) == local("2022-01-01", "00:00")


def test_a_circle_may_begin_on_the_29th_of_february() -> None:
    leap = circle(first_day=date(2028, 2, 29), last_day=date(2028, 6, 30))
    assert closing_instant(leap, [], local("2028-03-01")) is None


def test_a_called_off_last_meeting_keeps_the_circle_open_so_that_people_hear_of_it() -> None:
    """R9 before R17."""
    memory = lived("2021-05-05", "2021-05-12", "2021-05-20", meetings=BOTH)
    sent, after = round_at(local("2021-05-28"), sheet(meetings=[BOTH[0], OFF]), memory, circle=SHORT)
    assert {(each.kind, each.meeting) for each in sent} == {(Kind.CANCELLATION, 2)}
    assert after.closed is None
    assert see(sheet(meetings=[BOTH[0], OFF]), after, local("2021-06-08", "12:05"), circle=SHORT).closing is not None


def test_at_the_end_everybody_gets_one_closing_letter_and_then_nothing_more() -> None:
    """R17: later rounds do nothing."""
    memory = lived("2021-05-05", "2021-05-12", "2021-05-20", "2021-06-09", "2021-06-13", meetings=BOTH)
    sent, closed = round_at(local("2021-06-19"), sheet(meetings=BOTH), memory, circle=SHORT)
    assert [(each.kind, each.person) for each in sent] == [(Kind.CLOSING, code) for code in ("D01", "D02", "D03")]
    assert closed.closed == local("2021-06-19", "00:00")
    assert round_at(local("2021-06-20"), sheet(meetings=[*BOTH, (3, "29.6.2021")]), closed, circle=SHORT)[0] == []


def test_answers_are_deleted_six_months_after_the_last_day() -> None:
    """RULES.md «Closing»."""
    assert erase_instant(circle()) == local("2022-07-01", "00:00")
    assert erase_instant(SHORT) == local("2021-12-31", "00:00")


def test_only_a_closed_circle_is_erased_and_only_once() -> None:
    memory = Memory(first_round=local("2021-05-05"), closed=local("2021-06-19", "00:00"))
    before, after = local("2021-12-30"), local("2021-12-31")
    assert not see(sheet(meetings=[]), memory, before, circle=SHORT).changes.erase
    assert see(sheet(meetings=[]), memory, after, circle=SHORT).changes.erase
    assert not see(sheet(meetings=[]), replace(memory, erased=after), after, circle=SHORT).changes.erase
    assert not see(sheet(meetings=[]), replace(memory, closed=None), after, circle=SHORT).changes.erase


def test_a_circle_is_open_until_the_end_of_its_last_meeting_and_the_last_day_of_a_free_date() -> None:
    both = [on("2021-05-11"), on("2021-06-08", 2)]
    found = [closing_instant(SHORT, both, local("2021-06-08", clock)) is None for clock in ("11:29:59", "11:30:00")]
    assert found == [True, False]
    one = [closing_instant(SHORT, [on("2021-05-11")], local(*at)) is None for at in (("2021-06-08", "23:59:59"), ("2021-06-09", "00:00:00"))]
    assert one == [True, False]


def test_the_latest_meeting_and_the_latest_free_date_decide() -> None:
    """Whatever the order; a free date of the first day counts too."""
    assert closing_instant(SHORT, [on("2021-06-08", 2), on("2021-05-11")], local("2021-06-30")) == local("2021-06-19", "00:00")
    whole = circle(first_day=date(2021, 5, 11), last_day=date(2021, 6, 30))
    assert closing_instant(whole, [], local("2021-06-30")) == local("2021-06-09", "00:00")
    day = circle(first_day=date(2021, 5, 11), last_day=date(2021, 5, 20))
    assert closing_instant(day, [], local("2021-05-11", "10:00")) is None
