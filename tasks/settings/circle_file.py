"""config/circles/<name>.toml, over doors.toml -> `CircleSettings` (RULES.md «Configuration»)."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date, time
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, create_model

from tasks.circle.focus.model import Topic
from tasks.circle.focus.vocabulary import Vocabulary
from tasks.circle.model.circle import ATTENDANCE_COLUMNS, Circle, Facilitator, LetterOffsets, Questions, Rhythm
from tasks.circle.model.languages import Language
from tasks.settings.checks import Address, Clock, Country, Line, Lines, Rule, Text, Zone, slug, within
from tasks.settings.model import COMMON, CircleSettings, Doors
from tasks.settings.validation import By, Table, wrong

#: A circle that lives longer than this has a mistyped year.
LONGEST_YEARS = 20
_LONGEST = {"erase_months": 120}


class _Facilitator(Table):
    name: Line
    address: Address


def _later(end: time, info: ValidationInfo) -> time:
    start = info.data.get("start")
    if start is not None and end <= start:
        what = f"Møtet slutter {end:%H.%M}, men begynner {start:%H.%M}."
        raise wrong(what, "Rett start eller end: slutten må være senere samme dag.")
    return end


class _Rhythm(Table):
    rule: Rule
    start: Clock
    end: Annotated[Clock, AfterValidator(_later)]


class _Questions(Table):
    relevance: Line
    need: Line
    suggestion: Line = "Forslag til fokusområde"


_Letters = create_model(
    "_Letters",
    __base__=Table,
    **{
        each.name: (bool if each.type is bool else Annotated[int, within(0, _LONGEST.get(each.name, 365))], each.default)
        for each in fields(LetterOffsets)
    },
)  # type: ignore[call-overload]  # the fields are those of the circle


def _with_letters(title: str) -> str:
    if not slug(title):
        raise wrong("Tittelen har ingen bokstaver eller tall fra det latinske alfabetet.", "Gi temaet et navn.")
    return title


class _Topic(Table):
    title: Annotated[Line, AfterValidator(_with_letters)]
    description: Text = ""
    tags: tuple[Line, ...] = ()


def _topic(title: str, **more: Any) -> Topic:
    return Topic(slug(title), title, **more)


def _two_words(pair: object) -> object:
    match pair:
        case (str(one), str(other)) if one and other:
            return pair
    raise wrong("Dette er ikke to ord.", 'Skriv to og to: {key} = [["tavle", "whiteboard"]]')


def _listed(columns: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    known, keys = [key for key, _ in ATTENDANCE_COLUMNS], [key for key, _ in columns]
    if wrongly := [key for key in keys if key not in known or keys.count(key) > 1]:
        raise wrong(f"«{wrongly[0]}» er ukjent her, eller står to ganger.", f"Velg blant {', '.join(known)}, hver én gang.")
    return columns


def _after_the_first(last: date, info: ValidationInfo) -> date:
    first = info.data.get("first_day", last)
    if last < first:
        raise wrong(f"{last} er før first_day, {first}.", "Rett en av dem: sirkelen må vare i minst én dag.")
    if last.year - first.year > LONGEST_YEARS:
        raise wrong(f"{last} er mer enn {LONGEST_YEARS} år etter first_day, {first}.", "Rett årstallet.")
    return last


def _somebody(facilitators: tuple[Facilitator, ...]) -> tuple[Facilitator, ...]:
    if not facilitators:
        step = 'Legg inn minst én: [[facilitators]] på egen linje, og under den name = "…" og address = "…".'
        raise wrong("Sirkelen har ingen som tilrettelegger.", step)
    return facilitators


class CircleFile(Doors):
    """The circle and its doors. `pairs` are words that mean the same in this circle, two and two (R14)."""

    not_here = COMMON.keys()
    title: Line
    shown_period: Text = ""
    language: Language
    zone: Zone
    first_day: date
    last_day: Annotated[date, AfterValidator(_after_the_first)]
    holidays: Country = ""
    pause_months: tuple[Annotated[int, within(1, 12)], ...] = ()
    agenda: Lines
    facilitators: Annotated[tuple[Annotated[Facilitator, By(_Facilitator)], ...], AfterValidator(_somebody)] = ()
    rhythm: Annotated[Rhythm, By(_Rhythm)]
    questions: Annotated[Questions, By(_Questions)]
    letters: Annotated[LetterOffsets, By(_Letters)]
    topics: tuple[Annotated[Topic, By(_Topic, _topic)], ...] = ()
    themes: tuple[Line, ...] = ()
    free: bool = True
    about: tuple[Line, ...] = ()
    pairs: tuple[Annotated[tuple[str, str], BeforeValidator(_two_words)], ...] = ()
    responsible: Text = ""
    contact: Text = ""
    data_protection_officer: Text = ""
    attendance_columns: Annotated[tuple[Annotated[tuple[str, str], BeforeValidator(_two_words)], ...], AfterValidator(_listed)] = ATTENDANCE_COLUMNS

    def settings(self, name: str, vocabulary: Vocabulary) -> CircleSettings:
        """Of the circle called `name`, which proposes by the words of `vocabulary` (config/focus)."""
        doors = {key: value for key, value in self if key in Doors.model_fields}
        circle = {key: value for key, value in self if key not in doors} | {"zone": ZoneInfo(self.zone)}
        return CircleSettings(Circle(name=name, vocabulary=vocabulary, **circle), Doors.model_construct(**doors))


#: What may stand in one table of an array only: the array, the key, how two of them are compared, and what to call it.
_ONCE: tuple[tuple[str, str, Callable[[str], str], str], ...] = (
    ("facilitators", "address", str.casefold, "Den samme adressen"),
    ("topics", "title", slug, "Den samme tittelen"),
)


def doubles(values: dict[str, object]) -> Iterator[tuple[tuple[str, int, str], str, str]]:
    """What stands twice: the way to the second one, what is wrong, the next step. It is told whatever else is wrong in the file."""
    for name, key, plain, what in _ONCE:
        first: dict[str, int] = {}
        tables = values.get(name)
        for number, table in enumerate(tables if isinstance(tables, list) else []):
            value = table.get(key) if isinstance(table, dict) else None
            same = plain(value.strip()) if isinstance(value, str) else ""
            if same and first.setdefault(same, number) != number:
                yield (name, number, key), f"{what} står også i nr. {first[same] + 1}.", "Ta bort den ene."
