"""Why a ledger can't be used, in words for the person who can mend it (R23): damaged, read-only, locked, full, away."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from tasks.circle.model.errors import Problem, Stop, reason
from tasks.doors.ledger.postgresql import fault_of_server

#: How long to wait for another writer, milliseconds. Every write of ours takes some; a migration may take seconds.
BUSY_MILLISECONDS = 20_000

#: Device and number of a file.
Identity = tuple[int, int] | None

_RESTORE = (
    "Filen er ikke rørt. Flytt den til side sammen med filene som ender på -wal og -shm, og legg inn siste sikkerhetskopi. "
    "Uten kopi: redd det som kan leses, med «sqlite3 FILEN .recover | sqlite3 NY-FIL». "
    "Ikke start med et tomt minne midt i en sirkel: da går brev ut på nytt."
)
#: What a fault of SQLite (https://www.sqlite.org/rescode.html) means to whoever runs the program, and what to do.
_FAULTS = {
    sqlite3.SQLITE_NOTADB: ("Filen er ikke en database; den er skadd eller skrevet over.", _RESTORE),
    sqlite3.SQLITE_CORRUPT: ("Databasen er skadd.", _RESTORE),
    sqlite3.SQLITE_CANTOPEN: (
        "Filen kan ikke åpnes eller lages.",
        "Se at mappen finnes, og at brukeren som kjører programmet, har lov til å lese og skrive i den.",
    ),
    sqlite3.SQLITE_READONLY: (
        "Filen eller mappen kan bare leses, og programmet må kunne skrive i begge.",
        "Gi brukeren som kjører programmet, lov til å skrive i mappen, eller sett SIRKEL_DATA til en annen mappe.",
    ),
    sqlite3.SQLITE_PERM: ("Programmet har ikke lov til å bruke filen.", "Gi brukeren som kjører programmet, tilgang til filen."),
    sqlite3.SQLITE_BUSY: (
        "Et annet program har holdt filen låst for lenge.",
        "Lukk programmet som har den åpen (en databaseviser, en sikkerhetskopi), og kjør på nytt.",
    ),
    sqlite3.SQLITE_FULL: ("Disken er full.", "Gi plass og kjør på nytt; det som var skrevet, er trygt."),
    sqlite3.SQLITE_IOERR: ("Disken svarer med feil.", "Se etter feil på disken, ta en kopi av filen, og kjør på nytt."),
}


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Turn a database that can't be used into `Stop`. Faults of our own (a wrong query) stay what they are."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        fault = _fault(error)
        if fault is None:
            raise
        raise Stop([Problem(where, *fault)]) from error


def _fault(error: DBAPIError | sqlite3.Error) -> tuple[str, str] | None:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        # The driver's own errors carry no code: text that is no UTF-8, which only a damaged file has.
        code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        return None if isinstance(cause, sqlite3.ProgrammingError) else _FAULTS.get(code & 0xFF)
    if known := fault_of_server(cause):
        return known
    if isinstance(error, OperationalError | InterfaceError):
        step = "Se at den er i gang og at [ledger] url i doors.toml stemmer («createdb NAVN» lager en base), og kjør på nytt."
        first_line = str(error.orig).strip().partition("\n")[0].rstrip(".")
        return f"Databasen svarer ikke som den skal: {first_line}.", step
    return None


def look_at(file: Path) -> None:
    """Make the folder; stop at what SQLite would take for an empty database, open for reading only, or describe badly."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fault = fault_of(file) if file.exists() else None
    except OSError as error:
        step = "Se at mappen kan lages og skrives i, eller sett SIRKEL_DATA til en annen mappe."
        fault = (f"Mappen til minnet kan ikke brukes: {reason(error)}.", step)
    if fault:
        raise Stop([Problem(str(file), *fault)])


def identity(file: Path) -> Identity:
    """Which file it is, whatever its name; None when it is gone."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def must_be_the_same(file: Path, opened: Identity) -> None:
    """Raises `Stop` when the file was moved, deleted or replaced since it was opened."""
    if identity(file) != opened:
        what = "Filen er flyttet, slettet eller byttet ut mens programmet hadde den åpen. Ingenting mer er skrevet."
        step = "Legg filen tilbake, eller start programmet på nytt hvis den nye er riktig. Ikke start med et tomt minne midt i en sirkel."
        raise Stop([Problem(str(file), what, step)])


def fault_of(file: Path) -> tuple[str, str] | None:
    if file.is_dir():
        return "Her ligger en mappe; det skulle vært en fil.", "Flytt mappen, eller gi minnet et annet navn i doors.toml, [ledger] url."
    if not os.access(file, os.R_OK | os.W_OK):  # SQLite would open it all the same, and quietly not begin to write
        return _FAULTS[sqlite3.SQLITE_READONLY]
    if not _gets_content(file):
        return "Filen er tom.", f"Har sirkelen aldri kjørt, kan den tomme filen slettes. {_RESTORE}"
    return None


def _gets_content(file: Path) -> bool:
    """A ledger that another process makes right now is empty for some milliseconds; one that stays so has lost its content."""
    for _ in range(20):
        if file.stat().st_size:
            return True
        time.sleep(0.05)
    return False
