"""What people type for dates, times and yes: read generously, refused when in doubt (RULES.md «Sheet»)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from babel.dates import get_day_names, get_month_names
from dateutil import tz

from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.phrases import short_date
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
        r"(?P<day>\d{1,2})[.\- ]+(?P<month>\d{1,2})[.\- ]+(?P<year>\d{4}|\d{2})\.?",
        r"(?P<year>\d{4})[.\-/](?P<month>\d{1,2})[.\-/](?P<day>\d{1,2})\.?",
        rf"(?P<day>\d{{1,2}})\.?(?:st|nd|rd|th)?\s*(?P<month>{_WORD})\.?,?\s+(?P<year>\d{{4}}|\d{{2}})\.?",
        rf"(?P<month>{_WORD})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    )
)
#: 11/5 is 11 May in Norway and 5 November in a form from America.
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_OCLOCK = r"(?:(?P<word>kl(?:okk(?:a|en))?)\.?\s*)?"
_BETWEEN = r"\s*(?:[-\u2010-\u2015\u2212]|\btil\b|\bto\b)\s*"
_CLOCK = re.compile(
    rf"(?P<day>.*?\S)(?:t|[ ,]+){_OCLOCK}(?P<hour>\d{{1,2}})(?:[.:](?P<minute>\d{{2}})(?:[.:](?P<second>\d{{2}}))?)?"
    rf"(?:\s*(?P<half>[ap])\.?m\.?)?(?:{_BETWEEN}(?P<until>\d{{1,2}}(?:[.:]\d{{2}})?))?"
    r"(?:\s*(?:(?P<zone>utc|gmt|cet|cest)(?P<hours>[+-]\d{1,2})?(?::?(?P<minutes>\d{2}))?))?"
)
_ZONES = {"utc": 0, "gmt": 0, "cet": 1, "cest": 2}
_HOURS = re.compile(rf"{_OCLOCK}(?P<hour>\d{{1,2}})(?P<apart>[.:,]?)(?:(?P<minute>\d{{2}})(?:[.:]00)?)?(?:\s*(?P<half>[ap])\.?m\.?)?\.?")
_HALF = re.compile(rf"{_OCLOCK}(\d{{1,2}})[.:,]\d\.?")
_DASHED = re.compile(rf"{_OCLOCK}\d{{1,2}}\s*[-\u2010-\u2015\u2212]\s*15")


class Doubtful(ValueError):  # noqa: N818 - what the cell is
    """A cell with more than one meaning; its text names them in words for people («kan være … eller …»)."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What one cell says of a meeting, local: its `day`, `start` and `end`, each None where it does not.

    `guessed`: the spreadsheet made a date of a typed time («9.10»), and day and month are read as hour and minute again.
    """

    day: date | None = None
    start: time | None = None
    end: time | None = None
    guessed: bool = False


def typed_moment(text: str) -> datetime:
    """A written date, with a time of day or at midnight. Naive unless the text names a zone. ValueError when in doubt."""
    moment, until = _moment(text)
    if until:
        raise ValueError("a range")
    return moment


def _moment(text: str) -> tuple[datetime, time | None]:
    try:
        moment, until = datetime.fromisoformat(text), None
    except ValueError:
        moment, until = _spoken(text.casefold())
    return possible(moment), until


def _spoken(text: str) -> tuple[datetime, time | None]:
    found = _CLOCK.fullmatch(text)
    if found and (found["word"] or found["minute"]):
        try:
            at = _at(found).replace(second=int(found["second"] or 0), tzinfo=_offset(found))
            return datetime.combine(_day(found["day"]), at), _hours(found["until"]).start if found["until"] else None
        except Doubtful:
            raise
        except ValueError:
            found = None  # «12. 10.21» only looks as if it ended in a time
    return datetime.combine(_day(text), time()), None


def _at(found: re.Match[str]) -> time:
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError("no such hour")
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    return time(hour, int(found["minute"] or 0))


def _offset(found: re.Match[str]) -> timezone | None:
    """Google Forms ends its stamps in «GMT+2»."""
    if not found["zone"]:
        return None
    hours = int(found["hours"] or 0)
    minutes = int(found["minutes"] or 0) * (-1 if hours < 0 else 1)
    return timezone(timedelta(hours=_ZONES[found["zone"]] + hours, minutes=minutes))


def _day(text: str) -> date:
    rest, weekday = _without_weekday(text)
    if slashed := _SLASHED.fullmatch(rest):
        return _slashed(slashed, weekday)
    found = next((match for shape in _SHAPES if (match := shape.fullmatch(rest))), None)
    if found is None:
        raise ValueError("not a whole date")
    month = int(found["month"]) if found["month"].isdecimal() else _number(found["month"], get_month_names)
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    day = date(year, month, int(found["day"]))
    if weekday is not None and day.weekday() != weekday:
        raise ValueError("the weekday is another one")
    return day


def _slashed(found: re.Match[str], weekday: int | None) -> date:
    """The only day that it can be; its weekday may tell."""
    one, other, year = int(found[1]), int(found[2]), int(found[3]) + (2000 if len(found[3]) == 2 else 0)
    days = {date(year, month, day) for day, month in ((one, other), (other, one)) if 1 <= month <= 12}
    if weekday is not None:
        days = {day for day in days if day.weekday() == weekday}
    if len(days) > 1:
        raise Doubtful(f"kan være {' eller '.join(map(short_date, sorted(days)))}")
    if not days:
        raise ValueError("not a whole date")
    return days.pop()


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
YES = frozenset({"ja", "j", "x", "yes", "y", "true", "sann", "1", "avmeldt", "meldt av", "sluttet", "slutta", "✓", "✔", "☑"})
NO = frozenset({"", "nei", "n", "no", "false", "usann", "0", "påmeldt"})
#: Words of leaving, which a reason or a day may follow («sluttet 1. juni»).
_LEFT = dict.fromkeys(("avmeldt", "meldt av", "sluttet", "slutta"), True)
#: What may turn round the word that it follows («avlyst, flyttes til tirsdag», «avlyst i sal, vi møtes på Zoom», «avmeldt fra møte 3»).
DOUBTS = frozenset({
    "ikke", "ikkje", "not", "kanskje", "hvis", "dersom", "om", "eller", "men", "likevel", "til", "fra", "frå", "ny", "nytt", "møte",
    "utsatt", "utsett", "flyttet", "flytta", "flyttes", "moved", "postponed", "feil", "kan", "bli", "blir", "var", "trolig", "opphevet", "del",
    "delvis", "stedet", "isteden", "staden", "erstattes", "erstattet", "holdes", "møtes", "digitalt", "digital", "zoom", "teams", "fysisk", "hybrid",
})  # fmt: skip


def as_date(cell: Cell) -> date | None:
    """The day a cell means. None for an empty cell; ValueError when it isn't a whole, existing date."""
    found = as_day(cell)
    return found.day if found else None


