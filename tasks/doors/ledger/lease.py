"""The lease as rows: who holds a circle, since and until when (R20). Statements on an open transaction, for both databases.

What it rests on: one statement takes it, so of two processes only one changes the row; a living holder renews it; whoever has
lost it finds that out before the next letter is claimed, because the claim looks at the lease in its own transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, or_, select, update

from tasks.circle.model.errors import Busy, Problem, Stop
from tasks.doors.ledger.tables import lease
from tasks.doors.ledger.upsert import insert

#: Nobody takes a lease in the future: one that began so much later than now was written by a machine whose clock was wrong.
FAR = timedelta(days=1)

# Built once: they run for every letter.
_THIS = tuple(lease.c[name] == bindparam(f"its_{name}") for name in ("circle", "holder", "since"))
MINE = select(lease.c.circle).where(*_THIS)
_RENEW = update(lease).where(*_THIS).values(until=bindparam("until"))


@dataclass(frozen=True, slots=True)
class Hold:
    """One taking of the lease: `holder` says who to people, `since` (UTC) tells two takings by one holder apart."""

    circle: str
    holder: str
    since: datetime


def take(connection: Connection, wanted: Hold, until: datetime, dead: Iterable[str] = ()) -> None:
    """Take the lease when it is free, ran out, is our own, or belongs to one of `dead`; `Busy` when somebody else has it."""
    row = {"circle": wanted.circle, "holder": wanted.holder, "since": wanted.since, "until": until}
    asked = row | {"over": [wanted.holder, *dead], "far": wanted.since + FAR}
    if connection.execute(_take(connection.dialect.name), asked).rowcount != 1:
        held = connection.execute(select(lease).where(lease.c.circle == wanted.circle)).one_or_none()
        raise Busy([_busy(wanted.circle, held)])


def _busy(circle: str, held: Any) -> Problem:
    if held is None:  # PostgreSQL: it was given back between the two statements
        return Problem(f"sirkelen {circle}", "En annen runde ble ferdig i dette øyeblikket.", "Kjør på nytt.")
    what = f"En annen runde ({held.holder}) har holdt på siden {_utc(held.since)}."
    step = f"Vent til den er ferdig. Er den avbrutt, blir sirkelen fri av seg selv {_utc(held.until)}; kjør på nytt da."
    return Problem(f"sirkelen {circle}", what, step)


def renew(connection: Connection, hold: Hold, until: datetime) -> bool:
    """Keep the lease until then; False when another round has it."""
    return bool(connection.execute(_RENEW, its(hold) | {"until": until}).rowcount)


def give_back(connection: Connection, hold: Hold) -> None:
    """Nothing happens to a lease that another has taken meanwhile."""
    connection.execute(delete(lease).where(*_THIS), its(hold))


def must_hold(connection: Connection, hold: Hold) -> None:
    """Raise `Stop` when another round has taken the lease: this one stood still for longer than it lasts."""
    if connection.execute(MINE, its(hold)).first() is None:
        what = "Runden sto stille så lenge at en annen runde kunne ta over. Den sender ikke mer; det som er sendt, er husket."
        raise Stop([Problem(f"sirkelen {hold.circle}", what, "Ingenting trengs: den andre runden, eller den neste, gjør resten.")])


def _take(dialect: str) -> Any:
    statement = insert(dialect, lease)
    new = {name: statement.excluded[name] for name in ("holder", "since", "until")}
    over = lease.c.holder.in_(bindparam("over", expanding=True))
    free = or_(lease.c.until < new["since"], over, lease.c.since > bindparam("far", type_=lease.c.since.type))
    taking = statement.on_conflict_do_update(index_elements=[lease.c.circle], set_=new, where=free)
    return taking.execution_options(preserve_rowcount=True)


def its(hold: Hold) -> dict[str, Any]:
    return {"its_circle": hold.circle, "its_holder": hold.holder, "its_since": hold.since}


def _utc(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
