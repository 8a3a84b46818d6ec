"""The rhythm proposes dates; people set them (R6)."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import holidays
from dateutil.rrule import rrulestr

from tasks.circle.model.circle import Circle
from tasks.circle.model.letter_kinds import Kind, Working

WEEK = timedelta(days=7)
SATURDAY = 5


@lru_cache(maxsize=64)
def _holidays(country: str, years: tuple[int, ...]) -> frozenset[date]:
    # The library reads a country's calendar when it is first asked for, which takes a tenth of a second: most rounds have no date to propose.
    return frozenset(holidays.country_holidays(country, years=years))


def is_off(day: date, circle: Circle) -> bool:
    """True in a pause month and on a public holiday: no date is proposed there (a typed date is a decision and stands)."""
    if day.month in circle.pause_months:
        return True
    return _is_holiday(day, circle)


def _is_holiday(day: date, circle: Circle) -> bool:
    return bool(circle.holidays) and day in _holidays(circle.holidays, (day.year,))


def letter_day(kind: Kind, day: date, circle: Circle, last: date = date.max) -> date:
    """The local day a letter of `kind` goes that an offset puts on `day` (R38): a working day where the circle wants that.

    A day after `last` is too late: then it goes on `day` itself.
    """
    way = kind.facts.working
    if way is None or not circle.letters.weekdays_only:
        return day
    found = day
    while found.weekday() >= SATURDAY or _is_holiday(found, circle):
        found += timedelta(days=1 if way is Working.AFTER else -1)
    return found if found <= last else day


def working_days_after(moment: datetime, days: int, circle: Circle) -> datetime:
    """The same local time `days` working days later (UTC)."""
    local = moment.astimezone(circle.zone)
    for _ in range(days):
        local += timedelta(days=1)
        while local.weekday() >= SATURDAY or _is_holiday(local.date(), circle):
            local += timedelta(days=1)
    return local.astimezone(UTC)


@lru_cache(maxsize=64)
def _rule_dates(rule: str, first: date, last: date) -> tuple[date, ...]:
    """The rule (RFC 5545) counted from `first`, until `last` inclusive."""
    start = datetime.combine(first, time())  # days only, no clock
    dates = rrulestr(rule, dtstart=start).between(start, datetime.combine(last, time()), inc=True)
    return tuple(moment.date() for moment in dates)


def free_dates(circle: Circle, taken: Iterable[date], called_off: Iterable[date], after: date, before: date = date.max) -> list[date]:
    """Dates of the rhythm between `after` and `before` (both exclusive) that no meeting stands for.

    A meeting on another day (24 August) stands for the date of the rhythm nearest to it (10 August): it moves, it doesn't
    double. A date that was called off is not proposed again.
    """
    dates = _rule_dates(circle.rhythm.rule, circle.first_day, circle.last_day)
    gone = _covered(dates, set(taken)) | set(called_off)
    return [day for day in dates if after < day < before and day not in gone and not is_off(day, circle)]


def _covered(dates: Sequence[date], taken: set[date]) -> set[date]:
    """The dates of the rhythm that meetings stand for: their own, else the nearest that has no meeting on its very day."""
    covered = taken & set(dates)
    for day in sorted(taken - covered):
        near = sorted(dates, key=lambda each: (abs(each - day), each))[:2]
        # The second nearest only when it is not much further: an extra meeting must not stand for the next month's.
        fits = [each for each in near if each not in covered and abs(each - day) <= 2 * abs(near[0] - day)]
        covered |= set(fits[:1])
    return covered


def candidate_dates(circle: Circle, day: date, taken: Sequence[date], earliest: date) -> tuple[date, ...]:
    """What participants may choose between: `day` of the rhythm, the same weekday a week before and after."""
    last = circle.last_day
    wanted = (day, day + WEEK, day - WEEK)
    fits = [each for each in wanted if earliest <= each <= last and each not in taken and not is_off(each, circle)]
    return tuple(sorted(fits))
