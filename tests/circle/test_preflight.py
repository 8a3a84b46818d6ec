"""Where a clock that is wrong begins to stop a round, and a missed monthly round begins to be caught up: on both sides of each edge."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tasks.circle.acts import ALL, DAILY, with_missed
from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Memory
from tasks.circle.model.table import Cell
from tasks.circle.model.tabs import OVERVIEW
from tasks.circle.plan import CLOCK
from tasks.circle.preflight import check_clock, check_memory, is_alive, overdue_since, standing_still
from tests.circle.people_of_the_circle import circle, local

LAST = local("2021-05-05", "08:05")
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
OSLO = ZoneInfo("Europe/Oslo")


@pytest.mark.parametrize("now", [LAST - timedelta(days=1), LAST, LAST + timedelta(days=180)])
def test_a_clock_a_day_back_or_half_a_year_ahead_is_believed(now: datetime) -> None:
    check_clock(Memory(notices={CLOCK: LAST}), now)


@pytest.mark.parametrize("now", [LAST - timedelta(days=1) - MINUTE, LAST + timedelta(days=180) + MINUTE])
def test_a_clock_beyond_that_stops_the_round(now: datetime) -> None:
    with pytest.raises(Stop):
        check_clock(Memory(notices={CLOCK: LAST}), now)


@pytest.mark.parametrize(
    ("last", "acts"),
    [(None, ALL), (local("2021-04-30", "23:59"), ALL), (local("2021-05-01", "00:00"), DAILY), (local("2021-05-02", "08:05"), DAILY)],
)
def test_a_daily_round_does_the_monthly_part_when_none_was_done_since_the_month_began(last: datetime | None, acts: tuple[str, ...]) -> None:
    assert set(with_missed(DAILY, last, local("2021-05-05", "08:05"), OSLO)) == set(acts)
    assert with_missed(("invite",), last, local("2021-05-05", "08:05"), OSLO) == ("invite",)


HEAD = ("Nr", "Neste")


@pytest.mark.parametrize(("rows", "stops"), [((), False), ((HEAD,), False), ((HEAD, ("", None)), False), ((HEAD, (1, "")), True)])
def test_an_empty_ledger_stops_where_the_overview_has_a_row_below_its_head(rows: Sequence[Sequence[Cell]], stops: bool) -> None:
    with pytest.raises(Stop, match=OVERVIEW.name) if stops else nullcontext():
        check_memory("moteplasser", Memory(), {OVERVIEW.name: rows}, letters_out=False)


BEGINS, ENDS = local("2021-05-01", "00:00"), local("2022-02-10", "00:00")


@pytest.mark.parametrize(("now", "alive"), [(BEGINS - SECOND, False), (BEGINS, True), (ENDS - SECOND, True), (ENDS, False)])
def test_a_circle_is_alive_from_its_first_day_until_the_closing_letters_last(now: datetime, alive: bool) -> None:
    """31 December, ten days of answers, thirty of the closing letter."""
    assert is_alive(circle(), Memory(), now) == alive


def test_a_round_is_late_when_more_than_the_hours_have_passed() -> None:
    at_last, later = LAST + timedelta(hours=30), LAST + timedelta(hours=30) + SECOND
    lived = Memory(last_round=LAST)
    assert [overdue_since(circle(), lived, now, 30) for now in (at_last, later)] == [None, LAST]
    assert [standing_still(circle(), lived, now, 30) for now in (at_last, later)] == [None, LAST]
    assert [overdue_since(circle(), Memory(), BEGINS + timedelta(hours=30) + more, 30) for more in (SECOND * 0, SECOND)] == [None, BEGINS]
    assert standing_still(circle(), Memory(), later, 30) is None
