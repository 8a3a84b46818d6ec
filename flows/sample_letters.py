"""The flow «prøvebrev»: what is due in the coming month, to one facilitator (R39)."""

from typing import cast

from prefect import flow
from prefect.states import Completed, Failed

from flows.runs.form import in_words, run_name
from tasks.circle.coordinator.report_words import OUTCOMES, STATES
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.letter_kinds import KINDS
from tasks.context import instant, the_only_circle
from tasks.prefect_secrets import fill_in
from tasks.round.sample_letters import Sample, Samples, send_samples

WHAT = "Sender brevene som ville gått den neste måneden, til én tilrettelegger, merket [PRØVE]. Ingen andre får noe."


@flow(name="prøvebrev", flow_run_name=run_name, description=WHAT)
@in_words
def sample_letters(circle: str = "", to: int = 1, at: str = "") -> Samples:
    """Ett brev av hvert slag for hvert møte, høyst tolv, med [PRØVE] i emnet. Ingenting huskes, og ingen kalender endres.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: den eneste.
        to: Hvem av tilretteleggerne i sirkelens fil som får dem: 1 er den første.
        at: Tidspunktet måneden regnes fra, som 2021-06-01 eller 2021-06-01T08:05. Tomt: nå.
    """
    ref = the_only_circle(circle)
    fill_in(ref)
    found = send_samples(ref, to, instant(ref, at))
    if found.gone:
        return cast(Samples, Completed(message=f"Utført. {told(found)}", data=found))
    return cast(Samples, Failed(message=f"{STATES['stopped']} {told(found)}", data=found))


def told(found: Samples) -> str:
    """One sentence, without name and address."""
    if not found.letters:
        return "Ingen brev ville gått den neste måneden."
    where = f" Les dem i {found.index}." if found.index else ""
    return f"{len(found.letters)} prøvebrev til tilrettelegger nr. {found.to}: {', '.join(map(_words, found.letters))}.{where}"


def _words(letter: Sample) -> str:
    about = f" til møte {letter.meeting}" if letter.meeting else ""
    outcome = OUTCOMES[letter.outcome]
    return f"{KINDS[letter.kind].facts.names[WORKING_LANGUAGE]}{about} ({outcome}{f': {letter.detail}' if letter.detail else ''})"
