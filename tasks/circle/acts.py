"""The kinds of act a round can be limited to (RULES.md «Command»); which letters belong to each stands in `letter_kinds.py`."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

from tasks.circle.model.cells import end_of_day, possible
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import Meeting

ALL = ("signups", "meetings", "invite", "remind", "reflect", "gather", "propose", "consult", "decide", "close", "digest")
#: What a sign-up asks for at once, and its confirmation (R34).
AT_ONCE = ("signups", "invite")
#: The daily round: a consultation is opened once a month, or by hand.
DAILY = tuple(act for act in ALL if act != "consult")


def kinds_of(acts: tuple[str, ...]) -> frozenset[Kind]:
    """The kinds of letter that a round limited to `acts` may send.

    What is done at once also takes meetings out of the calendars of who just left (R34).
    A daily round opens no consultation, but carries an open one on: to who signed up since, and what did not go out (R22).
    """
    kinds = {kind for kind in Kind if kind.facts.act in acts}
    kinds |= {Kind.CANCELLATION} if set(AT_ONCE) <= set(acts) else set()
    return frozenset(kinds | {Kind.CONSULTATION} if set(DAILY) <= set(acts) else kinds)


def with_missed(acts: tuple[str, ...], last_consult: datetime | None, at: datetime, zone: tzinfo) -> tuple[str, ...]:
    """A daily round does the monthly one's part when that was missed: nothing depends on a run at the right moment."""
    month = at.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    missed = last_consult is None or last_consult < month
    return ALL if set(acts) == set(DAILY) and missed else acts


# When rounds run: three times a day, on the first of the month, just before each meeting and at its end (RULES.md «Flows»).

TIMES = (time(8, 5), time(12, 5), time(16, 5))
BEFORE = timedelta(minutes=10)


def wakes(meetings: Iterable[Meeting], now: datetime) -> tuple[datetime, ...]:
    """Ten minutes before each coming meeting (who signed up that morning) and at its end (the form), UTC."""
    found = (moment for m in meetings if not m.cancelled for moment in (m.start - BEFORE, m.end))
    return tuple(sorted(moment for moment in found if moment > now))


def fixed_times(first: date, last: date, zone: ZoneInfo) -> Iterator[datetime]:
    """The fixed rounds (UTC) of every local day from `first` to `last`, both included."""
    day = first
    while day <= last:
        for clock in TIMES:
            yield datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
        day += timedelta(days=1)


def life(days: tuple[date, date], zone: ZoneInfo, soon: Callable[[], Iterable[datetime]]) -> Iterator[datetime]:
    """The moments (UTC) of all rounds from the first of `days` to the last: the fixed ones, and those around meetings.

    `soon` gives the latest round's `wakes`: each round may learn of new meetings.
    """
    moments = [*fixed_times(*days, zone), end_of_day(days[1], zone)]
    for moment, until in pairwise(moments):
        at: datetime | None = moment
        while at is not None:
            yield at
            at = min((wake for wake in soon() if at < wake < until), default=None)


def acts_at(moment: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """The monthly round is the first of the month's first; every other is a daily one."""
    local = moment.astimezone(zone)
    return ALL if local.day == 1 and local.time() == TIMES[0] else DAILY


def typed_instant(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """`--at`: an ISO date or time; without zone it is the circle's, a bare date its first instant; "" is `now`. ValueError."""
    if not text.strip():
        return now
    moment = possible(datetime.fromisoformat(text.strip()))
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
