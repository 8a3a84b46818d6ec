"""A file of answers as people have it: the contract in .json, or a form's answers in .csv or .xlsx (RULES.md «Command», `focus`)."""

import csv
import io
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tasks.circle.model.apart import sound
from tasks.circle.model.errors import Grade, Problem, Stop
from tasks.circle.model.table import LONGEST_TEXT, Cell
from tasks.doors.answers_file.json_answers import from_json
from tasks.doors.answers_file.rows import AnswersFile, from_rows, header_score, holds_answers

if TYPE_CHECKING:  # .json and .csv should not wait for openpyxl
    from tasks.doors.bounded.workbooks import TabRows

#: More than this takes too long to compare, and is no learning circle.
MOST_ANSWERS = 5000
MOST_BYTES = 30_000_000
#: Cells of a .csv file.
MOST_CELLS = 1_000_000
LONGEST_CELL = 10_000_000
KINDS = (".json", ".csv", ".xlsx")
#: An OLE file (MS-CFB): an .xlsx with a password, or the old .xls.
_ENCRYPTED = bytes.fromhex("d0cf11e0a1b11ae1")


def read_answers(path: Path) -> AnswersFile:
    """The answers in `path` (.json, .csv or .xlsx).

    Raises `Stop` with every mistake in the file: where it is (file, row, key), what is wrong and what to do next (R23).
    """
    kind = path.suffix.casefold()
    if kind not in KINDS and not path.is_dir():
        raise _stop(path, f"Filtypen «{path.suffix}» kan ikke leses.", "Lagre svarene som .json, .csv eller .xlsx.")
    data = _bytes(path)
    if kind == ".json":
        found = from_json(path.name, _text(path, data))
    elif kind == ".csv":
        found = from_rows(path.name, _csv(path, _text(path, data)))
    else:
        rows, others = _xlsx(path, data)
        found = from_rows(path.name, rows)
        found = replace(found, remarks=(*found.remarks, *others, *rows.left_out(path.name)))
    if len(found.answers) > MOST_ANSWERS:
        many = f"Filen har {len(found.answers)} svar; det er flere enn {MOST_ANSWERS}."
        raise _stop(path, many, "Del svarene opp, for eksempel etter møte.")
    return _shortened(path, found)


def _shortened(path: Path, found: AnswersFile) -> AnswersFile:
    """As of an answer in the sheet, the beginning counts, and it is said."""
    what = f"Svaret er svært langt: Bare begynnelsen er brukt ({LONGEST_TEXT} tegn)."
    long = [each.id for each in found.answers if len(each.text) > LONGEST_TEXT]
    answers = tuple(replace(each, text=each.text[:LONGEST_TEXT]) for each in found.answers)
    step = "Kort det ned, så blir alt brukt."
    told = tuple(Problem(f"{path.name}, {each}", what, step, Grade.INFORMATION) for each in long)
    return replace(found, answers=answers, remarks=(*found.remarks, *told))


def _stop(path: Path, what: str, next_step: str) -> Stop:
    return Stop([Problem(path.name or str(path), what, next_step)])


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise _stop(path, "Dette er en mappe, ikke en fil.", "Oppgi filen med svarene.")
        if path.stat().st_size > MOST_BYTES:
            raise _stop(path, "Filen er for stor.", "Behold bare arket med svarene, og prøv igjen.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise _stop(path, "Filen finnes ikke.", "Sjekk navnet og mappen.") from error
    except (OSError, ValueError) as error:
        raise _stop(path, "Filen kan ikke åpnes.", "Sjekk at du har lov til å lese den, og at den ikke er låst.") from error


def _text(path: Path, data: bytes) -> str:
    """UTF-8, or what Excel writes in Norway when asked for plain .csv."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig"] if path.suffix.casefold() == ".json" else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _stop(path, "Filen er ikke tekst i UTF-8.", "Lagre den på nytt med tegnkodingen UTF-8.")


def _csv(path: Path, text: str) -> list[list[Cell]]:
    """Rows of a .csv file; semicolon, comma or tab, whichever parts the header into columns that we know."""
    first = next(iter(text.lstrip().splitlines()), "")  # lines may end as on an old Mac
    usual = csv.field_size_limit(LONGEST_CELL)  # 131,072 characters otherwise: a very long answer is cut later, and told
    try:
        headers = ((next(csv.reader([first], delimiter=mark), []), mark) for mark in ";,\t")
        mark = max((header_score(header), first.count(mark), mark) for header, mark in headers)[2]
        if text.count(mark) + text.count("\n") > MOST_CELLS:
            raise _stop(path, f"Filen har flere enn {MOST_CELLS} celler.", "Behold bare kolonnene og radene med svar, og prøv igjen.")
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)]
    except csv.Error as error:
        raise _stop(path, "Filen er ikke en gyldig .csv-fil.", "Lagre den på nytt fra regnearket som CSV (UTF-8).") from error
    finally:
        csv.field_size_limit(usual)


def _xlsx(path: Path, data: bytes) -> tuple["TabRows", tuple[Problem, ...]]:
    """The tab whose header we know best («Refleksjoner» in the circle's own workbook), and what is to be said of others like it."""
    from tasks.doors.bounded.cells import tabs_of  # here: .json and .csv should not wait for openpyxl
    from tasks.doors.bounded.workbooks import NotRead, lean

    if data.startswith(_ENCRYPTED):
        what = "Regnearket er beskyttet med passord, eller lagret i det gamle .xls-formatet."
        raise _stop(path, what, "Lagre det som .xlsx uten passord.")
    try:
        tabs = dict(tabs_of(lean(data)))
        for rows in tabs.values():
            rows[:] = [[_plain(each) for each in row] for row in rows]
    except NotRead as error:
        step = error.next_step or "Behold bare arket med svarene, uten annet enn dem, og prøv igjen."
        raise _stop(path, f"Regnearket {error.what}.", step) from error
    except Exception as error:  # openpyxl and the libraries under it raise what they stumble over in a file
        raise _stop(path, "Filen er ikke et gyldig regneark.", "Åpne den i regnearket og lagre den på nytt som .xlsx.") from error
    if not tabs:
        raise _stop(path, "Regnearket har ingen faner med celler.", "Legg svarene i en fane.")
    best = max(tabs, key=lambda name: (header_score(next(iter(tabs[name]), [])), len(tabs[name]) > 1))
    others = [f"«{name}»" for name, rows in tabs.items() if name != best and len(rows) > 1 and holds_answers(rows[0])]
    what = f"Bare fanen «{best}» er lest. Det ser ut til å være svar også i {' og '.join(others)}."
    step = "Skal også de med, så samle svarene i én fane."
    return tabs[best], (Problem(path.name, what, step, Grade.INFORMATION),) if others else ()


def _plain(value: Any) -> Cell:
    """What openpyxl found in a cell: a duration or an array formula as text, nothing that can't be kept."""
    if value is None or isinstance(value, bool | int | float | date | time):
        return value
    return sound(str(value))
