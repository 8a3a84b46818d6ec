"""What people type for dates, times and yes: read generously, refused when in doubt (RULES.md «Sheet»)."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_day_names, get_month_names
from dateutil import tz

from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.table import Cell, clean, normal

# Dates as people write them in Norwegian and English: day before month, refused when in doubt (RULES.md «Sheet»).
#
# Not dateutil's parser: it reads «2021/05/11» as 5 November where days come first, and swaps day and month when one is too big.

#: What lies outside was mistyped, and would overflow when it is brought to UTC.
FIRST_YEAR, LAST_YEAR = 1900, 2199

_WORD = r"[^\W\d_]+"
_LEADING = re.compile(rf"({_WORD})\.?,?\s+")
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        r"(?P<day>\d{1,2})[.\-/ ]+(?P<month>\d{1,2})[.\-/ ]+(?P<year>\d{4}|\d{2})\.?",
        r"(?P<year>\d{4})[.\-/](?P<month>\d{1,2})[.\-/](?P<day>\d{1,2})\.?",
        rf"(?P<day>\d{{1,2}})\.?(?:st|nd|rd|th)?\s*(?P<month>{_WORD})\.?,?\s+(?P<year>\d{{4}}|\d{{2}})\.?",
        rf"(?P<month>{_WORD})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    )
)
_CLOCK = re.compile(r"(?P<day>.*?\S)(?:t|[ ,]+)(?:kl\.?\s*)?(?P<hour>\d{1,2})[.:](?P<minute>\d{2})(?:[.:](?P<second>\d{2}))?")


def typed_moment(text: str) -> datetime:
    """A written date, with a time of day or at midnight. Naive unless the text names a zone. ValueError when in doubt."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = _spoken(text.casefold())
    return possible(moment)


def _spoken(text: str) -> datetime:
    clock = _CLOCK.fullmatch(text)
    if clock:
        try:
            at = time(int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0))
            return datetime.combine(_day(clock["day"]), at)
        except ValueError:
            clock = None  # «12. 10.21» only looks as if it ended in a time
    return datetime.combine(_day(text), time())


def _day(text: str) -> date:
    rest, weekday = _without_weekday(text)
    found = next((match for shape in _SHAPES if (match := shape.fullmatch(rest))), None)
    if found is None:
        raise ValueError("not a whole date")
    month = int(found["month"]) if found["month"].isdecimal() else _number(found["month"], get_month_names)
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    day = date(year, month, int(found["day"]))
    if weekday is not None and day.weekday() != weekday:
        raise ValueError("the weekday is another one")
    return day


def _without_weekday(text: str) -> tuple[str, int | None]:
    weekday, rest = None, text
    while leading := _LEADING.match(rest):
        if leading[1] in ("den", "the", "on"):
            rest = rest[leading.end() :]
            continue
        try:
            weekday = _number(leading[1], get_day_names)
        except ValueError:
            break  # the month comes first
        rest = rest[leading.end() :]
    return rest, weekday


def _number(word: str, names: Callable[..., Mapping[int, str]]) -> int:
    """The number of the month or weekday that begins like `word` («sept», «ti» is too short)."""
    numbers = {number for language in LANGUAGES for number, name in names(locale=language).items() if name.casefold().startswith(word)}
    if len(word) < 3 or len(numbers) != 1:
        raise ValueError("not a name")
    return numbers.pop()


#: Day 0 of the serial numbers of Google Sheets and Excel.
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - wall-clock time of the sheet
#: A number from here on (1 January 1970) can only be a moment: a Google Sheet gives dates as numbers.
FIRST_SERIAL = 25_569
#: The year 2447; no date of a circle lies there.
LAST_SERIAL = 200_000
YES = frozenset({"ja", "j", "x", "yes", "y", "true", "sann", "1", "avmeldt", "meldt av", "sluttet", "slutta"})
NO = frozenset({"", "nei", "n", "no", "false", "usann", "0", "påmeldt"})


