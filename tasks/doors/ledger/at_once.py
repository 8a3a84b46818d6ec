"""What the pages leave at once, on an open transaction: sign-ups that are counted, and wishes for a round (R34)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from tasks.doors.ledger import tables
from tasks.doors.ledger.upsert import insert, upsert

#: The key of what counts all sign-ups of a circle together.
ALL = "all"
#: So many more tries than are allowed are no person's mistake.
LOUD = 20
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Quota:
    """At most `most` in `seconds` from the first one on, by `key`: no name and no address."""

    key: str
    most: int
    seconds: float


def worn_out(connection: Connection, circle: str, quotas: Sequence[Quota], now: datetime) -> bool:
    """Whether nothing more need be counted, or told."""
    seen = _tries(connection, circle, quotas, now)
    return any(seen[each.key][1] >= each.most + LOUD for each in quotas)


def _tries(connection: Connection, circle: str, quotas: Sequence[Quota], now: datetime) -> dict[str, tuple[datetime, int]]:
    """Since when, and how often, by key; one whose time is over begins anew."""
    tried = tables.tried.c
    rows = connection.execute(select(tried.key, tried.since, tried.number).where(tried.circle == circle, tried.key.in_([q.key for q in quotas])))
    found = {row.key: (row.since, row.number) for row in rows}
    begun = {q.key: found.get(q.key, (now, 0)) for q in quotas}
    return {q.key: begun[q.key] if abs((now - begun[q.key][0]).total_seconds()) < q.seconds else (now, 0) for q in quotas}


def count(connection: Connection, circle: str, quotas: Sequence[Quota], now: datetime) -> tuple[bool, bool]:
    """Count one more; whether it may be, and whether this was the try that makes it unusual (once for each quota)."""
    seen = _tries(connection, circle, quotas, now)
    full = [each for each in quotas if seen[each.key][1] >= each.most]
    rows = [{"circle": circle, "key": q.key, "since": seen[q.key][0], "number": seen[q.key][1] + 1} for q in full or quotas]
    connection.execute(delete(tables.tried).where(tables.tried.c.circle == circle, tables.tried.c.since < now - DAY))
    connection.execute(upsert(connection.dialect.name, tables.tried), rows)
    return not full, any(seen[each.key][1] + 1 == each.most + LOUD for each in full)


def wish(connection: Connection, circle: str, at: datetime) -> None:
    values = {"circle": circle, "what": "signups", "key": "", "at": at}
    connection.execute(insert(connection.dialect.name, tables.wish).on_conflict_do_nothing(), values)
