"""Prefect's server with its page, as `serve` runs it: `python -m flows.serving.server [HOST PORT]`.

As `prefect server start`, with two things changed. Before it stands a guard (`flows.serving.guard`). And in SQLite Prefect begins most
of what it writes as a reader, and a reader that turns writer midway fails at once when another wrote between. Prefect's own clients
ask again; its page does not, so somebody's click was in vain. And what failed so, left a statement behind that could keep the whole
server waiting for a minute, until SQLite gave up.
"""

import sys
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import uvicorn
from prefect.server.api.server import create_app
from prefect.server.database.configurations import AioSqliteConfiguration
from prefect.server.database.dependencies import set_database_config
from prefect.server.utilities.database import get_dialect
from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL, get_current_settings

from flows.command.output import complain, say
from flows.serving.guard import PageGuard
from tasks.circle.model.errors import Problem, Stop
from tasks.private_files import begin_private
from tasks.settings.prefect_environment import EVERY_PAGE, NO_PASSWORD, ORIGINS, address, origin, password_fault


class InTurn(AioSqliteConfiguration):
    """Prefect's database in SQLite, where whoever is about to write says so from the start, and waits for its turn."""

    @asynccontextmanager
    async def begin_transaction(self, session: Any, with_for_update: bool = False) -> AsyncGenerator[Any, None]:
        async with super().begin_transaction(session, with_for_update=True) as transaction:
            yield transaction


def _faults(password: str, origins: Sequence[str]) -> Iterator[Problem]:
    """What keeps the server from starting: it would be open to others, or to nobody."""
    if not password:
        yield NO_PASSWORD
    elif fault := password_fault(password):
        yield replace(NO_PASSWORD, what=fault)
    if "*" in origins:
        yield EVERY_PAGE
        return
    for each in origins:
        try:
            origin(each)
        except Stop as stop:
            step = "Skriv adressene folk åpner siden med, med https:// foran og komma mellom."
            yield replace(stop.problems[0], where=f"{ORIGINS}={each}", next_step=step)


def main(host: str = "", port: str = "") -> int:
    """Serve until SIGTERM; Prefect's settings, those of what is not given too, come from the environment. The exit status.

    Never without a password, nor for every web page there is: whoever reaches the API has commands run on this machine.
    """
    begin_private()
    server, database = get_current_settings().server, PREFECT_API_DATABASE_CONNECTION_URL.value()
    origins = [each.strip() for each in server.api.cors_allowed_origins.split(",")]
    if faults := list(_faults(server.api.auth_string.get_secret_value() if server.api.auth_string else "", origins)):
        complain(faults)
        return 2
    if get_dialect(database).name == "sqlite":
        set_database_config(InTurn(connection_url=database))
    host, port = host or server.api.host, port or str(server.api.port)
    say(f"Prefects tjener starter på {address(host, int(port))}, for {', '.join(origins)}. Den er klar når /api/health svarer der.")
    sys.stdout.flush()
    uvicorn.run(
        PageGuard(create_app(final=True), host, origins), host=host, port=int(port), log_level=server.logging_level.lower(),
        timeout_keep_alive=server.api.keepalive_timeout,
        ws_ping_interval=server.api.websocket_ping_interval, ws_ping_timeout=server.api.websocket_ping_timeout,
    )  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
