"""Which written words are one word for the proposals (R14)."""

import pytest

from tasks.circle.focus.similarity import match
from tests.circle.shipped_words import VOCABULARY

stem = VOCABULARY.stem


@pytest.mark.parametrize(
    "forms",
    [
        "møte møtet møter møtene", "lege legen leger legene", "gate gata gatene", "kurs kurset kursene", "dans dansen", "vakt vakta vaktene",
        "student studenter studenten", "team teamet teamene", "bolig boligen", "meeting møte møte", "skule skole", "sjukdom sykdom",
    ],
)  # fmt: skip
def test_a_word_is_the_same_in_all_its_forms(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("one", ["lærer", "leder", "dommer", "fører", "bruker", "oppdretter"])
def test_those_who_do_a_thing_are_alike_one_or_many(one: str) -> None:
    assert min(match(stem(one), stem(f"{one}{ending}")) for ending in ("e", "en", "ne")) >= 0.5
    assert match(stem(one), stem(f"{one}e")) >= 0.7


@pytest.mark.parametrize(
    ("one", "other"),
    [("sky", "himmel"), ("teams", "lag"), ("driver", "fører"), ("arter", "kunst"), ("service", "tjeneste"), ("opphold", "offentlig")],
)
def test_what_is_spelled_like_english_is_not_taken_for_it(one: str, other: str) -> None:
    assert match(stem(one), stem(other)) < 0.5
