"""What people correct by hand: made anew from the answers, taken back as easily, in whatever order (R14, R16)."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from tasks.circle.focus.corrections import ALONE, NONE, Corrections, corrections_from
from tasks.circle.focus.merges import pairs_in_force
from tasks.circle.focus.model import WordPair
from tasks.circle.focus.propose import FocusReport, Proposal
from tests.circle.focus.focus_people import BANK, CIRCLE, PAST, front, reasons, said
from tests.circle.focus.focus_reader import circle, report_of
from tests.circle.shipped_words import propose

#: Two say it in one word, two in another that no stem and no dictionary brings together.
HALVES = [
    *said("Eva", suggestion="Tverrflauter"), *said("Liv", suggestion="Tverrflauter hjemme"),
    *said("Tor", suggestion="Kornetter"), *said("Siw", suggestion="Kornetter på ekte vis"), *said("Jon", suggestion="Miro"),
]  # fmt: skip


def report(corrections: Corrections = NONE, pairs: tuple[tuple[str, str], ...] = ()) -> FocusReport:
    return propose([*CIRCLE, *HALVES], BANK, PAST, ("Kari Nes",), pairs, "Læringssirkel", corrections)


def about(found: FocusReport, word: str) -> Proposal:
    return next(each for each in found.proposals + found.also if word.casefold() in each.title.casefold())


def keys() -> tuple[str, str]:
    before = report()
    return about(before, "tverrflauter").key, about(before, "kornetter").key


def merged() -> Corrections:
    return NONE.merge(*keys())


def test_a_merge_counts_people_anew_and_quotes_both_sides() -> None:
    both = next(each for each in report(merged()).proposals if each.participants == 4)
    assert {evidence.answer.split("-")[0] for evidence in both.evidence} & {"Eva", "Liv"}
    assert {"Tor-suggestion", "Eva-suggestion"} <= set(both.answers)
    assert "4 av de" in both.why


def test_a_merge_taken_back_leaves_no_trace() -> None:
    assert report(merged().unmerge(*reversed(keys()))) == report()


def test_a_group_merged_with_itself_or_with_one_long_gone_changes_nothing() -> None:
    one = keys()[0]
    assert report(NONE.merge(one, one)) == report()
    assert front(report(NONE.merge(one, "svar:borte"))) == front(report())


def test_a_topic_of_the_bank_keeps_its_title_in_a_merge() -> None:
    found = report(NONE.merge(keys()[0], "tema:t1"))
    assert about(found, "Hybridmøter").participants == about(report(), "Hybridmøter").participants + 2


def test_a_new_title_stands_until_it_is_emptied() -> None:
    named = NONE.rename(keys()[0], "  Ville   kulturer ")
    assert about(report(named), "Ville kulturer").participants == 2
    assert report(named.rename(keys()[0], " ")) == report()


def test_a_moved_answer_counts_where_it_was_moved_and_can_be_moved_back() -> None:
    moved = NONE.move("Jon-suggestion", keys()[1])
    assert about(report(moved), "kornetter").participants == 3
    assert "Jon-suggestion" not in about(report(moved), "tavler").answers
    assert report(moved.move_back("Jon-suggestion")) == report()


def test_an_answer_can_be_taken_out_to_stand_alone() -> None:
    found = report(NONE.move("Eva-suggestion", ALONE))
    assert [each.participants for each in found.also if "Eva-suggestion" in each.answers] == [1]


def test_an_answer_that_was_set_aside_can_be_moved_to_a_theme() -> None:
    answers = [*HALVES, *said("Ole", "vet ikke helt, men noe slikt")]
    key = next(each.key for each in propose(answers, BANK, PAST).proposals if "Eva-suggestion" in each.answers)
    found = propose(answers, BANK, PAST, corrections=NONE.move("Ole-need", key))
    assert next(each for each in found.proposals if "Ole-need" in each.answers).participants == 3
    assert "Ole-need" not in reasons(found)


def test_a_dropped_proposal_is_gone_and_its_answers_say_why() -> None:
    found = report(NONE.drop("tema:t1"))
    assert "Hybridmøter" not in [each.title for each in found.proposals + found.also]
    assert reasons(found)["Kari-suggestion"] == "Temaet er tatt ut for hånd."
    assert report(NONE.drop("tema:t1").take_back("tema:t1")) == report()


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_corrections_and_answers_changes_nothing(seed: int) -> None:
    one, other = keys()
    steps: list[Callable[[Corrections], Corrections]] = [
        lambda made: made.merge(one, other), lambda made: made.rename("tema:t1", "Hybrid"), lambda made: made.drop("tema:t2"),
        lambda made: made.move("Siri-need", one),
    ]  # fmt: skip
    straight, shuffled = NONE, NONE
    for step in steps:
        straight = step(straight)
    random.Random(seed).shuffle(steps)
    for step in steps:
        shuffled = step(shuffled)
    answers = random.Random(seed).sample([*CIRCLE, *HALVES], len([*CIRCLE, *HALVES]))
    found = propose(answers, BANK, PAST, ("Kari Nes",), (), "Læringssirkel", shuffled)
    assert shuffled.plain() == straight.plain()
    assert found == report(straight)


def test_corrections_survive_json_and_refuse_what_they_never_wrote() -> None:
    made = merged().rename("tema:t1", "Hybrid").move("Jon-suggestion", ALONE).drop("tema:t2").keep_apart("svar:a", "tema:t3")
    assert corrections_from(json.loads(json.dumps(made.plain()))) == made
    assert corrections_from({}) == NONE
    wrong: Any
    for wrong in ({"merged": [["a"]]}, {"dropped": "tema:t1"}, {"moved": [[1, "b"]]}, {"renamed": {}}):
        with pytest.raises(ValueError, match="«"):
            corrections_from(wrong)


def test_a_merge_takes_back_an_earlier_no_and_a_no_takes_back_a_merge() -> None:
    one, other = keys()
    assert NONE.keep_apart(one, other).merge(other, one) == merged()
    refused = report(merged().keep_apart(one, other))
    assert (refused.proposals, refused.also) == (report().proposals, report().also)
    assert (one, other) not in [each.keys for each in refused.merges] + [each.keys[::-1] for each in refused.merges]
    assert NONE.keep_apart(one, other).ask_again(other, one) == NONE


def test_a_merge_teaches_the_circle_a_pair_of_words_that_the_next_meeting_uses() -> None:
    assert report(merged()).learnt == (WordPair("kornetter", "tverrflauter"),)
    assert report().learnt == ()
    pairs = pairs_in_force([], report(merged()).learnt, [])
    assert 4 in [each.participants for each in report(NONE, pairs).proposals]


def test_a_pair_that_somebody_removed_is_used_no_more() -> None:
    learnt = [WordPair("kornetter", "tverrflauter"), WordPair("a", "b")]
    assert pairs_in_force([("tavle", "whiteboard")], learnt, [WordPair("tverrflauter", "kornetter")]) == (("tavle", "whiteboard"), ("a", "b"))


def test_at_most_three_merges_are_suggested_each_as_a_question() -> None:
    found = report_of(circle("developed", "utvikling_borettslag"))
    titles = {each.rank: each.title for each in found.proposals + found.also}
    assert 1 <= len(found.merges) <= 3
    for each in found.merges:
        assert each.question == f"Handler «{titles[each.one]}» og «{titles[each.other]}» om det samme?"
