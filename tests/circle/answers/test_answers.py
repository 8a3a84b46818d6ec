"""What participants write in forms: answers (R13), absences (R2, RULES.md «Absence»), and whose row it is (R3)."""

from dataclasses import replace
from datetime import datetime

import pytest

from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.links import Pages, form_code
from tasks.circle.model.records import Memory, Reply
from tasks.circle.model.table import Cell
from tasks.circle.snapshot import Snapshot
from tests.circle.people_of_the_circle import (
    JUNE,
    KARI,
    KEYS,
    MAY,
    NEED,
    OLA,
    REPLY_HEAD,
    ÅSE,
    known,
    local,
    meeting,
    remembered,
    round_at,
    see,
    sheet,
    told,
)  # fmt: skip

AFTER = local("2021-05-12")
FIRST = local("2021-05-04", "12:00")
DAY = "12.5.2021 10.00"
Row = tuple[object, ...]


@pytest.fixture
def memory() -> Memory:
    """Three are invited to 11 May."""
    return round_at(FIRST)[1]


def heard(memory: Memory, *rows: Row, now: object = AFTER) -> Snapshot:
    return see(sheet(replies=rows), memory, now)  # type: ignore[arg-type]


def texts(snapshot: Snapshot) -> dict[tuple[str, int, str], str]:
    return {key: reply.text for key, reply in snapshot.replies.items()}


def test_each_question_of_a_row_is_one_answer(memory: Memory) -> None:
    """R13."""
    snapshot = heard(memory, (DAY, "D01", "", 1, "Alt", "Miro", "Tavler"))
    assert texts(snapshot) == {("D01", 1, "relevance"): "Alt", ("D01", 1, "need"): "Miro", ("D01", 1, "suggestion"): "Tavler"}
    assert snapshot.answered == {("D01", 1)}
    assert len(snapshot.changes.replies) == 3


@pytest.mark.parametrize("row", [(DAY, "d02", "", "Møte 1"), (DAY, "", " OLA@example.org", 1), (DAY, "", "ola@example.org", "1: Start")])
def test_a_row_is_known_by_code_or_by_address_and_its_meeting_by_number(memory: Memory, row: Row) -> None:
    assert heard(memory, (*row, "Alt")).answered == {("D02", 1)}


def test_what_a_form_was_prefilled_with_is_the_persons_own_also_when_codes_were_dealt_anew(memory: Memory) -> None:
    """After a lost ledger and a row less, D02 is dealt to somebody else; the old form's answer must not be theirs."""
    row = (DAY, form_code(known(memory, "D02"), KEYS.digest), "", 1, "Alt")
    assert heard(memory, row).answered == {("D02", 1)}
    fewer = round_at(FIRST, sheet(people=[OLA, ÅSE]))[1]
    assert see(sheet(people=[OLA, ÅSE], replies=[row]), fewer, AFTER).answered == {("D01", 1)}
    gone = round_at(FIRST, sheet(people=[KARI, ÅSE]))[1]
    snapshot = see(sheet(people=[KARI, ÅSE], replies=[row]), gone, AFTER)
    assert not snapshot.answered and "hører ikke til noen" in told(snapshot)


@pytest.mark.parametrize(
    ("row", "cell", "said"),
    [
        ((DAY, "D99", "", 1, "Alt"), "C2", "hører ikke til noen deltaker"),
        ((DAY, "", "fremmed@example.org", 1, "Alt"), "C2", "hører ikke til noen deltaker"),
        ((DAY, "D01", "", 17, "Alt"), "D2", "Møtet finnes ikke"),
        ((DAY, "D01", "", "8.6", "Alt"), "D2", "Møtet finnes ikke"),
        ((DAY, "D01", "", "", "Alt"), "D2", "Møtet finnes ikke"),
        ((DAY, "D01", "", "1. mai 2021", "Alt"), "D2", "Møtet finnes ikke"),
        ((DAY, "D01", "", "31. juni 2021", "Alt"), "D2", "Møtet finnes ikke"),
        ((DAY, "D01", "", "Møte 1, 8. juni", "Alt"), "D2", "Møtet finnes ikke"),
        (("i går", "D01", "", 1, "Alt"), "A2", "Tidsmerket kan ikke leses"),
    ],
)
def test_a_row_that_fits_nothing_is_a_problem_and_the_others_count(memory: Memory, row: Row, cell: str, said: str) -> None:
    """R3."""
    snapshot = heard(memory, row, (DAY, "D02", "", 1, "Alt"))
    assert f"«Refleksjoner», celle {cell}: " in told(snapshot)
    assert said in told(snapshot)
    assert snapshot.answered == {("D02", 1)}


