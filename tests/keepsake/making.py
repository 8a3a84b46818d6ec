"""How the keepsake was made: `python -m tests.keepsake make FOLDER`, once, with the code and the lock of 0.1.0 (README.md)."""

import json
import lzma
import re
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing, suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.doors.ledger.postgresql import Postgresql, running
from tests.flows.served import Served
from tests.keepsake.home import BESIDE, CIRCLE, PAGES, PORTS, ROOT, Home, path_of, with_ports
from tests.keepsake.life import AFTER, FIRST, LAST, Life, links, lived
from tests.keepsake.outside import Outside, oslo, standing_in
from tests.prefect_server import DATABASE

SHIPPED = "baerekraftige-moteplasser"
#: Nobody's: it was made up for the keepsake.
KEY = "nokkelen-til-minnet-fra-0-1-0-er-ingen-hemmelighet"
DOORS = """
[sheet]
workbook = "../{circle}.xlsx"

[room]
kind = "zoom"
host = "host@example.org"
api_url = "http://127.0.0.1:8090/v2"
token_url = "http://127.0.0.1:8090/oauth/token"

[post]
kind = "smtp"
host = "127.0.0.1"
port = 2525
security = "none"

[mailbox]
kind = "imap"
host = "127.0.0.1"
port = 1143
security = "none"
user = "sirkel@example.org"
"""
BESIDE_DOORS = """
[sheet]
workbook = "../{circle}.xlsx"

[room]
link = "https://zoom.example.org/j/hagelag"
"""


def make(kept: Path, folder: Path) -> None:
    """Both lives, one with a ledger of its own file and one on PostgreSQL, lived in `folder`; packed into `kept`."""
    kept.mkdir(parents=True, exist_ok=True)
    _make(kept, folder / "sirkel", None)
    with running() as postgresql:
        _make(kept, folder / "sirkel-postgresql", postgresql)


def _make(kept: Path, folder: Path, postgresql: Postgresql | None) -> None:
    with standing_in(FIRST) as outside:
        home = Home(folder, outside.secrets)
        database = postgresql.new_database() if postgresql else ""
        _settle_in(home, outside, postgresql.url(database) if postgresql else "sqlite:///ledger.db")
        home.round("2049-08-19T08:05")  # nothing to do yet, and without any server but its own
        served = Served(home.folder, secrets=home.secrets)
        served.start()
        try:
            home.prefect = {"PREFECT_API_URL": f"{served.url}/api"}
            life = Life(home, outside, served)
            lived(life)
            served.wait(lambda: any(run["state_type"] == "PAUSED" for run in served.runs("sett fokusområde")))
            told = _told(life)
        finally:
            with suppress(Exception):
                served.stop()
            served.kill()
        home.prefect = {}
        ends = outside.held()
        name = "postgresql" if postgresql else "sqlite"
        _pack_installation(kept / f"{name}.tar.xz", home)
        if postgresql:
            _pack(kept / "ledger.sql.xz", _dumped(postgresql, database))
        else:
            _pack(kept / "prefect.db.xz", _vacuumed(home.data / "prefect" / DATABASE))
        told |= {"outside": ends, "after": _went_on(life)}
        _pack(kept / f"{name}.json.xz", json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode())


def _settle_in(home: Home, outside: Outside, ledger: str) -> None:
    """As README says: copy the circle that came along, edit it, make a sheet."""
    shutil.copytree(ROOT / "config", home.config)
    circles = home.config / "circles"
    shipped = (circles / f"{SHIPPED}.toml").read_text(encoding="utf-8")
    (circles / f"{SHIPPED}.toml").unlink()
    for circle, title, doors in ((CIRCLE, "Læringssirkel for grannelag", DOORS), (BESIDE, "Læringssirkel for hagelag", BESIDE_DOORS)):
        text = shipped.replace("Digital læringssirkel for bærekraftige møteplasser", title).replace("Mai–oktober 2021", "August 2049–juni 2050")
        for old, new in (("2021-05-01", "2049-08-01"), ("2021-12-31", "2050-06-30"), ("Anders Bergkvist", "Berit Leder"),
                         ("anders.bergkvist", "berit.leder"), ("Marianne Sempler", "Cato Leder"), ("marianne.sempler", "cato.leder")):  # fmt: skip
            assert old in text
            text = text.replace(old, new)
        text += with_ports(doors.format(circle=circle), outside.ports)
        (circles / f"{circle}.toml").write_text(text, encoding="utf-8")
    file = home.config / "doors.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("sqlite:///ledger.db", ledger), encoding="utf-8")
    home.data.mkdir()
    (home.data / "key").write_text(KEY, encoding="ascii")
    (home.data / "key").chmod(0o600)
    for circle in (CIRCLE, BESIDE):
        command = [sys.executable, "-m", "flows", "sheet", str(home.sheet(circle)), "--circle", circle]
        subprocess.run(command, cwd=ROOT, env=home.environment(), check=True)


