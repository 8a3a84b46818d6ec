"""All cases, gone through once, and the table of them with the messages they really give."""

import tempfile
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from tasks.circle.coordinator.problems_markdown import GRADES
from tasks.circle.model.errors import Problem, gathered
from tests.bad_input import answer_cases, command_cases, configuration_cases, file_cases, outside_cases, row_cases, sheet_cases
from tests.bad_input.case import Case
from tests.bad_input.desk import Desk, Seen, alone, together

CASES: tuple[Case, ...] = (
    *sheet_cases.HEADERS, *sheet_cases.ADDRESSES, *row_cases.TEXTS, *row_cases.WORDS, *row_cases.DATES, *row_cases.FORMS,
    *file_cases.FILES, *configuration_cases.CIRCLES, *configuration_cases.DOORS, *configuration_cases.SECRETS,
    *outside_cases.LACKING, *outside_cases.MAIL, *outside_cases.GOOGLE, *outside_cases.ZOOM, *answer_cases.JSON, *answer_cases.ROWS,
    *command_cases.COMMANDS,
)  # fmt: skip
ENDS = {"stop": "Ingenting gjøres", "others": "De andre betjenes", "waits": "Det venter; resten gjøres", "told": "Alt gjøres, og det sies",
        "quiet": "Tas som det er ment"}  # fmt: skip


@cache
def everything_seen() -> Mapping[str, Seen]:
    """What each case came to, by its name. Needs a Prefect server; all rounds are one task, as of one of several circles: quicker."""
    from prefect import task
    from prefect.cache_policies import NO_CACHE

    with tempfile.TemporaryDirectory() as folder:
        desks = together(Path(folder, "together"), {case.name: case.circle for case in CASES if case.rounds})

        def go_through() -> dict[str, Seen]:
            return {case.name: _seen(case, desks.get(case.name) or alone(Path(folder, case.name))) for case in CASES}

        found: Mapping[str, Seen] = task(name="ugyldig inndata", cache_policy=NO_CACHE, persist_result=False)(go_through)()
        return found


def _seen(case: Case, desk: Desk) -> Seen:
    try:
        seen = case.run(desk)
    except Exception:  # noqa: BLE001 - this is what a case looks for
        return Seen(crash=traceback.format_exc())
    finally:
        desk.leave()
    seen.problems = tuple(_shorter(problem, desk) for problem in seen.problems)
    return seen


def _shorter(told: Problem, desk: Desk) -> Problem:
    return replace(told, where=_short(told.where, desk), what=_short(told.what, desk), next_step=_short(told.next_step, desk))


def _short(text: str, desk: Desk) -> str:
    """Without the temporary folder, whose name is another one each time."""
    return text.replace(f"{desk.config.parent}/", "").replace(str(desk.config.parent), ".")


def table(cases: Iterable[Case], seen: Mapping[str, Seen]) -> str:
    """The cases and their messages as Markdown, one table a place."""
    parts = ["# Feil som skrives inn, og hva programmet svarer\n", _HEAD]
    places: dict[str, list[Case]] = {}
    for case in cases:
        places.setdefault(case.place, []).append(case)
    for place, found in places.items():
        parts.append(f"\n## {place}\n\n| tilfelle | hva som er galt | hva som skjer | melding |\n|---|---|---|---|\n")
        parts += [f"| {case.name} | {_cell(case.happens)} | {ENDS[case.ends]} | {_messages(case, seen[case.name])} |\n" for case in found]
    return "".join(parts)


_HEAD = """
Denne siden er laget av testene (`python -m tests.bad_input`), som holder hvert av tilfellene: det slutter av seg selv, ingen fremmed
får brev, ingen får det samme to ganger, og meldingen sier hvor det er, hva som er galt og hva du gjør. I klammer står graden: Det
stopper, det er noe å rette, eller det er til orientering.
"""


def _messages(case: Case, seen: Seen) -> str:
    if case.ends == "quiet":
        return "–"
    return "<br>".join(_cell(f"[{_grade(case, p)}] {p.where}: {p.what} → {p.typed}") for p in gathered(seen.problems))


def _grade(case: Case, problem: Problem) -> str:
    return "stopper" if case.ends == "stop" else GRADES[problem.grade].lower()


def _cell(text: str) -> str:
    kept = "".join(each if each.isprintable() else "�" for each in text)
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|").replace("*", "\\*")
