"""What is sent is HTML as the standard wants it: every page in every state and every letter, by html-validate."""

from pathlib import Path

import pytest

from tasks.circle.letters.template_check import sample_contexts
from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.letter_kinds import Kind
from tasks.context import context_of
from tests.pages.node import installed, run
from tests.pages.served import Served
from tests.pages.states import every_state

SCRIPT = Path(__file__).with_name("valid_html.cjs")
TEMPLATES = Path(__file__).resolve().parents[2] / "tasks" / "pages" / "templates"


@pytest.fixture(scope="module")
def judge(request: pytest.FixtureRequest) -> Path:
    assert request.config.cache is not None
    return installed(request.config.cache.mkdir("npm"), "html-validate@9")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_in_every_state_is_valid(site: Served, judge: Path, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = list(every_state(site, language, monkeypatch))
    assert [(name, answer.status_code) for name, _, answer in found] == [(name, status) for name, status, _ in found]
    titles = {answer.text.partition("<title>")[2].partition("</title>")[0] for _, _, answer in found}
    assert len(titles) >= len(list(TEMPLATES.glob("*.html"))) - 2, "every template but the frame and the parts"
    assert all(f'<html lang="{language}">' in answer.text for name, _, answer in found if name != "away, in all languages")
    assert run(judge, SCRIPT, [(name, answer.text) for name, _, answer in found]) == []


def test_every_letter_is_valid(site: Served, judge: Path) -> None:
    """The cases of a letter in the three languages by turns, the first of each kind in all."""
    templates = context_of(site.ref).templates
    letters = [
        (f"{kind} {number} {language}", templates.render(kind, language, context).html)
        for kind in Kind
        for number, context in enumerate(sample_contexts(kind))
        for language in (LANGUAGES if number == 0 else (LANGUAGES[number % 3],))
    ]
    assert len(letters) > 5 * len(Kind)
    assert run(judge, SCRIPT, letters) == []


def test_the_judge_sees_what_is_wrong(judge: Path) -> None:
    found = run(judge, SCRIPT, [("good", "<!DOCTYPE html><p>Hei</p>"), ("bad", "<!DOCTYPE html><p><div>Hei</p>"), ("bad", '<img src="a">')])
    assert len(found) >= 2 and all(line.startswith("bad") for line in found)