@pytest.mark.parametrize(
    "typed",
    [
        "11. mai 2021",
        "11. mai",
        "tirsdag 11. mai kl. 9",
        "11.05.2021",
        "2021-05-11",
        datetime(2021, 5, 11),
        44327,
        "Møte 1 (11. mai 2021)",
        "11 May 2021",
    ],
)
def test_a_meeting_may_be_told_by_its_day(memory: Memory, typed: object) -> None:
    """R27: never the number that the day begins with."""
    meetings = [MAY, JUNE, *((number, f"{number}.9.2021") for number in (9, 11))]
    snapshot = see(sheet(meetings=meetings, replies=[(DAY, "D02", "", typed, "Alt")]), memory, AFTER)  # type: ignore[list-item]
    assert snapshot.answered == {("D02", 1)} and not told(snapshot)


@pytest.mark.parametrize(("clock", "counts"), [("08:59", False), ("09:00", True)])
def test_an_answer_about_a_meeting_not_begun_is_told_and_not_counted(memory: Memory, clock: str, counts: bool) -> None:
    """R27: for who is early it is open a quarter of an hour before."""
    snapshot = heard(memory, (f"11.5.2021 {clock}", "D02", "", 1, "Alt"), (DAY, "D01", "", 1, "Alt"))
    assert snapshot.answered == {("D01", 1), *([("D02", 1)] if counts else [])}
    assert ("ikke hadde begynt" in told(snapshot)) is not counts


@pytest.mark.parametrize("nobody", ["anonymous", "Anonym"])
def test_an_identity_that_is_none_is_passed_over_and_told(memory: Memory, nobody: str) -> None:
    """Microsoft Forms writes «anonymous» where nobody logs in; a code beside it is a person's all the same."""
    snapshot = heard(memory, (DAY, "", nobody, 1, "Film"), (DAY, "D02", nobody, 1, "Alt"), (DAY, nobody, "", 1, "Miro"))
    assert snapshot.answered == {("D02", 1)}
    assert "«anonymous» eller lignende" in told(snapshot) and "Se rad 2, 4." in told(snapshot)


def test_a_row_about_a_meeting_that_was_called_off_before_anybody_heard_of_it_needs_nobody() -> None:
    """A first round over an old sheet: the meeting stands in «Møter», and whoever answered it did nothing wrong."""
    off = (1, "11.5.2021", "", "", "", "", "", "avlyst")
    row, vote, absence = (DAY, "D01", "", 1, "Alt"), (DAY, "D01", 1, "Verktøy", ""), (DAY, "D01", "", 1, "nei")
    snapshot = see(sheet(meetings=[off], replies=[row], votes=[vote], absences=[absence]), now=AFTER)
    assert not snapshot.problems and not snapshot.answered and not snapshot.programme.meetings


def test_of_several_answers_the_latest_counts_wherever_it_stands(memory: Memory) -> None:
    """R13: an answer can be changed."""
    snapshot = heard(memory, ("13.5.2021", "D01", "", 1, "", "Ny"), ("12.5.2021", "D01", "", 1, "Alt", "Gammel"))
    assert texts(snapshot) == {("D01", 1, "relevance"): "Alt", ("D01", 1, "need"): "Ny"}


