"""What each letter is told: values for templates, in the reader's language (R12's table; names are kept where they belong)."""

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from tasks.circle.letters import digest_content
from tasks.circle.letters.content import LetterContent, balance, schedule
from tasks.circle.letters.due import Letter
from tasks.circle.letters.template_check import NOTHING, sample_contexts
from tasks.circle.model.attending import Consultation
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.links import Pages, Purpose, form_code, who_for
from tasks.circle.model.records import Candidate, LetterRecord, Memory
from tests.circle.people_of_the_circle import (
    KARI,
    KEYS,
    LINK,
    OLA,
    ÅSE,
    Line,
    circle,
    known,
    local,
    meeting,
    round_at,
    see,
    sheet,
    with_rooms,
)  # fmt: skip
from tests.circle.said_yes import with_yes

FIRST = local("2021-05-05")
MEETINGS: list[Line] = [(1, "11.5.2021", "", "", "Miro og andre tavler"), (2, "8.6.2021", "", "", "Klima")]
PAGES = Pages("https://sirkel.example.org")


@pytest.fixture
def memory() -> Memory:
    return round_at(FIRST, sheet(meetings=MEETINGS))[1]


def context(
    memory: Memory,
    kind: Kind,
    number: int = 0,
    day: str = "2021-05-06",
    person: str = "D01",
    told: LetterRecord | None = None,
    pages: Pages = PAGES,
    clock: str = "08:05",
    **tabs: Any,
) -> Any:
    """The values of one letter, as a round on `day` would give them to its template."""
    values = sheet(**{"meetings": MEETINGS, **tabs})
    snapshot = see(values, memory, local(day, clock))
    content = LetterContent(snapshot, with_rooms(snapshot, memory), memory.letters, snapshot.problems, KEYS, pages)
    reader = next(each for each in snapshot.roster.people if each.code == person)
    return content.context(Letter(person, number, kind, "1", reader.known.address_version, told=told), reader)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_letter_gets_every_name_a_template_may_use(memory: Memory, kind: Kind) -> None:
    number = int(kind.facts.about_meeting)
    found = context(memory, kind, number, told=memory.letters[0])
    assert set(NOTHING) <= set(found)
    assert {"circle", "person", "links", "meeting", "programme", "next_meeting", "earlier"} <= set(found)


def test_a_meeting_is_told_with_date_time_place_link_and_focus(memory: Memory) -> None:
    """R12: every letter says date, time and place in its text."""
    told = context(memory, Kind.INVITATION, 1)["meeting"]
    assert (told.date, told.weekday, told.time) == ("tirsdag 11. mai 2021", "tirsdag", "kl. 09.15–11.30")
    assert (told.link, told.focus, told.form) == (LINK, "Miro og andre tavler", "digital")


@pytest.mark.parametrize(("language", "weekday"), [("nb", "tirsdag"), ("nn", "tysdag"), ("en", "Tuesday")])
def test_a_letter_speaks_the_readers_language(memory: Memory, language: str, weekday: str) -> None:
    found = context(memory, Kind.INVITATION, 1, people=[(*KARI, "", language), OLA, ÅSE])
    assert found["meeting"].weekday == weekday


def test_a_person_gets_their_own_links_and_first_name(memory: Memory) -> None:
    found = context(memory, Kind.INVITATION, 1)
    assert found["person"].first_name == "Kari"
    assert found["links"].absence == f"{PAGES.url}/moteplasser/fravaer/1/{who_for(KEYS, 'moteplasser', known(memory, 'D01'), Purpose.MEETING, 1)}"


def test_a_code_is_told_only_to_who_may_be_asked_for_it_by_a_form_elsewhere(memory: Memory) -> None:
    assert context(memory, Kind.REFLECTION, 1)["person"].code == ""
    asked = context(memory, Kind.REFLECTION, 1, pages=Pages("", "https://forms.example.org/{participant}/{meeting}"))
    assert asked["person"].code == form_code(known(memory, "D01"), KEYS.digest)


def test_who_joins_midway_is_told_of_the_next_meeting_and_of_earlier_focus_areas(memory: Memory) -> None:
    """R2: «from the next meeting»."""
    found = context(memory, Kind.WELCOME, day="2021-05-20")
    assert found["next_meeting"].number == 2
    assert found["earlier"] == ("Miro og andre tavler",)
    assert [item.state for item in found["programme"]] == ["held", "coming"]


