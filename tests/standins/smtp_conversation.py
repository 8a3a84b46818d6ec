"""One client's line to the stand-in mail server: its commands, its messages, and what the script says about them."""

import re
import socket
import time
from typing import Protocol

from tests.standins.smtp_login import Login
from tests.standins.smtp_script import Accepted, Script, Turn

MESSAGE_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
END, EMPTY = b"\r\n.\r\n", b".\r\n"


class Server(Protocol):
    """What a conversation needs of its server."""

    script: Script

    def turn(self, point: str, recipients: list[str]) -> Turn | None: ...

    def keep(self, accepted: Accepted) -> None: ...

    def saw(self, command: str) -> None: ...

    def login(self, *, good: bool) -> None: ...

    def replaced(self, old: socket.socket, new: socket.socket) -> None: ...


class Cut(Exception):  # noqa: N818 - what happens to the line
    """The server ends the line here."""


class Conversation:
    """One client's line. Replies to what came in one piece go out in one piece, `delay` seconds later: as over a network."""

    def __init__(self, server: Server, line: socket.socket, number: int) -> None:
        self.server, self.script, self.line, self.number = server, server.script, line, number
        self.buffer, self.replies = bytearray(), list[bytes]()
        self.secure, self.user, self.taken, self.wants = False, "", 0, Login(server.script)
        self.body = self.begun = False
        self._reset()

    def _reset(self) -> None:
        self.sender: str | None = None
        self.recipients: list[str] = []
        self.options: set[str] = set()

    def hold(self) -> None:
        if self.script.security == "tls":
            self._encrypt()
        self._answer("connect", "220 stedfortreder ESMTP")
        self._flush()
        while piece := self.line.recv(65536):
            self.buffer += piece
            while self._step():
                continue
            self._flush()

    def _encrypt(self) -> None:
        assert self.script.certificate
        raw = self.line
        self.line = self.script.certificate.wrap_socket(raw, server_side=True)
        self.server.replaced(raw, self.line)
        self.secure = True

    def _flush(self) -> None:
        if self.replies:
            if self.script.delay:
                time.sleep(self.script.delay)
            self.line.sendall(b"".join(self.replies))
            self.replies.clear()

    def _say(self, reply: str) -> None:
        self.replies.append(f"{reply}\r\n".encode())
        if reply.startswith(("221", "421")):
            self._flush()
            raise Cut

    def _at(self, point: str) -> str:
        """The reply scripted for this point, "" when there is none; stands still or cuts when told to."""
        turn = self.server.turn(point, self.recipients)
        if turn is None:
            return ""
        if turn.hold:
            self._flush()
            turn.hold.stand()
        if turn.cut:
            self._flush()
            raise Cut
        return turn.reply

    def _answer(self, point: str, usual: str) -> bool:
        """The usual reply or the scripted one; True when it is the usual."""
        scripted = self._at(point)
        self._say(scripted or usual)
        return not scripted

    def _step(self) -> bool:
        """Deal with the next command or message in the buffer; False when it isn't there whole."""
        if self.body:
            return self._message()
        line, found, rest = self.buffer.partition(b"\r\n")
        if not found:
            return False
        self.buffer = rest
        if self.wants.waiting:
            self._logged_in(self.wants.go_on(bytes(line)))
            return True
        if self.buffer and "PIPELINING" not in self.script.extensions:
            self._say("503 5.5.0 improper command pipelining")
            self.buffer.clear()
            return True
        self._command(line.decode("utf-8", "replace"))
        return True

    def _command(self, line: str) -> None:
        verb, _, rest = line.partition(" ")
        self.server.saw(verb.upper())
        handler = getattr(self, f"_on_{verb.lower()}", None)
        handler(rest) if handler else self._say("500 5.5.2 unknown command")

    def _on_ehlo(self, _: str) -> None:
        offers = list(self.script.extensions)
        if self.script.security == "starttls" and not self.secure:
            offers.append("STARTTLS")
        elif self.script.mechanisms:
            offers.append(f"AUTH {' '.join(self.script.mechanisms)}")
        lines = ["stedfortreder", *offers]
        self._answer("ehlo", "\r\n".join(f"250{'-' if n < len(lines) else ' '}{text}" for n, text in enumerate(lines, 1)))

    def _on_starttls(self, _: str) -> None:
        if self.script.security != "starttls":
            self._say("502 5.5.1 not here")
        elif self._answer("starttls", "220 2.0.0 go on"):
            self._flush()
            self.buffer.clear()  # what came in clear before it counts for nothing (RFC 3207 §4.2)
            self._encrypt()

    def _on_auth(self, rest: str) -> None:
        if self.script.security != "none" and not self.secure:
            self._say("538 5.7.11 encryption needed")
        elif scripted := self._at("auth"):
            self._say(scripted)
        else:
            self._logged_in(self.wants.begin(rest))

    def _logged_in(self, reply: str) -> None:
        if reply.startswith("235"):
            self.user = self.wants.user
            self.server.login(good=True)
        elif not reply.startswith("334"):
            self.server.login(good=False)
        self._say(reply)

    def _on_mail(self, rest: str) -> None:
        address, options = _path(rest, "FROM:")
        self.options = {option.partition("=")[0].upper() for option in options}
        offered = {each.partition(" ")[0] for each in self.script.extensions}
        if self.script.limit and self.taken >= self.script.limit:
            self._say("421 4.7.0 too many messages on this line")
        elif (self.script.users or self.script.tokens) and not self.user:
            self._say("530 5.7.0 authentication required")
        elif self.sender is not None:
            self._say("503 5.5.1 nested MAIL")
        elif self.options - {"BODY", "SIZE", "SMTPUTF8"} or (self.options & {"SMTPUTF8"}) - offered:
            self._say("555 5.5.4 unsupported option")
        elif self._answer("mail", "250 2.1.0 ok"):
            self.sender = address

    def _on_rcpt(self, rest: str) -> None:
        address, _ = _path(rest, "TO:")
        if self.sender is None:
            self._say("503 5.5.1 MAIL first")
        elif not address.isascii() and "SMTPUTF8" not in self.options:
            self._say("553 5.6.7 SMTPUTF8 needed")
        else:
            self.recipients.append(address)
            if not self._answer("rcpt", "250 2.1.5 ok"):
                self.recipients.pop()

    def _on_data(self, _: str) -> None:
        if not self.recipients:
            self._say("503 5.5.1 no valid recipients")
        elif self._answer("data", "354 go on"):
            self._flush()
            self.body, self.begun = True, False

    def _message(self) -> bool:
        if not self.begun:
            self.begun = True
            self._at("body")
        end = 0 if self.buffer.startswith(EMPTY) else self.buffer.find(END) + 2
        if end == 1:
            return False
        message = bytes(self.buffer[:end]).replace(b"\r\n..", b"\r\n.")
        message = message[1:] if message.startswith(b"..") else message
        del self.buffer[: end + len(EMPTY)]
        self.body = False
        self._ended(message)
        return True

    def _ended(self, message: bytes) -> None:
        scripted = self._at("end") or self._faults(message)
        if scripted:
            self._reset()
            self._say(scripted)
            return
        found = MESSAGE_ID.search(message)
        kept = Accepted(self.sender or "", tuple(self.recipients), message, found[1].decode() if found else "", self.user, self.number)
        self.server.keep(kept)
        self.taken += 1
        self._answer("kept", "250 2.0.0 kept")
        self._at("answered")
        self._reset()

    def _faults(self, message: bytes) -> str:
        if message.count(b"\n") != message.count(b"\r\n") or message.count(b"\r") != message.count(b"\r\n"):
            return "550 5.6.0 bare line ends"
        if not message.isascii() and not self.options & {"BODY", "SMTPUTF8"}:
            return "554 5.6.3 8BITMIME needed"
        return ""

    def _on_rset(self, _: str) -> None:
        self._reset()
        self._answer("rset", "250 2.0.0 ok")

    def _on_noop(self, _: str) -> None:
        self._answer("noop", "250 2.0.0 ok")

    def _on_quit(self, _: str) -> None:
        self._say("221 2.0.0 bye")


def _path(rest: str, word: str) -> tuple[str, list[str]]:
    """The address of «FROM:<…> OPTIONS» and its options."""
    address, _, options = rest.removeprefix(word).lstrip().removeprefix("<").partition(">")
    return address, options.split()
