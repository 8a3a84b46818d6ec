"""When the facilitators get a digest and what is new in it (R16, R21, R23, RULES.md «Digest»)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256

import pytest

from tasks.circle.letters.digest import Digest, Undecided, digest_letters, digest_of, undecided
from tasks.circle.model.attending import Consultation
from tasks.circle.model.errors import Grade, Problem
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import Candidate, LetterRecord, Memory, Outcome, Reply
from tests.circle.people_of_the_circle import Line, local, round_at, see, sheet

FIRST = local("2021-05-05")
ALL_SET: list[Line] = [
    (number, day, "", "", f"Fokus {number}")
    for number, day in enumerate(("11.5.2021", "8.6.2021", "24.8.2021", "14.9.2021", "12.10.2021", "9.11.2021", "14.12.2021"), 1)
]
PROBLEM = Problem("«Møter», celle B2", "Feil.", "Rett den.")


@pytest.fixture
def memory() -> Memory:
    """After the first round, when everything is set; May's digest is behind us."""
    return round_at(FIRST, sheet(meetings=ALL_SET))[1]


def digest(memory: Memory, now: datetime, problems: Sequence[Problem] = (), meetings: list[Line] = ALL_SET) -> tuple[Digest, list[str]]:
    snapshot = see(sheet(meetings=meetings), memory, now)
    found = digest_of(snapshot, memory.letters, problems)
    return found, [letter.person for letter in digest_letters(snapshot, found)]


def told(memory: Memory, found: Digest, now: datetime) -> Memory:
    """The ledger after the digest went out to both facilitators."""
    day = str((now + timedelta(hours=2)).date())
    out = [LetterRecord(code, 0, Kind.DIGEST, day, 1, Outcome.DONE, now) for code in ("F01", "F02")]
    return replace(memory, notices={**memory.notices, **found.told}, letters=(*memory.letters, *out))


def test_a_day_with_nothing_new_has_no_digest(memory: Memory) -> None:
    """R18."""
    assert digest(memory, local("2021-05-06"))[1] == []


def test_a_problem_is_news_for_both_facilitators_and_once_a_day(memory: Memory) -> None:
    """R23, RULES.md «Digest»: at most one a day."""
    now = local("2021-05-06")
    found, people = digest(memory, now, [PROBLEM])
    assert people == ["F01", "F02"]
    after = told(memory, found, now)
    other = Problem("«Møter», celle B3", "Også feil.", "Rett den.")
    assert digest(after, local("2021-05-06", "16:05"), [PROBLEM, other])[1] == []
    assert digest(after, local("2021-05-07"), [PROBLEM, other])[1] == ["F01", "F02"]


def test_what_passes_by_itself_is_in_the_digest_and_never_a_reason_for_one(memory: Memory) -> None:
    now = local("2021-05-06")
    waits = Problem("Nettsidene", "1 påmelding venter.", "Ingenting trengs.", Grade.INFORMATION, passing=True)
    assert digest(memory, now, [waits])[1] == []
    found, people = digest(memory, now, [waits, PROBLEM])
    assert people == ["F01", "F02"] and waits in found.problems


def test_a_lasting_problem_is_no_reason_for_a_second_digest_within_a_month(memory: Memory) -> None:
    """RULES.md «Digest»: a row that nobody mends stands in every digest, and is no reason for one more than once in 31 days."""
    now = local("2021-05-06")
    after = told(memory, digest(memory, now, [PROBLEM])[0], now)
    again = [day for day in range(7, 32) if digest(after, local(f"2021-05-{day:02d}"), [PROBLEM])[1]]
    assert again == []
    key = next(key for key in after.notices if key.startswith("problem:"))
    assert key in digest(after, now + timedelta(days=31), [PROBLEM])[0].news


