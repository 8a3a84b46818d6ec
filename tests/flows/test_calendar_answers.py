"""What calendars answer, through the mailbox and whole rounds; and what goes to calendars, as another library than ours reads it (RFC 5546)."""

import os
from base64 import b64decode, b64encode
from datetime import timedelta
from email.message import Message
from typing import Any

import openpyxl
import pytest
import vobject

from tests.circle.people_of_the_circle import local
from tests.doors.imap_mailbox.sample_mail import KARI, LETTER, POSTFIX
from tests.flows.conftest import ROOT, Desk
from tests.flows.test_rounds_mail import (
    MEETING,
    REMINDED,
    SECOND,
    address,
    bounced,
    circle,  # noqa: F401 - a fixture
    invitation,
    letters,
    replied,
    told,
)
from tests.reading_mail import calendar_of, letter_of, plain_text
from tests.standins.imap import ImapServer
from tests.standins.smtp import SmtpServer

FAULTS = ROOT.parent / "shared" / "faults"
SAID = local("2021-09-01", "10:00")
AFTERNOON = "2021-09-02T12:05"
NAME = "baerekraftige-moteplasser"


def typed(column: int, value: str) -> Any:
    """An edit of the meeting's row in «Møter»."""

    def edit(book: openpyxl.Workbook) -> None:
        row = next(row for row in range(2, 40) if book["Møter"].cell(row, 1).value == MEETING)
        book["Møter"].cell(row, column, value)

    return edit


def event(letter: Message) -> Any:
    """The entry, as vobject reads it."""
    return vobject.readOne(calendar_of(letter)).vevent


def asked(desk: Desk, kind: str, person: str) -> tuple[str, str, str]:
    """SEQUENCE, PARTSTAT and RSVP of the latest calendar letter of `kind` to `person`."""
    found = sorted((desk.data / NAME / "outbox").glob(f"*_{kind}_{MEETING:02d}_{person}.eml"))
    entry = event(letter_of(found[-1].read_bytes()))
    (status,), (rsvp,) = entry.attendee.params["PARTSTAT"], entry.attendee.params["RSVP"]
    return entry.sequence.value, status, rsvp


@pytest.mark.skipif(not FAULTS.is_dir() and not os.environ.get("CI"), reason="../shared is not here")
@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("reply-from-an-alias.eml", "Svaret «kommer ikke» kom i en kalender fra, eller gjaldt, en annen adresse"),
        ("counter-proposal.eml", "Kalenderen foreslår en ny tid. Møtet er ikke flyttet."),
    ],
)
def test_what_vanished_is_told_to_the_facilitators_and_changes_nothing(
    circle: Desk,  # noqa: F811
    server: ImapServer,
    name: str,
    what: str,
) -> None:
    """Read at noon, after the day's digest: it stands in the next one, for it is told for a week."""
    own = address(invitation(circle, "D01")).encode()
    head, base64, rest = (FAULTS / name).read_bytes().partition(b"Content-Transfer-Encoding: base64\r\n\r\n")
    coded, end, _ = rest.partition(b"\r\n\r\n--_000_--")
    entry = b64decode(coded).replace(b"mote-1.", b"mote-%d." % MEETING).replace(KARI.encode(), own)
    mail = head.replace(KARI.encode(), own) + base64 + b64encode(entry) + end
    server.put(bounced(invitation(circle, "D02")), SAID)
    assert "digest" in {kind for kind, _ in letters(circle.run(SECOND))}
    server.put(mail, local("2021-09-02", "10:00"))
    noon, next_day = circle.run(AFTERNOON), circle.run("2021-09-03T08:05")
    for report in (noon, next_day):
        assert f"Postkassen, møte {MEETING}, deltaker D01: {what}" in told(report)
    digest = sorted((circle.data / NAME / "outbox").glob("2021-09-03*_digest_*_F01.eml"))
    assert what in " ".join(plain_text(letter_of(digest[0].read_bytes())).split())
    reminded = circle.run(REMINDED)
    assert ("reminder", "D01") in letters(reminded) and "Postkassen" not in told(reminded)


