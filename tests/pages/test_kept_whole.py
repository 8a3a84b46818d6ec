"""What people write is kept whole up to a limit, and never cut in silence: one below each limit, at it and above, by page and by sheet."""

import html
import re
import time
from collections.abc import Callable

import openpyxl
import pytest

from tasks.circle.coordinator.own_tabs import own_tabs
from tasks.circle.model.records import Meeting
from tasks.circle.model.table import LONGEST_TEXT
from tasks.circle.model.tabs import PROPOSALS
from tasks.circle.people.roster import Person
from tasks.circle.snapshot import Snapshot
from tasks.context import context_of
from tasks.pages.limits import opened_mark
from tasks.round.sign_ups import unseal
from tests.flows.office import CIRCLE
from tests.pages.served import COMING, NOW, SEPTEMBER, Served, set_date
from tests.pages.test_personal_pages import snapshot

QUESTIONS = ("relevance", "need", "suggestion")
LONGEST_NAME, LONGEST_FOCUS, LONGEST_QUOTE = 120, 200, 600
#: What «Påmelding», «Refleksjoner» and «Møter» hold in which column, how much of it is used, and where the round has it.
CELLS: dict[tuple[str, str], tuple[int, Callable[[Snapshot], str]]] = {
    ("Påmelding", "B"): (LONGEST_NAME, lambda seen: person(seen).name),
    ("Refleksjoner", "D"): (LONGEST_TEXT, lambda seen: seen.replies["D01", SEPTEMBER, "relevance"].text),
    ("Refleksjoner", "E"): (LONGEST_TEXT, lambda seen: seen.replies["D01", SEPTEMBER, "need"].text),
    ("Refleksjoner", "F"): (LONGEST_TEXT, lambda seen: seen.replies["D01", SEPTEMBER, "suggestion"].text),
    ("Møter", "E"): (LONGEST_FOCUS, lambda seen: meeting(seen).focus),
    ("Møter", "G"): (LONGEST_FOCUS, lambda seen: meeting(seen).place),
}
AROUND = (-1, 0, 1)


