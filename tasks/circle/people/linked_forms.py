"""Tabs with a form's headers under another name: what Google and Microsoft make when a form is linked anew (R27)."""

import re
from collections.abc import Mapping, Sequence

from tasks.circle.model.errors import Grade, Problem
from tasks.circle.model.table import Cell, Tab, is_blank, normal
from tasks.circle.model.tabs import EDITS, READ_NAMES, SIGN_UPS, WRITTEN_NAMES

#: What the services call a tab that a form writes.
_BY_FORM = re.compile(r"(skjemasvar|form responses|form_responses|form|skjema|ark|sheet)\s*\d*")
#: How the name begins of a tab that people keep and nobody is to read.
KEPT = "Arkiv"
_OWN = frozenset(map(normal, (*READ_NAMES, *WRITTEN_NAMES, EDITS.name)))

Values = Sequence[Sequence[Cell]]


def linked_forms(sheet: Mapping[str, Values], forms: Sequence[Tab]) -> tuple[dict[str, list[tuple[str, Values]]], list[Problem]]:
    """By the name of the tab they belong to, the other tabs that are read as it; and what is told and asked of tabs with such headers.

    It is clear when the headers are one tab's alone, and the name the service's own or one that begins as that tab's. A list of
    sign-ups is only asked about: it may be anybody's.
    """
    found: dict[str, list[tuple[str, Values]]] = {}
    problems: list[Problem] = []
    for name, values in sheet.items():
        if normal(name) in _OWN or normal(name).startswith(normal(KEPT)) or is_blank(values[1:]):
            continue
        fits = [tab for tab in forms if _has_headers_of(tab, values[0])] or [tab for tab in (SIGN_UPS,) if _has_headers_of(tab, values[0])]
        if not fits:
            continue
        meant = fits[0]
        clear = len(fits) == 1 and meant is not SIGN_UPS and (_BY_FORM.fullmatch(normal(name)) or normal(name).startswith(normal(meant.name)))
        if clear:
            found.setdefault(meant.name, []).append((name, values))
        problems.append(_told(name, meant) if clear else _asked(name, [tab.name for tab in fits]))
    return found, problems


def _has_headers_of(tab: Tab, header: Sequence[Cell]) -> bool:
    there = tab.places(header).keys()
    needed = {"stamp", *(column.key for column in tab.columns if column.needed)}
    asked = {column.key for column in tab.columns} - {*needed, "participant", "address"}
    return needed <= there and bool(there & {"participant", "address"}) and (tab is SIGN_UPS or not asked or bool(there & asked))


def _told(name: str, tab: Tab) -> Problem:
    step = f"Er det noe annet, gi fanen et navn som begynner med «{KEPT}»; ellers trengs ingenting."
    return Problem(f"«{name}»", f"Fanen er lest som «{tab.name}»: Den har de samme overskriftene.", step, Grade.INFORMATION)


def _asked(name: str, tabs: Sequence[str]) -> Problem:
    what = f"Fanen har overskriftene til {' eller '.join(f'«{each}»' for each in tabs)}, men blir ikke lest."
    count = f"flytt radene til «{SIGN_UPS.name}»" if tabs[0] == SIGN_UPS.name else f"gi fanen et navn som begynner med «{tabs[0]}»"
    return Problem(f"«{name}»", what, f"Skal radene telle, {count}. Skal de ikke det, gi den et navn som begynner med «{KEPT}».")
