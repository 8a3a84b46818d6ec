"""The flow «gjør klart møte»."""

from prefect import flow

from flows.runs.form import in_words, run_name
from flows.start import start
from tasks.circle.coordinator.round_report import RoundReport


@flow(name="gjør klart møte", flow_run_name=run_name, description="Lager møterom og sier fra om endringer.")
@in_words
def make_ready(circle: str = "", at: str = "", plan: bool = False, confirm: bool = False) -> list[RoundReport]:
    """Lager møterom og sier fra om endringer.

    Hvert digitalt møte med dato får sitt rom. Er et møte flyttet eller avlyst, får alle inviterte beskjed.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
        at: Tidspunktet runden regnes for, som 2021-06-01 eller 2021-06-01T08:05. Tomt: nå.
        plan: Vis bare hva som ville skje. Ingenting sendes eller endres.
        confirm: Bekreft at deltakere med vilje er borte fra arket.
    """
    return start(("meetings",), circle, at, plan=plan, confirm=confirm)
