"""The flow «samle svar»."""

from prefect import flow

from flows.runs.form import in_words, run_name
from flows.start import start
from tasks.circle.coordinator.round_report import RoundReport


@flow(name="samle svar", flow_run_name=run_name, description="Leser svarene som har kommet inn.")
@in_words
def gather(circle: str = "", at: str = "", plan: bool = False, confirm: bool = False) -> list[RoundReport]:
    """Leser svarene som har kommet inn.

    Svar, fravær og samråd leses fra arket. Ingen får brev.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
        at: Tidspunktet runden regnes for, som 2021-06-01 eller 2021-06-01T08:05. Tomt: nå.
        plan: Vis bare hva som ville skje. Ingenting sendes eller endres.
        confirm: Bekreft at deltakere med vilje er borte fra arket.
    """
    return start(("gather",), circle, at, plan=plan, confirm=confirm)
