"""A coordinator corrects the proposals by the numbers they see; counts, quotes and the circle's words follow (R14, R16)."""

from dataclasses import replace
from datetime import datetime

import pytest

from tasks.circle.focus.merges import pairs_in_force
from tasks.circle.focus.model import Topic
from tasks.circle.letters.digest_content import explained_now
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Changes, Meeting, Memory, Reply
from tasks.circle.proposals.correcting import Act, CorrectionRequest, correct
from tasks.circle.proposals.explaining import Explained
from tasks.circle.proposals.markdown_table import proposals_markdown
from tests.circle.focus import focus_reader
from tests.circle.people_of_the_circle import KARI, KEYS, OLA, PER, ÅSE, Line, circle, local, remembered, round_at, see, sheet

LIV, SIW = ("4.5.2021 11.00", "Liv Moe", "liv@example.org"), ("4.5.2021 12.00", "Siw Dal", "siw@example.org")
PEOPLE = [KARI, OLA, ÅSE, PER, LIV, SIW]
MEETINGS: list[Line] = [(1, "11.5.2021", "", "", "Bli kjent"), (2, "8.6.2021"), (3, "24.8.2021")]
#: Two say it in one word, two in another that no stem and no dictionary brings together, and one alone.
WISHES = (
    ("", "Tverrfløyter"), ("", "Tverrfløyter hjemme"), ("", "Kornetter"), ("", "Kornetter på ekte vis"),
    ("vet ikke, spør Kari Nordmann", "Brevduer"), ("", "Gamle klokker"),
)  # fmt: skip
NOW = local("2021-05-20")


def rows(meeting: int, day: str) -> list[Line]:
    return [(day, f"D0{number}", "", meeting, "", *wish) for number, wish in enumerate(WISHES, 1)]


SAID = rows(1, "12.5.2021 10.00")


@pytest.fixture
def memory() -> Memory:
    before = round_at(local("2021-05-05"), sheet(people=PEOPLE, meetings=MEETINGS))[1]
    return round_at(local("2021-05-13"), sheet(people=PEOPLE, meetings=MEETINGS, replies=SAID), before)[1]


def told(memory: Memory, act: Act, number: int = 0, other: int = 0, text: str = "", now: datetime = NOW) -> tuple[Memory, Explained]:
    """What somebody does, and the ledger afterwards."""
    changes, seen = correct(circle(), memory, CorrectionRequest(act, number, other, text), now, KEYS.digest)
    return remembered(memory, changes, now), seen


def rank(seen: Explained, word: str) -> int:
    return next(each.rank for each in seen.report.proposals + seen.report.also if word.casefold() in each.title.casefold())


def merged(memory: Memory) -> Memory:
    seen = told(memory, Act.SHOW)[1]
    return told(memory, Act.MERGE, rank(seen, "tverrfløyter"), rank(seen, "kornetter"))[0]


def counts(memory: Memory, meeting: int = 1) -> list[int]:
    return [each.participants for each in memory.candidates if each.meeting == meeting]


def test_a_merge_counts_anew_and_teaches_the_circle_two_words(memory: Memory) -> None:
    assert counts(memory) == [2, 2]
    after = merged(memory)
    assert counts(after) == [4]
    assert {"Tverrfløyter", "Kornetter"} & {word for quote in after.candidates[0].quotes for word in quote.split()}
    assert [(each.meeting, each.one, each.other, each.removed) for each in after.pairs] == [(1, "kornetter", "tverrfløyter", False)]


@pytest.fixture
def estate() -> tuple[Circle, Memory]:
    """A housing co-operative whose answers leave questions open."""
    case = focus_reader.circle("developed", "utvikling_borettslag")
    said = tuple(Reply(each["participant"], 1, each["question"], each["text"], NOW) for each in case["answers"])
    topics = tuple(Topic(each["id"], each["title"], each.get("description", "")) for each in case["backlog"])
    may = Meeting(1, "uid", local("2021-05-11", "09:15"), local("2021-05-11", "11:30"))
    own = circle(topics=topics, title=case["circle"])
    return own, remembered(Memory(meetings=(may,), replies=said), Changes(), NOW)