def as_date(cell: Cell) -> date | None:
    """The day a cell means. None for an empty cell; ValueError when it isn't a whole, existing date."""
    if cell is None or clean(cell) == "":
        return None
    if isinstance(cell, date):
        return possible(datetime(cell.year, cell.month, cell.day)).date()  # noqa: DTZ001 - a day, no clock
    if isinstance(cell, (bool, time)):
        raise ValueError("not a date")
    if isinstance(cell, (int, float)):
        if cell < FIRST_SERIAL:
            raise ValueError("a number, not a date")  # «11»: somebody typed the day alone
        return _serial(cell).date()
    return typed_moment(clean(cell, 60)).date()


def as_time(cell: Cell) -> time | None:
    """The time of day a cell means («09.15», «9:15», 9.15, a fraction of a day). None when empty; ValueError otherwise."""
    if cell is None or clean(cell) == "":
        return None
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0, tzinfo=None)
    if isinstance(cell, (bool, date)):
        raise ValueError("not a time")
    if isinstance(cell, (int, float)):
        if not 0 <= cell < LAST_SERIAL:
            raise ValueError("not a time")
        return _number_time(float(cell))
    found = re.fullmatch(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?(?:[.:]00)?", clean(cell, 20).casefold())
    if not found:
        raise ValueError("not a time")
    return time(int(found[1]), int(found[2] or 0))


def _number_time(value: float) -> time:
    if 0 <= value < 1:
        minutes = round(value * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    if value >= FIRST_SERIAL:
        return _serial(value).time().replace(second=0)
    # A Norwegian spreadsheet may turn a typed «9,15» into a number: hours and minutes, not hours and fractions.
    return time(int(value), round((value - int(value)) * 100))


def as_instant(cell: Cell, zone: ZoneInfo) -> datetime | None:
    """A typed local date and time (a form's time stamp) as aware UTC. None when empty; ValueError otherwise."""
    if cell is None or clean(cell) == "":
        return None
    if isinstance(cell, datetime):
        local = cell
    elif isinstance(cell, date):
        local = datetime.combine(cell, time())
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        local = _serial(cell)
    else:
        local = typed_moment(clean(cell, 60))
    local = possible(local)
    if local.tzinfo is None:
        local = tz.resolve_imaginary(local.replace(tzinfo=zone))
    return local.astimezone(UTC)


def local_instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """`day` and `clock` in `zone` as aware UTC. ValueError for a time that the change of the clocks leaves out."""
    local = datetime.combine(day, clock, tzinfo=zone)
    if not tz.datetime_exists(local):
        raise ValueError("no such time")
    return local.astimezone(UTC)


def is_doubled(day: date, clock: time, zone: ZoneInfo) -> bool:
    """True for a time that comes twice in the night when the clocks go back."""
    return tz.datetime_ambiguous(datetime.combine(day, clock, tzinfo=zone))


def is_yes(cell: Cell) -> bool:
    """A ticked box, or a word for yes."""
    if isinstance(cell, (datetime, date)):
        return True  # «Avmeldt»: people write the day they left
    return cell is True or normal(cell) in YES or _is_day(cell)


def is_no(cell: Cell) -> bool:
    """An empty cell or box, or a word for no."""
    return cell is None or cell is False or normal(cell) in NO


def _is_day(cell: Cell) -> bool:
    written = isinstance(cell, str) or (isinstance(cell, (int, float)) and cell >= FIRST_SERIAL)
    try:
        return written and as_date(cell) is not None
    except ValueError:
        return False


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local day, as aware UTC."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first instant after a local day, as aware UTC."""
    return start_of_day(day + timedelta(days=1), zone)


def possible(moment: datetime) -> datetime:
    """`moment`, when it can have been meant; else ValueError."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError("no such year here")
    return moment


def _serial(value: float) -> datetime:
    if not 1 <= value < LAST_SERIAL:
        raise ValueError("not a date")
    return EPOCH + timedelta(seconds=round(value * 86_400))
