"""What the pages leave at once, on an open transaction: sign-ups that are counted and confirmed, and wishes for a round (R34)."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select, update

from tasks.circle.model.records import PendingSignUp, Wish
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


def tries(connection: Connection, circle: str, quotas: Sequence[Quota], now: datetime) -> dict[str, tuple[datetime, int]]:
    """Since when, and how often, by key; one whose time is over begins anew."""
    tried = tables.tried.c
    rows = connection.execute(select(tried.key, tried.since, tried.number).where(tried.circle == circle, tried.key.in_([q.key for q in quotas])))
    found = {row.key: (row.since, row.number) for row in rows}
    begun = {q.key: found.get(q.key, (now, 0)) for q in quotas}
    return {q.key: begun[q.key] if abs((now - begun[q.key][0]).total_seconds()) < q.seconds else (now, 0) for q in quotas}


def refused(quotas: Sequence[Quota], seen: dict[str, tuple[datetime, int]], beyond: int = 0) -> list[Quota]:
    """Those that are used up, and by so many `beyond`."""
    return [each for each in quotas if seen[each.key][1] >= each.most + beyond]


def count(connection: Connection, circle: str, quotas: Sequence[Quota], now: datetime) -> tuple[bool, bool]:
    """Count one more; whether it may be, and whether this was the try that makes it unusual (once for each quota)."""
    seen = tries(connection, circle, quotas, now)
    full = refused(quotas, seen)
    rows = [{"circle": circle, "key": q.key, "since": seen[q.key][0], "number": seen[q.key][1] + 1} for q in full or quotas]
    connection.execute(delete(tables.tried).where(tables.tried.c.circle == circle, tables.tried.c.since < now - DAY))
    connection.execute(upsert(connection.dialect.name, tables.tried), rows)
    return not full, any(seen[each.key][1] + 1 == each.most + LOUD for each in full)


def sign_up(connection: Connection, circle: str, name: str) -> PendingSignUp | None:
    row = tables.sign_up.c
    found = connection.execute(select(*(row[each.name] for each in fields(PendingSignUp))).where(row.circle == circle, row.id == name)).one_or_none()
    return PendingSignUp(*found) if found else None


def was_asked(connection: Connection, circle: str, code: str) -> bool:
    letter = tables.letter.c
    return connection.execute(select(func.count()).where(letter.circle == circle, letter.person == code)).scalar_one() > 0


def confirm(connection: Connection, circle: str, name: str, at: datetime) -> None:
    """The first click counts."""
    row = tables.sign_up.c
    connection.execute(update(tables.sign_up).where(row.circle == circle, row.id == name, row.confirmed.is_(None)).values(confirmed=at))


def leave(connection: Connection, wish: Wish) -> None:
    values = {each.name: getattr(wish, each.name) for each in fields(Wish)}
    connection.execute(insert(connection.dialect.name, tables.wish).on_conflict_do_nothing(), values)


def wishes(connection: Connection) -> list[Wish]:
    rows = connection.execute(select(*(tables.wish.c[each.name] for each in fields(Wish))).order_by(tables.wish.c.at))
    return [Wish(*row) for row in rows]


def take(connection: Connection, circle: str, what: str) -> None:
    connection.execute(delete(tables.wish).where(tables.wish.c.circle == circle, tables.wish.c.what == what))
