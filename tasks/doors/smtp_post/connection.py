"""One connection to the mail server: opened and logged in once, then letter after letter, step by step.

yagmail keeps the session; its own way of sending is not used, because it repeats what may have arrived. Its exceptions, and
those of the library below it, are `OSError`s, some with `smtp_code` and `smtp_error`.
"""

import re
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable, Container
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from typing import Any, Literal, cast

import yagmail

from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Outcome
from tasks.doors.bounded.sockets import exchange, trusted, within
from tasks.doors.ports import Delivery, Envelope
from tasks.doors.smtp_post.account import Account
from tasks.doors.smtp_post.replies import Answer, explained, no_starttls, plain_words, server_words, silent, stop

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
    words = "Bruk adresser uten i sender (doors.toml) og hos tilretteleggerne, eller en tjener som har SMTPUTF8."
    what = "Avsender eller svaradresse har tegn som æ, ø eller å, og e-posttjeneren kan ikke sende slike."
    return Delivery(Outcome.LATER, f"{what} {words}", stop=True)


def _in_ascii(address: str) -> str:
    """An international domain in its ASCII form when that is all that hinders; as it is written in the letter's headers."""
    local, at, domain = address.strip().rpartition("@")
    if local.isascii() and not domain.isascii():
        with suppress(UnicodeError):  # not a domain: the server says what it thinks of it
            domain = domain.encode("idna").decode("ascii")
    return f"{local}{at}{domain}"


# Logging in on an open, encrypted line (RFC 4954); XOAUTH2 our own way, because yagmail's doesn't look at the answer.

Reply = tuple[int, bytes | str]
#: What the standard library's client can do with a password.
PASSWORD_WAYS = frozenset({"PLAIN", "LOGIN", "CRAM-MD5"})


def log_in(smtp: Any, account: Account, token: Callable[[], str]) -> None:
    """`smtp` is yagmail's open line, after EHLO. Raises `Stop` when the server refuses, or OSError when the line is lost."""
    offered = set(smtp.esmtp_features.get("auth", "").upper().split())
    wanted = {"XOAUTH2"} if account.auth == "xoauth2" else PASSWORD_WAYS
    if not offered & wanted:
        raise _not_offered(account, offered)
    code, text = _xoauth2(smtp, account.user, token()) if account.auth == "xoauth2" else _password(smtp, account)
    if code != 235:
        raise refused(account, code, text)


def _password(smtp: Any, account: Account) -> Reply:
    if not (account.user + account.password).isascii():
        # The standard library can't encode it; RFC 4616 §2 has UTF-8.
        secret = b64encode(f"\0{account.user}\0{account.password}".encode()).decode("ascii")
        return cast(Reply, smtp.docmd("AUTH", f"PLAIN {secret}"))
    try:
        return cast(Reply, smtp.login(account.user, account.password))
    except OSError as error:
        code = getattr(error, "smtp_code", None)
        if not isinstance(code, int):
            raise
        return code, getattr(error, "smtp_error", b"")


def _xoauth2(smtp: Any, user: str, token: str) -> Reply:
    secret = b64encode(f"user={user}\x01auth=Bearer {token}\x01\x01".encode()).decode("ascii")
    code, text = cast(Reply, smtp.docmd("AUTH", f"XOAUTH2 {secret}"))
    # On 334 the reason comes first, as JSON; the refusal itself after an empty line.
    return cast(Reply, smtp.docmd("")) if code == 334 else (code, text)


def _not_offered(account: Account, offered: set[str]) -> Stop:
    if not offered:
        step = 'Er det riktig port? Tar den brev uten innlogging, sett user = "".'
        return stop("user", f"{account.place} tilbyr ingen innlogging (AUTH).", step)
    known = plain_words(", ".join(sorted(offered)))
    if account.auth == "xoauth2":
        return stop("auth", f"{account.place} tilbyr ikke XOAUTH2, bare {known}.", 'Skriv auth = "password".')
    step = 'Skriv auth = "xoauth2" om XOAUTH2 er blant dem; ellers må en annen tjener brukes.'
    return stop("auth", f"{account.place} tar ikke imot passord, bare {known}.", step)


def refused(account: Account, code: int, text: bytes | str) -> Stop:
    """The login was answered with no."""
    said = server_words(code, text, account.user)
    if code // 100 == 4:
        return stop("user", f"{account.place} tar ikke imot innlogging nå ({said}).", "Vent litt; neste runde prøver igjen.")
    words = text if isinstance(text, str) else text.decode("utf-8", "replace")
    return stop("user", f"{account.place} avviste innloggingen ({said}).", _way_in(account, words.casefold()))


