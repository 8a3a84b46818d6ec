"""Where a clock that is wrong begins to stop a round, and a missed monthly round begins to be caught up: on both sides of each edge."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tasks.circle.model.acts import ALL, DAILY, with_missed
from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Memory
from tasks.circle.plan import CLOCK
from tasks.circle.preflight import check_clock
from tests.circle.people_of_the_circle import local

LAST = local("2021-05-05", "08:05")
MINUTE = timedelta(minutes=1)
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
