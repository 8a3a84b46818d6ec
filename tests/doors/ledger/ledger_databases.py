"""Ledgers of earlier versions, filled, on both databases; and processes that use one ledger at the same time."""

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, Table, create_engine, event, insert, inspect, select, text
from sqlalchemy.types import Boolean, Date, DateTime, Integer

from tasks.doors.ledger import tables as ledger_tables

MIGRATIONS = Path(ledger_tables.__file__).with_name("migrations")
CHECKOUT = MIGRATIONS.parents[3]
LONG_AGO = datetime(2021, 5, 11, 7, 15, tzinfo=UTC)
#: Columns that hold a time or a list; SQLite keeps both as text.
TIMES = {
    "first_round", "last_round", "last_consult", "closed", "erased", "joined", "left", "gone", "start", "end", "at", "opened", "closes",
    "until", "moved", "room_start", "room_end", "withdrawn", "confirmed", "answers_from",
}  # fmt: skip
LISTS = {"quotes", "proposals", "dates", "acts", "former", "perhaps"}


def made(url: str, revision: str) -> None:
    """An empty ledger as the version of the program with `revision` left it."""
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: object) -> None:
        if engine.dialect.name == "sqlite":
            connection.isolation_level = None

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def filled(url: str, rows: int = 3) -> None:
    """Rows in every table, with a value in every column."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for table in _tables(connection):
            if table.name != ledger_tables.VERSION_TABLE:
                connection.execute(insert(table), [_row(table, number, engine.dialect.name) for number in range(1, rows + 1)])
    engine.dispose()


def content(url: str, only: dict[str, list[str]] | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """All rows by table, of all columns or of those named."""
    engine = create_engine(url)
    with engine.connect() as connection:
        tables = {table.name: table for table in _tables(connection) if table.name != ledger_tables.VERSION_TABLE}
        chosen = {name: [tables[name].c[each] for each in each_of] for name, each_of in (only or columns(url)).items()}
        found = {name: sorted(map(tuple, connection.execute(select(*each)))) for name, each in chosen.items()}
    engine.dispose()
    return found


def columns(url: str) -> dict[str, list[str]]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {table.name: [each.name for each in table.columns] for table in _tables(connection)}
    engine.dispose()
    found.pop(ledger_tables.VERSION_TABLE)
    return found


def structure(url: str) -> dict[str, Any]:
    """Of each table its columns, keys and indexes, as the database itself tells."""
    engine = create_engine(url)
    found: dict[str, Any] = {}
    with engine.connect() as connection:
        look = inspect(connection)
        for name in look.get_table_names():
            columns = {each["name"]: (str(each["type"]), each["nullable"], each["default"]) for each in look.get_columns(name)}
            foreign = sorted((each["constrained_columns"], each["referred_table"]) for each in look.get_foreign_keys(name))
            unique = sorted(each["column_names"] for each in look.get_unique_constraints(name))
            indexes = sorted((each["column_names"], each["unique"]) for each in look.get_indexes(name))
            found[name] = columns, look.get_pk_constraint(name)["constrained_columns"], foreign, unique, indexes
    engine.dispose()
    return found


def revision(url: str) -> str:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(text(f"SELECT version_num FROM {ledger_tables.VERSION_TABLE}")).scalars().all()
    engine.dispose()
    return str(*found)


def _tables(connection: Any) -> Sequence[Table]:
    metadata = MetaData()
    metadata.reflect(connection)
    return metadata.sorted_tables


def _row(table: Table, number: int, dialect: str) -> dict[str, Any]:
    return {column.name: _value(table.name, column, number, dialect) for column in table.columns}


def _value(table: str, column: Any, number: int, dialect: str) -> Any:
    if column.foreign_keys or (table == "circle" and column.name == "name"):
        return f"sirkel {number}"
    if isinstance(column.type, DateTime) or column.name in TIMES:
        at = LONG_AGO.replace(second=number)
        return at.isoformat() if dialect == "sqlite" else at
    for kind, value in ((Boolean, number % 2 == 0), (Date, date(2021, 6, number)), (Integer, number)):
        if isinstance(column.type, kind):
            return value
    fixed = {"form": "digital", "kind": "invitation", "outcome": "done", "made": "{}"}
    return "[]" if column.name in LISTS else fixed.get(column.name, f"{column.name} {number} «æøå»")


#: One process for what takes long, the imports; it tells what its children said, and how each ended.
_FORKS = """
import json, os, sys
children = []
gate, opens = os.pipe()
for number in range(int(sys.argv[1])):
    reading, writing = os.pipe()
    if not (child := os.fork()):
        os.close(opens)
        os.dup2(writing, 1)
        os.read(gate, 1)  # nobody writes: all go on when it is closed
        sys.argv[1] = str(number)
        break
    os.close(writing)
    children.append((child, reading))
else:
    os.close(opens)
    said = [os.fdopen(reading).read() for _, reading in children]
    print(json.dumps([said, [os.waitpid(child, 0)[1] for child, _ in children]]))
    sys.exit()
"""


def at_once(code: str, *arguments: str, processes: int = 4) -> list[str]:
    """What each of several processes printed that ran `code` from its line GO on at the same moment; `sys.argv` are its number and
    the arguments. What stands before GO is run once, before they begin."""
    command = [sys.executable, "-c", code.replace("GO\n", _FORKS), str(processes), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=CHECKOUT, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    said, ended = json.loads(done.stdout)
    assert ended == [0] * processes, done.stderr
    return list(said)
