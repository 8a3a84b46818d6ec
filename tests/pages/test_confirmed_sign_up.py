"""A stranger's sign-up reaches nobody but the address itself, and counts from the click in the letter (RULES.md R34)."""

import time
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest

from flows.rounds import carry_out
from tasks import clock
from tasks.circle.acts import AT_ONCE
from tasks.circle.letters.due import Letter
from tasks.circle.model.errors import Grade
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.links import Pages, confirm_links
from tasks.circle.model.records import PendingSignUp
from tasks.circle.model.tabs import READ_NAMES
from tasks.circle.people.form_sign_ups import applicant
from tasks.circle.plan import ASKED_A_DAY, Order, Read, Scope, plan_letters
from tasks.circle.snapshot import Inputs, take_snapshot
from tasks.context import context_of, forget_doors
from tasks.pages.limits import OF_ONE_MAILBOX, OF_ONE_NETWORK, opened_mark
from tasks.round.sign_ups import with_pending_sign_ups
from tests.flows.office import CIRCLE, Office
from tests.pages.served import NOW, Served, serving, set_date

EVA = {"name": "Eva Berg", "address": "eva.berg@example.org", "language": "nn", "consent": "yes", "wish": "Å lage tavler"}
SIGN_UP = f"/{CIRCLE}/paamelding"
pytestmark = pytest.mark.usefixtures("prefect_server")


def sign_up(site: Served, headers: dict[str, str] | None = None, **changes: Any) -> httpx.Response:
    mark = opened_mark(context_of(site.ref).keys, time.time() - 5)
    return site.client.post(SIGN_UP, data={**EVA, "opened": mark, **changes}, headers=headers or {})


def a_round(site: Served, hours: float = 0, **more: Any) -> list[tuple[Any, ...]]:
    return list(carry_out(site.ref, Order(NOW + timedelta(hours=hours), **more)).letters)


def asking(letters: list[tuple[Any, ...]]) -> list[str]:
    return [letter[0] for letter in letters if letter[0] in ("confirmation", "welcome")]


def outbox(site: Served, address: str) -> list[Any]:
    files = sorted(context_of(site.ref).doors.outbox.glob("*.eml"))
    letters = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    return [each for each in letters if address in str(each["To"])]


def link_in(letter: Any) -> str:
    text = letter.get_body(("plain",)).get_content()
    return str(next(word for word in text.split() if "/bekreft/" in word))


def here(link: str) -> str:
    return httpx.URL(link).raw_path.decode()


def test_the_letter_that_asks_has_nothing_of_the_form_in_it(site: Served) -> None:
    sign_up(site, name="Vinn Tusen", organisation="Ring Nå", wish="Kjøp billig")
    a_round(site)
    [asked] = outbox(site, "eva.berg@example.org")
    for words in ("Vinn", "Ring", "Kjøp"):
        assert words not in asked.as_string() and words not in asked.get_body(("plain",)).get_content()
    assert asked["List-Unsubscribe"] is None and "nn" in asked["Content-Language"] and "Stadfest" in asked["Subject"]
    assert str(asked["To"]) == "eva.berg@example.org" and "/min/" not in asked.get_body(("plain",)).get_content()


def test_it_counts_after_the_click_and_twice_is_once(site: Served) -> None:
    sign_up(site)
    a_round(site)
    assert a_round(site, 1) == [], "asked once"
    link = here(link_in(outbox(site, "eva.berg@example.org")[0]))
    shown = site.get(link)
    assert shown.status_code == 200 and "<button" in shown.text and "Eva" not in shown.text
    a_round(site, 2)
    assert not known(site, "eva.berg"), "GET changes nothing"
    with clock.set_to(NOW + timedelta(hours=3)):
        assert [site.post(link).status_code for _ in range(2)] == [303, 200]
        assert "Du er påmeld" in site.get(link).text
    kinds = [letter[0] for letter in a_round(site, 4)]
    assert kinds.count("welcome") == 1 and known(site, "eva.berg")
    for again in (site.get(link), site.post(link)):
        assert again.status_code == 200 and "Påmeldinga er stadfesta" in again.text
    assert not [letter for letter in a_round(site, 5) if letter[0] in ("welcome", "confirmation")]


def known(site: Served, name: str) -> bool:
    digest = context_of(site.ref).keys.digest(f"{name}@example.org")
    return any(person.digest == digest for person in site.memory().people)


