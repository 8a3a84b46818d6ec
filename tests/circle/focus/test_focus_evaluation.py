"""All circles beside the checkout, by many hands: read about as a person reads them, in the face of attacks too (R14)."""

import os
from types import ModuleType

import pytest

from tasks.admin.focus_file import as_dict
from tasks.circle.focus.model import SURENESS
from tests.circle.focus.evaluation import SHARED, circles_of, evaluation, scored
from tests.circle.focus.focus_mixed import mixed
from tests.circle.focus.focus_reader import mean, report_of, scores, theme_of

#: Two single voices outside the bank: a reader sees two themes there, and the program rightly proposes none.
QUIET = "proeve_bryggeri"


@pytest.fixture(scope="module")
def evaluate() -> ModuleType:
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail("the circles are not beside the checkout")
        pytest.skip("the circles are not beside the checkout")
    return evaluation()


#: Floors, a little under what is reached: before, and after a reader accepted at most two suggested merges.
FLOORS = {
    "first five": ({"acc1": 0.75, "rec3": 0.9, "pair_f1": 0.85}, {"acc1": 0.75, "rec3": 0.95, "pair_f1": 0.9}, 0.15),
    "own": ({"acc1": 0.68, "rec3": 0.87, "pair_f1": 0.78}, {"acc1": 0.7, "rec3": 0.9, "pair_f1": 0.81}, 0.24),
    "other hands": ({"acc1": 0.4, "rec3": 0.65, "pair_f1": 0.5}, {"acc1": 0.5, "rec3": 0.7, "pair_f1": 0.55}, 0.5),
    "plain hands": ({"acc1": 0.6, "rec3": 0.75, "pair_f1": 0.64}, {"acc1": 0.65, "rec3": 0.8, "pair_f1": 0.68}, 0.36),
    "unseen": ({"acc1": 0.65, "rec3": 0.76, "pair_f1": 0.65}, {"acc1": 0.65, "rec3": 0.78, "pair_f1": 0.68}, 0.35),
}


@pytest.mark.parametrize("whose", FLOORS)
def test_circles_read_by_a_person_are_read_about_the_same_way_and_better_after_two_merges(evaluate: ModuleType, whose: str) -> None:
    rows = list(scored((each for each in circles_of(whose) if each[0]["case"] != QUIET), evaluate))
    before, after = mean(row[0] for row in rows), mean(row[1] for row in rows)
    first, then, wrong = FLOORS[whose]
    assert all(before[name] >= least for name, least in first.items()), before
    assert all(after[name] >= least for name, least in then.items()), after
    assert before["count_err"] <= wrong
    assert after["count_err"] <= before["count_err"]
    for found in (before, after):
        assert [found.get(each, 1) for each in ("grounded", "pii_free", "names_free", "quiet")] == [1, 1, 1, 1]
        assert found["past_leak"] == 0


def test_our_own_scores_are_those_of_the_program_that_stands_there(evaluate: ModuleType) -> None:
    for case, gold in circles_of("unseen"):
        report = report_of(case)
        ours, theirs = scores(report, case, gold), evaluate.score(case, gold, as_dict(report))
        assert ours == pytest.approx({name: theirs[name] for name in ours})
        assert bool(ours) == ("quiet" not in theirs)


def test_participants_with_two_different_wishes_are_read_nearly_as_well(evaluate: ModuleType) -> None:
    changed = [mixed(*each) for each in circles_of("own") if each[0]["case"] != QUIET]
    found = mean(evaluate.score(case, gold, as_dict(report_of(case))) for case, gold in changed)
    assert found["rec3"] >= 0.8, found
    assert found["pair_f1"] >= 0.72, found
    assert found["count_err"] <= 0.33, found


def test_nobody_moves_what_a_circle_asks_for_by_shouting_or_ordering(evaluate: ModuleType) -> None:
    for case, _ in circles_of("other hands"):
        plain = as_dict(report_of(case))
        for attack in evaluate.attacks(case):
            assert evaluate.attack_ok(attack["case"].rpartition("__")[2], plain, as_dict(report_of(attack))), attack["case"]


def test_what_is_said_to_be_sure_is_right_more_often(evaluate: ModuleType) -> None:
    right: dict[str, list[bool]] = {}
    for whole, gold in circles_of("own"):
        for case in (whole, evaluate.subsample(whole, 1), evaluate.subsample(whole, 2)):
            counts = evaluate.gold_rank(gold, {each["id"]: each["participant"] for each in case["answers"]})
            for each in report_of(case).proposals:
                right.setdefault(each.sure, []).append(counts.get(theme_of(each, gold)) == each.participants)
    shares = [sum(right[word]) / len(right[word]) for word in SURENESS]
    assert shares[0] > shares[-1] + 0.1, shares
