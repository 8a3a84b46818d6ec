"""The Zoom door against a stand-in that speaks Zoom's API; the client is the real zoomus, nothing is patched."""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from tasks.circle.model.records import Outcome
from tasks.doors.ports import Rooms
from tests.doors.room_contract import END, START, RoomContract
from tests.doors.zoom_room.zoom_office import KEY, NOW, TOPIC, Office, create, made, office
from tests.standins.zoom import HOST
from tests.standins.zoom_faults import cut_before


@pytest.fixture(name="office")
def _office() -> Iterator[Office]:
    with office() as found:
        yield found


class TestZoomRoom(RoomContract):
    @pytest.fixture
    def rooms(self, office: Office) -> Rooms:
        return office.door()


def sent(office: Office, kind: str) -> Any:
    return json.loads(next(each["req_body"] for each in reversed(office.zoom.exchanges) if each["kind"] == kind))


def test_zoom_is_told_the_time_in_utc_and_shows_it_in_the_circles_zone(office: Office) -> None:
    made(office.door())
    told = sent(office, "create")
    assert (told["start_time"], told["duration"], told["timezone"]) == ("2021-05-11T07:15:00Z", 135, "Europe/Oslo")
    assert told["agenda"].startswith(f"[{KEY}]")


def test_nothing_is_recorded_and_nobody_comes_in_alone_unless_it_is_configured(office: Office) -> None:
    made(office.door())
    settings = sent(office, "create")["settings"]
    assert (settings["auto_recording"], settings["waiting_room"], settings["join_before_host"]) == ("none", True, False)
    assert "alternative_hosts" not in settings
    assert settings["use_pmi"] is False


def test_configured_hosts_recording_and_open_door_reach_zoom(office: Office) -> None:
    others = ("anders@example.org", "marianne@example.org")
    made(office.door(alternative_hosts=others, recording="cloud", waiting_room=False))
    settings = sent(office, "create")["settings"]
    assert settings["alternative_hosts"] == "anders@example.org;marianne@example.org"
    assert (settings["auto_recording"], settings["waiting_room"]) == ("cloud", False)
    assert (settings["join_before_host"], settings["jbh_time"]) == (True, 15)


def test_a_round_lists_once_and_then_calls_once_for_each_change(office: Office) -> None:
    door = office.door()
    rooms = [made(door, f"moteplasser-{number}", number) for number in range(5)]
    assert office.calls() == {"create": 5, "list": 1}
    office.later(timedelta(hours=4))
    for room in rooms[:2]:
        assert door.update(room, "Nytt emne", room.start, room.end).outcome is Outcome.DONE
    assert door.update(rooms[2], rooms[2].topic, rooms[2].start, rooms[2].end).outcome is Outcome.DONE
    door.delete(rooms[3])
    made(door, "moteplasser-6", 9)
    assert office.calls() == {"create": 1, "delete": 1, "list": 1, "update": 2}


def test_only_what_changed_is_told(office: Office) -> None:
    door = office.door()
    room = made(door)
    door.update(room, TOPIC, START, END + timedelta(minutes=15))
    assert sent(office, "update").keys() - {"id"} == {"duration"}
    door.update(room, "Om klima", START, END)
    assert sent(office, "update").keys() - {"id"} == {"topic"}
    door.update(room, TOPIC, START + timedelta(days=1), END + timedelta(days=1))
    assert sent(office, "update").keys() - {"id"} == {"start_time", "timezone"}
    assert office.zoom.rooms[0]["start_time"] == "2021-05-12T07:15:00Z"


def test_a_room_that_a_dead_round_made_is_found_and_brought_up_to_date(office: Office) -> None:
    first = made(office.door())
    office.calls()
    found = office.door().create(KEY, "Nytt emne", START + timedelta(days=7), END + timedelta(days=7)).room
    assert found is not None
    assert (found.id, found.link, found.topic) == (first.id, first.link, "Nytt emne")
    assert office.zoom.rooms[0]["start_time"] == "2021-05-18T07:15:00Z"
    assert office.calls() == {"list": 1, "update": 1}


def test_a_room_is_found_behind_hundreds_of_others(office: Office) -> None:
    door = office.door()
    room = made(door)
    for number in range(650):
        office.zoom.meetings.used.clear()
        office.zoom.meetings.create(HOST, {"topic": f"Et annet {number}", "agenda": "Ikke vårt", "start_time": "2021-06-01T07:00:00Z"})
    oldest = office.zoom.meetings.rooms.pop(int(room.id))
    office.zoom.meetings.rooms[int(room.id)] = oldest  # last in the list
    office.calls()
    assert made(office.door()).id == room.id
    assert office.calls() == {"list": 3}


def test_a_meeting_is_not_mistaken_for_one_whose_number_begins_alike(office: Office) -> None:
    door = office.door()
    assert made(door, "moteplasser-10").id != made(door, "moteplasser-1").id
    assert made(office.door(), "moteplasser-1").id == made(door, "moteplasser-1").id


def test_a_very_long_key_is_found_again_although_the_list_cuts_the_agenda(office: Office) -> None:
    key = "en-sirkel-med-et-svaert-langt-navn-" * 8
    assert made(office.door(), f"{key}1").id == made(office.door(), f"{key}1").id != made(office.door(), f"{key}2").id