def written(length: int) -> str:
    """So many characters, each word another, so that nothing can be missing unseen."""
    text = " ".join(f"ønske{number}" for number in range(length // 6 + 2))[:length]
    return text[:-1] + "x" if text.endswith(" ") else text


def person(seen: Snapshot) -> Person:
    return next(each for each in seen.roster.people if each.address == "ny@example.org")


def meeting(seen: Snapshot) -> Meeting:
    return next(each for each in seen.programme.meetings if each.number == COMING)


@pytest.mark.parametrize("beyond", AROUND)
@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_on_the_page_is_kept_whole_or_comes_back_whole(site: Served, question: str, beyond: int) -> None:
    text, link = written(LONGEST_TEXT + beyond), site.links("D02").answer
    answer = site.post(link, {question: text})
    if beyond > 0:
        assert answer.status_code == 422 and "for lang" in answer.text and f'id="{question}-fault"' in answer.text
        assert text in answer.text and site.memory().own_replies == ()
        return
    assert answer.status_code == 303
    assert [(each.question, each.text) for each in site.memory().own_replies] == [(question, text)]
    assert snapshot(site).replies["D02", SEPTEMBER, question].text == text
    assert text in site.get(link).text, "and it is her own to see whole"


def test_all_three_answers_as_long_as_may_be_fit_whatever_the_letters(site: Served) -> None:
    form = {question: letter * LONGEST_TEXT for question, letter in zip(QUESTIONS, "a字😀", strict=True)}
    assert site.post(site.links("D02").answer, form).status_code == 303
    assert {each.question: each.text for each in site.memory().own_replies} == form


def test_a_line_break_is_one_character_as_the_browser_counts(site: Served) -> None:
    """A browser sends two (CR LF) for each one it counts."""
    lines = written(LONGEST_TEXT).split(" ")
    text = "\n".join(lines[:51]) + " " + " ".join(lines[51:])
    assert len(text) == LONGEST_TEXT and text.count("\n") == 50
    assert site.post(site.links("D02").answer, {"need": text.replace("\n", "\r\n")}).status_code == 303
    assert site.memory().own_replies[0].text.split() == text.split()


def test_an_answer_that_differs_only_at_its_end_is_another_answer(site: Served) -> None:
    link = site.links("D02").answer
    for end in ("lyd", "lys"):
        site.post(link, {"need": f"{written(2689)} {end}"})
        assert site.memory().own_replies[0].text.endswith(f" {end}")


def test_what_is_taken_out_of_an_answer_makes_it_too_long_neither_for_the_ledger_nor_for_the_form(site: Served) -> None:
    """«[…]» is longer than what stood there. The form shows it, and is sent again."""
    first = str(context_of(site.ref).doors.sheet.read(["Påmelding"], NOW)["Påmelding"][1][1]).split()[0]
    text = ("Bo sa ønsket, " * LONGEST_TEXT)[:LONGEST_TEXT].replace("Bo", first[:2].title())
    site.office.edit(lambda book: book["Påmelding"].append(["1.6.2021 10:00:00", f"{first[:2].title()} Ek", "ek@example.org"]))
    link = site.links("D02").answer
    assert site.post(link, {"need": text}).status_code == 303
    [kept] = site.memory().own_replies
    assert len(kept.text) > LONGEST_TEXT and kept.text.count("ønsket") == text.count("ønsket") and first[:2].title() not in kept.text
    found = re.search(r'<textarea id="need"[^>]*>\n(.*?)</textarea>', site.get(link).text, re.DOTALL)
    assert found and site.post(link, {"need": html.unescape(found[1]), "suggestion": "Lyd"}).status_code == 303
    assert {each.question: each.text for each in site.memory().own_replies} == {"need": kept.text, "suggestion": "Lyd"}


@pytest.mark.parametrize("beyond", AROUND)
@pytest.mark.parametrize(("field", "longest"), [("name", LONGEST_NAME), ("organisation", LONGEST_NAME), ("wish", LONGEST_TEXT)])
def test_a_sign_up_is_kept_whole_or_comes_back_whole(site: Served, field: str, longest: int, beyond: int) -> None:
    mark = opened_mark(context_of(site.ref).keys, time.time() - 5)
    text = written(longest + beyond)
    form = {"name": "Eva Berg", "address": "eva.berg@example.org", "consent": "yes", "opened": mark, field: text}
    answer = site.post(f"/{CIRCLE}/paamelding", form)
    if beyond > 0:
        assert answer.status_code == 422 and "for lang" in answer.text and f'href="#{field}"' in answer.text
        assert f'id="{field}-fault"' in answer.text and text in answer.text and site.memory().pending_sign_ups == ()
        return
    [waiting] = site.memory().pending_sign_ups
    assert answer.status_code == 303 and getattr(unseal(context_of(site.ref).keys, waiting), field) == text


def test_no_form_lets_the_browser_cut_what_is_pasted(site: Served) -> None:
    for page in (f"/{CIRCLE}/paamelding", site.links("D02").answer):
        assert "<form" in site.get(page).text and "maxlength" not in site.get(page).text


def row(book: openpyxl.Workbook, tab: str) -> int:
    """A row of its own to write in."""
    sheet = book[tab]
    number = next(n for n in range(2, sheet.max_row + 2) if all(cell.value is None for cell in sheet[n]))
    rows: dict[str, tuple[str | int, ...]] = {
        "Påmelding": ("1.6.2021 10:00:00", "Ny Deltaker", "ny@example.org"),
        "Refleksjoner": ("14.9.2021 12:00:00", "D01", SEPTEMBER),
    }
    if tab == "Møter":
        set_date(book)
        return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == COMING)
    for column, value in enumerate(rows[tab], 1):
        sheet.cell(number, column, value)
    return number


@pytest.mark.parametrize("beyond", AROUND)
@pytest.mark.parametrize("cell", CELLS, ids="-".join)
def test_a_cell_is_used_whole_or_the_cell_is_named(site: Served, cell: tuple[str, str], beyond: int) -> None:
    tab, column = cell
    longest, used = CELLS[cell]
    text, at = written(longest + beyond), 0

    def write(book: openpyxl.Workbook) -> None:
        nonlocal at
        at = row(book, tab)
        book[tab][f"{column}{at}"] = text

    site.office.edit(write)
    seen = snapshot(site)
    named = [problem for problem in seen.problems if problem.where == f"«{tab}», celle {column}{at}"]
    if beyond > 0:
        [problem] = named
        assert "svært langt" in problem.what and str(longest) in problem.what and problem.next_step
        assert used(seen).rstrip("…") == text[: len(used(seen).rstrip("…"))] and len(used(seen)) == longest
    else:
        assert used(seen) == text and not named


def test_of_a_long_answer_others_are_shown_the_beginning_and_all_of_it_counts(site: Served) -> None:
    """A wish at the end of a long answer is a wish."""
    wish = "Jeg trenger å lære mer om lystavler"
    for code in ("D01", "D02", "D03", "D04"):
        site.post(site.links(code).answer, {"need": f"{'Takk for et fint møte! ' * 60}{wish}. {'Det var bra. ' * 100}"})
    seen = snapshot(site)
    heard = [each for each in seen.candidates_about(SEPTEMBER) if "lystavler" in each.title.casefold()]
    assert [each.participants for each in heard] == [4]
    for each in heard:
        assert each.quotes and all(len(quote) <= LONGEST_QUOTE for quote in each.quotes)
    tabs = own_tabs(seen.inputs.circle, seen.programme.meetings, {}, seen.absent, seen.all_candidates, (), (), NOW)
    assert tabs[PROPOSALS.name][1:] and all(len(str(line[-1])) <= 3 * (LONGEST_QUOTE + 3) for line in tabs[PROPOSALS.name][1:])
