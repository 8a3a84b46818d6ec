"""Tells a service that watches over silent programs that a round was carried out, or that it stopped.

As healthchecks.io and those like it take it: a GET of the URL says all is well, one of URL/fail that it is not; when neither comes
for too long, it is the service that tells people (https://healthchecks.io/docs/signaling_failures/).
"""

import http.client
import ssl
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import Request, build_opener

from tasks.circle.model.apart import Fault, apart
from tasks.circle.model.errors import reason as why
from tasks.doors.bounded.opening import Ways
from tasks.doors.bounded.sockets import exchange

SECONDS = 10


def ping(url: str, *, ok: bool, seconds: float = SECONDS) -> str:
    """Ask `url` (or its /fail) once; "" when that was heard, else why not (Norwegian, without the URL: it is a kind of key)."""
    opener = build_opener(Ways())
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
