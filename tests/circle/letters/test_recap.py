"""What is written after a meeting goes to who was not there, once (RULES.md R32)."""

from dataclasses import replace

import pytest

from tasks.circle.model.attending import Attended, TypedMinutes
from tasks.circle.model.circle import LetterOffsets
from tasks.circle.model.records import Memory
from tasks.circle.snapshot import Values
from tests.circle.people_of_the_circle import ABSENCE_HEAD, MAY, MEETING_HEAD, NEED, REPLY_HEAD, circle, local, round_at, sheet

HEAD = [*MEETING_HEAD, "Etterpå"]
AFTER = "Opptak: https://film.example.org/9"
ABSENT = [("10.5.2021 08.00", "D01", "", 1, "nei")]


def typed(after: str, absent: bool = True, answered: bool = False) -> Values:
    values = {**sheet(), "Møter": [HEAD, [*MAY, *[""] * (len(MEETING_HEAD) - len(MAY)), after]]}
    replies = [("11.5.2021 12.00", "D02", "", 1, "", "Mer om lyd", "")] if answered else []
    assert REPLY_HEAD[5] == NEED
    return {**values, "Fravær": [ABSENCE_HEAD, *(ABSENT if absent else ())], "Refleksjoner": [REPLY_HEAD, *replies]}


@pytest.fixture
def memory() -> Memory:
    known = round_at(local("2021-05-05"), typed("", absent=False))[1]
    return round_at(local("2021-05-11", "12:05"), typed(""), known)[1]


def recaps(at: str, values: Values, memory: Memory, **more: object) -> tuple[list[str], Memory]:
    sent, memory = round_at(local(at), values, memory, **more)
    return sorted(each.person for each in sent if each.kind == "recap"), memory


def test_who_was_absent_gets_what_is_written_afterwards_once(memory: Memory) -> None:
    assert recaps("2021-05-12", typed(""), memory)[0] == [], "nothing is written yet"
    people, memory = recaps("2021-05-14", typed(AFTER), memory)
    assert people == ["D01"]
    assert recaps("2021-05-15", typed(AFTER + "\nNotater: https://notat.example.org/1"), memory)[0] == []


@pytest.mark.parametrize(
    ("at", "goes"), [("2021-05-12T00:00", True), ("2021-05-11T23:59", False), ("2021-05-21T23:59", True), ("2021-05-22T00:00", False)]
)
def test_it_goes_from_the_day_after_until_the_answers_close(memory: Memory, at: str, goes: bool) -> None:
    day, clock = at.split("T")
    sent, _ = round_at(local(day, clock), typed(AFTER), memory)
    assert ("D01" in {each.person for each in sent if each.kind == "recap"}) == goes


def test_where_it_is_known_who_was_there_the_rest_get_it_but_who_has_answered(memory: Memory) -> None:
    seen = replace(memory, attended=(Attended("D03", 1, 100),))
    assert recaps("2021-05-12", typed(AFTER, absent=False), seen)[0] == [], "nobody keeps it"
    assert recaps("2021-05-12", typed(AFTER, absent=False), seen, attendance=True)[0] == ["D01", "D02"]
    assert recaps("2021-05-12", typed(AFTER, absent=False, answered=True), seen, attendance=True)[0] == ["D01"]


def test_who_people_have_typed_as_away_gets_it_though_they_have_answered(memory: Memory) -> None:
    seen = replace(memory, attended=(Attended("D03", 1, 100),), typed_minutes=(TypedMinutes("D02", 1, 0),))
    assert recaps("2021-05-12", typed(AFTER, absent=False, answered=True), seen, attendance=True)[0] == ["D01", "D02"]


def test_who_could_come_after_all_gets_none(memory: Memory) -> None:
    seen = replace(memory, attended=(Attended("D01", 1, 100), Attended("D02", 1, 100), Attended("D03", 1, 100)))
    assert recaps("2021-05-12", typed(AFTER), seen, attendance=True)[0] == []


def test_a_circle_may_do_without(memory: Memory) -> None:
    without = circle(letters=LetterOffsets(weekdays_only=False, recap=False))
    assert recaps("2021-05-14", typed(AFTER), memory, circle=without)[0] == []


def test_after_a_friday_s_meeting_it_waits_for_the_next_working_day() -> None:
    """14 May 2021 is a Friday, and the Monday after it the 17th, a holiday."""
    working = circle(letters=LetterOffsets(weekdays_only=True))
    values: Values = {**typed(AFTER), "Møter": [HEAD, [1, "14.5.2021", *[""] * (len(MEETING_HEAD) - len(MAY)), AFTER]]}
    memory = round_at(local("2021-05-05"), {**values, "Fravær": [ABSENCE_HEAD]}, circle=working)[1]
    assert recaps("2021-05-17", values, memory, circle=working)[0] == []
    assert recaps("2021-05-18", values, memory, circle=working)[0] == ["D01"]
