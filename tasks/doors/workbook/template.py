"""A fresh workbook for a circle: all tabs with headers, notes, drop-downs and formats, and who owns what on the first."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook as Book
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tasks.circle.coordinator.headings import Heading, forms_tabs, peoples_tabs
from tasks.circle.coordinator.own_tabs import CODES, CODES_HEADER
from tasks.circle.model.errors import Problem, Stop, reason
from tasks.circle.model.languages import LANGUAGES

ROWS = 500  # how far down drop-downs reach
_PEOPLE, _FORM, _PROGRAM = "E2EFDA", "FFF2CC", "DDEBF7"  # header colours by owner

_OVERVIEW = ("Møte", "Dato", "Fokusområde", "Invitert", "Påminnet", "Besvart", "Rom klart", "Neste")
_PROPOSALS = ("Møte", "Plass", "Forslag", "Deltakere", "Hvor sikkert", "Hvorfor", "Setninger bak")
_REMARKS = ("Hvor", "Hva", "Hva gjør du")

_READ_ME = (
    ("Læringssirkel – arbeidsbok", True),
    ("Dette arket er sannheten om sirkelen. Programmet leser det, sender brevene og lager møterommene. Dere bestemmer.", False),
    ("", False),
    ("Hvem eier hvilken fane", True),
    ("Påmelding og Møter er deres (grønne overskrifter). Programmet leser dem, men skriver aldri i dem.", False),
    ("Refleksjoner, Samråd og Fravær fylles av skjemaene (gule overskrifter). Dere kan også føre inn svar for hånd.", False),
    ("Oversikt, Fokusforslag, Merknader og Koder skriver programmet (blå overskrifter). Det dere skriver der, blir borte.", False),
    ("", False),
    ("Deltakere", True),
    ("Ny deltaker: skriv en rad i Påmelding. Deltakeren blir ønsket velkommen og invitert til alle senere møter.", False),
    ("Noen slutter: skriv «ja» i Avmeldt. Ikke slett raden, for da får deltakeren ingen beskjed.", False),
    ("Ny e-postadresse: rett den i raden som står der.", False),
    ("", False),
    ("Møter", True),
    ("En dato i Møter er bestemt, og invitasjonene går ut. La cellen stå tom så lenge datoen bare er et forslag.", False),
    ("Flytte et møte: rett dato, tid eller sted i raden. Alle inviterte får beskjed, og kalenderen deres følger med.", False),
    ("Avlyse et møte: velg «avlyst» i Status. Ikke slett raden, og ikke endre Nr.", False),
    ("Fokusområde: skriv det når dere har valgt. Forslagene med begrunnelse står i fanen Fokusforslag.", False),
    ("", False),
    ("Godt å vite", True),
    ("Kolonnene finnes på navnet. Dere kan flytte dem og legge til egne, men la overskriftene stå som de er.", False),
    ("Hold musepekeren over en overskrift, så står det hva kolonnen er til.", False),
    ("Noe programmet ikke forstår, står i Merknader med hva dere kan gjøre.", False),
    ("I brev og på Prefect-siden står deltakerne med kode, som D01. Hvem det er, står i fanen Koder.", False),
    ("Lagre og lukk arbeidsboken når dere er ferdige. Programmet kan ikke skrive i en fil som er åpen.", False),
)


def new_workbook(path: Path, questions: Sequence[str], languages: Sequence[str] = LANGUAGES) -> None:
    """Make a workbook with all tabs of a circle. `questions` become the columns of «Refleksjoner», word for word.

    `languages` are the codes offered in «Språk». Raises `Stop` when the file exists or can't be written.
    """
    content = BytesIO()
    _book(questions, languages).save(content)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content.getvalue())
    except FileExistsError as error:
        next_step = "Velg et annet navn, eller flytt filen som ligger der."
        raise Stop([Problem(str(path), "Det finnes allerede en fil med dette navnet.", next_step)]) from error
    except OSError as error:
        what = f"Arbeidsboken kan ikke lages ({reason(error)})."
        raise Stop([Problem(str(path), what, "Sjekk plass og rettigheter i mappen, eller velg en annen mappe.")]) from error


def _book(questions: Sequence[str], languages: Sequence[str]) -> Book:
    book = Book()
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new workbook has one tab
    _read_me(first)
    ours = {"Oversikt": _OVERVIEW, "Fokusforslag": _PROPOSALS, "Merknader": _REMARKS, CODES: CODES_HEADER}
    for tabs, colour in ((peoples_tabs(languages), _PEOPLE), (forms_tabs(questions), _FORM)):
        for name, headings in tabs.items():
            _tab(book.create_sheet(name), headings, colour)
    for name, headers in ours.items():
        _tab(book.create_sheet(name), [Heading(header, "Skrives av programmet.", 22) for header in headers], _PROGRAM)
    return book


def _read_me(sheet: Worksheet) -> None:
    sheet.title = "Les meg"
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 110
    for row, (text, heading) in enumerate(_READ_ME, start=1):
        cell = sheet.cell(row, 1, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=heading, size=16 if row == 1 else 12)


def _tab(sheet: Worksheet, headings: Sequence[Heading], colour: str) -> None:
    sheet.freeze_panes = "A2"
    sheet.sheet_properties.tabColor = colour
    for column, heading in enumerate(headings, start=1):
        letter = get_column_letter(column)
        cell = sheet.cell(1, column, heading.name)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=colour)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.comment = Comment(heading.note, "Læringssirkel", height=110, width=280)
        sheet.column_dimensions[letter].width = heading.width
        if heading.format:  # of the whole column: each empty cell with a format of its own is read and written again in every round
            sheet.column_dimensions[letter].number_format = heading.format
        if heading.choices:
            _offer(sheet, f"{letter}2:{letter}{ROWS}", heading)


def _offer(sheet: Worksheet, cells: str, heading: Heading) -> None:
    choices = DataValidation(type="list", formula1=f'"{",".join(heading.choices)}"', allow_blank=True)
    choices.showErrorMessage = heading.strict  # «Avmeldt» takes a date too: the day they left
    choices.errorTitle, choices.error = heading.name, f"Velg {', '.join(heading.choices)}, eller la cellen stå tom."
    sheet.add_data_validation(choices)
    choices.add(cells)
