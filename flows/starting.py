"""From what a person typed to a round: which circle, at what time, and what Prefect's page shows afterwards."""

from collections.abc import Sequence

from flows.rounds import Order, carry_out
from flows.showing import show
from tasks.circle.acts import ALL
from tasks.circle.report import RoundReport
from tasks.place import instant, places


def start(
    acts: Sequence[str] = ALL,
    circle: str = "",
    at: str = "",
    *,
    plan: bool = False,
    confirm: bool = False,
) -> list[RoundReport]:
    """A round for each circle asked for, one after the other; one circle's fault never stops another."""
    reports = []
    for place in places(circle):
        order = Order(instant(place, at), tuple(acts), plan, confirm)
        report = carry_out(place, order)
        show(report)
        reports.append(report)
    return reports
