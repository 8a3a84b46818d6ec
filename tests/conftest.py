"""What tests of several rooms share."""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import prefect_server as prefect
from tests.doors.ledger.postgresql import Postgresql, running
from tests.flows.served import Served
from tests.small_disk import SmallDisk, small_disk

# How long an example takes says more of the machine than of the program. «nightly» looks longer: HYPOTHESIS_PROFILE=nightly.
settings.register_profile("usual", deadline=None)
settings.register_profile("nightly", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))

# Without bytecode each worker, and each command that a test starts, would compile everything anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Collecting makes millions of objects that stay until the end: to look for rubbish among them again and again takes a tenth of a core's time.
gc.set_threshold(50_000, 20, 20)

# Whoever starts the tests in a shell's background has Ctrl-C ignored, and all processes inherit that; some tests press it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

#: As whoever started the tests has it.
UMASK = os.umask(0o022)
os.umask(UMASK)

#: The files that take longest, longest first: a long one that begins last keeps one worker at it when the others are done.
LONGEST = (
    "test_circle_of_2021.py", "test_every_case.py", "test_other_users.py", "test_odd_replies.py", "test_in_a_browser.py",
    "test_rounds_bad_mail.py", "test_confirmed_sign_up.py", "test_rounds.py", "test_hostile_mail.py",
    "test_living_circle.py", "test_kills.py", "test_focus_evaluation.py", "test_all_silent.py", "test_old_links.py", "test_hostile.py",
    "test_kept_whole.py", "test_connections.py", "test_plans.py", "test_command_outside.py", "test_real_doors.py",
    "test_prefect_taken_over.py", "test_wrong_clocks.py", "test_workbook_bounds.py", "test_ledger_migrations.py", "test_lost_memory.py",
    "test_signals.py", "test_two_at_once.py", "test_many_people.py", "test_html_is_valid.py", "test_page_guard.py", "test_second_circle.py",
    "test_disk_and_clock.py", "test_ledger_load.py", "test_bad_day.py", "test_told_when_it_stops.py", "test_pages_endure.py",
    "test_rehearsal_by_pages.py", "test_killed_and_asleep.py", "test_coordinator_walk.py", "test_several_machines.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Within a file, and among the other files, the order stays."""
    order = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.name, len(order)))


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def environment_given_back() -> Iterator[None]:
    """The command sets what it was told for all that it starts; the next test is to find none of it."""
    before = _told()
    yield
    for name in _told():
        del os.environ[name]
    os.environ |= before


@pytest.fixture(autouse=True)
def umask_given_back() -> Iterator[None]:
    """The command also says for the rest of its process that new files are its user's alone."""
    os.umask(UMASK)
    yield
    os.umask(UMASK)


def _told() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith(("SIRKEL_", "PREFECT_"))}


@pytest.fixture(scope="session")
def of_all_processes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of these tests share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def prefect_database(of_all_processes: Path) -> Path:
    """Prefect's database before anything is in it, to be copied: quicker than making its tables anew."""
    return prefect.migrated(of_all_processes)


@pytest.fixture(scope="session")
def prefect_server(prefect_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One Prefect server for all tests whose rounds need one, started when the first does."""
    with prefect.running(tmp_path_factory.mktemp("prefect"), prefect_database):
        yield


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Postgresql]:
    """One PostgreSQL for all tests that want one, started when the first does."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def ledger_template(postgresql: Postgresql) -> str:
    """The name of a database with the ledger's tables, to be copied: quicker than making them anew."""
    from tasks.doors.ledger.ledger import SqlLedger

    name = postgresql.new_database()
    SqlLedger(postgresql.url(name)).close()
    return name


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A disk of its own that can be filled."""
    with small_disk(tmp_path / "disk") as made:
        yield made


@pytest.fixture(scope="module")
def served(prefect_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """All of `serve`, started once for the tests of a file."""
    found = Served(tmp_path_factory.mktemp("served"), prefect_database)
    try:
        found.start()
        yield found
    finally:
        found.kill()
