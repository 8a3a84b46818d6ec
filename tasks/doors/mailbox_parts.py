"""What the email package gives of a mail that may be broken: parts, headers and text, always as something that can be read on."""

from collections.abc import Iterator
from email.message import Message as Mail

#: Deeper than any real mail; a message that is nested for its own sake is not walked to its end.
DEEPEST = 20
LONGEST_HEADER = 4_000
LONGEST_TEXT = 60_000


def inside(mail: Mail) -> list[Mail]:
    """The parts a multipart holds, or the one message inside a message/* part."""
    payload = mail.get_payload()
    return [part for part in payload if isinstance(part, Mail)] if isinstance(payload, list) else []


def parts_of(mail: Mail, depth: int = 0) -> Iterator[Mail]:
    """The mail and its parts, but not what lies inside an attached mail: that was written by and to somebody else."""
    yield mail
    if mail.get_content_maintype() == "multipart" and depth < DEEPEST:
        for part in inside(mail):
            yield from parts_of(part, depth + 1)


def header(mail: Mail, name: str) -> str:
    """The raw value on one line, UTF-8 read (RFC 6532); "" when it isn't there."""
    value = next((text for key, text in mail.raw_items() if key.casefold() == name.casefold()), "")
    line = str(value)[:LONGEST_HEADER].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(line.split())


def text_of(part: Mail) -> str:
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "replace")[:LONGEST_TEXT] if isinstance(content, bytes) else ""