def test_what_nobody_confirms_is_gone_after_a_week_and_its_link_is_friendly(site: Served) -> None:
    sign_up(site)
    a_round(site)
    [asked] = outbox(site, "eva.berg@example.org")
    link = here(link_in(asked))
    with clock.set_to(NOW + timedelta(days=7, minutes=1)):
        late = site.post(link)
        assert late.status_code == 200 and "Lenkja verkar ikkje lenger" in late.text and "paamelding" in late.text
    a_round(site, 7 * 24 + 1)
    assert site.memory().pending_sign_ups == () and not known(site, "eva.berg")
    assert not [letter for letter in site.memory().letters if letter.kind is Kind.CONFIRMATION]
    assert "Lenken virker ikke lenger" in site.get(link.partition("?")[0]).text


def test_foreign_links_look_like_any_that_lead_nowhere(site: Served) -> None:
    sign_up(site)
    [waiting] = site.memory().pending_sign_ups
    right = here(confirm_links(Pages(url=site.url), CIRCLE, waiting.code, context_of(site.ref).keys, "nb").confirm)
    for wrong in (right.replace("?", "A?"), right.replace(waiting.id, "0" * 16), f"/{CIRCLE}/bekreft/{waiting.id}", f"/{CIRCLE}/bekreft/.å"):
        assert (site.get(wrong).status_code, site.post(wrong).status_code) == (404, 404)
    assert site.client.post(right, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 404
    assert site.memory().pending_sign_ups[0].confirmed is None


def test_who_withdrew_comes_back_by_their_own_click_only(site: Served) -> None:
    person = site.known("D05")
    rows = context_of(site.ref).doors.sheet.read(["Påmelding"], NOW)["Påmelding"]
    address = next(str(row[2]) for row in rows[1:] if context_of(site.ref).keys.digest(str(row[2]).casefold()) == person.digest)
    site.post(site.links("D05").unsubscribe)
    a_round(site, 1)
    with clock.set_to(NOW + timedelta(hours=2)):
        sign_up(site, address=address, name="Noen Andre")
    assert [letter[0] for letter in a_round(site, 3)] == ["confirmation"] and site.known("D05").left
    link = here(link_in(outbox(site, address)[-1]))
    with clock.set_to(NOW + timedelta(hours=4)):
        site.post(link)
    assert "welcome" in {letter[0] for letter in a_round(site, 5) if letter[1] == "D05"} and site.known("D05").left is None


def test_a_flood_asks_a_handful_is_told_once_and_keeps_no_participant_waiting(site: Served) -> None:
    """640 posts with one mark, ten forwarded addresses and one mailbox under as many names (attack 7)."""
    mark = opened_mark(context_of(site.ref).keys, time.time() - 5)
    answers = []
    for n in range(640):
        spelt = f"v.ictim+{n}@Example.org" if n % 2 else f"victim+{n}@example.org"
        form = {**EVA, "address": spelt, "opened": mark}
        answers.append(site.client.post(SIGN_UP, data=form, headers={"X-Forwarded-For": f"203.0.113.{n % 10}"}))
    assert [each.status_code for each in answers].count(303) == OF_ONE_MAILBOX[0]
    limited = answers[-1]
    assert limited.status_code == 429 and "Å lage tavler" in limited.text and "Eva Berg" in limited.text
    honest = sign_up(site, address="kari.ny@example.org")
    assert honest.status_code == 303
    first = carry_out(site.ref, Order(NOW + timedelta(minutes=1)))
    assert [letter[0] for letter in first.letters].count("confirmation") == OF_ONE_MAILBOX[0] + 1
    assert any("Uvanlig mange påmeldinger" in problem.what for problem in first.problems)
    digests = [letter for letter in first.letters if letter[0] == "digest"]
    assert digests and not [letter for letter in a_round(site, 1) if letter[0] == "digest"], "told once"


def test_counts_survive_a_restart_and_end_after_a_day(site: Served) -> None:
    assert [sign_up(site).status_code for _ in range(4)] == [303, 303, 303, 429]
    forget_doors(site.ref)
    assert sign_up(site).status_code == 429
    with clock.set_to(NOW + timedelta(days=1, minutes=1)):
        assert sign_up(site).status_code == 303


def test_one_network_is_limited_and_its_neighbour_is_not(site: Served) -> None:
    """IPv6: all of a /64 is one."""

    def from_(address: str, n: int) -> int:
        return sign_up(site, {"X-Forwarded-For": address}, address=f"n{n}x{address.count(':')}@example.org").status_code

    statuses = [from_(f"2001:db8:1:2::{n:x}", n) for n in range(32)]
    assert statuses.count(303) == 30 and from_("2001:db8:1:3::1", 99) == 303 and from_("192.0.2.1", 99) == 303


def test_only_the_proxies_that_are_named_say_who_the_visitor_is(site: Served) -> None:
    site.office.replace("doors.toml", 'proxies = ["127.0.0.1", "::1"]', 'proxies = ["127.0.0.2"]')
    mark = opened_mark(context_of(site.ref).keys, time.time() - 5)
    forget_doors(site.ref)

    def answers(url: str, source: str) -> list[int]:
        found = []
        with httpx.Client(base_url=url, transport=httpx.HTTPTransport(local_address=source)) as client:
            for n in range(OF_ONE_NETWORK[0] + 2):
                form = {**EVA, "address": f"n{n}x{source[-1]}@example.org", "opened": mark}
                found.append(client.post(SIGN_UP, data=form, headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code)
        return found

    with serving(site.office.circle_refs) as url:
        assert set(answers(url, "127.0.0.2")) == {303}
        assert answers(url, "127.0.0.1").count(303) == OF_ONE_NETWORK[0], "this machine is no proxy now"


def test_one_circles_flood_does_not_touch_another(site: Served) -> None:
    config = site.office.config / "circles"
    (config / "beta.toml").write_text((config / f"{CIRCLE}.toml").read_text(encoding="utf-8"), encoding="utf-8")
    time.sleep(2.1)
    mark = opened_mark(context_of(site.ref).keys, time.time() - 5)
    flood = [site.post("/beta/paamelding", {**EVA, "address": f"n{n}@example.org", "opened": mark}).status_code for n in range(40)]
    assert flood.count(429) == 10
    assert sign_up(site).status_code == 303


def test_letters_that_ask_have_a_budget_of_their_own(site: Served) -> None:
    """R22's cap is for participants' letters, and they go first."""

    context = context_of(site.ref)
    many = tuple(applicant(PendingSignUp(f"{n:016x}", "", NOW), f"n{n}@example.org", "nb") for n in range(ASKED_A_DAY + 5))
    fresh = context.doors.sheet.read(READ_NAMES, NOW)
    inputs = Inputs(context.circle, site.memory(), NOW + timedelta(hours=1), context.keys.digest, context.domain, applicants=many)
    snapshot = take_snapshot(fresh, inputs)
    found = plan_letters(snapshot, snapshot.programme.meetings, Scope(("signups", "consult", "invite"), cap=1))
    asking = [letter for letter in found.letters if letter.kind is Kind.CONFIRMATION]
    assert len(asking) == ASKED_A_DAY and isinstance(found.letters[0], Letter) and found.letters[0].kind is not Kind.CONFIRMATION
    assert any("resten venter" in problem.what for problem in found.problems)


# Where a form writes «Påmelding».


def a_form_writes(site: Served, *cells: object) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["Påmelding"].append([*cells])

    site.office.edit(change)


@pytest.fixture
def form(site: Served) -> Served:
    site.office.replace("doors.toml", "# sign_up_form = true", "sign_up_form = true")
    return site


def test_a_row_of_a_form_counts_when_its_address_has_confirmed(form: Served) -> None:
    before = len(form.memory().people)
    a_form_writes(form, datetime(2021, 9, 15, 9, 30, 12), "Eva Berg", "eva.berg@example.org", "", "nn")
    assert asking(a_round(form)) == ["confirmation"], "and those that the ledger knows need nothing"
    assert len(form.memory().people) == before and a_round(form, 1) == []
    link = here(link_in(outbox(form, "eva.berg@example.org")[0]))
    with clock.set_to(NOW + timedelta(hours=2)):
        assert "Trykk på knappen" in form.get(link).text and "svara mine etter møta" in form.get(link).text
        assert form.post(link).status_code == 303
    [said] = form.memory().consents
    assert (said.digest, said.language) == (context_of(form.ref).keys.digest("eva.berg@example.org"), "nn") and said.text.startswith(
        "Ja, sirkelen kan"
    )
    assert [letter[0] for letter in a_round(form, 3) if letter[0] == "welcome"] == ["welcome"] and known(form, "eva.berg")
    a_round(form, 4)
    assert form.memory().pending_sign_ups == () and "Påmeldinga er stadfesta" in form.get(link).text


def test_a_later_row_for_a_known_address_changes_nothing_and_none_confirmed_is_told(form: Served) -> None:
    row = context_of(form.ref).doors.sheet.read(["Påmelding"], NOW)["Påmelding"][1]
    a_form_writes(form, datetime(2021, 9, 15, 9, 30, 12), "Noen Andre", str(row[2]), "", "en")
    assert asking(a_round(form)) == ["confirmation"]
    names = [person.name for person in people(form) if person.address == str(row[2])]
    assert names == [str(row[1])]
    late = carry_out(form.ref, Order(NOW + timedelta(days=8)))
    assert any("ikke bekreftet påmeldingen" in problem.what for problem in late.problems)
    assert "confirmation" not in {letter[0] for letter in late.letters}


def people(site: Served) -> Any:

    context = context_of(site.ref)
    joined = with_pending_sign_ups(site.ref, Read(context.doors.sheet.read(READ_NAMES, NOW), site.memory()), NOW)
    return take_snapshot(joined.values, Inputs(context.circle, site.memory(), NOW, context.keys.digest, context.domain)).roster.people


def test_who_withdrew_is_not_brought_back_by_a_row_of_a_form(form: Served) -> None:
    row = context_of(form.ref).doors.sheet.read(["Påmelding"], NOW)["Påmelding"][5]
    code = form.code(str(row[2]).partition("@")[0])
    form.post(form.links(code).unsubscribe)
    a_round(form, 1)
    a_form_writes(form, datetime(2021, 9, 15, 12, 30, 12), str(row[1]), str(row[2]))
    assert [letter[0] for letter in a_round(form, 4)] == ["confirmation"] and form.known(code).left


def test_without_the_setting_a_row_is_the_administrators_word(site: Served) -> None:
    a_form_writes(site, datetime(2021, 9, 15, 9, 30, 12), "Eva Berg", "eva.berg@example.org")
    assert "welcome" in {letter[0] for letter in a_round(site)}


def test_the_address_a_forms_script_calls_can_only_wish(site: Served) -> None:
    secret = context_of(site.ref).keys.secret("rows", CIRCLE)
    assert site.post(f"/{CIRCLE}/ny/{secret[:-1]}x").status_code == 404 and context_of(site.ref).doors.ledger.wishes() == []
    assert site.get(f"/{CIRCLE}/ny/{secret}").status_code == 405
    before = site.memory()
    assert {site.post(f"/{CIRCLE}/ny/{secret}").status_code for _ in range(5)} == {204}
    [wish] = context_of(site.ref).doors.ledger.wishes()
    assert (wish.circle, wish.at) == (CIRCLE, NOW) and site.memory() == before


def test_a_sign_up_that_an_earlier_version_took_in_needs_no_click(site: Served) -> None:
    """It stands in «Nettpåmelding»."""
    head = ["Tidsmerke", "Navn", "E-post"]
    context_of(site.ref).doors.sheet.write({"Nettpåmelding": [head, ["2021-09-15 09:00:00", "Eva Berg", "eva.berg@example.org"]]})
    assert "welcome" in {letter[0] for letter in a_round(site)}


def test_a_tab_that_looks_like_a_forms_is_asked_about_until_people_have_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = Office(tmp_path, capsys)
    assert "Et skjema ser ut til" not in office.call("check")[1]
    office.edit(lambda book: book["Påmelding"].append([datetime(2021, 9, 15, 9, 30, 12), "Eva Berg", "eva.berg@example.org"]))
    assert "sign_up_form = true" in office.call("check")[1]
    plan = carry_out(office.ref, Order(NOW, plan=True))
    assert any("Et skjema ser ut til" in problem.what for problem in plan.problems)
    office.replace("doors.toml", "# sign_up_form = true", "sign_up_form = false")
    assert "Et skjema ser ut til" not in office.call("check")[1]
    office.replace("doors.toml", "sign_up_form = false", "sign_up_form = true")
    (office.data).mkdir(exist_ok=True)
    (office.data / "key").write_bytes(b"k" * 64)
    assert f"/{CIRCLE}/ny/" in office.call("check")[1]


def test_a_forms_own_tab_is_asked_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = Office(tmp_path, capsys)
    office.edit(lambda book: book.create_sheet("Skjemasvar 1").append(["Tidsmerke", "Navn", "E-post"]))
    assert "Et skjema ser ut til" in office.call("check")[1]


def test_a_corrected_address_in_a_forms_tab_is_the_same_person_and_waits_for_its_click(form: Served) -> None:
    row = context_of(form.ref).doors.sheet.read(["Påmelding"], NOW)["Påmelding"][5]
    code, new = form.code(str(row[2]).partition("@")[0]), "ny.adresse@example.org"
    page = form.links(code).me
    form.office.edit(set_date)
    form.office.edit(lambda book: book["Påmelding"].cell(6, 3, new))
    found = carry_out(form.ref, Order(NOW + timedelta(hours=1)))
    assert asking(list(found.letters)) == ["confirmation"] and not [each for each in found.letters if each[1] == code]
    [said] = [each for each in found.problems if "rad 6" in each.what + each.where]
    assert said.what.startswith("Ny adresse i rad 6 venter på bekreftelse") and said.grade is Grade.INFORMATION
    assert not [each for each in found.problems if "er borte" in each.what] and form.known(code).gone is None and form.get(page).status_code == 200
    assert not [letter for letter in a_round(form, 24 * 8) if letter[1] == code], "nothing before the click"
    form.office.edit(lambda book: book["Påmelding"].cell(6, 3, "enda.ny@example.org"))
    a_round(form, 24 * 8 + 1)
    with clock.set_to(NOW + timedelta(days=8, hours=2)):
        form.confirm()
    assert "invitation" in {letter[0] for letter in a_round(form, 24 * 8 + 3) if letter[1] == code}
    assert form.code("enda.ny") == code and outbox(form, "enda.ny@example.org")[1:] and not outbox(form, new)[1:]


def test_a_row_typed_by_hand_counts_at_once_and_who_waits_is_told_in_numbers(form: Served, capsys: pytest.CaptureFixture[str]) -> None:
    a_form_writes(form, None, "Hanne Dal", "hanne.dal@example.org")
    for name in ("eva.berg", "nils.vik"):
        a_form_writes(form, datetime(2021, 9, 15, 9, 30, 12), "Eva Berg", f"{name}@example.org")
    sign_up(form, address="kari.ny@example.org")
    found = carry_out(form.ref, Order(NOW + timedelta(minutes=1)))
    assert sorted(asking(list(found.letters))) == ["confirmation"] * 3 + ["welcome"] and known(form, "hanne.dal")
    waits = [each for each in found.problems if "på bekreftelse" in each.what]
    assert len(waits) == 2 and waits[1].what.startswith("2 påmeldinger venter på bekreftelse: rad ")
    assert waits[0].what == "1 påmelding fra nettsiden venter på bekreftelse."
    assert {each.grade for each in waits} == {Grade.INFORMATION}
    form.office.capsys = capsys
    assert "2 påmeldinger venter på bekreftelse: rad " in form.office.call("check")[1]
    assert "venter på bekreftelse: 3." in form.office.call("status")[1]


def test_who_is_in_already_is_told_so_and_promised_no_letter(site: Served) -> None:
    address = next(person.address for person in people(site) if person.code == "D05")
    sign_up(site, address=address, language="nb")
    a_round(site, 1)
    link = here(link_in(next(each for each in outbox(site, address) if "/bekreft/" in each.get_body(("plain",)).get_content())))
    with clock.set_to(NOW + timedelta(hours=2)):
        site.post(link)
        assert "Du er allerede med" in site.get(link).text
    assert "welcome" not in {letter[0] for letter in a_round(site, 3)}
    assert "Er du ny, har du fått en e-post" in site.get(link).text, "also long afterwards"


def test_who_leaves_wishes_for_the_letter_that_takes_the_meetings_out(site: Served) -> None:
    site.office.edit(set_date)
    a_round(site)
    with clock.set_to(NOW + timedelta(minutes=1)):
        assert "svarer på brevet" in site.post(f"{site.links('D05').unsubscribe}").text
        assert [wish.circle for wish in context_of(site.ref).doors.ledger.wishes()] == [CIRCLE]
    found = carry_out(site.ref, Order(NOW + timedelta(minutes=2), AT_ONCE))
    assert [letter[0] for letter in found.letters if letter[1] == "D05"] == ["cancellation"]
    [told] = [each for each in found.problems if "D05" in each.what]
    assert "har meldt seg av" in told.what and told.grade is Grade.INFORMATION, "nothing that waits for a person"
