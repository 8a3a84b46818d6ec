"""The flow «sett fokusområde»: a person's choice, made in Prefect's page (R16)."""

from prefect import flow

from flows.runs.form import in_words, run_name
from flows.runs.waiting import wait_for_choice
from flows.start import start
from tasks.circle.coordinator.choice import own_day, own_focus
from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.records import Decision
from tasks.context import CircleRef, circle_refs, instant
from tasks.prefect_secrets import fill_in
from tasks.round import ledger as memory

ACTS = ("meetings", "invite", "decide")


@flow(name="sett fokusområde", flow_run_name=run_name, description="Setter fokusområde eller dato for et møte: du velger, programmet sier fra.")
@in_words
def set_focus(circle: str = "", meeting: int = 0, focus: str = "", day: str = "", at: str = "", plan: bool = False) -> list[RoundReport]:
    """Setter fokusområde eller dato for et møte, og sier fra til dem som er invitert.

    Er verken fokusområde eller dato fylt ut, venter kjøringen på deg: Åpne den, trykk på de tre prikkene øverst til høyre og «Resume», se
    forslagene og hva deltakerne sa, og velg.
    Det som står i «Møter», vinner: valget her gjelder så lenge cellen der er tom.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: den eneste.
        meeting: Møtets Nr i «Møter». 0: det første som mangler noe.
        focus: Fokusområdet, slik det skal stå i programmet. Tomt: velges når kjøringen spør, eller uendret.
        day: Datoen, som 12.10.2021. Tomt: velges når kjøringen spør, eller uendret.
        at: Tidspunktet valget regnes for, som 2021-09-27T12:00. Tomt: nå.
        plan: Vis bare hva som ville skje. Valget blir ikke husket.
    """
    ref = _ref(circle)
    if focus or day or plan:
        decision: Decision | None = _typed(ref, meeting, focus, day, at)
    else:
        fill_in(ref)
        decision = wait_for_choice(ref, meeting, instant(ref, at))
    if decision and not plan:
        memory.keep_decision(ref, decision)
    return start(ACTS, ref.circle, at, plan=plan)


def _typed(ref: CircleRef, meeting: int, focus: str, day: str, at: str) -> Decision:
    if meeting < 1:
        raise Stop([Problem("meeting", "Møtets nummer mangler.", "Skriv møtets Nr fra «Møter».")])
    decision = Decision(meeting, instant(ref, at), own_focus(focus, "focus"), own_day(day, "day"))
    if not decision.focus and decision.day is None:
        raise Stop([Problem("focus", "Verken fokusområde eller dato er fylt ut.", "Fyll ut minst én av dem.")])
    return decision


def _ref(circle: str) -> CircleRef:
    found = circle_refs(circle)
    if len(found) != 1:
        raise Stop([Problem("circle", "Det er flere sirkler.", "Skriv navnet på sirkelen valget gjelder.")])
    return found[0]
