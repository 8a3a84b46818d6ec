"""The ledger on SQLite: the contract, what a file can do to it, and its migrations."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Changes
from tasks.doors.ledger import tables as ledger_tables
from tasks.doors.ledger.ledger import SqlLedger
from tests.doors.ledger.ledger_contract import CIRCLE, LETTER, LedgerContract

MIGRATIONS = Path(ledger_tables.__file__).with_name("migrations")
CHECKOUT = MIGRATIONS.parents[3]
OPEN_IT = "from tasks.doors.ledger.ledger import SqlLedger; SqlLedger('sqlite:///{}')"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mappe" / "ledger.db"


@pytest.fixture
def ledger(file: Path) -> Iterator[SqlLedger]:
    with SqlLedger(f"sqlite:///{file}") as ledger:
        yield ledger


@pytest.fixture
def another(ledger: SqlLedger, file: Path) -> Iterator[SqlLedger]:
    with SqlLedger(f"sqlite:///{file}") as ledger:
        yield ledger


class TestSqlite(LedgerContract):
    pass


def stopped(file: Path) -> str:
    with pytest.raises(Stop) as stop:
        SqlLedger(f"sqlite:///{file}")
    (problem,) = stop.value.problems
    assert problem.where == str(file)
    assert problem.next_step
    return problem.what


def test_a_text_file_stops_and_stays_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    file.write_text("Handleliste: melk\n" * 100)
    assert "ikke en database" in stopped(file)
    assert file.read_text() == "Handleliste: melk\n" * 100
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_in_its_place_stops(tmp_path: Path) -> None:
    assert "mappe" in stopped(tmp_path)


def test_a_folder_that_cannot_be_made_stops(tmp_path: Path) -> None:
    (tmp_path / "opptatt").touch()
    assert "Mappen" in stopped(tmp_path / "opptatt" / "ledger.db")


def test_a_database_of_another_program_stops_and_stays_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE recipes (name)")
    before = file.read_bytes()
    assert "annet program" in stopped(file)
    assert file.read_bytes() == before


def test_a_ledger_of_a_newer_version_stops(ledger: SqlLedger, file: Path) -> None:
    ledger.close()
    with closing(sqlite3.connect(file)) as newer, newer:
        newer.execute(f"UPDATE {ledger_tables.VERSION_TABLE} SET version_num = '9999'")
    assert "nyere versjon" in stopped(file)


@pytest.mark.parametrize("url", ["ledger.db", "nosuchdatabase://x", "sqlite+nosuchdriver:///x.db"])
def test_an_address_that_is_none_stops(url: str) -> None:
    with pytest.raises(Stop, match=r"\[ledger\] url"):
        SqlLedger(url)


def test_a_claim_is_synced_and_the_journal_a_wal(ledger: SqlLedger) -> None:
    """A claim must outlive a power cut before DATA goes out: https://www.sqlite.org/pragma.html#pragma_synchronous"""
    with ledger._engine.connect() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys")
        settings = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in names]
    assert settings == ["wal", 2, 1]


def test_errors_do_not_show_what_people_answered(ledger: SqlLedger) -> None:
    ledger.claim(CIRCLE, LETTER)
    with pytest.raises(IntegrityError) as clash:
        ledger.claim(CIRCLE, replace(LETTER, revision="2", detail="Hemmelig svar"))
    assert "Hemmelig" not in str(clash.value)


def test_an_up_to_date_ledger_opens_without_alembic(ledger: SqlLedger, file: Path) -> None:
    code = f"{OPEN_IT.format(file)}; import sys; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=CHECKOUT).returncode == 0


def test_every_migration_is_known_and_none_goes_back() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = list(ScriptDirectory.from_config(config).walk_revisions())
    assert tuple(script.revision for script in reversed(scripts)) == ledger_tables.REVISIONS
    assert not any(hasattr(script.module, "downgrade") for script in scripts)


def test_a_failed_migration_leaves_no_half_ledger(file: Path) -> None:
    """All revisions or none: what is learnt afterwards stands in whole tables."""
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as half, half:
        half.execute(f"CREATE TABLE {ledger_tables.VERSION_TABLE} (version_num VARCHAR(32) NOT NULL)")
        half.execute("CREATE TABLE vote (in_the_way INTEGER)")
    with pytest.raises(Exception, match="vote already exists"):
        SqlLedger(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as half, half:
        assert {name for (name,) in half.execute("SELECT name FROM sqlite_master")} == {ledger_tables.VERSION_TABLE, "vote"}
        half.execute("DROP TABLE vote")
    with SqlLedger(f"sqlite:///{file}") as ledger:
        ledger.save(CIRCLE, Changes(closed=LETTER.at))