def test_after_the_close_an_answer_is_kept_and_changes_no_other(memory: Memory) -> None:
    """R13, RULES.md «Answers close» ten days after the end."""
    rows = (DAY, "D01", "", 1, "", "I tide"), ("22.5.2021 00.00", "D01", "", 1, "", "Sent"), ("23.5.2021", "D02", "", 1, "", "Sent")
    assert texts(heard(memory, *rows, now=local("2021-05-24"))) == {("D01", 1, "need"): "I tide", ("D02", 1, "need"): "Sent"}
    on_time = ("21.5.2021 23.59", "D01", "", 1, "", "Ny")
    assert texts(heard(memory, rows[0], on_time, now=local("2021-05-24"))) == {("D01", 1, "need"): "Ny"}


def test_an_answer_without_a_stamp_is_as_old_as_the_round_that_first_saw_it(memory: Memory) -> None:
    row = ("", "D01", "", 1, "", "Miro")
    later = round_at(AFTER, sheet(replies=[row]), memory)[1]
    snapshot = heard(later, row, now=local("2021-06-01"))
    assert snapshot.replies["D01", 1, "need"].at == AFTER
    assert snapshot.changes.replies == (), "R18: nothing new"


def test_an_answer_carries_no_address_number_or_name_of_a_participant(memory: Memory) -> None:
    """R14, RULES.md «Privacy»."""
    text = texts(heard(memory, (DAY, "D01", "", 1, "", "Spør Åse Ødegård på 912 34 567 eller ola@example.org om Miro")))
    kept = text["D01", 1, "need"]
    assert "Miro" in kept
    assert not any(part in kept for part in ("Ødegård", "912", "@"))


def test_of_an_answer_of_a_megabyte_the_beginning_is_kept_with_a_word(memory: Memory) -> None:
    """long-name, «also as an answer in the form»."""
    snapshot = heard(memory, (DAY, "D01", "", 1, "", "a " * 500_000))
    assert len(snapshot.replies["D01", 1, "need"].text) <= 4000
    assert "«Refleksjoner», celle F2: Svaret er svært langt" in told(snapshot)


def test_a_question_under_another_heading_is_said_and_stops_nothing(memory: Memory) -> None:
    head = tuple("Hva lærte du?" if name == NEED else name for name in REPLY_HEAD)
    snapshot = see({**sheet(), "Refleksjoner": [head, (DAY, "D01", "", 1, "Alt", "Miro")]}, memory, AFTER)
    assert f"Kolonnen «{NEED}» mangler" in told(snapshot)
    assert texts(snapshot) == {("D01", 1, "relevance"): "Alt"}


def test_who_answered_is_not_nudged_even_when_the_row_is_gone_since(memory: Memory) -> None:
    """R12: the nudge is for who has not answered."""
    asked = round_at(AFTER, sheet(replies=[(DAY, "D01", "", 1, "Alt")]), memory)[1]
    nudged = [sent.person for sent in round_at(local("2021-05-15"), sheet(), asked)[0] if sent.kind is Kind.NUDGE]
    assert nudged == ["D02", "D03"]


@pytest.mark.parametrize("typed", ["nei", "Nei.", "Nei, er syk", "NO", "Kan ikke", "kan ikkje komme", False, 0])
def test_kan_ikke_is_an_absence_from_that_meeting_alone(memory: Memory, typed: Cell) -> None:
    """R2."""
    assert see(sheet(absences=[("6.5.2021", "D01", "", 1, typed)]), memory, AFTER).absent == {("D01", 1)}


@pytest.mark.parametrize("typed", ["ja", "Kommer", "", True, "Nora kommer"])
def test_everybody_else_is_expected(memory: Memory, typed: Cell) -> None:
    """R2: presence is presumed."""
    assert see(sheet(absences=[("6.5.2021", "D01", "", 1, typed)]), memory, AFTER).absent == frozenset()


def test_the_latest_word_about_coming_counts(memory: Memory) -> None:
    rows = [("7.5.2021", "D01", "", 1, "ja"), ("6.5.2021", "D01", "", 1, "nei"), ("6.5.2021", "", "åse@example.org", 1, "nei")]
    assert see(sheet(absences=rows), memory, AFTER).absent == {("D03", 1)}


