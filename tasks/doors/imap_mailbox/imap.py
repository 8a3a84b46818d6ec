"""The mailbox that answers to the letters arrive in, read with IMAP (RFC 3501) over verified TLS.

The folder is opened for reading only (EXAMINE) and messages are peeked at: nothing is deleted, moved or marked as read.
"""

import re
import ssl
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from hashlib import sha256
from imaplib import IMAP4, IMAP4_SSL
from pathlib import Path
from socket import gaierror
from time import monotonic
from typing import Any

from tasks.circle.model.apart import TELL, fault_of
from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.hosts import is_loopback
from tasks.circle.model.records import MailMark
from tasks.circle.people.mail import Message, Unread, Why
from tasks.doors.bounded.sockets import Overfull, exchange, fits, stems_from, trusted, within
from tasks.doors.imap_mailbox.messages import read_message
from tasks.doors.ports import NewMail, Tokens

# A mailbox that can't be read, in words for the person who can mend it (R23). No address, no password, nothing of a message.

WHERE = "doors.toml, [mailbox]"
AGAIN = "Ingenting er mistet: neste runde leser det som er kommet."


@contextmanager
def explained(place: str, folder: str) -> Iterator[None]:
    """Turn whatever the line to `place` (host:port) does into `Stop`."""
    try:
        yield
    except Stop:
        raise
    except Exception as error:  # imaplib raises whatever it stumbles over in what a server says
        raise Stop([Problem(WHERE, *_fault(error, place, folder))]) from error


def _fault(error: Exception, place: str, folder: str) -> tuple[str, str]:
    if isinstance(error, ssl.SSLCertVerificationError):
        step = "Rett host; har tjeneren et eget rotsertifikat, sett ca_file. Er sertifikatet utløpt, må den som driver tjeneren fornye det."
        return f"Sertifikatet til {place} kan ikke godtas ({error.verify_message}). Passordet er ikke sendt.", step
    if isinstance(error, ssl.SSLError):
        return f"{place} snakker ikke TLS slik den skal. Passordet er ikke sendt.", "Se at port og security stemmer (993 og tls)."
    if isinstance(error, gaierror):
        return f"{place} finnes ikke.", "Rett host; se at maskinen er på nett."
    if stems_from(error, Overfull):
        return f"{place} sender mer enn den ble spurt om, og holder ikke opp.", f"Vis dette til den som driver e-posttjeneren. {AGAIN}"
    if stems_from(error, TimeoutError):
        return f"{place} svarer ikke.", AGAIN
    if isinstance(error, OSError):
        return f"Linjen til {place} ble brutt eller kom aldri opp.", f"Se at host og port stemmer. {AGAIN}"
    if isinstance(error, IMAP4.abort):
        return f"{place} la på.", AGAIN
    odd = f"{place} svarte noe uventet da mappen {folder} ble lest"
    if isinstance(error, (IMAP4.error, ValueError)):
        return f"{odd}.", f"Vis dette til den som driver e-posttjeneren. {AGAIN}"
    return f"{odd} ({fault_of(error).words}). {AGAIN}", TELL


#: Messages read in one round; the rest come in the next one. A mailbox never seen before is read from so far back.
MOST = 1000
#: Bytes read of each message: reports and replies stand at the beginning, and nobody can fill the memory.
LARGEST = 512 * 1024
#: Messages asked for at a time.
PORTION = 10
#: How many times its time-out an exchange may take, and all the reading before the rest is left to the next round; bytes of an exchange.
WHOLE, SPELL, MOST_AT_ONCE = 2, 10, 2 * PORTION * LARGEST

_UID = re.compile(rb"\bUID (\d{1,10})\b")
_ARRIVED = re.compile(rb'INTERNALDATE "\s*([^"]{1,40})"')
#: A short text may come in quotes (RFC 3501 §4.3).
_SHORT = re.compile(rb'BODY\[\](?:<0>)? "([^"\\]*)"', re.IGNORECASE)
_EPOCH = datetime.fromtimestamp(0, UTC)


class _Bounded(IMAP4):
    """imaplib's line, which keeps to its exchanges from the first byte on."""

    def _create_socket(self, *timeout: Any) -> Any:
        return within(super()._create_socket(*timeout))  # type: ignore[misc]

    def read(self, size: int) -> bytes:
        """imaplib makes room for as much as a server announces."""
        fits(size)
        return super().read(size)


class _BoundedTls(_Bounded, IMAP4_SSL):
    """The same, encrypted."""


