"""The contract of answers in JSON, checked key by key (R23, RULES.md «Command»)."""

import json
import re
from collections.abc import Callable
from typing import Any

from tasks.circle.focus.propose import QUESTIONS, Answer, Past, Topic
from tasks.circle.model.errors import Problem, stop_if
from tasks.doors.answers_file.rows import AnswersFile, question_of

_ALLOWED = ", ".join(f"«{question}»" for question in QUESTIONS)


class Checked:
    """Reads values and remembers everything that is wrong, so that all of it can be said at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def wrong(self, key: str, what: str, next_step: str) -> None:
        self.problems.append(Problem(f"{self.file}, {key}" if key else self.file, what, next_step))

    def items(self, whole: dict[str, Any], key: str, needed: bool = False) -> list[Any]:
        """The list under `key`; an absent one is empty unless `needed`."""
        value = whole.get(key)
        if isinstance(value, list):
            return value
        if value is not None or needed:
            found = "mangler" if value is None else "er ikke en liste"
            self.wrong(key, f"Nøkkelen {found}.", f'Skriv "{key}": [ … ].')
        return []

    def text(self, item: dict[str, Any], key: str, place: str, needed: bool = True) -> str:
        """The text under `key`; numbers are read as text, and what no file can hold is replaced."""
        value = item.get(key)
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            read = str(value).encode("utf-8", "replace").decode("utf-8")
            if read.strip() or not needed:
                return read
        if value is None and not needed:
            return ""
        found = "mangler" if value is None else "er tom" if value == "" else "er ikke tekst"
        self.wrong(f"{place}.{key}", f"Verdien {found}.", "Skriv en tekst i anførselstegn.")
        return ""


def from_json(file: str, text: str) -> AnswersFile:
    """Answers, bank, earlier focus areas, names, pairs and the circle's title. Raises `Stop` with all that is wrong."""
    check = Checked(file)
    whole = _parsed(check, text)
    stop_if(check.problems)
    answers = _answers(check, check.items(whole, "answers", needed=True))
    topics = _each(check, whole, "backlog", lambda item, place: Topic(
        check.text(item, "id", place), check.text(item, "title", place), check.text(item, "description", place, needed=False)
    ))  # fmt: skip
    past = _each(check, whole, "past", lambda item, place: Past(_number(check, item, place), check.text(item, "title", place)))
    names = [name for name in check.items(whole, "names") if isinstance(name, str)]
    pairs = _pairs(check, check.items(whole, "pairs"))
    circle = whole.get("circle") or ""
    if not isinstance(circle, str):
        check.wrong("circle", "Verdien er ikke tekst.", "Skriv sirkelens tittel i anførselstegn, eller ta nøkkelen bort.")
    stop_if(check.problems)
    return AnswersFile(tuple(answers), tuple(topics), tuple(past), tuple(names), tuple(pairs), circle)


def _parsed(check: Checked, text: str) -> dict[str, Any]:
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"linje {error.lineno}, tegn {error.colno}"
        check.wrong(place, "Her er filen ikke gyldig JSON.", "Rett stedet, eller eksporter på nytt.")
        return {}
    except (RecursionError, ValueError):
        check.wrong("", "Filen er ikke gyldig JSON.", "Eksporter svarene på nytt.")
        return {}
    if isinstance(whole, dict):
        return whole
    check.wrong("", "Filen skal holde ett objekt med nøkkelen «answers».", 'Skriv {"answers": [ … ]}.')
    return {}


def _answers(check: Checked, items: list[Any]) -> list[Answer]:
    found: list[Answer] = []
    codes: dict[str, str] = {}
    seen: dict[str, str] = {}
    for number, item in enumerate(items):
        place = f"answers[{number}]"
        if not isinstance(item, dict):
            check.wrong(place, "Dette er ikke et objekt.", "Skriv id, participant, question og text i krøllparentes.")
            continue
        key = check.text(item, "id", place)
        if "@" in key:
            check.wrong(f"{place}.id", "Id-en ser ut som en e-postadresse.", "Bruk et løpenummer; id-ene vises i resultatet.")
        elif key and seen.setdefault(key, place) != place:
            check.wrong(f"{place}.id", f"Id-en «{key[:40]}» er brukt før, i {seen[key]}.", "Gi hvert svar sin egen id.")
        person = check.text(item, "participant", place).strip().casefold()
        question = question_of(check.text(item, "question", place))
        if not question and item.get("question"):
            check.wrong(f"{place}.question", "Spørsmålet er ukjent.", f"Bruk {_ALLOWED}.")
        text = check.text(item, "text", place, needed=False)
        found.append(Answer(key, codes.setdefault(person, f"d{len(codes) + 1}"), question, text))
    return found


def _each(check: Checked, whole: dict[str, Any], key: str, make: Callable[[dict[str, Any], str], Any]) -> list[Any]:
    found = []
    for number, item in enumerate(check.items(whole, key)):
        if isinstance(item, dict):
            found.append(make(item, f"{key}[{number}]"))
        else:
            hint = 'Skriv for eksempel {"title": "…"} med de nøklene som trengs.'
            check.wrong(f"{key}[{number}]", "Dette er ikke et objekt.", hint)
    return found


def _number(check: Checked, item: dict[str, Any], place: str) -> int:
    value = item.get("meeting")
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10_000:
        return value
    if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,4}\s*", value):
        return int(value)
    check.wrong(f"{place}.meeting", "Møtets nummer mangler eller er ikke et heltall.", "Skriv nummeret, for eksempel 2.")
    return 0


def _pairs(check: Checked, items: list[Any]) -> list[tuple[str, str]]:
    found = []
    for number, item in enumerate(items):
        if isinstance(item, list) and len(item) == 2 and all(isinstance(word, str) and word.strip() for word in item):
            found.append((item[0].strip(), item[1].strip()))
        else:
            check.wrong(f"pairs[{number}]", "Dette er ikke to ord.", 'Skriv ["ord", "annet ord"].')
    return found
