"""Who may speak to Prefect's server through a browser: the page itself, under its own addresses, and nobody else.

In front of Prefect's app, which checks neither: a page of another origin is refused (RFC 6454), a name that somebody has pointed at this
machine (DNS rebinding) is no address of ours, and what is shown may speak to nobody but where it came from (Content Security Policy).
What has no browser says neither Origin nor Sec-Fetch-Site: for that, and for everybody, there is the password.
"""

import ipaddress
import re
import socket
from base64 import b64decode
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tasks.circle.model.hosts import is_loopback

#: Prefect's page has scripts and styles within its HTML, makes workers of what it has loaded itself, and draws a run with functions that
#: it makes of text (Pixi): without 'unsafe-eval' there is an empty box instead. Pictures in a table or a description come from nowhere
#: else either: whoever wrote an answer would learn that it is read.
_POLICY = "; ".join((
    "default-src 'self'", "script-src 'self' 'unsafe-inline' 'unsafe-eval'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:",
    "font-src 'self' data:", "worker-src 'self' blob:", "connect-src 'self'", "object-src 'none'", "base-uri 'self'", "form-action 'self'",
    "frame-ancestors 'none'",
))  # fmt: skip
_HEADERS = tuple((name.encode(), value.encode()) for name, value in (
    ("content-security-policy", _POLICY), ("x-frame-options", "DENY"), ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"), ("cross-origin-opener-policy", "same-origin"), ("cross-origin-resource-policy", "same-origin"),
))  # fmt: skip
#: A name, or an address in figures, and perhaps a port (RFC 3986 §3.2.2).
_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([\w.-]+))(?::\d*)?", re.ASCII)
NO_ADDRESS = (
    "Dette er ikke en adresse til siden. Skal den være det, start serve med --address (PREFECT_SERVER_CORS_ALLOWED_ORIGINS).\n"
    "This is not an address of this page. If it is to be one, start serve with --address (PREFECT_SERVER_CORS_ALLOWED_ORIGINS)."
)
OTHERS = "Andre sider får ikke bruke denne.\nOther pages may not use this one."
#: What a browser says of a request that its own page made, or the person at the keyboard.
_OWN = ("", "same-origin", "none")


class PageGuard:
    """An ASGI app around Prefect's."""

    def __init__(self, app: ASGIApp, host: str, origins: Iterable[str]) -> None:
        """`host` is what the server is bound to, `origins` are all addresses of the page (`https://sirkel.example.org`)."""
        self._app, self._alone = app, is_loopback(host)
        self._origins = {each.strip().rstrip("/") for each in origins}
        self._names = {urlsplit(each).hostname or "" for each in self._origins} | {"localhost"}
        if not self._alone:
            self._names |= {host.casefold(), socket.gethostname().casefold(), socket.getfqdn().casefold()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif refusal := self._refusal(scope):
            await _refused(scope, send, 403, refusal)
        elif not all(map(_can_be_read, _said(scope, b"authorization"))):
            await _refused(scope, send, 401, "Unauthorized")
        else:
            await self._app(scope, receive, _with_policy(send))

    def _refusal(self, scope: Scope) -> str:
        """Why nothing is answered, in a sentence; "" when it is."""
        hosts, origins = _said(scope, b"host"), _said(scope, b"origin")
        if len(hosts) != 1 or not self._is_ours(hosts[0]):
            return NO_ADDRESS
        # Where it has been said how the page is reached under this name, it is not by any other way.
        is_told = any(urlsplit(each).netloc == hosts[0] for each in self._origins)
        if any(each not in self._origins and (each != f"http://{hosts[0]}" or is_told) for each in origins):
            return OTHERS
        made_by = _said(scope, b"sec-fetch-site")
        return OTHERS if any(each not in _OWN for each in made_by) and not _is_opened(scope) else ""

    def _is_ours(self, host: str) -> bool:
        """Nobody but the machine's owner gives it an address in figures; a name anybody can point at it."""
        found = _HOST.fullmatch(host)
        name = (found[1] or found[2]).casefold().rstrip(".") if found else ""
        try:
            return ipaddress.ip_address(name).is_loopback or not self._alone
        except ValueError:
            return name in self._names


def _said(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1").strip() for key, value in scope["headers"] if key == name]


def _can_be_read(authorization: str) -> bool:
    """Prefect answers a password with other letters than ASCII with an error of its own, and looks at nothing else."""
    kind, _, content = authorization.partition(" ")
    try:
        return kind != "Basic" or b64decode(content).isascii()
    except ValueError:
        return True


def _is_opened(scope: Scope) -> bool:
    """Somebody follows a link to the page, from a letter or another page: that opens it, and does nothing."""
    return scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and _said(scope, b"sec-fetch-mode") == ["navigate"]


def _with_policy(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *_HEADERS]
        await send(message)

    return sent


async def _refused(scope: Scope, send: Send, status: int, words: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(words.encode())).encode()), *_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode()})