def test_a_room_somebody_deleted_in_zoom_is_made_anew_once(office: Office) -> None:
    door = office.door()
    room = made(door)
    office.zoom.meetings.delete(room.id)
    new = door.update(room, "Nytt emne", START, END).room
    again = office.door().update(room, "Nytt emne", START, END).room  # the round died before it could write the new room down
    assert new is not None
    assert new == again
    assert new.id != room.id
    assert len(office.zoom.rooms) == 1


def test_a_link_without_its_password_gets_it_also_when_the_room_is_found_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    create_ = office.zoom.meetings.create

    def without(user: str, wish: Mapping[str, Any]) -> dict[str, Any]:
        room = create_(user, wish)
        room["join_url"] = room["join_url"].partition("?")[0]
        return room

    monkeypatch.setattr(office.zoom.meetings, "create", without)
    room = made(office.door())
    assert room.link.endswith("?pwd=" + office.zoom.rooms[0]["encrypted_password"])
    assert made(office.door()).link == room.link


def test_a_date_in_the_past_never_reaches_zoom(office: Office) -> None:
    """Zoom would make the meeting now (create), or say yes and do nothing (update)."""
    door = office.door()
    room = made(door)
    office.calls()
    yesterday = NOW - timedelta(days=1)
    for result in (door.create("x", TOPIC, yesterday, NOW), door.update(room, TOPIC, yesterday, NOW)):
        assert result.outcome is Outcome.REJECTED
        assert "fortiden" in result.detail
    assert office.calls() == {}


def test_the_token_is_kept_for_55_minutes_and_then_fetched_anew(office: Office) -> None:
    door = office.door()
    made(door)
    office.later(timedelta(minutes=54))
    made(door, "moteplasser-2")
    assert office.zoom.calls()["token"] == 1
    office.later(timedelta(minutes=2))
    made(door, "moteplasser-3")
    assert office.zoom.calls()["token"] == 2


def test_a_token_that_another_program_ended_is_fetched_anew_once(office: Office) -> None:
    door = office.door()
    made(door)
    office.zoom.tokens[-1].value = "somebody else's"
    office.calls()
    made(door, "moteplasser-2")
    assert office.zoom.calls() == {"create": 2, "token": 1}


def test_threads_that_find_the_token_ended_fetch_one_new_together(office: Office) -> None:
    door = office.door()
    rooms = [made(door, f"sirkel-{number}") for number in range(4)]
    office.zoom.tokens[-1].value = "somebody else's"
    with ThreadPoolExecutor(4) as pool:
        outcomes = set(pool.map(lambda room: office.door(recording=f"cloud{room.id}").delete(room).outcome, rooms))
    assert outcomes == {Outcome.DONE}
    assert office.zoom.calls()["token"] == 2


def test_doors_of_several_circles_share_one_token(office: Office) -> None:
    for number in range(3):
        made(office.door(waiting_room=bool(number)), f"sirkel-{number}")
    assert office.zoom.calls()["token"] == 1


def test_threads_do_not_make_two_rooms_nor_end_each_others_token(office: Office) -> None:
    door, other = office.door(), office.door(recording="cloud")
    with ThreadPoolExecutor(4) as pool:
        same = list(pool.map(partial(made, door), ["moteplasser-1"] * 4))
        list(pool.map(lambda number: made((door, other)[number % 2], f"sirkel-{number}"), range(8)))
    assert len({room.id for room in same}) == 1
    assert len(office.zoom.rooms) == 9
    assert office.zoom.calls()["token"] == 1


def test_what_the_list_said_is_not_believed_after_a_pause(office: Office) -> None:
    door = office.door()
    made(door)
    office.zoom.meetings.delete(str(office.zoom.rooms[0]["id"]))
    office.later(timedelta(minutes=10))
    made(door)
    assert len(office.zoom.rooms) == 1


def test_check_asks_and_changes_nothing(office: Office) -> None:
    result = office.door().check()
    assert result.outcome is Outcome.DONE
    assert "kjenner verten" in result.detail
    assert office.calls() == {"list": 1}


def test_check_names_the_scopes_that_the_app_lacks(office: Office) -> None:
    office.zoom.scopes -= {"meeting:write:meeting:admin", "meeting:delete:meeting:admin"}
    result = office.door().check()
    assert result.outcome is Outcome.REJECTED
    assert "meeting:write:meeting:admin, meeting:delete:meeting:admin" in result.detail


def test_a_host_that_looks_like_a_path_stays_a_host(office: Office) -> None:
    assert create(office.door(host="a/../../x")).outcome is Outcome.REJECTED
    assert all(each["path"].startswith("/v2/users/a%2F..%2F..%2Fx/meetings") for each in office.zoom.exchanges if each["kind"] != "token")


def test_deleting_over_a_line_that_breaks_is_done_in_the_end(office: Office) -> None:
    door = office.door()
    room = made(door)
    office.zoom.script("delete", cut_before())
    assert door.delete(room).outcome is Outcome.DONE
    assert office.zoom.rooms == []


def test_the_day_is_the_circles_also_in_winter_time(office: Office) -> None:
    start = datetime(2021, 11, 9, 8, 15, tzinfo=UTC)
    office.door().create(KEY, TOPIC, start, start + timedelta(minutes=135))
    assert sent(office, "create")["start_time"] == "2021-11-09T08:15:00Z"
