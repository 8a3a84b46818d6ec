"""What the tests of a batch share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.context import forget_doors
from tests.round.office import Office
from tests.standins.smtp import SmtpServer


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with SmtpServer() as server:
        office = Office(tmp_path, server)
        yield office
        forget_doors(office.ref)
