"""The pages while the ledger is away or configuration is being edited: friendly, nothing lost, and as before when it is over (R23)."""

import logging
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import httpx
import pytest

from tasks.circle.model.languages import LANGUAGES
from tasks.context import context_of
from tasks.pages import circle_site
from tasks.pages.limits import opened_mark
from tasks.pages.render import load_words
from tests.flows.office import CIRCLE, ROOT
from tests.pages.served import COMING, Served, unreadable

CIRCLE_FILE = f"circles/{CIRCLE}.toml"
TEXT = 'Lyd «i» rommet\nog <b>"tavler"</b> & mer'


@pytest.fixture(autouse=True)
def looking_always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(circle_site, "LOOKS_EVERY", 0.0)


@pytest.fixture
def ledger(site: Served) -> Path:
    """Its file; whoever finds it locked gives up at once."""
    site.office.replace("doors.toml", 'url = "sqlite:///ledger.db"', 'url = "sqlite:///ledger.db?timeout=0.2"')
    return site.office.data / "ledger.db"


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Somebody else writes, and takes their time."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


def fields(page: str) -> list[tuple[str, str]]:
    """What the page's button sends."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return [(unescape(name), unescape(value)) for name, value in found]


def said(language: str, key: str) -> str:
    return load_words(ROOT / "config")[language](key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_while_somebody_else_holds_the_ledger_what_was_typed_stays_and_is_saved_when_sent_again(
    site: Served, ledger: Path, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    link, before = f"{site.links('D02').answer}?sprak={language}", site.memory().own_replies
    site.get(link)
    with locked(ledger):
        refused = site.post(link, {"need": TEXT})
        assert refused.status_code == 503 and said(language, "errors.not_saved") in refused.text
        assert TEXT in unescape(refused.text) and site.get(link).status_code == 200, "who only reads need not wait"
        assert site.memory().own_replies == before
        assert site.post(site.links("D03", COMING).consultation, {"proposal": "1"}).status_code == 503
        assert site.post(site.links("D04").unsubscribe).status_code == 503
    assert site.post(link, {"need": TEXT}).status_code == 303
    assert [reply.text.split()[0] for reply in site.memory().own_replies] == ["Lyd"]
    assert not any(record.exc_info for record in caplog.records)


def test_while_nothing_can_be_read_every_page_says_so_in_three_languages(
    capfd: pytest.CaptureFixture[str], site: Served, ledger: Path, caplog: pytest.LogCaptureFixture
) -> None:
    links = site.links("D01", COMING)
    held, sign_up = site.links("D01"), f"{links.page}/paamelding"
    pages = [links.page, sign_up, links.me, held.answer, held.absence, links.consultation, links.unsubscribe, links.feed]
    with unreadable(site):
        for link in pages:
            away = site.get(link)
            assert (away.status_code, away.headers["retry-after"]) == (503, "60"), link
            assert all(said(language, "later.title") in unescape(away.text) for language in LANGUAGES)
            assert "content-security-policy" in away.headers and 'lang="nn"' in away.text
        english = site.get(f"{links.me}?sprak=en").text
        assert said("en", "later.more") in english and said("nb", "later.title") not in english
        assert site.get("/stil.css").status_code == 200
    assert [site.get(link).status_code for link in pages] == [200] * len(pages)
    told = [record.getMessage() for record in caplog.records if record.name == "sirkel.pages"]
    assert any("ikke en database" in line for line in told) and not any(links.me.rpartition(".")[2] in line for line in told)
    assert "Traceback" not in "".join(capfd.readouterr()) and not any(record.exc_info for record in caplog.records)


def test_nobody_is_thanked_for_what_would_go_into_a_ledger_that_was_moved_away_under_the_pages(site: Served, ledger: Path) -> None:
    link, aside = site.links("D02").answer, ledger.with_name("unna.db")
    assert site.get(link).status_code == 200
    ledger.rename(aside)
    assert site.post(link, {"need": TEXT}).status_code == site.get(link).status_code == 503
    assert not ledger.exists()
    aside.rename(ledger)
    assert site.post(link, {"need": TEXT}).status_code == 303
    assert [reply.text.split()[0] for reply in site.memory().own_replies] == ["Lyd"]


def test_what_was_sent_while_nothing_could_be_read_goes_with_the_pages_button_when_it_can(site: Served, ledger: Path) -> None:
    mark = opened_mark(context_of(site.ref).keys, time.time() - 5)
    eva = {"name": "Eva Berg", "address": "eva.berg@example.org", "language": "nn", "consent": "yes", "wish": TEXT, "opened": mark}
    sent: list[tuple[str, dict[str, object]]] = [
        (site.links("D02").answer, {"need": TEXT, "relevance": "", "suggestion": "Miro"}),
        (site.links("D03", COMING).consultation, {"proposal": ["0", "2"], "date": "2021-10-19"}),
        (f"/{CIRCLE}/paamelding", {**eva}),
        (site.links("D05").unsubscribe, {}),
    ]
    with unreadable(site):
        pages = [site.post(link, form) for link, form in sent]
    assert [page.status_code for page in pages] == [503] * 4
    again = [site.post(link, dict(_gathered(fields(page.text)))) for (link, _), page in zip(sent, pages, strict=True)]
    assert [answer.status_code for answer in again] == [303, 303, 303, 200]
    memory = site.memory()
    assert {reply.question: reply.text for reply in memory.own_replies}["suggestion"] == "Miro"
    assert len(memory.own_votes[0].proposals) == 2 and len(memory.pending_sign_ups) == 1
    assert [person.code for person in memory.people if person.withdrawn] == ["D05"]


def _gathered(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def test_a_fault_of_our_own_is_a_friendly_page_too_and_the_log_has_the_fault_but_no_link(
    capfd: pytest.CaptureFixture[str],
    site: Served,
    ledger: Path,  # the first one first: uvicorn keeps the stderr it starts with
) -> None:
    link, said_in_log = site.links("D01").me, ""
    with sqlite3.connect(ledger) as other:
        other.execute("DROP TABLE own_vote")
    broken = site.get(link)
    assert broken.status_code == 500 and said("nb", "later.title") in broken.text and "content-security-policy" in broken.headers
    for _ in range(300):  # it is written after the visitor has been answered
        said_in_log += capfd.readouterr().err
        if "SQL parameters hidden" in said_in_log:
            break
        time.sleep(0.1)
    assert "own_vote" in said_in_log and link.rpartition(".")[2] not in said_in_log
    # By a line of its own: uvicorn hangs up after a fault, and the next question may meet that on its way.
    assert httpx.get(f"{site.url}/stil.css", timeout=60).status_code == 200


def test_a_changed_circle_and_changed_words_are_shown_without_a_restart(site: Served) -> None:
    page = f"/{CIRCLE}"
    site.office.replace(CIRCLE_FILE, 'shown_period = "', 'shown_period = "Ny tid: ')
    site.office.replace("pages/nb.toml", 'join = "Meld deg på"', 'join = "Bli med"')
    text = site.get(page).text
    assert "Ny tid: " in text and "Bli med</a>" in text


def test_a_circle_whose_file_is_added_has_pages_without_a_restart_as_soon_as_the_file_is_right(
    site: Served, caplog: pytest.LogCaptureFixture
) -> None:
    circles = site.office.config / "circles"
    text = (circles / f"{CIRCLE}.toml").read_text(encoding="utf-8")
    assert site.get("/ny-sirkel").status_code == 404
    (circles / "ny-sirkel.toml").write_text(text.replace("title = ", "tittel = ", 1), encoding="utf-8")
    assert [site.get(path).status_code for path in ("/ny-sirkel", f"/{CIRCLE}", "/ny-sirkel")] == [404, 200, 404]
    told = [record.getMessage() for record in caplog.records if "ny-sirkel har ikke sider ennå" in record.getMessage()]
    assert any("«title»" in line for line in told) and len(told) == len(set(told))
    (circles / "ny-sirkel.toml").write_text(text, encoding="utf-8")
    assert (site.get("/ny-sirkel").status_code, site.get(f"/{CIRCLE}").status_code) == (200, 200)
    (circles / "ny-sirkel.toml").unlink()
    assert (site.get("/ny-sirkel").status_code, site.get(f"/{CIRCLE}").status_code) == (404, 200)


def test_a_wrong_change_leaves_what_was_is_told_in_the_log_once_and_the_right_one_counts(site: Served, caplog: pytest.LogCaptureFixture) -> None:
    page, link = f"/{CIRCLE}", site.links("D02").answer
    for file, old, wrong, right, shown in (
        (CIRCLE_FILE, 'shown_period = "', 'shown_period = Rett: "', 'shown_period = "Rett: ', "Rett: "),
        ("pages/nb.toml", 'join = "Meld deg på"', 'join = Bli med"', 'join = "Bli med"', "Bli med</a>"),
    ):
        caplog.clear()
        site.office.replace(file, old, wrong)
        assert [site.get(page).status_code for _ in range(3)] == [200] * 3 and shown not in site.get(page).text
        assert site.post(link, {"need": f"Lyd i {file}"}).status_code == 303
        told = [record.getMessage() for record in caplog.records if record.name == "sirkel.pages"]
        assert len(told) == 1 and "bruker oppsettet de hadde" in told[0] and Path(file).name in told[0]
        site.office.replace(file, wrong, right)
        assert shown in site.get(page).text
    assert not any(record.levelno > logging.ERROR or record.exc_info for record in caplog.records)
