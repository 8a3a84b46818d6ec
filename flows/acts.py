"""The flows that people start and that go by themselves: each is the one round, limited to its kinds of act."""

from prefect import flow

from flows.runs.form import in_words, run_name
from flows.start import start
from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.model.acts import ALL, DAILY


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


@flow(name="samråd", flow_run_name=run_name, description="Spør deltakerne hvilke forslag og datoer som passer.")
@in_words
def consult(circle: str = "", at: str = "", plan: bool = False, confirm: bool = False) -> list[RoundReport]:
    """Spør deltakerne hvilke forslag og datoer som passer.

    Gjelder det første møtet som mangler dato eller fokusområde. Resultatet blir vist, ikke utført.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
        at: Tidspunktet runden regnes for, som 2021-06-01 eller 2021-06-01T08:05. Tomt: nå.
        plan: Vis bare hva som ville skje. Ingenting sendes eller endres.
        confirm: Bekreft at deltakere med vilje er borte fra arket.
    """
    return start(("consult",), circle, at, plan=plan, confirm=confirm)


@flow(name="foreslå fokusområde", flow_run_name=run_name, description="Leser svarene og foreslår fokusområder.")
@in_words
def propose(circle: str = "", at: str = "", plan: bool = False, confirm: bool = False) -> list[RoundReport]:
    """Leser svarene og foreslår fokusområder.

    Forslagene står i fanen «Fokusforslag» og i oversikten til fasilitatorene. Valget tar dere.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
        at: Tidspunktet runden regnes for, som 2021-06-01 eller 2021-06-01T08:05. Tomt: nå.
        plan: Vis bare hva som ville skje. Ingenting sendes eller endres.
        confirm: Bekreft at deltakere med vilje er borte fra arket.
    """
    return start(("gather", "propose", "digest"), circle, at, plan=plan, confirm=confirm)


@flow(name="samle svar", flow_run_name=run_name, description="Leser svarene som har kommet inn.")
@in_words
def gather(circle: str = "", at: str = "", plan: bool = False, confirm: bool = False) -> list[RoundReport]:
    """Leser svarene som har kommet inn.

    Svar, fravær og samråd leses fra arket. Ingen får brev.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
        at: Tidspunktet runden regnes for, som 2021-06-01 eller 2021-06-01T08:05. Tomt: nå.
        plan: Vis bare hva som ville skje. Ingenting sendes eller endres.
        confirm: Bekreft at deltakere med vilje er borte fra arket.
    """
    return start(("gather",), circle, at, plan=plan, confirm=confirm)


@flow(name="ta inn påmeldinger", flow_run_name=run_name, description="Leser påmeldingsarket og ønsker nye deltakere velkommen.")
@in_words
def take_in(circle: str = "", at: str = "", plan: bool = False, confirm: bool = False) -> list[RoundReport]:
    """Leser påmeldingsarket og ønsker nye deltakere velkommen.

    Nye rader i «Påmelding» blir deltakere, og hver av dem får et velkomstbrev. Rader som ikke kan brukes, blir vist.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
        at: Tidspunktet runden regnes for, som 2021-06-01 eller 2021-06-01T08:05. Tomt: nå.
        plan: Vis bare hva som ville skje. Ingenting sendes eller endres.
        confirm: Bekreft at deltakere med vilje er borte fra arket.
    """
    return start(("signups",), circle, at, plan=plan, confirm=confirm)


@flow(name="gjør klart møte", flow_run_name=run_name, description="Lager møterom og sier fra om endringer.")
@in_words
def make_ready(circle: str = "", at: str = "", plan: bool = False, confirm: bool = False) -> list[RoundReport]:
    """Lager møterom og sier fra om endringer.

    Hvert digitalt møte med dato får sitt rom. Er et møte flyttet eller avlyst, får alle inviterte beskjed.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
        at: Tidspunktet runden regnes for, som 2021-06-01 eller 2021-06-01T08:05. Tomt: nå.
        plan: Vis bare hva som ville skje. Ingenting sendes eller endres.
        confirm: Bekreft at deltakere med vilje er borte fra arket.
    """
    return start(("meetings",), circle, at, plan=plan, confirm=confirm)


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


@flow(name="minn om møte", flow_run_name=run_name, description="Minner om møtet og gir fasilitatorene dagsarket.")
@in_words
def remind(circle: str = "", at: str = "", plan: bool = False, confirm: bool = False) -> list[RoundReport]:
    """Minner om møtet og gir fasilitatorene dagsarket.

    Går to dager før møtet til de inviterte som ikke har sagt «kan ikke». Dagsarket går dagen før.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
        at: Tidspunktet runden regnes for, som 2021-06-01 eller 2021-06-01T08:05. Tomt: nå.
        plan: Vis bare hva som ville skje. Ingenting sendes eller endres.
        confirm: Bekreft at deltakere med vilje er borte fra arket.
    """
    return start(("remind",), circle, at, plan=plan, confirm=confirm)


@flow(name="dagsrunde", flow_run_name=run_name, description="Gjør alt som er forfalt i dag.")
@in_words
def daily(circle: str = "", at: str = "", plan: bool = False, confirm: bool = False) -> list[RoundReport]:
    """Gjør alt som er forfalt i dag.

    Går tre ganger om dagen, rett før hvert møte og når det er slutt. En runde som er gått glipp av, tas igjen av den neste.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
        at: Tidspunktet runden regnes for, som 2021-06-01 eller 2021-06-01T08:05. Tomt: nå.
        plan: Vis bare hva som ville skje. Ingenting sendes eller endres.
        confirm: Bekreft at deltakere med vilje er borte fra arket.
    """
    return start(DAILY, circle, at, plan=plan, confirm=confirm)


@flow(name="månedsrunde", flow_run_name=run_name, description="Gjør alt, åpner samråd og sender månedens oversikt.")
@in_words
def monthly(circle: str = "", at: str = "", plan: bool = False, confirm: bool = False) -> list[RoundReport]:
    """Gjør alt, åpner samråd og sender månedens oversikt.

    Går den første i hver måned.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
        at: Tidspunktet runden regnes for, som 2021-06-01 eller 2021-06-01T08:05. Tomt: nå.
        plan: Vis bare hva som ville skje. Ingenting sendes eller endres.
        confirm: Bekreft at deltakere med vilje er borte fra arket.
    """
    return start(ALL, circle, at, plan=plan, confirm=confirm)


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
