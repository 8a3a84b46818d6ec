"""The ways of `urllib` to an address, for what asks it once: no redirect, and each line keeps to its exchange."""

import http.client
import socket
from functools import partial
from typing import IO, Any
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request

from tasks.doors.bounded.sockets import trusted, within


def _bounded(kind: type[http.client.HTTPConnection], *where: Any, **more: Any) -> http.client.HTTPConnection:
    """A line that keeps to its exchange from the first byte on."""
    line: Any = kind(*where, **more)
    line._create_connection = lambda *to: within(socket.create_connection(*to))
    return line  # type: ignore[no-any-return]


class Ways(HTTPHandler, HTTPSHandler, HTTPRedirectHandler):
    def http_open(self, req: Request) -> Any:
        return self.do_open(partial(_bounded, http.client.HTTPConnection), req)

    def https_open(self, req: Request) -> Any:
        return self.do_open(partial(_bounded, http.client.HTTPSConnection), req, context=trusted())

    def redirect_request(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage, newurl: str) -> None:
        """Whoever answers may not send us elsewhere: the way there might be open to others."""
        return
