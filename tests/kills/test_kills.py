"""Rounds killed at points and at any moment, and run again; `python -m tests.kills` does the same by the hundred (A1, A2, A5)."""

from collections.abc import Iterator
from random import Random

import pytest

from tests.kills.house import House, house
from tests.kills.killing import Kill
from tests.kills.points import ANY_MOMENT, POINTS, passed
from tests.kills.sweep import Sweep


@pytest.fixture(scope="module")
def place(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("kills")) as found:
        yield found


@pytest.fixture(scope="module")
def sweep(place: House) -> Sweep:
    return Sweep(place, seed=5)


def test_of_nine_kills_three_in_a_row_none_loses_a_letter_or_sends_one_twice(sweep: Sweep) -> None:
    before = sweep.found.kills.total()
    found = sweep.run(before + 9, in_a_row=3)
    assert not found.faults, "\n".join(found.faults)
    assert found.kills.total() >= before + 9
    assert found.images


@pytest.mark.parametrize(("rounds", "names"), [
    ("first", ("create-before late", "kept", "record-open")),
    ("first", ("create-after", "room-after", "end late")),
    ("changed", ("delete-after", "claim-after", "write-after")),
    ("changed", ("update-after", "end cut", "close-open")),
])  # fmt: skip
def test_the_worst_points_in_a_row_are_survived_by_a_ledger_that_was_copied_at_the_kill(sweep: Sweep, rounds: str, names: tuple[str, ...]) -> None:
    points = {f"{point.name} {point.way}".strip(): point for point in POINTS}
    kills = sweep.found.kills.total()
    sweep.trial(rounds, [Kill(points[name], image=True) for name in names])
    assert not sweep.found.faults, "\n".join(sweep.found.faults)
    assert sweep.found.kills.total() == kills + len(names)


def test_every_point_is_passed_by_one_of_the_rounds_that_are_killed() -> None:
    found = {point for rounds in ("first", "changed") for point, _ in passed(rounds, Random(1))}
    assert found == set(POINTS)
    assert len(found) >= 24
    assert ANY_MOMENT not in found