def test_an_update_says_old_and_new(memory: Memory) -> None:
    """R8."""
    old = next(sent for sent in memory.letters if sent.kind is Kind.INVITATION)
    found = context(memory, Kind.UPDATE, 1, told=old, meetings=[(1, "12.5.2021", "", "", "", "hybrid", "Storgata 1"), MEETINGS[1]])
    assert "11. mai" in found["old"].when
    assert "12. mai" in found["meeting"].when
    assert "Storgata 1" in found["meeting"].where
    assert (found["moved"], found["place_changed"], found["restored"], found["personal"]) == (True, True, False, False)


def test_a_cancellation_taken_back_is_told_as_such(memory: Memory) -> None:
    old = replace(next(sent for sent in memory.letters if sent.kind is Kind.INVITATION), kind=Kind.CANCELLATION)
    assert context(memory, Kind.UPDATE, 1, told=old)["restored"]


def test_the_day_sheet_says_who_is_new_who_cannot_come_and_what_people_need(memory: Memory) -> None:
    """R12: day sheet."""
    people: Sequence[Line] = [KARI, OLA, ÅSE, ("20.5.2021", "Per Li", "per@example.org")]
    later = round_at(local("2021-05-21"), sheet(people=people, meetings=MEETINGS), memory)[1]
    found = context(
        later, Kind.DAY_SHEET, 2, "2021-06-07", person="F01", people=people, absences=[("1.6.2021", "D02", "", 2, "nei")],
        replies=[("12.5.2021", "D01", "", 1, "Alt var nyttig", "Å få med de stille i Teams")],
    )  # fmt: skip
    assert (found["newcomers"], found["absent"], found["expected"]) == (("Per Li",), ("Ola Hansen",), 3)
    assert found["quotes"] == ("Å få med de stille i Teams",)
    assert [clock for clock, _ in found["schedule"]] == ["09.15", "09.55", "10.30", "11.10"]


def test_at_the_first_meeting_nobody_is_called_new(memory: Memory) -> None:
    """They all are, which is said instead."""
    first, second = (context(memory, Kind.DAY_SHEET, number, day, person="F01") for number, day in ((1, "2021-05-10"), (2, "2021-06-07")))
    assert (first["newcomers"], first["all_new"]) == ((), True)
    assert (second["newcomers"], second["all_new"]) == ((), False)


def test_a_focus_letter_sums_up_what_was_said_last_time_without_names(memory: Memory) -> None:
    """R12: focus."""
    wishes = ("Miro og tavler", "Miro!", "Digitale tavler som Miro")
    rows = [("12.5.2021", f"D0{number}", "", 1, "", f"Kari vil lære {wish}") for number, wish in enumerate(wishes, 1)]
    found = context(memory, Kind.FOCUS, 2, "2021-05-23", replies=rows)
    assert (found["answered"], found["asked"]) == (3, 0)
    assert not any(name in str(found["summary"]) for name in ("Kari", "Ola", "Åse"))


def test_a_consultation_names_its_choices_and_the_last_day_to_answer(memory: Memory) -> None:
    """R15."""
    day = local("2021-06-08").date()
    asked = Consultation(2, local("2021-05-12"), local("2021-05-20", "00:00"), ("Miro", "Klima"), (day,))
    asking = replace(memory, consultations=(asked,))
    assert [each.title for each in context(asking, Kind.CONSULTATION, 2, "2021-05-13")["proposals"]] == ["Et nytt tema", "Klima"]  # of the programme
    found = context(with_yes(asking, ["Miro", "Klima"]), Kind.CONSULTATION, 2, "2021-05-13")
    assert [each.title for each in found["proposals"]] == ["Miro", "Klima"]
    assert found["dates"] == ("tirsdag 8. juni 2021 kl. 09.15–11.30",) and found["months"] == "juni"
    assert found["closes"] == "onsdag 19. mai 2021"


def test_the_closing_letter_thanks_counts_and_says_when_answers_are_deleted(memory: Memory) -> None:
    """R17, R16b: the balance is shown."""
    found = context(memory, Kind.CLOSING, day="2021-12-20")
    assert [item.number for item in found["held"]] == [1, 2]
    assert (found["thanks_participants"], found["deleted_after"]) == (3, "torsdag 30. juni 2022")
    assert found["balance"] == (("mestring", 1), ("miljø", 0), ("sosialt", 0))


