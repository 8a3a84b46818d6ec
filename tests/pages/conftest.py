"""The pages of one circle, fresh for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.pages import open_pages, refusing
from tasks.pages.limits import Limit
from tests.pages.served import Served, served


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    for module, name in ((refusing, "SENT"), (refusing, "WRONG"), (open_pages, "FROM_ONE"), (open_pages, "FROM_ALL")):
        usual: Limit = getattr(module, name)
        monkeypatch.setattr(module, name, Limit(usual.number, usual.seconds))
    with served(tmp_path) as found:
        yield found
