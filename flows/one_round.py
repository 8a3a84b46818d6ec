"""The flow «runde»: what `sirkel run` starts, limited to any acts."""

from prefect import flow

from flows.runs.form import in_words, run_name
from flows.start import start
from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.model.acts import ALL


@flow(name="runde", flow_run_name=run_name, description="Én runde, med de gjøremålene som er valgt.")
@in_words
def one_round(
    acts: str = "", circle: str = "", at: str = "", plan: bool = False, confirm: bool = False, adopt: bool = False
) -> list[RoundReport]:
    """Én runde, med de gjøremålene som er valgt.

    Args:
        acts: Gjøremålene med komma mellom, som «invite,remind». Tomt: alle.
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
        at: Tidspunktet runden regnes for, som 2021-06-01 eller 2021-06-01T08:05. Tomt: nå.
        plan: Vis bare hva som ville skje. Ingenting sendes eller endres.
        confirm: Bekreft at deltakere med vilje er borte fra arket, eller at klokken er riktig.
        adopt: Minnet er borte eller gammelt. Det som er forfalt nå, regnes som sendt; ingenting sendes.
    """
    chosen = tuple(act.strip() for act in acts.split(",") if act.strip()) or ALL
    return start(chosen, circle, at, plan=plan, confirm=confirm, adopt=adopt)
