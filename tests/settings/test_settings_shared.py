"""What all circles of an installation share, and what is one circle's own."""

import shutil
from pathlib import Path

import pytest

from tasks.circle.model.errors import Stop
from tasks.settings.load import load_what_is_sound
from tests.settings.test_settings import CIRCLE, DOORS, NAME, copy_of_config, problems, read, spoil


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return copy_of_config(tmp_path)


def test_pages_are_on_this_machine_unless_somebody_types_another_address_or_none(config: Path) -> None:
    assert read(config).circle(NAME).doors.pages.url == "http://127.0.0.1:4300"
    spoil(config, DOORS, 'url = "http://127.0.0.1:4300"', 'url = ""')
    assert read(config).circle(NAME).doors.pages.url == ""
    (config / DOORS).write_text("", encoding="utf-8")
    spoil(config, CIRCLE, "[rhythm]", '[room]\nlink = "https://example.org/j"\n[rhythm]')
    assert read(config).circle(NAME).doors.pages.url == "http://127.0.0.1:4300"


def test_what_is_wrong_with_one_circle_is_its_own(config: Path) -> None:
    shutil.copy(config / CIRCLE, config / "circles/annen.toml")
    spoil(config, "circles/annen.toml", "[rhythm]", "[rythm]")
    assert len(problems(config)) > 1
    found = load_what_is_sound(config, config.parent / "var", {})
    assert (list(found.circles), found.names) == ([NAME], ["annen", NAME])
    with pytest.raises(Stop) as stopped:
        found.circle("annen")
    assert stopped.value.problems == problems(config)
    spoil(config, DOORS, 'kind = "workbook"', 'kind = "workbok"')
    assert load_what_is_sound(config, config.parent / "var", {}).circles == {}
    (config / DOORS).write_text("[sheet", encoding="utf-8")
    with pytest.raises(Stop):
        load_what_is_sound(config, config.parent / "var", {})


@pytest.mark.parametrize(("old", "new", "where", "words"), [
    ('address = ""', 'address = "drift"', "[operator] address", "e-post"),
    ("late_hours = 26", "late_hours = 0", "[operator] late_hours", "0"),
    ('[ping]\nurl = ""', '[ping]\nurl = "http://hc.example.org/kode"', "[ping] url", "ikke kryptert"),
])  # fmt: skip
def test_mistakes_about_the_operator_name_the_key_and_not_the_value(config: Path, old: str, new: str, where: str, words: str) -> None:
    spoil(config, DOORS, old, new)
    [problem] = problems(config)
    assert where in problem.where and words in problem.what and "kode" not in str(problem)


@pytest.mark.parametrize("table", ["operator", "ping", "ledger"])
def test_what_is_one_for_the_installation_stands_in_doors_toml_alone(config: Path, table: str) -> None:
    with (config / CIRCLE).open("a", encoding="utf-8") as file:
        file.write(f"\n[{table}]\n")
    [problem] = problems(config)
    assert "felles" in problem.what or "samme" in problem.what
    assert "doors.toml" in problem.next_step
