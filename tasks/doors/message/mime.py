"""A letter as the bytes that go out (RFC 5322), the same for the outbox and for a mail server.

Pure composition: the same letter gives the same bytes for ever. The parts are put together here, from values that are ready:
the folding of `EmailMessage` loses blanks in long Norwegian subjects and turns long unsubscribe links into encoded words
(cpython gh-92081). The plain form of `compose` is email's own generator over the same headers and parts, which would add a fifth
to a round of 4,000 letters.
"""

import binascii
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.charset import SHORTEST, Charset
from email.header import Header
from email.utils import format_datetime, quote
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote as percent

from tasks.circle.model.table import clean

LONGEST_SUBJECT = 250
LONGEST_NAME = 100
LONGEST_HEADER = "X-Sirkel-Participant"
LONGEST_ADDRESS = 320
LONGEST_VALUE = 900  # RFC 5322 §2.1.1 allows lines of 998 characters

SHORT_LINE = 50  # not folded, whatever the header's name
_UTF8 = Charset("utf-8")
_UTF8.header_encoding = SHORTEST
#: The same for every part (RFC 2045).
_PART = 'Content-Type: {kind}; charset="utf-8"\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}'
_PLAIN = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*")
#: What may stand in the value of List-Unsubscribe and of message ids as it is (RFC 3986).
_URI = "%/:?#[]@!$&'()*+;=~-._"
#: Control characters but for line breaks and tabs (category Cc of Unicode: C0, DEL and C1).
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class LetterFile:
    """Everything one letter to one person consists of.

    `at` is aware; `message_id` stands in angle brackets and is the letter's identity. `calendar` are the bytes of a
    text/calendar part and `method` its METHOD; without one they are only shown, as a text beside the letter. `unsubscribe_url`
    and `unsubscribe_mail` (an address, or a mailto link) may be empty. `references` are message ids this letter follows up.
    `participant` is the recipient's code.
    """

    sender_name: str
    sender_address: str
    recipient_name: str
    recipient_address: str
    reply_to: tuple[tuple[str, str], ...]
    subject: str
    text: str
    html: str
    calendar: bytes | None
    method: str
    message_id: str
    at: datetime
    circle: str
    kind: str
    meeting: int
    unsubscribe_url: str = ""
    unsubscribe_mail: str = ""
    references: str = ""
    language: str = ""
    participant: str = ""


def compose(letter: LetterFile) -> bytes:
    """The letter with CRLF line ends: text, HTML and, last, the calendar part (RFC 2046 §5.1.4: the richest comes last).

    No value can add a header, a recipient or a part: control characters are taken out of all of them.
    """
    boundary = _boundary(letter.message_id)
    parts = [_text_part(letter.text, "plain"), _text_part(letter.html, "html")]
    if letter.calendar is not None and letter.method:
        parts.append(_calendar_part(letter.calendar, letter.method))
    kind, body = _together("alternative", boundary, parts)
    if letter.calendar is not None and not letter.method:
        kind, body = _together("mixed", f"{boundary}m", [f"Content-Type: {kind}\r\n{body}", _shown_part(letter.calendar)])
    headers = {"Content-Type": kind, "MIME-Version": "1.0", **_headers(letter)}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)
    return f"{head}{body}".encode()


def _together(subtype: str, boundary: str, parts: Sequence[str]) -> tuple[str, str]:
    """The Content-Type of a multipart, and its body."""
    body = "".join((*(f"\r\n--{boundary}\r\n{part}" for part in parts), f"\r\n--{boundary}--\r\n"))
    return f'multipart/{subtype};\r\n boundary="{boundary}"', body


def _headers(letter: LetterFile) -> dict[str, str]:
    references = " ".join(_identity(found) for found in letter.references.split())
    return {
        "From": _mailbox(letter.sender_name, letter.sender_address),
        "To": _mailbox(letter.recipient_name, letter.recipient_address),
        "Reply-To": ", ".join(_mailbox(name, address) for name, address in letter.reply_to),
        "Subject": _words(letter.subject, LONGEST_SUBJECT),
        "Date": format_datetime(letter.at),
        "Message-ID": _identity(letter.message_id),
        "In-Reply-To": references.split(" ")[-1],
        "References": references,
        "Auto-Submitted": "auto-generated",  # RFC 3834: no vacation answers, please
        **_unsubscribe(letter),
        # The same once more: some mail servers give a letter another Message-ID.
        "X-Sirkel-Letter": _identity(letter.message_id),
        "X-Sirkel-Circle": _words(letter.circle),
        "X-Sirkel-Kind": _words(letter.kind),
        "X-Sirkel-Meeting": str(letter.meeting),
        "X-Sirkel-Participant": _words(letter.participant),
        "Content-Language": _words(letter.language),
    }


