"""An IMAP4rev1 server (RFC 3501) as far as a reader needs it: login, folders, UIDs, parts of messages. It knows nothing that writes.

`faults`: words for what it does at a command, by its name (connect, LOGIN, EXAMINE, SEARCH, FETCH): "no", "cut", "hang", or at SEARCH
and FETCH the lines it answers with, which begin with "*".
"""

import re
import socket
import ssl
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

_SHOWN = ("EXAMINE", "SELECT")
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_PART = re.compile(r"BODY\.PEEK\[\](?:<0\.(\d+)>)?")


class Gone(Exception):  # noqa: N818 - what happens to the line
    """The line ends here."""


@dataclass
class ImapServer:
    """Listens on 127.0.0.1 inside a `with` block. `messages` are (UID, arrival, bytes); `commands` all that was asked, in order."""

    tls: ssl.SSLContext | None = None
    user: str = "sirkel@example.org"
    password: str = "hemmelig"
    token: str = ""
    folder: str = "INBOX"
    validity: int = 7
    next_uid: int = 1
    starttls: bool = False
    tells_next: bool = True
    messages: list[tuple[int, datetime, bytes]] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)
    logins: int = 0

    def __enter__(self) -> Self:
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._listen, daemon=True)]
        self._threads[0].start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(5)

    def put(self, message: bytes, arrived: datetime) -> int:
        """A message arrives; its UID."""
        self.messages.append((self.next_uid, arrived, message))
        self.next_uid += 1
        return self.next_uid - 1

    def fault(self, point: str) -> str:
        """What the server does there; a silence lasts until the server is closed."""
        found = self.faults.get(point, "")
        if found == "hang":
            self._over.wait()
        if found in ("cut", "hang"):
            raise Gone
        return found

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                self._threads.append(threading.Thread(target=self._serve, args=(line,), daemon=True))
                self._threads[-1].start()

    def _serve(self, line: socket.socket) -> None:
        with suppress(OSError, Gone), line:
            self.fault("connect")
            if self.tls and not self.starttls:
                line = self.tls.wrap_socket(line, server_side=True)
            conversation = _Conversation(self, line)
            try:
                conversation.hold()
            finally:
                conversation.file.close()
                conversation.line.close()


