import random
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32, default
from typing import Any

import pytest

from tasks.doors.message.mime import LetterFile, compose
from tests.doors.sample_letter import CALENDAR, letter


def parsed(made: LetterFile) -> EmailMessage:
    message = BytesParser(policy=default).parsebytes(compose(made))
    assert isinstance(message, EmailMessage)
    return message


def lines(part: Any) -> str:
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_mail_reader_finds_text_html_and_calendar_in_this_order() -> None:
    parts = list(parsed(letter()).iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "text/calendar"]
    assert [part.get_content_charset() for part in parts] == ["utf-8"] * 3
    assert lines(parts[0]) == "Hei Åse!\n\nVelkommen.\n"
    assert parts[1].get_content() == "<p>Hei Åse!</p>"
    assert parts[2].get_param("method") == "REQUEST"
    assert parts[2].get_payload(decode=True) == CALENDAR
    assert parts[2].get_content_disposition() is None  # never an attachment: no buttons then


def test_a_letter_without_a_meeting_has_no_calendar_part() -> None:
    assert [part.get_content_type() for part in parsed(letter(calendar=None)).iter_parts()] == ["text/plain", "text/html"]


def test_the_headers_say_who_what_when_and_that_a_program_wrote() -> None:
    message = parsed(letter(participant="d07", language="nb"))
    assert message["From"] == "Læringssirkelen <sirkel@example.org>"
    assert message["To"] == "Åse Ødegård <åse@example.org>"
    assert [address.addr_spec for address in message["Reply-To"].addresses] == ["anders@example.org", "mari@example.org"]
    assert message["Date"].datetime == datetime(2021, 4, 13, 6, 5, tzinfo=UTC)
    assert message["Message-ID"] == "<inv.1.p17.s0@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert (message["X-Sirkel-Circle"], message["X-Sirkel-Kind"]) == ("baerekraftige-moteplasser", "invitation")
    assert (message["X-Sirkel-Meeting"], message["X-Sirkel-Participant"], message["Content-Language"]) == ("1", "d07", "nb")


def test_one_click_is_promised_only_with_an_https_link() -> None:
    message = parsed(letter())
    ways = "<https://sirkel.example.org/ut/abcdefghijklmnop>, <mailto:sirkel@example.org?subject=ut>"
    assert message["List-Unsubscribe"] == ways
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for url in ("", "http://127.0.0.1:4300/ut/a"):
        assert "List-Unsubscribe-Post" not in parsed(letter(unsubscribe_url=url))
    assert "List-Unsubscribe" not in parsed(letter(unsubscribe_url="", unsubscribe_mail=""))


def test_a_long_unsubscribe_link_stays_whole() -> None:
    url = "https://sirkel.example.org/ut/" + "a1B2" * 60
    assert f"List-Unsubscribe: <{url}>".encode() in compose(letter(unsubscribe_url=url))


def test_a_follow_up_names_the_letter_before_it() -> None:
    message = parsed(letter(references="<a@example.org>  <b@example.org>"))
    assert (message["References"], message["In-Reply-To"]) == ("<a@example.org> <b@example.org>", "<b@example.org>")


def test_the_same_letter_gives_the_same_bytes_with_crlf_only() -> None:
    content = compose(letter())
    assert content == compose(letter())
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
    assert max(map(len, content.split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    "made",
    [
        letter(),
        letter(calendar=None),
        letter(sender_address="åse@example.org"),
        letter(text="\tx = ü\r\n.\r\n" + "å" * 3000),
        letter(subject="Æ " * 120),
    ],
)
def test_a_letter_has_the_bytes_of_its_plain_form(made: LetterFile) -> None:
    """The standard library's generator, told to leave what it is given as it stands."""
    plain = compat32.clone(linesep="\r\n", max_line_length=None, cte_type="8bit", mangle_from_=False)
    assert compose(made) == message_from_bytes(compose(made), policy=plain).as_bytes(policy=plain)


def test_an_international_domain_goes_out_in_its_ascii_form_when_that_is_enough() -> None:
    assert b"<ola@xn--blbr-roah.no>" in compose(letter(recipient_address="ola@blåbær.no"))
    assert "<åse@blåbær.no>".encode() in compose(letter(recipient_address="åse@blåbær.no"))


def test_6000_norwegian_subjects_come_back_as_they_were() -> None:
    chance = random.Random(2021)
    words = "læringssirkel møteplass bærekraftig på å være og «fokus» – 09.15, tirsdag: Ærlig? (ny) =?x?= ÅRSMØTE 🌱".split()  # noqa: SIM905
    for length in range(6000):
        subject = " ".join(chance.choices(words, k=1 + length % 24))[:240].strip()
        content = compose(letter(subject=subject, calendar=None))
        assert BytesHeaderParser(policy=default).parsebytes(content)["Subject"] == subject


NAMES = ["Normann, Ola", 'Kari "K" Nord', "Ola <evil@example.org>", "=?utf-8?q?falsk?=", "李小龙", "a@b, c", "O'Nei"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_never_becomes_an_address(name: str) -> None:
    (address,) = parsed(letter(recipient_name=name, recipient_address="kari@example.org"))["To"].addresses
    assert (address.display_name, address.addr_spec) == (name, "kari@example.org")


TRICKS = [
    "\r\nBcc: evil@example.org", "\nBcc: evil@example.org", "\r\n\r\n<b>ny del</b>", "\x00",
    "\u2028Bcc: x", "\x0bBcc: x", "\ud800", "\x85y",
]  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize(
    "field",
    ["sender_name", "sender_address", "recipient_name", "recipient_address", "subject", "message_id", "circle", "kind", "method",
     "unsubscribe_url", "unsubscribe_mail", "references", "language", "participant"],
)  # fmt: skip
def test_no_value_can_add_a_header_a_recipient_or_a_part(field: str, trick: str) -> None:
    content = compose(letter(**{field: f"a{trick}"}))
    message = message_from_bytes(content)
    assert "Bcc" not in message
    assert len(message.get_payload()) == 3
    assert not any(byte < 32 for byte in content.replace(b"\r\n", b""))


def test_an_address_with_a_second_one_in_it_stays_one_recipient() -> None:
    two = "kari@example.org>, <evil@example.org"
    message = parsed(letter(recipient_address=two, recipient_name="", reply_to=(("x", "a@x.no, b@y.no"),)))
    assert len(message["To"].addresses) <= 1
    assert len(message["Reply-To"].addresses) <= 1


def test_text_that_looks_like_a_boundary_ends_no_part() -> None:
    boundary = parsed(letter()).get_boundary()
    text = f"før\n--{boundary}\nX: y\n--{boundary}--\n\nFrom her\n.\netter \n"
    parts = list(parsed(letter(text=text)).iter_parts())
    assert len(parts) == 3
    assert lines(parts[0]) == text
