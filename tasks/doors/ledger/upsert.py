"""INSERT … ON CONFLICT for both databases: the one statement with which a row is learnt, new or again."""

from collections.abc import Sequence
from dataclasses import fields
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Table, and_, case, false, func

from tasks.doors.ledger import tables

#: Rows handed to the database together: those of ten thousand people at once would take 10 MB.
AT_ONCE = 500


def insert(dialect: str, table: Table) -> Any:
    """INSERT with ON CONFLICT, which SQLAlchemy has once for each database; the two are used alike."""
    return import_module(f"sqlalchemy.dialects.{dialect}").insert(table)


def upsert(dialect: str, table: Table) -> Any:
    """INSERT, or replace everything but the key. What a person said, and which address was refused, never goes backwards."""
    statement = insert(dialect, table)
    new = {column.key: statement.excluded[column.key] for column in table.columns if not column.primary_key}
    if table is tables.participant:
        new |= {name: _latest(table.c[name], new[name]) for name in ("refused", "withdrawn")}
    latest_counts = table in (tables.intention, tables.own_answer, tables.own_vote, tables.words_decision)
    newer: Any = statement.excluded.at >= table.c.at if latest_counts else None
    if table is tables.room_answer:
        newer = false()  # anybody may have typed that name: the first stands
    if table is tables.room_vote:
        newer = and_(table.c.entry == "", statement.excluded.at >= table.c.at)
    if table is tables.came_in:
        newer = statement.excluded.at < table.c.at  # who comes in again has been there since the first time
    if table is tables.ballot:  # what is voted on never changes, and it is closed once
        new, newer = {"closed": new["closed"]}, table.c.closed.is_(None)
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=new, where=newer)


def _latest(old: Any, new: Any) -> Any:
    return case((old > new, old), else_=func.coalesce(new, old))


def row_of(circle: str, thing: Any) -> dict[str, Any]:
    return {"circle": circle} | {field.name: getattr(thing, field.name) for field in fields(thing)}


def keep_rows(connection: Connection, circle: str, table: Table, things: Sequence[Any]) -> None:
    for start in range(0, len(things), AT_ONCE):
        rows = [row_of(circle, thing) for thing in things[start : start + AT_ONCE]]
        connection.execute(upsert(connection.dialect.name, table), rows)
