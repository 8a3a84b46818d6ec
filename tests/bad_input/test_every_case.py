"""Each case of bad input, held to what A15 promises; and the table made of them."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from tasks.circle.model.errors import Problem, to_mend
from tests.bad_input.case import Case
from tests.bad_input.desk import KARI, LEADERS, OLA, ROOT, ÅSE, Seen, key_of
from tests.bad_input.every_case import CASES, table

#: English that slips out of a library, and what belongs to nobody's screen.
ENGLISH = re.compile(
    r"\b(error|invalid|argument|expected|unrecognized|choose|traceback|exception|none|the|must|should|not found|failed|usage)\b", re.IGNORECASE
)
#: Of nobody: examples, our own sender, Google's service account, which the sheet must be shared with, and the name of a letter.
KNOWN = re.compile(r"sted\.no|sirkel@|gserviceaccount|moteplasser\.\d")
ADDRESS = re.compile(r"[^\s«»<>]+@[^\s«»<>]+\.[a-z]{2,}")
NAMES = ("Nordmann", "Hansen", "Bergkvist", "Sempler")
#: Words with which a next step tells somebody to act, or that nobody need do anything.
STEP = re.compile(r"^[A-ZÆØÅ«].*[\w.:?…)\]»}\"]$")
#: A command, a page of Prefect's, a rule's number: for some readers only.
SOMEBODYS = re.compile(r"«(run|settle|check|sheet|serve|status)\b|Prefect|--[a-z]")
RULE = re.compile(r"\bR\d{1,2}\b")
by_name = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
messages = pytest.mark.parametrize("case", [case for case in CASES if case.ends != "quiet"], ids=lambda case: case.name)
rounds = pytest.mark.parametrize("case", [case for case in CASES if case.rounds], ids=lambda case: case.name)


@by_name
def test_it_ends_by_itself_as_the_table_says(case: Case, seen: Mapping[str, Seen]) -> None:
    found = seen[case.name]
    assert not found.crash
    assert "Traceback" not in found.said
    assert case.holds(found)
    told = " ".join(map(str, found.problems))
    assert [word for word in case.says if word not in told] == []
    if case.ends == "quiet":
        assert (found.problems, found.status) == ((), 0)
    elif found.states:
        assert (found.states[-1] == "stopped") == (case.ends == "stop")
        assert (found.states[-1] in ("done", "nothing")) == (not to_mend(found.problems))
        assert case.ends == "waits" or (case.ends == "told") == (not to_mend(found.problems))
    elif case.ends == "told":
        assert found.status == 0
    else:
        assert found.status == (1 if case.name == "forget-leader" else 2)


@messages
def test_its_message_says_where_what_and_the_next_step_in_norwegian_and_names_nobody(case: Case, seen: Mapping[str, Seen]) -> None:
    problems = seen[case.name].problems
    assert problems
    for problem in problems:
        assert problem.where and problem.what.endswith((".", "?")) and STEP.search(problem.next_step), problem
        assert not ENGLISH.search(re.sub(r"«.*?»|\[.*?\]|--\w+|\S+\.\w+", "", str(problem))), problem
        typed = case.happens + str(case.says)
        assert [found for found in ADDRESS.findall(str(problem)) if not KNOWN.search(found)] == [], typed
        assert not any(name in str(problem) for name in NAMES), problem
        # Rounds' problems stand in the sheet and in letters too: what is typed or clicked is told apart, and no rule by its number.
        assert not found_in_rounds(case, problem), problem
        assert "hemmelig-ord" not in str(problem) and all(each.isprintable() for each in str(problem))


def found_in_rounds(case: Case, problem: Problem) -> bool:
    words = f"{problem.what} {problem.next_step}"
    return bool(RULE.search(words)) or (case.rounds and bool(SOMEBODYS.search(words)))


@rounds
def test_nobody_is_written_to_twice_and_no_stranger_at_all(case: Case, seen: Mapping[str, Seen]) -> None:
    letters = [key_of(letter) for letter in seen[case.name].letters if letter["X-Sirkel-Kind"] != "digest"]
    assert [key for key, count in Counter(letters).items() if count > 1] == []
    assert {address for address, _, _ in letters} <= {KARI, OLA, ÅSE, *LEADERS, *case.strangers}


@pytest.mark.parametrize("case", [case for case in CASES if case.rounds and case.ends != "stop"], ids=lambda case: case.name)
def test_the_good_rows_are_served(case: Case, seen: Mapping[str, Seen]) -> None:
    for address in case.served:
        assert ("welcome", "0") in seen[case.name].to(address)


def test_there_are_at_least_sixty_cases_and_each_has_its_own_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60


def test_the_table_in_the_checkout_is_the_one_these_cases_make(seen: Mapping[str, Seen]) -> None:
    """Out of date? `python -m tests.bad_input > tests/bad_input/README.md`."""
    assert (ROOT / "tests/bad_input/README.md").read_text(encoding="utf-8") == table(CASES, seen)


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["runn"], 2, "Ukjent kommando: «runn». "),
        (["status", "--config", "/finnes/ikke"], 2, "finnes ikke"),
        (["status", "--at", "i morgen"], 2, "Tidspunktet kan ikke leses"),
        (["focus", "/finnes/ikke.csv"], 2, "Filen finnes ikke"),
    ],
)
def test_the_real_command_says_the_same_and_leaves_with_the_status(arguments: list[str], status: int, says: str, tmp_path: Path) -> None:
    call = [sys.executable, "-m", "flows", *arguments[:1], *(["--data", str(tmp_path)] if len(arguments) > 1 else []), *arguments[1:]]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (status, "")
    assert says.strip() in done.stderr and "Traceback" not in done.stderr
