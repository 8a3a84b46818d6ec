"""All cases of bad input are gone through once; `nightly` is a profile of hypothesis that tries fifty times as much."""

from collections.abc import Mapping

import pytest
from hypothesis import settings

from tests.bad_input.desk import Seen
from tests.bad_input.every_case import everything_seen

#: `pytest tests/bad_input --hypothesis-profile nightly`
settings.register_profile("nightly", max_examples=5000, deadline=None)


@pytest.fixture(scope="session")
def seen(prefect_server: None) -> Mapping[str, Seen]:
    """What each case came to."""
    return everything_seen()
