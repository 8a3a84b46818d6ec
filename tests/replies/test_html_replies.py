"""Replies of programs that write only HTML (RULES.md R31). The marks in `html/` are facts of those programs; the words are ours."""

from pathlib import Path

import pytest

from tasks.circle.model.letter_kinds import Kind
from tasks.circle.replies.reading import read_reply
from tasks.doors.imap_mailbox.html_text import text_of_html
from tests.replies.test_own_words import LETTER, NAME, OURS, QUESTIONS

BODY = "".join("<p>" + paragraph.replace("\n", "<br>") + "</p>" for paragraph in LETTER.split("\n\n"))
MAILS = {file.stem: file.read_text("utf-8") for file in sorted((Path(__file__).parent / "html").glob("*.html"))}
APART = {"relevance": "Tavlene.", "need": "Smårom."}


@pytest.mark.parametrize("program", MAILS)
def test_what_a_reader_sees_above_the_quote_is_the_answer(program: str) -> None:
    found = read_reply(text_of_html(MAILS[program].replace("{letter}", BODY)), Kind.REFLECTION, OURS, NAME)
    assert [line.lstrip("12. ") for line in found.text.splitlines()] == ["Tavlene.", "Smårom."]
    assert found.answers == (APART if program == "list" else None)


def test_answers_in_another_colour_between_the_lines_are_found() -> None:
    letter = BODY
    for number, (question, answer) in enumerate(zip(QUESTIONS, APART.values(), strict=False), start=1):
        letter = letter.replace(f"{number}. {question}", f'{number}. {question}<br><span style="color:red">{answer}</span>')
    below = MAILS["list"].partition("<ol>")[2].partition("</ol>")[2].replace("{letter}", letter)
    found = read_reply(text_of_html(f"<div>Svar i rødt under.{below}"), Kind.REFLECTION, OURS, NAME)
    assert (found.text, found.answers) == ("Tavlene.\nSmårom.", APART)


ODD = ("", "<", "<p", "<!--", "<![if !vml]>x", "</p></p>", "<blockquote>" * 3000, "<ol start=x><li>", "&#x110000;", "<style>" + "x" * 9000)


@pytest.mark.parametrize("html", ODD)
def test_no_html_fails(html: str) -> None:
    assert isinstance(text_of_html(html), str)