def test_what_is_for_information_is_a_reason_for_a_digest_once_and_stands_in_every_one(memory: Memory) -> None:
    """R28."""
    now, told_only = local("2021-05-06"), replace(PROBLEM, grade=Grade.INFORMATION)
    found, people = digest(memory, now, [told_only])
    assert people == ["F01", "F02"] and found.problems == (told_only,)
    later = digest(told(memory, found, now), now + timedelta(days=400), [told_only])[0]
    assert later.problems == (told_only,) and not any(key.startswith("problem:") for key in later.news)


@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.CLAIMED, Outcome.REJECTED])
def test_letters_nobody_knows_about_and_refused_ones_are_told(memory: Memory, outcome: Outcome) -> None:
    """R21."""
    lost = replace(memory.letters[0], outcome=outcome)
    found, people = digest(replace(memory, letters=(lost, *memory.letters[1:])), local("2021-05-06"))
    assert people == ["F01", "F02"]
    assert (found.unknown + found.rejected) == (lost,)


def test_a_refusal_by_an_address_that_was_corrected_since_is_told_no_more(memory: Memory) -> None:
    refused = replace(memory.letters[0], outcome=Outcome.REJECTED, address_version=0)
    assert digest(replace(memory, letters=(refused, *memory.letters[1:])), local("2021-05-06"))[0].rejected == ()


def test_a_month_after_the_first_one_brings_a_digest_once(memory: Memory) -> None:
    """RULES.md «Digest»: monthly; also when the round of the 1st was missed."""
    assert not digest(memory, local("2021-05-31", "16:05"))[0].monthly
    now = local("2021-06-02")
    found, people = digest(memory, now)
    assert found.monthly
    assert people == ["F01", "F02"]
    assert digest(told(memory, found, now), local("2021-06-03"))[1] == []


def test_a_date_or_focus_nobody_has_set_is_asked_about_two_weeks_before() -> None:
    """R16: without a decision the facilitators are reminded."""
    half: list[Line] = [ALL_SET[0], (2, "8.6.2021"), *ALL_SET[2:4]]
    memory = round_at(FIRST, sheet(meetings=half))[1]
    june = see(sheet(meetings=half), memory, local("2021-05-26"))
    assert undecided(june) == (Undecided("focus", 2, date(2021, 6, 8)),)
    assert undecided(see(sheet(meetings=half), memory, local("2021-05-24"))) == ()
    october = see(sheet(meetings=half), memory, local("2021-10-01"))
    assert undecided(october) == (Undecided("date", 0, date(2021, 10, 12)),)


def test_a_date_that_was_called_off_is_not_asked_about(memory: Memory) -> None:
    off: list[Line] = [*ALL_SET[:4], (5, "12.10.2021", "", "", "", "", "", "avlyst"), *ALL_SET[5:]]
    assert undecided(see(sheet(meetings=off), memory, local("2021-10-01"))) == ()


def test_proposals_are_news_when_the_answers_are_closed_and_not_before(memory: Memory) -> None:
    candidate = Candidate(1, 1, "Miro", 4, (), "")
    reply = Reply("D01", 1, "need", "Miro", local("2021-05-12"))
    memory = replace(memory, candidates=(candidate,), replies=(reply,))
    assert digest(memory, local("2021-05-21"))[1] == []
    found, people = digest(memory, local("2021-05-22"))
    assert found.news == {"proposals:1"}
    assert people == ["F01", "F02"]
    assert digest(told(memory, found, local("2021-05-22")), local("2021-05-23"))[1] == []


def test_the_result_of_a_consultation_is_news_once_it_is_over(memory: Memory) -> None:
    """R15: shown, not executed."""
    asked = Consultation(8, local("2021-05-10"), local("2021-05-18", "00:00"), ("Miro",), ())
    memory = replace(memory, consultations=(asked,))
    assert "consultation:8" not in digest(memory, local("2021-05-17"))[0].news
    found, people = digest(memory, local("2021-05-18"))
    assert "consultation:8" in found.news
    assert people == ["F01", "F02"]
    assert digest(memory, local("2021-06-20"))[0].consultation is None