def test_a_moved_date_asks_anew(memory: Memory) -> None:
    """RULES.md «Absence»."""
    rows = [("6.5.2021 09.00", "D01", "", 1, "nei"), ("8.5.2021", "D02", "", 1, "nei")]
    moved = sheet(meetings=[(1, "12.5.2021")], absences=rows)
    memory = round_at(local("2021-05-07"), moved, memory)[1]
    assert meeting(memory, 1).moved == local("2021-05-07")
    assert see(moved, memory, local("2021-05-09")).absent == {("D02", 1)}


def test_an_absence_spares_the_reminder_and_the_form(memory: Memory) -> None:
    """RULES.md «Absence»."""
    rows = sheet(absences=[("6.5.2021", "D01", "", 1, "nei")])
    reminded, later = round_at(local("2021-05-10"), rows, memory)
    asked = round_at(AFTER, rows, later)[0]
    assert {sent.person for sent in reminded if sent.kind is Kind.REMINDER} == {"D02", "D03"}
    assert {sent.person for sent in asked if sent.kind is Kind.REFLECTION} == {"D02", "D03"}


FORM = Pages(answer_form="https://forms.example.org/{participant}/{meeting}", consultation_form="https://forms.example.org/{participant}/{meeting}")


def test_in_a_form_s_tab_an_address_adds_an_answer_and_changes_none(memory: Memory) -> None:
    """Whoever can send the form may write any address in it; a bare code is not even an address."""
    mark = form_code(known(memory, "D02"), KEYS.digest)
    rows = [
        ("11.5.2021 12:00:00", "", "kari@example.org", 1, "Først"), ("11.5.2021 13:00:00", "", "kari@example.org", 1, "Så"),
        ("11.5.2021 12:00:00", mark, "", 1, "Eget"), ("11.5.2021 14:00:00", "", "ola@example.org", 1, "En annens"),
        ("11.5.2021 14:00:00", "D03", "", 1, "Gjettet"), ("", "D03", "", 1, "Skrevet av dere"),
    ]  # fmt: skip
    seen = see(sheet(replies=rows), memory, AFTER, pages=FORM)
    assert {key[0]: reply.text for key, reply in seen.replies.items()} == {"D01": "Først", "D02": "Eget", "D03": "Skrevet av dere"}
    said = {each.what[:28]: each.next_step for each in seen.problems if each.where == "«Refleksjoner»"}
    assert sorted((what, step.partition(".")[0]) for what, step in said.items()) == [
        ("Rader uten merket som lenken", "Se rad 6"), ("Svar med bare en adresse end", "Se rad 3, 5"), ("Svar med bare en adresse er ", "Se rad 2"),
    ]  # fmt: skip
    again = remembered(memory, seen.changes, AFTER)
    assert see(sheet(replies=rows), again, AFTER, pages=FORM).changes.replies == ()
    changed = see(sheet(replies=rows[1:2]), again, AFTER, pages=FORM)
    assert not changed.replies, "the first is known, and another may not take its place"


def test_an_address_in_a_form_changes_nothing_of_what_the_own_page_says(memory: Memory) -> None:
    key = ("D01", 1, "relevance")
    for text in ("Mitt eget", ""):
        own = replace(memory, own_replies=(Reply(*key, text, local("2021-05-11", "12:30")),))
        seen = see(sheet(replies=[("11.5.2021 13:00:00", "", "kari@example.org", 1, "En annens")]), own, AFTER, pages=FORM)
        assert (seen.replies[key].text if key in seen.replies else "") == text


def test_many_rows_that_nobody_signed_are_one_line(memory: Memory) -> None:
    rows = [("11.5.2021 12:00:07", f"d{number:02d}", "", 1, "Gjettet") for number in range(1, 500)]
    (said,) = [each for each in see(sheet(replies=rows), memory, AFTER).problems if each.where == "«Refleksjoner»"]
    assert "og 489 til" in said.next_step
