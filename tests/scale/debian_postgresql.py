"""Debian's PostgreSQL in a folder of its own. The one from PyPI lacks `pg_trgm`, which Prefect's tables want."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.doors.ledger.postgresql import Postgresql

#: PostgreSQL does not run as root: Debian has this user for it.
USER = "postgres"


class _Server:
    """As `Postgresql` asks for it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.pgdata, self.bin_path = folder, folder / "data", _binaries()

    def get_uri(self, database: str = "postgres") -> str:
        return f"postgresql://{USER}@/{database}?host={self.folder}"


def _binaries() -> Path:
    """Debian keeps them out of the path, by version."""
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path())


def lacking() -> str:
    """Why none can be started here; "" when one can."""
    return "" if (_binaries() / "initdb").exists() else "Debian's postgresql is not installed"


@contextmanager
def running(*, durable: bool = False) -> Iterator[Postgresql]:
    """Started, and stopped at the end of the block. `durable`: it waits for the disk, as one that must outlive a power cut."""
    user = USER if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        server = _Server(Path(name))
        if user:
            shutil.chown(name, user, user)
        made = [str(server.bin_path / "initdb"), "-D", str(server.pgdata), "-U", USER, "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(made, check=True, user=user, group=user, cwd=name, stdout=subprocess.DEVNULL)
        chosen = ["-c", "listen_addresses=", "-c", "max_connections=300", "-c", f"fsync={'on' if durable else 'off'}"]
        with (Path(name) / "said").open("w") as out:
            process = subprocess.Popen(
                [server.bin_path / "postgres", "-D", server.pgdata, "-k", name, *chosen], user=user, group=user, cwd=name, stdout=out, stderr=out
            )
        try:
            _wait(server, process)
            yield Postgresql(server)
        finally:
            process.terminate()  # «smart» would wait for who is connected; the children end with it
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
            process.kill()
            process.wait()


def _wait(server: _Server, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        with suppress(psycopg.OperationalError), psycopg.connect(server.get_uri()):
            return
        time.sleep(0.1)
    raise AssertionError((server.folder / "said").read_text())
