"""A real Prefect server of the tests' own."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tasks.settings.prefect_environment import prefect_environment
from tests.standins.certificates import Authority

#: Services that write down every task run and event for the page. Nobody opens a page on this server, and they are two thirds of
#: its work. The tests marked `served` start servers as they are.
FOR_THE_PAGE = ("TASK_RUN_RECORDER", "EVENT_PERSISTER", "TRIGGERS")
#: The name of Prefect's database in its home.
DATABASE = "prefect.db"


@contextmanager
def one_process_at_a_time(lock: Path) -> Iterator[None]:
    """Others that come to this file wait until the end of the block."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def migrated(folder: Path) -> Path:
    """Prefect's database as its first start makes it, before anything is in it; made once in `folder`, also for other processes.

    Its hundred migrations take a start four seconds of a core; a start on a copy has none left.
    """
    home = folder / "migrated"
    with one_process_at_a_time(home.with_suffix(".lock")):
        if not home.exists():
            half = home.with_suffix(".half")
            half.mkdir(exist_ok=True)
            plain = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
            environment = plain | prefect_environment(folder, plain) | {"PREFECT_HOME": str(half)}
            command = [sys.executable, "-m", "prefect", "server", "database", "upgrade", "-y"]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
            half.rename(home)
    return home / DATABASE


def its_environment() -> dict[str, str]:
    """Of a process that is to use the server that is `running`; else a command starts one of its own."""
    from prefect.settings import PREFECT_API_URL

    return os.environ | {"PREFECT_API_URL": str(PREFECT_API_URL.value())}


@contextmanager
def running(folder: Path, database: Path | None = None) -> Iterator[None]:
    """A server on this machine until the end of the block; Prefect's own files lie in `folder`.

    `database` is one that is `migrated`, to be copied; without it the server makes its own.
    """
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name, value in prefect_environment(folder, os.environ).items():
            monkeypatch.setenv(name, value)  # as the command sets it, before Prefect is imported
        # Each task that is called without a flow makes a client, and that reads all of the world's authorities for a server without TLS.
        # In the environment for processes to come, in the settings (below) for this one, which may have read them already.
        monkeypatch.setenv("PREFECT_API_SSL_CERT_FILE", (few := str(Authority(folder / "authority").file)))
        for service in FOR_THE_PAGE:
            monkeypatch.setenv(f"PREFECT_SERVER_SERVICES_{service}_ENABLED", "false")
        monkeypatch.setenv("PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW", "ignore")  # some tests carry a round out without a flow
        from prefect.settings import PREFECT_API_SSL_CERT_FILE, temporary_settings
        from prefect.testing import utilities

        def with_the_database() -> str:
            made = tempfile.mkdtemp()
            if database:
                shutil.copy(database, Path(made, "prefect-test.db"))  # the harness's own name for it
            return made

        monkeypatch.setattr(utilities, "mkdtemp", with_the_database)
        with utilities.prefect_test_harness(server_startup_timeout=180), temporary_settings({PREFECT_API_SSL_CERT_FILE: few}):
            yield
