"""From what a person typed to a round: which circle, at what time, and what Prefect's page shows afterwards."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from flows.rounds import Order, carry_out
from flows.showing import show
from tasks.circle.acts import ALL
from tasks.circle.errors import Problem, Stop
from tasks.circle.report import RoundReport
from tasks.circle.times import typed_instant
from tasks.place import Place, equipped
from tasks.settings import folders, load

Progress = Callable[[int], None]


def places(circle: str = "", config: Path | None = None, data: Path | None = None, *, rehearsal: bool = False) -> list[Place]:
    """The circle named, or all of them. Raises `Stop` for wrong configuration or an unknown name."""
    settings = load(config, data)
    names = [circle] if circle not in ("", "*") else sorted(settings.circles)
    for name in names:
        settings.circle(name)
    return [Place(str(settings.config), str(settings.data), name, rehearsal) for name in names]


def instant(place: Place, typed: str) -> datetime:
    """The time of a round (UTC). Raises `Stop` when `typed` isn't an ISO date or time."""
    try:
        return typed_instant(typed, equipped(place).circle.zone, datetime.now(UTC))
    except ValueError as error:
        what = "Tidspunktet kan ikke leses."
        raise Stop([Problem("at", what, "Skriv det som 2021-06-01 eller 2021-06-01T08:05.")]) from error


def start(
    acts: Sequence[str] = ALL,
    circle: str = "",
    at: str = "",
    *,
    plan: bool = False,
    confirm: bool = False,
    progress: Progress | None = None,
) -> list[RoundReport]:
    """A round for each circle asked for, one after the other; one circle's fault never stops another."""
    reports = []
    for place in places(circle):
        order = Order(instant(place, at), tuple(acts), plan, confirm)
        report = carry_out(place, order, progress)
        show(report)
        reports.append(report)
    return reports
