"""A circle's very first round may be killed too: a new ledger is there whole or not at all (A1)."""

import multiprocessing
import os
import signal
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from tasks.doors.ledger.ledger import SqlLedger
from tests.doors.ledger.ledger_contract import CIRCLE, LETTER

fork = multiprocessing.get_context("fork")


def make_and_die(url: str, after: int) -> None:
    """Open the ledger, and die before the (`after` + 1)th statement."""
    left = [after]

    def at(*_: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", at)
    SqlLedger(url).close()


@pytest.mark.parametrize("after", [0, 1, 2, 3, 4, 6, 10, 25])
def test_killed_while_it_is_made_it_is_made_by_the_next_round_without_a_person(tmp_path: Path, after: int) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    killed = fork.Process(target=make_and_die, args=(url, after))
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    with SqlLedger(url) as ledger:
        assert ledger.claim(CIRCLE, LETTER)


def test_ten_that_make_it_at_once_have_one_ledger(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    with fork.Pool(10) as pool:
        claimed = pool.map(claims, [url] * 10)
    assert claimed.count(True) == 1
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith("ledger.db-")] == ["ledger.db"]


def claims(url: str) -> bool:
    with SqlLedger(url) as ledger:
        return ledger.claim(CIRCLE, LETTER)
