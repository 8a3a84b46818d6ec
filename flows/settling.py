"""The flow «gjør opp brev»: a person says what became of a letter whose fate is unknown (R21)."""

from prefect import flow

from tasks.place import places
from tasks.settling import Fate, settle

WHAT = "Gjør opp et brev med ukjent utfall: kom det fram, eller skal det sendes én gang til?"


@flow(name="gjør opp brev", flow_run_name="gjør opp brev {circle}", description=WHAT)
def settle_letter(letter: str, fate: Fate, circle: str = "") -> str:
    """Gjør opp et brev med ukjent utfall. Ingenting sendes her: Er brevet fremdeles til nytte, går det i neste runde.

    Args:
        letter: Brevets navn (Message-ID), slik oversikten og meldingen om brevet viser det.
        fate: «kom fram»: brevet regnes som sendt. «kom ikke fram»: neste runde sender det én gang til.
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
    """
    _, settled = settle(places(circle), letter, fate)
    return settled.outcome.value