class ImapMailbox:
    """Where answers to the letters arrive, behind an IMAP server. Reading it deletes nothing and marks nothing as read: people use it too.

    Every call logs in anew and out again; each wait ends after `timeout` seconds.
    """

    def __init__(
        self,
        host: str,
        port: int,
        user: str,
        password: str,
        *,
        security: str = "tls",
        folder: str = "INBOX",
        ca_file: Path | None = None,
        timeout: float = 30,
        tokens: Tokens | None = None,
    ) -> None:
        """`security`: tls, starttls, or none (on loopback only; raises ValueError elsewhere). `ca_file` (PEM) replaces the
        machine's own roots. `tokens` take the place of `password` (XOAUTH2)."""
        if security == "none" and not is_loopback(host):
            raise ValueError("a password goes over the network in TLS only")
        self._host, self._port, self._user, self._password = host, port, user, password
        self._security, self._folder, self._ca_file, self._timeout = security, folder, ca_file, timeout
        self._tokens = tokens
        # The user is often an address, and the ledger holds none.
        self._box = f"{folder}:{sha256(f'{host}|{user}'.encode()).hexdigest()[:12]}"

    def read(self, marks: Sequence[MailMark]) -> NewMail:
        """At most `MOST` messages after the one of `marks` that is this mailbox's, oldest first; keep the new mark only when the rest is
        durable. Raises `Stop` when the mailbox can't be read.

        A mailbox without a mark, or whose UIDs were made anew (UIDVALIDITY), is read from its last `MOST` UIDs on: what was read
        before says nothing new.
        """
        with self._open() as line:
            validity, coming = _number(line, "UIDVALIDITY"), _number(line, "UIDNEXT")
            mark = next((each for each in marks if (each.box, each.validity) == (self._box, validity)), None)
            last = mark.uid if mark else max(coming - 1 - MOST, 0)
            with self._exchange():
                found = [] if coming and coming <= last + 1 else _after(line, last)[:MOST]
            messages: list[Message] = []
            late = monotonic() + SPELL * self._timeout
            for at in range(0, len(found), PORTION):
                if monotonic() > late:
                    found = found[:at]
                    break
                with self._exchange():
                    messages += _fetched(line, found[at : at + PORTION])
            uid = found[-1] if found else max(last, coming - 1 if coming else last)
            return NewMail(tuple(messages), MailMark(self._box, validity, uid))

    def check(self) -> str:
        """How many messages lie there. Raises `Stop` when the mailbox can't be read."""
        with self._open() as line:
            held = _number(line, "EXISTS")
            return f"{self._host}: mappen {self._folder} kan leses ({held} meldinger)"

    @contextmanager
    def _open(self) -> Iterator[IMAP4]:
        """A line that is logged in, with the folder open for reading."""
        with explained(f"{self._host}:{self._port}", self._folder), ExitStack() as farewell:
            token = self._tokens.get() if self._tokens else ""
            with self._exchange():
                line = farewell.enter_context(self._ended(self._connected()))
                self._log_in(line, token)
                if line.select(_quoted(self._folder), readonly=True)[0] != "OK":
                    what = f"Postkassen har ingen mappe «{self._folder}» som kan leses."
                    raise Stop([Problem("doors.toml, [mailbox] folder", what, "Skriv navnet slik e-posttjeneren har det, for eksempel INBOX.")])
            yield line

    @contextmanager
    def _ended(self, line: IMAP4) -> Iterator[IMAP4]:
        """A farewell when all went well; the socket closed in any case, which imaplib leaves open when its own farewell fails."""
        try:
            yield line
            with self._exchange():
                line.logout()
        finally:
            with suppress(OSError):  # closed already
                line.shutdown()

    def _exchange(self) -> AbstractContextManager[None]:
        return exchange(WHOLE * self._timeout, MOST_AT_ONCE)

    def _connected(self) -> IMAP4:
        if self._security == "none":
            return _Bounded(self._host, self._port, self._timeout)
        context = trusted(self._ca_file)
        if self._security == "tls":
            return _BoundedTls(self._host, self._port, ssl_context=context, timeout=self._timeout)
        line = _Bounded(self._host, self._port, self._timeout)
        try:
            line.starttls(context)
        except BaseException:
            line.shutdown()
            raise
        return line

    def _log_in(self, line: IMAP4, token: str) -> None:
        if token and "AUTH=XOAUTH2" not in line.capabilities:
            what = f"{self._host} tilbyr ikke XOAUTH2 for postkassen."
            raise Stop([Problem("doors.toml, [mailbox] auth", what, 'Skriv auth = "password", eller rett host.')])
        try:
            if token:
                # Given once; a refusal comes as a challenge with the reason, which wants an empty answer before the server says no.
                answers = iter([f"user={self._user}\x01auth=Bearer {token}\x01\x01".encode()])
                line.authenticate("XOAUTH2", lambda _: next(answers, b""))
            elif (self._user + self._password).isascii():
                line.login(self._user, self._password)
            else:  # LOGIN knows ASCII only; this is RFC 4616, in UTF-8
                line.authenticate("PLAIN", lambda _: f"\0{self._user}\0{self._password}".encode())
        except IMAP4.abort:
            raise
        except IMAP4.error as error:
            what = f"{self._host} avviste innloggingen til postkassen."
            step = "Rett user, eller SIRKEL_IMAP_PASSWORD. Gmail og mange andre vil ha et app-passord, og at IMAP er slått på."
            if self._tokens:
                self._tokens.drop()
                step = "Se at user er kontoen som ble godkjent, at godkjenningen (SIRKEL_SMTP_OAUTH) gjelder IMAP, og at IMAP er slått på."
            raise Stop([Problem("doors.toml, [mailbox] user", what, step)]) from error


