"""A letter that asks about a sign-up and comes back, or whose fate is unknown; and what a stranger's row changes (RULES.md R34)."""

import re
import time
from datetime import datetime, timedelta
from typing import Any

import pytest

from flows.rounds import carry_out
from tasks import clock
from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.model.errors import Grade
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import LetterRecord, Outcome
from tasks.circle.people.mail import MANY_RETURNED
from tasks.circle.plan import Order
from tasks.context import context_of, forget_doors
from tasks.pages.circle_site import LOOKS_EVERY
from tests.flows.conftest import server  # noqa: F401 - a fixture
from tests.flows.office import CIRCLE
from tests.flows.test_rounds_mail import bounced
from tests.pages.served import NOW, Served
from tests.pages.test_confirmed_sign_up import a_form_writes, a_round, asking, form, here, link_in, outbox, sign_up  # noqa: F401 - a fixture
from tests.standins.imap import ImapServer

pytestmark = pytest.mark.usefixtures("prefect_server")
WRONG, HONEST = "skrevet.feil@example.org", "kari.ny@example.org"


@pytest.fixture(autouse=True)
def heard(site: Served, capsys: pytest.CaptureFixture[str]) -> None:
    """What the command says."""
    site.office.capsys = capsys


@pytest.fixture
def mailbox(site: Served, server: ImapServer, monkeypatch: pytest.MonkeyPatch) -> ImapServer:  # noqa: F811
    monkeypatch.setenv("SIRKEL_IMAP_PASSWORD", server.password)
    file = site.office.config / "doors.toml"
    head, table, rest = file.read_text(encoding="utf-8").partition("[mailbox]")
    where = f'kind = "imap"\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\nuser = "{server.user}"'
    file.write_text(f"{head}{table}\n{where}\n\n{rest.partition(chr(10) * 2)[2]}", encoding="utf-8")
    forget_doors(site.ref)
    return server


def run(site: Served, hours: float) -> RoundReport:
    return carry_out(site.ref, Order(NOW + timedelta(hours=hours)))


def of_mail(report: RoundReport) -> list[str]:
    return [problem.what for problem in report.problems if problem.where == "Postkassen"]


def confirmations(site: Served) -> list[LetterRecord]:
    return [letter for letter in site.memory().letters if letter.kind is Kind.CONFIRMATION]


def test_an_address_that_does_not_exist_is_asked_once_and_told_in_numbers_only(site: Served, mailbox: ImapServer) -> None:
    for each in (WRONG, HONEST):
        sign_up(site, address=each)
    assert asking(list(run(site, 0).letters)) == ["confirmation"] * 2
    report = bounced(outbox(site, WRONG)[0])
    for _ in range(2):
        mailbox.put(report, NOW + timedelta(minutes=5))
    found = run(site, 1)
    (said,) = of_mail(found)
    assert said.startswith("Brev som spør om en påmelding, er kommet i retur: 1 nå, 1 den siste uken")
    assert {each.grade for each in found.problems if each.where == "Postkassen"} == {Grade.INFORMATION}
    assert "feil@" not in said and not re.search(r"S[0-9a-f]{8}", said)
    told = site.office.json("status", "--at", "2021-09-15T11:05")[1]
    assert told["letters"]["rejected"] == 1 and not [each for each in told["open"] if each["participant"] is None]
    with clock.set_to(NOW + timedelta(hours=2)):
        sign_up(site, address=WRONG.upper())
    assert asking(list(run(site, 3).letters)) == [], "nor by another sign-up"
    link = here(link_in(outbox(site, HONEST)[0]))
    with clock.set_to(NOW + timedelta(hours=4)):
        assert site.post(link).status_code == 303
    assert asking(list(run(site, 5).letters)) == ["welcome"]


def test_nobody_silences_another_by_a_report_about_their_own_letter(site: Served, mailbox: ImapServer) -> None:
    """Who signs up sees their own letter's name; the address in the report has to be that one's."""
    sign_up(site, address=WRONG)
    run(site, 0)
    own = bounced(outbox(site, WRONG)[0])
    mailbox.put(own.replace(WRONG.encode(), HONEST.encode()), NOW + timedelta(minutes=5))
    (said,) = of_mail(run(site, 1))
    assert "Ingen er merket" in said and [letter.outcome for letter in confirmations(site)] == [Outcome.LAID]
    with clock.set_to(NOW + timedelta(hours=2)):
        sign_up(site, address=HONEST)
    assert asking(list(run(site, 3).letters)) == ["confirmation"]


