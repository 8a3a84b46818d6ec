"""The flow «gjør opp brev»: a person says what became of a letter whose fate is unknown (R21)."""

from typing import cast

from prefect import flow
from prefect.states import Completed

from flows.runs.form import in_words, run_name
from tasks.admin.settle import BECOMES, EVERY, SETTLED, Fate, settle, settle_every
from tasks.circle.coordinator.report_words import OUTCOMES
from tasks.context import circle_refs

WHAT = "Gjør opp et brev med ukjent utfall: kom det fram, eller skal det sendes én gang til? Eller er adressen riktig?"


@flow(name="gjør opp brev", flow_run_name=run_name, description=WHAT)
@in_words
def settle_letter(letter: str, fate: Fate, circle: str = "") -> str:
    """Gjør opp et brev med ukjent utfall, eller prøv en avvist adresse igjen. Ingenting sendes her: Det som er til nytte, går i neste runde.

    Args:
        letter: Ved «prøv igjen»: koden til den adressen tilhører (D07). Ellers brevets navn (Message-ID), slik merknaden om brevet viser det
            («merknader» under «Artifacts»). «all»: alle brev som bare er lagt i mappen (ved «kom fram»), eller gikk før programmet husket om det
            var med e-post (ved «er bare lagt i mappen»).
        fate: «kom fram»: brevet regnes som sendt. «kom ikke fram»: neste runde sender det én gang til. «er bare lagt i mappen»: ingen har
            fått det, og det går når brevene går med e-post, om det er til nytte da. «adressen er riktig, prøv igjen»:
            en adresse som ble avvist, prøves som en ny, og personen inviteres igjen til møtene framover.
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
    """
    if letter.strip() == EVERY:
        count = sum(number for _, number in settle_every(circle_refs(circle), fate))
        return cast(str, Completed(message=f"Utført. {count} brev er gjort opp: {OUTCOMES[BECOMES[fate].value]}.", data=BECOMES[fate].value))
    _, settled = settle(circle_refs(circle), letter, fate)
    return cast(str, Completed(message=f"Utført. Brevet {SETTLED[fate]}", data=settled.outcome.value))
