"""A ledger on a PostgreSQL server: how its connections are made, and what its refusals mean to whoever runs the program."""

from typing import Any

from sqlalchemy import URL, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

#: Seconds until a server that does not answer counts as gone; a lock that another holds is waited for as on SQLite.
CONNECT_SECONDS = 10
SILENT_SECONDS = 30

_URL = "[ledger] url i doors.toml"
_STARTED = "Se at den er i gang, og kjør på nytt; det som var skrevet, er trygt."
#: By SQLSTATE, or its class (https://www.postgresql.org/docs/current/errcodes-appendix.html).
_FAULTS = {
    "08": ("Forbindelsen til databasen ble brutt.", _STARTED),
    "57": ("Databasen er stanset eller på vei ned.", _STARTED),
    "42501": (
        "Brukeren har ikke lov til dette i databasen.",
        "Gi brukeren rett til å lage og endre tabeller der: «GRANT CREATE, USAGE ON SCHEMA public TO BRUKER».",
    ),
    "25006": ("Databasen tar bare imot lesing (en kopi av en annen?).", f"La {_URL} peke på den det kan skrives til."),
    "53100": ("Disken til databasen er full.", "Gi plass og kjør på nytt; det som var skrevet, er trygt."),
    "53300": ("Databasen har for mange forbindelser åpne.", "Vent litt, eller øk «max_connections» på tjeneren, og kjør på nytt."),
    "55P03": ("Et annet program har holdt en tabell låst for lenge.", "La det bli ferdig (en sikkerhetskopi?), og kjør på nytt."),
    "40": ("To skrev det samme i databasen samtidig, og denne måtte vike.", "Kjør på nytt; det som var skrevet, er trygt."),
}


def connecting(url: URL, wait_milliseconds: int) -> dict[str, Any]:
    """Arguments of the engine, none for a file. What the URL says itself wins; libpq's names: https://www.postgresql.org/docs/current/libpq-connect.html"""
    if url.get_backend_name() != "postgresql":
        return {}
    silent = {"keepalives_idle": SILENT_SECONDS, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": SILENT_SECONDS * 1000}
    wanted = {"connect_timeout": CONNECT_SECONDS, "application_name": "sirkel", "options": f"-c lock_timeout={wait_milliseconds}"} | silent
    # A pool that outlives a restart of the server would hand out a dead line.
    return {"pool_pre_ping": True, "connect_args": {name: value for name, value in wanted.items() if name not in url.query}}


def set_up_server(engine: Engine) -> None:
    """A server that is told to answer before it has written (synchronous_commit = off) would lose claims at a power cut."""

    @event.listens_for(engine, "connect")
    def connected(connection: DBAPIConnection, _: object) -> None:
        with connection.cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute("SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'")
        connection.commit()


def fault_of_server(error: BaseException | None) -> tuple[str, str] | None:
    """What a refusal of the driver means and what to do; None when it has no state of its own, or one that is our own fault."""
    state = getattr(error, "sqlstate", None) or ""
    return _FAULTS.get(state) or _FAULTS.get(state[:2])
