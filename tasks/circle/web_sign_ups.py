"""Sign-ups from the pages: the tab «Nettpåmelding», where they live, and how they and «Påmelding» are one list (R1).

The tab is the program's own, because «Påmelding» is people's and never written. It is read each round like «Påmelding».
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from tasks.circle.model.errors import Problem
from tasks.circle.model.table import Cell, clean, is_blank
from tasks.circle.people.sign_ups import TAB as SHEET_TAB
from tasks.circle.people.sign_ups import SignUp, read_sign_ups

TAB = "Nettpåmelding"
HEADERS = ("Tidsmerke", "Navn", "E-post", "Organisasjon", "Språk", "Hva ønsker du å lære?", "Avmeldt")


@dataclass(frozen=True, slots=True)
class NewSignUp:
    """What somebody wrote on the sign-up page; `at` is when (UTC). Only in memory, sealed, and in the sheet."""

    name: str = field(repr=False)
    address: str = field(repr=False)
    organisation: str = field(repr=False)
    language: str
    wish: str = field(repr=False)
    at: datetime


def rows_with(present: Sequence[Sequence[Cell]], new: Iterable[NewSignUp], zone: ZoneInfo) -> list[list[Cell]]:
    """The tab with the new rows after those that stand there; one that stands there already is not added again."""
    rows: list[list[Cell]] = [list(HEADERS)] if is_blank(present) else [list(row) for row in present]
    seen = {_shown(row) for row in rows}
    for each in sorted(new, key=lambda one: one.at):
        stamp = f"{each.at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
        row: list[Cell] = [stamp, each.name, each.address, each.organisation, each.language, each.wish]
        if _shown(row) not in seen:
            seen.add(_shown(row))
            rows.append(row)
    return rows


def _shown(row: Sequence[Cell]) -> tuple[str, str]:
    """What makes two rows the same sign-up: when and which address."""
    return (clean(row[0]), clean(row[2]).casefold()) if len(row) > 2 else ("", "")


def with_web(
    sign_ups: Sequence[SignUp], values: Sequence[Sequence[Cell]], zone: ZoneInfo, language: str, now: datetime
) -> tuple[list[SignUp], list[Problem]]:
    """`sign_ups` of «Påmelding» and those of the tab `values`, one per address: the row in «Påmelding» wins.

    A later sign-up on the page brings back who withdrew by a link or a letter; «Avmeldt» in «Påmelding» only a person takes away.
    """
    if is_blank(values):
        return list(sign_ups), []
    found, problems = read_sign_ups(values, zone, language, now, TAB)
    here = {each.key: each for each in sign_ups if each.address}
    merged = {each.key: _together(each, here[each.key], problems) for each in found if each.address and each.key in here}
    kept = [merged.get(each.key, each) if each.address else each for each in sign_ups]
    return kept + [each for each in found if each.address and each.key not in here], problems


def _together(web: SignUp, typed: SignUp, problems: list[Problem]) -> SignUp:
    if typed.withdrawn and web.latest and (typed.latest is None or web.latest > typed.latest):
        what = f"Personen har meldt seg på med nettsiden, men «Avmeldt» er krysset av i «{SHEET_TAB}», rad {typed.row}. Krysset gjelder."
        problems.append(Problem(f"«{TAB}», rad {web.row}", what, "Ta bort krysset hvis personen skal være med."))
    stamps = [stamp for stamp in (typed.stamp, web.stamp) if stamp]
    latest = [stamp for stamp in (typed.latest, web.latest) if stamp]
    return replace(
        typed,
        stamp=min(stamps, default=None),
        latest=max(latest, default=None),
        organisation=typed.organisation or web.organisation,
        wish=typed.wish or web.wish,
    )
