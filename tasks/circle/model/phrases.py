"""Dates, times, lists and numbers as people say them, in the languages letters are written in (`languages.py` has the words).

Times given here are local already: whoever calls has turned UTC into the circle's zone.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_date

from tasks.circle.model.languages import LANGUAGE_FACTS
from tasks.circle.model.records import Form

# RFC 5545 §3.3.10: the weekday codes of BYDAY, Monday first as in `date.weekday()`.
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@lru_cache(maxsize=4096)
def date_words(day: date, language: str) -> str:
    """«tirsdag 11. mai 2021», «tysdag 11. mai 2021», «Tuesday 11 May 2021»."""
    facts = LANGUAGE_FACTS[language]
    return format_date(day, facts.day, facts.locale)


@lru_cache(maxsize=4096)
def weekday_words(day: date, language: str) -> str:
    """«tirsdag», «tysdag», «Tuesday»."""
    return format_date(day, "EEEE", LANGUAGE_FACTS[language].locale)


def month_words(day: date, language: str) -> str:
    """«mai», «May»."""
    return format_date(day, "MMMM", LANGUAGE_FACTS[language].locale)


def clock_words(moment: time | datetime, language: str) -> str:
    """«09.15» in Norwegian, «09:15» in English."""
    return moment.strftime(LANGUAGE_FACTS[language].clock)


def time_words(start: time | datetime, end: time | datetime, language: str) -> str:
    """«kl. 09.15–11.30» in Norwegian, «09:15–11:30» in English."""
    return f"{LANGUAGE_FACTS[language].at}{clock_words(start, language)}–{clock_words(end, language)}"


def when_words(start: datetime, end: datetime, language: str) -> str:
    """«tirsdag 11. mai 2021 kl. 09.15–11.30»; in English with a comma before the time."""
    return f"{date_words(start.date(), language)}{LANGUAGE_FACTS[language].before_time}{time_words(start, end, language)}"


def date_time_words(moment: datetime, language: str) -> str:
    """«tirsdag 11. mai 2021 kl. 09.15»; in English with a comma before the time."""
    facts = LANGUAGE_FACTS[language]
    return f"{date_words(moment.date(), language)}{facts.before_time}{facts.at}{clock_words(moment, language)}"


def short_date(day: date) -> str:
    """«9.5.2021», where there is room for no more."""
    return f"{day.day}.{day.month}.{day.year}"


def where_words(form: Form, place: str, language: str) -> str:
    """«på nett», «på nett (Zoom)», «Storgata 1», «Storgata 1 eller på nett»: without the link, which stands by itself.

    A place typed for a digital meeting is the name of the tool it is held in.
    """
    facts = LANGUAGE_FACTS[language]
    if form is Form.PHYSICAL:
        return place
    if form is Form.DIGITAL:
        return f"{facts.online} ({place})" if place else facts.online
    return f"{place} {facts.either} {facts.online}" if place else facts.online


def join_words(items: Sequence[str], language: str) -> str:
    """«a», «a og b», «a, b og c»."""
    return _joined(items, LANGUAGE_FACTS[language].both)


def either_words(items: Sequence[str], language: str) -> str:
    """«a», «a eller b», «a, b eller c»."""
    return _joined(items, LANGUAGE_FACTS[language].either)


def _joined(items: Sequence[str], joint: str) -> str:
    return f"{', '.join(items[:-1])} {joint} {items[-1]}" if len(items) > 1 else "".join(items)


def quoted_words(items: Sequence[str], language: str) -> str:
    """«a», «b» og «c», each in the quotation marks of the language."""
    return join_words([LANGUAGE_FACTS[language].quoted.format(item) for item in items], language)


def plural(number: int, one: str, many: str) -> str:
    """The phrase that goes with `number`."""
    return one if number == 1 else many


def number_words(number: int, language: str) -> str:
    """Numbers up to twelve as words, larger ones in digits (the rule of thumb of Norwegian prose)."""
    known = LANGUAGE_FACTS[language].numbers
    return known[number] if 0 <= number < len(known) else str(number)


def rhythm_words(rule: str, start: time, end: time, language: str) -> str:
    """«2. tirsdag i måneden kl. 09.15–11.30» of an RFC 5545 rule.

    A rule outside what people meet by (nth or last weekday, day of the month, every nth weekday) is not guessed at:
    «til faste tider kl. 09.15–11.30».
    """
    parts = dict(part.split("=", 1) for part in rule.upper().removeprefix("RRULE:").split(";") if "=" in part)
    facts = LANGUAGE_FACTS[language]
    return f"{_days_words(parts, language) or facts.set_times}{facts.before_time}{time_words(start, end, language)}"


def _days_words(parts: Mapping[str, str], language: str) -> str:
    facts, interval = LANGUAGE_FACTS[language], int(parts.get("INTERVAL", "1"))
    weekdays = [code for code in parts.get("BYDAY", "").split(",") if code]
    if not 1 <= interval <= 4 or any(code[-2:] not in _CODES for code in weekdays):
        return ""
    if parts.get("FREQ") == "WEEKLY" and weekdays:
        return f"{facts.every[interval - 1]} {join_words([_weekday(code, language) for code in weekdays], language)}"
    if parts.get("FREQ") != "MONTHLY":
        return ""
    days = _monthly_days(parts, weekdays, language)
    if not days:
        return ""
    return f"{days} {facts.in_month}" if interval == 1 else f"{days} {facts.every[interval - 1]} {facts.month}"


def _monthly_days(parts: Mapping[str, str], weekdays: Sequence[str], language: str) -> str:
    facts = LANGUAGE_FACTS[language]
    if not weekdays and (day := parts.get("BYMONTHDAY", "")).isdigit():
        return facts.day_of_month.format(day)
    known = dict(enumerate(facts.nth, 1)) | {-1: facts.from_end[0], -2: facts.from_end[1]}
    named = []
    for code in weekdays:
        nth = known.get(int(code[:-2] or parts.get("BYSETPOS", "0")))
        if nth is None:
            return ""
        named.append(f"{nth} {_weekday(code, language)}")
    return join_words(named, language)


def within_sentence(text: str) -> str:
    """`text` after other words: «Øke din» becomes «øke din»; a word that begins with two capitals («IKT») stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _weekday(code: str, language: str) -> str:
    # 4 January 2021 was a Monday.
    return weekday_words(date(2021, 1, 4 + _CODES.index(code[-2:])), language)
