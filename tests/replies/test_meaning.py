"""Whether what somebody writes answers the letter (RULES.md R31): two hundred replies thought up, before and after looking at the patterns."""

import csv
from pathlib import Path

import pytest

from tasks.circle.replies.meaning import Means, meaning_of

ROWS = list(csv.DictReader((Path(__file__).parent / "meanings.tsv").read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("said", [row["what is written"] for row in ROWS if row["answer"] == "yes"])
def test_an_answer_is_never_lost(said: str) -> None:
    assert meaning_of(said) is Means.ANSWER


def test_of_what_is_no_answer_nearly_all_is_seen() -> None:
    """In doubt it counts: a facilitator reads it, and it is worth its words."""
    said = [row["what is written"] for row in ROWS if row["answer"] == "no"]
    counted = [each for each in said if meaning_of(each) is Means.ANSWER]
    assert len(said) > 120 and len(counted) <= 9, counted
