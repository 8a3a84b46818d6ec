"""A meeting: thirty clients answer by the room's address, three browsers beside them answer and vote, and the screen counts (RULES.md R30)."""

import re
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx
import openpyxl
import pytest
from playwright.sync_api import Browser, expect

from flows.rounds import carry_out
from tasks import clock
from tasks.circle.answers.ballots import results_of
from tasks.circle.model.links import Pages, room_address
from tasks.circle.plan import Order
from tasks.context import context_of
from tasks.pages import room, voting
from tasks.pages.limits import Limit
from tests.flows.office import CIRCLE
from tests.pages.browser import DESKTOP, PHONE, chromium
from tests.pages.served import COMING, NOW, Served

OCTOBER = datetime(2021, 10, 12, 7, 15, tzinfo=UTC)
CLIENTS, BROWSERS = 30, 3
NEW = CLIENTS + BROWSERS
ADDRESSES = [f"ny{number}@example.org" for number in range(NEW)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def meeting(site: Served, monkeypatch: pytest.MonkeyPatch) -> Served:
    """Thirty-three new participants are in the meeting of October, half an hour after it began."""

    def fill(book: openpyxl.Workbook) -> None:
        book["Refleksjoner"].delete_rows(2, book["Refleksjoner"].max_row)  # the practice has the answers of its whole year
        book["Møter"].cell(6, 1, COMING)
        book["Møter"].cell(6, 2, datetime(2021, 10, 12))
        for address in ADDRESSES:
            book["Påmelding"].append(["2021-09-15 12:00", f"Ny {address.partition('@')[0].capitalize()}", address])

    site.office.edit(fill)
    carry_out(site.ref, Order(NOW + timedelta(hours=4)))
    carry_out(site.ref, Order(OCTOBER - timedelta(hours=1)))
    for name, limit in (("FROM_ONE_ROOM", Limit(150, 120)), ("IN_ALL", Limit(600, 6 * 3600))):
        monkeypatch.setattr(room, name, limit)
    monkeypatch.setattr(room, "LOOKED_AT_AGAIN", 1)
    monkeypatch.setattr(voting, "COUNTED_AGAIN", 1.0)
    began, asked = time.monotonic(), OCTOBER + timedelta(minutes=30)
    monkeypatch.setattr(clock, "now", lambda: asked + timedelta(seconds=time.monotonic() - began))
    return site


def shown_mark(page: str) -> str:
    """Which vote the form on a page is about."""
    return re.findall(r'name="ballot" value="([^"]+)"', page)[0]  # type: ignore[no-any-return]


def answer(site: Served, path: str, address: str, wait: float) -> list[float]:
    """One who answers and votes from a telephone; the seconds that each request took."""
    time.sleep(wait)
    took = []
    with httpx.Client(base_url=site.url, timeout=30) as client:
        forms: list[dict[str, str] | None] = [None, {"who": address, "need": "Å lage smårom", "suggestion": "Digitale tavler"}]
        forms += [{"act": "vote", "voter": address, "option": "1"}]
        mark = ""
        for form in forms:
            before = time.perf_counter()
            got = client.get(path) if form is None else client.post(path, data={**form, "ballot": mark})
            took.append(time.perf_counter() - before)
            mark = mark or shown_mark(got.text)
            assert got.status_code == (200 if form is None else 303), got.text
    return took


def test_a_meeting_of_thirty_three(meeting: Served, browser: Browser) -> None:
    site = meeting
    number = next(each.number for each in site.memory().meetings if each.start == OCTOBER)
    path = httpx.URL(room_address(Pages(site.url), CIRCLE, context_of(site.ref).keys, number)).path
    digest = context_of(site.ref).keys.digest
    codes = {each.digest: each.code for each in site.memory().people}
    own = site.links(codes[digest(ADDRESSES[-1])], number)
    shown = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    leader = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    leader.goto(site.links("F01").facilitator)
    leader.get_by_label("Hva skal det stemmes over?").fill("Digitale tavler\nLyd i hybride møter")
    leader.get_by_role("button", name="Åpne avstemningen").click()
    expect(leader.get_by_role("status")).to_contain_text("Avstemningen er åpen")
    shown.goto(f"{site.url}{path}/skjerm")
    expect(shown.locator(".count").first).to_have_text("Ingen svar er kommet inn ennå.")
    with ThreadPoolExecutor(CLIENTS) as pool:
        clients: list[Future[list[float]]] = [pool.submit(answer, site, path, ADDRESSES[n], n * 0.25) for n in range(CLIENTS)]
        for which in range(BROWSERS):
            page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
            by_link = which == BROWSERS - 1
            page.goto(own.answer if by_link else f"{site.url}{path}")
            if not by_link:
                page.get_by_label("E-postadressen du er påmeldt med").last.fill(ADDRESSES[CLIENTS + which])
            page.get_by_label("Hva har jeg behov for").fill("Mer om lyd")
            page.get_by_role("button", name="Lagre svaret").click()
            expect(page.get_by_role("status")).to_contain_text("Takk")
            page.goto(own.answer if by_link else f"{site.url}{path}")
            if not by_link:
                page.get_by_label("E-postadressen du er påmeldt med").first.fill(ADDRESSES[CLIENTS + which])
            page.get_by_label("Digitale tavler").check()
            page.get_by_role("button", name="Stem", exact=True).click()
            expect(page.get_by_role("status")).to_contain_text("Stemmen din er talt" if by_link else "Stemmen er sendt")
            page.close()
        took = [each for client in clients for each in client.result()]
    expect(shown.locator(".count").first).to_have_text(f"{NEW} svar er kommet inn.")
    expect(shown.get_by_text(f"{NEW} stemmer er kommet inn.")).to_be_visible()
    leader.reload()
    leader.get_by_role("button", name="Avslutt avstemningen").click()
    expect(shown.locator(".outcome")).to_contain_text("Lyd i hybride møter")
    [found] = results_of(site.memory(), clock.now())
    assert (found.turnout, dict(found.proposals), found.strangers) == (NEW, {"Digitale tavler": BROWSERS, "Lyd i hybride møter": CLIENTS}, 0)
    assert statistics.quantiles(took, n=20)[-1] < 1, "on a quiet machine it is under 0.2 s: `python -m tests.benchmarks pages`"
    after = carry_out(site.ref, Order(OCTOBER + timedelta(hours=4)))
    asked = {who for kind, who, *_ in after.letters if kind == "reflection"}
    assert asked and not asked & {codes[digest(address)] for address in ADDRESSES}, "who answered is not asked again"
