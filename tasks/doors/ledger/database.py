"""Opening the ledger: the file is looked at, the connection set up, the tables brought up to date."""

import os
from contextlib import suppress
from pathlib import Path
from threading import Lock

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, OperationalError

from tasks.circle.model.errors import Problem, Stop, reason
from tasks.doors.ledger.faults import BUSY_MILLISECONDS, Identity, explained, identity, look_at, must_be_the_same
from tasks.doors.ledger.postgresql import connecting, set_up_server
from tasks.doors.ledger.tables import REVISIONS, VERSION_TABLE, metadata, version

#: Any number that no other program takes advisory locks with; two processes must not migrate one database at once.
MIGRATION_LOCK = 20_210_511
#: Alembic keeps in the module what it works on: circles of one process that open their ledgers at once take turns.
_TURN = Lock()


def open_engine(url: str) -> tuple[Engine, str]:
    """An engine on an up-to-date ledger, made when there is none, and what to call it in a `Problem` (a path; never a password).

    Raises `Stop` when it can't be used, when it is not a ledger, or when a newer version of the program wrote it.
    """
    engine, where = engine_of(url)
    file = file_of(engine.url)
    if file:
        look_at(file)
        if not file.exists():
            _make(file, engine.url)
    set_up(engine, where)
    return engine, where


def engine_of(url: str) -> tuple[Engine, str]:
    """The same with nothing opened, looked at or made yet. Raises `Stop` when the address can't be used."""
    try:
        parsed = make_url(url)
        # Parameters hold what people answered: never in a log.
        return create_engine(parsed, hide_parameters=True, **connecting(parsed, BUSY_MILLISECONDS)), name_of(parsed)
    except (ArgumentError, ImportError) as error:
        step = "Skriv sqlite:///mappe/fil.db, eller en annen adresse SQLAlchemy forstår, og installer driveren den trenger."
        raise Stop([Problem("doors.toml, [ledger] url", "Adressen til minnet kan ikke brukes.", step)]) from error


def set_up(engine: Engine, where: str) -> None:
    """Raises `Stop`, and lets go of the engine, when the ledger can't be used."""
    if engine.dialect.name == "sqlite":
        _set_up_sqlite(engine)
    else:
        set_up_server(engine)
    try:
        with explained(where):
            _bring_up_to_date(engine, where)
    except Stop:
        engine.dispose()
        raise


def _make(file: Path, url: URL) -> None:
    """A new ledger, there whole or not at all: an empty file that a kill left behind would be taken for one that lost its content.

    Of two processes that make it at once one is first, and both use its.
    """
    draft = file.with_name(f"{file.name}.{os.urandom(8).hex()}")
    engine = create_engine(url.set(database=str(draft)), hide_parameters=True)
    try:
        set_up(engine, str(file))
        engine.dispose()  # the last to leave writes all of it into the file itself
        with suppress(FileExistsError):
            os.link(draft, file)
        _sync_folder(file.parent)
    except OSError as error:
        step = "Se at det er plass, og at programmet har lov til å skrive i mappen, eller sett SIRKEL_DATA til en annen mappe."
        raise Stop([Problem(str(file), f"Minnet kan ikke lages: {reason(error)}.", step)]) from error
    finally:
        for path in (draft, draft.with_name(f"{draft.name}-wal"), draft.with_name(f"{draft.name}-shm")):
            path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Else a power cut may take the file's name, and with it all that was claimed."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def file_of(url: URL) -> Path | None:
    """Where the ledger's file lies; None for a database on a server or in memory."""
    name = url.database or ""
    return Path(name) if url.get_backend_name() == "sqlite" and name and not name.startswith((":memory:", "file:")) else None


def name_of(url: URL) -> str:
    """What to call the ledger in a `Problem`: its path, or the server and database; never a password, wherever it stands in `url`."""
    return str(file_of(url) or url.set(query={}).render_as_string(hide_password=True))


def _set_up_sqlite(engine: Engine) -> None:
    file, opened = file_of(engine.url), list[Identity]()

    @event.listens_for(engine, "do_connect")
    def connecting_to(*_: object) -> None:
        if file and opened:  # SQLite would make an empty one in the place of a file that is gone
            must_be_the_same(file, opened[0])

    @event.listens_for(engine, "connect")
    def connected(connection: DBAPIConnection, _: object) -> None:
        if file and not opened:
            opened.append(identity(file))
        connection.isolation_level = None  # the driver would begin by itself, too late and without IMMEDIATE
        # secure_delete: what was deleted is overwritten where it stood, for more than SQLite can read a file.
        # FULL: in WAL mode NORMAL may lose the last commits at a power cut, and a claim must outlive it before DATA goes out.
        wait = () if "timeout" in engine.url.query else (f"busy_timeout={BUSY_MILLISECONDS}",)
        for setting in (*wait, "foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
            connection.cursor().execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        if file:  # two millionths of a second: what is written to a file that lost its name would be lost with it
            must_be_the_same(file, opened[0])
        # A reader that turns writer midway fails at once when another wrote between: writers say so from the start.
        if how := connection.get_execution_options().get("begin", "BEGIN"):
            # The driver itself: by way of SQLAlchemy this would take a sixth of what a letter's claim takes.
            connection.connection.driver_connection.execute(how)  # type: ignore[union-attr]


def _bring_up_to_date(engine: Engine, where: str) -> None:
    """Compare the stamped revision first: a new or up-to-date ledger opens without Alembic."""
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        revision = revision_of(connection, where)
    if sqlite:
        # Not before the file is known to be ours, for it changes the file; SQLite wants it outside a transaction, and does not wait
        # for another that is about the same: that one's will do, and what is really wrong shows in the next line.
        with suppress(OperationalError), engine.execution_options(begin="").connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    with engine.execution_options(begin="BEGIN IMMEDIATE").begin() as connection:  # also finds out that nothing can be written here
        if revision != REVISIONS[-1]:
            bring_forward(connection, where)


def bring_forward(connection: Connection, where: str) -> None:
    """All in the transaction of `connection`; nothing to do when another process just did it.

    A new ledger is made as it is today, and stamped (Alembic's cookbook, «Building an Up to Date Database from Scratch»).
    """
    if connection.dialect.name != "sqlite":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
    if revision_of(connection, where) is not None:
        _migrate(connection)
        return
    metadata.create_all(connection, checkfirst=False)
    version.create(connection, checkfirst=True)
    connection.execute(version.insert().values(version_num=REVISIONS[-1]))


def revision_of(connection: Connection, where: str) -> str | None:
    """The revision stamped on the database, None for an empty one. Raises `Stop` when it is no ledger, or a newer one."""
    if connection.dialect.has_table(connection, VERSION_TABLE):
        revision = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar()  # noqa: S608 - a constant
        if revision is not None and revision not in REVISIONS:
            step = "Bruk den nyeste versjonen av programmet, eller legg inn kopien fra før oppgraderingen. Filen er ikke rørt."
            raise Stop([Problem(where, f"Minnet er skrevet av en nyere versjon av programmet ({revision}).", step)])
        return revision
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar():
        step = "Gi minnet et annet navn i doors.toml, [ledger] url. Filen er ikke rørt."
        raise Stop([Problem(where, "Filen er en database, men hører til et annet program.", step)])
    return None


def _migrate(connection: Connection) -> None:
    """Run the revisions that are missing."""
    # Alembic takes longer to import (0.2 s) than everything else here together, and is needed when a new version of the program comes.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _TURN:
        command.upgrade(config, "head")
