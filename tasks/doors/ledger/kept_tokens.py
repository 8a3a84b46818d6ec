"""The newest refresh token of a mail account where several machines share the database: sealed with the installation's key.

Fernet: AES-128-CBC with HMAC-SHA256. A machine with another key takes it for none.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, select

from tasks.circle.model.links import sealing_key
from tasks.doors.ledger.database import engine_of, open_engine
from tasks.doors.ledger.faults import explained
from tasks.doors.ledger.tables import kept_token
from tasks.doors.ledger.upsert import upsert
from tasks.doors.ports import KeptToken

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class TokenTable:
    """`KeptTokens` in the ledger's database, which is opened for each call: a few a day."""

    def __init__(self, url: str, key: Callable[[], bytes]) -> None:
        """`url` as `SqlLedger` takes it; `key` gives the installation's."""
        self._url, self._key = url, key

    def newest(self, name: str) -> KeptToken | None:
        from cryptography.fernet import InvalidToken

        engine, where = engine_of(self._url)  # whoever only looks brings no tables up to date
        with explained(where), engine.connect() as connection:
            there = connection.dialect.has_table(connection, kept_token.name)
            which = select(kept_token.c.sealed, kept_token.c.used).where(kept_token.c.name == name)
            row = connection.execute(which).one_or_none() if there else None
        engine.dispose()
        try:
            return row and KeptToken(self._box().decrypt(row.sealed.encode()).decode(), row.used)
        except InvalidToken:
            return None

    def keep(self, name: str, token: KeptToken) -> None:
        sealed = self._box().encrypt(token.refresh_token.encode()).decode()
        with self._writing() as connection:
            connection.execute(upsert(connection.dialect.name, kept_token), {"name": name, "sealed": sealed, "used": token.used})

    def forget(self, name: str) -> None:
        with self._writing() as connection:
            connection.execute(delete(kept_token).where(kept_token.c.name == name))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        engine, where = open_engine(self._url)
        try:
            with explained(where), engine.execution_options(begin="BEGIN IMMEDIATE").begin() as connection:
                yield connection
        finally:
            engine.dispose()

    def _box(self) -> "Fernet":
        from cryptography.fernet import Fernet

        return Fernet(sealing_key("mail-tokens", self._key()))