def test_who_has_answered_is_asked_again_only_when_time_or_place_changed(circle: Desk, server: ImapServer) -> None:  # noqa: F811
    """RFC 5546 §2.1.4, §3.2.2: with the same SEQUENCE the entry is told anew, and what people have said of it stands."""
    for person, answer in (("D01", "ACCEPTED"), ("D02", "TENTATIVE"), ("D05", "DECLINED"), ("F01", "ACCEPTED")):
        server.put(replied(invitation(circle, person), answer, SAID), SAID)
    assert asked(circle, "invitation", "D01") == ("0", "NEEDS-ACTION", "TRUE")
    circle.edit(typed(5, "Noe annet"))
    circle.run(SECOND)
    known = {"D01": "ACCEPTED", "D02": "TENTATIVE", "D05": "DECLINED", "F01": "ACCEPTED"}
    for person, answer in known.items():
        assert asked(circle, "focus", person) == ("0", answer, "FALSE")
    assert asked(circle, "focus", "D04") == asked(circle, "focus", "F02") == ("0", "NEEDS-ACTION", "TRUE")
    circle.edit(typed(6, "hybrid"))
    circle.edit(typed(7, "Storgata 1, Hamar"))
    circle.run(AFTERNOON)
    assert asked(circle, "update", "D01") == asked(circle, "update", "D04") == ("1", "NEEDS-ACTION", "TRUE")
    again = local("2021-09-02", "14:00")
    server.put(replied(invitation(circle, "D02"), "ACCEPTED", again).replace(b"SEQUENCE:0", b"SEQUENCE:1"), again)
    circle.edit(typed(5, "Noe tredje"))
    circle.run("2021-09-02T16:05")
    assert asked(circle, "focus", "D01") == ("1", "NEEDS-ACTION", "TRUE"), "said yes to the old place"
    assert asked(circle, "focus", "D02") == ("1", "ACCEPTED", "FALSE")
    circle.edit(typed(8, "avlyst"))
    circle.run("2021-09-03T08:05")
    assert asked(circle, "cancellation", "D01") == ("2", "NEEDS-ACTION", "FALSE"), "nobody is asked about what is called off"


def test_whose_address_the_letters_come_from_is_organizer_and_not_attendee(circle: Desk) -> None:  # noqa: F811
    """RFC 5546 §3.2.1: her own copy is published, so that it lands in her calendar as the others' does; through a real mail server's door."""
    leader = "anders.bergkvist@example.org"
    with SmtpServer() as post, (circle.config / "circles" / f"{NAME}.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[post]\nkind = "smtp"\nhost = "127.0.0.1"\nport = {post.port}\nsecurity = "none"\nsender = "Anders <{leader.title()}>"\n')
        file.flush()
        circle.edit(typed(4, "12.00"))
        circle.run(SECOND)
        circle.edit(typed(8, "avlyst"))
        circle.run(AFTERNOON)
        sent = [letter_of(each.message) for each in post.accepted]
    calendars = [each for each in sent if any(part.get_content_type() == "text/calendar" for part in each.walk())]
    methods: dict[bool, list[str]] = {True: [], False: []}
    for letter in calendars:
        entry, hers = event(letter), address(letter).casefold() == leader
        part = next(part for part in letter.walk() if part.get_content_type() == "text/calendar")
        method = vobject.readOne(calendar_of(letter)).method.value
        assert part.get_param("method") == method, "RFC 6047 §2.4"
        assert entry.organizer.value.casefold() == f"mailto:{leader}"
        attendees = [each.value.removeprefix("mailto:").casefold() for each in getattr(entry, "attendee_list", [])]
        assert attendees == ([] if hers else [address(letter).casefold()])
        methods[hers].append(method)
    assert set(methods[False]) == {"REQUEST", "CANCEL"} and methods[True][0] == "PUBLISH" and methods[True][-1] == "CANCEL"
    assert all(each["X-Auto-Response-Suppress"] and each["Auto-Submitted"] == "auto-generated" for each in sent)


def test_of_bounces_with_another_message_id_one_counts_and_the_others_are_told(circle: Desk, server: ImapServer) -> None:  # noqa: F811
    """By our signed header and the address the letter went to; neither is enough alone."""
    first, second = invitation(circle, "D01"), invitation(circle, "D02")

    def rewritten(letter: Message, to: Message, own: str) -> bytes:
        raw = POSTFIX.replace(f"Message-ID: {LETTER}".encode(), f"Message-ID: <0102018f@amazonses.example>\nX-Sirkel-Letter: {own}".encode())
        return raw.replace(LETTER.encode(), b"<0102018f@amazonses.example>").replace(KARI.encode(), address(to).encode())

    server.put(rewritten(first, first, str(first["X-Sirkel-Letter"])), SAID)
    server.put(rewritten(second, first, str(second["X-Sirkel-Letter"])), SAID + timedelta(minutes=1))
    server.put(rewritten(second, second, str(second["X-Sirkel-Letter"]).replace("@", "0@")), SAID + timedelta(minutes=2))
    server.put(rewritten(second, second, ""), SAID + timedelta(minutes=3))
    found = circle.run(SECOND)
    assert "til deltaker D01" in told(found) and "til deltaker D02" not in told(found)
    assert "Ingen er merket: 3." in told(found)
