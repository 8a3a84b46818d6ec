"""The flow «samråd»."""

from prefect import flow

from flows.runs.form import in_words, run_name
from flows.start import start
from tasks.circle.coordinator.round_report import RoundReport


@flow(name="samråd", flow_run_name=run_name, description="Spør deltakerne hvilke forslag og datoer som passer.")
@in_words
def consult(circle: str = "", at: str = "", plan: bool = False, confirm: bool = False) -> list[RoundReport]:
    """Spør deltakerne hvilke forslag og datoer som passer.

    Gjelder det første møtet som mangler dato eller fokusområde. Resultatet blir vist, ikke utført.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
        at: Tidspunktet runden regnes for, som 2021-06-01 eller 2021-06-01T08:05. Tomt: nå.
        plan: Vis bare hva som ville skje. Ingenting sendes eller endres.
        confirm: Bekreft at deltakere med vilje er borte fra arket.
    """
    return start(("consult",), circle, at, plan=plan, confirm=confirm)
