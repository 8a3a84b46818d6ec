"""A participant with a real browser: from a letter's link to what is saved; and axe-core over every page in three languages."""

import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tasks import clock
from tasks.circle.letters.template_check import sample_contexts
from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.links import Pages, room_address
from tasks.circle.model.records import Changes
from tasks.circle.people.sign_ups import NewSignUp
from tasks.context import context_of
from tasks.pages import limits
from tasks.pages import public as open_pages
from tasks.round.sign_ups import seal
from tests.flows.office import CIRCLE
from tests.pages.browser import ALL_RULES, CONTRAST, DESKTOP, PHONE, WCAG, axe_source, chromium, findings
from tests.pages.served import AUGUST, COMING, NOW, SEPTEMBER, Served, unreadable
from tests.pages.test_confirmed_sign_up import a_form_writes, a_round, asking, here, known, link_in, outbox


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone, on which a script, a picture or a cookie would be seen."""
    context = browser.new_context(viewport=PHONE, locale="nb-NO")  # type: ignore[arg-type]
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page
    assert not context.cookies()
    assert all(url.startswith(("http://127.0.0.1", "data:", "about:")) for url in asked)
    context.close()


@pytest.fixture(scope="module")
def axe(request: pytest.FixtureRequest) -> str:
    assert request.config.cache is not None
    return axe_source(request.config.cache.mkdir("axe"))


def silent(site: Served) -> str:
    """Somebody who has answered nothing."""
    said = {reply.person for reply in site.memory().replies}
    return next(each.code for each in site.memory().people if each.code not in said and each.code.startswith("D"))


def test_from_the_letter_to_a_saved_answer_changed_and_closed(site: Served, page: Page) -> None:
    """With the keyboard alone: the link of the letter, the fields, the button."""
    links = site.links(silent(site))
    page.goto(links.answer)
    page.keyboard.press("Tab")
    expect(page.get_by_text("Hopp til innholdet")).to_be_focused()
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_contain_text("minst ett av feltene")
    page.get_by_role("alert").get_by_role("link").press("Enter")
    page.get_by_label("Hva i dagens fokusområde").press("Tab")
    page.keyboard.type("Å lage digitale tavler sammen")
    page.keyboard.press("Tab")
    page.keyboard.type("Miro")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Svaret er lagret")
    expect(page.get_by_label("Hva har jeg behov for")).to_have_value("Å lage digitale tavler sammen")
    page.get_by_label("Hva har jeg behov for").fill("Lyd i hybride møter")
    with page.expect_navigation():
        page.get_by_role("button", name="Lagre endringen").click()
    page.reload()
    expect(page.get_by_label("Hva har jeg behov for")).to_have_value("Lyd i hybride møter")
    expect(page.get_by_label("Forslag til fokusområde")).to_have_value("Miro")
    expect(page.get_by_role("link", name="Til siden din")).to_have_count(0)  # the link about one meeting opens nothing else
    page.goto(links.me)
    expect(page.get_by_role("link", name=re.compile("Se eller endre svaret"))).to_be_visible()
    with clock.set_to(NOW.replace(month=10)):
        page.get_by_role("link", name=re.compile("Se eller endre svaret")).click()
        expect(page.get_by_text("Svarene om dette møtet er lukket")).to_be_visible()
        expect(page.get_by_text("Lyd i hybride møter")).to_be_visible()
        expect(page.get_by_role("button")).to_have_count(0)


def test_signing_up_from_the_circles_page(site: Served, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_pages, "QUICKEST", 1.0)
    page.goto(site.links("D01").page)
    page.get_by_role("link", name="Meld deg på").click()
    page.get_by_role("textbox", name="Navn").fill("Eva Berg")
    page.get_by_role("textbox", name="E-post").fill("eva.berg@example.org")
    page.get_by_label("Nynorsk").check()
    page.get_by_label(re.compile("Ja, sirkelen kan bruke")).check()
    expect(page.locator("#nettsted")).to_be_hidden()
    time.sleep(1.2)
    page.get_by_role("button", name="Meld meg på").click()
    expect(page.get_by_role("heading", name="Sjekk e-posten din")).to_be_visible()
    assert len(site.memory().pending_sign_ups) == 1 and limits.QUICKEST == 3.0
    page.go_back()
    expect(page.get_by_role("textbox", name="Navn")).to_be_visible()
    assert len(site.memory().pending_sign_ups) == 1, "going back sends nothing twice"


def asked(site: Served, language: str, by_form: bool) -> str:
    """The link in the letter to somebody who signed up by the pages, or whose row a form has just written into «Påmelding»."""
    if by_form:
        site.office.replace("doors.toml", "# sign_up_form = true", "sign_up_form = true")
        a_form_writes(site, datetime(2021, 9, 15, 9, 30, 12), "Eva Berg", "eva.berg@example.org", "", language)
    else:
        context = context_of(site.ref)
        waiting = seal(context.keys, NewSignUp("Eva Berg", "eva.berg@example.org", "", language, "", NOW))
        context.doors.ledger.save(site.ref.circle, Changes(pending_sign_ups=(waiting,)))
    a_round(site)
    [letter] = outbox(site, "eva.berg@example.org")
    return f"{site.url}{here(link_in(letter))}"


@pytest.mark.usefixtures("prefect_server")
@pytest.mark.parametrize("by_form", [False, True], ids=["the pages", "a form"])
@pytest.mark.parametrize(("language", "send", "done", "late"), [
    ("nb", "Ja, meld meg på", "Du er påmeldt!", "Lenken virker ikke lenger"),
    ("nn", "Ja, meld meg på", "Du er påmeld!", "Lenkja verkar ikkje lenger"),
    ("en", "Yes, sign me up", "You are signed up!", "The link doesn’t work any more"),
])  # fmt: skip
def test_confirming_with_the_keyboard_on_a_small_screen(
    site: Served, page: Page, axe: str, language: str, send: str, done: str, late: str, by_form: bool
) -> None:
    """From the letter to the welcome: too late, in time, once more, and by a foreign link."""
    link = asked(site, language, by_form)
    page.set_viewport_size({"width": 320, "height": 640})

    def is_fine() -> None:
        assert findings(page, axe) == [] and page.evaluate("document.documentElement.scrollWidth <= 320")
        assert "Eva" not in page.content()

    def stands(heading: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        is_fine()

    with clock.set_to(NOW + timedelta(days=8)):
        page.goto(link)
        stands(late)
    page.goto(link)
    button = page.get_by_role("button", name=send)
    expect(button).to_be_visible()
    is_fine()
    while not button.evaluate("each => each === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    stands(done)
    page.goto(link)
    stands(done)
    page.goto(link.replace("/bekreft/", "/bekreft/0"))
    expect(page.get_by_role("heading", level=1)).not_to_have_text(done)
    is_fine()
    [confirmed] = site.memory().pending_sign_ups
    assert confirmed.confirmed == NOW
    assert asking(a_round(site, 1)) == ["welcome"] and known(site, "eva.berg")


def test_leaving_with_the_button_and_staying_with_the_link(site: Served, page: Page) -> None:
    page.goto(site.links("D05").unsubscribe)
    page.get_by_role("link", name="Nei, jeg blir").click()
    expect(page.get_by_role("link", name="Meld deg på")).to_be_visible()
    page.goto(site.links("D05").me)
    page.get_by_role("link", name="Meld meg av sirkelen").click()
    page.get_by_role("button", name="Meld meg av").click()
    expect(page.get_by_role("status")).to_contain_text("Du er meldt av")
    assert next(each.withdrawn for each in site.memory().people if each.code == "D05")


def test_what_suits_and_cannot_come_and_deleting(site: Served, page: Page) -> None:
    page.goto(site.links("D01", COMING).me)
    page.get_by_role("link", name="Si hva som passer").click()
    page.get_by_label("Å få alle med").check()
    page.get_by_label("Tirsdag 19. oktober 2021").check()
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.get_by_label("Å få alle med")).to_be_checked()
    page.get_by_role("link", name="Til siden din").click()
    page.get_by_role("link", name="Slett svarene mine").click()
    page.get_by_role("button", name="Slett alle svarene mine").click()
    expect(page.get_by_role("status")).to_contain_text("Svarene dine er slettet")
    with clock.set_to(NOW.replace(day=13)):
        page.goto(site.links("D01", SEPTEMBER).absence)
        page.get_by_role("button", name="Jeg kan ikke komme").click()
        expect(page.get_by_role("status")).to_contain_text("Vi vet at du ikke kan komme")
        page.get_by_role("button", name="Jeg kan komme likevel").click()
        expect(page.get_by_role("status")).to_contain_text("Vi regner med deg")


def leading(site: Served, page: Page) -> Iterator[str]:
    page.goto(f"{site.links('F01').facilitator}?sprak={page.language}")  # type: ignore[attr-defined]
    yield "the facilitators' page"
    page.get_by_role("button").first.click()
    yield "the facilitators' page, one said yes to"


def meeting(site: Served, page: Page) -> Iterator[str]:
    """While people are there, with a vote."""
    room = room_address(Pages(site.url), CIRCLE, context_of(site.ref).keys, SEPTEMBER)
    with clock.set_to(NOW.replace(day=14, hour=8, minute=30)):
        for path in (f"{site.links('D02').page}/mote/{SEPTEMBER}", site.links("D02").meeting):
            page.goto(f"{path}?sprak={page.language}")  # type: ignore[attr-defined]
            yield path
        page.goto(f"{site.links('F01').facilitator}?sprak={page.language}")  # type: ignore[attr-defined]
        page.locator("#options").fill("Bare ett")
        page.locator("button[value=open]").click()
        yield "a vote that can't be opened"
        page.locator("#options").fill("Digitale tavler\nLyd i hybride møter")
        page.locator("button[value=open]").click()
        yield "the facilitators' page, a vote open"
        for path in (room, site.links("D02").answer, f"{room}/skjerm"):
            page.goto(f"{path}?sprak={page.language}")  # type: ignore[attr-defined]
            yield f"{path}, a vote open"
        page.goto(f"{site.links('D02').answer}?sprak={page.language}")  # type: ignore[attr-defined]
        page.get_by_label("Digitale tavler").check()
        page.get_by_role("button").first.click()
        yield "voted"
        page.goto(f"{site.links('F01').facilitator}?sprak={page.language}")  # type: ignore[attr-defined]
        page.locator("button[value=close]").click()
        yield "the facilitators' page, a vote closed"
        until = time.monotonic() + 30
        page.goto(f"{room}/skjerm?sprak={page.language}")  # type: ignore[attr-defined]
        while not page.locator(".outcome").count() and time.monotonic() < until:
            page.reload()
        yield "the screen, a vote closed"


def states(site: Served, page: Page) -> Iterator[str]:
    """Every page in every state a reader may meet, opened one after the other."""
    mine, quiet = site.links("D01", COMING), site.links(silent(site))
    held = [site.links("D01", AUGUST).answer, site.links("D01").answer, site.links("D01").absence, quiet.answer]
    rights = (f"{mine.me}/alt", f"{mine.page}/personvern")
    own = (mine.page, f"{mine.page}/paamelding", mine.me, mine.consultation, mine.unsubscribe, f"{mine.me}/slett", mine.me[:-1])
    for path in (*own, *held, *rights):
        page.goto(f"{path}?sprak={page.language}")  # type: ignore[attr-defined]
        yield path
    page.goto(f"{mine.page}/paamelding?sprak={page.language}")  # type: ignore[attr-defined]
    page.evaluate("document.querySelector('form').noValidate = true")
    page.get_by_role("button").click()
    yield "a sign-up with errors"
    page.goto(f"{mine.page}/paamelding?sprak={page.language}&lagret=1")  # type: ignore[attr-defined]
    yield "thanks"
    page.goto(f"{quiet.answer}?sprak={page.language}")  # type: ignore[attr-defined]
    page.get_by_role("button").click()
    yield "an empty answer"
    page.goto(f"{mine.consultation}?sprak={page.language}")  # type: ignore[attr-defined]
    page.get_by_role("button").click()
    yield "a saved vote"
    with clock.set_to(NOW.replace(day=13)):
        page.goto(f"{site.links('D02').absence}?sprak={page.language}")  # type: ignore[attr-defined]
        yield "before a meeting"
        page.get_by_role("button").click()
        yield "cannot come"
        page.goto(f"{site.links('D02').me}?sprak={page.language}")  # type: ignore[attr-defined]
        yield "my page before a meeting"
    yield from meeting(site, page)
    with clock.set_to(NOW.replace(month=10)):
        page.goto(f"{mine.consultation}?sprak={page.language}")  # type: ignore[attr-defined]
        yield "a closed consultation"
        yield from leading(site, page)
    page.goto(f"{site.links('D02').answer}?sprak={page.language}")  # type: ignore[attr-defined]
    page.get_by_role("textbox").first.fill("Lyd")
    with unreadable(site):
        page.get_by_role("button").click()
        yield "away, with what was sent"
        page.goto(f"{mine.me}?sprak={page.language}")  # type: ignore[attr-defined]
        yield "away"
    leaver = site.links({"nb": "D08", "nn": "D09", "en": "D10"}[page.language])  # type: ignore[attr-defined]
    page.goto(f"{leaver.unsubscribe}?sprak={page.language}")  # type: ignore[attr-defined]
    page.get_by_role("button").click()
    yield "left"
    page.goto(f"{leaver.me}?sprak={page.language}")  # type: ignore[attr-defined]
    yield "my page after leaving"


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_any_page_and_nothing_is_cut_at_400_percent(site: Served, browser: Browser, axe: str, language: str) -> None:
    """WCAG 2.2 AA; 320 CSS pixels are a 1280 pixel screen at 400 % (1.4.10). In the dark too."""
    found: list[str] = []
    page = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    page.language = language  # type: ignore[attr-defined]
    for state in states(site, page):
        assert page.locator("html").get_attribute("lang") == language
        found += [f"{state}: {each}" for each in looked_at(page, axe, ALL_RULES, language)]
    page.close()
    assert not found, "\n".join(found)


def looked_at(page: Page, axe: str, rules: dict[str, Any], language: str) -> Iterator[str]:
    """What is wrong in the light, at 320 CSS pixels, and in the dark, where only colours differ (alike in all languages)."""
    yield from findings(page, axe, rules)
    if language == "nb":
        page.emulate_media(color_scheme="dark")
        yield from (f"dark: {each}" for each in findings(page, axe, CONTRAST))
        page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 256})
    if page.evaluate("document.documentElement.scrollWidth > 320"):
        yield "wider than 320 pixels"
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_any_letter(site: Served, browser: Browser, axe: str, language: str) -> None:
    """The fullest of each kind, in the dark too; nothing is cut at 400 %. A letter's heading is its subject, shown by the mail program."""
    templates, page, found = context_of(site.ref).templates, browser.new_page(viewport=DESKTOP), []  # type: ignore[arg-type]
    for kind in Kind:
        page.set_content(max((templates.render(kind, language, context).html for context in sample_contexts(kind)), key=len))
        assert page.locator("html").get_attribute("lang") == language
        found += [f"{kind}: {each}" for each in looked_at(page, axe, WCAG, language)]
    page.close()
    assert not found, "\n".join(found)


WALK = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), textarea')]
    .filter(each => each.checkVisibility() && (each.type !== 'radio' || each.checked))
    .map(each => each.outerHTML)"""
WATCH = """() => { window.walked = []; document.addEventListener('focusin', ({target: it}) => {
    const look = getComputedStyle(it), box = it.getBoundingClientRect();
    walked.push([it.outerHTML, look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2 && box.width > 0 && box.left >= 0]);
}); }"""


def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(site: Served, browser: Browser) -> None:
    """WCAG 2.1.1, 2.1.2, 2.4.3, 2.4.7: all that can be used, in the order of the page, each with a ring around it; and out again."""
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.language = "nb"  # type: ignore[attr-defined]
    for state in states(site, page):
        page.evaluate(WATCH)
        expected = page.evaluate(WALK)
        for _ in expected:
            page.keyboard.press("Tab")
        walked = page.evaluate("walked")
        assert [where for where, _ in walked] == expected, state
        assert all(shown for _, shown in walked), (state, [where for where, shown in walked if not shown])
    page.close()