def test_a_row_of_a_form_that_comes_back_is_asked_once_and_an_unusual_number_is_told(form: Served, mailbox: ImapServer) -> None:  # noqa: F811
    forget_doors(form.ref)
    for n in range(MANY_RETURNED):
        a_form_writes(form, datetime(2021, 9, 15, 9, 30, n), f"Navn {n}", f"n{n}@example.org")
    run(form, 0)
    for n in range(MANY_RETURNED):
        mailbox.put(bounced(outbox(form, f"n{n}@example.org")[0]), NOW + timedelta(minutes=5))
    found = run(form, 1)
    assert [each.partition(":")[0] for each in of_mail(found)] == ["Uvanlig mange brev som spør om en påmelding, er kommet i retur"]
    assert {letter.outcome for letter in confirmations(form)} == {Outcome.REJECTED}
    assert asking(list(run(form, 2).letters)) == []


def test_one_of_unknown_fate_has_words_and_a_way_back(site: Served) -> None:
    unknown = claimed(site)
    [digest] = [each for each in outbox(site, "") if each["X-Sirkel-Kind"] == "digest"][-1:]
    text: str = digest.get_body(("plain",)).get_content()
    flat = " ".join(text.split())
    assert "en påmelding fra nettsiden eller skjemaet" in flat and f"settle {unknown.message_id} lost" in flat
    assert f"deltaker {unknown.person}" not in flat
    said = site.office.call("status", "--at", "2021-09-15T11:05")[1]
    assert "til en påmelding fra nettsiden" in " ".join(said.split())
    assert site.office.json("settle", unknown.message_id, "lost")[0] == 0
    assert asking(list(run(site, 2).letters)) == ["confirmation"] and asking(list(run(site, 3).letters)) == []
    link = here(link_in(outbox(site, HONEST)[-1]))
    with clock.set_to(NOW + timedelta(hours=4)):
        assert site.post(link).status_code == 303
    assert asking(list(run(site, 5).letters)) == ["welcome"]


def claimed(site: Served) -> LetterRecord:
    """A round died with the letter that asks on its way; the next one finds its claim."""
    sign_up(site, address=HONEST)
    [waiting] = site.memory().pending_sign_ups
    context = context_of(site.ref)
    name = f"<{context.keys.signed(f'confirmation.{CIRCLE}.0.{waiting.code}.1')}@example.org>"
    letter = LetterRecord(waiting.code, 0, Kind.CONFIRMATION, "1", 1, Outcome.CLAIMED, NOW, message_id=name)
    assert context.doors.ledger.claim(CIRCLE, letter)
    assert asking(list(run(site, 1).letters)) == [], "never by itself (R21)"
    return letter


def test_an_address_that_refused_is_not_tried_again_by_settle_which_says_what_to_do(site: Served, mailbox: ImapServer) -> None:
    sign_up(site, address=WRONG)
    run(site, 0)
    mailbox.put(bounced(outbox(site, WRONG)[0]), NOW + timedelta(minutes=5))
    run(site, 1)
    status, said = site.office.json("settle", confirmations(site)[0].message_id, "again")
    assert status == 2 and "Skriv personen i «Påmelding»" in said["problems"][0]["next_step"]


def test_a_later_row_that_nobody_confirmed_names_nobody_anew_and_is_counted_nowhere(form: Served) -> None:  # noqa: F811
    def counted() -> list[str]:
        return re.findall(r"\d+ deltakere", form.office.call("check")[1])

    row: Any = context_of(form.ref).doors.sheet.read(["Påmelding"], NOW)["Påmelding"][1]
    name, address = str(row[1]), str(row[2])
    before = counted()
    a_form_writes(form, datetime(2021, 9, 15, 9, 30, 12), "Noen Andre", address)
    a_form_writes(form, datetime(2021, 9, 15, 9, 30, 14), "Eva Berg", HONEST)
    time.sleep(LOOKS_EVERY + 0.1)  # the pages learn that a form writes
    page = form.get(form.links(form.code(address.partition("@")[0])).me)
    assert page.status_code == 200 and name.split()[0] in page.text and "Noen" not in page.text
    assert before == counted() and len(before) == 1
    a_round(form)
    form.confirm()
    a_round(form, 1)
    assert counted() != before, "and once it is confirmed it counts"
