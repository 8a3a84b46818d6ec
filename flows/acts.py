"""The flow «inviter»."""

from prefect import flow

from flows.runs.form import in_words, run_name
from flows.start import start
from tasks.circle.coordinator.round_report import RoundReport


@flow(name="inviter", flow_run_name=run_name, description="Inviterer deltakerne til møtene som er innen fristen.")
@in_words
def invite(circle: str = "", at: str = "", plan: bool = False, confirm: bool = False) -> list[RoundReport]:
    """Inviterer deltakerne til møtene som er innen fristen.

    Hver deltaker får én invitasjon med kalenderoppføring til hvert møte som starter etter påmeldingen.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
        at: Tidspunktet runden regnes for, som 2021-06-01 eller 2021-06-01T08:05. Tomt: nå.
        plan: Vis bare hva som ville skje. Ingenting sendes eller endres.
        confirm: Bekreft at deltakere med vilje er borte fra arket.
    """
    return start(("meetings", "invite"), circle, at, plan=plan, confirm=confirm)
