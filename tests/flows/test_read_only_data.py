"""The data folder may only be read: said in Norwegian, with the next step, whatever was to be written there first (R23)."""

from pathlib import Path

import pytest

from tasks.circle.errors import Stop
from tasks.doors.ledger import SqlLedger
from tasks.doors.outbox import Outbox
from tasks.settings_secrets import make_key
from tests.small_disk import read_only


def test_a_key_that_cannot_be_made_says_that_the_folder_is_for_reading_only_and_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    with read_only(folder), pytest.raises(Stop) as stop:
        make_key(folder)
    (problem,) = stop.value.problems
    assert "Nøkkelen kan ikke leses eller lages" in problem.what
    assert "mappen kan bare leses" in problem.what or "ikke lov" in problem.what
    assert "SIRKEL_DATA" in problem.next_step and "ead-only" not in str(problem)


def test_a_folder_that_cannot_be_made_there_is_told_of_likewise(tmp_path: Path) -> None:
    with read_only(tmp_path):
        for act in (lambda: SqlLedger(f"sqlite:///{tmp_path / 'ny' / 'ledger.db'}"), lambda: Outbox(tmp_path / "ny").session().__enter__()):
            with pytest.raises(Stop) as stop:
                act()
            (problem,) = stop.value.problems
            assert "bare leses" in problem.what or "ikke lov" in problem.what
            assert problem.next_step and "ead-only" not in str(problem)
