"""A real Prefect server of the tests' own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tasks.settings import prefect_environment


@contextmanager
def running(folder: Path) -> Iterator[None]:
    """A server on this machine until the end of the block; Prefect's own files lie in `folder`."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name, value in prefect_environment(folder, os.environ).items():
            monkeypatch.setenv(name, value)  # as the command sets it, before Prefect is imported
        monkeypatch.setenv("PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW", "ignore")  # some tests carry a round out without a flow
        from prefect.testing.utilities import prefect_test_harness

        with prefect_test_harness(server_startup_timeout=180):
            yield
