"""A real Prefect server of the tests' own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tasks.settings import prefect_environment

#: Services that write down every task run and event for the page. Nobody opens a page on this server, and they are two thirds of
#: its work. The tests marked `served` start servers as they are.
FOR_THE_PAGE = ("TASK_RUN_RECORDER", "EVENT_PERSISTER", "TRIGGERS")


@contextmanager
def running(folder: Path) -> Iterator[None]:
    """A server on this machine until the end of the block; Prefect's own files lie in `folder`."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name, value in prefect_environment(folder, os.environ).items():
            monkeypatch.setenv(name, value)  # as the command sets it, before Prefect is imported
        for service in FOR_THE_PAGE:
            monkeypatch.setenv(f"PREFECT_SERVER_SERVICES_{service}_ENABLED", "false")
        monkeypatch.setenv("PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW", "ignore")  # some tests carry a round out without a flow
        from prefect.testing.utilities import prefect_test_harness

        with prefect_test_harness(server_startup_timeout=180):
            yield
