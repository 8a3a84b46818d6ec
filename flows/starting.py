"""From what a person typed to a round: which circle, at what time, and what Prefect's page shows afterwards."""

from collections.abc import Sequence

from httpx import TransportError
from prefect.logging import get_run_logger

from flows.progress import hand_over
from flows.rounds import Order, carry_out
from flows.showing import show
from tasks.circle.acts import ALL
from tasks.circle.report import RoundReport
from tasks.place import instant, places
from tasks.secret_blocks import fill_in


def start(
    acts: Sequence[str] = ALL,
    circle: str = "",
    at: str = "",
    *,
    plan: bool = False,
    confirm: bool = False,
    adopt: bool = False,
) -> list[RoundReport]:
    """A round for each circle asked for, one after the other; one circle's fault never stops another.

    Prefect's page is told when all of them are done: a server that has gone away must not keep a circle waiting.
    """
    reports = []
    for place in places(circle):
        fill_in(place)
        order = Order(instant(place, at), ALL if adopt else tuple(acts), plan, confirm, by_clock=not at, adopt=adopt)
        reports.append(carry_out(place, order))
        hand_over(reports[-1])
    _tell_prefect(reports)
    return reports


def _tell_prefect(reports: Sequence[RoundReport]) -> None:
    """Best effort: what was done is in the ledger, whatever becomes of the page."""
    try:
        for report in reports:
            show(report)
    except TransportError as error:
        get_run_logger().warning("Prefects side fikk ikke vite hva som ble gjort: %s", type(error).__name__)
