"""What goes wrong, in words for the person who can mend it (R3, R23)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that needs a person: where it is, what is wrong, what to do next.

    `where` names file and key, or tab and cell; never a name or an address (they stay in the sheet).
    """

    where: str
    what: str
    next_step: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.next_step}"


class Stop(Exception):  # noqa: N818 - the word people use: the round stops
    """Nothing is done before a person has mended `problems` (all of them are given at once)."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


class Busy(Stop):
    """Another round of the same circle holds the lease (R20)."""


def stop_if(problems: Iterable[Problem]) -> None:
    """Raise `Stop` with all of `problems` when there are any."""
    found = tuple(problems)
    if found:
        raise Stop(found)
