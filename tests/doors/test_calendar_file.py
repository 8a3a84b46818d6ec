from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import vobject
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar
from icalendar.parser import Contentline

from tasks.doors.message import ics
from tasks.doors.message.ics import Entry, calendar_part, feed, folded
from tests.doors.sample_letter import entry


def event(content: bytes) -> Any:
    """The event as vobject, which shares no code with icalendar, reads it."""
    return vobject.readOne(content.decode()).vevent


def test_another_reader_finds_the_same_meeting() -> None:
    content = calendar_part(entry())
    calendar = vobject.readOne(content.decode())
    found = calendar.vevent
    assert calendar.method.value == "REQUEST"
    assert found.uid.value == "sirkel-1@example.org"
    assert found.sequence.value == "0"
    assert found.status.value == "CONFIRMED"
    assert found.dtstart.value == datetime(2021, 5, 11, 7, 15, tzinfo=UTC)
    assert found.dtend.value == datetime(2021, 5, 11, 9, 30, tzinfo=UTC)
    assert found.dtstamp.value == datetime(2021, 4, 13, 6, 5, tzinfo=UTC)
    assert found.summary.value == "Læringssirkel: Om bærekraftige møteplasser"
    assert found.description.value.startswith("Fokus: «hva, og hvordan»;\nta med kaffe\\kopp")
    assert found.organizer.value == "mailto:anders@example.org"
    assert found.organizer.params["CN"] == ["Bergkvist, Anders"]
    assert found.attendee.value == "mailto:åse@example.org"


def test_11_may_in_oslo_goes_out_as_a_utc_instant_without_a_time_zone_table() -> None:
    content = calendar_part(entry())
    assert b"DTSTART:20210511T071500Z\r\n" in content
    assert b"VTIMEZONE" not in content
    assert b"TZID" not in content


def test_a_time_in_another_zone_is_the_same_instant_and_one_without_zone_is_refused() -> None:
    oslo = timezone(timedelta(hours=2))
    assert calendar_part(entry(start=datetime(2021, 5, 11, 9, 15, tzinfo=oslo))) == calendar_part(entry())
    with pytest.raises(ValueError, match="aware"):
        calendar_part(entry(start=datetime(2021, 5, 11, 9, 15)))


@pytest.mark.parametrize(("chair", "role"), [(False, "REQ-PARTICIPANT"), (True, "CHAIR")])
def test_the_recipient_is_asked_to_answer(chair: bool, role: str) -> None:
    params = event(calendar_part(entry(chair=chair))).attendee.params
    assert (params["ROLE"], params["PARTSTAT"], params["RSVP"]) == ([role], ["NEEDS-ACTION"], ["TRUE"])


@pytest.mark.parametrize(("method", "answer"), [("REQUEST", "TENTATIVE"), ("CANCEL", ""), ("CANCEL", "ACCEPTED")])
def test_who_has_answered_or_is_called_off_is_not_asked(method: str, answer: str) -> None:
    """RFC 5546 §3.2.2.2."""
    params = event(calendar_part(entry(method=method, answer=answer))).attendee.params
    assert (params["PARTSTAT"], params["RSVP"]) == ([answer or "NEEDS-ACTION"], ["FALSE"])


@pytest.mark.parametrize("method", ["PUBLISH", "CANCEL"])
def test_the_organizers_own_copy_has_no_attendee(method: str) -> None:
    content = calendar_part(entry(method=method, attendee_address=""))
    assert b"ATTENDEE" not in content and f"METHOD:{method}\r\n".encode() in content
    assert event(content).organizer.value == "mailto:anders@example.org"


def test_a_cancellation_names_the_same_meeting_with_a_higher_sequence() -> None:
    content = calendar_part(entry(method="CANCEL", sequence=1))
    found = event(content)
    assert b"METHOD:CANCEL\r\n" in content
    assert (found.uid.value, found.sequence.value, found.status.value) == ("sirkel-1@example.org", "1", "CANCELLED")
    assert found.attendee.value == "mailto:åse@example.org"


