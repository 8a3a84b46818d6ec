"""A circle whose mailbox is read: bounces, calendar replies and unsubscribe mails through whole rounds (RFC 3464, 5546, 2369)."""

import email
import re
from datetime import datetime, timedelta
from email.message import Message
from email.utils import parseaddr
from typing import Any

import openpyxl
import pytest

from tests.circle.people_of_the_circle import local
from tests.doors.imap_mailbox.sample_mail import KARI, LETTER, POSTFIX, UID, calendar, google_reply, mail
from tests.flows.conftest import Desk
from tests.reading_mail import calendar_of
from tests.standins.imap import ImapServer

FIRST, SECOND = "2021-09-01T08:05", "2021-09-02T08:05"
REMINDED = "2021-09-12T08:05"
MEETING = 4


@pytest.fixture
def circle(desk: Desk, server: ImapServer, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An ordinary sheet as it stood in September, a mailbox, and the first round over."""
    monkeypatch.setenv("SIRKEL_IMAP_PASSWORD", server.password)
    desk.edit(lambda book: book.remove(book["Øving"]))
    desk.read_mail_from(server)
    report = desk.run(FIRST)
    assert ("invitation", "D01") in letters(report)
    return desk


def letters(report: dict[str, Any], person: str = "") -> set[tuple[str, str]]:
    found = {(letter["kind"], letter["participant"]) for letter in report["letters"]}
    return {each for each in found if not person or each[1] == person}


def invitation(desk: Desk, person: str) -> Message:
    """The latest calendar letter about the meeting that lies in the outbox for `person`."""
    found = sorted((desk.data / "baerekraftige-moteplasser" / "outbox").glob(f"*_invitation_{MEETING:02d}_{person}.eml"))
    return email.message_from_bytes(found[-1].read_bytes())


def bounced(letter: Message) -> bytes:
    raw = POSTFIX.replace(LETTER.encode(), letter["Message-ID"].encode())
    return raw.replace(KARI.encode(), address(letter).encode())


def address(letter: Message) -> str:
    return parseaddr(letter["To"])[1]


def replied(letter: Message, answer: str, at: datetime) -> bytes:
    [uid] = re.findall(r"UID:(\S+)", calendar_of(letter))
    content = calendar(answer, stamp=f"{at:%Y%m%dT%H%M%SZ}").replace(UID, uid)
    return google_reply(content).replace(KARI.encode(), address(letter).encode())


def told(report: dict[str, Any]) -> str:
    return "\n".join(f"{each['where']}: {each['what']} {each['next_step']}" for each in report["problems"])


def row_of(book: openpyxl.Workbook, typed: str) -> int:
    return next(row for row in range(2, 200) if str(book["Påmelding"].cell(row, 3).value).casefold() == typed.casefold())


def test_a_bounce_silences_an_address_until_it_is_corrected_in_the_sheet(circle: Desk, server: ImapServer) -> None:
    letter = invitation(circle, "D01")
    server.put(bounced(letter), local("2021-09-01", "08:06"))
    server.faults["LOGIN"] = "no"
    unread = circle.run(SECOND)
    assert "[mailbox] user" in told(unread) and unread["state"] == "problems", "told, and nothing else stops"
    server.faults.clear()
    plan = circle.run(SECOND, "--plan")
    assert plan == circle.run(SECOND, "--plan") and "tar ikke imot post" in told(plan)
    found = told(circle.run(SECOND))
    assert "«Påmelding», rad" in found and "D01" in found, "a plan leaves no trace, a mailbox that was shut loses nothing"
    assert '"refused": [\n    "D01"' in circle.call("status", "--json")
    reminded = circle.run(REMINDED)
    assert not letters(reminded, "D01") and ("reminder", "D02") in letters(reminded)
    circle.edit(lambda book: book["Påmelding"].cell(row_of(book, address(letter)), 3, "rettet@example.org"))
    again = circle.run("2021-09-12T12:05")
    assert ("invitation", "D01") in letters(again) and "tar ikke imot" not in told(again)
    assert address(invitation(circle, "D01")) == "rettet@example.org"


def test_who_declines_is_not_reminded_and_who_uses_the_way_out_hears_no_more(circle: Desk, server: ImapServer) -> None:
    """R2 and R4; the way out is the subject in our own List-Unsubscribe, as a mail program sends it."""
    said = local("2021-09-01", "10:00")
    server.put(replied(invitation(circle, "D01"), "DECLINED", said), said)
    server.put(replied(invitation(circle, "D02"), "DECLINED", said), said)
    server.put(replied(invitation(circle, "D02"), "ACCEPTED", said + timedelta(hours=1)), said + timedelta(hours=1))
    server.put(mail("From: noen@example.org\nSubject: Hei\n\nTakk for sist!"), said)
    [(way, subject)] = re.findall(r"<mailto:([^?>]+)\?subject=([^>]+)>", invitation(circle, "D03")["List-Unsubscribe"])
    assert way == server.user
    server.put(mail(f"From: noen@example.org\nSubject: {subject.replace('%20', ' ')}\n\n"), said)
    left = circle.run(SECOND)
    assert letters(left, "D03") == {("cancellation", "D03")} and "D03 har meldt seg av" in told(left)
    reminded = circle.run(REMINDED)
    assert not letters(reminded, "D01") and not letters(reminded, "D03")
    assert ("reminder", "D02") in letters(reminded)
