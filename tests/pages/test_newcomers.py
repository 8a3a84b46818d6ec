"""What somebody meets who signs up, comes back, changes their address or leaves for the first time, with nobody to ask."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest

from flows.rounds import carry_out
from tasks import clock
from tasks.circle.model.phrases import within_sentence
from tasks.circle.plan import Order
from tasks.context import context_of
from tasks.pages import circle_site
from tests.flows.office import CIRCLE, Office
from tests.pages.served import NOW, Served, serving
from tests.pages.test_confirmed_sign_up import here, link_in, outbox, sign_up

pytestmark = pytest.mark.usefixtures("prefect_server")


def a_round(site: Served, minutes: int) -> Any:
    return carry_out(site.ref, Order(NOW + timedelta(minutes=minutes)))


def test_who_confirms_two_sign_ups_is_one_person_and_nothing_is_said_of_the_rows(site: Served) -> None:
    for minutes in (0, 10):
        with clock.set_to(NOW + timedelta(minutes=minutes)):
            sign_up(site)
            site.confirm()
    found = a_round(site, 20)
    assert [letter[0] for letter in found.letters].count("welcome") == 1 and site.code("eva.berg")
    assert not [each for each in [*found.problems, *a_round(site, 30).problems] if "Nettpåmelding" in each.where]


def test_a_link_that_confirmed_long_ago_does_not_tell_who_left_since_that_they_are_in(site: Served) -> None:
    sign_up(site, language="nb")
    a_round(site, 1)
    link = here(link_in(outbox(site, "eva.berg@example.org")[0]))
    with clock.set_to(NOW + timedelta(minutes=2)):
        site.post(link)
        assert "Du er påmeldt!" in site.get(link).text
    a_round(site, 3)
    with clock.set_to(NOW + timedelta(minutes=4)):
        site.post(site.links(site.code("eva.berg")).unsubscribe)
    [told] = [each for each in a_round(site, 5).problems if each.where.startswith("«Nettpåmelding»")]
    assert told.next_step.startswith("Ingenting trengs. Vil personen tilbake"), "that tab has no cell for them"
    page = site.get(link).text
    assert "Har du meldt deg av siden, er det det som gjelder." in page and "Du er påmeldt" not in page


def row_of(site: Served, code: str) -> int:
    rows = context_of(site.ref).doors.sheet.read(["Påmelding"], NOW)["Påmelding"]
    digest = context_of(site.ref).keys.digest
    return next(number for number, row in enumerate(rows, start=1) if digest(str(row[2]).casefold()) == site.known(code).digest)


def test_a_welcome_lists_what_one_wants_as_the_end_of_its_sentence(site: Served) -> None:
    sign_up(site, language="nb")
    site.confirm()
    a_round(site, 1)
    letter = next(each for each in outbox(site, "eva.berg@example.org") if each["X-Sirkel-Kind"] == "welcome")
    text = letter.get_body(("plain",)).get_content()
    assert "ønsker å" in text and "øke din digitale kompetanse" in text and "Øke" not in text
    assert [within_sentence(each) for each in ("IKT og læring", "Å lære", "")] == ["IKT og læring", "å lære", ""]


def test_the_circles_page_says_why_it_has_no_dates_before_the_first_round(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = Office(tmp_path, capsys)
    with clock.set_to(NOW), serving(office.circle_refs) as url, httpx.Client(base_url=url, timeout=60) as client:
        text = client.get(f"/{CIRCLE}").text
        assert "Sirkelen er nettopp satt opp. Datoene kommer her" in text and "Ingen datoer er satt" not in text
        carry_out(office.ref, Order(NOW))
        assert "nettopp satt opp" not in client.get(f"/{CIRCLE}").text


def test_ones_page_greets_by_name_soon_after_a_new_address(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(circle_site, "LOOKS_AGAIN", 0.0, raising=False)
    old = site.links("D05").me
    greeting = site.get(old).text.partition("<h1>")[2].partition("</h1>")[0]
    assert greeting.startswith("Hei ")
    site.office.edit(lambda book: book["Påmelding"].cell(row_of(site, "D05"), 3, "ny.adresse@example.org"))
    a_round(site, 1)
    assert f"<h1>{greeting}</h1>" in site.get(site.links("D05").me).text
    gone = site.get(old)
    assert gone.status_code == 404 and "Har du gitt oss en ny adresse, er det lenkene i brevene dit" in gone.text


def test_an_address_of_both_tabs_is_corrected_in_the_one_and_taken_out_of_the_other(site: Served) -> None:
    address = str(context_of(site.ref).doors.sheet.read(["Påmelding"], NOW)["Påmelding"][row_of(site, "D05") - 1][2])
    sign_up(site, address=address)
    site.confirm()
    a_round(site, 1)

    def corrected(book: openpyxl.Workbook) -> None:
        book["Påmelding"].cell(row_of(site, "D05"), 3, "ny.adresse@example.org")
        book["Nettpåmelding"].delete_rows(2)

    site.office.edit(corrected)
    people = len(site.memory().people)
    a_round(site, 2)
    assert site.code("ny.adresse") == "D05" and len(site.memory().people) == people


def test_who_lost_their_row_and_never_left_is_not_told_that_they_did(site: Served) -> None:
    left, lost = site.links("D08").unsubscribe, site.links("D05").unsubscribe
    assert "Du er meldt av." in site.post(left).text

    def deleted(book: openpyxl.Workbook) -> None:
        book["Påmelding"].delete_rows(row_of(site, "D05"))

    site.office.edit(deleted)
    a_round(site, 1)
    assert "Du er ikke påmeldt." in site.get(lost).text and "Du er meldt av" not in site.get(lost).text
    assert "Du er meldt av." in site.get(left).text


def test_forget_counts_every_letter_there_is_and_names_the_tab_where_the_row_stands(site: Served, capsys: pytest.CaptureFixture[str]) -> None:
    site.office.capsys = capsys
    sign_up(site)
    a_round(site, 1)
    assert "1 brev til personen ligger som filer" in site.office.call("forget", "Eva.Berg@example.org")[1], "the one that asked"
    with clock.set_to(NOW + timedelta(minutes=2)):
        sign_up(site)
        a_round(site, 3)
        site.confirm()
    a_round(site, 4)
    lying = len(outbox(site, "eva.berg@example.org"))
    assert lying >= 3
    status, said = site.office.call("forget", site.code("eva.berg"))
    assert status == 0 and f"{lying} brev til personen ligger som filer" in said
    assert "etter at raden i «Nettpåmelding» er borte" in said and "«Nettpåmelding»: slett rad 2" in said
    for nobody, word in (("D77", "koden"), ("ingen@example.org", "adressen")):
        assert f"husker ingen med denne {word}" in site.office.call("forget", nobody)[1] and f"med denne {word}" in site.office.err
