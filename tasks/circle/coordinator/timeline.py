"""The report's drawing: the circle's life as a line of months, each meeting with the people invited and those who answered.

Numbers are units of an SVG view box of `WIDTH` × `HEIGHT`, rounded to tenths so that the same circle gives the same bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date

from tasks.circle.coordinator.circle_report import CircleReport, MeetingTold
from tasks.circle.model.circle import Circle
from tasks.circle.model.languages import WORKING_LANGUAGE

WIDTH, HEIGHT = 760.0, 230.0
LEFT, RIGHT, TOP, BASE = 16.0, 744.0, 34.0, 168.0
#: Half a bar's width, and how far apart bars must be for the numbers above them to be read.
BAR, APART = 11.0, 42.0
#: A month narrower than this has no room for its name.
NARROWEST_MONTH = 34.0


@dataclass(frozen=True, slots=True)
class Month:
    """`pause`: no dates are proposed then."""

    x: float
    width: float
    name: str
    pause: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A meeting: `x` its middle, `day` the x of its date on the line, heights of the bars. `old` is the date it was moved from."""

    meeting: MeetingTold
    x: float
    day: float
    invited: float
    answered: float
    old: float | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """`most`: the highest number of people invited to one meeting; `labelled`: there is room for numbers above the bars."""

    months: tuple[Month, ...]
    marks: tuple[Mark, ...]
    most: int
    labelled: bool


def draw(circle: Circle, report: CircleReport) -> Drawing:
    """Where everything stands; two meetings close to each other are drawn side by side."""
    most = max((meeting.invited for meeting in report.meetings), default=0) or 1
    days = [_x(circle, meeting.start.astimezone(circle.zone).date()) for meeting in report.meetings]
    apart = min(APART, (RIGHT - LEFT - 2 * BAR) / max(len(days) - 1, 1))
    marks = []
    for meeting, day, x in zip(report.meetings, days, _spread(days, apart), strict=True):
        old = _x(circle, meeting.moved_from.astimezone(circle.zone).date()) if meeting.moved_from else None
        marks.append(Mark(meeting, x, day, _height(meeting.invited, most), _height(meeting.answered, most), old))
    return Drawing(tuple(_months(circle)), tuple(marks), most, apart >= APART)


def _height(count: int, most: int) -> float:
    return round((BASE - TOP) * count / most, 1)


def _x(circle: Circle, day: date) -> float:
    length = max((circle.last_day - circle.first_day).days + 1, 1)
    share = (day - circle.first_day).days / length
    return round(LEFT + (RIGHT - LEFT) * min(max(share, 0.0), 1.0), 1)


def _spread(days: Sequence[float], apart: float) -> list[float]:
    """Middles at least `apart`, in order; the last ones are pushed back when there is no room after them."""
    found: list[float] = []
    for day in days:
        found.append(max(day, found[-1] + apart) if found else max(day, LEFT + BAR))
    limit = RIGHT - BAR
    for index in range(len(found) - 1, -1, -1):
        found[index] = round(min(found[index], limit), 1)
        limit = found[index] - apart
    return found


def _months(circle: Circle) -> Iterator[Month]:
    first = circle.first_day.replace(day=1)
    while first <= circle.last_day:
        after = (first + timedelta(days=32)).replace(day=1)
        x = _x(circle, first)
        width = round(_x(circle, after) - x, 1)
        name = format_date(first, "LLL", locale=WORKING_LANGUAGE).rstrip(".") if width >= NARROWEST_MONTH else ""
        yield Month(x, width, name, first.month in circle.pause_months)
        first = after
