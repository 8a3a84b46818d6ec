"""A round of many circles: on one machine, on one with PostgreSQL, on two workers; and on two of which one is killed."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg

from flows.serving.dead_runs import AGAIN, DEAD
from tests.benchmarks.ground import PASSWORD
from tests.benchmarks.mail_server import MailServer, mail_server
from tests.doors.ledger.postgresql import Postgresql
from tests.scale.bystanders import Bystanders
from tests.scale.circles import AT, LINES, Circles, circles, seen
from tests.scale.machines import Machines

ROUND, WORKERS = "dagsrunde", ("en", "to")
#: Seconds for all the rounds, on a busy machine.
ROUNDS = 900
#: What is asked for: the first is a plain address, the second Prefect's own way to say the same.
LEDGER, PREFECT = "postgresql+psycopg", "postgresql+asyncpg"


@dataclass(frozen=True)
class Size:
    """How many circles, people in each, and seconds that the mail server takes for each reply."""

    circles: int
    people: int
    delay: float = 0.0


@dataclass(frozen=True)
class Trial:
    """`seconds` from the first run's start to the last one's end. Of a killed worker's run: seconds until it was noticed, and running again."""

    circles: int
    letters: int
    seconds: float
    faults: list[str]
    unknown: int = 0
    noticed: float = 0.0
    again: float = 0.0
    runs: int = 1


@contextmanager
def _ground(folder: Path, size: Size, ledger: str) -> Iterator[tuple[Circles, MailServer]]:
    folder.mkdir(parents=True)
    with mail_server(folder, PASSWORD, size.delay) as mail:
        yield circles(folder, size.circles, size.people, mail, ledger), mail


def one_machine(folder: Path, size: Size, postgresql: Postgresql | None = None) -> Trial:
    """`python -m flows serve` with SQLite, or with PostgreSQL for Prefect and for the ledger."""
    ledger = postgresql.url(postgresql.new_database()) if postgresql else "sqlite:///ledger.db"
    more = {"PREFECT_SERVER_DATABASE_CONNECTION_URL": _prefects(postgresql)} if postgresql else {}
    with _ground(folder, size, ledger) as (found, mail), Machines(folder) as machines:
        machines.served(found.config, **more)
        seconds = _round(machines)
    ledger = ledger if postgresql else f"sqlite:///{folder / 'data' / 'ledger.db'}"
    saw = seen(found, ledger, mail)
    return Trial(size.circles, saw.sent, seconds, saw.faults(found))


def several_machines(folder: Path, size: Size, postgresql: Postgresql) -> Trial:
    """Two workers, with PostgreSQL and Redis."""
    ledger = postgresql.url(postgresql.new_database())
    with _ground(folder, size, ledger) as (found, mail), Machines(folder) as machines:
        _two_workers(machines, found, postgresql)
        seconds = _round(machines)
        runs = len(machines.runs(AT))
    saw = seen(found, ledger, mail)
    return Trial(size.circles, saw.sent, seconds, saw.faults(found), runs=runs)


def one_killed(folder: Path, size: Size, postgresql: Postgresql, *, silence: float = 90, shared: bool = False) -> Trial:
    """The same, and one of the two machines goes away when a sixth of the letters is on its way.

    `silence`: seconds after which a run is taken for dead. `shared`: both have one data folder, and the dead one's lease is free at
    once; with a folder each it lasts a minute and a half.
    """
    database = postgresql.new_database()
    ledger = postgresql.url(database)
    with _ground(folder, size, ledger) as (found, mail), Machines(folder) as machines:
        _two_workers(machines, found, postgresql, silence=silence, data=folder / "data" if shared else None)
        bystanders = Bystanders(machines.ask)
        machines.begin(ROUND, at=AT)
        machines.wait(lambda: any(map(machines.at_work, WORKERS)))
        first = next(name for name in WORKERS if machines.at_work(name))
        machines.wait(lambda: _letters(postgresql, database) > found.letters // 6)
        machines.kill(first)
        killed = time.monotonic()
        machines.wait(lambda: _died(machines) or machines.all_ended(AT), seconds=ROUNDS)
        noticed = time.monotonic() - killed
        machines.wait(lambda: any(run["run_count"] > 1 for run in machines.runs(AT)) or machines.all_ended(AT), seconds=ROUNDS)
        again = time.monotonic() - killed
        machines.wait(lambda: machines.stay_ended(AT), seconds=ROUNDS)
        runs, seconds, disturbed = machines.runs(AT), _lasted(machines), bystanders.disturbed()
    saw = seen(found, ledger, mail)
    faults = saw.faults(found, LINES) + [f"{run['name']}: {run['state_name']}" for run in runs if run["state_type"] != "COMPLETED"] + disturbed
    return Trial(size.circles, saw.sent, seconds, faults, saw.unknown, noticed, again, len(runs))


def _two_workers(machines: Machines, found: Circles, postgresql: Postgresql, *, silence: float = 90, data: Path | None = None) -> None:
    machines.server(_prefects(postgresql))
    machines.deploy(found.config, ROUND, silence=silence)
    for name in WORKERS:
        machines.worker(name, found.config, data)
    machines.wait(lambda: len(machines.ask("work_pools/sirkel/workers/filter", {})) == 2)


def _letters(postgresql: Postgresql, database: str) -> int:
    """So many are on their way, or gone; 0 also before the first round has made the ledger's tables."""
    with suppress(psycopg.errors.UndefinedTable):
        return int(postgresql.ask("SELECT count(*) FROM letter", database)[0][0])
    return 0


def _prefects(postgresql: Postgresql) -> str:
    return postgresql.url(postgresql.new_database()).replace(LEDGER, PREFECT)


def _round(machines: Machines) -> float:
    machines.begin(ROUND, at=AT)
    machines.wait(lambda: machines.all_ended(AT), seconds=ROUNDS)
    return _lasted(machines)


def _lasted(machines: Machines) -> float:
    runs = machines.runs(AT)
    first, last = min(run["start_time"] for run in runs), max(run["end_time"] for run in runs)
    return (datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds()


def _died(machines: Machines) -> bool:
    return any(str(run["state"]["message"]).startswith((DEAD, AGAIN)) or run["run_count"] > 1 for run in machines.runs(AT))
