"""What the email package gives of a mail that may be broken in any way: parts, headers and text that can be read on.

Only here does the package meet what strangers wrote; what it stumbles over is raised as `Unreadable`, with the kind (`Why`).
"""

import email
from collections.abc import Iterable, Iterator
from email.header import decode_header
from email.message import Message as Mail
from email.utils import getaddresses

from tasks.circle.model.apart import sound, strangers
from tasks.circle.people.mail import Why

#: Deeper than any real mail; a message that is nested for its own sake is not walked to its end.
DEEPEST = 20
#: Parts of one mail that are looked at, and groups of a report.
MOST_PARTS = 500
LONGEST_HEADER = 4_000
LONGEST_SUBJECT = 500
LONGEST_TEXT = 60_000


def parsed(raw: bytes | str) -> Mail:
    """A mail, or a block of headers. The old policy of the package on purpose: it reads what is broken, where the new one may raise."""
    with strangers(Why.STRUCTURE):
        return email.message_from_bytes(raw) if isinstance(raw, bytes) else email.message_from_string(raw)


def inside(mail: Mail) -> list[Mail]:
    """The parts a multipart holds, or the one message inside a message/* part."""
    payload = mail.get_payload()
    return [part for part in payload if isinstance(part, Mail)][:MOST_PARTS] if isinstance(payload, list) else []


def parts_of(mail: Mail) -> list[Mail]:
    """The mail and its parts, but not what lies inside an attached mail: that was written by and to somebody else."""
    with strangers(Why.STRUCTURE):
        found = []
        for part in _walked(mail, 0):
            part.get_content_type()  # here, so that nobody who asks later need fear the answer
            found.append(part)
            if len(found) == MOST_PARTS:
                break
        return found


def _walked(mail: Mail, depth: int) -> Iterator[Mail]:
    yield mail
    if mail.get_content_maintype() == "multipart" and depth < DEEPEST:
        for part in inside(mail):
            yield from _walked(part, depth + 1)


def header(mail: Mail, name: str) -> str:
    """The raw value on one line, UTF-8 read (RFC 6532); "" when it isn't there."""
    with strangers(Why.HEADER):
        value = next((text for key, text in mail.raw_items() if key.casefold() == name.casefold()), "")
        line = str(value)[:LONGEST_HEADER].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return " ".join(sound(line).split())


def words(mail: Mail, name: str) -> str:
    """A header in clear, encoded words read; "" when it isn't there. An unknown charset is read as far as it goes."""
    value = header(mail, name)[:LONGEST_SUBJECT]
    with strangers(Why.HEADER):
        return sound("".join(text if isinstance(text, str) else _decoded(text, charset) for text, charset in decode_header(value)))


def _decoded(text: bytes, charset: str | None) -> str:
    try:
        return text.decode(charset or "utf-8", "replace")
    except LookupError:
        return text.decode("latin-1")


def addresses_in(lines: Iterable[str]) -> list[str]:
    """The addresses that lines of From or To name."""
    with strangers(Why.HEADER):
        return [address for _, address in getaddresses(list(lines))]


def sender_of(mail: Mail) -> str:
    """The address of a mail that has one From with one address, else ""."""
    fields = [1 for key, _ in mail.raw_items() if key.casefold() == "from"]
    found = addresses_in([header(mail, "From")])
    return found[0] if len(fields) == len(found) == 1 else ""


def name_of(mail: Mail) -> str:
    """The name in From, as it is shown; "" when there is none."""
    with strangers(Why.HEADER):
        return sound(next((name for name, _ in getaddresses([words(mail, "From")])), ""))


def content_of(part: Mail) -> bytes:
    """What a part holds, its transfer encoding undone; b"" when it holds parts."""
    with strangers(Why.CONTENT):
        content = part.get_payload(decode=True)
        return content if isinstance(content, bytes) else b""


def text_of(part: Mail) -> str:
    return sound(content_of(part).decode("utf-8", "replace")[:LONGEST_TEXT])
