"""Whether the rounds of a circle have stood still for longer than they should (the dead-man check of `status`)."""

from datetime import datetime, timedelta

from tasks.circle.model.cells import end_of_day, start_of_day
from tasks.circle.model.circle import Circle
from tasks.circle.model.records import Memory


def is_alive(circle: Circle, memory: Memory, now: datetime) -> bool:
    """From its first day until it is closed, or could have been: the closing letter's last day (R17)."""
    letters = circle.letters
    last = circle.last_day + timedelta(days=letters.answers_close_days + letters.closing_days)
    return memory.closed is None and start_of_day(circle.first_day, circle.zone) <= now < end_of_day(last, circle.zone)


def overdue_since(circle: Circle, memory: Memory, now: datetime, hours: int) -> datetime | None:
    """The last round (UTC), or the circle's first instant when there was none, if more than `hours` have passed since; else None.

    Rounds that stopped don't count: they did nothing. A circle that is not alive is never late.
    """
    last = memory.last_round or start_of_day(circle.first_day, circle.zone)
    return last if is_alive(circle, memory, now) and now - last > timedelta(hours=hours) else None


def standing_still(circle: Circle, memory: Memory, now: datetime, hours: int) -> datetime | None:
    """The same for a round that works again: a circle's very first one comes after no silence."""
    return overdue_since(circle, memory, now, hours) if memory.last_round else None