def _unsubscribe(letter: LetterFile) -> dict[str, str]:
    """RFC 2369; one-click (RFC 8058) only where it may be promised, with an https link."""
    url, mail = _uri(letter.unsubscribe_url), _uri(letter.unsubscribe_mail)
    if mail and not mail.startswith("mailto:"):
        mail = f"mailto:{mail}"
    ways = ", ".join(f"<{way}>" for way in (url, mail) if way)
    one_click = "List-Unsubscribe=One-Click" if url.startswith("https://") else ""
    return {"List-Unsubscribe": ways, "List-Unsubscribe-Post": one_click}


def _mailbox(name: str, address: str) -> str:
    """`Name <address>`: the name in encoded words where it must be, the address readable as it is (RFC 6532 for åse@…)."""
    bare = _address(address)
    name = _line(name, LONGEST_NAME)
    if not name:
        return bare
    return f"{_phrase(name)} <{bare}>"


def _phrase(name: str) -> str:
    if not name.isascii() or "=?" in name:
        return _encoded(name, "Reply-To")
    return name if _PLAIN.fullmatch(name) else f'"{quote(name)}"'


def _address(text: str) -> str:
    """One address, whatever stands in `text`; an international domain in its ASCII form when that is all that hinders it."""
    bare = "".join(c for c in _line(text, LONGEST_ADDRESS) if c not in ' <>()[],;:"\\')
    local, at, domain = bare.rpartition("@")
    if local.isascii() and not domain.isascii():
        with suppress(UnicodeError):  # not a domain: it stays as it was typed, and the mail server says no
            domain = domain.encode("idna").decode("ascii")
    return f"{local}{at}{domain}"


@lru_cache(maxsize=512)
def _words(text: str, longest: int = LONGEST_VALUE) -> str:
    """Free text as a header's value: plain when it can be, else encoded words of at most 75 octets (RFC 2047 §2)."""
    line = _line(text, longest)
    if line.isascii() and "=?" not in line:
        if len(line) <= SHORT_LINE:
            return line
        return Header(line, "us-ascii", header_name=LONGEST_HEADER).encode(linesep="\r\n")
    return _encoded(line)


@lru_cache(maxsize=512)  # subjects, senders and names come again and again, and `Header` is slow
def _encoded(line: str, header: str = LONGEST_HEADER) -> str:
    # As if the longest of our headers' names stood before it: no line grows beyond 76 octets.
    return Header(line, _UTF8, header_name=header).encode(linesep="\r\n")


def _identity(text: str) -> str:
    bare = _uri(text.strip().strip("<>"))
    return f"<{bare}>" if bare else ""


def _uri(text: str) -> str:
    return percent(_line(text, LONGEST_VALUE), safe=_URI)


def _line(text: str, longest: int) -> str:
    return clean(_sound(text), longest)


def _sound(text: str) -> str:
    """Text that can be encoded: a broken surrogate becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _boundary(message_id: str) -> str:
    # «=_» can stand in no quoted-printable and no base64 body (RFC 2045 §6.7), so no text can end a part early.
    return "=_" + sha256(message_id.encode("utf-8", "replace")).hexdigest()[:32]


def _text_part(text: str, subtype: str) -> str:
    # Quoted-printable is readable in the file; base64 of plain text is also counted as a sign of spam.
    kept = _CONTROLS.sub("", _sound(text).replace("\r\n", "\n").replace("\r", "\n"))
    body = binascii.b2a_qp(kept.encode()).decode("ascii").replace("\n", "\r\n")
    return _PART.format(kind=f"text/{subtype}", encoding="quoted-printable", body=body)


def _shown_part(calendar: bytes) -> str:
    """What an entry says, as a text beside the letter: no program takes it for an entry."""
    text = _text_part(calendar.decode(), "plain")
    return 'Content-Disposition: attachment; filename="kalender.txt"\r\n' + text


def _calendar_part(calendar: bytes, method: str) -> str:
    # Base64 keeps the CRLF and the folding of RFC 5545 byte for byte. The method must equal the calendar's own (RFC 6047 §2.4).
    kind = f'text/calendar; method="{"".join(filter(str.isalpha, method))}"'
    encoded = binascii.b2a_base64(calendar, newline=False).decode("ascii")
    body = "\r\n".join(encoded[at : at + 76] for at in range(0, len(encoded), 76)) + "\r\n"
    return _PART.format(kind=kind, encoding="base64", body=body)
