"""The circle as its file describes it (RULES.md «Configuration»): what the pure rooms need to know of config/circles/<name>.toml."""

from dataclasses import dataclass, field
from datetime import date, time
from zoneinfo import ZoneInfo

from tasks.circle.focus.model import Topic
from tasks.circle.focus.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Facilitator:
    """Neither name nor address is shown when a value is printed: they belong in letters, not in logs (RULES.md «Privacy»)."""

    name: str = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`rule` is RFC 5545 without COUNT and UNTIL; `start` and `end` are local times of the circle."""

    rule: str
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions word for word (R13)."""

    relevance: str
    need: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class LetterOffsets:
    """The windows of R12 in whole local days, moved to working days if `weekdays_only` (R38); `erase_months` after the circle's end answers
    are deleted (RULES.md «Closing»). `quotes_after_days`: so many working days after a digest told the facilitators of a quote, the others
    may see it without their yes (R41); 0: never. `recap`: who was absent gets what is written afterwards, once (R32)."""

    invitation_days: int = 28
    reminder_days: int = 2
    nudge_days: int = 4
    answers_close_days: int = 10
    consultation_days: int = 7
    closing_days: int = 30
    erase_months: int = 6
    weekdays_only: bool = True
    quotes_after_days: int = 0
    recap: bool = True


#: What the list of who was there may have, each with its usual heading, in the usual order (R35); of `meetings` it is each meeting's.
ATTENDANCE_COLUMNS = (("name", "Navn"), ("meetings", "{date}"), ("hours", "Timer"), ("sum", "Sum"), ("share", "Andel"))


@dataclass(frozen=True, slots=True)
class Circle:
    """One learning circle. `about` are paragraphs for its page; `first_day` and `last_day` are local days of `zone`, both included.

    `vocabulary` is that of all circles here (config/focus). `responsible` answers for what is kept of people, `contact` is whom they ask;
    `data_protection_officer` is named where there is one (GDPR art. 13(1)(b)). `attendance_columns` as above, in this circle's order.
    """

    name: str
    title: str
    shown_period: str
    language: str
    zone: ZoneInfo
    first_day: date
    last_day: date
    holidays: str
    pause_months: tuple[int, ...]
    agenda: tuple[str, ...]
    facilitators: tuple[Facilitator, ...]
    rhythm: Rhythm
    questions: Questions
    vocabulary: Vocabulary = field(repr=False)
    letters: LetterOffsets = field(default_factory=LetterOffsets)
    topics: tuple[Topic, ...] = ()
    themes: tuple[str, ...] = ()
    free: bool = True
    about: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    responsible: str = ""
    contact: str = ""
    data_protection_officer: str = ""
    attendance_columns: tuple[tuple[str, str], ...] = ATTENDANCE_COLUMNS
