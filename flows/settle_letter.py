"""The flow «gjør opp brev»: a person says what became of a letter whose fate is unknown (R21)."""

from typing import cast

from prefect import flow
from prefect.states import Completed

from flows.runs.artifacts import OUTCOMES
from flows.runs.form import in_words, run_name
from tasks.admin.settle import BECOMES, EVERY, Fate, settle, settle_every
from tasks.context import circle_refs

WHAT = "Gjør opp et brev med ukjent utfall: kom det fram, eller skal det sendes én gang til? Eller er adressen riktig?"


@flow(name="gjør opp brev", flow_run_name=run_name, description=WHAT)
@in_words
def settle_letter(letter: str, fate: Fate, circle: str = "") -> str:
    """Gjør opp et brev med ukjent utfall. Ingenting sendes her: Er brevet fremdeles til nytte, går det i neste runde.

    Args:
        letter: Brevets navn (Message-ID), slik oversikten og meldingen om brevet viser det. Ved «prøv igjen» også koden (D07). «all»: alle brev
            som bare er lagt i mappen (ved «kom fram»), eller gikk før programmet husket om det var med e-post (ved «er bare lagt i mappen»).
        fate: «kom fram»: brevet regnes som sendt. «kom ikke fram»: neste runde sender det én gang til. «er bare lagt i mappen»: ingen har
            fått det, og det går når brevene går med e-post, om det er til nytte da. «adressen er riktig, prøv igjen»:
            en adresse som ble avvist, prøves som en ny, og personen inviteres igjen til møtene framover.
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
    """
    if letter.strip() == EVERY:
        count = sum(number for _, number in settle_every(circle_refs(circle), fate))
        return cast(str, Completed(message=f"Utført. {count} brev er gjort opp: {OUTCOMES[BECOMES[fate].value]}.", data=BECOMES[fate].value))
    _, settled = settle(circle_refs(circle), letter, fate)
    words = OUTCOMES[settled.outcome.value] if fate is not Fate.AGAIN else "kan sendes igjen: Adressen prøves som en ny"
    return cast(str, Completed(message=f"Utført. Brevet er gjort opp: {words}.", data=settled.outcome.value))
