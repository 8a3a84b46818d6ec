"""«Innspill», «Lenker» and «Etterpå» of a meeting, told where they belong (RULES.md R32)."""

from dataclasses import replace

import pytest

from tasks.circle.letters.content import LetterContent
from tasks.circle.letters.due import Letter
from tasks.circle.meetings.beside import after_of, entry_text, links_of
from tasks.circle.model.errors import Grade
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.links import Pages
from tasks.circle.snapshot import Values
from tests.circle.letters.sample_letters import shipped_templates
from tests.circle.people_of_the_circle import KEYS, MAY, MEETING_HEAD, local, round_at, see, sheet, with_rooms

SHIPPED = shipped_templates()
HEAD = [*MEETING_HEAD, "Innspill", "Lenker", "Etterpå"]
INPUT, LINKS = "Åse Ødegård: tavler i praksis", "Tavla: https://tavle.example.org/x\nhttps://lysark.example.org/1."


def typed(*beside: str) -> Values:
    return {**sheet(), "Møter": [HEAD, [*MAY, *[""] * (len(MEETING_HEAD) - len(MAY)), *beside]]}


def test_what_stands_beside_a_meeting_is_told_where_it_belongs() -> None:
    snapshot = see(typed(INPUT, LINKS, "Opptak: https://film.example.org/9\nVi brukte tavla."))
    [meeting] = snapshot.programme.meetings
    assert [(each.name, each.address) for each in links_of(meeting)] == [
        ("Tavla", "https://tavle.example.org/x"), ("https://lysark.example.org/1", "https://lysark.example.org/1"),
    ]  # fmt: skip
    assert [(each.name, each.address) for each in after_of(meeting)] == [("Opptak", "https://film.example.org/9"), ("Vi brukte tavla.", "")]
    memory = round_at(local("2021-05-05"), typed(INPUT, LINKS))[1]
    content = LetterContent(snapshot, with_rooms(snapshot, memory), memory.letters, (), KEYS, Pages())
    person = next(each for each in snapshot.roster.people if each.participant)
    leader = next(each for each in snapshot.roster.people if each.facilitator)
    for kind, reader in ((Kind.INVITATION, person), (Kind.REMINDER, person), (Kind.DAY_SHEET, leader)):
        for language in ("nb", "nn", "en"):
            whole = replace(reader, language=language)
            text = SHIPPED.render(kind, language, content.context(Letter(whole.code, 1, kind, "1", 1), whole)).text
            assert INPUT in " ".join(text.split()) and "https://tavle.example.org/x" in text and "film.example.org" not in text, (kind, language)
    told = entry_text(content.circle, meeting, "nb")
    assert INPUT in told and "https://tavle.example.org/x" in told


def test_empty_ones_leave_nothing() -> None:
    snapshot = see(typed("", "", ""))
    [meeting] = snapshot.programme.meetings
    assert (meeting.input, meeting.links, meeting.after) == ("", "", "") == ("", "", "")
    memory = round_at(local("2021-05-05"), typed("", "", ""))[1]
    content = LetterContent(snapshot, with_rooms(snapshot, memory), memory.letters, (), KEYS, Pages())
    person = next(each for each in snapshot.roster.people if each.participant)
    text = SHIPPED.render(Kind.INVITATION, "nb", content.context(Letter(person.code, 1, Kind.INVITATION, "1", 1), person)).text
    assert "Innspill:" not in text and "Lenker" not in text


def test_a_changed_link_sends_no_letter() -> None:
    """Nor does another input; the ledger keeps the new ones."""
    sent, memory = round_at(local("2021-05-05"), typed(INPUT, LINKS))
    assert "invitation" in {letter.kind for letter in sent}
    again, memory = round_at(local("2021-05-06"), typed("Ola Hansen: lyd", "https://annen.example.org/2", ""), memory)
    assert not [letter for letter in again if letter.meeting == 1]
    [meeting] = [each for each in memory.meetings if each.number == 1]
    assert (meeting.input, meeting.links, meeting.sequence) == ("Ola Hansen: lyd", "https://annen.example.org/2", 0)


def test_what_is_written_when_the_meeting_is_held_is_kept() -> None:
    memory = round_at(local("2021-05-05"), typed())[1]
    memory = round_at(local("2021-05-12"), typed("", "", "Notater: https://notat.example.org/1"), memory)[1]
    [meeting] = [each for each in memory.meetings if each.number == 1]
    assert meeting.after == "Notater: https://notat.example.org/1"


@pytest.mark.parametrize(
    ("cell", "kept"),
    [("tavla på delt disk", ""), ("javascript:alert(1)", ""), ("Tavla: https://t.example.org\nfil:///c", "Tavla: https://t.example.org")],
)
def test_what_is_no_link_is_told_and_not_shown(cell: str, kept: str) -> None:
    snapshot = see(typed("", cell, ""))
    [meeting] = snapshot.programme.meetings
    assert meeting.links == kept
    [problem] = [each for each in snapshot.problems if "ingen lenke" in each.what]
    assert "Møter" in problem.where and problem.grade is Grade.INFORMATION
