"""The keepsake laid out in a folder, with today's texts beside it: as an installation is after its program was changed for a newer one."""

import json
import lzma
import re
import shutil
import sqlite3
import tarfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg

from tests.keepsake.home import ROOT, Home, with_ports
from tests.keepsake.outside import Outside, oslo
from tests.prefect_server import DATABASE

KEPT = Path(__file__).with_name("kept")
#: What comes with the program, and not from the people who run it.
TEXTS = ("messages", "pages")
_PAUSE = re.compile(r'("pause_timeout": ")([^"]+)(")')


@cache
def told(which: str) -> dict[str, Any]:
    """What 0.1.0 did (`tests.keepsake.making`); `which` is sqlite or postgresql. Nobody is to change it."""
    return json.loads(_content(f"{which}.json"))  # type: ignore[no-any-return]


def unpacked(which: str, folder: Path, outside: Outside, ledger: str = "") -> Home:
    """The installation in `folder`, led to the stand-ins; they hold again what they held. `ledger`: another url than the one kept."""
    with tarfile.open(fileobj=BytesIO(_content(f"{which}.tar"))) as tar:
        tar.extractall(folder, filter="data")
    home = Home(folder, outside.secrets)
    for name in TEXTS:
        shutil.copytree(ROOT / "config" / name, home.config / name)
    for file in (home.config / "circles").iterdir():
        file.write_text(with_ports(file.read_text(encoding="utf-8"), outside.ports), encoding="utf-8")
    if ledger:
        doors = home.config / "doors.toml"
        text = doors.read_text(encoding="utf-8")
        assert '"postgresql+psycopg://' in text
        doors.write_text(re.sub(r'"postgresql\+psycopg://.*"', f'"{ledger}"', text), encoding="utf-8")
    kept = told(which)
    outside.hold_again(kept["outside"])
    outside.zoom.now = oslo(kept["last"])
    return home


def restored(address: str) -> None:
    """The ledger of PostgreSQL into the empty database at `address`, one that libpq understands."""
    with psycopg.connect(address, autocommit=True) as connection:
        # Without the one setting that older servers do not know.
        connection.execute(_content("ledger.sql").replace(b"SET transaction_timeout = 0;\n", b""))


def with_prefect(home: Home) -> Path:
    """Prefect's database as it was when `serve` was stopped a moment ago: where it lies."""
    file = home.data / "prefect" / DATABASE
    file.parent.mkdir()
    file.write_bytes(_content("prefect.db"))
    _move_to_now(file)
    return file


def _content(name: str) -> bytes:
    return lzma.decompress((KEPT / f"{name}.xz").read_bytes())


def _move_to_now(file: Path) -> None:
    """All times in it later by as long as the keepsake has lain here: nothing has run out, and no schedule is months behind."""
    with closing(sqlite3.connect(file)) as database:
        database.create_function("later", 1, lambda value: value and _later(value, age), deterministic=True)
        (last,) = database.execute("SELECT max(timestamp) FROM flow_run_state").fetchone()
        age = datetime.now(UTC) - datetime.fromisoformat(last).replace(tzinfo=UTC)
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            described = database.execute(f'PRAGMA table_info("{table}")').fetchall()
            for column in [name for _, name, kind, *_ in described if kind.upper() in ("DATETIME", "TIMESTAMP")]:
                database.execute(f'UPDATE "{table}" SET "{column}" = later("{column}")')
        states = database.execute("SELECT id, state_details FROM flow_run_state WHERE type = 'PAUSED'").fetchall()
        for number, details in states:
            moved = _PAUSE.sub(lambda found: found[1] + _later(found[2], age) + found[3], details)
            database.execute("UPDATE flow_run_state SET state_details = ? WHERE id = ?", (moved, number))
        database.commit()


def _later(value: str, age: timedelta) -> str:
    moved = datetime.fromisoformat(value) + age
    return moved.isoformat(sep=value[10], timespec="microseconds")
