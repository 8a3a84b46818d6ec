"""Dates, times, lists and numbers as people say them, in the three languages letters are written in (nb, nn, en).

Times given here are local already: whoever calls has turned UTC into the circle's zone.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_date

from tasks.circle.model.records import Form

_LOCALES = {"nb": "nb", "nn": "nn", "en": "en_GB"}
_DAY_PATTERNS = {"nb": "EEEE d. MMMM y", "nn": "EEEE d. MMMM y", "en": "EEEE d MMMM y"}
_AND = {"nb": "og", "nn": "og", "en": "and"}
_QUOTES = {"nb": "«{}»", "nn": "«{}»", "en": "‘{}’"}
_NUMBERS: Mapping[str, tuple[str, ...]] = {
    "nb": ("ingen", "én", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"),
    "nn": ("ingen", "éin", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"),
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
}
_ONLINE = {"nb": "på nett", "nn": "på nett", "en": "online"}
_OR = {"nb": "eller", "nn": "eller", "en": "or"}

# RFC 5545 §3.3.10: the weekday codes of BYDAY, Monday first as in `date.weekday()`.
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NTH: Mapping[str, Mapping[int, str]] = {
    "nb": {-1: "siste", -2: "nest siste", **{nth: f"{nth}." for nth in range(1, 6)}},
    "nn": {-1: "siste", -2: "nest siste", **{nth: f"{nth}." for nth in range(1, 6)}},
    "en": {-1: "last", -2: "second last", 1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 5: "5th"},
}
_EVERY: Mapping[str, tuple[str, str, str, str]] = {
    "nb": ("hver", "annenhver", "hver tredje", "hver fjerde"),
    "nn": ("kvar", "annankvar", "kvar tredje", "kvar fjerde"),
    "en": ("every", "every other", "every third", "every fourth"),
}
_MONTH = {"nb": ("i måneden", "måned"), "nn": ("i månaden", "månad"), "en": ("of the month", "month")}
_DAY_OF_MONTH = {"nb": "den {}.", "nn": "den {}.", "en": "day {}"}
_SET_TIMES = {"nb": "til faste tider", "nn": "til faste tider", "en": "at set times"}


@lru_cache(maxsize=4096)
def date_words(day: date, language: str) -> str:
    """«tirsdag 11. mai 2021», «tysdag 11. mai 2021», «Tuesday 11 May 2021»."""
    return format_date(day, _DAY_PATTERNS[language], _LOCALES[language])


@lru_cache(maxsize=4096)
def weekday_words(day: date, language: str) -> str:
    """«tirsdag», «tysdag», «Tuesday»."""
    return format_date(day, "EEEE", _LOCALES[language])


def clock_words(moment: time | datetime, language: str) -> str:
    """«09.15» in Norwegian, «09:15» in English."""
    return f"{moment.hour:02d}{':' if language == 'en' else '.'}{moment.minute:02d}"


def time_words(start: time | datetime, end: time | datetime, language: str) -> str:
    """«kl. 09.15–11.30» in Norwegian, «09:15–11:30» in English."""
    span = f"{clock_words(start, language)}–{clock_words(end, language)}"
    return span if language == "en" else f"kl. {span}"


def when_words(start: datetime, end: datetime, language: str) -> str:
    """«tirsdag 11. mai 2021 kl. 09.15–11.30»; in English with a comma before the time."""
    joint = ", " if language == "en" else " "
    return f"{date_words(start.date(), language)}{joint}{time_words(start, end, language)}"


def where_words(form: Form, place: str, language: str) -> str:
    """«på nett», «på nett (Zoom)», «Storgata 1», «Storgata 1 eller på nett»: without the link, which stands by itself.

    A place typed for a digital meeting is the name of the tool it is held in.
    """
    online = _ONLINE[language]
    if form is Form.PHYSICAL:
        return place
    if form is Form.DIGITAL:
        return f"{online} ({place})" if place else online
    return f"{place} {_OR[language]} {online}" if place else online


def join_words(items: Sequence[str], language: str) -> str:
    """«a», «a og b», «a, b og c»."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {_AND[language]} {items[-1]}"


def quoted_words(items: Sequence[str], language: str) -> str:
    """«a», «b» og «c», each in the quotation marks of the language."""
    return join_words([_QUOTES[language].format(item) for item in items], language)


def plural(number: int, one: str, many: str) -> str:
    """The phrase that goes with `number`."""
    return one if number == 1 else many


def number_words(number: int, language: str) -> str:
    """Numbers up to twelve as words, larger ones in digits (the rule of thumb of Norwegian prose)."""
    known = _NUMBERS[language]
    return known[number] if 0 <= number < len(known) else str(number)


def rhythm_words(rule: str, start: time, end: time, language: str) -> str:
    """«2. tirsdag i måneden kl. 09.15–11.30» of an RFC 5545 rule.

    A rule outside what people meet by (nth or last weekday, day of the month, every nth weekday) is not guessed at:
    «til faste tider kl. 09.15–11.30».
    """
    parts = dict(part.split("=", 1) for part in rule.upper().removeprefix("RRULE:").split(";") if "=" in part)
    days = _days_words(parts, language) or _SET_TIMES[language]
    joint = ", " if language == "en" else " "
    return f"{days}{joint}{time_words(start, end, language)}"


def _days_words(parts: Mapping[str, str], language: str) -> str:
    interval = int(parts.get("INTERVAL", "1"))
    weekdays = [code for code in parts.get("BYDAY", "").split(",") if code]
    if not 1 <= interval <= 4 or any(code[-2:] not in _CODES for code in weekdays):
        return ""
    if parts.get("FREQ") == "WEEKLY" and weekdays:
        return f"{_EVERY[language][interval - 1]} {join_words([_weekday(code, language) for code in weekdays], language)}"
    if parts.get("FREQ") != "MONTHLY":
        return ""
    days = _monthly_days(parts, weekdays, language)
    if not days:
        return ""
    in_month, month = _MONTH[language]
    return f"{days} {in_month}" if interval == 1 else f"{days} {_EVERY[language][interval - 1]} {month}"


def _monthly_days(parts: Mapping[str, str], weekdays: Sequence[str], language: str) -> str:
    the = "the " if language == "en" else ""
    if not weekdays and (day := parts.get("BYMONTHDAY", "")).isdigit():
        return _DAY_OF_MONTH[language].format(day)
    named = []
    for code in weekdays:
        nth = _NTH[language].get(int(code[:-2] or parts.get("BYSETPOS", "0")))
        if nth is None:
            return ""
        named.append(f"{the}{nth} {_weekday(code, language)}")
    return join_words(named, language)


def _weekday(code: str, language: str) -> str:
    # 4 January 2021 was a Monday.
    return weekday_words(date(2021, 1, 4 + _CODES.index(code[-2:])), language)
