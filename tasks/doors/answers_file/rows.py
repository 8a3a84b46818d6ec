"""Answers in rows: a form's answers with one column per question, or one answer a row (R13)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tasks.circle.focus.propose import QUESTIONS, Answer, Past, Topic
from tasks.circle.model.cells import as_date
from tasks.circle.model.errors import Grade, Problem, Stop, stop_if
from tasks.circle.model.table import WHOLE_CELL, Cell, clean, headers_seen, is_nobody, letter_of, named_once, normal
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

#: Where each of `COLUMNS` and of the questions stands, from the left: a question of a form that is made anew is one more column.
Columns = Mapping[str, Sequence[int]]
Body = list[tuple[int, Sequence[Cell]]]
#: «2», «Møte 2»: what tells one meeting from another where it is no date.
_NUMBER = re.compile(r"\D*(\d{1,4})(?!\d|[./-]\d)")


def question_of(text: str) -> str:
    """Which of the three questions `text` is (the key itself or the question as people are asked it); "" for another."""
    plain = normal(text)
    if plain in QUESTIONS:
        return plain
    return next((key for key, marks in ASKED.items() if any(mark in plain for mark in marks)), "")


def header_score(header: Sequence[Cell]) -> int:
    """How many columns of `header` we know."""
    return sum(1 for cell in header if _meaning(cell))


def holds_answers(header: Sequence[Cell]) -> bool:
    """Whether a tab under `header` has answers to the questions."""
    return any(_meaning(cell) in QUESTIONS for cell in header)


def _meaning(cell: Cell) -> str:
    plain = named_once(cell)
    if not plain:
        return ""
    return next((key for key, names in COLUMNS.items() if plain in names), "") or question_of(plain)


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """All that a file says.

    Answers (participants are codes, never addresses), bank, earlier focus areas, names, word pairs, the circle's title; `told` says
    how many rows were read and count, and why the rest do not; `remarks` are who is not known, and answers longer than a form lets them be.
    """

    answers: tuple[Answer, ...]
    topics: tuple[Topic, ...] = ()
    past: tuple[Past, ...] = ()
    names: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    circle: str = ""
    remarks: tuple[Problem, ...] = ()
    told: str = ""


@dataclass(slots=True)
class _Count:
    """The rows that do not count, by why."""

    earlier: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)
    nobodies: list[int] = field(default_factory=list)

    def told(self, rows: int, answers: Sequence[Answer]) -> str:
        """How many rows were read, how many answers count, and why the rest do not."""
        people = len({each.participant for each in answers})
        what = f"{_many(rows, 'rad', 'rader')} er lest, og {len(answers)} svar fra {_many(people, 'person', 'personer')} teller."
        reasons = (
            (self.earlier, "gjelder et annet møte enn det siste"),
            (self.empty, "er uten svar"),
            (self.replaced, "er erstattet av en senere rad fra samme person"),
        )
        told = [f"{_many(len(found), 'rad', 'rader')} {why} ({_rows(found)})" for found, why in reasons if found]
        return f"{what} Ikke med: {'; '.join(told)}." if told else what

    def remarks(self, file: str) -> tuple[Problem, ...]:
        rows = _many(len(self.nobodies), "rad", "rader")
        what = f"{rows} sier ikke hvem som svarte («anonymous» eller tomt). Hver av dem er regnet som én person."
        step = "Kan noen ha svart flere ganger, så la skjemaet spørre etter deltakerkoden eller e-postadressen."
        return (Problem(f"{file}, {_rows(self.nobodies)}", what, step, Grade.INFORMATION),) if self.nobodies else ()


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _rows(numbers: Sequence[int]) -> str:
    return "rad " + ", ".join(map(str, numbers[:8])) + (" …" if len(numbers) > 8 else "")


def from_rows(file: str, rows: Sequence[Sequence[Cell]]) -> AnswersFile:
    """Answers, the names found, and what was read and counts. Raises `Stop` with all that is wrong.

    Of several meetings in the file the last one counts. A participant who filled in the form twice is read as they last
    answered (R13). A row that does not say who answered is a person.
    """
    top = next((place for place, row in enumerate(rows) if any(clean(cell) for cell in row)), None)
    if top is None:
        raise Stop([Problem(file, "Filen er tom.", _SHAPES)])
    columns = _columns(file, top + 1, rows[top])
    whole = [(number, row) for number, row in enumerate(rows[top + 1 :], top + 2) if any(clean(cell) for cell in row)]
    count = _Count()
    body = _last_meeting(whole, columns, count)
    names = tuple(dict.fromkeys(name for _, row in body for name in _cells(row, columns, "name") if not is_nobody(name)))
    answers = _long(file, body, columns, count) if "text" in columns else list(_wide(body, columns, count))
    return AnswersFile(tuple(answers), names=names, remarks=count.remarks(file), told=count.told(len(whole), answers))


def _columns(file: str, number: int, header: Sequence[Cell]) -> Columns:
    columns: dict[str, list[int]] = {}
    problems = []
    for index, cell in enumerate(header):
        meaning = _meaning(cell)
        if not meaning:
            continue
        first = columns.setdefault(meaning, [index])[0]
        if first == index:
            continue
        if meaning in QUESTIONS and named_once(header[first]) != named_once(cell):
            where = f"{file}, rad {number}, {letter_of(first)} og {letter_of(index)}"
            what = f"To kolonner ser ut til å være «{clean(cell, 60)}»."
            problems.append(Problem(where, what, "Gi den ene et annet navn."))
        columns[meaning].append(index)
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


def _cells(row: Sequence[Cell], columns: Columns, key: str) -> list[str]:
    """What stands in the columns of `key`, those made last first."""
    return [clean(row[place], WHOLE_CELL) for place in reversed(columns.get(key, ())) if place < len(row)]


def _cell(row: Sequence[Cell], columns: Columns, key: str) -> str:
    return next(filter(None, _cells(row, columns, key)), "")


def _last_meeting(body: Body, columns: Columns, count: _Count) -> Body:
    about = {number: _meeting(row, columns) for number, row in body}
    seen = {meeting for meeting in about.values() if meeting}
    numbers = {meeting for meeting in seen if isinstance(meeting, int)}
    if len(seen) < 2:
        return body
    last = max(numbers) if numbers else max(meeting for meeting in seen if isinstance(meeting, date))
    count.earlier = [number for number, meeting in about.items() if meeting != last]
    return [(number, row) for number, row in body if about[number] == last]


def _meeting(row: Sequence[Cell], columns: Columns) -> int | date | None:
    """The number or the day that tells a row's meeting."""
    typed = next((row[place] for place in reversed(columns.get("meeting", ())) if place < len(row) and clean(row[place])), None)
    try:
        return as_date(typed)
    except ValueError:
        found = _NUMBER.match(clean(typed))
    return int(found[1]) if found else None


