"""Dates as people write them in Norwegian and English: day before month, refused when in doubt (RULES.md «Sheet»).

Not dateutil's parser: it reads «2021/05/11» as 5 November where days come first, and swaps day and month when one is too big.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import get_day_names, get_month_names

LANGUAGES = ("nb", "nn", "en")
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
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError("no such year here")
    return moment


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
    month = int(found["month"]) if found["month"].isdecimal() else _number(found["month"], _month_names())
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
            weekday = _number(leading[1], _weekday_names())
        except ValueError:
            break  # the month comes first
        rest = rest[leading.end() :]
    return rest, weekday


def _number(word: str, names: Mapping[str, int]) -> int:
    """The number of the month or weekday that begins like `word` («sept», «ti» is too short)."""
    numbers = {number for name, number in names.items() if name.startswith(word)}
    if len(word) < 3 or len(numbers) != 1:
        raise ValueError("not a name")
    return numbers.pop()


@lru_cache(maxsize=1)
def _month_names() -> Mapping[str, int]:
    names = [get_month_names("wide", locale=language) for language in LANGUAGES]
    return {name.casefold(): number for each in names for number, name in each.items()}


@lru_cache(maxsize=1)
def _weekday_names() -> Mapping[str, int]:
    names = [get_day_names("wide", locale=language) for language in LANGUAGES]
    return {name.casefold(): number for each in names for number, name in each.items()}
