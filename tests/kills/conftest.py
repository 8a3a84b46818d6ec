"""What the lives of a circle begin with."""

from pathlib import Path

import pytest

from tests.kills.living_circle import empty_ledger


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an empty ledger: making its tables takes longer than a life."""
    return empty_ledger(tmp_path_factory.mktemp("template") / "data")
