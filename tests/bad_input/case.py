"""What one case of bad input is, and how the ways it may end are called."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tests.bad_input.desk import LATER, NOW, OLA, ÅSE, Desk, Seen, Tabs

#: stop: nothing is done; others: the good rows are served and a person is to put something right; waits: so is all that can be, and the
#: rest by the next round; told: all is done, and a person is told for information; quiet: taken as it was meant, nothing to tell.
Ends = Literal["stop", "others", "waits", "told", "quiet"]
Change = Callable[[Tabs], object]


@dataclass(frozen=True, slots=True)
class Case:
    """`happens` is told to people (Norwegian) and `says` are words of its message; `run` does it at a desk of its own.

    `rounds`: the case goes through two rounds, so that letters can be counted. `strangers` may be written to besides
    Kari, Ola, Åse and the facilitators.
    """

    name: str
    place: str
    happens: str
    ends: Ends
    says: Sequence[str]
    run: Callable[[Desk], Seen]
    rounds: bool = False
    strangers: Sequence[str] = ()
    served: Sequence[str] = ()
    holds: Callable[[Seen], bool] = lambda seen: True
    #: What the circle's own file says instead, in a case of the sheet.
    circle: tuple[str, str] = ("", "")


def sheet(
    name: str, happens: str, ends: Ends, says: Sequence[str], change: Change,
    then: Change | None = None, **more: Any,
) -> Case:  # fmt: skip
    """A case of the sheet: `change` before the first round, `then` before the second."""

    def run(desk: Desk) -> Seen:
        change(desk.tabs)
        desk.save()
        first = desk.rounds(NOW)
        if then:
            then(desk.tabs)
            desk.save()
        second = desk.rounds(LATER)
        problems = tuple(dict.fromkeys(first.problems + second.problems))
        return Seen(0, first.states + second.states, problems, letters=desk.letters())

    place = more.pop("place", "Arket")
    return Case(name, place, happens, ends, says, run, rounds=True, served=more.pop("served", (OLA, ÅSE)), **more)


def put(tab: str, cell: str, value: object) -> Change:
    """Types `value` into a cell like «C2» of the tab."""
    column, row = ord(cell[0]) - ord("A"), int(cell[1:]) - 1

    def change(tabs: Tabs) -> None:
        while len(tabs[tab]) <= row:
            tabs[tab].append([""] * len(tabs[tab][0]))
        tabs[tab][row][column] = value

    return change


def both(*changes: Change) -> Change:
    """One change after the other."""

    def change(tabs: Tabs) -> None:
        for each in changes:
            each(tabs)

    return change
