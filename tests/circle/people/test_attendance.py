"""Who was there: participants by code, nobody guessed, no name kept."""

from datetime import timedelta
from typing import Any

from tasks.circle.model.records import Meeting, Room
from tasks.circle.people.attendance import Presence, recognised, to_count
from tests.circle.people_of_the_circle import KARI, KEYS, OLA, PER, local, see, sheet

NAMESAKE = ("4.5.2021 10.00", "kari nordmann", "kari.n@example.org")
LEFT = (*PER, "", "", "", "ja")


def at_the_meeting(*seen: Presence, people: Any = (KARI, OLA)) -> tuple[dict[str, int], int]:
    snapshot = see(sheet(people), now=local("2021-05-11", "12:00"))
    return recognised(seen, snapshot.roster.people, KEYS.digest)


def test_a_participant_is_known_by_address_whatever_name_is_shown() -> None:
    assert at_the_meeting(Presence("Karis iPad", "KARI@example.org", 120)) == ({"D01": 120}, 0)


def test_a_guest_is_known_by_the_whole_name_whatever_its_case_blanks_or_unicode_form() -> None:
    assert at_the_meeting(Presence("OLA  hansen", "", 90)) == ({"D02": 90}, 0)
    people = (("1.5.2021 10.00", "Åse Ødegård", "ase@example.org"),)
    assert at_the_meeting(Presence("A\u030ase Ødega\u030ard", "", 7), people=people) == ({"D01": 7}, 0)


def test_another_address_does_not_hide_a_name_that_one_person_alone_has() -> None:
    assert at_the_meeting(Presence("Ola Hansen", "ola.privat@example.com", 90)) == ({"D02": 90}, 0)


def test_half_a_name_and_other_accents_are_not_guessed() -> None:
    seen = (Presence("Kari N.", "", 50), Presence("Kari", "", 50), Presence("Óla Hansen", "", 50), Presence("", "", 50), Presence("iPhone", "", 50))
    assert at_the_meeting(*seen) == ({}, 5)


def test_namesakes_are_told_apart_by_address_or_not_at_all() -> None:
    both = (KARI, NAMESAKE)
    assert at_the_meeting(Presence("Kari Nordmann", "", 60), people=both) == ({}, 1)
    assert at_the_meeting(Presence("Kari Nordmann", "kari.n@example.org", 60), people=both) == ({"D02": 60}, 0)


def test_somebody_on_two_devices_was_there_at_least_the_longer_time() -> None:
    assert at_the_meeting(Presence("Kari Nordmann", "", 30), Presence("Nettbrett", "kari@example.org", 110)) == ({"D01": 110}, 0)


def test_a_facilitator_who_has_not_signed_up_is_neither_counted_nor_missing() -> None:
    assert at_the_meeting(Presence("Anders", "anders@example.org", 135)) == ({}, 0)


def test_who_has_withdrawn_leaves_no_trace() -> None:
    assert at_the_meeting(Presence("Per Li", "per@example.org", 135), people=(KARI, LEFT)) == ({}, 0)


def test_a_meeting_is_counted_from_its_end_and_for_two_days() -> None:
    start, end, second = local("2021-05-11", "09:15"), local("2021-05-11", "11:30"), timedelta(seconds=1)
    met = Meeting(1, "", start, end, room=Room("z1", "https://zoom.example.org/j/1", "", start, end))
    moments = (end - second, end, end + timedelta(days=2) - second, end + timedelta(days=2))
    assert [to_count([met], [], now) for now in moments] == [[], [met], [met], []]


def test_long_names_are_known_by_their_first_hundred_and_twenty_characters() -> None:
    same = "No " * 39 + "No"
    people = (("1.5.2021 10.00", f"{same}a", "a@example.org"), ("2.5.2021 10.00", f"{same}bb", "b@example.org"))
    assert at_the_meeting(Presence(f"{same}a", "", 10), Presence(f"{same}bb", "", 20), people=people) == ({"D01": 10, "D02": 20}, 0)
