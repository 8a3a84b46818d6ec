"""The flow «rett forslagene»: people say which proposals are one theme, what they are called, what does not belong (R16)."""

from prefect import flow

from flows.runs.artifacts import show_proposals
from flows.runs.form import in_words, run_name
from flows.start import start
from tasks.admin.proposals import correct_proposals
from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.model.errors import Problem, Stop
from tasks.circle.proposals.correcting import Act, CorrectionRequest
from tasks.context import CircleRef, circle_refs, instant
from tasks.prefect_secrets import fill_in

WHAT = "Retter forslagene til fokusområde: slå sammen, gi navn, flytt svar, ta ut – og angre. Her sier dere også hva deltakerne får se av dem."


@flow(name="rett forslagene", flow_run_name=run_name, description=WHAT)
@in_words
def correct(
    circle: str = "",
    act: Act = Act.SHOW,
    number: int = 0,
    other: int = 0,
    text: str = "",
    meeting: int = 0,
    who: str = "",
    at: str = "",
    plan: bool = False,
) -> list[RoundReport]:
    """Retter forslagene til fokusområde. Ingen får brev, og svarene selv blir ikke endret; alt kan angres.

    Nummer og koder står i «fokusforslag», som kjøringen viser på nytt hver gang. Start den uten å fylle ut noe for å se dem.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: den eneste.
        act: Hva du vil gjøre. I parentes står hva mer som må fylles ut.
        number: Nummeret på spørsmålet, forslaget, rettelsen eller ordparet.
        other: Nummeret på forslag to, når to slås sammen.
        text: Det nye navnet, eller koden på svaret som skal flyttes.
        meeting: Møtets Nr i «Møter». 0: det siste som har forslag.
        who: Hvem som bestemmer hva deltakerne får se: koden i fanen «Koder», som F01. Kan stå tomt.
        at: Tidspunktet det regnes for, som 2021-09-27T12:00. Tomt: nå.
        plan: Vis bare hvordan forslagene ville bli. Ingenting blir husket.
    """
    ref = _ref(circle)
    fill_in(ref)
    show_proposals(ref.circle, correct_proposals(ref, CorrectionRequest(act, number, other, text, meeting, who), instant(ref, at), plan=plan))
    return [] if plan else start(("gather",), ref.circle, at)


def _ref(circle: str) -> CircleRef:
    found = circle_refs(circle)
    if len(found) != 1:
        raise Stop([Problem("circle", "Det er flere sirkler her.", f"Velg en av dem: {', '.join(ref.circle for ref in found)}.")])
    return found[0]
