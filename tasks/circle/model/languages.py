"""The languages that letters, pages and sheet are written in, and what each needs besides its sentences.

The sentences of letters and pages are data: config/messages/<language>/ and config/pages/<language>.toml; what a kind of letter is
called stands in `letter_kinds.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

Language = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
#: What the program itself speaks, in the sheet, the command and Prefect's page; letters and pages speak the reader's.
WORKING_LANGUAGE: Language = "nb"


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageFacts:
    """What `phrases.py` builds dates, times, lists and numbers of, and what the sheet and the digest say in a language.

    `typed` is what people type for it beside its code, first its name in Norwegian. `locale` is Babel's, `day` a date pattern of
    CLDR, `clock` one of `strftime`. `before_time` stands between a date and a time, `at` before the time.
    `nth` are the first five of a month and `from_end` its last two; `every` means each of them, each second, third and fourth.
    """

    name: str
    typed: tuple[str, ...]
    locale: str
    day: str
    clock: str
    before_time: str
    at: str
    both: str
    either: str
    quoted: str
    numbers: tuple[str, ...]
    online: str
    nth: tuple[str, ...]
    from_end: tuple[str, str]
    every: tuple[str, str, str, str]
    in_month: str
    month: str
    day_of_month: str
    set_times: str
    no_focus: str
    no_date: str
    new_theme: str
    new_theme_number: str
    one_person: str
    people: str


_BOKMAL = LanguageFacts(
    name="Bokmål",
    typed=("bokmål", "norsk", "norsk bokmål", "no"),
    locale="nb",
    day="EEEE d. MMMM y",
    clock="%H.%M",
    before_time=" ",
    at="kl. ",
    both="og",
    either="eller",
    quoted="«{}»",
    numbers=("ingen", "én", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"),
    online="på nett",
    nth=("1.", "2.", "3.", "4.", "5."),
    from_end=("siste", "nest siste"),
    every=("hver", "annenhver", "hver tredje", "hver fjerde"),
    in_month="i måneden",
    month="måned",
    day_of_month="den {}.",
    set_times="til faste tider",
    no_focus="Møtet {day} har ikke noe fokusområde. Skriv det i «Møter», Nr {number}.",
    no_date="Rytmen foreslår et møte {day}, men datoen er ikke satt. Skriv den i «Møter» hvis møtet skal holdes.",
    new_theme="Et nytt tema",
    new_theme_number="Nytt tema nr. {}",
    one_person="1 person",
    people="{} personer",
)
#: By code. What is not said of Nynorsk is as in Bokmål.
LANGUAGE_FACTS: Mapping[str, LanguageFacts] = {
    "nb": _BOKMAL,
    "nn": replace(
        _BOKMAL,
        name="Nynorsk",
        typed=("nynorsk", "norsk nynorsk"),
        locale="nn",
        numbers=("ingen", "éin", *_BOKMAL.numbers[2:]),
        every=("kvar", "annankvar", "kvar tredje", "kvar fjerde"),
        in_month="i månaden",
        month="månad",
        no_focus="Møtet {day} har ikkje noko fokusområde. Skriv det i «Møter», Nr {number}.",
        no_date="Rytmen føreslår eit møte {day}, men datoen er ikkje sett. Skriv han i «Møter» om møtet skal haldast.",
        new_theme="Eit nytt tema",
        people="{} personar",
    ),
    "en": LanguageFacts(
        name="English",
        typed=("engelsk", "english"),
        locale="en_GB",
        day="EEEE d MMMM y",
        clock="%H:%M",
        before_time=", ",
        at="",
        both="and",
        either="or",
        quoted="‘{}’",
        numbers=("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
        online="online",
        nth=("the 1st", "the 2nd", "the 3rd", "the 4th", "the 5th"),
        from_end=("the last", "the second last"),
        every=("every", "every other", "every third", "every fourth"),
        in_month="of the month",
        month="month",
        day_of_month="day {}",
        set_times="at set times",
        no_focus="The meeting on {day} has no focus area. Type it in «Møter», Nr {number}.",
        no_date="The rhythm proposes a meeting on {day}, but the date is not set. Type it in «Møter» if it is to be held.",
        new_theme="A new theme",
        new_theme_number="New theme no. {}",
        one_person="1 person",
        people="{} people",
    ),
}
#: What people type for a language, and its code.
TYPED_LANGUAGES: Mapping[str, str] = {typed: code for code, facts in LANGUAGE_FACTS.items() for typed in (code, *facts.typed)}
