"""The flows that people start and that go by themselves: each is the one round, limited to its kinds of act."""

from collections.abc import Callable, Sequence

from prefect import Flow, flow

from flows.runs.form import in_words, run_name
from flows.start import start
from tasks.circle.acts import ALL, AT_ONCE, DAILY
from tasks.circle.coordinator.round_report import RoundReport

#: What Prefect's page says of the parameters of all flows here but the last.
_PARAMETERS = """Args:
    circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
    at: Tidspunktet runden regnes for, som 2021-06-01 eller 2021-06-01T08:05. Tomt: nå.
    plan: Vis bare hva som ville skje. Ingenting sendes eller endres.
    confirm: Bekreft at deltakere med vilje er borte fra arket.
"""


def _round_of(acts: Sequence[str], name: str, description: str) -> Callable[[Callable[[], None]], Flow[..., list[RoundReport]]]:
    """Makes a flow of these acts from a function without a body, which lends it its own name and, for the page, its docstring."""

    def made(named: Callable[[], None]) -> Flow[..., list[RoundReport]]:
        def act(circle: str = "", at: str = "", plan: bool = False, confirm: bool = False) -> list[RoundReport]:
            return start(acts, circle, at, plan=plan, confirm=confirm)

        act.__name__ = act.__qualname__ = named.__name__
        act.__doc__ = f"{description}\n\n{named.__doc__}\n\n{_PARAMETERS}"
        return flow(name=name, flow_run_name=run_name, description=description)(in_words(act))

    return made


@_round_of(("meetings", "invite"), "inviter", "Inviterer deltakerne til møtene som er innen fristen.")
def invite() -> None:
    """Hver deltaker får én invitasjon med kalenderoppføring til hvert møte som starter etter påmeldingen."""


@_round_of(("consult",), "samråd", "Spør deltakerne hvilke forslag og datoer som passer.")
def consult() -> None:
    """Gjelder det første møtet som mangler dato eller fokusområde. Resultatet blir vist, ikke utført."""


@_round_of(("gather", "propose", "digest"), "foreslå fokusområde", "Leser svarene og foreslår fokusområder.")
def propose() -> None:
    """Forslagene står i fanen «Fokusforslag» og i oversikten til tilretteleggerne. Valget tar dere."""


@_round_of(("gather",), "samle svar", "Leser svarene som har kommet inn.")
def gather() -> None:
    """Svar, fravær og samråd leses fra arket. Ingen får brev."""


@_round_of(("signups",), "ta inn påmeldinger", "Leser påmeldingsarket og ønsker nye deltakere velkommen.")
def take_in() -> None:
    """Nye rader i «Påmelding» blir deltakere, og hver av dem får et velkomstbrev. Rader som ikke kan brukes, blir vist."""


@_round_of(AT_ONCE, "påmelding nå", "Ber om bekreftelse, ønsker velkommen og inviterer, med en gang.")
def at_once() -> None:
    """Går av seg selv når noen melder seg på med nettsiden, eller bekrefter det."""


@_round_of(("meetings",), "gjør klart møte", "Lager møterom og sier fra om endringer.")
def make_ready() -> None:
    """Hvert digitalt møte med dato får sitt rom. Er et møte flyttet eller avlyst, får alle inviterte beskjed."""


@_round_of(("reflect",), "be om refleksjon", "Sender møtets spørsmål, og minner dem som ikke har svart.")
def ask() -> None:
    """Skjemaet går når møtet er slutt, én purring fire dager etter til dem som ikke har svart."""


@_round_of(("remind",), "minn om møte", "Minner om møtet og gir tilretteleggerne dagsarket.")
def remind() -> None:
    """Går to dager før møtet til de inviterte som ikke har sagt «kan ikke». Dagsarket går dagen før."""


@_round_of(DAILY, "dagsrunde", "Gjør alt som er forfalt i dag.")
def daily() -> None:
    """Går tre ganger om dagen, rett før hvert møte og når det er slutt. En runde som er gått glipp av, tas igjen av den neste."""


@_round_of(ALL, "månedsrunde", "Gjør alt, åpner samråd og sender månedens oversikt.")
def monthly() -> None:
    """Går den første i hver måned."""


@flow(name="runde", flow_run_name=run_name, description="Én runde, med de gjøremålene som er valgt.")
@in_words
def one_round(acts: str = "", circle: str = "", at: str = "", plan: bool = False, confirm: bool = False, adopt: bool = False) -> list[RoundReport]:
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
