"""The tabs of the sheet and their columns: for who reads them, for a fresh sheet and for what the program writes (RULES.md «Sheet»)."""

from collections.abc import Iterable
from dataclasses import replace

from tasks.circle.model.circle import Questions
from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.table import DATE, MOMENT, TEXT, Column, Tab, normal

SIGN_UPS = Tab("Påmelding", (
    Column("stamp", "Tidsmerke", ("Tidsstempel", "Timestamp", "Fullføringstidspunkt", "Completion time"), 18, MOMENT, single=True,
           note="Når påmeldingen kom, norsk tid. Den avgjør hvilket møte som blir det første. Skjemaet fyller ut "
                "dette selv; er cellen tom, gjelder tidspunktet programmet først så raden."),
    Column("name", "Navn", ("Namn", "Name"), 26, needed=True, note="Navnet som skal stå i brevene."),
    Column("address", "E-post", ("E-postadresse", "Email", "Email address"), 32, TEXT, needed=True,
           note="Én adresse. Hit går alle brev. Uten en brukbar adresse kan deltakeren ikke inviteres."),
    Column("organisation", "Organisasjon", ("Arbeidssted", "Arbeidsplass", "Organisation", "Organization"), 28,
           note="Arbeidssted eller lag. Kan stå tom."),
    Column("language", "Språk", ("Målform", "Language"), 8, choices=LANGUAGES,
           note="Språket brevene skrives på: nb (bokmål), nn (nynorsk) eller en (engelsk). Tomt betyr sirkelens språk."),
    Column("wish", "Hva ønsker du å lære?", ("Kva ønskjer du å lære?", "Kva ønsker du å lære?", "What would you like to learn?"), 44,
           note="Deltakerens egne ord. Kan stå tom."),
    Column("withdrawn", "Avmeldt", ("Meldt av", "Withdrawn"), 10, choices=("ja",), strict=False, single=True,  # the day they left, too
           note="Skriv «ja» når noen går ut. De får én avlysning for møter de har i kalenderen, og så ikke flere brev. "
                "Ikke slett raden: da kan ikke programmet si fra til deltakeren."),
    Column("again", "Prøv igjen", ("Prøv på nytt", "Try again"), single=True),  # only where somebody's address was refused wrongly
    Column("same", "Samme person", ("Same person",), single=True),  # only where «Merknader» asks
), by_form=True)  # fmt: skip
#: Where sign-ups from the pages live: the program's own, because «Påmelding» is people's and never written.
WEB_SIGN_UPS = replace(SIGN_UPS, name="Nettpåmelding")

MEETINGS = Tab("Møter", (
    Column("number", "Nr", ("Nummer", "No", "Number"), 6, needed=True,
           note="Nummeret til møtet. Det endres aldri, heller ikke når datoen flyttes."),
    Column("day", "Dato", ("Date",), 13, DATE, needed=True,
           note="Datoen møtet holdes, for eksempel 11.05.2021. En dato som står her, er bestemt: da går invitasjonene ut. "
                "La den stå tom til dere er enige."),
    Column("start", "Start", ("Fra", "Frå", "From", "Starttid", "Starttidspunkt", "Start kl"), 9, TEXT, single=True,
           note="Klokkeslett, for eksempel 09:15. Tomt betyr sirkelens vanlige tid. Står den alene, varer møtet like lenge som vanlig."),
    Column("end", "Slutt", ("Til", "End", "To", "Sluttid", "Slutttid", "Sluttidspunkt", "Slutt kl"), 9, TEXT, single=True,
           note="Klokkeslett, for eksempel 11:30. Tomt betyr sirkelens vanlige tid."),
    Column("focus", "Fokusområde", ("Fokus", "Focus area", "Focus"), 48, needed=True,
           note="Temaet for møtet. Kan settes eller endres senere; kalenderen følger etter."),
    Column("form", "Form", ("Møteform", "Format"), 10, choices=("digital", "fysisk", "hybrid"), single=True,
           note="digital (vanlig), fysisk eller hybrid. Et fysisk møte får ikke noe møterom på nett."),
    Column("place", "Sted", ("Stad", "Place"), 30, single=True,
           note="Adresse og rom. Må fylles ut for fysiske møter. Står det en lenke her, er den møterommet for dette møtet."),
    Column("status", "Status", (), 11, choices=("planlagt", "avlyst"), single=True,
           note="planlagt (vanlig) eller avlyst. Bare «avlyst» avlyser: å slette raden gjør det ikke."),
    Column("input", "Innspill", ("Innleiing", "Innledning", "Innleder", "Input", "Opening talk"), 40, single=True,
           note="Hvem som holder innspillet, og om hva. Står i invitasjonen, påminnelsen, kalenderen og dagsarket. Kan stå tom."),
    Column("links", "Lenker", ("Lenkjer", "Links"), 40, TEXT, single=True,
           note="Lenker til det dere bruker i møtet, én på hver linje, gjerne med navn: «Tavla: https://…». Endres en lenke, går det ikke brev."),
    Column("after", "Etterpå", ("Opptak", "Afterwards"), 40, TEXT, single=True,
           note="Notater og lenke til opptak når møtet er holdt. Står på deltakernes egen side; den som ikke var med, får det én gang i brev."),
    Column("", "Notat", (), 40, note="Til dere selv. Programmet leser ikke denne kolonnen."),
))  # fmt: skip

