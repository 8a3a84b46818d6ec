"""`sirkel focus`: proposals from a file, at once, for people and for programs (RULES.md «Command»)."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from flows.command.focus import batch, focus
from tests.circle.focus import focus_reader

ROOT = Path(__file__).parents[2]
PARISH, FORESTERS = (focus_reader.circle("developed", name) for name in ("utvikling_kirke", "utvikling_skog"))
KEYS = {"rank", "title", "participants", "answers", "evidence", "backlog", "novelty", "why", "sure", "key"}


def circle(*texts: str) -> dict[str, Any]:
    """A file where everybody answers with one suggestion."""
    answers = [{"id": f"a{n}", "participant": f"p{n}", "question": "suggestion", "text": text} for n, text in enumerate(texts)]
    return {"answers": answers, "past": [], "backlog": [{"id": "b1", "title": "Hybridmøter"}], "names": ["Kari Nes"]}


def written(folder: Path, content: Any, name: str = "svar.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(content, ensure_ascii=False) if isinstance(content, dict) else content, "utf-8")
    return path


def shown(path: Path) -> str:
    out = io.StringIO()
    assert focus(path, False, Console(file=out, width=100, no_color=True)) == 0
    return out.getvalue()


def test_a_very_long_answer_is_told_of_beside_the_proposals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert focus(written(tmp_path, circle("Hybridmøter. " * 400, "Hybridmøter")), as_json=True) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["proposals"][0]["participants"] == 2 and "svar.json, a0" in said.err and "4000 tegn" in said.err


@pytest.mark.parametrize(
    ("name", "people", "said"),
    [
        ("msforms-anonymous-nb.xlsx", 8, ("8 rader er lest, og 8 svar fra 8 personer teller", "8 rader sier ikke hvem som svarte")),
        ("google-forms-download.csv", 1, ("1 rad er lest, og 1 svar fra 1 person teller",)),
        ("meeting-given-as-date-in-words.xlsx", 1, ("1 rad er lest, og 2 svar fra 1 person teller",)),
    ],
)
def test_exports_of_forms_say_how_many_rows_they_have_and_who_counts(
    name: str, people: int, said: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    path = ROOT.parent / "shared" / "faults" / name
    if not path.exists():
        assert not os.environ.get("CI"), f"{path} is missing"
        pytest.skip("../shared is not here")
    assert focus(path, as_json=True) == 0
    told = capsys.readouterr()
    found = json.loads(told.out)
    assert sum(each["participants"] for each in found["proposals"] or found["also"]) == people
    assert [words for words in said if words not in told.err] == []


def test_json_is_one_object_on_stdout_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert focus(written(tmp_path, PARISH), True, None) == 0
    printed = capsys.readouterr()
    result = json.loads(printed.out)
    assert set(result) == {"state", "sure", "proposals", "also", "set_aside", "suggested_merges", "merge_questions"}
    assert all(set(each) == KEYS for each in result["proposals"])
    assert [each["rank"] for each in result["proposals"]] == list(range(1, len(result["proposals"]) + 1))
    assert printed.err == ""


def test_single_voices_come_last_in_json_and_are_named_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    focus(written(tmp_path, PARISH), True, None)
    result = json.loads(capsys.readouterr().out)
    voices = [each["participants"] for each in result["proposals"]]
    assert voices == sorted(voices, reverse=True)
    assert result["also"] == [each for each in result["proposals"] if each["participants"] == 1]


def test_a_person_reads_titles_people_quotes_and_reasons(tmp_path: Path) -> None:
    text = shown(written(tmp_path, FORESTERS))
    assert "Forslag til neste fokusområde" in text
    assert "1. " in text
    assert "deltakere)" in text
    assert "Enkeltstemmer" in text
    assert "Står ikke bak noe forslag" in text


def test_a_person_is_told_when_nobody_asks_for_anything(tmp_path: Path) -> None:
    assert "Ingen forslag" in shown(written(tmp_path, circle("vet ikke", "?")))


def test_a_person_is_told_when_answers_are_few(tmp_path: Path) -> None:
    assert "Få svar" in shown(written(tmp_path, circle("Hybridmøter", "Hybridmøter")))


def test_what_people_wrote_is_never_markup(tmp_path: Path) -> None:
    assert "[red]Hybridmøter[/red]" in shown(written(tmp_path, circle("[red]Hybridmøter[/red]", "Hybridmøter", "Hybrid [/] nå")))


def test_a_wrong_file_ends_with_2_and_says_where_and_what_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert focus(written(tmp_path, circle("Miro") | {"past": [{}]}), True, None) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "svar.json, past[0].meeting" in printed.err
    assert "Skriv nummeret" in printed.err


def test_a_batch_reads_every_file_and_goes_on_after_a_wrong_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into = tmp_path / "inn"
    into.mkdir()
    written(into, circle("Hybridmøter", "Hybridmøte"), "a.json")
    written(into, "{", "b.json")
    written(into, circle("vet ikke"), "c.json")
    assert batch(into, tmp_path / "ut") == 2
    assert sorted(path.name for path in (tmp_path / "ut").iterdir()) == ["a.json", "c.json"]
    assert json.loads((tmp_path / "ut" / "a.json").read_text("utf-8"))["proposals"][0]["participants"] == 2
    assert "b.json, linje 1" in capsys.readouterr().err


def test_a_batch_of_a_folder_that_is_not_there_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert batch(tmp_path / "borte", tmp_path / "ut") == 2
    assert "Mappen finnes ikke" in capsys.readouterr().err


def test_it_never_waits_for_prefect(tmp_path: Path) -> None:
    texts = [answer["text"] for answer in PARISH["answers"]]
    code = "import sys;from pathlib import Path;from flows.command.focus import focus;focus(Path(sys.argv[1]), True, None);"
    code += "sys.exit(3 if 'prefect' in sys.modules else 0)"
    done = subprocess.run([sys.executable, "-c", code, str(written(tmp_path, circle(*texts)))], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0
    assert json.loads(done.stdout)["state"] == "ok"
