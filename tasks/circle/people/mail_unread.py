"""What is told of messages that had to be left because they can't be read: one line a kind, and nothing of who wrote them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from tasks.circle.model.apart import Fault
from tasks.circle.model.errors import Problem
from tasks.circle.model.phrases import clock_words
from tasks.circle.people.mail import Unread, Why

WHERE = "Postkassen"
_REASONS: Mapping[Why, str] = {
    Why.HEADER: "et felt øverst i dem, som emnet, er kodet feil",
    Why.STRUCTURE: "delene i dem henger ikke sammen",
    Why.CONTENT: "innholdet er kodet feil",
    Why.CALENDAR: "kalenderdelen i dem er skadd",
    Why.SERVER: "e-posttjeneren ga dem uten nummer eller innhold",
}
STEP = "De ligger i postkassen som før, og programmet prøver dem ikke igjen. Les dem selv hvis dere venter svar fra noen."


def unread_problems(unread: Iterable[Unread], zone: ZoneInfo) -> list[Problem]:
    """One problem for each kind, with how many there were and when the first and the last of them came (told in `zone`)."""
    kinds: dict[tuple[Why, str], list[datetime]] = {}
    for each in unread:
        kinds.setdefault((each.why, each.fault), []).append(each.at)
    return [_told(why, fault, _times(came, zone)) for (why, fault), came in sorted(kinds.items())]


def _told(why: Why, fault: str, times: str) -> Problem:
    if why is Why.FAULT:
        return Fault(fault).problem(WHERE, f"Meldinger som er lagt til side, uten at det er noe galt med dem: {times} De andre er lest.")
    return Problem(WHERE, f"Meldinger som ikke kan leses, fordi {_REASONS[why]}: {times}", STEP)


def _times(came: Sequence[datetime], zone: ZoneInfo) -> str:
    """In figures, and never without both: what is told of the same kind tomorrow differs in figures only."""
    first, last = (moment.astimezone(zone) for moment in (min(came), max(came)))
    said = [f"{each:%d.%m.%Y} kl. {clock_words(each, 'nb')}" for each in (first, last)]
    return f"{len(came)}. Første kom {said[0]}, siste {said[1]}."
