"""Tells a service that watches over silent programs that a round was carried out, or that it stopped.

As healthchecks.io and those like it take it: a GET of the URL says all is well, one of URL/fail that it is not; when neither comes
for too long, it is the service that tells people (https://healthchecks.io/docs/signaling_failures/).
"""

import http.client
import socket
import ssl
from functools import partial
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from tasks.circle.model.apart import Fault, apart
from tasks.circle.model.errors import reason as why
from tasks.doors.bounded.sockets import exchange, trusted, within

SECONDS = 10


def _bounded(kind: type[http.client.HTTPConnection], *where: Any, **more: Any) -> http.client.HTTPConnection:
    """A line that keeps to its exchange from the first byte on."""
    line: Any = kind(*where, **more)
    line._create_connection = lambda *to: within(socket.create_connection(*to))
    return line  # type: ignore[no-any-return]


class _Ways(HTTPHandler, HTTPSHandler, HTTPRedirectHandler):
    def http_open(self, req: Request) -> Any:
        return self.do_open(partial(_bounded, http.client.HTTPConnection), req)

    def https_open(self, req: Request) -> Any:
        return self.do_open(partial(_bounded, http.client.HTTPSConnection), req, context=trusted())

    def redirect_request(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage, newurl: str) -> None:
        """Whoever answers may not send us elsewhere: the way there might be open to others."""
        return


def ping(url: str, *, ok: bool, seconds: float = SECONDS) -> str:
    """Ask `url` (or its /fail) once; "" when that was heard, else why not (Norwegian, without the URL: it is a kind of key)."""
    opener = build_opener(_Ways())
    request = Request(url if ok else failing(url), headers={"User-Agent": "laeringssirkel"})  # noqa: S310 - http(s): the settings saw to it

    def ask() -> None:
        with exchange(seconds), opener.open(request, timeout=seconds):
            return

    try:
        odd = apart(ask, OSError, http.client.HTTPException)
    except HTTPError as error:
        return f"Tjenesten svarte {error.code}."
    except (URLError, TimeoutError) as error:
        return _why(getattr(error, "reason", error), seconds)
    except (OSError, http.client.HTTPException):
        return "Forbindelsen ble brutt, eller tjenesten svarte med noe annet enn HTTP."
    return f"Tjenesten svarte noe uventet ({odd.words})." if isinstance(odd, Fault) else ""


def failing(url: str) -> str:
    """Where a failure is told: /fail after the path."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/fail"))


def _why(reason: object, seconds: float) -> str:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return "Sertifikatet til tjenesten er ikke til å stole på."
    if isinstance(reason, ssl.SSLError):  # its numbers are not the system's
        return "Tjenesten snakker ikke TLS slik den skal."
    if isinstance(reason, TimeoutError):
        return f"Tjenesten svarte ikke på {seconds:g} sekunder."
    return f"Tjenesten kan ikke nås: {why(reason)}." if isinstance(reason, OSError) else "Tjenesten kan ikke nås."
