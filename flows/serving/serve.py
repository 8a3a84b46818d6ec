"""`serve`: Prefect's server with its page, the runs and the participants' pages, as one process tree that starts and stops together.

This process only watches over the others. Each has a session of its own, so that one Ctrl-C comes here alone: the runs are
stopped first, while there is still a server to tell.
"""

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType

from flows.command.output import say
from flows.command.prefect_home import make_home
from tasks.circle.model.errors import Problem, Stop, reason
from tasks.context import CircleRef, context_of
from tasks.interrupts import signals_answered
from tasks.pages.server import ports_of
from tasks.settings.prefect_environment import PASSWORD, address, page_password
from tasks.settings.secret_values import for_pages

#: Seconds. The server needs up to half a minute on cold bytecode.
START, STOP, LOOK = 180, 20, 0.2
_STOPPED_BY = (signal.SIGTERM, signal.SIGINT)
ROOT = Path(__file__).resolve().parents[2]


def pages_ports(found: Sequence[CircleRef], given: int = 0) -> tuple[int, ...]:
    """Where the participants' pages listen: as given, else as `[pages] url` of each circle says; nowhere when no circle has any."""
    with_pages = [ref for ref in found if context_of(ref).settings.doors.pages.url]
    return ((given,) if given else ports_of(with_pages)) if with_pages else ()


def password_words(data: Path, environment: Mapping[str, str], *, shown: bool) -> str:
    """Where the password of Prefect's page is, or what it is when it is to be `shown`: to somebody at a terminal, and in no log."""
    if environment.get(PASSWORD, "").strip():
        return f"Siden spør etter et passord: det som står i {PASSWORD}."
    again = f"{Path(sys.executable).name} -m flows serve --data {data} --show-password"
    return f"Siden spør etter et passord. {f'Det er {page_password(data)} (vises igjen med {again}).' if shown else f'Se det med: {again}'}"


def show_password(data: Path, environment: Mapping[str, str], *, as_json: bool) -> None:
    """Nothing but the password on stdout, for people and for programs. Raises `Stop` when there is none: this makes none."""
    if environment.get(PASSWORD, "").strip():
        raise Stop([Problem(PASSWORD, "Passordet er det som står i denne variabelen; det vises ikke.", "Ta den bort for å se det i datamappen.")])
    password = page_password(data, make=False)
    say(json.dumps({"password": password}) if as_json else password)


def serve(host: str, port: int, pages: Sequence[int], environment: Mapping[str, str], data: Path) -> int:
    """Serve until somebody stops it (Ctrl-C or SIGTERM). 0 when asked to stop, 1 when a part ended by itself.

    `pages` are the ports of the participants' pages on this machine, `environment` the one of all parts.
    Raises `Stop` when the server does not come up.
    """
    url = address(host, port)
    _must_be_free(host, port, "--port")
    for each in pages:
        _must_be_free("127.0.0.1", each, "--pages-port")
    log = data / "prefect" / "server.log"
    make_home(log.parent, environment, server=True)
    server = ["flows.serving.server", host, str(port)]
    runs = ["flows.serving.worker", url]
    own_pages = ["flows", "pages", *(word for each in pages for word in ("--port", str(each)))]
    try:
        with signals_answered(_stop, *_STOPPED_BY), log.open("a") as words, _part(server, environment, words.fileno()) as page:
            say(f"Starter Prefect. Det tar et halvt minutt. (Tjenerens egne ord: {log})")
            _wait_for(f"{url}/api/health", page, log)
            with ExitStack() as parts:
                told = parts.enter_context(_part(runs, environment, None))
                more = [parts.enter_context(_part(own_pages, for_pages(environment), None))] if pages else []
                return _watch(page, told, *more)
    except KeyboardInterrupt:
        say("Stoppet.")
        return 0


def _must_be_free(host: str, port: int, option: str) -> None:
    """Another server there would answer in our server's place."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host.strip("[]"), port), family=family):
            return
    except OSError as error:
        what = "Porten er opptatt." if error.errno == errno.EADDRINUSE else f"Adressen kan ikke brukes: {reason(error)}."
        raise Stop([Problem(f"{host}, {option} {port}", what, "Er «serve» i gang fra før? Velg ellers en annen port.")]) from error


def _stop(number: int, frame: FrameType | None) -> None:
    """SIGTERM stops as Ctrl-C does; a second one while it stops changes nothing."""
    for each in _STOPPED_BY:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextmanager
def _part(command: list[str], environment: Mapping[str, str], output: int | None) -> Iterator["subprocess.Popen[bytes]"]:
    """A process until the end of the block, with all that it started; until the end of this one, should that be killed."""
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-m", "flows.serving.child", *command],
        env=dict(environment), cwd=ROOT, stdin=subprocess.PIPE, stdout=output, stderr=output, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        with suppress(OSError), urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own http address
            return
        time.sleep(LOOK)
    step = f"Er porten opptatt? Velg en annen med --port. Tjenerens egne ord står i {log}."
    raise Stop([Problem("Prefect", "Tjeneren kom ikke i gang.", step)])


def _watch(*parts: "subprocess.Popen[bytes]") -> int:
    while all(part.poll() is None for part in parts):
        time.sleep(LOOK)
    say("En del stoppet av seg selv, så alt stoppes. Start på nytt: neste runde tar igjen det som mangler.")
    return 1
