"""What Prefect's server, its page and the runs are told when this program serves them. No Prefect, and quick."""

import ipaddress
from collections.abc import Mapping
from pathlib import Path

from tasks.circle.errors import Problem, Stop
from tasks.settings import prefect_environment

PASSWORD = "PREFECT_SERVER_API_AUTH_STRING"  # noqa: S105 - the name of the variable
PORT = 4200
#: What the command keeps off a terminal is what the page shows.
_LOGS = ("PREFECT_LOGGING_LEVEL", "PREFECT_SERVER_LOGGING_LEVEL", "PREFECT_LOGGING_INTERNAL_LEVEL")


def serving_environment(data: Path, host: str, port: int, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of server and runs, all of it; what somebody has set stands, save where the server is.

    `host` is the address to bind to. Raises `Stop` when others than this machine could reach it and there is no password.
    """
    if not is_loopback(host) and not environment.get(PASSWORD, "").strip():
        what = f"Siden blir åpen for alle som når {host}, og der kan hvem som helst starte kjøringer."
        step = f"Sett {PASSWORD} til «navn:passord» (nettleseren spør etter det samme), eller la være å oppgi --host."
        raise Stop([Problem(f"--host {host}", what, step)])
    usual = {name: value for name, value in prefect_environment(data, environment).items() if name not in _LOGS}
    own = {
        "PREFECT_LOGGING_LEVEL": "INFO",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
        # Seconds. By these signs of life a dead run is told from a living one; Prefect's own choice is 180.
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
        # It asks whether to change a profile; there is nobody to answer.
        "PREFECT_CLI_PROMPT": "false",
        # By its own path: the browser asks where the page came from, through a proxy too.
        "PREFECT_SERVER_UI_API_URL": "/api",
    }
    chosen = usual | {name: value for name, value in own.items() if name not in environment}
    password = {"PREFECT_API_AUTH_STRING": environment[PASSWORD]} if environment.get(PASSWORD) else {}
    return {**environment, **chosen, **password, "PREFECT_API_URL": f"{address(host, port)}/api"}


def is_loopback(host: str) -> bool:
    """Only this machine reaches it."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def address(host: str, port: int) -> str:
    """Where this machine itself reaches a server that is bound to `host`."""
    usual = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - named in order to be told apart
    return f"http://{f'[{usual}]' if ':' in usual else usual}:{port}"
