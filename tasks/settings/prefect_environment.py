"""What Prefect's server, its page, the runs and the command itself are told. No Prefect, and quick.

Who may do what: whoever reaches Prefect's API can have any command run as the user that runs this program. So it takes a password,
on this machine too (other users and other pages of a browser are there as well), and only the page's own addresses may ask. Each
setting of Prefect's that decides it is chosen here, with its reason, or named in `tests/flows/test_prefect_contract.py`.
"""

import os
import re
import secrets
import string
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.hosts import is_loopback
from tasks.settings.secret_values import made_once

PASSWORD = "PREFECT_SERVER_API_AUTH_STRING"  # noqa: S105 - the name of the variable
CLIENT_PASSWORD = "PREFECT_API_AUTH_STRING"  # noqa: S105 - as above
ORIGINS = "PREFECT_SERVER_CORS_ALLOWED_ORIGINS"
PASSWORD_FILE = "page-password"  # noqa: S105 - the name of the file, in the data folder
PORT = 4200
#: A name as DNS has it, or an address in figures.
_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]*:[0-9a-f:.]*")
#: For people to type: nothing that looks like something else. 20 of 30 signs are 98 bits.
_SIGNS = "".join(sorted(set(string.ascii_lowercase + string.digits) - set("01ilo5")))
_PARTS, _PART = 4, 5
#: A list without an entry would not do: Prefect reads an empty setting as one that is not set.
_NOBODY = "https://nobody.invalid"
EVERY_PAGE = Problem(
    ORIGINS, "Den er ikke satt, eller er en stjerne: Da kan enhver side i en nettleser på maskinen bruke Prefects, og der kan alt startes.",
    "Skriv adressene folk åpner siden med (med «serve»: la den være, og bruk --address).",
)  # fmt: skip
NO_PASSWORD = Problem(
    PASSWORD, "Siden har ikke noe passord.", f"Sett den til «navn:…» med et passord dere velger, og {CLIENT_PASSWORD} hos arbeiderne til det samme."
)
#: A password that somebody chose: signs, of ASCII (Prefect answers anything else with an error of its own). The guides' example is none.
SHORTEST_PASSWORD = 12
_EXAMPLE = "navn:passord"
#: What the command keeps off a terminal is what the page shows.
_LOGS = ("PREFECT_LOGGING_LEVEL", "PREFECT_SERVER_LOGGING_LEVEL", "PREFECT_LOGGING_INTERNAL_LEVEL")
#: For every process of ours that has to do with Prefect.
_EVERYWHERE = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # A web server in each runner, without a password, that starts and stops runs.
    "PREFECT_RUNNER_SERVER_ENABLE": "false",
    # A deployment may name packages, and whoever changes one would choose what is installed here.
    "PREFECT_RUNNER_AUTO_INSTALL_DEPENDENCIES": "false",
    # Any package that is installed could join the server.
    "PREFECT_PLUGINS_ENABLED": "false",
    # Figures of the server for everybody who asks; of a run on a port of its own.
    "PREFECT_SERVER_METRICS_ENABLED": "false",
    "PREFECT_CLIENT_METRICS_ENABLED": "false",
    # Every statement in the log, with what it writes.
    "PREFECT_SERVER_DATABASE_ECHO": "false",
}
#: So long Prefect's page shows a run that is over, with its log and its artifacts; one that waits for people stays.
RUNS_KEPT_DAYS = 30