def as_day(cell: Cell, zone: ZoneInfo | None = None) -> Moment | None:
    """The day a cell means, and the hours beside it («8.12.2026 10:00–12:15»); a text that names its zone is told in `zone`.

    None for an empty cell; ValueError when it isn't a whole, existing date.
    """
    if cell is None or clean(cell) == "":
        return None
    until = None
    if isinstance(cell, datetime):
        moment = possible(cell)
    elif isinstance(cell, date):
        moment = possible(datetime(cell.year, cell.month, cell.day))  # noqa: DTZ001 - a day, no clock
    elif isinstance(cell, (bool, time)):
        raise ValueError("not a date")
    elif isinstance(cell, (int, float)):
        if cell < FIRST_SERIAL:
            raise ValueError("a number, not a date")  # «11»: somebody typed the day alone
        moment = _serial(cell)
    else:
        moment, until = _moment(clean(cell, 60))
    if moment.tzinfo and zone and moment.time() != time():  # an export of a day ends in «T00:00:00Z», which is no clock
        moment = moment.astimezone(zone)
    clock = moment.time().replace(second=0, microsecond=0)
    return Moment(moment.date(), clock if until or clock != time() else None, until)


def as_hours(cell: Cell) -> Moment | None:
    """What a cell for a time of day means («09.15», 9:15, 0915, «kl. 9–11», a fraction of a day), and the day beside it.

    None when empty; ValueError otherwise, `Doubtful` when it has more than one meaning («9.5»).
    """
    if cell is None or clean(cell) == "":
        return None
    if isinstance(cell, time):
        return Moment(start=cell.replace(second=0, microsecond=0, tzinfo=None))
    if isinstance(cell, bool):
        raise ValueError("not a time")
    if isinstance(cell, date):
        moment = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - the sheet's
        days = (moment - EPOCH) / timedelta(days=1)
        # A number in a cell that is to show a time comes as a day of 1900 or so; openpyxl leaves 29 February 1900 out, as Excel has it.
        return _dated(moment) if days >= FIRST_SERIAL else _number_hours(days - 1 if days < 61 else days)
    if isinstance(cell, (int, float)):
        try:
            return _number_hours(float(cell))
        except OverflowError:  # also infinity, and what no float can hold
            raise ValueError("not a time") from None
    return _typed_hours(clean(cell, 60).casefold())


