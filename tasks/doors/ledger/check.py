"""Looking at the ledger without leaving a trace: no file made, no table brought up to date (for `check`)."""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError

from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.records import Memory
from tasks.doors.ledger.database import file_of, name_of, revision_of
from tasks.doors.ledger.faults import BUSY_MILLISECONDS, explained, fault_of
from tasks.doors.ledger.postgresql import connecting
from tasks.doors.ledger.read import read_memory
from tasks.doors.ledger.tables import REVISIONS


def look_into(url: str, circle: str) -> Memory | None:
    """What an existing ledger remembers of `circle`; None when there is none yet, or its tables wait for the next round.

    `url` as `SqlLedger` takes it. Raises `Stop` when the ledger is damaged, can't be reached, or is none.
    """
    try:
        parsed = make_url(url)
        file = file_of(parsed)
        engine = _reading(file) if file else create_engine(parsed, hide_parameters=True, **connecting(parsed, BUSY_MILLISECONDS))
    except (ArgumentError, ImportError) as error:
        step = "Rett adressen, og installer driveren den trenger."
        raise Stop([Problem("doors.toml, [ledger] url", "Adressen til minnet kan ikke brukes.", step)]) from error
    where = name_of(parsed)
    try:
        if file and not file.exists():
            return None
        if file and (fault := fault_of(file)):
            raise Stop([Problem(where, *fault)])
        with explained(where), engine.connect() as connection:
            return _look(connection, where, circle)
    finally:
        engine.dispose()


def _reading(file: Path) -> Engine:
    """An engine that can only read. While nobody has the file open there is no journal beside it, and none may be left there:
    «immutable» keeps SQLite from making one (https://www.sqlite.org/uri.html)."""
    alone = not file.with_name(f"{file.name}-wal").exists()
    address = f"{file.absolute().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), hide_parameters=True)


def _look(connection: Connection, where: str, circle: str) -> Memory | None:
    if revision_of(connection, where) != REVISIONS[-1]:
        return None
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if found != "ok":
            step = "Ta en kopi av filen, og legg inn siste sikkerhetskopi. Ikke start med et tomt minne midt i en sirkel."
            raise Stop([Problem(where, f"Databasen er skadd ({found}).", step)])
    return read_memory(connection, circle)