def prefect_environment(data: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """What the command sets before it imports Prefect: defaults that fit this program. What somebody has set, stands.

    `data` is the data folder: Prefect's own files lie there too, and no profile of another installation leaks in. A temporary server
    gets a password that nobody else learns; the one of `serve` is known by the file it lies in.
    The caller makes PREFECT_HOME: Prefect makes no folder inside a missing one.
    """
    usual = _EVERYWHERE | {
        "PREFECT_HOME": str(data.absolute() / "prefect"),
        # The temporary server needs up to 24 s on cold bytecode; Prefect's own limit is 20.
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
        # Circles of one run go side by side; more at once would only wait for each other.
        "PREFECT_TASK_RUNNER_THREAD_POOL_MAX_WORKERS": "4",
        # A temporary server that is gone does not come back: four tries take half a minute, Prefect's six two.
        "PREFECT_CLIENT_MAX_RETRIES": "3",
        # What goes wrong is told by the program itself; Prefect's own log lines and the traceback of a temporary
        # server that is shut down belong on nobody's terminal. The page of a real server keeps its logs.
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_INTERNAL_LEVEL": "CRITICAL",
        # A temporary server has no page: no web page may ask it anything.
        ORIGINS: _NOBODY,
    }
    chosen = {name: value for name, value in usual.items() if name not in environment}
    return chosen | _own_password(data, environment)


def _own_password(data: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """The password that this process and the server it asks have in common; what somebody has set goes before ours."""
    given = environment.get(CLIENT_PASSWORD, "").strip() or environment.get(PASSWORD, "").strip()
    url = environment.get("PREFECT_API_URL", "")
    if not url:
        made = given or f"sirkel:{secrets.token_urlsafe(24)}"
        return {PASSWORD: made, CLIENT_PASSWORD: made}
    if not given and is_loopback(urlsplit(url).hostname or "") and (data / PASSWORD_FILE).is_file():
        given = page_password(data)
    return {CLIENT_PASSWORD: given} if given else {}


def page_password(data: Path, *, make: bool = True) -> str:
    """The password of Prefect's page, «sirkel:» and twenty signs: that of the data folder, made on first use.

    Raises `Stop` when it can't be read or written, or can't be one; when there is none and none is to be made.
    """
    file = data / PASSWORD_FILE
    if not make and not os.path.lexists(file):
        step = "Det lages når «serve» starter første gang. Er det laget, så se at mappen er den samme (--data, SIRKEL_DATA)."
        raise Stop([Problem(str(data), "Det er ikke laget noe passord her ennå.", step)])
    parts = ("".join(secrets.choice(_SIGNS) for _ in range(_PART)) for _ in range(_PARTS))
    found = made_once(file, f"sirkel:{'-'.join(parts)}", "Passordet til Prefects side")
    fault = password_fault(found)
    if fault:
        raise Stop([Problem(str(file), fault, "Slett filen: Da lages et nytt ved neste start.")])
    return found


def password_fault(password: str) -> str:
    """Why `password` can't be the page's, in a sentence; "" when it can. Nothing of it is shown."""
    if not password.isascii() or not password.isprintable() or " " in password:
        return "Passordet har andre tegn enn bokstavene a–z, tall og vanlige tegn, eller et mellomrom."
    if ":" not in password:
        return "Passordet mangler et navn og kolon foran, som i «navn:passord»."
    if len(password) < SHORTEST_PASSWORD or password == _EXAMPLE:
        return f"Passordet er for lett å gjette: Det skal ha minst {SHORTEST_PASSWORD} tegn, navnet medregnet, og ikke være eksempelet."
    return ""


def serving_environment(data: Path, host: str, port: int, environment: Mapping[str, str], addresses: Iterable[str] = ()) -> dict[str, str]:
    """The environment of server and runs, all of it; what somebody has set stands, save where the server is.

    `host` is the address to bind to, `addresses` are those by which people open the page where they are others (https://…): they are
    joined to those of the environment.
    Raises `Stop` when the page would be open to every web page, or an address is none.
    """
    usual = {name: value for name, value in prefect_environment(data, environment).items() if name not in (*_LOGS, ORIGINS)}
    here = [f"http://127.0.0.1:{port}", f"http://localhost:{port}"] if is_loopback(host) else []
    own = {
        # Prefect's own choice is events alone: runs, their logs and artifacts would stay for ever, and artifacts show what people wrote.
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs,orphans",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(RUNS_KEPT_DAYS * 86_400),
        "PREFECT_LOGGING_LEVEL": "INFO",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
        # Seconds. By these signs of life a dead run is told from a living one; Prefect's own choice is 180.
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
        # It asks whether to change a profile; there is nobody to answer.
        "PREFECT_CLI_PROMPT": "false",
        # By its own path: the browser asks where the page came from, through a proxy too.
        "PREFECT_SERVER_UI_API_URL": "/api",
        ORIGINS: ",".join(dict.fromkeys([*map(origin, addresses), address(host, port), *here])),
    }
    chosen = usual | {name: value for name, value in own.items() if name not in environment}
    if (given := environment.get(ORIGINS, "")) and (more := [*map(origin, addresses)]):
        chosen[ORIGINS] = ",".join([given, *more])
    if "*" in {**environment, **chosen}[ORIGINS]:
        raise Stop([EVERY_PAGE])
    password = environment.get(PASSWORD, "").strip() or page_password(data)
    if fault := password_fault(password):
        raise Stop([Problem(PASSWORD, fault, "Sett den til et annet, eller ta den bort: Da lages ett.")])
    told = {PASSWORD: password, CLIENT_PASSWORD: password, "PREFECT_API_URL": f"{address(host, port)}/api"}
    return {**environment, **chosen, **told}


def origin(typed: str) -> str:
    """`https://Sirkel.example.org/` as a browser names it: `https://sirkel.example.org`. Raises `Stop` when it is no such address."""
    try:
        parts = urlsplit(typed.strip())
        name, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError):
        parts, name, port = urlsplit(""), "", None
    alone = parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username)
    if parts.scheme not in ("http", "https") or not alone or not _NAME.fullmatch(name):
        step = "Skriv den som i nettleseren, uten noe etter navnet: https://sirkel.example.org. Flere: gjenta --address."
        raise Stop([Problem(f"--address {typed}", "Dette er ikke adressen til en side.", step)])
    return f"{parts.scheme}://{f'[{name}]' if ':' in name else name}{f':{port}' if port else ''}"


def address(host: str, port: int) -> str:
    """Where this machine itself reaches a server that is bound to `host`."""
    usual = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - named in order to be told apart
    return f"http://{f'[{usual}]' if ':' in usual else usual}:{port}"


def must_be_private(host: str, *, in_clear: bool, https: bool) -> None:
    """Raises `Stop` where others than this machine would be answered without TLS, and nobody has said that this is meant."""
    if in_clear or https or is_loopback(host):
        return
    step = "Sett en nettjener med TLS foran, og skriv adressen den har (pages: [pages] url i doors.toml; serve: --address https://…). Er det et "
    raise Stop(
        [Problem(f"--host {host}", "Andre maskiner ville nådd siden uten TLS, og alle på veien kunne lest med.", f"{step}lukket nett: --in-clear.")]
    )
