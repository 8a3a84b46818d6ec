"""The line to Zoom: slow, silent, broken now and then, not to be trusted; and what it never lets through."""

import random
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tasks.circle.model.records import Outcome
from tasks.doors.zoom_room.client import Line
from tests.doors.zoom_room.zoom_office import NOW, Office, account, create, made, office
from tests.standins.certificates import Authority
from tests.standins.zoom_faults import Fault, cut_after, cut_before, hangs, html, refuses, too_fast

DONE, LATER, NOT_SENT = Outcome.DONE, Outcome.LATER, Outcome.NOT_SENT
INVALID = refuses(401, 124, "Invalid access token.")


@pytest.fixture(name="office")
def _office() -> Iterator[Office]:
    with office() as found:
        yield found


def test_a_slow_create_is_looked_for_and_not_repeated(office: Office) -> None:
    """Zoom makes the meeting long after we stopped listening; the next round finds it."""
    office.zoom.script("create", hangs(1.3))
    door = office.door(timeout=1)
    result = create(door)
    assert (result.outcome, office.zoom.rooms) == (LATER, [])
    assert "ikke i tide" in result.detail
    office.zoom.settle(1)
    made(door)
    assert (len(office.zoom.rooms), office.zoom.calls()["create"]) == (1, 1)


@pytest.mark.parametrize("seed", range(5))
def test_with_a_third_of_all_calls_failing_each_key_has_one_room_in_the_end_and_never_two(seed: int, office: Office) -> None:
    chance = random.Random(seed)
    faults = [Fault(), Fault(), Fault(), Fault(), cut_before(), cut_after(), html(500), html(201), too_fast(), INVALID]
    keys = {f"sirkel-{number}" for number in range(4)}
    done: set[str] = set()
    for _ in range(60):
        for kind in ("token", "list", "create"):
            office.zoom.script(kind, *chance.choices(faults, k=6))
        door = office.door()
        done |= {key for key in sorted(keys) if create(door, key).outcome is DONE and chance.random() < 0.8}  # else the round dies
        made_for = [room["agenda"].split("]")[0] for room in office.zoom.rooms]
        assert len(made_for) == len(set(made_for))
        office.zoom.clear_faults()
        office.later(timedelta(hours=4))
    assert done == keys
    assert len(office.zoom.rooms) == 4


def test_a_certificate_is_verified_and_an_authority_of_ones_own_can_be_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = Authority(tmp_path)
    with office(tls=authority.good().context()) as found:
        result = create(found.door())
        assert (result.outcome, found.zoom.exchanges) == (NOT_SENT, [])
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.file))
        made(found.door())


def test_a_silent_token_service_holds_nobody_up(office: Office) -> None:
    office.zoom.script("token", hangs(30))
    result = create(office.door(timeout=1))
    assert result.outcome is NOT_SENT
    assert "ingenting ble sendt" in result.detail


def test_a_round_with_many_rooms_does_not_wait_for_a_silent_zoom_at_each(office: Office) -> None:
    office.zoom.script("token", *[hangs(30)] * 9)
    door = office.door(timeout=1)
    began = time.monotonic()
    assert {create(door, f"sirkel-{number}").outcome for number in range(9)} == {NOT_SENT}
    assert time.monotonic() - began < 5
    assert office.zoom.calls()["token"] == 2
    office.zoom.clear_faults()
    office.later(timedelta(hours=4))
    made(door)


def test_short_waits_are_waited_and_long_ones_are_not(office: Office) -> None:
    office.zoom.script("create", too_fast(NOW + timedelta(seconds=9)))
    made(office.door())
    assert office.slept == [9.0]
    office.zoom.script("create", too_fast(office.zoom.clock() + timedelta(minutes=5)))
    assert create(office.door(), "moteplasser-2").outcome is LATER
    assert office.slept == [9.0]


def test_the_link_that_opens_a_meeting_as_its_host_is_not_even_kept_in_memory(office: Office) -> None:
    room = made(office.door())
    body = Line(account(office.zoom), office.zoom.clock, office.sleep).meeting("get", id=room.id).body
    assert "start_url" in office.zoom.rooms[0]
    assert "join_url" in body
    assert "start_url" not in body