def test_a_closed_circle_has_no_digest(memory: Memory) -> None:
    """R17."""
    assert digest(replace(memory, closed=local("2021-12-25")), local("2021-12-26"), [PROBLEM])[1] == []


SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(("key", "days"), [("undecided:", 7), ("problem:", 31)])
def test_a_choice_is_told_of_again_after_a_week_and_a_row_after_31_days(memory: Memory, key: str, days: int) -> None:
    """RULES.md «Digest»."""
    now, half = local("2021-05-26"), [ALL_SET[0], (2, "8.6.2021"), *ALL_SET[2:]]
    after = told(memory, digest(memory, now, [PROBLEM], half)[0], now)
    snapshot, again = see(sheet(meetings=half), after, now), now + timedelta(days=days)
    later = [replace(snapshot, inputs=replace(snapshot.inputs, now=at)) for at in (again - SECOND, again)]
    assert [any(each.startswith(key) for each in digest_of(one, (), [PROBLEM]).news) for one in later] == [False, True]


@pytest.mark.parametrize(("now", "asked"), [(local("2021-05-25", "09:14"), False), (local("2021-05-25", "09:15"), True)])
def test_a_focus_area_is_asked_about_from_two_weeks_before_the_start(now: datetime, asked: bool) -> None:
    half: list[Line] = [ALL_SET[0], (2, "8.6.2021"), *ALL_SET[2:]]
    assert (Undecided("focus", 2, date(2021, 6, 8)) in undecided(see(sheet(meetings=half), now=now))) == asked


@pytest.mark.parametrize(("day", "asked"), [("2021-09-27", False), ("2021-09-28", True), ("2021-10-11", True), ("2021-10-12", False)])
def test_a_date_is_asked_about_from_fourteen_days_before_to_the_day_before(day: str, asked: bool) -> None:
    assert (Undecided("date", 0, date(2021, 10, 12)) in undecided(see(sheet(meetings=ALL_SET[:4]), now=local(day)))) == asked


def test_proposals_are_news_from_the_close_of_the_answers_and_for_two_weeks(memory: Memory) -> None:
    memory = replace(memory, candidates=(Candidate(1, 1, "Miro", 4, (), ""),), replies=(Reply("D01", 1, "need", "Miro", local("2021-05-12")),))
    close, over = local("2021-05-22", "00:00"), local("2021-06-05", "00:00")
    found = ["proposals:1" in digest(memory, now)[0].news for now in (close - SECOND, close, over - SECOND, over)]
    assert found == [False, True, True, False]


def test_the_latest_consultation_is_shown_until_two_weeks_after_it_closed_and_news_once_it_is_over(memory: Memory) -> None:
    earlier = Consultation(7, local("2021-05-09"), local("2021-05-17", "00:00"), ("Lyd",), ())
    closes, over = local("2021-05-18", "00:00"), local("2021-06-01", "00:00")
    memory = replace(memory, consultations=(earlier, Consultation(8, local("2021-05-10"), closes, ("Miro",), ())))
    found = [digest(memory, now)[0] for now in (closes - SECOND, closes, over - SECOND, over)]
    assert [each.consultation and each.consultation.consultation.meeting for each in found] == [8, 8, 8, None]
    assert ["consultation:8" in each.news for each in found] == [False, True, True, False]


def test_a_digest_is_about_no_meeting_and_knows_a_problem_again_after_years(memory: Memory) -> None:
    """The keys lie in the ledger: others would tell everything once more."""
    now = local("2021-05-06")
    snapshot = see(sheet(meetings=ALL_SET), memory, now)
    found = digest_of(snapshot, memory.letters, [PROBLEM])
    assert {letter.meeting for letter in digest_letters(snapshot, found)} == {0}
    assert "problem:" + sha256("«Møter», celle B2|Feil.".encode()).hexdigest()[:16] in found.told
