"""A real postfix takes a whole invitation round from the product's own composer, and nothing in the letters changes on the way."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
import vobject

from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Outcome
from tasks.doors.message.ics import calendar_part
from tasks.doors.message.mime import compose
from tasks.doors.ports import Delivery, Envelope
from tasks.doors.smtp_post.account import Account
from tasks.doors.smtp_post.post import SmtpPost
from tests.doors.sample_letter import entry, letter
from tests.reading_mail import content, plain_text
from tests.standins.certificates import Authority
from tests.standins.postfix import PASSWORD, UNKNOWN, USER, Postfix, lacking, running

NAMES = ("Åse Ødegård", "Kari Nordmann", "Bjørn «Bølla» Ærlig", "O'Neill, Máire", "Łukasz 🌍")
TEXT = "Hei {name}!\n\n.\n..og en linje som begynner med punktum\n.\n\nVelkommen på møte – æøå ÆØÅ.\n" + "lang " * 400 + "\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def postfix(authority: Authority) -> Iterator[Postfix]:
    if reason := lacking():
        assert "CI" not in os.environ, f"a real mail server is required here: {reason}"
        pytest.skip(reason)
    with running(authority) as server:
        yield server


def account(postfix: Postfix, authority: Authority, **changes: Any) -> Account:
    usual = Account("127.0.0.1", postfix.port, "starttls", USER, PASSWORD, sender=USER, ca_file=authority.file)
    return replace(usual, **changes)


def invitation(number: int, address: str = "") -> Envelope:
    name = NAMES[number % len(NAMES)]
    address = address or (f"deltaker-{number}@example.org" if number % 8 else f"åse-{number}@example.org")
    calendar = calendar_part(entry(attendee_name=name, attendee_address=address, description=TEXT.format(name=name)))
    made = letter(
        recipient_name=name, recipient_address=address, calendar=calendar, message_id=f"<inv.1.d{number}@example.org>",
        text=TEXT.format(name=name), html=f"<p>Hei {name}!</p>\n.\n<p>æøå</p>\n", subject=f"Invitasjon til {name}: «Bærekraftige møteplasser»",
    )  # fmt: skip
    return Envelope(USER, address, made.message_id, f"brev-{number}", compose(made))


def other(number: int, address: str = "") -> Envelope:
    """A letter that is not part of the round."""
    made = invitation(number, address)
    return replace(made, message=made.message.replace(b"<inv.1.d", b"<annet.", 1))


def deliver(post: SmtpPost, *envelopes: Envelope) -> list[Delivery]:
    with post.session() as session:
        return [session.deliver(each) for each in envelopes]


@pytest.fixture(scope="module")
def round_of_forty(postfix: Postfix, authority: Authority) -> tuple[list[Envelope], list[bytes]]:
    """What was sent over one line, and what lies in the Maildir."""
    sent = [invitation(number) for number in range(40)]
    lines = postfix.log.count(": connect from")
    assert set(deliver(SmtpPost(account(postfix, authority)), *sent)) == {Delivery(Outcome.DONE)}
    assert postfix.log.count(": connect from") == lines + 1
    return sent, [each for each in postfix.delivered(40) if b"Message-ID: <inv.1.d" in each]


Round = tuple[list[Envelope], list[bytes]]


def by_identity(messages: list[bytes]) -> dict[str, bytes]:
    return {str(message_from_bytes(each)["Message-ID"]).strip(): each for each in messages}


def test_every_letter_arrives_once_and_each_at_its_own_address(round_of_forty: Round) -> None:
    sent, arrived = round_of_forty
    parsed = [message_from_bytes(each, policy=SMTP.clone(utf8=True)) for each in arrived]
    assert Counter(str(each["Message-ID"]) for each in parsed) == Counter(each.message_id for each in sent)
    delivered_to = {str(each["Message-ID"]): str(each["Delivered-To"]) for each in parsed}
    assert delivered_to == {each.message_id: each.recipient for each in sent}


def test_every_letter_is_the_same_byte_for_byte_below_the_trace_of_the_servers(round_of_forty: Round) -> None:
    sent, arrived = round_of_forty
    found = by_identity(arrived)
    for each in sent:
        trace, ours, rest = found[each.message_id].partition(each.message[:30])
        assert ours + rest == each.message.replace(b"\r\n", b"\n")
        assert {line.partition(b":")[0] for line in trace.split(b"\n") if line[:1].strip()} == {
            b"Return-Path", b"X-Original-To", b"Delivered-To", b"Received",
        }  # fmt: skip
        assert b"SMTPSA id" in trace  # over TLS, logged in (RFC 3848)


def test_the_calendar_part_reads_the_same_in_an_independent_reader(round_of_forty: Round) -> None:
    for raw in round_of_forty[1]:
        message = message_from_bytes(raw, _class=EmailMessage, policy=SMTP.clone(utf8=True))
        part = list(message.walk())[-1]
        assert (part.get_content_type(), part.get_param("method")) == ("text/calendar", "REQUEST")
        event = vobject.readOne(content(part)).vevent
        assert event.dtstart.value == datetime(2021, 5, 11, 7, 15, tzinfo=UTC)
        assert event.attendee.value == f"mailto:{message['Delivered-To']}"
        number = int(str(message["Message-ID"]).partition(".d")[2].partition("@")[0])
        assert event.description.value.startswith(TEXT.format(name=NAMES[number % len(NAMES)])[:20])
        assert plain_text(message).splitlines()[0] == f"Hei {NAMES[number % len(NAMES)]}!"


def test_an_unknown_user_is_refused_and_the_next_letter_goes_over_the_same_line(postfix: Postfix, authority: Authority) -> None:
    refused, done = deliver(SmtpPost(account(postfix, authority)), other(50, UNKNOWN), other(51))
    assert (refused.outcome, refused.refused, refused.stop) == (Outcome.REJECTED, True, False)
    assert "550 5.1.1" in refused.detail
    assert "finnes-ikke" not in refused.detail
    assert done == Delivery(Outcome.DONE)


@pytest.mark.parametrize(
    ("changes", "setting"), [({"password": "feil"}, "user"), ({"ca_file": None}, "ca_file"), ({"host": "localhost.invalid"}, "host")]
)
def test_what_is_shut_is_told(postfix: Postfix, authority: Authority, changes: dict[str, Any], setting: str) -> None:
    with pytest.raises(Stop) as stop:
        deliver(SmtpPost(account(postfix, authority, **changes)), other(60))
    assert stop.value.problems[0].where == f"doors.toml, [post] {setting}"


def test_without_a_login_the_batch_stops_and_no_letter_is_given_up(postfix: Postfix, authority: Authority) -> None:
    (delivery,) = deliver(SmtpPost(account(postfix, authority, user="", password="")), other(61))
    assert (delivery.outcome, delivery.stop) == (Outcome.LATER, True)
    assert "uten innlogging" in delivery.detail


def test_check_finds_it_ready(postfix: Postfix, authority: Authority) -> None:
    assert SmtpPost(account(postfix, authority)).check().endswith("innlogget")
