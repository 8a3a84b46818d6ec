"""The flow «månedsrunde»."""

from prefect import flow

from flows.runs.form import in_words, run_name
from flows.start import start
from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.model.acts import ALL


@flow(name="månedsrunde", flow_run_name=run_name, description="Gjør alt, åpner samråd og sender månedens oversikt.")
@in_words
def monthly(circle: str = "", at: str = "", plan: bool = False, confirm: bool = False) -> list[RoundReport]:
    """Gjør alt, åpner samråd og sender månedens oversikt.

    Går den første i hver måned.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
        at: Tidspunktet runden regnes for, som 2021-06-01 eller 2021-06-01T08:05. Tomt: nå.
        plan: Vis bare hva som ville skje. Ingenting sendes eller endres.
        confirm: Bekreft at deltakere med vilje er borte fra arket.
    """
    return start(ALL, circle, at, plan=plan, confirm=confirm)