def _way_in(account: Account, said: str) -> str:
    """What to do, by what the server said: its password may be right (Microsoft's 5.7.139)."""
    if "clientauthentication is disabled" in said:
        what = "for kontoen" if "mailbox" in said else "for hele organisasjonen"
        return f"{_OFF.format(what)} Den som styrer Microsoft 365, slår på «Autentisert SMTP» (Authenticated SMTP) for postkassen."
    if "basic authentication is disabled" in said:
        return f'{_OFF.format("med passord")} Skriv auth = "xoauth2"; den som styrer Microsoft 365, må også tillate SMTP for postkassen.'
    if any(words in said for words in ("security defaults", "conditional access", "did not meet the criteria", "user is locked")):
        return f"{_OFF.format('av en sikkerhetsregel')} Den som styrer Microsoft 365, må åpne for SMTP fra denne kontoen, eller velge en annen."
    if any(words in said for words in ("disabled", "suspended", "blocked", "locked")):
        return "Kontoen er stengt. Den som styrer den hos leverandøren, må åpne den igjen; ellers bytt konto (user)."
    if account.auth == "xoauth2":
        return "Se at user er kontoen som ble godkjent (SIRKEL_SMTP_OAUTH), og at den får sende med SMTP (hos Microsoft: «Authenticated SMTP»)."
    if "credits" in said or "too many" in said:
        return "Vent til leverandøren slipper kontoen inn igjen; neste runde prøver."
    return "Rett user, eller SIRKEL_SMTP_PASSWORD. Gmail og mange andre vil ha et app-passord, ikke det vanlige."


_OFF = "Passordet kan være riktig: Innlogging for e-postprogrammer (SMTP AUTH) er slått av {}."


#: As mail programs do (RFC 5321 §4.1.3): the machine's own name is nobody's business, and looking it up can take seconds.
WHO = "[127.0.0.1]"


class _Keeper(yagmail.SMTP):  # type: ignore[misc]
    """With a line that keeps to its exchanges from the first byte on, also before it is encrypted."""

    @property
    def connection(self) -> Any:
        """The class of the session."""
        usual: Any = super().connection

        class Bounded(usual):  # type: ignore[misc]
            def _get_socket(self, *where: Any) -> Any:
                return within(super()._get_socket(*where))

        return Bounded


def keeper(account: Account) -> Any:
    """Not connected yet. It never prompts and never looks into the keyring. Raises `Stop` for an unreadable `ca_file`."""
    way: dict[str, Any] = {"smtp_ssl": False, "smtp_starttls": False}
    if account.security == "starttls":
        way["smtp_starttls"] = {"context": _trusted(account)}
    elif account.security == "tls":
        way |= {"smtp_ssl": True, "context": _trusted(account)}
    return _Keeper(
        {account.user: ""},
        password="",
        host=account.host,
        port=account.port,
        smtp_skip_login=True,  # `log_in` does it, and looks at the answer
        soft_email_validation=False,
        timeout=account.timeout,
        local_hostname=WHO,
        **way,
    )


def _trusted(account: Account) -> ssl.SSLContext:
    try:
        return trusted(account.ca_file)
    except OSError as error:
        step = "Filen skal ha sertifikater i PEM-form (-----BEGIN CERTIFICATE-----)."
        raise stop("ca_file", f"Rotsertifikatene i {account.ca_file} kan ikke leses.", step) from error


def let_go(yag: Any) -> None:
    """Close without QUIT; yagmail would send one when it is collected, and wait for the answer."""
    yag.is_closed = True
    if yag.smtp is not None:
        yag.smtp.close()


COMMANDS: tuple[Literal["MAIL", "RCPT", "DATA"], ...] = ("MAIL", "RCPT", "DATA")
#: How many times its time-out each exchange may take: to open a line, to send a letter, and to hear what became of it: five minutes of
#: the ten that RFC 5321 §4.5.3.2.6 grants.
OPENING, SENDING, PATIENCE = 2, 2, 10
#: Bytes of replies in one exchange.
MOST = 200_000


class LineLost(Exception):  # noqa: N818 - what happened to the line
    """`begun`: the message itself was on its way, so nobody knows. `silent`: the server said nothing in time."""

    def __init__(self, *, begun: bool, silent: bool) -> None:
        super().__init__()
        self.begun, self.silent = begun, silent


