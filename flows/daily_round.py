"""The flow «dagsrunde»."""

from prefect import flow

from flows.runs.form import in_words, run_name
from flows.start import start
from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.model.acts import DAILY


@flow(name="dagsrunde", flow_run_name=run_name, description="Gjør alt som er forfalt i dag.")
@in_words
def daily(circle: str = "", at: str = "", plan: bool = False, confirm: bool = False) -> list[RoundReport]:
    """Gjør alt som er forfalt i dag.

    Går tre ganger om dagen, rett før hvert møte og når det er slutt. En runde som er gått glipp av, tas igjen av den neste.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
        at: Tidspunktet runden regnes for, som 2021-06-01 eller 2021-06-01T08:05. Tomt: nå.
        plan: Vis bare hva som ville skje. Ingenting sendes eller endres.
        confirm: Bekreft at deltakere med vilje er borte fra arket.
    """
    return start(DAILY, circle, at, plan=plan, confirm=confirm)
