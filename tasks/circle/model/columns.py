"""Columns that earlier rounds read and that are gone: what they said must not be passed over in silence (R27)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from tasks.circle.model.errors import CONFIRM, CONFIRM_BY_FORM, Problem
from tasks.circle.model.table import Cell, Column, Tab, headers_seen, is_blank

#: How the notices begin that keep which columns a tab had, and what they say of one that was let go.
HAD = "kolonne "
LET_GO = datetime(1970, 1, 1, tzinfo=UTC)

Values = Mapping[str, Sequence[Sequence[Cell]]]


def had_columns(
    tabs: Sequence[Tab], sheet: Values, notices: Mapping[str, datetime], now: datetime, *, confirmed: bool
) -> tuple[dict[str, datetime], list[Problem], list[Problem]]:
    """What the ledger is to keep of the columns of `tabs`; what stops the round; what is told.

    Without one of the columns that change what happens («Avmeldt», «Status», the clock: `single`) a round stops until the header is there
    again, or somebody confirms that it is gone on purpose.
    """
    learnt: dict[str, datetime] = {}
    stops: list[Problem] = []
    told: list[Problem] = []
    for tab in tabs:
        header = next(iter(sheet.get(tab.name, ())), ())
        if is_blank([header]):
            continue
        there = tab.places(header)
        for column in tab.columns:
            known = notices.get(name := f"{HAD}{tab.name} {column.key}", LET_GO)
            if column.key in there:
                learnt |= {name: now} if known == LET_GO else {}
            elif known != LET_GO and confirmed:
                learnt[name] = LET_GO
            elif known != LET_GO and not column.needed:
                (stops if column.single else told).append(_gone(tab, column, header))
    return learnt, stops, told


def _gone(tab: Tab, column: Column, header: Sequence[Cell]) -> Problem:
    what = f"Kolonnen «{column.header}» er borte. {headers_seen(header)}{' Ingenting er gjort.' if column.single else ''}"
    step = f"Gi kolonnen overskriften «{column.header}» igjen. Er det meningen at den er borte, må det bekreftes."
    return Problem(f"«{tab.name}», rad 1", what, step, command=CONFIRM, form=CONFIRM_BY_FORM)
