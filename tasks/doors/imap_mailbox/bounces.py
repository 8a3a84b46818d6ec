"""Delivery reports: RFC 3464 and its international twin RFC 6533, and plain words of older mail servers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from email.message import Message as Mail
from itertools import islice

from tasks.circle.people.mail import Ignored, Returned
from tasks.circle.people.refusals import status as enhanced_code
from tasks.doors.imap_mailbox.mime_parts import LONGEST_TEXT, MOST_PARTS, addresses_in, header, inside, parsed, text_of

_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_ORIGINAL_TYPES = frozenset({"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"})
_IDENTITY = re.compile(r"<[^<>\s]{3,900}>")
_REPLY_CODE = re.compile(r"\b(5[0-5]\d)[ -]", re.ASCII)
#: The header that mail servers leave alone where they give a letter another Message-ID.
OWN_ID = "X-Sirkel-Letter"
_OUR_ID = re.compile(r"^[> ]*(?:X-Sirkel-Letter|Message-ID):\s*(<[^<>\s]{3,900}>)", re.IGNORECASE | re.MULTILINE)
#: Where the letter that came back begins, which has figures and words of its own.
_QUOTED = re.compile(r"^[> ]*(?:Return-Path|Received|DKIM-Signature|MIME-Version|Subject|X-Sirkel-Letter|Message-ID):", re.IGNORECASE | re.MULTILINE)
_TO = re.compile(r"^[> ]*To:\s*(.{3,400})$", re.IGNORECASE | re.MULTILINE)
_ANY_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{3,255}")
#: The secret of a personal link (`who_for` in tasks/circle/model/links.py), as List-Unsubscribe has it.
_TOKEN = re.compile(r"\b[DF]\d{2,6}\.([\w-]{22})(?![\w-])", re.ASCII)
_MACHINES = ("mailer-daemon", "postmaster", "mail-daemon")
MOST_ADDRESSES = 20
#: Characters of what a mail server said.
LONGEST_SAID = 2000


def returned(mail: Mail, parts: Sequence[Mail], arrived: datetime) -> Returned | Ignored | None:
    """What the mail reports; None when it is no report. `parts` are the mail and its parts, `arrived` in UTC.

    A report of a letter that is on its way, or that came through, is left alone.
    """
    status = next((part for part in parts if part.get_content_type() in _STATUS_TYPES), None)
    if status is not None:
        return _standard(mail, parts, status, arrived)
    return _in_words(mail, parts, arrived) if _from_a_machine(mail) else None


def _standard(mail: Mail, parts: Sequence[Mail], status: Mail, arrived: datetime) -> Returned | Ignored:
    failed = [group for group in islice(_groups(status), MOST_PARTS) if header(group, "Action").strip().casefold() == "failed"]
    if not failed:
        return Ignored.AUTOMATIC
    said = " ".join(header(group, "Diagnostic-Code").partition(";")[2] for group in failed)
    # After a general code the server's own words may know more.
    code = enhanced_code(" ".join([*(header(group, "Status") for group in failed), said]))
    originals = list(_originals(parts))
    addresses = [header(group, name).rpartition(";")[2] for group in failed for name in ("Original-Recipient", "Final-Recipient")]
    addresses += addresses_in(header(original, "To") for original in originals)
    ids = [header(original, name) for original in originals for name in (OWN_ID, "Message-ID")]
    ids += [header(mail, name) for name in ("X-Original-Message-ID", "In-Reply-To", "References")]
    ways = " ".join(header(original, "List-Unsubscribe") for original in originals)
    return Returned(_identities(ids), code, _plain(addresses), arrived, _tokens(ways), said[:LONGEST_SAID])


def _groups(status: Mail) -> Iterator[Mail]:
    """The report's groups of fields, the one about the message and those about recipients."""
    for block in inside(status):
        yield block
        # RFC 6533: the package reads its first group as headers, and the others as text.
        text = text_of(block)
        yield from (parsed(group) for group in re.split(r"\r?\n\r?\n", text) if group.strip())


def _originals(parts: Iterable[Mail]) -> Iterator[Mail]:
    """The letter that came back, or its headers."""
    for part in parts:
        if part.get_content_type() not in _ORIGINAL_TYPES:
            continue
        for original in inside(part):
            yield original
            yield parsed(text_of(original))  # message/global-headers: they lie inside as text
        if not part.is_multipart():
            yield parsed(text_of(part))


def _in_words(mail: Mail, parts: Sequence[Mail], arrived: datetime) -> Returned | None:
    """Only a report that quotes a Message-ID and says in figures that it failed for good counts."""
    text = "\n".join(text_of(part) for part in parts if part.get_content_maintype() == "text")[:LONGEST_TEXT]
    originals = list(_originals(parts))
    ids = _identities([*_OUR_ID.findall(text), *(header(original, name) for original in originals for name in (OWN_ID, "Message-ID"))])
    said = _QUOTED.split(text, maxsplit=1)[0]
    status = enhanced_code(said) or enhanced_code(text) or ("5.0.0" if _REPLY_CODE.search(text) else "")
    if not ids or not status.startswith("5."):
        return None
    addresses = _ANY_ADDRESS.findall(text)[:MOST_ADDRESSES] + addresses_in(_TO.findall(text)[:1])
    addresses += addresses_in(header(original, "To") for original in originals)
    ways = " ".join([text, *(header(original, "List-Unsubscribe") for original in originals)])
    return Returned(ids, status, _plain(addresses), arrived, _tokens(ways), said[:LONGEST_SAID])


def _from_a_machine(mail: Mail) -> bool:
    if header(mail, "Return-Path") == "<>" or "X-Failed-Recipients" in mail:
        return True
    return any(sender.casefold().startswith(_MACHINES) for sender in addresses_in([header(mail, "From")])[:1])


def _identities(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for text in texts for found in _IDENTITY.findall(text[:4000])))[:MOST_ADDRESSES]


def _plain(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.strip().strip("<>") for each in addresses if "@" in each))[:MOST_ADDRESSES]


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_TOKEN.findall(text)))[:MOST_ADDRESSES]
