from dataclasses import replace

import pytest

from tasks.doors.fixed_room import FixedRoom
from tasks.doors.ports import Rooms
from tests.doors.room_contract import END, START, RoomContract


class TestFixedRoom(RoomContract):
    @pytest.fixture
    def rooms(self) -> Rooms:
        return FixedRoom("https://video.example.org/sirkel")

    def test_a_link_changed_in_the_configuration_reaches_rooms_made_before(self, rooms: Rooms) -> None:
        room = replace(self.made(rooms), link="https://video.example.org/gammel")
        updated = rooms.update(room, room.topic, START, END).room
        assert updated is not None
        assert updated.link == "https://video.example.org/sirkel"