def _after(line: IMAP4, last: int) -> list[int]:
    """UIDs greater than `last`, rising. A server answers «n:*» with the last message also when its UID is lower."""
    said = _asked(line, "SEARCH", "UID", f"{last + 1}:*")
    found = {_in_range(each) for words in said if words for each in words.split()}
    return sorted(uid for uid in found if uid > last)


def _fetched(line: IMAP4, uids: Sequence[int]) -> list[Message]:
    """What the messages are, in the order of `uids`; one that was deleted meanwhile is missing.

    Last stand those that the server gave without their number or without any text: nobody can tell what they are.
    """
    said = _asked(line, "FETCH", ",".join(map(str, uids)), f"(UID INTERNALDATE BODY.PEEK[]<0.{LARGEST}>)")
    found: dict[int, Message] = {}
    nameless: list[Message] = []
    for fields, content in _answers(said):
        arrived, uid = arrival(fields), _UID.search(fields)
        message = read_message(content, arrived) if uid and content is not None else Unread(Why.SERVER, arrived)
        if uid:
            found[int(uid[1])] = message
        else:
            nameless.append(message)
    return [found[uid] for uid in uids if uid in found] + nameless


def _answers(said: Sequence[Any]) -> Iterator[tuple[bytes, bytes | None]]:
    """The fields and the text of each message, None when the server gave no text. The fields stand before it or after it, as the
    server likes (RFC 3501 §7.4.2)."""
    tail = False
    for place, each in enumerate(said):
        if isinstance(each, tuple):
            after = said[place + 1] if place + 1 < len(said) else b""
            tail = isinstance(after, bytes)
            yield each[0] + b" " + (after if isinstance(after, bytes) else b""), each[1]
        elif tail:
            tail = False
        elif isinstance(each, bytes) and b"BODY[" in each.upper():
            short = _SHORT.search(each)
            yield each, short[1] if short else None


def _asked(line: IMAP4, command: str, *arguments: str) -> list[Any]:
    state, said = line.uid(command, *arguments)
    if state != "OK":
        raise IMAP4.error(f"{command} was answered with {state}")
    return said


def arrival(fields: bytes) -> datetime:
    """INTERNALDATE in UTC; now where the server tells none, or one that can't be."""
    now = datetime.now(UTC)
    found = _ARRIVED.search(fields)
    try:
        told = datetime.strptime(found[1].decode(), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC) if found else now
    except (ValueError, OverflowError):  # strptime's own ways to say no
        return now
    return told if _EPOCH <= told <= now else now


def _number(line: IMAP4, name: str) -> int:
    """A number the server told when the folder was opened; 0 when it did not."""
    told = line.response(name)[1]
    return _in_range(told[-1]) if told and told[-1] else 0


def _in_range(told: bytes) -> int:
    """A UID or another number of IMAP's; ValueError for what is none (RFC 3501 §9: 32 bits). A mark beyond would never be left."""
    number = int(told)
    if not 0 <= number < 2**32:
        raise ValueError("no number of IMAP's")
    return number


def _quoted(folder: str) -> str:
    """The name as IMAP has it: other letters than ASCII in modified UTF-7 (RFC 3501 §5.1.3), in quotes."""

    def shifted(found: re.Match[str]) -> str:
        return "&" + b64encode(found[0].encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"

    name = re.sub(r"[^\x20-\x7e]+", shifted, folder.replace("&", "&-"))
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
