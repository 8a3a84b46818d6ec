"""Who was there: one line a person, visits joined, later rather than wrong."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tasks.circle.model.records import Outcome, Room
from tasks.circle.people.attendance import Presence
from tasks.doors.ports import Attendance
from tests.doors.room_contract import END, START
from tests.doors.zoom_room.zoom_office import Office, made, office
from tests.standins.zoom_faults import Fault, html, refuses
from tests.standins.zoom_meetings import Visit

HOUR = timedelta(hours=1)


@pytest.fixture(name="office")
def _office() -> Iterator[Office]:
    with office() as found:
        yield found


@pytest.fixture
def room(office: Office) -> Room:
    found = made(office.door())
    office.zoom.now = END + HOUR
    return found


def visit(name: str, address: str, begin: int, end: int, *, waiting: bool = False) -> Visit:
    """`begin` and `end` are minutes after the meeting's start."""
    return Visit(name, address, START + timedelta(minutes=begin), START + timedelta(minutes=end), waiting)


KARI, OLA = visit("Kari Nordmann", "kari@example.org", 0, 135), visit("Ola", "", 5, 100)


def there(office: Office, room: Room) -> Attendance:
    return office.door().attendance(room)


def test_visits_of_one_person_are_joined_and_overlaps_count_once(office: Office, room: Room) -> None:
    office.zoom.hold(room.id, [KARI, visit("Ola", "", 0, 30), visit("Ola", "", 20, 50), visit("OLA", "", 60, 70), visit("Ola", "", 62, 65)])
    found = there(office, room)
    assert found.outcome is Outcome.DONE
    assert found.presences == (Presence("Kari Nordmann", "kari@example.org", 135), Presence("Ola", "", 60))


def test_a_second_device_without_an_address_is_the_same_person(office: Office, room: Room) -> None:
    office.zoom.hold(room.id, [visit("Kari Nordmann", "", 0, 20), visit("Kari Nordmann", "kari@example.org", 10, 40), OLA])
    assert there(office, room).presences == (Presence("Kari Nordmann", "kari@example.org", 40), Presence("Ola", "", 95))


def test_one_address_is_one_person_whatever_names_are_shown(office: Office, room: Room) -> None:
    office.zoom.hold(room.id, [KARI, visit("Ola", "ola@example.org", 0, 10), visit("Ola H.", "OLA@example.org", 20, 30)])
    assert [presence.minutes for presence in there(office, room).presences] == [135, 20]


def test_minutes_are_whole_and_a_guest_who_looked_in_was_there_for_none(office: Office, room: Room) -> None:
    office.zoom.hold(room.id, [KARI, Visit("Per", "", START, START + timedelta(seconds=59))])
    assert there(office, room).presences[1].minutes == 0


def test_who_was_never_let_in_was_not_there(office: Office, room: Room) -> None:
    office.zoom.hold(room.id, [KARI, OLA, visit("Ukjent", "", 0, 9, waiting=True)])
    assert [presence.name for presence in there(office, room).presences] == ["Kari Nordmann", "Ola"]


def test_all_pages_are_read(office: Office, room: Room) -> None:
    office.zoom.hold(room.id, [visit(f"Deltaker {number}", f"d{number}@example.org", 0, 60) for number in range(650)])
    office.calls()
    assert len(there(office, room).presences) == 650
    assert office.calls() == {"instances": 1, "participants": 3}


@pytest.mark.parametrize("uuid", ["/ab+c==", "ab//c==", "ab+c/d=="])
def test_a_room_that_was_closed_and_opened_again_is_one_meeting(uuid: str, office: Office, room: Room) -> None:
    office.zoom.hold(room.id, [visit("Kari Nordmann", "kari@example.org", -10, 30), OLA], uuid=uuid)
    office.zoom.hold(room.id, [visit("Kari Nordmann", "kari@example.org", 40, 60), visit("Per", "", 40, 60)])
    assert [presence.minutes for presence in there(office, room).presences] == [60, 95, 20]


def test_trying_the_room_out_the_day_before_is_not_the_meeting(office: Office, room: Room) -> None:
    office.zoom.hold(room.id, [visit("Anders", "", -1500, -1490), visit("Marianne", "", -1500, -1490)])
    office.zoom.hold(room.id, [KARI, OLA])
    office.zoom.hold(room.id, [visit("Anders", "", 150, 160), visit("Marianne", "", 150, 160)])  # fetching the chat afterwards
    office.later(HOUR * 4)
    assert [presence.name for presence in there(office, room).presences] == ["Kari Nordmann", "Ola"]


def test_a_report_that_is_not_ready_is_asked_for_again(office: Office, room: Room) -> None:
    office.zoom.hold(room.id, [KARI, OLA], ready=END + HOUR * 2)
    early = there(office, room)
    assert (early.outcome, early.presences) == (Outcome.LATER, ())
    assert "neste runde" in early.detail
    office.later(HOUR * 2)
    assert there(office, room).outcome is Outcome.DONE


def test_a_meeting_that_is_not_over_is_asked_for_later_without_a_call(office: Office, room: Room) -> None:
    office.calls()
    office.zoom.now = END - HOUR
    assert there(office, room).outcome is Outcome.LATER
    assert office.calls() == {}


def test_after_a_day_nobody_is_an_answer(office: Office, room: Room) -> None:
    """Zoom never tells about a meeting with one participant, nor about one that was not held."""
    assert there(office, room).outcome is Outcome.LATER
    office.zoom.hold(room.id, [KARI])
    assert there(office, room).outcome is Outcome.LATER
    office.later(HOUR * 24)
    assert there(office, room) == Attendance(Outcome.DONE)


@pytest.mark.parametrize(
    ("kind", "fault", "outcome", "said"),
    [
        ("participants", refuses(400, 200, "Only available for paid account."), Outcome.REJECTED, "Pro"),
        ("participants", refuses(400, 12702, "Can not access a meeting a year ago."), Outcome.REJECTED, "ett år"),
        ("instances", refuses(400, 4711, "does not contain scopes:[meeting:read:x:admin]"), Outcome.REJECTED, "meeting:read:x:admin"),
        ("participants", html(503), Outcome.LATER, "status.zoom.us"),
    ],
)
def test_a_refusal_says_why(kind: str, fault: Fault, outcome: Outcome, said: str, office: Office, room: Room) -> None:
    office.zoom.hold(room.id, [KARI, OLA])
    office.zoom.script(kind, fault, fault)
    found = there(office, room)
    assert (found.outcome, found.presences) == (outcome, ())
    assert said in found.detail


def test_nobody_is_named_where_it_could_be_logged(office: Office, room: Room) -> None:
    office.zoom.hold(room.id, [KARI, OLA])
    assert "Kari" not in repr(there(office, room))
    assert "kari" not in repr(there(office, room))
