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
from email.utils import format_datetime, quote
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote as percent

import regex

from tasks.circle.model.table import clean

LONGEST_SUBJECT = 250
LONGEST_NAME = 100
LONGEST_ADDRESS = 320
LONGEST_VALUE = 900  # RFC 5322 §2.1.1 allows lines of 998 characters

#: A line with encoded words has 76 octets at most and each word 75 (RFC 2047 §2); other lines should have 78 (RFC 5322 §2.1.1).
FOLDED = 76
_LONGEST_WORD = 75
#: The first word stands beside the longest of our headers' names.
_FIRST_WORD = FOLDED - len("X-Sirkel-Participant: ")
#: Octets that the first word holds in base64: a family of four, a flag of a part of a country.
LONGEST_GRAPHEME = 30
#: What an encoded word begins and ends with, and what may stand in it as it is, in names too (RFC 2047 §5).
_BEGINS = {"q": "=?utf-8?q?", "b": "=?utf-8?b?"}
_ENDS = "?="
_BARE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
#: Who answers by himself need not. Not «All»: it would also hold back reports of letters that did not get there ([MS-OXCMAIL] 2.1.3.2.20).
_NO_ANSWERS = "DR, RN, NRN, OOF, AutoReply"
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
        kind, body = _together("mixed", f"{boundary}m", [f"{_folded(f'Content-Type: {kind}')}{body}", _shown_part(letter.calendar)])
    headers = {"Content-Type": kind, "MIME-Version": "1.0", **_headers(letter)}
    head = "".join(_folded(f"{name}: {value}") for name, value in headers.items() if value)
    return f"{head}{body}".encode()


def _together(subtype: str, boundary: str, parts: Sequence[str]) -> tuple[str, str]:
    """The Content-Type of a multipart, and its body."""
    body = "".join((*(f"\r\n--{boundary}\r\n{part}" for part in parts), f"\r\n--{boundary}--\r\n"))
    return f'multipart/{subtype}; boundary="{boundary}"', body


def _folded(line: str) -> str:
    """A header folded at its blanks, never right behind its name; what has no blank stays whole."""
    if len(line) <= FOLDED and line.isascii():
        return f"{line}\r\n"
    name, first, *words = line.split(" ")
    folded, length = f"{name} {first}", len(name) + 1 + len(first.encode())
    for word in words:
        more = 1 + (len(word) if word.isascii() else len(word.encode()))
        length += more
        if length > FOLDED:
            folded, length = f"{folded}\r\n", more
        folded += f" {word}"
    return f"{folded}\r\n"


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
        "X-Auto-Response-Suppress": _NO_ANSWERS,
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
        return _encoded(name)
    return name if _PLAIN.fullmatch(name) else f'"{quote(name)}"'


def _address(text: str) -> str:
    """One address, whatever stands in `text`; an international domain in its ASCII form when that is all that hinders it."""
    bare = "".join(c for c in _line(text, LONGEST_ADDRESS) if c not in ' <>()[],;:"\\').encode()[:LONGEST_ADDRESS].decode("utf-8", "ignore")
    local, at, domain = bare.rpartition("@")
    if local.isascii() and not domain.isascii():
        with suppress(UnicodeError):  # not a domain: it stays as it was typed, and the mail server says no
            domain = domain.encode("idna").decode("ascii")
    return f"{local}{at}{domain}"


def _words(text: str, longest: int = LONGEST_VALUE) -> str:
    """Free text as a header's value: plain when it can be, else encoded words."""
    line = _line(text, longest)
    return line if line.isascii() and "=?" not in line else _encoded(line)


@lru_cache(maxsize=512)  # subjects, senders and names come again and again
def _encoded(line: str) -> str:
    """Encoded words of at most 75 octets (RFC 2047 §2), the first short enough to stand beside our headers' names.

    They are cut between graphemes (UAX 29): a reader that shows each word for itself shows no half characters.
    """
    octets, graphemes = line.encode(), [found.encode() for found in regex.findall(r"\X", line)]
    fits = (_FIRST_WORD - len(_BEGINS["q"] + _ENDS)) // 3
    way = "b" if (len(octets) + 2) // 3 * 4 < len(_inside("q", octets)) or max(map(len, graphemes)) > fits else "q"
    words, room = [b""], _FIRST_WORD
    for grapheme in graphemes:
        # One that is too long for a word (many marks on a letter) gives way to the 75 octets.
        for piece in [grapheme] if len(grapheme) <= LONGEST_GRAPHEME else map(str.encode, grapheme.decode()):
            if words[-1] and len(_BEGINS[way] + _inside(way, words[-1] + piece) + _ENDS) > room:
                words.append(b"")
                room = _LONGEST_WORD
            words[-1] += piece
    return " ".join(_BEGINS[way] + _inside(way, word) + _ENDS for word in words)


def _inside(way: str, octets: bytes) -> str:
    if way == "b":
        return binascii.b2a_base64(octets, newline=False).decode("ascii")
    return "".join("_" if octet == 32 else chr(octet) if octet in _BARE else f"={octet:02X}" for octet in octets)


def _identity(text: str) -> str:
    bare = _uri(text.strip().strip("<>"))
    return f"<{bare}>" if bare else ""


def _uri(text: str) -> str:
    return percent(_line(text, LONGEST_VALUE), safe=_URI)[:LONGEST_VALUE]


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
