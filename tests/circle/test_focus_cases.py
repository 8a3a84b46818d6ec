"""Whole circles, read by a person beforehand: the program reads them about the same way, in time, every time (R14)."""

import importlib.util
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tasks.circle.focus import Answer, Past, Topic, propose
from tasks.focus_file import as_dict
from tests.circle.focus_people import PAST

ROOT = Path(__file__).parents[2]
OWN_CASES = Path(__file__).parent / "focus_cases"
SHARED = ROOT.parent / "shared" / "focus"


def test_the_hash_seed_of_the_process_changes_nothing() -> None:
    code = (
        "import json,sys,dataclasses;from pathlib import Path;sys.path.insert(0,'.');from tasks.focus_file import focus_of;"
        f"print(json.dumps(focus_of(Path({str(OWN_CASES / 'utvikling_skog' / 'input.json')!r}))))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(outputs) == 1


def test_a_circle_of_small_producers_with_two_lone_wishes_is_quiet() -> None:
    read = json.loads((OWN_CASES / QUIET / "input.json").read_text("utf-8"))
    report = propose([Answer(**each) for each in read["answers"]], [Topic(b["id"], b["title"]) for b in read["backlog"]], PAST)
    assert report.proposals == ()
    assert len(report.also) == 2


def test_five_thousand_answers_take_less_than_ten_seconds() -> None:
    source = json.loads((OWN_CASES / "utvikling_kirke" / "input.json").read_text("utf-8"))["answers"]
    draw = random.Random(3)
    texts = [answer["text"] for answer in source if len(answer["text"]) > 5]
    words = [word for text in texts for word in text.split()]
    answers = []
    for number in range(5000):
        text = draw.choice(texts) + " " + " ".join(draw.choices(words, k=draw.randint(0, 6)))
        answers.append(Answer(f"a{number}", f"p{number // 2}", ("need", "suggestion")[number % 2], text))
    code = "import sys,json,time;from tasks.circle.focus import *;a=[Answer(*x) for x in json.load(sys.stdin)];"
    code += "t=time.process_time();propose(a,(),());print(time.process_time()-t)"
    rows = json.dumps([[a.id, a.participant, a.question, a.text] for a in answers])
    done = subprocess.run([sys.executable, "-c", code], input=rows, cwd=ROOT, capture_output=True, text=True, check=True)
    assert float(done.stdout) < 20  # 6 on a quiet machine


def scorer() -> ModuleType:
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail("the shared cases are not beside the checkout")
        pytest.skip("the shared cases are not beside the checkout")
    spec = importlib.util.spec_from_file_location("evaluate", SHARED / "evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


#: Two single voices outside the bank: a reader sees two themes there, and the program rightly proposes none.
QUIET = "proeve_bryggeri"


def scores(cases: Path) -> dict[str, float]:
    module = scorer()
    found: dict[str, list[float]] = {}
    for folder in sorted(folder for folder in cases.iterdir() if folder.name != QUIET):
        given_in = json.loads((folder / "input.json").read_text("utf-8"))
        gold = json.loads((folder / "gold.json").read_text("utf-8"))
        topics = [Topic(each["id"], each["title"], each.get("description", "")) for each in given_in["backlog"]]
        past = [Past(each["meeting"], each["title"]) for each in given_in["past"]]
        result = as_dict(propose([Answer(**each) for each in given_in["answers"]], topics, past, given_in["names"]))
        for name, value in module.score(given_in, gold, result).items():
            if value is not None:
                found.setdefault(name, []).append(value)
    return {name: sum(values) / len(values) for name, values in found.items()}


@pytest.mark.parametrize("cases", [SHARED / "cases", OWN_CASES], ids=["shared", "own"])
def test_circles_read_by_a_person_are_read_about_the_same_way(cases: Path) -> None:
    found = scores(cases)
    assert found["rec3"] >= 0.75
    assert found["pair_f1"] >= 0.7
    assert found["count_err"] <= 0.35
    assert [found.get(each, 1) for each in ("grounded", "pii_free", "names_free", "quiet")] == [1, 1, 1, 1]
    assert found["past_leak"] == 0
