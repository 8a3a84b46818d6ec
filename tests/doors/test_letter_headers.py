"""Headers as RFC 2047 and 5322 want them, whatever a circle, a person or a focus area is called."""

import re
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from tasks.circle.model.table import clean
from tasks.doors.message.mime import LONGEST_GRAPHEME, LONGEST_NAME, LONGEST_SUBJECT, LetterFile, compose
from tests.doors.sample_letter import letter
from tests.reading_mail import letter_of

LONGEST = 998  # RFC 5322 §2.1.1
WORD = re.compile(r"=\?utf-8\?([qb])\?([^?]*)\?=")
#: Norwegian, Sámi, Greek, Arabic, Hindi, Thai, Korean, Chinese; letters of several code points, families and flags; what has a meaning of its own.
PIECES = [
    "Bærekraftige møteplasser", "på", "Oahppit ovttas", "Ŋ", "Μάθηση", "تعلم معا", "साथ सीखना", "เรียนรู้", "함께", "e\u0301\u0323",
    "👩‍👩‍👧‍👦",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🇳🇴🇸🇪", "👍🏽", "a", " ", ",", '"', "'", "\\", "(ny)", "=?utf-8?q?x?=", "=?",
    "<a@b.no>", "_", ";:@", "x" * 80, "ø" * 60, "a" + "\u0301" * 40, "\u200f",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=24).map("".join)


def head(made: LetterFile) -> list[str]:
    """The lines of its header, folded as they are."""
    return compose(made).split(b"\r\n\r\n", 1)[0].decode().split("\r\n")


def raw_of(name: str, made: LetterFile) -> str:
    """A header unfolded."""
    return BytesParser().parsebytes(compose(made)).get(name, "").replace("\r\n", "")


def held_to_the_rules(lines: list[str]) -> None:
    for line in lines:
        assert len(line.encode()) <= LONGEST and line.strip()
        assert not line.endswith(":") and (line[0] == " " or re.match(r"[A-Za-z-]+: \S", line)), "nothing is folded right behind a name"
        words = WORD.findall(line)
        assert len(words) == line.count("=?utf-8?"), "none is cut"
        assert all(len(found[0]) <= 75 for found in re.finditer(WORD, line))  # RFC 2047 §2
        one = " " not in line.strip().partition(": ")[2] if line[0] != " " else " " not in line.strip()
        assert one or len(line.encode()) <= 76, "folded where it can be"
        assert not words or len(line.encode()) <= 76


def decoded(words: list[tuple[str, str]]) -> list[bytes]:
    return [decode_header(f"=?utf-8?{way}?{inside}?=")[0][0] for way, inside in words]


def in_whole_graphemes(lines: list[str], text: str) -> None:
    """No encoded word begins or ends inside what a reader sees as one character."""
    ends, at = set(), 0
    for grapheme in regex.findall(r"\X", text):
        octets = grapheme.encode()
        at += len(octets)
        ends.add(at)
        if len(octets) > LONGEST_GRAPHEME:
            return
    at = 0
    for piece in decoded(WORD.findall("".join(lines))):
        at += len(piece)
        assert at in ends and piece.decode()


@given(TEXTS)
@example("Læringssirkelen inviterer til bærekraftige møteplasser for små og store, unge og eldre på Østlandet og i hele Sápmi " * 2)
@example("=?utf-8?q?falsk?= Invitasjon")
def test_a_subject_of_any_length_and_language_is_read_as_it_was_written(text: str) -> None:
    made = letter(subject=text, calendar=None)
    held_to_the_rules(head(made))
    subject = clean(text.encode("utf-8", "replace").decode(), LONGEST_SUBJECT)
    raw = raw_of("Subject", made)
    assert str(make_header(decode_header(raw))) == subject
    if "=?utf-8?" in raw:
        in_whole_graphemes([raw], subject)


@given(name=TEXTS, other=TEXTS, count=st.integers(0, 6))
def test_names_stay_names_and_no_line_grows_with_how_many_there_are(name: str, other: str, count: int) -> None:
    to_all = tuple((f"{other}{number}", f"tilrettelegger.{number}@example.org") for number in range(count))
    made = letter(sender_name=other, recipient_name=name, recipient_address="kari@example.org", reply_to=to_all, circle=name, calendar=None)
    held_to_the_rules(head(made))
    message = letter_of(compose(made))
    assert [address.addr_spec for address in message["To"].addresses] == ["kari@example.org"]
    answered = message["Reply-To"].addresses if count else ()
    assert [found.addr_spec for found in answered] == [address for _, address in to_all]
    (shown,) = (name for name, address in getaddresses([raw_of("To", made)]) if address == "kari@example.org")
    # The package's new parser shows the blank between the encoded words of a name, which RFC 2047 §6.2 takes out.
    assert str(make_header(decode_header(shown))) == clean(name.encode("utf-8", "replace").decode(), LONGEST_NAME)


@pytest.mark.parametrize(
    "changes",
    [
        {"unsubscribe_url": "https://sirkel.example.org/" + "ø" * 3000, "unsubscribe_mail": "æ" * 900},
        {"references": " ".join(f"<brev.{number}.{'x' * 60}@example.org>" for number in range(30))},
        {"message_id": "<" + "é" * 2000 + "@example.org>"},
        {"recipient_address": "🌱" * 300 + "@" + "å." * 200 + "no"},
        {"circle": "å" * 2000, "participant": "Ø" * 100, "kind": "b" * 40, "language": "nn"},
    ],
)
def test_no_line_is_longer_than_a_mail_server_takes(changes: dict[str, str]) -> None:
    held_to_the_rules(head(letter(**changes)))


def test_what_answers_by_itself_is_asked_not_to_and_reports_of_letters_that_came_back_are_not() -> None:
    """[MS-OXCMAIL] 2.1.3.2.20: «All» would hold back those reports too."""
    message: EmailMessage = letter_of(compose(letter()))
    assert message["X-Auto-Response-Suppress"].split(", ") == ["DR", "RN", "NRN", "OOF", "AutoReply"]
