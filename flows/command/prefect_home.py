"""Prefect below the command: room for its files, and what is said when it does not answer. Rounds are safe without it: they need the ledger."""

import shutil
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from flows.command.output import complain, tell_stopped
from tasks.circle.model.errors import Problem, Stop, reason
from tasks.interrupts import INTERRUPTED, signals_answered

#: Bytes: the database of a temporary server and its journal come to 5 million in its first run.
ROOM = 6_000_000
#: Whoever has set it keeps Prefect's runs elsewhere.
_DATABASE = "PREFECT_SERVER_DATABASE_CONNECTION_URL"


def make_home(home: Path, environment: Mapping[str, str], *, server: bool) -> None:
    """Make Prefect's folder: it makes none inside a missing one, and waits three minutes for a server that has no room to start.

    `server`: one of our own will keep its database there. Raises `Stop` when the folder can't be made, or has no room for that.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(home).free
    except OSError as error:
        step = "Gi brukeren som kjører programmet, lov til å skrive der, eller sett SIRKEL_DATA (eller PREFECT_HOME) til en annen mappe."
        raise Stop([Problem(str(home), f"Mappen til Prefect kan ikke lages: {reason(error)}.", step)]) from error
    if server and free < ROOM and _DATABASE not in environment:
        what = f"Disken er full: Prefect trenger {ROOM // 10**6} MB, og {free // 10**6} MB er ledig. Ingenting er gjort."
        raise Stop([Problem(str(home), what, "Gi plass og kjør på nytt, eller sett PREFECT_HOME til en mappe på en annen disk.")])


@contextmanager
def explained(done: Sequence[object]) -> Iterator[None]:
    """Prefect that is away, answers with errors or never came up is told of: on stderr when there is something in `done`, else by `Stop`."""
    from httpx import HTTPError  # comes with Prefect, which takes seconds to import

    try:
        yield
    except HTTPError as error:
        problem = _problem(error, bool(done))
        if not done:
            raise Stop([problem]) from error
        complain([problem])
    except RuntimeError as error:
        if "ephemeral" not in str(error):  # Prefect has no class of its own for a temporary server that does not come up
            raise
        what = "Prefects midlertidige tjener kom ikke i gang. Ingenting er gjort."
        step = (
            "Se at det er plass og lov å skrive der Prefect har sine filer (vanligvis mappen «prefect» i datamappen), og kjør på nytt. "
            "Hjelper det ikke, flytt mappen til side: Det som er gjort, står ikke der."
        )
        raise Stop([Problem("Prefect", what, step)]) from error


def _problem(error: Exception, done: bool) -> Problem:
    said = "Det som ble gjort, står under; Prefects side viser det ikke." if done else "Ingenting er gjort."
    response = getattr(error, "response", None)
    if response is None:
        step = "Ingenting trengs." if done else "Se at tjeneren i PREFECT_API_URL er i gang, eller ta variabelen bort, og kjør på nytt."
        return Problem("Prefect", f"Prefect svarer ikke. {said}", step)
    if response.status_code in (401, 403):
        step = "Sett PREFECT_API_AUTH_STRING til passordet («serve --show-password»), og PREFECT_API_URL til en adresse siden kjenner."
        return Problem("Prefect", f"Prefects tjener slipper ikke programmet inn ({response.status_code}). {said}", step)
    step = "Oftest er disken full der Prefect har sine filer (vanligvis mappen «prefect» i datamappen): Gi plass før neste runde."
    return Problem("Prefect", f"Prefects tjener svarer med feil ({response.status_code}). {said}", step)


# Ctrl-C and SIGTERM while rounds are at work: the letters in hand are finished and recorded, and the command says what to do next.

#: As shells have it: 128 and the number of the signal.
BY_SIGNAL = 128


class Asked(KeyboardInterrupt):
    """SIGTERM, as Ctrl-C."""


def unless_stopped(call: Callable[[], int], *, as_json: bool) -> int:
    """The exit status of `call`; 130 after Ctrl-C and 143 after SIGTERM, with what became of the round."""
    try:
        with signals_answered(_ask, signal.SIGTERM):
            return call()
    except KeyboardInterrupt as stop:
        tell_stopped([INTERRUPTED], as_json=as_json)
        return status(stop)


def status(stop: KeyboardInterrupt) -> int:
    """The exit status of a command that ends because of `stop`."""
    return BY_SIGNAL + (signal.SIGTERM if isinstance(stop, Asked) else signal.SIGINT)


def _ask(number: int, frame: FrameType | None) -> None:
    """Prefect answers SIGTERM itself while a flow runs, then calls who answered before: without this the process would die unheard."""
    raise Asked
