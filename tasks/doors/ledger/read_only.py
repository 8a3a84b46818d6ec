"""The ledger read without a trace, for plans and `check`: no file is made, no table made or brought forward."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, StaticPool, create_engine

from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.records import Memory
from tasks.doors.ledger.database import bring_forward, engine_of, file_of, revision_of, set_up
from tasks.doors.ledger.faults import BUSY_MILLISECONDS, explained, fault_of, identity
from tasks.doors.ledger.ledger import SqlLedger
from tasks.doors.ledger.read import read_memory
from tasks.doors.ledger.tables import REVISIONS


class ReadOnlyLedger(SqlLedger):
    """The ledger for a plan: as the round would find it, and nothing can be written.

    What an earlier version wrote is brought forward on the side: a file's copy in memory, a server's tables in a transaction that is
    undone. Where there is no ledger yet, it is an empty one.
    """

    def __init__(self, url: str) -> None:
        """`url` as `SqlLedger` takes it. Raises `Stop` when there is a ledger that can't be used."""
        super().__init__(url, _reading)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with super()._reading() as connection:
            if revision_of(connection, self._where) != REVISIONS[-1]:
                bring_forward(connection, self._where)
            yield connection  # what was done in its transaction ends with it: nobody commits

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        raise RuntimeError("a plan writes nothing")
        yield


def look_into(url: str, circle: str) -> Memory | None:
    """What an existing ledger remembers of `circle`; None when there is none yet.

    What an earlier version wrote is brought forward on the side, as for a plan. `url` as `SqlLedger` takes it. Raises `Stop` when the
    ledger is damaged, can't be reached, or is none.
    """
    engine, where = engine_of(url)
    file = file_of(engine.url)
    if file and not file.exists():
        return None
    engine = _in_memory(file) if file else engine
    try:
        with explained(where), engine.connect() as connection:
            revision = revision_of(connection, where)
            if revision is None:
                return None
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() if file else "ok"
            if found != "ok":
                step = "Ta en kopi av filen, og legg inn siste sikkerhetskopi. Ikke start med et tomt minne midt i en sirkel."
                raise Stop([Problem(where, f"Databasen er skadd ({found}).", step)])
            if revision != REVISIONS[-1]:
                bring_forward(connection, where)
            return read_memory(connection, circle)
    finally:
        engine.dispose()


def _reading(url: str) -> tuple[Engine, str]:
    """An engine on what the ledger at `url` holds now, which leaves that as it is, and what to call it in a `Problem`."""
    engine, where = engine_of(url)
    file = file_of(engine.url)
    if engine.dialect.name == "sqlite":
        engine = _in_memory(file if file and file.exists() else None)
    elif not _has_tables(engine, where):
        engine.dispose()
        engine = _in_memory(None)
    if engine.dialect.name == "sqlite":
        set_up(engine, where)
    return engine, where


def _has_tables(engine: Engine, where: str) -> bool:
    with explained(where), engine.connect() as connection:
        return revision_of(connection, where) is not None


def _in_memory(file: Path | None) -> Engine:
    """An engine on a copy of `file` in memory, as it was at one moment; on nothing without one.

    Raises `Stop` when it is damaged or can't be used.
    """
    if file and (fault := fault_of(file)):
        raise Stop([Problem(str(file), *fault)])
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    if file:
        with explained(str(file)):
            while not _copied(file, memory):
                continue
    return create_engine("sqlite://", creator=lambda: memory, poolclass=StaticPool, hide_parameters=True)


def _copied(file: Path, memory: sqlite3.Connection) -> bool:
    """False when somebody wrote meanwhile where nobody was thought to: the copy is worth nothing then.

    While nobody has the file open there is no journal beside it, and none may be left there: «immutable» keeps SQLite from making one
    (https://www.sqlite.org/uri.html), and from looking whether others write. Beside others it reads as they do, with their journal.
    """
    alone = not file.with_name(f"{file.name}-wal").exists()
    address = f"{file.absolute().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"
    before = _stamp(file)
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=BUSY_MILLISECONDS / 1000)) as source:
            source.backup(memory)
    except sqlite3.Error:
        if not alone or _stamp(file) == before:
            raise
        return False
    return not alone or _stamp(file) == before


def _stamp(file: Path) -> tuple[object, ...]:
    """Changes when somebody writes in the file, or begins to."""
    found = file.stat()
    return identity(file), found.st_size, found.st_mtime_ns, file.with_name(f"{file.name}-wal").exists()
