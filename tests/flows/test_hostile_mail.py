"""What a stranger who can guess identifiers does, through the mailbox, the sheet and whole rounds (attacks 3, 4, 5, 12)."""

import email
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import Message
from typing import Any

import openpyxl
import pytest

from tasks.circle.model.attending import Consultation
from tasks.circle.model.links import form_code
from tasks.circle.model.records import Changes
from tasks.context import CircleContext, CircleRef, context_of, forget_doors
from tests.circle.people_of_the_circle import local
from tests.doors.imap_mailbox.sample_mail import mail
from tests.flows.conftest import Desk
from tests.flows.deployed_run import deployed_run
from tests.flows.test_rounds_mail import (
    FIRST,
    MEETING,
    REMINDED,
    SECOND,
    address,
    bounced,
    circle,  # noqa: F401 - a fixture
    invitation,
    letters,
    replied,
    row_of,
    told,
)
from tests.reading_mail import calendar_of
from tests.standins.imap import ImapServer

SAID = local("2021-09-01", "10:00")
NAME = "baerekraftige-moteplasser"
PAGES = "http://127.0.0.1:4300"


def guessed(person: str) -> str:
    return f"<invitation.{NAME}.{MEETING}.{person}.1@example.org>"


def forged(letter: Message, ids: str) -> bytes:
    """Attack 3: whoever knows an address and how our Message-IDs were made."""
    quoted = "\n".join(f"> Message-ID: {each}" for each in ids.split())
    return mail(f"From: mailer-daemon@hvor.som.helst.example\nSubject: failure\n\n550 5.1.1 user unknown {address(letter)}\n{quoted}")


def of_mail(report: dict[str, Any]) -> list[str]:
    return [each["what"] for each in report["problems"] if each["where"] == "Postkassen"]


def test_guessed_identifiers_silence_nobody_and_are_told_in_one_line(circle: Desk, server: ImapServer) -> None:  # noqa: F811
    first, second = invitation(circle, "D01"), invitation(circle, "D02")
    ids = " ".join(guessed(f"D{number:02d}") for number in range(1, 21))
    for number in range(20):
        server.put(forged(first, ids), SAID + timedelta(minutes=number))
    server.put(bounced(second), SAID)
    found = circle.run(SECOND)
    (said,) = of_mail(found)
    assert said.startswith("Meldinger om brev i retur") and "Ingen er merket: 20." in said
    assert "til deltaker D02" in told(found) and "til deltaker D01" not in told(found)
    reminded = circle.run(REMINDED)
    assert of_mail(reminded) == [] and ("reminder", "D01") in letters(reminded) and not letters(reminded, "D02")


def test_of_two_hundred_mails_sixty_are_hostile_and_the_good_ones_are_read(circle: Desk, server: ImapServer) -> None:  # noqa: F811
    """Forged, malformed and huge ones side by side; the honest bounce and the honest reply are the last of all."""
    victim, came_back, away = (invitation(circle, code) for code in ("D01", "D02", "D04"))
    forgery = forged(victim, " ".join(guessed(f"D{number:02d}") for number in range(1, 21)))
    malformed = mail("Subject: =?utf-8?b?a?=\nFrom: fremmed@example.org\n\nVinn")
    huge = mail("From: fremmed@example.org\nSubject: Stort\n\n" + "stort " * 150_000)
    ordinary = mail("From: venn@example.org\nSubject: Hei\n\nTakk!")
    for number in range(198):
        server.put({1: forgery, 4: malformed, 7: huge}.get(number % 9, ordinary) if number < 180 else ordinary, SAID + timedelta(minutes=number))
    server.put(bounced(came_back), SAID + timedelta(hours=4))
    server.put(replied(away, "DECLINED", SAID), SAID + timedelta(hours=4))
    found = circle.run(SECOND)
    forgeries, odd = sorted(of_mail(found))
    assert "Ingen er merket: 20." in forgeries and "kodet feil: 20." in odd
    assert "til deltaker D02" in told(found) and "til deltaker D01" not in told(found)
    reminded = circle.run(REMINDED)
    assert ("reminder", "D01") in letters(reminded) and not letters(reminded, "D02") and ("reminder", "D04") not in letters(reminded)


@pytest.mark.parametrize("given", ["<0102018f@amazonses.example>", ""])
def test_a_letter_whose_message_id_a_server_rewrote_comes_back_all_the_same(circle: Desk, server: ImapServer, given: str) -> None:  # noqa: F811
    letter = invitation(circle, "D01")
    report = bounced(letter).replace(f"Message-ID: {letter['Message-ID']}".encode(), f"Message-ID: {given}".encode())
    server.put(report.replace(b"Auto-Submitted: auto-generated", f"X-Sirkel-Letter: {letter['X-Sirkel-Letter']}".encode()), SAID)
    assert "til deltaker D01" in told(circle.run(SECOND))


