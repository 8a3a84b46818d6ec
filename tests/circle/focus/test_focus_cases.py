"""Whole circles, read by a person beforehand: the program reads them about the same way, in time, every time (R14)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tasks.admin.focus_file import as_dict
from tasks.circle.focus.model import SURENESS
from tasks.circle.focus.propose import Answer, Topic
from tests.circle.focus.focus_mixed import mixed
from tests.circle.focus.focus_people import PAST
from tests.circle.focus.focus_reader import evaluation, mean, read_case, report_of, scored, theme_of
from tests.circle.shipped_words import propose

ROOT = Path(__file__).parents[3]
OWN_CASES = Path(__file__).parent / "focus_cases"
#: By people who had never seen the program (focus_cases.md): one who writes obliquely, then others who fill in a form in a hurry.
OTHER_HANDS = sorted(OWN_CASES.glob("b[dh]*_*"))
PLAIN_HANDS = sorted(OWN_CASES.glob("[wy][abc]*_*"))
#: On whom attacks are tried: each of a circle's is a reading of its own.
ATTACKED = OTHER_HANDS + [each for each in PLAIN_HANDS if each.name[0] == "w"]
OWN = [each for each in sorted(OWN_CASES.iterdir()) if each.name[0] not in "bvwxy"]
SHARED = ROOT.parent / "shared" / "focus"


def test_the_hash_seed_of_the_process_changes_nothing() -> None:
    code = (
        "import json,sys,dataclasses;from pathlib import Path;sys.path.insert(0,'.');from tasks.admin.focus_file import focus_of;"
        f"print(json.dumps(focus_of(Path({str(OWN_CASES / 'utvikling_skog' / 'input.json')!r}))))"
    )
    outputs = {
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(outputs) == 1


def test_a_circle_of_small_producers_with_two_lone_wishes_is_quiet() -> None:
    read = json.loads((OWN_CASES / QUIET / "input.json").read_text("utf-8"))
    report = propose([Answer(**each) for each in read["answers"]], [Topic(b["id"], b["title"]) for b in read["backlog"]], PAST)
    assert report.proposals == ()
    assert len(report.also) == 2


@pytest.fixture(scope="module")
def evaluate() -> ModuleType:
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail("the shared cases are not beside the checkout")
        pytest.skip("the shared cases are not beside the checkout")
    return evaluation(SHARED / "evaluate.py")


#: Two single voices outside the bank: a reader sees two themes there, and the program rightly proposes none.
QUIET = "proeve_bryggeri"
#: Floors, a little under what is reached: before, and after a reader accepted at most two suggested merges.
FLOORS = {
    "shared": ({"acc1": 0.75, "rec3": 0.9, "pair_f1": 0.85}, {"acc1": 0.75, "rec3": 0.95, "pair_f1": 0.9}, 0.15),
    "own": ({"acc1": 0.6, "rec3": 0.85, "pair_f1": 0.76}, {"acc1": 0.68, "rec3": 0.9, "pair_f1": 0.82}, 0.26),
    "other hands": ({"acc1": 0.4, "rec3": 0.6, "pair_f1": 0.48}, {"acc1": 0.5, "rec3": 0.65, "pair_f1": 0.53}, 0.53),
    "plain hands": ({"acc1": 0.6, "rec3": 0.7, "pair_f1": 0.64}, {"acc1": 0.65, "rec3": 0.75, "pair_f1": 0.68}, 0.36),
}


@pytest.mark.parametrize("whose", FLOORS)
def test_circles_read_by_a_person_are_read_about_the_same_way_and_better_after_two_merges(evaluate: ModuleType, whose: str) -> None:
    cases = {"shared": sorted((SHARED / "cases").iterdir()), "own": OWN, "other hands": OTHER_HANDS, "plain hands": PLAIN_HANDS}[whose]
    folders = [each for each in cases if each.name != QUIET]
    rows = [row for each in folders for row in scored(each, evaluate)]
    before, after = mean(row[0] for row in rows), mean(row[1] for row in rows)
    first, then, wrong = FLOORS[whose]
    assert all(before[name] >= least for name, least in first.items()), before
    assert all(after[name] >= least for name, least in then.items()), after
    assert before["count_err"] <= wrong
    assert after["count_err"] <= before["count_err"]
    for found in (before, after):
        assert [found.get(each, 1) for each in ("grounded", "pii_free", "names_free", "quiet")] == [1, 1, 1, 1]
        assert found["past_leak"] == 0


def test_participants_with_two_different_wishes_are_read_nearly_as_well(evaluate: ModuleType) -> None:
    scores = []
    for folder in OWN:
        if folder.name != QUIET:
            case, gold = mixed(*read_case(folder))
            scores.append(evaluate.score(case, gold, as_dict(report_of(case))))
    found = mean(scores)
    assert found["rec3"] >= 0.8, found
    assert found["pair_f1"] >= 0.72, found
    assert found["count_err"] <= 0.33, found


@pytest.mark.parametrize("folder", ATTACKED, ids=lambda each: each.name)
def test_nobody_moves_what_a_circle_asks_for_by_shouting_or_ordering(evaluate: ModuleType, folder: Path) -> None:
    case, _ = read_case(folder)
    plain = as_dict(report_of(case))
    for attack in evaluate.attacks(case):
        name = attack["case"].rpartition("__")[2]
        assert evaluate.attack_ok(name, plain, as_dict(report_of(attack))), name


def test_what_is_said_to_be_sure_is_right_more_often(evaluate: ModuleType) -> None:
    right: dict[str, list[bool]] = {}
    for folder in OWN:
        whole, gold = read_case(folder)
        for case in (whole, evaluate.subsample(whole, 1), evaluate.subsample(whole, 2)):
            counts = evaluate.gold_rank(gold, {each["id"]: each["participant"] for each in case["answers"]})
            for each in report_of(case).proposals:
                right.setdefault(each.sure, []).append(counts.get(theme_of(each, gold)) == each.participants)
    shares = [sum(right[word]) / len(right[word]) for word in SURENESS]
    assert shares[0] > shares[-1] + 0.1, shares