def test_no_letter_to_one_participant_carries_another_ones_name(memory: Memory) -> None:
    """RULES.md «Privacy»: names of participants stay with the facilitators."""
    for kind in (Kind.INVITATION, Kind.REMINDER, Kind.REFLECTION, Kind.FOCUS, Kind.WELCOME, Kind.CLOSING):
        shown = str(context(memory, kind, int(kind.facts.about_meeting)))
        assert not any(word in shown for word in ("Ola", "Åse", "@"))


def test_the_last_form_asks_for_no_next_focus_area(memory: Memory) -> None:
    """R17: after the last meeting no new focus is asked for."""
    last = circle().last_day.isoformat()
    meetings = [*MEETINGS, *((number, f"{day}.2021") for number, day in enumerate(("10.8", "14.9", "12.10", "9.11", "14.12"), 3))]
    later = round_at(local("2021-12-01"), sheet(meetings=meetings), Memory())[1]
    assert context(later, Kind.REFLECTION, 7, last, meetings=meetings)["circle"].suggestion == ""
    assert context(memory, Kind.REFLECTION, 1, "2021-05-12")["circle"].suggestion


def test_the_agenda_shares_out_the_meetings_time(memory: Memory) -> None:
    assert schedule(circle(agenda=("Alt",)), meeting(memory, 1), "nb") == (("09.15", "Alt"),)
    assert schedule(circle(agenda=()), meeting(memory, 1), "nb") == ()


def test_a_series_without_tagged_focus_areas_shows_no_balance(memory: Memory) -> None:
    """R16b: shown, not steered; untagged is allowed."""
    assert balance(circle(), [meeting(memory, 2)]) == ()


def test_names_are_those_of_the_samples_that_templates_are_tried_on(memory: Memory) -> None:
    """A template that renders with the samples renders with the real values."""
    for kind in Kind:
        found = set(context(memory, kind, int(kind.facts.about_meeting)))
        assert all(set(each) <= found for each in sample_contexts(kind.value))


def test_what_a_letter_does_not_tell_is_empty_or_nobody() -> None:
    assert {value for value in NOTHING.values() if type(value) is int} == {0}
    assert not any(NOTHING.values())


def test_the_last_of_two_points_of_the_agenda_gets_half_the_time_of_the_first(memory: Memory) -> None:
    found = schedule(circle(agenda=("Innspill", "Neste")), meeting(memory, 1), "nb")
    assert found == (("09.15", "Innspill"), ("10.45", "Neste"))


def test_at_its_start_a_meeting_counts_as_held_and_the_next_one_is_the_next(memory: Memory) -> None:
    third: Line = (3, "24.8.2021", "", "", "Lys")
    meetings = [*MEETINGS, third]
    for clock, state, earlier, ahead in (("09:14:59", "coming", (), 1), ("09:15:00", "held", (MEETINGS[0][4],), 2)):
        found = context(memory, Kind.WELCOME, day="2021-05-11", clock=clock, meetings=meetings)
        assert (found["programme"][0].state, found["earlier"], found["next_meeting"].number) == (state, earlier, ahead)


def test_a_new_focus_area_is_told_and_the_same_one_is_not(memory: Memory) -> None:
    old = next(sent for sent in memory.letters if sent.kind is Kind.INVITATION)
    assert [context(memory, Kind.UPDATE, 1, told=replace(old, focus_revision=told))["focus_changed"] for told in (0, 1)] == [True, False]


def test_a_proposal_nobody_has_voted_for_or_asked_for_has_none(memory: Memory) -> None:
    asked = Consultation(2, local("2021-05-12"), local("2021-05-20", "00:00"), ("Miro",), ())
    (found,) = context(replace(memory, consultations=(asked,)), Kind.CONSULTATION, 2, "2021-05-13")["proposals"]
    assert (found.votes, found.participants) == (0, 0)


def test_who_is_absent_is_counted_once_for_that_meeting(memory: Memory) -> None:
    found = context(memory, Kind.DIGEST, person="F01", absences=[("6.5.2021", "D02", "", 1, "nei"), ("6.5.2021", "D03", "", 1, "nei")])
    assert [item.absent for item in found["programme"]] == [2, 0]


