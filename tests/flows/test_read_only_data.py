"""The data folder may only be read, or has no room: said in Norwegian, with the next step, whatever was to be written first (R23)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.__main__ import main
from tasks.circle.model.errors import Stop
from tasks.doors.ledger.ledger import SqlLedger
from tasks.doors.outbox.outbox import Outbox
from tasks.settings.secret_values import make_key
from tests.flows.outside import ROOT
from tests.small_disk import SmallDisk, read_only


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


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """No Prefect server is known, nor where one would have its files."""
    for name in ("PREFECT_API_URL", "PREFECT_HOME", "SIRKEL_CONFIG", "SIRKEL_DATA"):
        monkeypatch.setenv(name, "")  # given back after the test, which sets them
        monkeypatch.delenv(name)


@pytest.mark.parametrize("call", [["run"], ["rehearse"], ["settle", "<brev@example.org>", "sent"]])
def test_no_room_for_prefect_is_told_at_once_and_nothing_is_done(
    nowhere: None, disk: SmallDisk, capsys: pytest.CaptureFixture[str], call: list[str]
) -> None:
    """A8. Prefect itself would wait three minutes for its server, and end in a traceback."""
    assert main([*call, "--data", str(disk.path)]) == 2
    told = capsys.readouterr().err
    assert f"{disk.path / 'prefect'}: Disken er full" in told and "Ingenting er gjort" in told and "Gi plass" in told
    assert not list(disk.path.rglob("*.*"))


def test_a_folder_for_reading_only_gets_no_prefect_and_is_told_of(nowhere: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with read_only(tmp_path):
        assert main(["run", "--data", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert str(tmp_path / "prefect") in told and ("bare leses" in told or "ikke lov" in told) and "SIRKEL_DATA" in told


def test_a_temporary_prefect_that_does_not_come_up_is_told_of(nowhere: None, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "flows", "run", "--data", str(tmp_path)]
    impatient = os.environ | {"PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "0"}
    done = subprocess.run(command, cwd=ROOT, env=impatient, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 2 and "kom ikke i gang" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "ledger.db").exists()