def test_a_calendar_answers_for_its_own_address_only(circle: Desk, server: ImapServer) -> None:  # noqa: F811
    """Attack 4: the UID is everybody's, and so is a participant's address."""
    siri, honest = invitation(circle, "D01"), invitation(circle, "D02")
    own = f"From: Kari Nordmann <{address(siri)}>".encode()
    for sender in (b"From: Siri <fremmed@example.org>", own + b", <fremmed@example.org>", own + b"\r\nFrom: fremmed@example.org"):
        server.put(replied(siri, "DECLINED", SAID).replace(own, sender), SAID)
    server.put(replied(honest, "DECLINED", SAID), SAID)
    found = circle.run(SECOND)
    (said,) = [each for each in found["problems"] if each["where"] == f"Postkassen, møte {MEETING}, deltaker D01"]
    assert said["what"].startswith("Svaret «kommer ikke» kom i en kalender fra, eller gjaldt, en annen adresse") and "D02" not in told(found)
    reminded = circle.run(REMINDED)
    assert ("reminder", "D01") in letters(reminded) and not letters(reminded, "D02")


def test_who_was_marked_wrongly_is_tried_again_by_the_sheet_or_by_settle(circle: Desk, server: ImapServer) -> None:  # noqa: F811
    """«Adressen er riktig, prøv igjen»: once, and the report of the time before counts no more."""
    report = bounced(invitation(circle, "D01"))
    server.put(report, SAID)
    found = told(circle.run(SECOND))
    assert "skriv 1 i raden, i en kolonne dere kaller «Prøv igjen». Eller kjør «settle D01 again»." in found

    def again(book: openpyxl.Workbook) -> None:
        tab, typed = book["Påmelding"], address(invitation(circle, "D01"))
        tab.cell(1, 8, "Prøv igjen")
        tab.cell(row_of(book, typed), 8, 1)

    circle.edit(again)
    server.put(report, SAID)
    sent = circle.run("2021-09-02T12:05")
    assert ("invitation", "D01") in letters(sent) and "til deltaker D01" not in told(sent)
    assert not letters(circle.run("2021-09-02T16:05"), "D01")
    server.put(bounced(invitation(circle, "D01")), local("2021-09-02", "17:00"))
    assert "skriv 2 i raden" in told(circle.run("2021-09-03T08:05")), "the cell that stands there asked for one more try"
    assert "prøves som en ny" in circle.call("settle", "d01", "again") and circle.status == 0
    assert ("invitation", "D01") in letters(circle.run("2021-09-03T12:05"))
    circle.call("settle", "D01", "again")
    assert circle.status == 2 and "D01 har ingen avvist adresse" in circle.error
    circle.call("settle", invitation(circle, "D02")["Message-ID"], "again")
    assert circle.status == 2 and "ikke avvist" in circle.error


def test_who_was_marked_wrongly_is_tried_again_from_prefects_page(circle: Desk, server: ImapServer) -> None:  # noqa: F811
    """The run is made by the server's API with the page's own words, and carried out in a process as `serve` does."""
    for code in ("D01", "D02"):
        server.put(bounced(invitation(circle, code)), SAID)
    circle.run(SECOND)
    with deployed_run("gjør opp brev", circle.config, circle.data, letter="d01", fate="adressen er riktig, prøv igjen") as run:
        state = run.ended()
    assert state.is_completed() and state.message.startswith("Utført. Brevet kan sendes igjen: Adressen prøves som en ny")
    sent = circle.run("2021-09-02T12:05")
    assert letters(sent) == {("invitation", "D01")} and "til deltaker D01" not in told(sent) and "til deltaker D02" in told(sent)


def row(book: openpyxl.Workbook, tab: str, **cells: Any) -> None:
    """A row in a form's tab, by its headers."""
    sheet = book[tab]
    last = max(number for number in range(1, sheet.max_row + 1) if any(cell.value for cell in sheet[number]))
    heads = [cell.value for cell in sheet[1]]
    for head, value in cells.items():
        if head.replace("_", "-") not in heads:
            heads.append(head)
            sheet.cell(1, len(heads), head)
        sheet.cell(last + 1, heads.index(head.replace("_", "-")) + 1, value)


def form(desk: Desk, key: str) -> None:
    file = desk.config / "doors.toml"
    text = file.read_text(encoding="utf-8")
    assert f'{key} = ""' in text
    file.write_text(text.replace(f'{key} = ""', f'{key} = "https://forms.example.org/f?a={{participant}}&b={{meeting}}"'), encoding="utf-8")


