"""When the answers about a meeting close, when the circle's life ends (R17), and when its answers are deleted (RULES.md «Closing»)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from tasks.circle.meetings.programme import coming, held
from tasks.circle.meetings.rhythm import free_dates
from tasks.circle.model.cells import end_of_day
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Grade, Problem
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.phrases import date_words
from tasks.circle.model.records import Meeting

#: Who is early may answer before the meeting begins.
EARLY = timedelta(minutes=15)


def answers_open(meeting: Meeting) -> datetime:
    """The instant (UTC) from which answers about `meeting` are taken: while people are there (R30)."""
    return meeting.start - EARLY


def answers_close(meeting: Meeting, circle: Circle) -> datetime:
    """The first instant (UTC) after the last day for answers about `meeting`."""
    day = meeting.end.astimezone(circle.zone).date() + timedelta(days=circle.letters.answers_close_days)
    return end_of_day(day, circle.zone)


def closing_instant(circle: Circle, meetings: Sequence[Meeting], now: datetime) -> datetime | None:
    """The instant (UTC) from which the circle is over, None while a meeting or a date of the rhythm is left.

    That is when the answers about the last meeting are closed, and the rhythm's last free date has passed.
    """
    # Also one that was called off keeps the circle open until its time: people must hear of it, and it may be replaced.
    if any(meeting.end > now for meeting in meetings):
        return None
    free = _free(circle, meetings, circle.first_day - timedelta(days=1))
    if any(day >= now.astimezone(circle.zone).date() for day in free):
        return None
    ends = [answers_close(meeting, circle) for meeting in held(meetings, now)[-1:]]
    ends += [meeting.end for meeting in meetings if meeting.cancelled]
    ends += [end_of_day(day, circle.zone) for day in free[-1:]]
    return max(ends, default=end_of_day(circle.last_day, circle.zone))


def is_last(circle: Circle, meetings: Sequence[Meeting], meeting: Meeting) -> bool:
    """True when nothing comes after `meeting`: nobody is asked what the circle should turn to next."""
    return not coming(meetings, meeting.start) and not _free(circle, meetings, meeting.start.astimezone(circle.zone).date())


def _free(circle: Circle, meetings: Sequence[Meeting], after: date) -> list[date]:
    days = [(m.start.astimezone(circle.zone).date(), m.cancelled) for m in meetings]
    return free_dates(circle, [day for day, off in days if not off], [day for day, off in days if off], after)


#: Begins what is told once when a circle closes.
CLOSED = "Sirkelen er avsluttet."


def to_delete(circle: Circle, tabs: Sequence[str]) -> Problem:
    """The reminder of who runs the circle when it closes: in these `tabs` rows about participants are left, which the program never deletes."""
    day = date_words(erase_instant(circle).astimezone(circle.zone).date() - timedelta(days=1), WORKING_LANGUAGE)
    what = f"{CLOSED} Programmet sletter svar og kjennemerker etter {day}, men rører ikke radene deres i arket."
    step = f"Slett radene i {', '.join(f'«{tab}»' for tab in tabs)} (eller hele arket) og i skjemaene når dere ikke trenger dem."
    step += " Ber noen om å bli glemt før det, må de slettes i programmet også."
    return Problem("Arket", what, step, Grade.INFORMATION, "Det gjør «forget»; «check» minner om det som er igjen.")


def erase_instant(circle: Circle) -> datetime:
    """The instant (UTC) from which answers, votes and digests are deleted: `erase_months` after the circle's last day."""
    return end_of_day(circle.last_day + relativedelta(months=circle.letters.erase_months), circle.zone)
