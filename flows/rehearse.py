"""The flow «øv hele sirkelen»: a circle's whole life in simulated time, on local doors."""

from datetime import date
from pathlib import Path

from prefect import flow

from flows.rounds import carry_out
from flows.runs.form import in_words, run_name
from flows.runs.told import tell
from tasks.admin.rehearsal import publish, say_yes, start_afresh
from tasks.circle.acts import acts_at, life
from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.model.errors import Problem, Stop
from tasks.circle.plan import Order
from tasks.context import CircleRef, circle_refs, context_of


@flow(name="øv hele sirkelen", flow_run_name=run_name, description="Lar sirkelen leve hele sitt liv på lokale dører, uten at noe sendes.")
@in_words
def rehearse(circle: str = "", first: str = "", last: str = "", config: str = "", data: str = "") -> list[RoundReport]:
    """Lar sirkelen leve hele sitt liv på lokale dører, uten at noe sendes.

    Brevene legges i en mappe der de kan leses.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: den eneste.
        first: Første dag, som 2021-05-01. Tomt: sirkelens første dag.
        last: Siste dag, som 2021-12-31. Tomt: sirkelens siste dag.
        config: Mappen med innstillingene. Tomt: den vanlige.
        data: Mappen for brev og hukommelse. Tomt: den vanlige.
    """
    found = circle_refs(circle, Path(config) if config else None, Path(data) if data else None, rehearsal=True)
    return [report for ref in found for report in live(ref, first, last)]


def live(ref: CircleRef, first: str, last: str) -> list[RoundReport]:
    """Every round of the circle's life that would have run, from an empty ledger and an empty outbox."""
    start_afresh(ref)
    circle = context_of(ref).circle
    days = _day(first, circle.first_day, "from"), _day(last, circle.last_day, "until")
    if days[1] < days[0]:
        raise Stop([Problem("--until", "Siste dag kommer før den første.", "Bytt om på datoene.")])
    whole = (days[1] - days[0]).days + 1
    reports: list[RoundReport] = []
    for at in life(days, circle.zone, lambda: reports[-1].wakes):
        reports.append(carry_out(ref, Order(at, acts_at(at, circle.zone))))
        if reports[-1].proposals:
            say_yes(ref, at)
        local = at.astimezone(circle.zone)
        tell((local.date() - days[0]).days + 1, whole, f"{local:%d.%m.%Y}")
    publish(ref, reports[-1].at)
    return reports


def _day(typed: str, usual: date, name: str) -> date:
    try:
        return date.fromisoformat(typed) if typed else usual
    except ValueError as error:
        raise Stop([Problem(f"--{name}", "Datoen kan ikke leses.", "Skriv den som 2021-05-01.")]) from error
