"""What is told of a file that is no TOML: in Norwegian, with line and column, whichever of its commonest faults it has."""

import re
import shutil
from pathlib import Path

import pytest

from tasks.circle.model.errors import Stop
from tasks.pages.render import load_words
from tasks.settings.mistakes import Mistakes
from tasks.settings.toml_file import read_toml
from tests.flows.outside import ROOT

FAULTS = (
    ('a = "x', "linje 1, kolonne 7 (a)", "ikke lukket med anførselstegn"),
    ("a = 'x", "linje 1, kolonne 7 (a)", "ikke lukket med anførselstegn"),
    ('a = """x', "linje 1, kolonne 9 (a)", "ikke lukket med anførselstegn"),
    ('a = "x\nb = 1', "linje 1, kolonne 7 (a)", "avsluttende anførselstegnet"),
    ("a = 1\na = 2", "linje 2, kolonne 6 (a)", "Nøkkelen står to ganger"),
    ("a = {b = 1, b = 2}", "linje 1, kolonne 18 (a)", "Nøkkelen står to ganger"),
    ("[a]\nx = 1\n[a]", "linje 3, kolonne 3", "Tabellen står to ganger"),
    ("[a\nx = 1", "linje 1, kolonne 3", "slutte med ]."),
    ("[[a]\nx = 1", "linje 1, kolonne 4", "slutte med ]]"),
    ("a 1", "linje 1, kolonne 3", "mangler et likhetstegn"),
    ("a: 1", "linje 1, kolonne 2", "mangler et likhetstegn"),
    ("å = 1", "linje 1, kolonne 1 (å)", "uten æ, ø, å"),
    ("= 1", "linje 1, kolonne 1", "verken er en nøkkel"),
    ("<<<<<<< HEAD", "linje 1, kolonne 1", "verken er en nøkkel"),
    ("a..b = 1", "linje 1, kolonne 3 (a..b)", "Nøkkelen mangler"),
    ("a = ", "linje 1, kolonne 5 (a)", "rette anførselstegn"),
    ("a = “x”", "linje 1, kolonne 5 (a)", "rette anførselstegn"),
    ("a = yes", "linje 1, kolonne 5 (a)", "rette anførselstegn"),
    ("a = 09:15", "linje 1, kolonne 6 (a)", "klokkeslett skal stå i rette anførselstegn"),
    ("a = 1.5.2021", "linje 1, kolonne 8 (a)", "datoer skrives 2021-05-01"),
    ("a = 2021-02-31", "linje 1, kolonne 5 (a)", "finnes ikke i kalenderen"),
    ("a = [1, 2", "linje 1, kolonne 10 (a)", "ikke lukket med ]"),
    ("a = {b = 1", "linje 1, kolonne 11 (a)", "ikke lukket med }"),
    ('a = "C:\\data"', "linje 1, kolonne 10 (a)", "skrives dobbelt"),
    ('a = "C:\\user"', "linje 1, kolonne 10 (a)", "skrives dobbelt"),
    ("# \x01", "linje 1, kolonne 3", "usynlig tegn"),
)  # fmt: skip


@pytest.mark.parametrize(("written", "where", "what"), FAULTS)
def test_each_common_fault_is_told_in_norwegian_with_its_place(tmp_path: Path, written: str, where: str, what: str) -> None:
    file = tmp_path / "doors.toml"
    file.write_text(written, encoding="utf-8")
    mistakes = Mistakes()
    assert read_toml(file, "doors.toml", mistakes) is None
    (problem,) = mistakes
    assert problem.where == f"doors.toml, {where}"
    assert what in problem.what and "reglene for TOML" not in problem.what and problem.next_step


def test_the_words_of_the_pages_are_told_of_likewise_all_at_once(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "nb.toml").write_bytes((ROOT / "config" / "pages" / "nb.toml").read_bytes())
    (pages / "nn.toml").write_text('[form]\ntitle = "Skjema\n', encoding="utf-8")
    with pytest.raises(Stop) as stop:
        load_words(tmp_path)
    told = {problem.where: problem.what for problem in stop.value.problems}
    assert "anførselstegnet" in told["config/pages/nn.toml, linje 2, kolonne 16 (title)"]
    assert told["config/pages/en.toml"] == "Filen mangler."


def test_a_sentence_that_no_language_of_an_older_configuration_has_is_told_of_with_each_file(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config" / "pages", tmp_path / "pages")
    for file in (tmp_path / "pages").iterdir():
        file.write_text(re.sub(r"(?m)^not_begun = .*\n", "", file.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(Stop) as stop:
        load_words(tmp_path)
    told = {problem.where: problem.what for problem in stop.value.problems}
    assert told == {f"config/pages/{language}.toml": "Setningen «circle.not_begun» mangler." for language in ("nb", "nn", "en")}
