"""The flow «be om refleksjon»."""

from prefect import flow

from flows.runs.form import in_words, run_name
from flows.start import start
from tasks.circle.coordinator.round_report import RoundReport


@flow(name="be om refleksjon", flow_run_name=run_name, description="Sender møtets spørsmål, og minner dem som ikke har svart.")
@in_words
def ask(circle: str = "", at: str = "", plan: bool = False, confirm: bool = False) -> list[RoundReport]:
    """Sender møtets spørsmål, og minner dem som ikke har svart.

    Skjemaet går når møtet er slutt, én purring fire dager etter til dem som ikke har svart.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
        at: Tidspunktet runden regnes for, som 2021-06-01 eller 2021-06-01T08:05. Tomt: nå.
        plan: Vis bare hva som ville skje. Ingenting sendes eller endres.
        confirm: Bekreft at deltakere med vilje er borte fra arket.
    """
    return start(("reflect",), circle, at, plan=plan, confirm=confirm)
