"""A server on 127.0.0.1 that is honest up to a point and then drips, floods, nests, leads elsewhere or is silent until the client goes."""

import gzip
import itertools
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from time import sleep
from typing import Self

#: What is sent, piece by piece; None is a pause.
Pieces = Iterator[bytes | None]
Misdeed = Callable[[], Pieces]
MEGABYTE = b"x" * 1_000_000


def drip(start: bytes = b"", each: bytes = b"x") -> Pieces:
    """A byte at a time, for ever: no silence is long."""
    yield start
    while True:
        yield each
        yield None


def flood(start: bytes = b"", each: bytes = MEGABYTE, times: int = 3000) -> Pieces:
    """3 GB."""
    yield start
    yield from itertools.repeat(each, times)


def silence() -> Pieces:
    while True:
        yield None


def body(content: bytes, *headers: str, status: str = "200 OK") -> Pieces:
    """A whole answer of HTTP."""
    lines = (f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(content)}", *headers)
    yield "\r\n".join(lines).encode() + b"\r\n\r\n" + content


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
ENDLESS = HEAD + b"Transfer-Encoding: identity\r\nConnection: close\r\n\r\n"
WEB: dict[str, Misdeed] = {
    "drips its status": lambda: drip(b"HTTP/1.1 200 "),
    "drips its headers": lambda: drip(HEAD, b"x: y\r\n"),
    "drips its body": lambda: drip(ENDLESS, b" "),
    "drips its chunks": lambda: drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "never begins": silence,
    "goes on with «continue»": lambda: flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, 10**6),
    "floods its body": lambda: flood(ENDLESS),
    "floods its headers": lambda: flood(HEAD, b"x: y\r\n" * 1000),
    "announces 3 GB": lambda: flood(HEAD + b"Content-Length: 3000000000\r\n\r\n"),
    "unpacks to 1 GB": lambda: body(bomb(), "Content-Encoding: gzip"),
    "nests 100,000 deep": lambda: body(b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    "nests lists": lambda: body(b"[" * 100_000 + b"]" * 100_000),
    "has millions of parts": lambda: body(b'{"values":[' + b"[]," * 500_000 + b"[]]}"),
    "leads elsewhere": lambda: body(b"", f"Location: {ELSEWHERE}", status="302 Found"),
    "leads elsewhere with all": lambda: body(b"", f"Location: {ELSEWHERE}", status="307 Temporary Redirect"),
    "leads to itself": lambda: body(b"", "Location: /", status="301 Moved"),
    "speaks half characters": lambda: body(b'{"access_token": "\\ud800", "expires_in": 3600, "message": "\\udfff", "id": "\\ud800"}'),
    "drips its handshake": lambda: drip(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc\x03\x03", b"\x00"),
}
#: Nobody listens there; a door that went would say that nobody does.
ELSEWHERE = "http://127.0.0.1:9/stranger"


def bomb() -> bytes:
    """A gigabyte of blanks, packed."""
    return gzip.compress(b" " * 10_000_000) * 100


class Hostile:
    """Listens inside a `with` block. Each connection first hears `greeting`, if any; then every line that begins with a word of `replies`
    is answered with it; the first other one (of HTTP: the end of the headers; `at_once`: the connection itself) meets `misdeed`.

    `body`: after the last reply the lines of a letter are heard, until its dot.

    `seconds` between two bytes that drip. `tls` from the first byte on, or from the reply to STARTTLS; `asked`: all lines that came.
    """

    def __init__(
        self, misdeed: Misdeed, greeting: bytes = b"", replies: Sequence[tuple[str, bytes]] = (), *, seconds: float = 0.05,
        tls: ssl.SSLContext | None = None, at_once: bool = False, body: bool = False,
    ) -> None:  # fmt: skip
        self._misdeed, self._greeting, self._replies = misdeed, greeting, replies
        self._seconds, self._tls, self._at_once = seconds, tls, at_once
        self._body = body
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.asked: list[bytes] = []
        self._over = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                line = self._listener.accept()[0]
                threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with suppress(OSError):
            try:
                line.settimeout(90)
                if self._tls and "STARTTLS" not in dict(self._replies):
                    line = self._tls.wrap_socket(line, server_side=True)
                if self._greeting:
                    line.sendall(self._greeting)
                if not self._at_once:
                    line = self._converse(line)
                self._misbehave(line)
            finally:
                line.close()

    def _misbehave(self, line: socket.socket) -> None:
        for piece in self._misdeed():
            if self._over.is_set():
                return
            if piece is None:
                sleep(self._seconds)
            else:
                line.sendall(piece)
        while line.recv(65_536):  # nothing more to say; the client has its time
            pass

    def _converse(self, line: socket.socket) -> socket.socket:
        """Honest until the first line that nobody has a reply to."""
        waiting = list(self._replies)
        file = line.makefile("rb")
        while asked := file.readline():
            self.asked.append(asked)
            if not self._greeting:  # HTTP
                if not asked.strip():
                    return line
                continue
            tag = asked.partition(b" ")[0]
            if self._body and not waiting and asked != b".\r\n":
                continue
            known = next((each for each in waiting if each[0].encode() in asked.upper()), None)
            if known is None:
                return line
            waiting.remove(known)
            line.sendall(known[1].replace(b"TAG", tag))
            if known[0] == "STARTTLS" and self._tls:
                line = self._tls.wrap_socket(line, server_side=True)
                file = line.makefile("rb")
        raise ConnectionError("gone")
