"""Prefect's server with its page, as `serve` runs it: `python -m flows.serving_page HOST PORT`.

As `prefect server start`, with two things changed. Before it stands a guard (`flows.page_guard`). And in SQLite Prefect begins most
of what it writes as a reader, and a reader that turns writer midway fails at once when another wrote between. Prefect's own clients
ask again; its page does not, so somebody's click was in vain. And what failed so, left a statement behind that could keep the whole
server waiting for a minute, until SQLite gave up.
"""

import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from prefect.server.api.server import create_app
from prefect.server.database.configurations import AioSqliteConfiguration
from prefect.server.database.dependencies import set_database_config
from prefect.server.utilities.database import get_dialect
from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL, get_current_settings

from flows.page_guard import PageGuard


class InTurn(AioSqliteConfiguration):
    """Prefect's database in SQLite, where whoever is about to write says so from the start, and waits for its turn."""

    @asynccontextmanager
    async def begin_transaction(self, session: Any, with_for_update: bool = False) -> AsyncGenerator[Any, None]:
        async with super().begin_transaction(session, with_for_update=True) as transaction:
            yield transaction


def main(host: str, port: int) -> None:
    """Serve on `host` and `port` until SIGTERM; Prefect's settings come from the environment."""
    server, database = get_current_settings().server, PREFECT_API_DATABASE_CONNECTION_URL.value()
    if get_dialect(database).name == "sqlite":
        set_database_config(InTurn(connection_url=database))
    app = PageGuard(create_app(final=True), host, server.api.cors_allowed_origins.split(","))
    uvicorn.run(
        app, host=host, port=port, log_level=server.logging_level.lower(),
        timeout_keep_alive=server.api.keepalive_timeout,
        ws_ping_interval=server.api.websocket_ping_interval, ws_ping_timeout=server.api.websocket_ping_timeout,
    )  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
