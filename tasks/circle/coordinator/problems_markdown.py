"""Who should see to a problem (R23): the one who keeps the sheet, the coordinator, or the operator of the program."""

import re
from collections import Counter
from collections.abc import Iterable

from tasks.circle.model.errors import Grade, Problem, gathered
from tasks.circle.model.tabs import FORMS, PEOPLES

#: What a grade is called.
GRADES = {Grade.MEND: "Å rette", Grade.INFORMATION: "Til orientering"}
NOBODY, OPERATOR, SHEET, COORDINATOR = "ingen", "den som drifter programmet", "den som fører arket", "tilretteleggerne"
#: What the next step begins with when time mends it.
_BY_ITSELF = ("Neste runde", "Ingenting trengs")
#: What places are called that only an operator can reach, and what is found in the sheet.
_OUTSIDE = (".toml", "Prefect", "minne", "klokken på maskinen", "sirkelen ", "brevet til den som drifter", "postkasse", "/", ".db")
_IN_THE_SHEET = ("«", "Arket", "rad ", *(tab.name for tab in (*PEOPLES, *FORMS)))
_PEOPLES = tuple(f"«{tab.name}»" for tab in PEOPLES)


def who(problem: Problem) -> str:
    """In a few Norwegian words, told from where the problem is and how its next step begins.

    A wrong guess costs a question: the next step itself says what to do, whoever reads it.
    """
    if "den som drifter programmet" in problem.next_step:
        return OPERATOR
    if problem.next_step.startswith(_BY_ITSELF):
        return NOBODY
    if any(word in problem.where for word in _OUTSIDE) or "doors.toml" in problem.what or "SIRKEL_" in problem.what:
        return OPERATOR
    if any(word in problem.where for word in _IN_THE_SHEET) or any(tab in problem.next_step for tab in _PEOPLES):
        return SHEET
    return COORDINATOR


def problems_markdown(problems: Iterable[Problem]) -> str:
    """The page of all of them by grade, equal ones together; a table's cells would be too wide to be read."""
    ordered = sorted(gathered(problems), key=lambda problem: (problem.grade is Grade.INFORMATION, who(problem) == NOBODY))
    told = {grade: [_told(number, each) for number, each in enumerate(ordered, 1) if each.grade is grade] for grade in GRADES}
    return "\n".join(f"## {GRADES[grade]}\n\n" + "\n".join(each) for grade, each in told.items() if each)


def counted(problems: Iterable[Problem]) -> str:
    """«2 å rette og 1 til orientering»."""
    numbers = Counter(problem.grade for problem in gathered(problems))
    return " og ".join(f"{numbers[grade]} {words.lower()}" for grade, words in GRADES.items() if numbers[grade])


def _told(number: int, problem: Problem) -> str:
    where, what, step = map(_plain, (problem.where, problem.what, problem.clicked))
    return f"### {number}. {where}\n\n{what}\n\n- **Hva du gjør:** {step}\n- **Hvem:** {who(problem)}\n"


def _plain(text: str) -> str:
    """One line in which nothing is a mark of Markdown or HTML: every ASCII punctuation may be escaped (CommonMark §2.4)."""
    return re.sub(r"[!-/:-@\[-`{-~]", r"\\\g<0>", " ".join(text.split()))
