"""One connection to the mail server: opened and logged in once, then letter after letter, step by step.

yagmail keeps the session; its own way of sending is not used, because it repeats what may have arrived. Its exceptions, and
those of the library below it, are `OSError`s, some with `smtp_code` and `smtp_error`.
"""

import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Literal

from tasks.circle.model.errors import Stop
from tasks.doors.smtp_post.account import Account
from tasks.doors.smtp_post.envelope import Ready
from tasks.doors.smtp_post.replies import Answer
from tasks.doors.smtp_post_faults import explained, no_starttls, silent
from tasks.doors.smtp_post_keeper import keeper, lacks_starttls, let_go
from tasks.doors.smtp_post_login import log_in

COMMANDS: tuple[Literal["MAIL", "RCPT", "DATA"], ...] = ("MAIL", "RCPT", "DATA")
#: How many times its time-out a whole letter may take (RFC 5321 §4.5.3.2.6).
PATIENCE = 4


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
            self._yag.login()
            self._smtp: Any = self._yag.smtp
            self._smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else a letter's end waits for its beginning
            self._smtp.ehlo_or_helo_if_needed()
            if account.user:
                log_in(self._smtp, account, token)
        except Stop:
            let_go(self._yag)
            raise
        except OSError as error:
            lacking = account.security == "starttls" and lacks_starttls(self._yag)
            let_go(self._yag)
            raise (no_starttls(account) if lacking else explained(error, account)) from error

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
        """The first refusal, or the reply to DATA. In one piece where the server can take it: one round trip instead of three."""
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
        self._smtp.send(letter.data())
        self._smtp.sock.settimeout(PATIENCE * self._account.timeout)
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
            code, text = self._smtp.docmd(command)
        except OSError as error:
            raise LineLost(begun=False, silent=silent(error)) from error
        if code == 421 or code < 200:
            raise LineLost(begun=False, silent=False)
        return code, text

    def quit(self) -> None:
        """Say goodbye; a line that is lost already is none the worse for it."""
        with suppress(OSError):
            self._smtp.docmd("QUIT")
        self.drop()

    def drop(self) -> None:
        """End it without a word."""
        let_go(self._yag)


def _agrees(answer: Answer) -> bool:
    return answer.code == 354 if answer.command == "DATA" else answer.code // 100 == 2