class _Conversation:
    def __init__(self, server: ImapServer, line: socket.socket) -> None:
        self.server, self.line, self.user = server, line, False
        self.file = line.makefile("rb")

    def hold(self) -> None:
        self.say("* OK stedfortreder IMAP4rev1")
        while True:
            asked = self.file.readline().decode("utf-8").strip()
            if not asked:
                return
            tag, _, rest = asked.partition(" ")
            name = rest.split(" ")[0].upper()
            self.server.commands.append(rest if name not in ("LOGIN",) else "LOGIN")
            if name == "LOGOUT":
                self.say("* BYE", f"{tag} OK ferdig")
                return
            self.say(*self.answer(tag, name, rest))

    def say(self, *lines: str | bytes) -> None:
        self.line.sendall(b"".join(line if isinstance(line, bytes) else line.encode() + b"\r\n" for line in lines))

    def answer(self, tag: str, name: str, rest: str) -> list[str | bytes]:
        if name == "CAPABILITY":
            more = " STARTTLS LOGINDISABLED" if self.server.starttls and not isinstance(self.line, ssl.SSLSocket) else " AUTH=PLAIN"
            more += " AUTH=XOAUTH2" if self.server.token and "LOGINDISABLED" not in more else ""
            return [f"* CAPABILITY IMAP4rev1{more}", f"{tag} OK ferdig"]
        if name == "STARTTLS" and self.server.tls:
            self.say(f"{tag} OK begynn")
            self.line = self.server.tls.wrap_socket(self.line, server_side=True)
            self.file = self.line.makefile("rb")
            return []
        if name in ("LOGIN", "AUTHENTICATE"):
            return [self.log_in(tag, name, rest)]
        if not self.user:
            return [f"{tag} BAD ikke logget inn"]
        if name in _SHOWN:
            return self.open(tag, name, rest)
        if name == "UID":
            return [*self.uid(rest.split(" ", 2)), f"{tag} OK ferdig"]
        return [f"{tag} BAD kan ikke {name}"]

    def log_in(self, tag: str, name: str, rest: str) -> str:
        refused = self.server.fault("LOGIN")
        if name == "LOGIN":
            user, password = [one.replace('\\"', '"') or other for one, other in _WORD.findall(rest)[1:3]]
        elif rest.upper().endswith("XOAUTH2"):
            return self.take_token(tag)
        else:
            self.say("+ ")
            _, user, password = b64decode(self.file.readline()).decode().split("\0")
        self.user = not refused and (user, password) == (self.server.user, self.server.password)
        self.server.logins += self.user
        return f"{tag} OK ferdig" if self.user else f"{tag} NO [AUTHENTICATIONFAILED] feil bruker eller passord"

    def take_token(self, tag: str) -> str:
        """As Google and Microsoft do: a refusal is a challenge with the reason first, and wants an empty answer."""
        self.say("+ ")
        said = b64decode(self.file.readline()).decode()
        self.user = said == f"user={self.server.user}\x01auth=Bearer {self.server.token}\x01\x01"
        self.server.logins += self.user
        if not self.user:
            self.say("+ eyJzdGF0dXMiOiI0MDAifQ==")
            assert self.file.readline() == b"\r\n", "an empty answer to the reason"
        return f"{tag} OK ferdig" if self.user else f"{tag} NO [AUTHENTICATIONFAILED] Invalid credentials"

    def open(self, tag: str, name: str, rest: str) -> list[str | bytes]:
        wanted = next(one or other for one, other in _WORD.findall(rest)[1:])
        if self.server.fault(name) or wanted != self.server.folder:
            return [f"{tag} NO ingen slik mappe"]
        told = [f"* {len(self.server.messages)} EXISTS", f"* OK [UIDVALIDITY {self.server.validity}] UIDs"]
        told += [f"* OK [UIDNEXT {self.server.next_uid}] neste"] if self.server.tells_next else []
        return [*told, f"{tag} OK [READ-ONLY] åpen"]

    def uid(self, words: list[str]) -> Iterator[str | bytes]:
        asked, rest = words[1].upper(), words[2]
        if fault := self.server.fault(asked):
            if not fault.startswith("*"):
                raise Gone
            yield fault.encode("latin-1") + b"\r\n"
            return
        held = sorted(self.server.messages)
        if asked == "SEARCH":
            first = int(rest.removeprefix("UID ").partition(":")[0])
            # «n:*» means all from n to the highest, in whichever order: the last message is always among them (RFC 3501 §6.4.8).
            found = [uid for uid, _, _ in held if uid >= first] or [uid for uid, _, _ in held[-1:]]
            yield f"* SEARCH {' '.join(map(str, found))}".rstrip()
            return
        wanted = {int(each) for each in rest.split(" ")[0].split(",")}
        limit = _PART.search(rest)
        assert limit, "only BODY.PEEK[] leaves a message as it was"
        for number, (uid, arrived, message) in enumerate(held, start=1):
            if uid in wanted:
                yield from self.fetched(number, uid, arrived, message[: int(limit[1] or len(message))])

    def fetched(self, number: int, uid: int, arrived: datetime, content: bytes) -> Iterator[str | bytes]:
        """Servers differ in where they put the fields: every other message has them after its text."""
        fields = f'UID {uid} INTERNALDATE "{arrived.astimezone(UTC):%d-%b-%Y %H:%M:%S} +0000"'
        text = f"BODY[]<0> {{{len(content)}}}\r\n".encode() + content
        if number % 2:
            yield f"* {number} FETCH ({fields} ".encode() + text + b")\r\n"
        else:
            yield f"* {number} FETCH (".encode() + text + f" {fields})\r\n".encode()
