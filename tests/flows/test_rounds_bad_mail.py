"""Mails that can't be read, through the real door and whole rounds: each costs itself, and no circle stands still for it (attack 1)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import Message as EmailMessage
from typing import Any

import pytest

from tasks.circle.model.records import MailMark
from tasks.circle.people.mail import Message, Returned
from tasks.context import CircleRef, context_of, forget_doors
from tasks.doors.imap_mailbox import imap as mailbox_imap
from tasks.doors.imap_mailbox import messages as mailbox_reading
from tasks.doors.imap_mailbox import mime_parts
from tests.circle.people_of_the_circle import local
from tests.doors.imap_mailbox.sample_mail import POSTFIX, calendar, google_reply, mail, outlook_reply
from tests.flows.conftest import Desk
from tests.reading_mail import letter_of, plain_text
from tests.standins.imap import ImapServer

CIRCLE, WHO, STRANGER, CODED = "baerekraftige-moteplasser", "drift@example.org", "fremmed@example.org", "=?utf-8?b?a?="
FIRST, SECOND, THIRD, LAST = "2021-09-01T08:05", "2021-09-02T08:05", "2021-09-02T12:05", "2021-09-03T16:05"
SAID = local("2021-09-01", "10:00")
SPAM = {name: mail(f"From: Fremmed <{STRANGER}>\n{name}: {CODED}\n\nVinn penger") for name in ("Subject", "Auto-Submitted", "Precedence")}


@pytest.fixture
def circle(desk: Desk, server: ImapServer, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An ordinary sheet as it stood in September, a mailbox, somebody who runs the program, and the first round over."""
    monkeypatch.setenv("SIRKEL_IMAP_PASSWORD", server.password)
    desk.edit(lambda book: book.remove(book["Øving"]))
    desk.read_mail_from(server)
    doors = desk.config / "doors.toml"
    doors.write_text(doors.read_text(encoding="utf-8").replace('address = ""', f'address = "{WHO}"', 1), encoding="utf-8")
    desk.run(FIRST)
    return desk


def of_mail(report: dict[str, Any]) -> list[str]:
    """What a round says of the mailbox, which names nobody."""
    assert STRANGER not in str(report) and "utf-8" not in str(report) and "Vinn" not in str(report)
    return [f"{each['what']} {each['next_step']}" for each in report["problems"] if each["where"] == "Postkassen"]


def mark(desk: Desk) -> MailMark:
    ref = CircleRef(str(desk.config), str(desk.data), CIRCLE)
    (found,) = context_of(ref).doors.ledger.memory(CIRCLE).marks
    forget_doors(ref)
    return found


def unsubscribe(desk: Desk, code: str) -> bytes:
    """The way out that stands in the latest letter to `code`."""
    found = sorted((desk.data / CIRCLE / "outbox").glob(f"*_{code}.eml"))[-1]
    letter = letter_of(found.read_bytes())
    subject = letter["List-Unsubscribe"].partition("subject=")[2].partition(">")[0]
    return mail(f"From: noen@example.org\nSubject: {subject.replace('%20', ' ')}\n\n")


def to_operator(desk: Desk) -> list[str]:
    found = sorted((desk.data / "operator").glob("*.eml"))
    return [plain_text(letter_of(file.read_bytes())) for file in found]


@pytest.mark.parametrize("name", SPAM)
def test_a_spam_mail_costs_itself_and_is_told_in_the_round_that_saw_it(circle: Desk, server: ImapServer, name: str) -> None:
    server.put(SPAM[name], SAID)
    server.put(unsubscribe(circle, "D03"), SAID + timedelta(hours=1))
    before = circle.run(SECOND, "--plan")
    found = circle.run(SECOND)
    assert (
        of_mail(found)
        == of_mail(before)
        == [
            "Meldinger som ikke kan leses, fordi et felt øverst i dem, som emnet, er kodet feil: 1. "
            "Første kom 01.09.2021 kl. 10.00, siste 01.09.2021 kl. 10.00. De ligger i postkassen som før, og programmet prøver dem ikke igjen. "
            "Les dem selv hvis dere venter svar fra noen."
        ]
    )
    assert "D03 har meldt seg av" in str(found["problems"]) and (found["state"], circle.status) == ("problems", 1)
    assert mark(circle).uid == 2
    again = circle.run(THIRD)
    assert of_mail(again) == [] and again["state"] != "stopped" and mark(circle).uid == 2


