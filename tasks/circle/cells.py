"""What people type for dates, times and yes: read generously, refused when in doubt (design §4)."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil import parser, tz

from tasks.circle.table import Cell, clean

#: Day 0 of the serial numbers of Google Sheets and Excel.
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - wall-clock time of the sheet
YES = frozenset({"ja", "j", "x", "yes", "y", "true", "sann", "1", "avmeldt", "meldt av"})


class Norwegian(parser.parserinfo):
    """dateutil's words for months and weekdays with bokmål and nynorsk beside English."""

    MONTHS = [
        ("jan", "januar", "january"), ("feb", "februar", "february"), ("mar", "mars", "march"), ("apr", "april"),
        ("mai", "may"), ("jun", "juni", "june"), ("jul", "juli", "july"), ("aug", "august"),
        ("sep", "sept", "september"), ("okt", "oktober", "oct", "october"), ("nov", "november"),
        ("des", "desember", "dec", "december"),
    ]  # fmt: skip  # noqa: RUF012 - the parent's form
    WEEKDAYS = [
        ("mandag", "måndag", "mon", "monday"), ("tirsdag", "tysdag", "tue", "tuesday"), ("onsdag", "wed", "wednesday"),
        ("torsdag", "thu", "thursday"), ("fredag", "fri", "friday"), ("lørdag", "laurdag", "sat", "saturday"),
        ("søndag", "sundag", "sun", "sunday"),
    ]  # fmt: skip  # noqa: RUF012
    JUMP = [" ", ".", ",", ";", "-", "/", "'", "den", "kl", "at", "on", "and", "of", "the", "st", "nd", "rd", "th"]  # noqa: RUF012


_WORDS = Norwegian(dayfirst=True)
# Two different fillers: what differs between the two readings was not said by the person.
_FILLERS = (datetime(2000, 1, 1), datetime(2003, 2, 2))  # noqa: DTZ001


def as_date(cell: Cell) -> date | None:
    """The day a cell means. None for an empty cell; ValueError when it isn't a whole, existing date."""
    if cell is None or clean(cell) == "":
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (bool, time)):
        raise ValueError("not a date")
    if isinstance(cell, (int, float)):
        return _serial(cell).date()
    return _words(clean(cell, 60)).date()


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
        return _number_time(float(cell))
    found = re.fullmatch(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?(?:[.:]00)?", clean(cell, 20).casefold())
    if not found:
        raise ValueError("not a time")
    return time(int(found[1]), int(found[2] or 0))


def _number_time(value: float) -> time:
    if 0 <= value < 1:
        minutes = round(value * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
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
        local = _words(re.sub(r"(\d)\.(\d\d)\.(\d\d)$", r"\1:\2:\3", clean(cell, 60)))
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
    return cell is True or clean(cell).casefold().rstrip(".") in YES


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local day, as aware UTC."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first instant after a local day, as aware UTC."""
    return start_of_day(day + timedelta(days=1), zone)


def _serial(value: float) -> datetime:
    if not 1 <= value < 200_000:
        raise ValueError("not a date")
    return EPOCH + timedelta(seconds=round(value * 86_400))


def _words(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return _said(text)


def _said(text: str) -> datetime:
    try:
        readings = [parser.parse(text, parserinfo=_WORDS, default=filler) for filler in _FILLERS]
    except OverflowError as error:
        raise ValueError("not a date") from error
    if readings[0] != readings[1]:
        raise ValueError("day, month or year is missing")
    return readings[0]