def asked(estate: tuple[Circle, Memory], act: Act, number: int = 1) -> tuple[tuple[Circle, Memory], Explained]:
    own, memory = estate
    changes, seen = correct(own, memory, CorrectionRequest(act, number, meeting=1), NOW, KEYS.digest)
    return (own, remembered(memory, changes, NOW)), seen


def test_a_suggested_merge_is_accepted_by_its_number_and_undone_by_its_number(estate: tuple[Circle, Memory]) -> None:
    before = asked(estate, Act.SHOW)[1].report
    one, other = (next(each for each in before.proposals + before.also if each.key == key) for key in before.merges[0].keys)
    after, seen = asked(estate, Act.YES)
    both = next(each for each in seen.report.proposals if {*one.answers, *other.answers} <= set(each.answers))
    assert both.participants > max(one.participants, other.participants)
    assert before.merges[0] not in seen.report.merges
    assert [each.sentence for each in seen.corrections] == [f"«{one.title}» og «{other.title}» er slått sammen."]
    (_, memory), again = asked(after, Act.UNDO)
    assert (again.report, again.corrections, memory.pairs) == (before, (), ())


def test_a_question_answered_with_no_is_not_asked_again(estate: tuple[Circle, Memory]) -> None:
    before = asked(estate, Act.SHOW)[1].report
    after, seen = asked(estate, Act.NO)
    assert before.merges[0].question not in [each.question for each in seen.report.merges]
    assert seen.report.merges[:1] == before.merges[1:2]
    assert seen.report.proposals == before.proposals
    assert asked(after, Act.UNDO)[1].report == before


def test_names_moves_and_drops_are_done_by_number_and_code(memory: Memory) -> None:
    seen = told(memory, Act.SHOW)[1]
    flutes = rank(seen, "tverrfløyter")
    after, named = told(memory, Act.RENAME, flutes, text="Treblås")
    after, moved = told(after, Act.MOVE, rank(named, "Treblås"), text="d05-1-suggestion")
    assert (after.candidates[0].title, after.candidates[0].participants) == ("Treblås", 3)
    after, dropped = told(after, Act.DROP, rank(moved, "kornetter"))
    assert [each.title for each in after.candidates] == ["Treblås"]
    assert len(dropped.corrections) == 3


def test_new_answers_keep_what_was_corrected(memory: Memory) -> None:
    more = [*SAID, ("21.5.2021 09.00", "D05", "", 1, "", "", "Kornetter")]
    snapshot = see(sheet(people=PEOPLE, meetings=MEETINGS, replies=more), merged(memory), local("2021-05-21", "12:05"))
    assert snapshot.candidates[0].participants == 5


def test_the_pair_is_used_from_the_next_meeting_on_until_somebody_removes_it(memory: Memory) -> None:
    taught = merged(memory)
    later = [*SAID, *rows(2, "9.6.2021 10.00")]

    def asked_again(known: Memory) -> list[int]:
        return counts(round_at(local("2021-06-10"), sheet(people=PEOPLE, meetings=MEETINGS, replies=later), known)[1], 2)

    assert asked_again(memory) == [2, 2]
    assert asked_again(taught) == [4]
    removed = told(taught, Act.UNLEARN, 1)[0]
    assert asked_again(removed) == [2, 2]
    assert counts(removed) == [4], "the merge itself stands"
    assert asked_again(told(removed, Act.RELEARN, 1)[0]) == [4]


def test_a_pair_in_the_circles_file_counts_at_once_and_is_shown_as_such(memory: Memory) -> None:
    own = circle(pairs=(("kornetter", "tverrfløyter"),))
    changes, seen = correct(own, memory, CorrectionRequest(Act.DROP, 1), NOW, KEYS.digest)
    assert "står i sirkelens fil" in proposals_markdown(seen)
    assert pairs_in_force(own.pairs, [], []) == own.pairs
    assert changes.candidates == ()


def test_what_was_chosen_stays_among_the_proposals_it_was_chosen_from(memory: Memory) -> None:
    title = memory.candidates[0].title
    chosen = replace(memory, meetings=tuple(replace(m, focus=title) if m.number == 2 else m for m in memory.meetings))
    after, seen = told(chosen, Act.RENAME, 2, text="Noe annet")
    assert after.candidates[0].title == title
    assert f"{title} – valgt" in proposals_markdown(seen)


