"""What the ledger tells of a circle: its report, a page to read, print and pass on (R17), and where it stands. No Prefect."""

from dataclasses import asdict
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tasks import clock
from tasks.circle.coordinator import timeline as drawing
from tasks.circle.coordinator.alerts import unsent_since
from tasks.circle.coordinator.circle_report import CircleReport, status_of, tell_circle
from tasks.circle.coordinator.unsent import in_the_way
from tasks.circle.model.errors import system_stops
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.phrases import date_words, join_words, number_words, plural, when_words
from tasks.circle.preflight import overdue_since
from tasks.context import CircleRef, context_of
from tasks.round.operator_letter import read_told
from tasks.round.trial import index_of, remembered


def write_report(ref: CircleRef, now: datetime | None = None) -> Path:
    """Write `report.html` beside the circle's letters, as of `now` (UTC; the present when None); returns its path.

    The same ledger and time give the same bytes. Raises `Stop` when the file can't be written.
    """
    context = context_of(ref)
    told = _told(ref, now)
    file = ref.folder / "report.html"
    page = _pages(context.circle.zone).get_template("report.html").render(report=told, drawing=drawing.draw(context.circle, told), frame=drawing)
    with system_stops(file, "Rapporten kan ikke skrives", "Sjekk plass og rettigheter i mappen, og prøv igjen."):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")
    return file


def report_data(ref: CircleRef, now: datetime | None = None) -> dict[str, Any]:
    """What the report tells, for `report --json`; times in UTC."""
    return asdict(_told(ref, now))


def _told(ref: CircleRef, now: datetime | None) -> CircleReport:
    context = context_of(ref)
    return tell_circle(context.circle, remembered(ref), context.keys.digest, now or clock.now(), trial=context.doors.trial)


@lru_cache(maxsize=8)
def _pages(zone: ZoneInfo) -> Environment:
    pages = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip

    def day(moment: datetime | date) -> str:
        return date_words(moment.astimezone(zone).date() if isinstance(moment, datetime) else moment, WORKING_LANGUAGE)

    def when(start: datetime, end: datetime) -> str:
        return when_words(start.astimezone(zone), end.astimezone(zone), WORKING_LANGUAGE)

    pages.filters |= {"day": day, "quoted": "«{}»".format}
    pages.globals |= {
        "day": day,
        "when": when,
        "number": partial(number_words, language=WORKING_LANGUAGE),
        "join": lambda words: join_words(list(words), WORKING_LANGUAGE),
        "plural": plural,
    }
    return pages


def read_status(ref: CircleRef, now: datetime) -> dict[str, object]:
    """The object of `status --json` (times in UTC); `now` decides what is held, what comes next, and whether the rounds stand still.

    `late` is when the last round was, or should first have been, when that is too long ago; `operator_waits` since when a letter to
    the operator can't go out; `in_the_way` why letters wait (problems); `trial` that letters only lie in a folder, which `outbox` shows.
    """
    context = context_of(ref)
    memory = remembered(ref)
    late = overdue_since(context.circle, memory, now, context.settings.doors.operator.late_hours)
    waits = None if ref.rehearsal else unsent_since(read_told(ref))
    hindered = map(context.settings.places.of, in_the_way(context.circle, memory, now))
    return {
        **status_of(context.circle, memory, now),
        "in_the_way": [each.as_json() for each in hindered],
        "late": late.isoformat() if late else None,
        "late_hours": context.settings.doors.operator.late_hours,
        "operator_waits": waits.isoformat() if waits else None,
        "trial": context.doors.trial,
        "outbox": str(index_of(ref)),
    }