def test_the_link_stands_where_each_program_looks_for_it() -> None:
    content = calendar_part(entry())
    link = entry().link
    assert event(content).location.value == link
    assert link in event(content).description.value
    assert f"CONFERENCE;FEATURE=AUDIO,VIDEO;VALUE=URI:{link}\r\n".encode() in content.replace(b"\r\n ", b"")


def test_a_physical_meeting_has_a_place_and_no_conference() -> None:
    found = event(calendar_part(entry(location="Storgata 1, Hamar", link="")))
    assert found.location.value == "Storgata 1, Hamar"
    assert not hasattr(found, "conference")


TRICKS = ["\r\nATTENDEE:mailto:evil@example.org", "\nBEGIN:VALARM", "\x00\x07\x1b[31m", "\u2028X:y", "\ud800"]
FIELDS = ["uid", "summary", "location", "link", "organizer_name", "attendee_name", "attendee_address"]


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("field", FIELDS)
def test_no_text_can_add_a_line_or_a_control_character(field: str, trick: str) -> None:
    content = calendar_part(entry(**{field: f"a{trick}b"}))
    assert not any(byte < 32 for byte in content.replace(b"\r\n", b""))
    calendar = Calendar.from_ical(content)
    (only,) = calendar.walk("VEVENT")
    assert not isinstance(only["ATTENDEE"], list)
    assert len(calendar.walk()) == 2


def test_lines_are_folded_at_75_octets_and_long_norwegian_text_survives() -> None:
    text = "Ulike varianter av digitale møter – hvordan gjøre dem bærekraftige? «Æ, ø og å» 🌱 " * 20
    content = calendar_part(entry(description=text, link=""))
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert content.count(b"\n") == content.count(b"\r\n")
    assert event(content).description.value == text.strip()


@given(st.lists(st.sampled_from(["a", "ø", "–", "🌱", "\\", "^", " ", "x" * 73, "y" * 74, "z" * 75]), max_size=200).map("".join))
@example("a" * 74)
@example("a" * 73 + "\\n" + "a" * 73)
def test_a_line_is_folded_where_icalendar_folds_it(line: str) -> None:
    assert folded(line.encode()) == Contentline(line).to_ical()  # type: ignore[no-untyped-call]


def in_plain_form(made: Entry) -> bytes:
    whole = ics._event(made)
    whole.add("attendee", ics._attendee(made), encode=False)
    return bytes(ics._calendar(made.method, [whole]).to_ical())


@given(name=st.text(max_size=80), text=st.text(max_size=400), chair=st.booleans(), method=st.sampled_from(["REQUEST", "CANCEL"]))
@example(name="Ødegård, Åse; «x»", text="here\r\nDESCRIPTION:here\nATTENDEE:here", chair=True, method="REQUEST")
def test_an_entry_has_the_bytes_of_its_plain_form(name: str, text: str, chair: bool, method: str) -> None:
    made = entry(attendee_name=name, description=text, chair=chair, method=method)
    assert calendar_part(made) == in_plain_form(made)


def test_the_same_entry_gives_the_same_bytes() -> None:
    assert calendar_part(entry()) == calendar_part(entry())


def test_a_feed_publishes_all_meetings_and_nobody_s_address_as_attendee() -> None:
    content = feed([entry(), entry(uid="sirkel-2@example.org", method="CANCEL", sequence=2)], "Læringssirkel")
    calendar = vobject.readOne(content.decode())
    assert calendar.method.value == "PUBLISH"
    assert [(found.uid.value, found.status.value) for found in calendar.vevent_list] == [
        ("sirkel-1@example.org", "CONFIRMED"),
        ("sirkel-2@example.org", "CANCELLED"),
    ]
    assert b"ATTENDEE" not in content
    assert "NAME:Læringssirkel\r\n".encode() in content
