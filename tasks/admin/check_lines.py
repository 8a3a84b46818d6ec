"""What `check` tells of each thing that it looked at."""

from collections.abc import Iterable
from dataclasses import dataclass

from tasks.circle.model.errors import Grade, Problem, gathered


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `next_step` is "" when there is nothing to say of it, and with `ok` for information (R28)."""

    what: str
    ok: bool
    detail: str
    next_step: str = ""


def from_problems(problems: Iterable[Problem]) -> list[Check]:
    """One line for each thing that is wrong or for information (R28); the same thing in many rows of a tab is one line."""
    return [Check(each.where, each.grade is Grade.INFORMATION, each.what, each.typed) for each in gathered(problems)]
