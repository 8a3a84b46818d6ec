"""What the lives of a circle begin with."""

from pathlib import Path

import pytest

from tasks.context import CircleRef, context_of, forget_doors
from tests.flows.outside import CIRCLE, ROOT


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an empty ledger: making its tables takes longer than a life."""
    folder = tmp_path_factory.mktemp("template") / "data"
    ref = CircleRef(str(ROOT / "config"), str(folder), CIRCLE, rehearsal=True)
    context_of(ref)
    forget_doors(ref)
    return folder
