"""The flow «minn om møte»."""

from prefect import flow

from flows.runs.form import in_words, run_name
from flows.start import start
from tasks.circle.coordinator.round_report import RoundReport


@flow(name="minn om møte", flow_run_name=run_name, description="Minner om møtet og gir fasilitatorene dagsarket.")
@in_words
def remind(circle: str = "", at: str = "", plan: bool = False, confirm: bool = False) -> list[RoundReport]:
    """Minner om møtet og gir fasilitatorene dagsarket.

    Går to dager før møtet til de inviterte som ikke har sagt «kan ikke». Dagsarket går dagen før.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
        at: Tidspunktet runden regnes for, som 2021-06-01 eller 2021-06-01T08:05. Tomt: nå.
        plan: Vis bare hva som ville skje. Ingenting sendes eller endres.
        confirm: Bekreft at deltakere med vilje er borte fra arket.
    """
    return start(("remind",), circle, at, plan=plan, confirm=confirm)
