"""Two workers with PostgreSQL and Redis, started as FLERE_MASKINER.md says; one of them is killed in the middle of a round."""

import os
from pathlib import Path

import pytest

from tests.scale.debian_postgresql import running
from tests.scale.machines import lacking
from tests.scale.trials import Size, one_killed

pytestmark = pytest.mark.served


@pytest.mark.timeout(600)
def test_when_one_of_two_workers_is_killed_each_circles_round_ends_and_nobody_gets_a_letter_twice(tmp_path: Path) -> None:
    if reason := lacking():
        assert "CI" not in os.environ, f"several machines are required here: {reason}"
        pytest.skip(reason)
    with running() as postgresql:
        found = one_killed(tmp_path / "scale", Size(circles=12, people=5, delay=0.02), postgresql, silence=12, shared=True)
    assert found.faults == []
    assert found.noticed
    assert found.runs == 2  # a share for each worker, and the dead one's was run again, not made anew
