"""The kinds of letter, in one table: what is a fact about a kind stands here, when it is due is decided in `letters/due.py` (R12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Self


class Readers(Enum):
    """Whom a kind of letter can reach. To both: everybody whose calendar has, or is to have, the meeting. Applicants have yet to confirm."""

    PARTICIPANTS = "participants"
    FACILITATORS = "facilitators"
    BOTH = "both"
    APPLICANTS = "applicants"


class Deadline(Enum):
    """The moment of the meeting from which an unsent letter is missed (R23)."""

    START = "the meeting begins"
    ANSWERS = "its answers close"


class Working(Enum):
    """Where a letter goes whose day is no working day (R38); None at a kind: at once, on any day."""

    BEFORE = "the last working day before"
    AFTER = "the next working day"


@dataclass(frozen=True, slots=True)
class KindFacts:
    """`act` is the act it belongs to (`acts.ALL`); the lowest `urgency` goes first when the cap (R22) cuts a round; `names` say what
    people call it, by language; `calendar` letters put a meeting into, change it in, or take it out of a calendar; `working` is R38's."""

    act: str
    urgency: int
    readers: Readers
    names: Mapping[str, str]
    calendar: bool = False
    about_meeting: bool = True
    deadline: Deadline | None = None
    working: Working | None = None


_PARTICIPANTS, _FACILITATORS, _BOTH, _APPLICANTS = Readers
_START, _ANSWERS = Deadline
_BEFORE, _AFTER = Working


class Kind(StrEnum):
    """The kinds of letter (R12) in the order they come in a circle's life.

    The values stand in the ledger and in `X-Sirkel-Kind`, and name the files in config/messages/: none is ever changed.
    Urgency: what keeps people from going to the wrong place comes first; the gaps are for new kinds.
    """

    _value_: str
    facts: KindFacts

    def __new__(cls, value: str, facts: KindFacts) -> Self:
        kind = str.__new__(cls, value)
        kind._value_, kind.facts = value, facts
        return kind

    CONFIRMATION = (
        "confirmation",
        KindFacts("signups", 130, _APPLICANTS, {"nb": "bekreftelse", "nn": "stadfesting", "en": "confirmation"}, about_meeting=False),
    )
    WELCOME = "welcome", KindFacts("signups", 90, _PARTICIPANTS, {"nb": "velkomst", "nn": "velkomst", "en": "welcome"}, about_meeting=False)
    INVITATION = (
        "invitation",
        KindFacts("invite", 30, _BOTH, {"nb": "invitasjon", "nn": "invitasjon", "en": "invitation"}, calendar=True, deadline=_START, working=_BEFORE),
    )
    UPDATE = "update", KindFacts("meetings", 20, _BOTH, {"nb": "endring", "nn": "endring", "en": "update"}, calendar=True)
    CANCELLATION = "cancellation", KindFacts("meetings", 10, _BOTH, {"nb": "avlysning", "nn": "avlysing", "en": "cancellation"}, calendar=True)
    REMINDER = (
        "reminder",
        KindFacts("remind", 50, _PARTICIPANTS, {"nb": "påminnelse", "nn": "påminning", "en": "reminder"}, deadline=_START, working=_BEFORE),
    )
    DAY_SHEET = (
        "day_sheet",
        KindFacts("remind", 60, _FACILITATORS, {"nb": "dagsark", "nn": "dagsark", "en": "day sheet"}, deadline=_START, working=_BEFORE),
    )
    REFLECTION = (
        "reflection",
        KindFacts("reflect", 70, _PARTICIPANTS, {"nb": "refleksjonsskjema", "nn": "refleksjonsskjema", "en": "reflection form"}, deadline=_ANSWERS),
    )
    NUDGE = (
        "nudge",
        KindFacts("reflect", 80, _PARTICIPANTS, {"nb": "purring", "nn": "purring", "en": "nudge"}, deadline=_ANSWERS, working=_AFTER),
    )
    RECAP = (
        "recap",
        KindFacts("reflect", 85, _PARTICIPANTS, {"nb": "referat", "nn": "referat", "en": "recap"}, deadline=_ANSWERS, working=_AFTER),
    )
    CONSULTATION = (
        "consultation",
        KindFacts("consult", 100, _PARTICIPANTS, {"nb": "samråd", "nn": "samråd", "en": "consultation"}, working=_AFTER),
    )
    FOCUS = "focus", KindFacts("decide", 40, _BOTH, {"nb": "fokusområde", "nn": "fokusområde", "en": "focus area"}, calendar=True)
    NEW_LINK = "new_link", KindFacts("signups", 15, _BOTH, {"nb": "ny lenke", "nn": "ny lenkje", "en": "new link"}, about_meeting=False)
    AFTER_END = (
        "after_end",
        KindFacts(
            "signups",
            95,
            _PARTICIPANTS,
            {"nb": "beskjed om at sirkelen er over", "nn": "melding om at sirkelen er over", "en": "word that the circle is over"},
            about_meeting=False,
        ),
    )
    DIGEST = (
        "digest",
        KindFacts("digest", 120, _FACILITATORS, {"nb": "oversikt", "nn": "oversikt", "en": "digest"}, about_meeting=False, working=_AFTER),
    )
    CLOSING = (
        "closing",
        KindFacts("close", 110, _PARTICIPANTS, {"nb": "avslutning", "nn": "avslutning", "en": "closing letter"}, about_meeting=False, working=_AFTER),
    )


CALENDAR_KINDS = frozenset(kind for kind in Kind if kind.facts.calendar)
#: By the value in the ledger and in letters.
KINDS = {kind.value: kind for kind in Kind}
