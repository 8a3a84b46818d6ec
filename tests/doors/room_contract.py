"""What every `Rooms` must do, whichever service is behind it. A subclass gives the fixture `rooms`."""

from datetime import UTC, datetime, timedelta

import pytest

from tasks.circle.model.records import Outcome, Room
from tasks.doors.ports import Rooms

START = datetime(2021, 5, 11, 7, 15, tzinfo=UTC)
END = datetime(2021, 5, 11, 9, 30, tzinfo=UTC)


class RoomContract:
    @pytest.fixture
    def rooms(self) -> Rooms:
        raise NotImplementedError

    def made(self, rooms: Rooms, key: str = "sirkel-1") -> Room:
        result = rooms.create(key, "Læringssirkel", START, END)
        assert result.outcome is Outcome.DONE
        assert result.room is not None
        return result.room

    def test_a_room_has_a_link_and_knows_what_it_was_told(self, rooms: Rooms) -> None:
        room = self.made(rooms)
        assert room.id
        assert room.link.startswith("https://")
        assert (room.topic, room.start, room.end) == ("Læringssirkel", START, END)

    def test_asking_twice_for_one_key_gives_one_room_r11(self, rooms: Rooms) -> None:
        assert self.made(rooms) == self.made(rooms)

    def test_two_keys_give_two_rooms(self, rooms: Rooms) -> None:
        assert self.made(rooms, "sirkel-1").id != self.made(rooms, "sirkel-2").id

    def test_a_moved_meeting_keeps_its_room_and_its_link_r8(self, rooms: Rooms) -> None:
        room = self.made(rooms)
        moved = rooms.update(room, "Nytt emne", START + timedelta(days=7), END + timedelta(days=7))
        assert moved.outcome is Outcome.DONE
        assert moved.room is not None
        assert (moved.room.id, moved.room.link) == (room.id, room.link)
        assert (moved.room.topic, moved.room.start) == ("Nytt emne", START + timedelta(days=7))

    def test_deleting_twice_is_done_both_times_r9(self, rooms: Rooms) -> None:
        room = self.made(rooms)
        assert rooms.delete(room).outcome is Outcome.DONE
        assert rooms.delete(room).outcome is Outcome.DONE

    def test_who_was_there_is_not_known_before_anybody_has_met(self, rooms: Rooms) -> None:
        assert rooms.attendance(self.made(rooms)).presences == ()
