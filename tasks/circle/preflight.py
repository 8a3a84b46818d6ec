"""Is this memory and this clock right? A round on an empty ledger would send everything again, one in 2028 close the circle.

Both are asked only when nobody has given the time: a plan and a round at a moment that a person typed say nothing of the clock.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from tasks.circle.model.cells import end_of_day, start_of_day
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import CONFIRM, CONFIRM_BY_FORM, Problem, Stop
from tasks.circle.model.records import LetterRecord, Memory, Outcome
from tasks.circle.model.table import Cell, is_blank
from tasks.circle.model.tabs import OVERVIEW
from tasks.circle.plan import CLOCK

#: Nobody leaves a circle alone for so long; a clock that is wrong is wrong by years, or by hours (which does no harm).
LONGEST_PAUSE = timedelta(days=180)
LONGEST_BACK = timedelta(days=1)
#: SEQUENCE of meetings whose real one is lost: above any that can have been sent, since it must not fall (RFC 5545 §3.8.7.4).
ADOPTED_SEQUENCE = 100


def check_memory(circle: str, known: Memory, values: Mapping[str, Sequence[Sequence[Cell]]], letters_out: bool) -> None:
    """Raise `Stop` when the ledger has never seen the circle, but its own tab or the outbox (`letters_out`) shows earlier rounds."""
    if known.first_round or known.letters or known.people:
        return
    told = [f"fanen «{OVERVIEW.name}»"] if not is_blank(values.get(OVERVIEW.name, ())[1:]) else []
    told += ["utboksen"] if letters_out else []
    if told:
        what = f"Minnet er tomt, men {' og '.join(told)} viser tidligere runder. Ingenting er gjort: brevene ville gått ut på nytt."
        step = (
            "Legg inn siste sikkerhetskopi av minnet (og «key»), og kjør «run --adopt» hvis den er eldre enn siste runde. "
            "Uten kopi: «run --adopt» regner det som er forfalt nå, som sendt, og går videre derfra. "
            f"Er sirkelen ny, med kopiert ark eller gammel mappe: tøm fanen «{OVERVIEW.name}», og flytt utboksen."
        )
        raise Stop([Problem(f"minnet til {circle}", what, step)])


def check_clock(known: Memory, now: datetime) -> None:
    """Raise `Stop` when `now` (the machine's, UTC) is more than a day before the last round by the clock, or half a year after it."""
    last = known.notices.get(CLOCK)
    if last is None or last - LONGEST_BACK <= now <= last + LONGEST_PAUSE:
        return
    what = f"Den viser {now:%Y-%m-%d %H:%M} UTC, men forrige runde var {last:%Y-%m-%d %H:%M} UTC. Ingenting er gjort."
    step = "Still klokken, og kjør på nytt. Er den riktig slik den er nå, må det bekreftes."
    raise Stop([Problem("klokken på maskinen", what, step, command=CONFIRM, form=CONFIRM_BY_FORM)])


def adopted(letters: Sequence[LetterRecord]) -> Problem:
    """What a person must know after a round that sent nothing on purpose: also of what only the lost ledger knew."""
    laid = sum(each.outcome is Outcome.LAID for each in letters)
    kept = (
        f"{laid} brev som var forfalt, ligger i mappen og er regnet som lagt der; {len(letters) - laid} er"
        if laid
        else (f"{len(letters)} brev som var forfalt, er")
    )
    what = f"{kept} regnet som sendt, uten å gå ut. Deltakerkodene kan være delt ut på nytt."
    step = (
        "Har noen meldt seg på etter den siste runden minnet skulle husket, skriv til dem selv. Har noen meldt seg av med en lenke, "
        "skriv «ja» i «Avmeldt» hos dem. Står det rader med bare en kode (D07) i skjemafanene, skriv adressen i stedet."
    )
    return Problem("minnet", what, step)


# Whether the rounds of a circle have stood still for longer than they should (the dead-man check of `status`).


def is_alive(circle: Circle, memory: Memory, now: datetime) -> bool:
    """From its first day until it is closed, or could have been: the closing letter's last day (R17)."""
    letters = circle.letters
    last = circle.last_day + timedelta(days=letters.answers_close_days + letters.closing_days)
    return memory.closed is None and start_of_day(circle.first_day, circle.zone) <= now < end_of_day(last, circle.zone)


def overdue_since(circle: Circle, memory: Memory, now: datetime, hours: int) -> datetime | None:
    """The last round (UTC), or the circle's first instant when there was none, if more than `hours` have passed since; else None.

    Rounds that stopped don't count: they did nothing. A circle that is not alive is never late.
    """
    last = memory.last_round or start_of_day(circle.first_day, circle.zone)
    return last if is_alive(circle, memory, now) and now - last > timedelta(hours=hours) else None


def standing_still(circle: Circle, memory: Memory, now: datetime, hours: int) -> datetime | None:
    """The same for a round that works again: a circle's very first one comes after no silence."""
    return overdue_since(circle, memory, now, hours) if memory.last_round else None
