"""The text of a mail that somebody wrote, whichever program sent it: its plain part, or what its HTML shows."""

import re
from email.message import Message as Mail

from tasks.circle.model.apart import sound, strangers
from tasks.circle.people.mail import Why
from tasks.doors.imap_mailbox.html_text import text_of_html
from tasks.doors.imap_mailbox.mime_parts import LONGEST_TEXT, content_of, header

#: What some programs name that no codec of Python's is called.
_CHARSETS = {
    "cp-850": "cp850",
    "iso-8859-8-i": "iso-8859-8",
    "unicode-1-1-utf-7": "utf-7",
    "ansi": "cp1252",
    "x-user-defined": "cp1252",
    "latin1": "latin-1",
}
#: A plain part that only says that there is another one.
_INSTEAD = re.compile(
    r"(?:denne (?:e-posten|meldingen) (?:er|vises)|this (?:e-?mail|message) (?:is|was|requires|contains)|view (?:this|it) in|html)\b.{0,80}\bhtml",
    re.IGNORECASE,
)


def written_text(parts: list[Mail]) -> str:
    """Of the first of `parts` that holds text and is no attachment; "" where none does. At most `LONGEST_TEXT` signs of what was sent."""
    with strangers(Why.CONTENT):
        shown = [part for part in parts if part.get_content_type() in ("text/plain", "text/html") and not _attached(part)]
        found = {part.get_content_type(): part for part in reversed(shown)}
        plain = _plain(found["text/plain"]) if "text/plain" in found else ""
        if "text/html" in found and (not plain.strip() or (len(plain) < 300 and _INSTEAD.search(plain))):
            plain = text_of_html(_decoded(found["text/html"]))
        return sound(plain[:LONGEST_TEXT])


def linked_text(parts: list[Mail]) -> str:
    """The sources of HTML parts, for the links in them that no reader sees."""
    with strangers(Why.CONTENT):
        return "\n".join(_decoded(part)[:LONGEST_TEXT] for part in parts if part.get_content_type() == "text/html" and not _attached(part))


def _attached(part: Mail) -> bool:
    return header(part, "Content-Disposition").casefold().startswith("attachment") or bool(part.get_filename())


def _plain(part: Mail) -> str:
    text = _decoded(part)
    if str(part.get_param("format", "")).casefold() == "flowed":
        return _unflowed(text, joined=str(part.get_param("delsp", "")).casefold() == "yes")
    return text


def _unflowed(text: str, *, joined: bool) -> str:
    """Lines that a program broke are whole again (RFC 3676 §4.2)."""
    lines: list[str] = []
    soft = False
    for line in text.replace("\r\n", "\n").split("\n"):
        marks = re.match(r">*", line)[0]  # type: ignore[index]  # it always matches
        bare = line[len(marks) :].removeprefix(" ")
        same = bool(lines) and soft and len(re.match(r">*", lines[-1])[0]) == len(marks)  # type: ignore[index]
        if same:
            lines[-1] = (lines[-1][:-1] if joined else lines[-1]) + bare
        else:
            lines.append(f"{marks}{' ' if marks else ''}{bare}")
        soft = bare.endswith(" ") and bare != "-- "
    return "\n".join(lines)


def _decoded(part: Mail) -> str:
    content = content_of(part)[: 4 * LONGEST_TEXT]
    named = str(part.get_content_charset() or "utf-8").strip("\"' ")
    tries = dict.fromkeys((_CHARSETS.get(named, named), "utf-8", "cp1252", "latin-1"))
    if named == "us-ascii":
        tries = dict.fromkeys(("utf-8", "cp1252", "latin-1"))
    for charset in tries:
        try:
            return content.decode(charset)
        except (LookupError, UnicodeError):
            continue
    return content.decode("latin-1")
