"""A ledger of every earlier version comes forward by itself on both databases, and no row is lost (RULES.md «Ledger»)."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import Form, Outcome
from tasks.doors.ledger import tables as ledger_tables
from tasks.doors.ledger.ledger import SqlLedger
from tests.doors.ledger.ledger_databases import at_once, columns, content, filled, made, revision, structure
from tests.doors.ledger.postgresql import Postgresql

EARLIER = ledger_tables.REVISIONS[:-1]
OPEN_IT = "from tasks.doors.ledger.ledger import SqlLedger\nGO\nSqlLedger(sys.argv[2]).close()\nprint('åpnet')"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'ledger.db'}"
    else:
        server: Postgresql = request.getfixturevalue("postgresql")
        yield server.url(server.new_database())


@pytest.mark.parametrize("earlier", EARLIER)
def test_a_ledger_of_an_earlier_version_comes_forward_with_every_row(url: str, earlier: str) -> None:
    made(url, earlier)
    filled(url)
    had, before = columns(url), content(url)
    assert all(len(rows) == 3 for rows in before.values())
    with SqlLedger(url) as ledger:
        memory = ledger.memory("sirkel 2")
    assert revision(url) == ledger_tables.REVISIONS[-1]
    assert content(url, had) == before
    assert (memory.meetings[0].form, memory.letters[0].kind, memory.letters[0].outcome) == (Form.DIGITAL, Kind.INVITATION, Outcome.DONE)


@pytest.mark.parametrize("earlier", [None, EARLIER[0]])
def test_several_processes_may_bring_one_ledger_forward_at_once(url: str, earlier: str | None) -> None:
    if earlier:
        made(url, earlier)
        filled(url)
    before = content(url) if earlier else {}
    assert at_once(OPEN_IT, url) == ["åpnet\n"] * 4
    assert revision(url) == ledger_tables.REVISIONS[-1]
    assert {name: len(rows) for name, rows in content(url).items() if rows} == {name: len(rows) for name, rows in before.items()}


def test_who_opens_a_restored_ledger_waits_for_another_that_is_at_it(tmp_path: Path) -> None:
    """SQLite waits for a writer, and not for one while it is to change how the file is written."""
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    made(url, EARLIER[0])
    with closing(sqlite3.connect(tmp_path / "ledger.db", isolation_level=None, check_same_thread=False)) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        other.execute("BEGIN IMMEDIATE")
        leaves = Timer(0.5, lambda: other.execute("COMMIT"))
        leaves.start()
        SqlLedger(url).close()
        leaves.join()
    assert revision(url) == ledger_tables.REVISIONS[-1]


@pytest.mark.parametrize("earlier", [None, EARLIER[0]])
def test_several_circles_of_one_process_may_do_so_at_once(url: str, earlier: str | None) -> None:
    if earlier:
        made(url, earlier)
    with ThreadPoolExecutor(6) as pool:
        for opened in [pool.submit(SqlLedger, url) for _ in range(6)]:
            opened.result().close()
    assert revision(url) == ledger_tables.REVISIONS[-1]


def test_a_new_ledger_is_like_one_that_came_forward_from_the_first_version(url: str) -> None:
    """Which is what is made of it with all revisions, one after the other; a new one is made at once."""
    SqlLedger(url).close()
    new = structure(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        ledger_tables.metadata.drop_all(connection)
        ledger_tables.version.drop(connection)
    engine.dispose()
    made(url, EARLIER[0])
    SqlLedger(url).close()
    assert len(new) > 15 and structure(url) == new


def test_the_tables_are_those_the_program_uses(url: str) -> None:
    SqlLedger(url).close()
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": ledger_tables.VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, ledger_tables.metadata) == []
    engine.dispose()