class Line:
    """`sent` counts the letters it was used for."""

    def __init__(self, account: Account, token: Callable[[], str]) -> None:
        """Connects, encrypts and logs in. Raises `Stop` saying what to do when it can't."""
        self._account, self.sent = account, 0
        self._yag = keeper(account)
        try:
            with self._exchange(OPENING):
                self._yag.login()
                self._smtp: Any = self._yag.smtp
                self._smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else a letter's end waits for its beginning
                self._smtp.ehlo_or_helo_if_needed()
                if account.user:
                    log_in(self._smtp, account, token)
        except Stop:
            let_go(self._yag)
            raise
        except (OSError, ValueError) as error:
            smtp = self._yag.smtp
            asked = account.security == "starttls" and smtp and smtp.does_esmtp and not isinstance(smtp.sock, ssl.SSLSocket)
            lacking = asked and not smtp.has_extn("starttls")
            let_go(self._yag)
            raise (no_starttls(account) if lacking else explained(error, account)) from error

    def _exchange(self, times: int = 1) -> AbstractContextManager[None]:
        return exchange(times * self._account.timeout, MOST)

    def offers(self, extension: str) -> bool:
        return bool(self._smtp.has_extn(extension))

    @property
    def protocol(self) -> str:
        """Such as TLSv1.3; "" where nothing is encrypted."""
        version = getattr(self._smtp.sock, "version", None)
        return str(version()) if version else ""

    def transact(self, letter: Ready) -> Answer:
        """The reply that decided the letter. Raises `LineLost`."""
        self.sent += 1
        try:
            with self._exchange():
                answer = self._envelope(letter)
        except OSError as error:
            raise LineLost(begun=False, silent=silent(error)) from error
        if answer.command != "DATA" or answer.code != 354:
            return answer
        try:
            return self._message(letter)
        except OSError as error:
            raise LineLost(begun=True, silent=silent(error)) from error

    def _envelope(self, letter: Ready) -> Answer:
        """The first refusal, or the reply to DATA. The plain form, for servers without PIPELINING, takes three round trips instead of one."""
        commands = letter.commands(self._smtp.esmtp_features)
        if self.offers("pipelining"):
            return self._piped(commands)
        for command, line in zip(COMMANDS, commands, strict=True):
            self._smtp.send(line)
            answer = self._answer(command)
            if not _agrees(answer):
                break
        return answer

    def _piped(self, commands: tuple[bytes, ...]) -> Answer:
        """RFC 2920 §3.1: DATA may be the last of a group, and each command gets its reply."""
        self._smtp.send(b"".join(commands))
        for number, command in enumerate(COMMANDS, start=1):
            answer = self._answer(command)
            if not _agrees(answer):
                self._skip(len(COMMANDS) - number if answer.code != 421 else 0)
                break
        return answer

    def _skip(self, replies: int) -> None:
        """Read what else was answered after a refusal; a server that waits for a message nobody will get is told so."""
        with suppress(OSError):  # the refusal stands, and the next use of the line finds out
            code = 0
            for _ in range(replies):
                code, _text = self._smtp.getreply()
            if code == 354:
                self._smtp.send(b".\r\n")
                self._smtp.getreply()

    def _message(self, letter: Ready) -> Answer:
        self._smtp.sock.settimeout(PATIENCE * self._account.timeout)
        with self._exchange(SENDING):
            self._smtp.send(letter.data())
        with self._exchange(PATIENCE):
            answer = self._answer("end")
        self._smtp.sock.settimeout(self._account.timeout)
        return answer

    def _answer(self, command: Literal["MAIL", "RCPT", "DATA", "end"]) -> Answer:
        code, text = self._smtp.getreply()
        if code < 200:
            raise ConnectionError("no SMTP reply")
        return Answer(command, code, text.decode("utf-8", "replace"))

    def reset(self) -> None:
        """Forget the letter that was refused. Raises `LineLost`."""
        self._ask("RSET")

    def alive(self) -> bool:
        """True when the server still answers after a pause."""
        try:
            self._ask("NOOP")
        except LineLost:
            return False
        return True

    def accepts(self, sender: str) -> Answer:
        """What the server says to letters from `sender`; nothing is sent. Raises `LineLost`."""
        code, text = self._ask(f"MAIL FROM:<{sender}>")
        self.reset()
        return Answer("MAIL", code, text.decode("utf-8", "replace"))

    def _ask(self, command: str) -> tuple[int, bytes]:
        try:
            with self._exchange():
                code, text = self._smtp.docmd(command)
        except OSError as error:
            raise LineLost(begun=False, silent=silent(error)) from error
        if code == 421 or code < 200:
            raise LineLost(begun=False, silent=False)
        return code, text

    def quit(self) -> None:
        """Say goodbye; a line that is lost already is none the worse for it."""
        with suppress(OSError), self._exchange():
            self._smtp.docmd("QUIT")
        self.drop()

    def drop(self) -> None:
        """End it without a word."""
        let_go(self._yag)


def _agrees(answer: Answer) -> bool:
    return answer.code == 354 if answer.command == "DATA" else answer.code // 100 == 2
