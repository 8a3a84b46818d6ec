"""What people can start in Prefect's page: one place that names, describes and times it.

`serve` offers it from here; `deployments/prefect.yaml` says the same for `prefect deploy`, and a test holds the two together.
No Prefect is imported here. What each parameter means stands in the flow's own docstring, which the page shows.
"""

from dataclasses import dataclass

#: The fixed times of the installation (RULES.md «Flows»), correct across both changes of the clocks.
ZONE = "Europe/Oslo"
#: The month's round comes before the day's first, so that the two don't wait for each other.
DAYS, MONTH = "5 8,12,16 * * *", "35 7 1 * *"


@dataclass(frozen=True, slots=True)
class Offered:
    """One deployment. `flow` is the file and the function, from the root; `crons` are times in `ZONE`."""

    flow: str
    name: str
    description: str
    tags: tuple[str, ...]
    crons: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        """The same as a module path, wherever the checkout lies."""
        file, _, function = self.flow.partition(":")
        return f"{file.removesuffix('.py').replace('/', '.')}.{function}"


#: By its name a round finds the flow in which people choose, and the one that runs around meetings.
CHOICE, DAILY, AT_ONCE = "sett fokusområde", "dagsrunde", "påmelding nå"
OFFERED = (
    Offered("flows/acts.py:daily", DAILY, "Gjør alt som er forfalt i dag: velkomst, rom, invitasjoner, påminnelser, spørsmål etter møtet. "
            "Går av seg selv 08.05, 12.05 og 16.05, rett før hvert møte og når det er slutt.", ("runde",), (DAYS,)),
    Offered("flows/acts.py:monthly", "månedsrunde", "Gjør alt, åpner samråd om neste møte og sender tilretteleggerne månedens oversikt. "
            "Går av seg selv den første i hver måned.", ("runde",), (MONTH,)),
    Offered("flows/choose_focus.py:set_focus", CHOICE, "Velg fokusområde eller dato for et møte. Start den uten å fylle ut noe: "
            "Da venter den på deg og viser forslagene og hva deltakerne sa. Ingenting blir valgt av seg selv.", ("valg",)),
    Offered("flows/sample_letters.py:sample_letters", "prøvebrev", "Sender brevene som ville gått den neste måneden, til én tilrettelegger, "
            "merket [PRØVE]. Ingen andre får noe, og ingenting huskes.", ("øving", "brev")),
    Offered("flows/acts.py:take_in", "ta inn påmeldinger", "Leser «Påmelding» og ønsker nye deltakere velkommen.", ("gjøremål", "brev")),
    Offered("flows/acts.py:at_once", AT_ONCE, "Ber nye om å bekrefte påmeldingen, ønsker velkommen og inviterer til det som er innen fristen. "
            "Går av seg selv når noen melder seg på med nettsiden.", ("gjøremål", "brev")),
    Offered("flows/acts.py:make_ready", "gjør klart møte", "Lager møterom, og sier fra til de inviterte når et møte flyttes eller avlyses.",
            ("gjøremål", "brev")),
    Offered("flows/acts.py:invite", "inviter", "Inviterer deltakerne til møtene som er innen fristen, og lager møterommene som "
            "mangler.", ("gjøremål", "brev")),
    Offered("flows/acts.py:remind", "minn om møte", "Minner de inviterte om møtet, og gir tilretteleggerne dagsarket.", ("gjøremål", "brev")),
    Offered("flows/acts.py:ask", "be om refleksjon", "Sender spørsmålene etter møtet, og purrer én gang.", ("gjøremål", "brev")),
    Offered("flows/acts.py:gather", "samle svar", "Leser svarene som har kommet inn. Ingen får brev.", ("gjøremål",)),
    Offered("flows/acts.py:propose", "foreslå fokusområde", "Leser svarene og viser hva flest forskjellige deltakere ber om.",
            ("gjøremål",)),
    Offered("flows/correct_proposals.py:correct", "rett forslagene", "Slå sammen forslag som er samme sak, gi dem navn, flytt svar, ta ut – "
            "og angre. Si ja til det deltakerne får se av dem. Ingen får brev.", ("valg",)),
    Offered("flows/acts.py:consult", "samråd", "Spør deltakerne hvilke forslag og datoer som passer. Resultatet blir vist, ikke utført.",
            ("gjøremål", "brev")),
    Offered("flows/settle_letter.py:settle_letter", "gjør opp brev", "Si hva som ble av et brev med ukjent utfall: kom det fram, eller skal det "
            "sendes én gang til? Eller er adressen som ble avvist, riktig?", ("valg",)),
    Offered("flows/rehearse.py:rehearse", "øv hele sirkelen", "Lar sirkelen leve hele sitt liv i simulert tid. Ingenting sendes.", ("øving",)),
    Offered("flows/report.py:circle_report", "rapport", "Skriver sirkelens rapport: møter, fokusområder, tall. Ingen navn.", ("rapport",)),
)  # fmt: skip


#: What the fields are called in the page; what they mean stands beside each.
TITLES = {
    "circle": "Sirkel", "at": "Tidspunkt", "plan": "Vis bare hva som ville skje", "confirm": "Bekreft", "meeting": "Møte",
    "focus": "Fokusområde", "day": "Dato", "act": "Hva du vil gjøre", "number": "Nummer", "other": "Nummer to", "text": "Tekst",
    "letter": "Brev", "fate": "Hva som ble av det", "first": "Første dag", "last": "Siste dag", "config": "Innstillinger", "data": "Data",
    "to": "Tilrettelegger nummer", "who": "Hvem bestemmer",
}  # fmt: skip
