"""The one home of the languages: whole, and the only place that names them."""

import ast

import pytest
from babel import Locale

from tasks.circle.model.languages import LANGUAGE_FACTS, LANGUAGES, TYPED_LANGUAGES
from tests.sources import ROOT, none_of, sources

HOMES = {"tasks/circle/model/languages.py", "tasks/circle/model/letter_kinds.py"}


def test_every_language_is_described() -> None:
    assert set(LANGUAGE_FACTS) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_all_it_needs(language: str) -> None:
    facts = LANGUAGE_FACTS[language]
    assert (len(facts.numbers), len(facts.nth)) == (13, 5)
    assert Locale.parse(facts.locale).language == language
    assert "{day}" in facts.no_focus and "{number}" in facts.no_focus and "{day}" in facts.no_date
    assert (ROOT / "config" / "messages" / language).is_dir() and (ROOT / "config" / "pages" / f"{language}.toml").is_file()


def test_nothing_people_type_means_two_languages() -> None:
    assert len(TYPED_LANGUAGES) == sum(1 + len(facts.typed) for facts in LANGUAGE_FACTS.values())
    assert all(word == word.casefold() for word in TYPED_LANGUAGES)


def test_nobody_else_names_a_language() -> None:
    strings = ((source, node) for source in sources("flows", "tasks") if source.path not in HOMES for node in source.nodes(ast.Constant))
    none_of(f"{source.path}:{node.lineno}" for source, node in strings if node.value in LANGUAGES)
