"""Requests over HTTP with an end and a size, for the doors whose libraries use `requests`: no redirect, no JSON without bottom."""

import re
from collections.abc import Iterator
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.ssl_ import create_urllib3_context

from tasks.doors.bounded.sockets import MOST, Overfull, exchange, kept_within, stems_from, within

#: Bytes read together; of headers beside a body.
PIECE, HEADERS = 65_536, 200_000
#: How deep JSON of a service goes, and how many values it has: those take far more memory than its bytes.
DEEPEST, MOST_VALUES = 50, 300_000
_MARKS = re.compile(rb'\\.|["\[\]{},]', re.DOTALL)


class Unbelievable(requests.RequestException):
    """An answer that no service gives; `what` it was (Norwegian, after «svarte med»)."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class BoundedAdapter(HTTPAdapter):
    """Each request, with its whole answer read, takes at most `seconds` (requests.Timeout); an answer has at most `most` bytes, also
    unpacked, leads nowhere else, and is no JSON nested for its own sake (`Unbelievable`)."""

    def __init__(self, seconds: float, most: int = MOST) -> None:
        self._seconds, self._most = seconds, most
        super().__init__()

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """Sockets that keep to the exchange. Which certificates are trusted is told for every request, as ever."""
        super().init_poolmanager(*args, **more, ssl_context=kept_within(create_urllib3_context()))
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: Any, **more: Any) -> Any:
        """The same on the way through a proxy."""
        manager = super().proxy_manager_for(proxy, **more, ssl_context=kept_within(create_urllib3_context()))
        manager.pool_classes_by_scheme = _POOLS
        return manager

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        """Raises requests.RequestException."""
        try:
            with exchange(self._seconds, self._most + HEADERS):
                response = super().send(request, *args, **{**more, "stream": True})
                response._content = b"".join(self._pieces(response))
        except requests.RequestException as error:
            if stems_from(error, Overfull):
                raise self._too_much() from error
            if stems_from(error, TimeoutError) and not isinstance(error, requests.Timeout):
                raise requests.ReadTimeout(request=request) from error
            raise
        if response.is_redirect:
            raise Unbelievable("videresending til en annen adresse")
        _must_have_bottom(response.content)
        return response

    def _pieces(self, response: requests.Response) -> Iterator[bytes]:
        room = self._most
        for piece in response.iter_content(PIECE):
            room -= len(piece)
            if room < 0:
                response.close()
                raise self._too_much()
            yield piece

    def _too_much(self) -> Unbelievable:
        return Unbelievable(f"mer enn {self._most // 1000} kB")


def bounded_session(seconds: float, most: int = MOST) -> requests.Session:
    """A session of which every request is as in `BoundedAdapter`."""
    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, BoundedAdapter(seconds, most))
    return session


def _must_have_bottom(body: bytes) -> None:
    """Before a parser sees it. Raises `Unbelievable`."""
    if not body.lstrip().startswith((b"{", b"[")):
        return
    depth = values = 0
    text = False
    for mark in _MARKS.finditer(body):
        sign = mark[0]
        if sign == b'"':
            text = not text
        elif not text and len(sign) == 1:
            depth += (sign in b"[{") - (sign in b"]}")
            values += sign not in b"]}"
            if depth > DEEPEST or values > MOST_VALUES:
                raise Unbelievable("JSON i flere lag eller deler enn tjenesten gir")


class _Http(HTTPConnection):
    def _new_conn(self) -> Any:
        return within(super()._new_conn())


class _Https(HTTPSConnection, _Http):
    """The same below TLS."""


_POOLS = {
    scheme: type(pool.__name__, (pool,), {"ConnectionCls": line})
    for scheme, pool, line in (("http", HTTPConnectionPool, _Http), ("https", HTTPSConnectionPool, _Https))
}