@pytest.mark.parametrize(("named", "seconds"), [(True, 0), (False, 7)])
def test_in_a_tab_that_a_form_writes_only_the_signed_code_is_absent(circle: Desk, named: bool, seconds: int) -> None:  # noqa: F811
    """Attack 5, where the configuration names the form and where only its stamps tell that there is one."""
    form(circle, "absence_form")
    circle.run(SECOND)
    code = signed(circle, "D02")
    if not named:
        file = circle.config / "doors.toml"
        file.write_text(re.sub(r'absence_form = "https[^"]*"', 'absence_form = ""', file.read_text(encoding="utf-8")), encoding="utf-8")
    at = datetime(2021, 9, 2, 9, 0, seconds)

    def written(book: openpyxl.Workbook) -> None:
        typed = address(invitation(circle, "D05"))
        for who in ({"Deltaker": "d01"}, {"Deltaker": "D01-1f9c03ab5e2d"}, {"E_post": typed}, {"Deltaker": code}):
            row(book, "Fravær", Tidsmerke=at, Møte=MEETING, Kommer="nei", **who)
        row(book, "Fravær", Deltaker="D04", Møte=MEETING, Kommer="nei")  # by hand: no form leaves its stamp out

    circle.edit(written)
    found = circle.run("2021-09-03T08:05")
    (said,) = [each for each in found["problems"] if each["where"] == "«Fravær»"]
    assert "Hvem som helst kan ha sendt dem" in said["what"] and len(re.findall(r"\d+", said["next_step"])) >= 3
    reminded = letters(circle.run(REMINDED))
    assert [("reminder", f"D0{number}") in reminded for number in (1, 2, 5, 4)] == [True, False, True, False]


@pytest.mark.parametrize("seconds", [0, 7], ids=["named", "by its stamps"])
@pytest.mark.parametrize(("tab", "key", "head"), [
    ("Refleksjoner", "answer_form", "Hva har jeg behov for å lære nå?"), ("Samråd", "consultation_form", "Forslag som passer"),
])  # fmt: skip
def test_in_the_other_tabs_of_forms_an_address_adds_what_a_bare_code_does_not(desk: Desk, tab: str, key: str, head: str, seconds: int) -> None:
    """Attack 5: nobody's own word is changed, and what anybody may have written is told."""
    for each in ("Refleksjoner", "Samråd"):
        desk.edit(lambda book, each=each: book[each].delete_rows(2, 200))  # type: ignore[misc]
    desk.edit(lambda book: book.remove(book["Øving"]))
    if not seconds:
        form(desk, key)
    desk.run(FIRST)
    titles = ("Gjettet", "Forfalsket", "Eget", "En annens", "Lagt til", "Skrevet av dere")
    asked = Consultation(3, local("2021-09-01"), local("2021-09-08"), titles, ())
    with opened(desk) as context:
        context.doors.ledger.save(NAME, Changes(consultations=(asked,)))
    own, hers, theirs = signed(desk, "D02"), address(invitation(desk, "D02")), address(invitation(desk, "D04"))
    sent = ({"Deltaker": "d01"}, {"Deltaker": "D01-1f9c03ab5e2d"}, {"Deltaker": own}, {"E_post": hers}, {"E_post": theirs})

    def written(book: openpyxl.Workbook) -> None:
        for hour, (who, title) in enumerate(zip(sent, titles, strict=False), start=9):
            row(book, tab, Tidsmerke=datetime(2021, 9, 1, hour, 0, seconds), Møte=3, **who, **{head: title})
        row(book, tab, Deltaker="D05", Møte=3, **{head: titles[-1]})  # by hand: no form leaves its stamp out

    desk.edit(written)
    for at in (SECOND, "2021-09-02T12:05"):
        said = sorted(each["what"] for each in desk.run(at)["problems"] if each["where"] == f"«{tab}»")
        assert [len(re.findall(words, "\n".join(said))) for words in ("uten merket", "endrer ikke", "er tatt med")] == [1, 1, 1]
        with opened(desk) as context:
            kept = context.doors.ledger.memory(NAME)
        found = {each.person: each.text for each in kept.replies} | {each.person: "; ".join(each.proposals) for each in kept.votes}
        assert found == {"D02": "Eget", "D04": "Lagt til", "D05": "Skrevet av dere"}


@contextmanager
def opened(desk: Desk) -> Iterator[CircleContext]:
    ref = CircleRef(str(desk.config), str(desk.data), NAME)
    yield context_of(ref)
    forget_doors(ref)


def signed(desk: Desk, code: str) -> str:
    with opened(desk) as context:
        known = next(each for each in context.doors.ledger.memory(NAME).people if each.code == code)
        return form_code(known, context.keys.digest)


def test_no_personal_link_stands_in_any_calendar(circle: Desk) -> None:  # noqa: F811
    """Attack 12: others may look into somebody's calendar."""
    files = sorted((circle.data / NAME / "outbox").glob("*_invitation_*.eml"))
    assert len(files) > 10
    for file in files:
        letter = email.message_from_bytes(file.read_bytes())
        entry = calendar_of(letter).replace("\r\n ", "").replace("\n ", "")
        assert "SUMMARY" in entry and PAGES not in entry and not re.search(r"D\d\d\.[\w-]{22}", entry)
        (description,) = re.findall(r"DESCRIPTION:(.*)", entry)
        assert "Hei" not in description and "Hilsen" not in description and "- " in description
        assert all(len(line) > 1 for line in description.split("\\n") if line)
