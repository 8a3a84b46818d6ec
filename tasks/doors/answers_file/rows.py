"""Answers in rows: a form's answers with one column per question, or one answer a row (R13)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tasks.circle.focus.propose import QUESTIONS, Answer, Past, Topic
from tasks.circle.model.errors import Problem, Stop, stop_if
from tasks.circle.model.table import WHOLE_CELL, Cell, clean, headers_seen, letter_of, normal
from tasks.circle.model.tabs import REFLECTIONS, SIGN_UPS


def _named(key: str) -> tuple[str, ...]:
    return tuple(map(normal, REFLECTIONS[key].names))


#: The headers of our own sheet, and what those of forms and exports are called besides.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "participant": (*_named("participant"), *_named("address"), "mail", "respondent"),
    "name": (*map(normal, SIGN_UPS["name"].names), "ditt navn", "fullt navn"),
    "meeting": (*_named("meeting"), "møte nr", "nr"),
    "question": ("question", "spørsmål"),
    "text": ("text", "tekst", "svar", "answer"),
    "id": ("id", "answer id", "svarid"),
}
#: Words in a question by which its column is known, in nb, nn and en.
ASKED: Mapping[str, tuple[str, ...]] = {
    "relevance": ("relevan", "dagens fokusområde"),
    "need": ("behov", "lære nå", "lære no", "trenger å lære", "treng å lære", "need"),
    "suggestion": ("forslag", "suggestion", "neste fokusområde", "framlegg"),
}
_SHAPES = (
    "Bruk overskriftene deltaker, spørsmål og svar, eller én kolonne for hvert spørsmål, "
    "for eksempel «Hva har jeg behov for å lære nå?» og «Forslag til fokusområde»."
)

Columns = Mapping[str, int]


def question_of(text: str) -> str:
    """Which of the three questions `text` is (the key itself or the question as people are asked it); "" for another."""
    plain = normal(text)
    if plain in QUESTIONS:
        return plain
    return next((key for key, marks in ASKED.items() if any(mark in plain for mark in marks)), "")


def header_score(header: Sequence[Cell]) -> int:
    """How many columns of `header` we know."""
    return sum(1 for cell in header if _meaning(cell))


def _meaning(cell: Cell) -> str:
    plain = normal(cell)
    if not plain:
        return ""
    return next((key for key, names in COLUMNS.items() if plain in names), "") or question_of(plain)


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """All that a file says.

    Answers (participants are codes, never addresses), bank, earlier focus areas, names, word pairs, the circle's title; `remarks` are the
    answers that are longer than a form lets them be.
    """

    answers: tuple[Answer, ...]
    topics: tuple[Topic, ...] = ()
    past: tuple[Past, ...] = ()
    names: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    circle: str = ""
    remarks: tuple[Problem, ...] = ()


def from_rows(file: str, rows: Sequence[Sequence[Cell]]) -> AnswersFile:
    """Answers and the names found. Raises `Stop` with all that is wrong.

    Of several meetings in the file the last one counts. A participant who filled in the form twice is read as they last
    answered (R13). Without a column for participants every row is a person.
    """
    top = next((place for place, row in enumerate(rows) if any(clean(cell) for cell in row)), None)
    if top is None:
        raise Stop([Problem(file, "Filen er tom.", _SHAPES)])
    columns = _columns(file, top + 1, rows[top])
    body = [(number, row) for number, row in enumerate(rows[top + 1 :], top + 2) if any(clean(cell) for cell in row)]
    body = _last_meeting(body, columns)
    names = tuple(dict.fromkeys(filter(None, (_cell(row, columns, "name") for _, row in body))))
    answers = _long(file, body, columns) if "text" in columns else list(_wide(body, columns))
    return AnswersFile(tuple(answers), names=names)


def _columns(file: str, number: int, header: Sequence[Cell]) -> Columns:
    columns: dict[str, int] = {}
    problems = []
    for index, cell in enumerate(header):
        meaning = _meaning(cell)
        if meaning and columns.setdefault(meaning, index) != index:
            if meaning in ("meeting", "id", "name"):
                continue
            where = f"{file}, rad {number}, {letter_of(columns[meaning])} og {letter_of(index)}"
            what = f"To kolonner ser ut til å være «{clean(header[index], 60)}»."
            problems.append(Problem(where, what, "Gi den ene et annet navn."))
    long = "text" in columns
    if long and "question" not in columns:
        problems.append(Problem(f"{file}, rad {number}", "Kolonnen «spørsmål» mangler.", _SHAPES))
    if long and "participant" not in columns and "name" not in columns:
        problems.append(Problem(f"{file}, rad {number}", "Kolonnen «deltaker» mangler.", _SHAPES))
    if not long and not any(question in columns for question in QUESTIONS):
        what = f"Fant ingen kolonne med svar. {headers_seen(header)}"
        problems.append(Problem(f"{file}, rad {number}", what, _SHAPES))
    stop_if(problems)
    return columns


def _cell(row: Sequence[Cell], columns: Columns, key: str) -> str:
    place = columns.get(key)
    return clean(row[place], WHOLE_CELL) if place is not None and place < len(row) else ""


def _last_meeting(body: list[tuple[int, Sequence[Cell]]], columns: Columns) -> list[tuple[int, Sequence[Cell]]]:
    numbers = {cell for _, row in body if (cell := _cell(row, columns, "meeting")).isdecimal()}
    if len(numbers) < 2:
        return body
    last = max(numbers, key=int)
    return [(number, row) for number, row in body if _cell(row, columns, "meeting") == last]


def _person(row: Sequence[Cell], columns: Columns) -> str:
    return (_cell(row, columns, "participant") or _cell(row, columns, "name")).casefold()


def _wide(body: Sequence[tuple[int, Sequence[Cell]]], columns: Columns) -> Iterator[Answer]:
    codes: dict[str, str] = {}
    latest: dict[tuple[str, str], Answer] = {}
    for number, row in body:
        person = _person(row, columns) or f"rad {number}"
        code = codes.setdefault(person, f"d{len(codes) + 1}")
        for question in QUESTIONS:
            text = _cell(row, columns, question)
            if text:
                latest[code, question] = Answer(f"rad{number}-{question}", code, question, text)
    yield from latest.values()


def _long(file: str, body: Sequence[tuple[int, Sequence[Cell]]], columns: Columns) -> list[Answer]:
    codes: dict[str, str] = {}
    found: list[Answer] = []
    problems: list[Problem] = []
    for number, row in body:
        where = f"{file}, rad {number}"
        person, asked = _person(row, columns), _cell(row, columns, "question")
        question = question_of(asked)
        if not person:
            problems.append(Problem(where, "Deltakeren mangler.", "Skriv en kode eller en adresse; adresser vises aldri."))
        if not question:
            what = f"Spørsmålet «{asked[:60]}» er ukjent." if asked else "Spørsmålet mangler."
            problems.append(Problem(where, what, "Bruk relevance, need eller suggestion, eller spørsmålet slik det ble stilt."))
        code = codes.setdefault(person, f"d{len(codes) + 1}")
        found.append(Answer(f"rad{number}", code, question, _cell(row, columns, "text")))
    stop_if(problems)
    return found
