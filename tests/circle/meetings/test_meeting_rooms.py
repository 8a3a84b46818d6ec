"""Exactly one room per digital or hybrid meeting, told of every change (R8–R11)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tasks.circle.meetings.rooms import assumed, room_acts, topic_of, with_room
from tasks.circle.model.records import Form, Meeting, Room
from tests.circle.people_of_the_circle import LINK, circle, local, meeting, round_at, see, sheet

START, END = local("2021-05-11", "09:15"), local("2021-05-11", "11:30")
HOUR = timedelta(hours=1)
NOW = local("2021-05-05")
PLAIN = Meeting(1, "mote-1@example.org", START, END, focus="Miro")
ROOM = Room("z1", "https://zoom.example.org/j/1", "Digital læringssirkel: Miro", START, END)


def acts(meeting: Meeting, link: str = "", now: object = NOW) -> list[str]:
    return [act.act for act in room_acts(circle(), [meeting], now, link)]  # type: ignore[arg-type]


def test_a_coming_digital_meeting_gets_a_room_under_its_own_key() -> None:
    """R11: the key names the room for ever."""
    act = room_acts(circle(), [PLAIN], NOW)[0]
    assert (act.act, act.key, act.topic) == ("create", "moteplasser-1", "Digital læringssirkel: Miro")


def test_a_room_that_is_as_it_should_be_is_left_alone() -> None:
    """R18."""
    assert acts(replace(PLAIN, room=ROOM)) == []


@pytest.mark.parametrize("form", [Form.DIGITAL, Form.HYBRID])
def test_digital_and_hybrid_meetings_have_a_room(form: Form) -> None:
    """R11."""
    assert acts(replace(PLAIN, form=form, place="Storgata 1")) == ["create"]


def test_a_physical_meeting_has_none_and_loses_the_one_it_had() -> None:
    """R11."""
    physical = replace(PLAIN, form=Form.PHYSICAL, place="Storgata 1")
    assert acts(physical) == []
    assert acts(replace(physical, room=ROOM)) == ["delete"]


def test_a_called_off_meeting_loses_its_room() -> None:
    """R9."""
    assert acts(replace(PLAIN, cancelled=True, room=ROOM)) == ["delete"]
    assert acts(replace(PLAIN, cancelled=True)) == []


@pytest.mark.parametrize("change", [{"start": START - HOUR}, {"end": END + HOUR}, {"focus": "Klima"}])
def test_a_new_time_or_focus_is_told_to_the_same_room(change: dict[str, object]) -> None:
    """R8, R10."""
    assert acts(replace(PLAIN, room=ROOM, **change)) == ["update"]  # type: ignore[arg-type]


def test_a_fixed_link_changed_in_the_configuration_is_told() -> None:
    fixed = replace(ROOM, id="moteplasser-1")
    assert acts(replace(PLAIN, room=fixed), link="https://video.example.org/ny") == ["update"]
    assert acts(replace(PLAIN, room=fixed), link=ROOM.link) == []


def test_a_fixed_link_is_no_room_of_the_service_and_a_service_s_room_no_fixed_link() -> None:
    """R24."""
    fixed = replace(PLAIN, room=replace(ROOM, id="moteplasser-1"))
    assert acts(fixed) == ["create"] and acts(fixed, now=START) == []
    assert acts(replace(PLAIN, room=ROOM), link=LINK) == ["create"]
    [made] = room_acts(circle(), [fixed], NOW)
    assert with_room(fixed, assumed(made, ""), frozenset({1})).sequence == fixed.sequence + 1
    assert with_room(fixed, assumed(made, ""), frozenset()).sequence == fixed.sequence


def test_nothing_is_made_for_history_or_for_what_has_begun() -> None:
    """R9b."""
    assert acts(replace(PLAIN, history=True)) == []
    assert acts(PLAIN, now=START) == []


def test_another_link_is_a_change_of_place_for_those_who_were_invited() -> None:
    """R8."""
    had = replace(PLAIN, room=ROOM)
    other = replace(ROOM, link="https://zoom.example.org/j/2")
    assert with_room(had, other, frozenset({1})).sequence == 1
    assert with_room(had, other, frozenset()).sequence == 0
    assert with_room(had, replace(ROOM, topic="Nytt"), frozenset({1})).sequence == 0
    assert with_room(PLAIN, ROOM, frozenset({1})).sequence == 0


def test_a_plan_takes_for_granted_that_rooms_succeed() -> None:
    """R19."""
    create = room_acts(circle(), [PLAIN], NOW, LINK)[0]
    assert assumed(create, LINK) == Room("moteplasser-1", LINK, create.topic, START, END)
    delete = room_acts(circle(), [replace(PLAIN, cancelled=True, room=ROOM)], NOW)[0]
    assert assumed(delete, "") is None


def test_a_topic_is_short_enough_for_the_service() -> None:
    assert topic_of(circle(), replace(PLAIN, focus="")) == "Digital læringssirkel"
    assert len(topic_of(circle(), replace(PLAIN, focus="a" * 400))) == 200


def test_every_dated_meeting_of_the_sheet_has_one_room_after_a_round_and_the_next_makes_none() -> None:
    """R11, R18."""
    memory = round_at(NOW)[1]
    assert all(each.room for each in memory.meetings)
    assert room_acts(circle(), see(sheet(), memory, NOW).programme.meetings, NOW, LINK) == []
    assert meeting(memory, 1).ready


def test_rooms_are_made_until_the_start() -> None:
    assert [acts(PLAIN, now=now) for now in (START - timedelta(seconds=1), START)] == [["create"], []]


@pytest.mark.parametrize("focus", [200 - len("Digital læringssirkel: "), 201 - len("Digital læringssirkel: ")])
def test_a_topic_of_two_hundred_characters_stands_whole_and_a_longer_one_is_cut_and_shows_it(focus: int) -> None:
    found = topic_of(circle(), replace(PLAIN, focus="a" * focus))
    assert len(found) == 200 and found.endswith("…") == (focus > 200 - len("Digital læringssirkel: "))