def _person(row: Sequence[Cell], columns: Columns) -> str:
    """Who answered; "" where it isn't told."""
    typed = (*_cells(row, columns, "participant"), *_cells(row, columns, "name"))
    return next((each for each in typed if not is_nobody(each)), "").casefold()


def _who(number: int, row: Sequence[Cell], columns: Columns, count: _Count) -> str:
    person = _person(row, columns)
    if not person and ("participant" in columns or "name" in columns):
        count.nobodies.append(number)
    return person or f"rad {number}"


def _wide(body: Body, columns: Columns, count: _Count) -> Iterator[Answer]:
    codes: dict[str, str] = {}
    latest: dict[tuple[str, str], tuple[int, Answer]] = {}
    said: list[int] = []
    for number, row in body:
        texts = {question: text for question in QUESTIONS if (text := _cell(row, columns, question))}
        if not texts:
            count.empty.append(number)
            continue
        said.append(number)
        person = _who(number, row, columns, count)
        code = codes.setdefault(person, f"d{len(codes) + 1}")
        for question, text in texts.items():
            latest[code, question] = number, Answer(f"rad{number}-{question}", code, question, text)
    kept = Counter(number for number, _ in latest.values())
    count.replaced = [number for number in said if not kept[number]]
    yield from (answer for _, answer in latest.values())


def _long(file: str, body: Body, columns: Columns, count: _Count) -> list[Answer]:
    codes: dict[str, str] = {}
    found: list[Answer] = []
    problems: list[Problem] = []
    for number, row in body:
        where = f"{file}, rad {number}"
        asked, text = _cell(row, columns, "question"), _cell(row, columns, "text")
        question = question_of(asked)
        if not (_cell(row, columns, "participant") or _cell(row, columns, "name")):
            problems.append(Problem(where, "Deltakeren mangler.", "Skriv en kode eller en adresse; adresser vises aldri."))
        if not question:
            what = f"Spørsmålet «{asked[:60]}» er ukjent." if asked else "Spørsmålet mangler."
            problems.append(Problem(where, what, "Bruk relevance, need eller suggestion, eller spørsmålet slik det ble stilt."))
        if not text:
            count.empty.append(number)
            continue
        person = _who(number, row, columns, count)
        code = codes.setdefault(person, f"d{len(codes) + 1}")
        found.append(Answer(f"rad{number}", code, question, text))
    stop_if(problems)
    return found
