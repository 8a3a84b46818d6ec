"""A letter as the server gets it: addresses, options and bytes. Pure."""

import re
from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass

from tasks.circle.model.records import Outcome
from tasks.doors.ports import Delivery, Envelope

#: What would end an address or a command early; a quoted local part with blanks is not worth its risk.
_NEVER = re.compile(r"[\x00-\x20<>\x7f-\xa0]")


@dataclass(frozen=True, slots=True)
class Ready:
    """Addresses in the form for the envelope; `international`: it takes SMTPUTF8 (RFC 6531) to send this letter."""

    sender: str
    recipient: str
    message: bytes
    international: bool

    def commands(self, offers: Container[str]) -> tuple[bytes, bytes, bytes]:
        """MAIL, RCPT and DATA, with the options that the server has (`offers`: lower case)."""
        options = [f"SIZE={len(self.message)}"] if "size" in offers else []
        options += ["BODY=8BITMIME"] if "8bitmime" in offers and not self.message.isascii() else []
        options += ["SMTPUTF8"] if self.international else []
        mail = " ".join((f"MAIL FROM:<{self.sender}>", *options))
        return f"{mail}\r\n".encode(), f"RCPT TO:<{self.recipient}>\r\n".encode(), b"DATA\r\n"

    def data(self) -> bytes:
        """The message as it is, dots doubled at the start of lines (RFC 5321 §4.5.2), and its end."""
        message = (b"." if self.message.startswith(b".") else b"") + self.message.replace(b"\n.", b"\n..")
        return message + (b".\r\n" if message.endswith(b"\r\n") else b"\r\n.\r\n")


def ready(envelope: Envelope) -> Ready | Delivery:
    """The letter, or why it can't be sent to this address by any server."""
    sender, recipient = _in_ascii(envelope.sender), _in_ascii(envelope.recipient)
    if _NEVER.search(recipient) or "@" not in recipient:
        return Delivery(Outcome.REJECTED, "Adressen er ikke en e-postadresse. Spør deltakeren om riktig adresse.")
    headers = envelope.message.partition(b"\r\n\r\n")[0]
    international = not ((sender + recipient).isascii() and headers.isascii())
    return Ready(sender, recipient, envelope.message, international)


def not_international(letter: Ready) -> Delivery:
    """What to say where the server lacks SMTPUTF8. The address may be right: another server could use it."""
    if not letter.recipient.isascii():
        words = "Spør deltakeren om en adresse uten, eller bruk en tjener som har SMTPUTF8."
        return Delivery(Outcome.REJECTED, f"Adressen har tegn som æ, ø eller å, og e-posttjeneren kan ikke sende til slike. {words}")
    words = "Bruk adresser uten i sender (doors.toml) og hos fasilitatorene, eller en tjener som har SMTPUTF8."
    what = "Avsender eller svaradresse har tegn som æ, ø eller å, og e-posttjeneren kan ikke sende slike."
    return Delivery(Outcome.LATER, f"{what} {words}", stop=True)


def _in_ascii(address: str) -> str:
    """An international domain in its ASCII form when that is all that hinders; as it is written in the letter's headers."""
    local, at, domain = address.strip().rpartition("@")
    if local.isascii() and not domain.isascii():
        with suppress(UnicodeError):  # not a domain: the server says what it thinks of it
            domain = domain.encode("idna").decode("ascii")
    return f"{local}{at}{domain}"
