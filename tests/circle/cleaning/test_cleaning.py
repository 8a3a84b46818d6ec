"""What people write that tells who somebody is, in every spelling we know of, and what must stay (RULES.md «Privacy»)."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.circle.focus.redaction import GONE, clean_quote, held_back, visible
from tests.circle.shipped_words import VOCABULARY

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared"
NAMES = ("Kari Nordmann", "Ola Hansen", "Bo Li", "Åse Øye", "Jean-Luc Picard", "O'Brien Pat")


def rows(file: Path) -> Iterator[list[str]]:
    for line in file.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield [part.encode("latin-1", "backslashreplace").decode("unicode_escape") if "\\" in part else part for part in line.split("\t")]


def cleaned(text: str) -> str:
    return clean_quote(text, NAMES, VOCABULARY)


@pytest.mark.parametrize("kind", ["mail", "number", "link", "handle", "home", "name", "other", "keep"])
def test_each_spelling_of_a_kind_is_gone_and_nothing_else(kind: str) -> None:
    mine = [row for row in rows(Path(__file__).with_name("cases.tsv")) if row[0] == kind]
    assert len(mine) > 10
    sentence = "{}" if kind == "keep" else "Vi trenger {} snart"
    assert [(text, cleaned(sentence.format(text))) for _, text, _ in mine] == [(text, left) for _, text, left in mine]


@pytest.mark.skipif(not SHARED.exists(), reason="the samples that failed stand beside the checkout")
def test_nothing_is_left_of_what_once_leaked() -> None:
    left = {text: cleaned(f"Vi trenger {text} snart") for text, _ in rows(SHARED / "faults" / "quotes.tsv")}
    assert len(left) > 40
    assert [text for text, said in left.items() if GONE not in said] == ["bo"]  # everybody's word
    assert not [said for said in left.values() if any(map(str.isdigit, said)) or "@" in said or "rond" in said or "irma" in said]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Sjefen min Trond Vik er syk", True),
        ("Sjefen min er utbrent", True),
        ("Naboen vår krangler med alle", True),
        ("Anne har kreft", True),
        ("Vi trenger å lære om Xerxes Ymse som har fått sparken", True),
        ("My boss was fired", True),
        ("Leiaren min er sjukmeld", True),
        ("Hvordan snakke om angst og konflikt?", False),
        ("Gjeld og økonomi for unge voksne", False),
        ("Takk til Kari for et fint opplegg", False),
        ("Mer om Spatial Chat", False),
    ],
)
def test_what_perhaps_tells_of_somebody_else_waits_for_a_person(text: str, held: bool) -> None:
    assert held_back(cleaned(text), VOCABULARY) is held


@pytest.mark.skipif(not SHARED.exists(), reason="the circles stand beside the checkout")
def test_of_honest_answers_few_are_held_back_and_few_are_touched() -> None:
    touched, held, every = 0, 0, 0
    for file in sorted((SHARED / "focus" / "circles").glob("*/input.json")):
        circle = json.loads(file.read_text("utf-8"))
        for answer in circle["answers"]:
            quote = clean_quote(answer["text"], circle["names"], VOCABULARY)
            every, touched, held = every + 1, touched + (quote != visible(answer["text"])), held + held_back(quote, VOCABULARY)
    assert every > 5000
    assert held / every <= 0.03
    assert touched / every <= 0.04  # real names and addresses that people wrote there among them: 2.9 %


@pytest.mark.parametrize("sign", ["a", "1 ", "a.", "a-", "1.1.", "O", "K a r i ", "ni ", "%40", "@", "(at) ", "www.", "snakk med ", "é", "\u200b1"])
def test_a_long_text_costs_its_length(sign: str) -> None:
    def seconds(length: int) -> float:
        text, before = (sign * length)[:length], time.process_time()
        held_back(cleaned(text), VOCABULARY)
        return time.process_time() - before

    cleaned("a")
    assert seconds(32_000) < 5 * max(seconds(16_000), 0.05)
