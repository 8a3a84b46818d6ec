"""Rounds without Prefect: the same steps, one circle after the other (R42). For a machine where Prefect is down, and for cron."""

from flows.of_circle import round_of
from flows.runs.told import hand_over
from tasks import clock
from tasks.circle.acts import ALL
from tasks.circle.plan import Order
from tasks.context import circle_refs_for_rounds
from tasks.round.operator_letter import notify_operator

#: All circles are asked for, and all are practice (R24).
NO_CIRCLE = "Ingenting å gjøre. Her er bare øvingssirkler, og de tar ikke del i runder for alle. Skriv sirkelens navn for å prøve den."


def direct(acts: str = "", circle: str = "", at: str = "", *, plan: bool = False, confirm: bool = False, adopt: bool = False) -> None:
    """A round for each circle asked for, at `at` as a person types it ("": now); one circle's fault never stops another.

    Each report is handed over as soon as its round is done. Secrets come from the environment alone.
    """
    chosen = tuple(act.strip() for act in acts.split(",") if act.strip()) or ALL
    order = Order(clock.now(), ALL if adopt else chosen, plan, confirm, by_clock=not at, adopt=adopt)
    for ref in circle_refs_for_rounds(circle, at):
        for report in notify_operator([ref], [round_of(ref, order, at)], by_clock=not at):
            hand_over(report)
