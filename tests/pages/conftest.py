"""The pages of one circle, fresh for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.pages import form_request as refusing
from tasks.pages import public as open_pages
from tasks.pages.limits import Limit
from tests.flows.office import Office
from tests.pages.served import Served, in_september, served


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A circle to be copied: quicker than living its spring and summer for each test."""
    return in_september(tmp_path_factory.mktemp("made"))


@pytest.fixture
def site(made: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    for module, name in ((refusing, "SENT"), (refusing, "WRONG"), (open_pages, "CONFIRMED"), (open_pages, "CALLED")):
        usual: Limit = getattr(module, name)
        monkeypatch.setattr(module, name, Limit(usual.number, usual.seconds))
    with served(made, tmp_path) as found:
        yield found
