"""The words that proposals are read with: what an administrator adds counts, and a bad line is told (R14)."""

import os
import re
import shutil
from pathlib import Path

import pytest

from tasks import context
from tasks.circle.focus.propose import Answer, propose
from tasks.circle.focus.vocabulary import Vocabulary
from tasks.settings.focus_words import SHIPPED, vocabulary_of
from tasks.settings.folders import CHECKOUT
from tests.settings.test_settings import NAME, config, problems, read

__all__ = ["config"]


def write(config: Path, name: str, text: str) -> None:
    (config / "focus").mkdir(exist_ok=True)
    (config / "focus" / f"{name}.txt").write_text(text, encoding="utf-8")


def themes(vocabulary: Vocabulary, *texts: str) -> list[int]:
    answers = [Answer(f"a{number}", f"p{number}", "suggestion", text) for number, text in enumerate(texts)]
    return [each.participants for each in propose(answers, (), (), vocabulary=vocabulary).proposals]


def test_a_configuration_without_words_has_those_that_came_with_the_program(config: Path) -> None:
    found = read(config).circle(NAME).circle.vocabulary
    shipped = vocabulary_of(SHIPPED.parent)
    assert (found.stop, found.everyday, found.english, found.nordic, found.fields) == (
        shipped.stop, shipped.everyday, shipped.english, shipped.nordic, shipped.fields,
    )  # fmt: skip
    assert min(map(len, (found.stop, found.everyday, found.english, found.nordic, found.fields))) > 100


def test_one_file_of_ones_own_leaves_the_others_as_they_came(config: Path) -> None:
    write(config, "nordic", "Ungar = barn # nynorsk\n\n# alt annet som før\n")
    found = read(config).circle(NAME).circle.vocabulary
    assert found.nordic == {"ungar": "barn"}
    assert found.stop == vocabulary_of(SHIPPED.parent).stop


@pytest.mark.parametrize(("name", "line"), [("english", "zymurgists zythologist = ølbryggere"), ("nordic", "zymurgi zythologist = ølbryggere")])
def test_a_word_that_an_administrator_adds_brings_two_answers_together(config: Path, name: str, line: str) -> None:
    said = ("Zythologist", "Ølbryggere")
    assert themes(vocabulary_of(config), *said) == []
    write(config, name, (SHIPPED / f"{name}.txt").read_text("utf-8") + line)
    assert themes(vocabulary_of(config), *said) == [2]


def test_words_of_a_line_that_an_administrator_adds_speak_of_the_same_also_inflected_and_in_compounds(config: Path) -> None:
    write(config, "fields", "zythologist ølbrygger humle\n")
    vocabulary = vocabulary_of(config)
    assert vocabulary.fields_of(vocabulary.stem("Zythologistene")) == vocabulary.fields_of(vocabulary.stem("humle")) == {0: 1.0}
    assert 0.5 < vocabulary.fields_of(vocabulary.stem("humlehage"))[0] < 1


def test_a_stop_word_that_an_administrator_adds_is_no_theme_any_more(config: Path) -> None:
    assert themes(vocabulary_of(config), "Sesongkort", "Sesongkort") == [2]
    write(config, "stop_words", (SHIPPED / "stop_words.txt").read_text("utf-8") + "sesongkort")
    assert themes(vocabulary_of(config), "Sesongkort", "Sesongkort") == []


@pytest.mark.parametrize(
    ("name", "line", "what"),
    [
        ("stop_words", "og eller 3", "«3»"),
        ("everyday_words", "plan = problem", "«=»"),
        ("fields", "barn, unge", "«barn,»"),
        ("english", "skill", "«skill»"),
        ("english", "skill = ", "«skill =»"),
        ("english", "skill = to ord", "«skill = to ord»"),
        ("english", "= ferdighet", "«= ferdighet»"),
        ("nordic", "ungar = barn\nungar = ungdom", "«ungar» leses alt som «barn»"),
    ],
)
def test_a_bad_line_is_a_mistake_with_file_line_and_next_step(config: Path, name: str, line: str, what: str) -> None:
    write(config, name, f"# ord\n{line}\n")
    (found,) = problems(config)
    assert re.search(rf"focus/{name}\.txt, linje {2 + line.count(chr(10))}$", found.where)
    assert what in found.what
    assert found.next_step


def test_bad_lines_of_all_files_are_told_at_once_beside_other_mistakes(config: Path) -> None:
    write(config, "english", "skill\n")
    write(config, "fields", "1\n2\n")
    (config / "doors.toml").write_text("[pots]\n", encoding="utf-8")
    places = [each.where for each in problems(config)]
    assert sum("focus/" in each for each in places) == 3
    assert any("doors.toml" in each for each in places)


def test_a_file_that_is_no_text_is_told_of(config: Path) -> None:
    write(config, "fields", "")
    (config / "focus/fields.txt").write_bytes("fjøs\n".encode("latin-1"))
    (found,) = problems(config)
    assert "fields.txt" in found.where
    assert "UTF-8" in found.what


def test_a_changed_word_counts_from_the_next_round_on(config: Path) -> None:
    shutil.copytree(CHECKOUT / "config/messages", config / "messages", dirs_exist_ok=True)
    write(config, "nordic", "ungar = barn\n")
    (ref,) = context.circle_refs(config=config, data=config.parent / "var", rehearsal=True)
    before = context.reloaded_context(ref).circle.vocabulary
    write(config, "nordic", "ungar = ungdom\n")
    os.utime(config / "focus/nordic.txt", ns=(1, 1))
    after = context.reloaded_context(ref).circle.vocabulary
    context.forget_doors(ref)
    assert (before.nordic["ungar"], after.nordic["ungar"]) == ("barn", "ungdom")