def _dated(moment: datetime) -> Moment:
    clock = moment.time().replace(second=0, microsecond=0)
    if clock != time():
        return Moment(moment.date(), clock)
    return Moment(moment.date(), time(moment.day, moment.month), guessed=True)  # «9.10» typed where dates are written 9.10.


def _typed_hours(text: str) -> Moment:
    if found := _day_and_clock(text):
        return found
    if _DASHED.fullmatch(text):
        raise Doubtful("kan være et klokkeslett eller fra og til")
    start, *ends = re.split(_BETWEEN, text)
    if len(ends) > 1:
        raise ValueError("not a time")
    return Moment(start=_hours(start).start, end=_hours(ends[0]).start if ends else None)


def _day_and_clock(text: str) -> Moment | None:
    try:
        found = as_day(text)
    except Doubtful:
        raise
    except ValueError:
        return None
    return found if found and found.start else None


def _hours(text: str) -> Moment:
    if _HALF.fullmatch(text):
        raise Doubtful("kan være flere klokkeslett")
    found = _HOURS.fullmatch(text)
    if not found or (found["apart"] and not found["minute"]) or text in ("0", "00"):
        raise ValueError("not a time")
    if not found["apart"] and found["minute"] and len(found["hour"]) == 1 and int(found["hour"]) < 6:
        raise ValueError("hardly a time")  # «115»
    return Moment(start=_at(found))


def _number_hours(value: float) -> Moment:
    if value >= FIRST_SERIAL:
        return _dated(_serial(value))
    if 0 < value < 1:
        minutes = round(value * 24 * 60)
        return Moment(start=time(minutes // 60, minutes % 60))
    if value.is_integer():
        if value in (0, 1):
            raise ValueError("midnight, or a number")
        return _hours(str(int(value)))
    # A Norwegian spreadsheet may turn a typed «9,15» into a number: hours and minutes, not hours and fractions.
    minutes = round(value * 100)
    if value < 2 or abs(value * 100 - minutes) > 0.001:
        raise ValueError("not a time")
    if minutes % 100 == 50:
        raise Doubtful("kan være flere klokkeslett")
    return Moment(start=time(minutes // 100, minutes % 100))


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
    return cell is True or _word(cell) in YES or day_of(cell) is not None or refined(clean(cell), _LEFT) is True


def is_no(cell: Cell) -> bool:
    """An empty cell or box, or a word for no."""
    return cell is None or cell is False or _word(cell) in NO


def _word(cell: Cell) -> str:
    """As it is compared, with the question mark that makes it another answer."""
    return clean(cell) if "?" in clean(cell) else normal(clean(cell).rstrip("!"))


def refined(text: str, meanings: Mapping[str, bool]) -> bool | None:
    """What a word means, also where a reason or a day follows it; None for another word, and where what follows may turn it round, or
    is a day or hour of what goes on as planned."""
    typed = normal(text)
    if "?" in text:
        return None
    if typed in meanings:
        return meanings[typed]
    words = re.findall(r"[^\W\d_]+", typed)
    if DOUBTS.intersection(words):
        return None
    found = {meanings[word] for word in words if word in meanings}
    if len(found) > 1 or (False in found and re.search(r"\d", typed)):
        return None
    return next((meanings[known] for known in meanings if known and words[: len(known.split())] == known.split()), None)


def day_of(cell: Cell) -> date | None:
    """The day that stands in a cell for a yes or a no («Avmeldt»: the day they left), `date.min` for one of two."""
    if not isinstance(cell, (str, date)) and not (isinstance(cell, (int, float)) and cell >= FIRST_SERIAL):
        return None
    try:
        return as_date(cell)
    except Doubtful:
        return date.min  # whichever day it was
    except ValueError:
        return None


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
