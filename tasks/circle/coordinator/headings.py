"""The tabs people and forms fill, column by column: what a fresh sheet of a circle begins with, whichever program it is for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

#: Formats in the letters that Excel, LibreOffice and Google Sheets have in common; «@» is text.
DATE, TIME, MOMENT, TEXT = "dd.mm.yyyy", "hh:mm", "dd.mm.yyyy hh:mm", "@"
_YES_NO = ("ja", "nei")


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its header, the note people see when they point at it, its width in characters, its format, what may be chosen.

    `strict`: nothing else may be typed; «Avmeldt» takes a date too, the day they left.
    """

    name: str
    note: str
    width: int = 16
    format: str = ""
    choices: tuple[str, ...] = ()
    strict: bool = True


_STAMP = Heading("Tidsmerke", "Når svaret kom inn, norsk tid. Skjemaet fyller ut dette selv.", 18, MOMENT)
_WHO = Heading("Deltaker", "Deltakerkoden fra lenken i brevet, eller e-postadressen deltakeren er påmeldt med.", 28, TEXT)
_WHICH = Heading("Møte", "Nummeret møtet har i fanen «Møter».", 8)

_SIGN_UP = (
    Heading(
        "Tidsmerke", "Når påmeldingen kom, norsk tid. Den avgjør hvilket møte som blir det første. Skjemaet fyller ut "
        "dette selv; er cellen tom, gjelder tidspunktet programmet først så raden.", 18, MOMENT,
    ),
    Heading("Navn", "Navnet som skal stå i brevene.", 26),
    Heading("E-post", "Én adresse. Hit går alle brev. Uten en brukbar adresse kan deltakeren ikke inviteres.", 32, TEXT),
    Heading("Organisasjon", "Arbeidssted eller lag. Kan stå tom.", 28),
    Heading("Språk", "Språket brevene skrives på: nb (bokmål), nn (nynorsk) eller en (engelsk). Tomt betyr sirkelens språk.", 8),
    Heading("Hva ønsker du å lære?", "Deltakerens egne ord. Kan stå tom.", 44),
    Heading("Avmeldt", "Skriv «ja» når noen går ut. De får én avlysning for møter de har i kalenderen, og så ikke flere brev. "
            "Ikke slett raden: da kan ikke programmet si fra til deltakeren.", 10, "", ("ja",), strict=False),
)  # fmt: skip

_MEETINGS = (
    Heading("Nr", "Nummeret til møtet. Det endres aldri, heller ikke når datoen flyttes.", 6),
    Heading("Dato", "Datoen møtet holdes, for eksempel 11.05.2021. En dato som står her, er bestemt: da går invitasjonene ut. "
            "La den stå tom til dere er enige.", 13, DATE),
    Heading("Start", "Klokkeslett, for eksempel 09:15. Tomt betyr sirkelens vanlige tid.", 9, TIME),
    Heading("Slutt", "Klokkeslett, for eksempel 11:30. Tomt betyr sirkelens vanlige tid.", 9, TIME),
    Heading("Fokusområde", "Temaet for møtet. Kan settes eller endres senere; kalenderen følger etter.", 48),
    Heading("Form", "digital (vanlig), fysisk eller hybrid. Et fysisk møte får ikke noe møterom på nett.", 10, "",
            ("digital", "fysisk", "hybrid")),
    Heading("Sted", "Adresse og rom. Må fylles ut for fysiske møter.", 30),
    Heading("Status", "planlagt (vanlig) eller avlyst. Bare «avlyst» avlyser: å slette raden gjør det ikke.", 11, "",
            ("planlagt", "avlyst")),
    Heading("Notat", "Til dere selv. Programmet leser ikke denne kolonnen.", 40),
)  # fmt: skip

_CONSULTATION = (
    _STAMP, _WHO, _WHICH,
    Heading("Forslag som passer", "Forslagene deltakeren støtter, skilt med semikolon.", 48),
    Heading("Datoer som passer", "Datoene som passer, skilt med semikolon.", 32),
)  # fmt: skip
_ABSENCE = (
    _STAMP, _WHO, _WHICH,
    Heading("Kommer", "nei: deltakeren kan ikke komme på dette møtet. Den siste raden gjelder.", 10, "", _YES_NO),
)  # fmt: skip


def peoples_tabs(languages: Sequence[str]) -> Mapping[str, Sequence[Heading]]:
    """What people own. `languages` are the codes offered in «Språk»."""
    offered = tuple(languages)
    sign_up = tuple(replace(heading, choices=offered) if heading.name == "Språk" else heading for heading in _SIGN_UP)
    return {"Påmelding": sign_up, "Møter": _MEETINGS}


def forms_tabs(questions: Sequence[str]) -> Mapping[str, Sequence[Heading]]:
    """What forms fill. `questions` become the columns of «Refleksjoner», word for word."""
    answers = tuple(Heading(question, "Deltakerens svar, i egne ord. Kan stå tomt.", 52) for question in questions)
    return {"Refleksjoner": (_STAMP, _WHO, _WHICH, *answers), "Samråd": _CONSULTATION, "Fravær": _ABSENCE}
