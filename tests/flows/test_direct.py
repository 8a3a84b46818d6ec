"""A round without Prefect is the same round: ledger, letters, sheet and report, byte for byte (R42)."""

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.flows.conftest import Desk
from tests.flows.office import CIRCLE
from tests.prefect_server import its_environment
from tests.sources import ROOT


def held(data: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the ledger by table; who holds the lease is the process's own."""
    with sqlite3.connect(data / "ledger.db") as ledger:
        tables = [name for (name,) in ledger.execute("select name from sqlite_master where type = 'table' and name <> 'lease'")]
        return {name: sorted(ledger.execute(f"select * from {name}").fetchall(), key=repr) for name in tables}


def cells(desk: Desk) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(desk.config / "practice.xlsx")
    return [(tab.title, *row) for tab in book for row in tab.iter_rows(values_only=True)]


def spoilt(book: openpyxl.Workbook) -> None:
    """Something for a person in it, and a meeting that is moved."""
    book.remove(book["Øving"])
    book["Påmelding"].append(["1.6.2021 10.00", "Uten Adresse", "ikke en adresse"])


@pytest.mark.parametrize(
    "rounds",
    [
        (("--at", "2021-05-01T08:05"), ("--at", "2021-05-04T08:05", "--plan"), ("--at", "2021-05-09T08:05"), ("--at", "2021-05-11T12:05")),
        (("--at", "2021-09-01T08:05"), ("--at", "2021-09-12T08:05", "--acts", "remind"), ("--at", "2021-09-15T08:05", "--confirm")),
    ],
)
def test_both_ways_write_the_same_to_ledger_letters_sheet_and_standard_output(
    prefect_server: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], rounds: tuple[tuple[str, ...], ...]
) -> None:
    ways: dict[str, Any] = {}
    for way in ("prefect", "direct"):
        (tmp_path / way).mkdir()
        desk = Desk(tmp_path / way, capsys)
        desk.edit(spoilt)
        if way == "direct":
            desk.data.mkdir(mode=0o700)
            shutil.copy(tmp_path / "prefect" / "data" / "key", desk.data)  # by which Message-ID and codes go
        more = ("--direct",) if way == "direct" else ()
        told = [(json.loads(desk.call("run", *more, *each, "--json").replace(str(desk.data), "var")), desk.status) for each in rounds]
        letters = {path.name: path.read_bytes() for path in (desk.data / CIRCLE / "outbox").glob("*.eml")}
        ways[way] = (told, held(desk.data), letters, cells(desk))
    assert ways["direct"][2]
    assert ways["direct"] == ways["prefect"]


def test_it_needs_no_prefect_at_all(tmp_path: Path) -> None:
    """Neither its package, nor a server that answers, nor a folder for one."""
    words = ("run", "--direct", "--at", "2021-05-04T08:05", "--data", str(tmp_path / "var"), "--json")
    code = f"import sys; sys.modules['prefect'] = None; from flows.__main__ import main; sys.exit(main({words!r}))"
    environment = its_environment() | {"PREFECT_API_URL": "http://127.0.0.1:9/api"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode in (0, 1) and json.loads(done.stdout)["letters"], done.stderr
    assert not (tmp_path / "var" / "prefect").exists()
