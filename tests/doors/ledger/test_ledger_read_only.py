"""The ledger read for a plan: it is as a round would find it, and stays as it is, whichever version left it."""

import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Changes, Memory
from tasks.doors.ledger.ledger import SqlLedger
from tasks.doors.ledger.read_only import ReadOnlyLedger
from tasks.doors.ledger.tables import REVISIONS
from tests.doors.ledger.ledger_databases import LONG_AGO, content, filled, made, revision, structure
from tests.doors.ledger.postgresql import Postgresql

CIRCLE = "sirkel 1"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    server: Postgresql = request.getfixturevalue("postgresql")
    return server.url(server.new_database())


@pytest.mark.parametrize("old", REVISIONS)
def test_what_an_earlier_version_left_is_read_as_a_round_would_and_stays_so(url: str, old: str, tmp_path: Path) -> None:
    made(url, old)
    filled(url)
    before = content(url), structure(url), [path.read_bytes() for path in sorted(tmp_path.iterdir())]
    with ReadOnlyLedger(url) as ledger:
        seen = ledger.memory(CIRCLE)
    assert (content(url), structure(url), [path.read_bytes() for path in sorted(tmp_path.iterdir())]) == before
    assert revision(url) == old
    with SqlLedger(url) as ledger:
        assert seen == ledger.memory(CIRCLE) != Memory()


def test_where_there_is_none_it_is_empty_and_none_is_made(url: str, tmp_path: Path) -> None:
    with ReadOnlyLedger(url) as ledger:
        assert ledger.memory(CIRCLE) == Memory()
    assert structure(url) == {} or not list(tmp_path.iterdir())


def test_nothing_can_be_written(url: str) -> None:
    with ReadOnlyLedger(url) as ledger, pytest.raises(RuntimeError):
        ledger.save(CIRCLE, Changes(notices={"klokke": LONG_AGO}))


def test_a_file_that_is_none_stops_as_for_a_round(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(b"ikke en database" * 100)
    with pytest.raises(Stop) as read:
        ReadOnlyLedger(f"sqlite:///{tmp_path / 'ledger.db'}")
    with pytest.raises(Stop) as opened:
        SqlLedger(f"sqlite:///{tmp_path / 'ledger.db'}")
    assert read.value.problems == opened.value.problems


def test_a_copy_during_which_somebody_wrote_is_made_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody had the file open when it began, and SQLite was told so."""
    url, copies = f"sqlite:///{tmp_path / 'ledger.db'}", list[sqlite3.Connection]()
    SqlLedger(url).close()

    class Slow(sqlite3.Connection):
        """A command comes and goes while the first copy is made."""

        def backup(self, target: sqlite3.Connection, **more: Any) -> None:
            copies.append(self)
            super().backup(target, **more)
            if len(copies) == 1:
                with SqlLedger(url) as other:
                    other.save(CIRCLE, Changes(notices={"klokke": LONG_AGO}))

    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Slow))
    with ReadOnlyLedger(url) as ledger:
        assert dict(ledger.notices(CIRCLE)) == {"klokke": LONG_AGO}
    assert len(copies) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.db"]
