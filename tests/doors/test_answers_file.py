"""Answers as people have them on file: read generously, and every mistake said with its place and what to do next (R23)."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tasks.circle.focus.propose import Answer, Past, Topic
from tasks.circle.model.errors import Stop
from tasks.circle.model.table import LONGEST_TEXT
from tasks.doors.answers_file.reading import MOST_ANSWERS, read_answers

RELEVANCE = "Hva i dagens fokusområde er relevant for meg i min jobb?"
NEED = "Hva har jeg behov for å lære nå?"
SUGGESTION = "Forslag til fokusområde"
STAMP = datetime(2021, 6, 8, 12)
KARI = {"id": "a1", "participant": "kari@example.org", "question": "need", "text": "Hybridmøter"}


def written(folder: Path, content: Any, name: str = "svar.json") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
    return path


def sheet(folder: Path, *rows: list[Any]) -> Path:
    book = Workbook()
    book.active.title = "Annet"  # type: ignore[union-attr]
    tab = book.create_sheet("Refleksjoner")
    for row in rows:
        tab.append(row)
    book.save(folder / "svar.xlsx")
    return folder / "svar.xlsx"


def problems(path: Path) -> list[str]:
    with pytest.raises(Stop) as stop:
        read_answers(path)
    assert all(problem.next_step for problem in stop.value.problems)
    return [f"{problem.where}: {problem.what}" for problem in stop.value.problems]


def test_json_gives_answers_bank_past_names_and_pairs(tmp_path: Path) -> None:
    content = {
        "case": "x", "meeting": 2, "answers": [KARI], "backlog": [{"id": "b1", "title": "Hybrid", "description": "i rommet"}],
        "past": [{"meeting": 1, "title": "Bli kjent"}], "names": ["Kari Nes"], "pairs": [["volunteers", "frivillige"]],
    }  # fmt: skip
    read = read_answers(written(tmp_path, content))
    assert read.answers == (Answer("a1", "d1", "need", "Hybridmøter"),)
    assert read.topics == (Topic("b1", "Hybrid", "i rommet"),)
    assert read.past == (Past(1, "Bli kjent"),)
    assert (read.names, read.pairs) == (("Kari Nes",), (("volunteers", "frivillige"),))


@pytest.mark.parametrize("kind", ["json", "xlsx", "csv"])
@pytest.mark.parametrize("beyond", [-1, 0, 1])
def test_an_answer_is_read_whole_or_the_place_is_told(tmp_path: Path, kind: str, beyond: int) -> None:
    text = ("lære " * 1000)[: LONGEST_TEXT - 1 + beyond] + "x"
    files = {
        "json": lambda: written(tmp_path, {"answers": [{**KARI, "text": text}]}),
        "xlsx": lambda: sheet(tmp_path, ["E-post", NEED], ["kari@example.org", text]),
        "csv": lambda: written(tmp_path, f"E-post;{NEED}\nkari@example.org;{text}\n", "svar.csv"),
    }
    read = read_answers(files[kind]())
    [answer] = read.answers
    assert answer.text == text[:LONGEST_TEXT]
    assert [problem.where for problem in read.remarks] == ([f"svar.{kind}, {answer.id}"] if beyond > 0 else [])


def test_participants_become_codes_and_no_address_is_kept(tmp_path: Path) -> None:
    rows = [["E-post", NEED], ["kari@example.org", "Miro"], ["KARI@example.org", "Padlet"], ["ola@example.org", "Film"]]
    read = read_answers(sheet(tmp_path, *rows))
    assert "example" not in str(read)
    assert {(answer.participant, answer.text) for answer in read.answers} == {("d1", "Padlet"), ("d2", "Film")}


def test_a_tab_with_one_column_per_question_is_found_in_a_workbook(tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        ["Tidsmerke", "Deltaker", "Møte", RELEVANCE, NEED, SUGGESTION],
        [STAMP, "K1", 2, "Alt", "Miro", ""],
        [STAMP, "O1", 2, "", 42, "Hybridmøter"],
    )
    assert [(answer.id, answer.question, answer.text) for answer in read_answers(path).answers] == [
        ("rad2-relevance", "relevance", "Alt"),
        ("rad2-need", "need", "Miro"),
        ("rad3-need", "need", "42"),
        ("rad3-suggestion", "suggestion", "Hybridmøter"),
    ]


def test_of_several_meetings_in_a_tab_the_last_one_counts(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["Deltaker", "Møte", NEED], ["K1", 9, "Film"], ["K1", 10, "Miro"], ["O1", 9, "Musikk"])
    assert [answer.text for answer in read_answers(path).answers] == ["Miro"]


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_as_spreadsheets_write_it(tmp_path: Path, mark: str, encoding: str) -> None:
    path = tmp_path / "svar.csv"
    text = f'deltaker{mark}spørsmål{mark}svar\nkari{mark}{NEED}{mark}"Å lære, øve; og\tse"\nola{mark}suggestion{mark}Miro\n'
    path.write_bytes(text.encode(encoding))
    answers = read_answers(path).answers
    assert [answer.question for answer in answers] == ["need", "suggestion"]
    assert answers[0].text == "Å lære, øve; og se"


def test_a_question_that_a_form_asks_anew_is_two_columns_and_the_latest_that_says_something_counts(tmp_path: Path) -> None:
    rows = ["K1", "Film", "", ""], ["O1", "", "Miro", ""], ["Å1", "Gammelt", "Nytt", ""], ["B1", "Før", "", "Nå"]
    path = sheet(tmp_path, ["Deltaker", NEED, NEED, f"{NEED}2"], *([*row] for row in rows))
    assert [answer.text for answer in read_answers(path).answers] == ["Film", "Miro", "Nytt", "Nå"]


def test_it_says_how_many_rows_it_read_how_many_answers_count_and_why_the_rest_do_not(tmp_path: Path) -> None:
    rows = ["K1", 1, "Film"], ["K1", 2, "Miro"], ["K1", 2, "Padlet"], ["O1", "Møte 2", ""], ["Å1", "2", "Quiz"]
    path = sheet(tmp_path, ["Deltaker", "Møte", NEED], *([*row] for row in rows))
    assert [answer.text for answer in read_answers(path).answers] == ["Padlet", "Quiz"]
    assert read_answers(path).told == (
        "5 rader er lest, og 2 svar fra 2 personer teller. Ikke med: 1 rad gjelder et annet møte enn det siste (rad 2); "
        "1 rad er uten svar (rad 5); 1 rad er erstattet av en senere rad fra samme person (rad 3)."
    )


def test_of_meetings_told_by_their_day_the_last_one_counts(tmp_path: Path) -> None:
    rows = ["K1", "8. juni 2021", "Miro"], ["O1", "25.5.2021", "Film"], ["Å1", datetime(2021, 6, 8), "Quiz"]
    assert [each.text for each in read_answers(sheet(tmp_path, ["Deltaker", "Møte", NEED], *([*row] for row in rows))).answers] == ["Miro", "Quiz"]


@pytest.mark.parametrize("nobody", ["anonymous", "Anonym", "", "-"])
def test_an_identity_that_is_none_is_nobody_s_and_it_is_told(tmp_path: Path, nobody: str) -> None:
    rows = [nobody, "", "Miro"], [nobody, "", "Film"], ["ola@example.org", "Ola Lie", "Quiz"], [nobody, "Ola Lie", "Dans"]
    path = sheet(tmp_path, ["E-postadresse", "Navn", NEED], *([*row] for row in rows))
    read = read_answers(path)
    assert (len({answer.participant for answer in read.answers}), read.names) == (4, ("Ola Lie",))
    assert read.remarks[0].where == "svar.xlsx, rad 2, 3" and "2 rader sier ikke hvem som svarte" in read.remarks[0].what


def test_answers_in_other_tabs_are_told_and_an_empty_tab_does_not_hide_them(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Refleksjoner"  # type: ignore[union-attr]
    for name in ("Skjemasvar 1", "Skjemasvar 2"):
        book.create_sheet(name).append(["Deltaker", NEED])
        book[name].append(["K1", "Miro"])
    book["Refleksjoner"].append(["Deltaker", NEED])
    book.save(tmp_path / "svar.xlsx")
    assert (
        read_answers(tmp_path / "svar.xlsx").remarks[0].what == "Bare fanen «Skjemasvar 1» er lest. Det ser ut til å være svar også i «Skjemasvar 2»."
    )


def test_names_in_a_column_are_kept_to_be_taken_out_of_quotes(tmp_path: Path) -> None:
    path = written(tmp_path, f"Navn;{SUGGESTION}\nKari Nes;Miro\nOla Lie;Film\n", "svar.csv")
    read = read_answers(path)
    assert read.names == ("Kari Nes", "Ola Lie")
    assert {answer.participant for answer in read.answers} == {"d1", "d2"}


def test_without_a_column_for_people_every_row_is_a_person(tmp_path: Path) -> None:
    path = written(tmp_path, f"Tidsmerke,{SUGGESTION}\n1,Miro\n2,Miro\n", "svar.csv")
    assert len({answer.participant for answer in read_answers(path).answers}) == 2


def test_all_mistakes_in_json_are_said_at_once(tmp_path: Path) -> None:
    answers = [
        KARI | {"question": "ønske"},
        {"id": "a2", "question": "need", "text": "Miro"},
        KARI | {"id": "a3", "text": ["Miro"]},
        KARI | {"id": "a2"},
        KARI | {"id": "kari@example.org"},
        "Miro",
    ]
    whole = {"answers": answers, "past": [{"title": "Uten nummer"}], "backlog": 3, "pairs": [["bare ett"]]}
    assert problems(written(tmp_path, whole)) == [
        "svar.json, answers[0].question: Spørsmålet er ukjent.",
        "svar.json, answers[1].participant: Verdien mangler.",
        "svar.json, answers[2].text: Verdien er ikke tekst.",
        "svar.json, answers[3].id: Id-en «a2» er brukt før, i answers[1].",
        "svar.json, answers[4].id: Id-en ser ut som en e-postadresse.",
        "svar.json, answers[5]: Dette er ikke et objekt.",
        "svar.json, backlog: Nøkkelen er ikke en liste.",
        "svar.json, past[0].meeting: Møtets nummer mangler eller er ikke et heltall.",
        "svar.json, pairs[0]: Dette er ikke to ord.",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "linje 1, tegn 1: Her er filen ikke gyldig JSON."),
        ('{"answers": [\n{]}', "linje 2, tegn 2: Her er filen ikke gyldig JSON."),
        ("[1]", "Filen skal holde ett objekt med nøkkelen «answers»."),
        ("{}", "answers: Nøkkelen mangler."),
        ("[" * 100_000, "Filen er ikke gyldig JSON."),
    ],
)
def test_json_that_cannot_be_read_is_said_with_its_place(tmp_path: Path, content: str, said: str) -> None:
    (problem,) = problems(written(tmp_path, content))
    assert problem.endswith(said)


def test_mistakes_in_rows_name_the_row(tmp_path: Path) -> None:
    path = written(tmp_path, "deltaker;spørsmål;svar\n;need;Miro\nkari;ønske;Film\n", "svar.csv")
    assert problems(path) == ["svar.csv, rad 2: Deltakeren mangler.", "svar.csv, rad 3: Spørsmålet «ønske» er ukjent."]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "svar.csv: Filen er tom."),
        ("navn;alder\nKari;40\n", "svar.csv, rad 1: Fant ingen kolonne med svar. Overskrifter som finnes: «navn», «alder»."),
        ("deltaker;svar\nkari;Miro\n", "svar.csv, rad 1: Kolonnen «spørsmål» mangler."),
        (f"{NEED};Ditt behov\nMiro;Film\n", "svar.csv, rad 1, A og B: To kolonner ser ut til å være «Ditt behov»."),
    ],
)
def test_headers_that_do_not_fit_are_said_with_what_was_found(tmp_path: Path, content: str, said: str) -> None:
    assert problems(written(tmp_path, content, "svar.csv")) == [said]


def test_a_file_that_is_not_there_not_readable_or_of_another_kind_is_said(tmp_path: Path) -> None:
    (tmp_path / "falsk.xlsx").write_bytes(b"PK\x03\x04 nei")
    (tmp_path / "tall.json").write_bytes(b"\xff\x00\xc3")
    assert problems(tmp_path / "borte.json") == ["borte.json: Filen finnes ikke."]
    assert problems(tmp_path / "svar.docx") == ["svar.docx: Filtypen «.docx» kan ikke leses."]
    assert problems(tmp_path / "falsk.xlsx") == ["falsk.xlsx: Filen er ikke et gyldig regneark."]
    assert problems(tmp_path / "tall.json") == ["tall.json: Filen er ikke tekst i UTF-8."]
    (tmp_path / "mappe.json").mkdir()
    assert problems(tmp_path / "mappe.json") == ["mappe.json: Dette er en mappe, ikke en fil."]


def test_more_answers_than_a_circle_can_have_are_refused(tmp_path: Path) -> None:
    answers = [KARI | {"id": f"a{n}"} for n in range(MOST_ANSWERS + 1)]
    (problem,) = problems(written(tmp_path, {"answers": answers}))
    assert "5001 svar" in problem


def test_half_a_character_in_json_does_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path, '{"answers": [{"id": "a1", "participant": "k", "question": "need", "text": "\\ud83d Miro"}]}')
    assert read_answers(path).answers[0].text == "? Miro"