def test_a_focus_letter_is_about_the_latest_of_several_meetings(memory: Memory) -> None:
    third: Line = (3, "24.8.2021", "", "", "Lys")
    found = context(memory, Kind.FOCUS, 3, "2021-06-20", meetings=[*MEETINGS, third], replies=[("10.6.2021", "D01", "", 2, "", "Lyd")])
    assert found["answered"] == 1


@pytest.mark.parametrize(("stamp", "new"), [("11.5.2021 09.14", ()), ("11.5.2021 09.15", ("Per Li",))])
def test_who_signed_up_from_the_last_meetings_start_on_is_new(memory: Memory, stamp: str, new: tuple[str, ...]) -> None:
    people: Sequence[Line] = [KARI, OLA, ÅSE, (stamp, "Per Li", "per@example.org")]
    later = round_at(local("2021-05-21"), sheet(people=people, meetings=MEETINGS), memory)[1]
    assert context(later, Kind.DAY_SHEET, 2, "2021-06-07", person="F01", people=people)["newcomers"] == new


def test_the_day_sheet_quotes_eight_and_the_closing_letter_names_three(memory: Memory) -> None:
    rows = [("12.5.2021", f"D{n:02d}", "", 1, "", f"Å lære tema nummer {n}") for n in range(1, 11)]
    people: Sequence[Line] = [(f"1.5.2021 10.{n:02d}", f"Person {n}", f"p{n}@example.org") for n in range(10)]
    many = round_at(FIRST, sheet(people=people, meetings=MEETINGS))[1]
    assert len(context(many, Kind.DAY_SHEET, 2, "2021-06-07", person="F01", people=people, replies=rows)["quotes"]) == 8
    found = replace(memory, candidates=tuple(Candidate(2, n, f"Tema {n}", 5 - n, (), "") for n in range(1, 5)))
    still = [context(each, Kind.CLOSING, day="2021-12-20")["still_wanted"] for each in (found, with_yes(found, ["Tema 1", "Tema 3"]))]
    assert still[0] == (("Nytt tema nr. 1 (4 personer)", 0), ("Nytt tema nr. 2 (3 personer)", 0), ("Nytt tema nr. 3 (2 personer)", 0))
    assert still[1] == (("Tema 1", 4), ("Nytt tema nr. 2 (3 personer)", 0), ("Tema 3", 2))


def test_proposals_are_told_from_the_instant_their_answers_are_closed(memory: Memory) -> None:
    found = replace(memory, candidates=(Candidate(1, 1, "Lyd", 3, (), ""),))
    seen = [
        context(found, Kind.DIGEST, day=day, clock=clock, person="F01") for day, clock in (("2021-05-21", "23:59:59"), ("2021-05-22", "00:00:00"))
    ]
    assert [(len(each["candidates"]), each["candidates_of"]) for each in seen] == [(0, 0), (1, 1)]


def test_a_consultation_is_open_until_it_closes_and_its_last_day_is_the_one_before(memory: Memory) -> None:
    asked = Consultation(2, local("2021-05-12"), local("2021-05-20", "00:00"), ("Miro",), ())
    known_ = replace(memory, consultations=(asked,))
    seen = [
        context(known_, Kind.DIGEST, day=day, clock=clock, person="F01") for day, clock in (("2021-05-19", "23:59:59"), ("2021-05-20", "00:00:00"))
    ]
    told = [each["consultation_result"] for each in seen]
    assert [(each.open, each.closes) for each in told] == [(True, "onsdag 19. mai 2021"), (False, "onsdag 19. mai 2021")]


@pytest.mark.parametrize("alike", [1, 2, 3])
def test_a_digest_asks_about_two_pairs_that_may_be_one_theme(memory: Memory, monkeypatch: pytest.MonkeyPatch, alike: int) -> None:
    themes = [SimpleNamespace(rank=n, title=f"Tema {n}") for n in range(1, 5)]
    merges = [SimpleNamespace(one=1, other=n) for n in range(2, 2 + alike)]
    seen = SimpleNamespace(report=SimpleNamespace(proposals=themes, also=[], merges=merges), chosen=set())
    monkeypatch.setattr(digest_content, "explained_now", lambda *_, **__: seen)
    found = replace(memory, candidates=(Candidate(1, 1, "Tema 1", 3, (), ""),))
    assert len(context(found, Kind.DIGEST, day="2021-05-23", person="F01")["similar"]) == min(alike, 2)