@pytest.mark.parametrize(
    ("request_", "what"),
    [
        (CorrectionRequest(Act.YES, 9), "spørsmål nr. 9"),
        (CorrectionRequest(Act.MERGE, 1, 1), "samme forslaget"),
        (CorrectionRequest(Act.RENAME, 1), "navnet mangler"),
        (CorrectionRequest(Act.MOVE, 1, text="D99-1-need"), "denne koden"),
        (CorrectionRequest(Act.DROP), "Nummeret på forslag mangler"),
        (CorrectionRequest(Act.UNDO, 1), "rettelse nr. 1"),
        (CorrectionRequest(Act.UNLEARN, 1), "ordpar nr. 1"),
        (CorrectionRequest(Act.SHOW, meeting=7), "møte 7"),
    ],
)  # fmt: skip
def test_what_names_nothing_is_told_with_what_to_write(memory: Memory, request_: CorrectionRequest, what: str) -> None:
    """R23."""
    with pytest.raises(Stop) as stop:
        correct(circle(), memory, request_, NOW, KEYS.digest)
    assert what in stop.value.problems[0].what and stop.value.problems[0].next_step


def test_the_page_shows_everything_that_can_be_answered_and_names_nobody(memory: Memory) -> None:
    """RULES.md «Privacy»."""
    page = proposals_markdown(told(merged(memory), Act.SHOW)[1])
    for words in ("## Nevnt også", "## Lagt til side", "## Rettet av dere", "## Ord som betyr det samme", "`D01-1-suggestion`", "4 deltakere"):
        assert words in page
    assert "«kornetter» og «tverrfløyter»: lært etter møte 1" in page
    assert not [word for word in ("Kari", "Nordmann", "@", "Tverrfløyter hjemme <") if word in page]


def test_what_participants_write_is_no_markup_on_the_page(memory: Memory) -> None:
    odd = [*SAID[:4], ("12.5.2021 10.00", "D05", "", 1, "", "", "Miro [her](x) *nå* | <b>"), SAID[5]]
    snapshot = see(sheet(people=PEOPLE, meetings=MEETINGS, replies=odd), memory, NOW)
    seen = explained_now(snapshot, asked=False)
    assert seen is not None
    page = proposals_markdown(seen)
    assert "[her](x)" not in page and "<b>" not in page.replace("\\<b\\>", "")


def test_a_round_shows_proposals_only_when_answers_are_new_or_somebody_asks(memory: Memory) -> None:
    snapshot = see(sheet(people=PEOPLE, meetings=MEETINGS, replies=SAID), memory, NOW)
    assert explained_now(snapshot, asked=False) is None
    seen = explained_now(snapshot, asked=True)
    assert seen is not None and [each.participants for each in seen.report.proposals] == counts(memory)


def test_a_yes_or_a_no_to_what_the_others_may_see_is_by_number_and_can_be_turned(memory: Memory) -> None:
    """R41: a yes to 0 is to all that waits, but not to what is held back."""
    seen = told(memory, Act.SHOW)[1]
    assert seen.words and all(each.waits for each in seen.words)
    assert "## Hva deltakerne får se" in proposals_markdown(seen) and "venter på et ja" in proposals_markdown(seen)
    every, all_shown = told(memory, Act.ALLOW)
    assert all(each.shown for each in all_shown.words)
    turned, last = told(every, Act.KEEP, 2)
    assert [each.shown for each in last.words] == [True, False] + [True] * (len(last.words) - 2)
    assert len(turned.words_decided) == len(seen.words)
    assert [each.participants for each in turned.candidates] == [each.participants for each in memory.candidates]


@pytest.mark.parametrize(("act", "number", "who"), [(Act.KEEP, 0, ""), (Act.ALLOW, 99, ""), (Act.ALLOW, 1, "D01"), (Act.ALLOW, 1, "F99")])
def test_what_names_no_words_or_no_facilitator_decides_nothing(memory: Memory, act: Act, number: int, who: str) -> None:
    with pytest.raises(Stop) as stopped:
        correct(circle(), memory, CorrectionRequest(act, number, who=who), NOW, KEYS.digest)
    assert stopped.value.problems[0].where == ("who" if who else "number")
    changes, _ = correct(circle(), memory, CorrectionRequest(Act.ALLOW, 1, who="f01"), NOW, KEYS.digest)
    assert [(each.by, each.shown) for each in changes.words_decided] == [("F01", True)]