def test_of_two_hundred_mails_twenty_are_broken_and_one_line_a_kind_tells_it(circle: Desk, server: ImapServer) -> None:
    broken = [
        *[SPAM["Subject"], SPAM["Precedence"], mail(f"Subject: =?idna?q?=C3?=\nFrom: {STRANGER}\n\n")] * 4,
        *[outlook_reply("BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nX"), outlook_reply(calendar(sequence="SEQUENCE:mange\n"))] * 3,
        nested(3_000), nested(1_500),
    ]  # fmt: skip
    good = [unsubscribe(circle, "D03"), mail("Subject: Hei\n\nTakk!"), POSTFIX, google_reply(calendar())]
    assert len(broken) == 20
    for number in range(200):
        server.put(broken[number // 10] if number % 10 == 5 else good[number % 4], SAID + timedelta(minutes=number))
    found = circle.run(SECOND)
    answers, *said = sorted(of_mail(found), key=lambda each: "ikke kan leses" in each)
    assert "ikke passer til noen deltaker" in answers and "De er ikke regnet med: 40." in answers
    assert all(f"{kind}: {count}." in each for each, kind, count in zip(said, ("skadd", "kodet feil", "ikke sammen"), (6, 12, 2), strict=True))
    assert "Første kom 01.09.2021 kl. 10.05, siste 01.09.2021 kl. 11.55." in said[1]
    assert "D03 har meldt seg av" in str(found["problems"])
    assert mark(circle).uid == 200 and of_mail(circle.run(THIRD)) == []


def nested(depth: int) -> bytes:
    return mail("".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth)) + "\nTekst")


def fails_in_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    real = mime_parts.parsed

    def parsed(raw: bytes | str) -> EmailMessage:
        if "Vinn" in str(raw):
            raise KeyError(STRANGER)
        return real(raw)

    monkeypatch.setattr(mailbox_reading, "parsed", parsed)


def fails_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    def look(*_: object) -> None:
        raise RecursionError(STRANGER)

    monkeypatch.setattr(mailbox_reading, "automatic", look)


def fails_in_the_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(raw: bytes, arrived: datetime) -> Message:
        return Returned(None, STRANGER, (), arrived) if b"Vinn" in raw else real(raw, arrived)  # type: ignore[arg-type]

    real = mailbox_reading.read_message
    monkeypatch.setattr(mailbox_imap, "read_message", read)


@pytest.mark.parametrize(("plant", "error"), [
    (fails_in_the_reader, "KeyError i messages.py, linje "),
    (fails_inside, "RecursionError i messages.py, linje "),
    (fails_in_the_meaning, "TypeError i mail.py, linje "),
])  # fmt: skip
def test_a_fault_of_our_own_in_one_mail_costs_that_mail_and_reaches_who_runs_the_program(
    circle: Desk, server: ImapServer, monkeypatch: pytest.MonkeyPatch, plant: Callable[[pytest.MonkeyPatch], None], error: str
) -> None:
    plant(monkeypatch)
    server.put(mail(f"From: {STRANGER}\nSubject: Vinn\n\n"), SAID)
    server.put(unsubscribe(circle, "D03"), SAID)
    found = circle.run(SECOND)
    (said,) = of_mail(found)
    assert f"Programmet feilet ({error}" in said and "uten at det er noe galt med dem: 1." in said
    assert "D03 har meldt seg av" in str(found["problems"]) and mark(circle).uid == 2
    (letter,) = to_operator(circle)
    assert error in " ".join(letter.split()) and STRANGER not in letter and "Vinn" not in letter
    assert of_mail(circle.run(THIRD)) == [] and len(to_operator(circle)) == 1


def test_a_server_that_lists_no_numbers_is_told_and_loses_nothing(circle: Desk, server: ImapServer) -> None:
    server.put(unsubscribe(circle, "D03"), SAID)
    for at, fault in zip((SECOND, "2021-09-02T09:05", "2021-09-02T10:05", THIRD), ("en to tre", "99999999999", "-1 4", "9" * 5000), strict=True):
        server.faults["SEARCH"] = f"* SEARCH {fault}"
        found = circle.run(at)
        assert [each for each in found["problems"] if "[mailbox]" in each["where"] and "svarte noe uventet" in each["what"]], fault
        assert found["state"] == "problems" and mark(circle).uid == 0
    server.faults.clear()
    assert "D03 har meldt seg av" in str(circle.run(LAST)["problems"]) and mark(circle).uid == 1