def _told(life: Life) -> dict[str, Any]:
    """What later tests hold against what they see: every letter, its links, and when the last rounds were."""
    letters = [
        {"id": x["Message-ID"], "to": each.recipients[0], "kind": x["X-Sirkel-Kind"], "meeting": int(x["X-Sirkel-Meeting"]), "links": links(x)}
        for each, x in zip(life.outside.mail.accepted, life.letters(), strict=True)
    ]
    return {"last": LAST, "after_last": AFTER, "letters": letters, "feeds": _feeds(life), "files": [file.name for file in life.home.files()]}


def _feeds(life: Life) -> list[str]:
    """The addresses of people's calendars, which stand on their own pages."""
    own = sorted({path_of(link) for letter in life.letters() for link in links(letter) if "/min/" in link})
    with life.home.pages() as client:
        pages = [client.get(path).text for path in own]
    found = [re.search(r"/\w+/kalender/[^\s\"<]+\.ics", page) for page in pages]
    return [f"{PAGES}{each[0]}" for each in found if each]


def _went_on(life: Life) -> dict[str, Any]:
    """What 0.1.0 itself sends in the round after the last, from where it was kept: that again is what later code is to send."""
    before, files = len(life.outside.mail.accepted), set(life.home.files())
    again = life.home.round(LAST)
    assert len(life.outside.mail.accepted) == before and set(life.home.files()) == files, again
    life.outside.zoom.now = oslo(AFTER)
    life.home.round(AFTER)
    new = life.outside.mail.accepted[before:]
    return {"letters": [each.message_id for each in new], "files": sorted(file.name for file in set(life.home.files()) - files)}


def _pack(file: Path, content: bytes) -> None:
    file.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))


def _pack_installation(file: Path, home: Home) -> None:
    """What is the installation's own: its doors and circles, sheets, data. Texts of letters and pages come with the program."""
    content = BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path in sorted(home.folder.rglob("*")):
            name = path.relative_to(home.folder).as_posix()
            if path.is_file() and re.match(r"config/(doors\.toml|circles/)|data/(key|ledger\.db|[a-z]+lag/)|[a-z]+\.xlsx$", name):
                _add(tar, name, _vacuumed(path) if name.endswith(".db") else _with_fixed_ports(path))
    _pack(file, content.getvalue())


def _with_fixed_ports(path: Path) -> bytes:
    if path.suffix != ".toml":
        return path.read_bytes()
    text = with_ports(path.read_text(encoding="utf-8"), PORTS)
    return re.sub(r'"postgresql\+psycopg://.*"', '"postgresql+psycopg://sirkel@127.0.0.1/sirkel"', text).encode()


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    """Without owner, and with one time for all."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = len(content), 0o600, int(oslo(LAST).timestamp())
    tar.addfile(entry, BytesIO(content))


def _vacuumed(file: Path) -> bytes:
    """The database as one small file, with all that its journal held."""
    small = file.with_suffix(".small")
    with closing(sqlite3.connect(file)) as database:
        database.execute("VACUUM INTO ?", [str(small)])
    content = small.read_bytes()
    small.unlink()
    return content


def _dumped(postgresql: Postgresql, database: str) -> bytes:
    """As INSERTs, so that any client can read it in."""
    command = [postgresql.binaries / "pg_dump", "--inserts", "--no-owner", "--no-privileges", "--dbname", postgresql._server.get_uri(database)]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    # Newer ones begin and end with a word that only psql understands.
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("\\")).encode()
