"""`forget` leaves nothing of who signed up by the pages or a form, confirmed or not (RULES.md «Privacy»), on both databases."""

import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.rounds import carry_out
from tasks import clock
from tasks.circle.model.links import Purpose, who_for
from tasks.circle.plan import Order
from tasks.context import context_of, forget_doors
from tasks.pages.limits import opened_mark, quotas_of
from tests.doors.ledger.ledger_databases import content
from tests.doors.ledger.postgresql import Postgresql
from tests.flows.office import CIRCLE, Office
from tests.pages.served import NOW, Served, serving

EVA, HONEST = "eva.berg@example.org", "kari.ny@example.org"
FORM = datetime(2021, 9, 15, 9, 30, 12)


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, prefect_server: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Served]:
    """After a first round, with a form that writes «Påmelding»."""
    office = Office(tmp_path, capsys)
    office.replace("doors.toml", "# sign_up_form = true", "sign_up_form = false")
    if request.param == "postgresql":
        server: Postgresql = request.getfixturevalue("postgresql")
        office.replace("doors.toml", "sqlite:///ledger.db", server.url(server.new_database(request.getfixturevalue("ledger_template"))))
    with clock.set_to(NOW), serving(office.circle_refs) as url, httpx.Client(base_url=url, timeout=60) as client:
        carry_out(office.ref, Order(NOW - timedelta(hours=1)))
        office.replace("doors.toml", "sign_up_form = false", "sign_up_form = true")
        forget_doors(office.ref)
        yield Served(office.ref, url, office, client)
    forget_doors(office.ref)


def sign_up(site: Served, address: str) -> None:
    form = {"name": "Eva Berg", "address": address, "language": "nb", "consent": "yes"}
    mark = opened_mark(context_of(site.ref).keys, time.time() - 5)
    assert site.client.post(f"/{CIRCLE}/paamelding", data={**form, "opened": mark}).status_code == 303


def a_form_writes(site: Served, address: str) -> None:
    site.office.edit(lambda book: book["Påmelding"].append([FORM, "Noen Andre", address]))


def kept(site: Served) -> dict[str, list[tuple[Any, ...]]]:
    """All that stands in the ledger, as its database gives it."""
    url = re.search(r'(?m)^url = "((?:sqlite|postgresql)[^"]*)"', (site.office.config / "doors.toml").read_text(encoding="utf-8"))
    assert url
    return content(url[1].replace("///ledger.db", f"///{site.office.data}/ledger.db"))


def a_round(site: Served, hours: int) -> list[tuple[Any, ...]]:
    return list(carry_out(site.ref, Order(NOW + timedelta(hours=hours))).letters)


def in_sheet(site: Served, row: int) -> str:
    return str(context_of(site.ref).doors.sheet.read(["Påmelding"], NOW)["Påmelding"][row][2])


def test_nothing_is_left_of_who_asked_for_a_link_or_signed_up_once_more(site: Served) -> None:
    keys, address = context_of(site.ref).keys, in_sheet(site, 1)
    known = site.known(site.code(address.partition("@")[0]))
    assert site.post(f"/{CIRCLE}/min/{who_for(keys, CIRCLE, known, Purpose.OLD)}").status_code == 303
    for each in (address, HONEST):
        sign_up(site, each)
    a_form_writes(site, address)
    assert [letter[0] for letter in a_round(site, 1)].count("confirmation") == 3
    own = [quota.key for quota in quotas_of(keys, address, "127.0.0.1")][:3]
    assert str(kept(site)).count(known.code) > 5 and all(key in str(kept(site)["tried"]) for key in own)
    assert site.office.call("forget", known.code)[0] == 0
    left = kept(site)
    assert [row for row in left["notice"] if str(row).count(known.code)] == [] and not [key for key in own if key in str(left)]
    assert [row[0] for row in left["tried"]] == [CIRCLE], "what all of the circle is counted by"
    [waiting] = site.memory().pending_sign_ups
    assert {str(row[1]) for row in left["letter"] if str(row[1])[0] == "S"} == {waiting.code}, "the honest one, and nobody else, waits"
    assert known.code not in {letter[1] for letter in a_round(site, 2)}
    site.confirm()
    assert "welcome" in {letter[0] for letter in a_round(site, 3)}


def test_a_row_that_nobody_confirmed_is_not_asked_again_and_its_mark_goes_with_it(site: Served) -> None:
    a_form_writes(site, EVA)
    for each in (EVA, HONEST):
        sign_up(site, each)
    assert [letter[0] for letter in a_round(site, 1)].count("confirmation") == 3
    status, found = site.office.json("forget", EVA.upper())
    assert (status, found["participant"], found["erased"]["sign_ups"], found["waits_for_row"]) == (0, None, 2, True)
    assert len(site.memory().pending_sign_ups) == 2, "what the row is known by, and the honest one"
    assert not [letter for letter in a_round(site, 2) if letter[0] == "confirmation"], "nobody is asked who wants to be forgotten"
    site.office.edit(lambda book: book["Påmelding"].delete_rows(next(n for n in range(2, 99) if book["Påmelding"].cell(n, 3).value == EVA)))
    a_round(site, 3)
    [waiting] = site.memory().pending_sign_ups
    assert {str(row[1]) for row in kept(site)["letter"] if str(row[1])[0] == "S"} == {waiting.code}
    assert site.office.call("forget", EVA)[0] == 1
    site.confirm()
    assert "welcome" in {letter[0] for letter in a_round(site, 4)}


def test_a_row_that_no_round_has_seen_is_never_asked(site: Served) -> None:
    a_form_writes(site, EVA)
    assert "1 påmelding" in site.office.call("forget", EVA)[1]
    assert not [letter for letter in a_round(site, 1) if letter[0] == "confirmation"]
