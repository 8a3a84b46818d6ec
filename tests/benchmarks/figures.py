"""A figure as it was measured, beside what RULES.md «Figures» asks for; the table and the JSON of all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """`most`: what it may be at most, None where nothing is asked. `note`: how it was found, where that is not obvious."""

    what: str
    value: float
    unit: str = ""
    most: float | None = None
    note: str = ""

    @property
    def reached(self) -> bool | None:
        return None if self.most is None else self.value <= self.most


def ratio(what: str, ours: Sequence[float], theirs: Sequence[float], most: float | None = None, note: str = "") -> Figure:
    """The median of the ratios of what ran side by side."""
    found = [mine / yours for mine, yours in zip(ours, theirs, strict=True)]
    spread = f"{min(found):.2f}–{max(found):.2f} in {len(found)} runs" if len(found) > 1 else "one run"
    return Figure(what, median(found), "×", most, f"{spread}{'; ' if note else ''}{note}")


def middle(what: str, values: Sequence[float], unit: str = "s", most: float | None = None, note: str = "") -> Figure:
    return Figure(what, median(values), unit, most, note)


def show(name: str, figures: Iterable[Figure]) -> None:
    """A small table on stdout."""
    table = Table(title=name, title_justify="left", box=None, padding=(0, 2, 0, 0))
    for head in ("what", "measured", "at most", "reached", "note"):
        table.add_column(head, justify="right" if head in ("measured", "at most") else "left", overflow="fold")
    words = {True: "yes", False: "NO", None: ""}
    for each in figures:
        most = "" if each.most is None else f"{each.most:g}"
        table.add_row(each.what, f"{each.value:,.3g} {each.unit}".strip(), most, words[each.reached], each.note)
    Console(width=150).print(table)


def as_json(found: dict[str, list[Figure]]) -> dict[str, Any]:
    return {name: [asdict(each) | {"reached": each.reached} for each in figures] for name, figures in found.items()}