#: Whose row it is in a form's tab, and which meeting it is about. People may also be known by their address.
_WHO = (
    replace(SIGN_UPS["stamp"], note="Når svaret kom inn, norsk tid. Skjemaet fyller ut dette selv."),
    Column("participant", "Deltaker", ("Deltakar", "Deltakerkode", "Participant"), 28, TEXT,
           note="Deltakerkoden fra lenken i brevet, eller e-postadressen deltakeren er påmeldt med."),
    replace(SIGN_UPS["address"], note="", needed=False),
    Column("meeting", "Møte", ("Møtenr", "Meeting"), 8, needed=True, note="Nummeret møtet har i fanen «Møter»."),
)  # fmt: skip
_ANSWER = "Deltakerens svar, i egne ord. Kan stå tomt."
REFLECTIONS = Tab("Refleksjoner", (
    *_WHO,
    Column("relevance", "Relevant for meg", (), 52, note=_ANSWER),
    Column("need", "Behov for å lære", (), 52, note=_ANSWER),
    Column("suggestion", "Forslag til fokusområde", ("Forslag",), 52, note=_ANSWER),
), by_form=True)  # fmt: skip
CONSULTATION = Tab("Samråd", (
    *_WHO,
    Column("proposals", "Forslag som passer", ("Forslag", "Proposals"), 48, note="Forslagene deltakeren støtter, skilt med semikolon."),
    Column("dates", "Datoer som passer", ("Datoer", "Datoar", "Dates"), 32, note="Datoene som passer, skilt med semikolon."),
), by_form=True)  # fmt: skip
ABSENCES = Tab("Fravær", (
    *_WHO,
    Column("attends", "Kommer", ("Kjem", "Coming", "Attending"), 10, choices=("ja", "nei"), needed=True,
           note="nei: deltakeren kan ikke komme på dette møtet. Den siste raden gjelder."),
), by_form=True)  # fmt: skip


def _written(**headers: str) -> tuple[Column, ...]:
    return tuple(Column(key, header, width=22, note="Skrives av programmet.") for key, header in headers.items())


OVERVIEW = Tab("Oversikt", (
    *_written(number="Nr", day="Dato", focus="Fokusområde", status="Status", invited="Inviterte", reminded="Minnet på",
              absent="Kan ikke", answered="Har svart", room="Rom", next="Neste"),
    Column("attended", "Var med"),  # only where somebody has chosen to count
))  # fmt: skip
PROPOSALS = Tab("Fokusforslag", _written(
    meeting="Møte", rank="Plass", title="Forslag", participants="Deltakere", sure="Hvor sikkert", why="Hvorfor", quotes="Setninger bak",
))  # fmt: skip
REMARKS = Tab("Merknader", _written(where="Hvor", what="Hva", next_step="Hva du gjør", grade="Type"))
CODES = Tab("Koder", _written(code="Kode", name="Navn", withdrawn="Avmeldt"))
#: Between the name and the hours in all a column for each meeting, in which people may type (R35).
ATTENDANCE = Tab("Frammøte", _written(code="Kode", name="Navn", hours="Timer"))

#: The edits of a recorded workbook, only read in rehearsals.
EDITS = Tab("Øving", (
    *(Column(key, header, needed=True) for key, header in (("at", "Når"), ("tab", "Fane"), ("row", "Rad"), ("column", "Kolonne"))),
    Column("value", "Verdi"),
))  # fmt: skip

#: By owner: people's are never written, forms fill the next, and the program writes the last; «Frammøte» only where that is kept.
PEOPLES, FORMS, WRITTEN = (SIGN_UPS, MEETINGS), (REFLECTIONS, CONSULTATION, ABSENCES), (OVERVIEW, PROPOSALS, REMARKS, CODES)
#: What a round reads, and the names of what it writes.
READ_NAMES = tuple(tab.name for tab in (*PEOPLES, *FORMS, WEB_SIGN_UPS))
WRITTEN_NAMES = tuple(tab.name for tab in (*WRITTEN, ATTENDANCE))


def reflections_of(questions: Questions) -> Tab:
    """«Refleksjoner» of a circle: the headers are its questions, word for word."""
    asked = {column.key: getattr(questions, column.key, "") for column in REFLECTIONS.columns}
    columns = (replace(each, header=asked[each.key], synonyms=each.names) if asked[each.key] else each for each in REFLECTIONS.columns)
    return replace(REFLECTIONS, columns=tuple(columns))


def forms_of(questions: Questions) -> tuple[Tab, ...]:
    """`FORMS` of a circle."""
    return (reflections_of(questions), *FORMS[1:])


def refuse_peoples(names: Iterable[str]) -> None:
    """Raises ValueError when one of the tabs that are to be written is people's: a mistake in the program."""
    peoples = {normal(tab.name) for tab in PEOPLES}
    theirs = [name for name in names if normal(name) in peoples]
    if theirs:
        raise ValueError(f"people own these tabs: {', '.join(theirs)}")
