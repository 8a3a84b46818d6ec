"""Sockets that keep to an exchange: one request, one reply, one mail has so many seconds and so many bytes, whatever the other side does.

A socket's own time-out is one of silence: a server that says a byte a second never meets it. Here what is left of the exchange is
looked at before every reading and writing, also under TLS and in its handshake.
"""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

T = TypeVar("T")
#: Bytes of one exchange, where a door knows no better.
MOST = 1_000_000


class Overfull(OSError):  # noqa: N818 - what happened to the line
    """The other side said more than fits in the exchange."""


class _Exchange:
    def __init__(self, until: float, room: int) -> None:
        self.until, self.room = until, room

    def seconds(self, own: float | None) -> float:
        """Until the exchange, or a socket's `own` patience, is over. Raises TimeoutError when it is."""
        left = self.until - monotonic()
        if left <= 0:
            raise TimeoutError("the exchange took too long")
        return left if own is None else min(own, left)


_now: ContextVar[_Exchange | None] = ContextVar("exchange", default=None)


@contextmanager
def exchange(seconds: float, most: int = MOST) -> Iterator[None]:
    """What is asked and heard inside, in this thread, takes at most `seconds` (TimeoutError) and is heard to at most `most` bytes
    (`Overfull`); libraries may wrap both. One inside another ends no later than that."""
    outer, until = _now.get(), monotonic() + seconds
    mark = _now.set(_Exchange(min(until, outer.until) if outer else until, most))
    try:
        yield
    finally:
        _now.reset(mark)


def fits(size: int) -> None:
    """Raises `Overfull` when `size` bytes to come are more than the exchange has room for."""
    if (current := _now.get()) and size > current.room:
        raise Overfull("the exchange grew too large")


def stems_from(error: BaseException | None, kind: type[BaseException]) -> bool:
    """Whether `error` is one of `kind`, or wraps one."""
    seen = set[int]()
    while error is not None and id(error) not in seen:
        if isinstance(error, kind):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def within(line: socket.socket) -> socket.socket:
    """The connected `line`, which it takes over, as one that keeps to exchanges; one that does already as it is."""
    if isinstance(line, (_Plain, _Tls)):
        return line
    patience = line.gettimeout()
    bounded = _Plain(fileno=line.detach())
    bounded.settimeout(patience)
    return bounded


def trusted(ca_file: Path | None = None) -> ssl.SSLContext:
    """TLS that verifies and keeps to exchanges; `ca_file` (PEM) replaces the machine's roots. Raises OSError when it can't be read."""
    return kept_within(ssl.create_default_context(cafile=ca_file))


def kept_within(context: ssl.SSLContext) -> ssl.SSLContext:
    """`context`, of which the sockets keep to exchanges from now on."""
    context.sslsocket_class = _Tls
    return context


def _in_time(line: socket.socket, act: Callable[..., T], *arguments: Any) -> T:
    current = _now.get()
    if current is None:
        return act(*arguments)
    own = line.gettimeout()
    line.settimeout(current.seconds(own))
    try:
        return act(*arguments)
    finally:
        line.settimeout(own)


def _counted(count: int) -> int:
    fits(count)
    if current := _now.get():
        current.room -= count
    return count


class _Plain(socket.socket):
    def recv(self, size: int, flags: int = 0, /) -> bytes:
        data = _in_time(self, super().recv, size, flags)
        _counted(len(data))
        return data

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        return _counted(_in_time(self, super().recv_into, buffer, nbytes, flags))

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        _in_time(self, super().sendall, data, flags)


class _Tls(ssl.SSLSocket):
    """Receives by `read`, sends by `send`, whatever it is asked by."""

    def read(self, len: int = 1024, buffer: Any = None) -> Any:  # noqa: A002 - its name in the library
        data: Any = _in_time(self, super().read, len, buffer)
        _counted(data if isinstance(data, int) else data.__len__())
        return data

    def send(self, data: Any, flags: int = 0) -> int:
        return _in_time(self, super().send, data, flags)

    def do_handshake(self, block: bool = False) -> None:
        _in_time(self, super().do_handshake, block)
