"""Long texts: what is kept of them is whole, what is shown is short, and a choice that is too long is refused (R13, R14, R16)."""

from datetime import date

import pytest

from tasks.circle.coordinator.choice import OWN, Choice, own_focus, read
from tasks.circle.focus.corrections import LONGEST_NAME
from tasks.circle.focus.propose import Answer
from tasks.circle.meetings.rows import LONGEST_FOCUS
from tasks.circle.model.attending import Consultation
from tasks.circle.model.errors import Stop
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import Memory
from tasks.circle.proposals.correcting import Act, CorrectionRequest, correct
from tasks.circle.proposals.markdown_table import LONGEST, proposals_markdown
from tests.circle.letters.test_letter_content import context
from tests.circle.people_of_the_circle import KEYS, circle, local, remembered, round_at, see, sheet
from tests.circle.proposals.test_correcting import MEETINGS, NOW, PEOPLE, memory, told
from tests.circle.shipped_words import propose

__all__ = ["memory"]  # the fixture
DAY = "12.5.2021 10.00"
THANKS = "Takk for et fint møte! " * 100
TALK = "Det ble sagt mye klokt om lokalene våre, og jeg tok notater. " * 40
QUOTE = 600


def heard(*texts: str, known: Memory | None = None, day: str = "2021-05-13", relevance: str = "") -> Memory:
    """The ledger after a round that read these needs, one a participant, and what all of them say of the day."""
    before = known or round_at(local("2021-05-05"), sheet(people=PEOPLE, meetings=MEETINGS))[1]
    rows = [("", f"D0{number}", "", 1, relevance, text) for number, text in enumerate(texts, 1)]
    return round_at(local(day), sheet(people=PEOPLE, meetings=MEETINGS, replies=rows), before)[1]


def test_an_answer_whose_end_alone_is_another_is_another_answer_and_read_anew() -> None:
    known = None
    for day, wish in (("2021-05-13", "Tverrfløyter"), ("2021-05-14", "Kornetter")):
        known = heard(*[f"{THANKS}{wish}"] * 4, known=known, day=day)
        assert {reply.text for reply in known.replies} == {f"{THANKS}{wish}"}
        assert [(each.title, each.participants) for each in known.candidates] == [(wish, 4)]


def test_the_end_of_a_long_answer_counts_as_its_beginning_does() -> None:
    answers = [Answer(f"{n}", f"p{n}", "need", f"{THANKS}Jeg vil lære om lystavler") for n in range(4)]
    [found] = propose(answers, [], []).proposals
    assert (found.title, found.participants) == ("Lystavler", 4)
    assert all(len(each.quote) <= QUOTE for each in found.evidence)


def test_of_very_many_long_answers_the_beginnings_are_read_as_quickly_as_of_short_ones() -> None:
    answers = [Answer(f"{n}", f"p{n}", "need", f"Jeg vil lære om lystavler. {TALK}"[:4000]) for n in range(80)]
    report = propose(answers, [], [])
    assert report.proposals[0].participants == 80 and all(len(each.quote) <= QUOTE for each in report.proposals[0].evidence)


def test_a_word_without_end_makes_no_title_without_end() -> None:
    found = propose([Answer("1", "p1", "need", "ø" * 4000)], [], [])
    assert all(len(each.title) <= LONGEST_NAME for each in found.also + found.proposals)


def test_the_day_sheet_shows_the_beginning_of_a_long_need() -> None:
    known = heard(TALK)
    said = [("", "D01", "", 1, "", TALK)]
    [quote] = context(known, Kind.DAY_SHEET, 2, "2021-06-07", "F01", people=PEOPLE, meetings=MEETINGS, replies=said)["quotes"]
    assert len(quote) <= QUOTE and quote.endswith("…") and TALK.startswith(quote[:-1])


def test_a_page_of_proposals_shows_the_beginning_of_an_answer_that_was_set_aside() -> None:
    seen = correct(circle(), heard("", relevance=TALK), CorrectionRequest(Act.SHOW, meeting=1), NOW, KEYS.digest)[1]
    [shown] = [line for line in proposals_markdown(seen).splitlines() if "lokalene våre" in line and line.startswith("- `D01")]
    assert shown.endswith("…»") and len(shown) < LONGEST + 40


@pytest.mark.parametrize("beyond", [-1, 0, 1])
def test_a_new_name_of_a_proposal_is_kept_whole_or_refused(memory: Memory, beyond: int) -> None:
    name = "x" * (LONGEST_NAME + beyond)
    if beyond > 0:
        with pytest.raises(Stop, match=r"for langt.*120"):
            told(memory, Act.RENAME, 1, text=name)
    else:
        assert name in {each.title for each in told(memory, Act.RENAME, 1, text=name)[0].candidates}


@pytest.mark.parametrize("beyond", [-1, 0, 1])
def test_a_focus_area_in_ones_own_words_is_kept_whole_or_refused(beyond: int) -> None:
    words = "x" * (LONGEST_FOCUS + beyond)
    choice = Choice(2, NOW, lacks_focus=True, lacks_date=False, rowless=False, proposals=(), dates=(), said=None, asked=0, in_room=())
    if beyond > 0:
        with pytest.raises(Stop, match=r"for langt.*200"):
            read(choice, {OWN: words}, circle(), NOW)
        with pytest.raises(Stop, match=r"for langt.*200"):
            own_focus(words, "focus")
    else:
        assert read(choice, {OWN: words}, circle(), NOW).focus == own_focus(words, "focus") == words


def test_a_vote_counts_wherever_in_a_long_cell_it_stands() -> None:
    asked = Consultation(5, local("2021-10-01"), local("2021-10-09", "00:00"), ("Miro", "Lystavler"), (date(2021, 10, 12),))
    row = ("", "D01", 5, f"{'Jeg vet ikke helt. ' * 400} Lystavler", "")
    snapshot = see(sheet(votes=[row]), remembered(Memory(consultations=(asked,)), see().changes, NOW), local("2021-10-05"))
    assert [vote.proposals for vote in snapshot.votes] == [("Lystavler",)]
