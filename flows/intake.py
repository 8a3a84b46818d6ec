"""The flow «ta inn påmeldinger»."""

from prefect import flow

from flows.runs.form import in_words, run_name
from flows.start import start
from tasks.circle.coordinator.round_report import RoundReport


@flow(name="ta inn påmeldinger", flow_run_name=run_name, description="Leser påmeldingsarket og ønsker nye deltakere velkommen.")
@in_words
def take_in(circle: str = "", at: str = "", plan: bool = False, confirm: bool = False) -> list[RoundReport]:
    """Leser påmeldingsarket og ønsker nye deltakere velkommen.

    Nye rader i «Påmelding» blir deltakere, og hver av dem får et velkomstbrev. Rader som ikke kan brukes, blir vist.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
        at: Tidspunktet runden regnes for, som 2021-06-01 eller 2021-06-01T08:05. Tomt: nå.
        plan: Vis bare hva som ville skje. Ingenting sendes eller endres.
        confirm: Bekreft at deltakere med vilje er borte fra arket.
    """
    return start(("signups",), circle, at, plan=plan, confirm=confirm)
