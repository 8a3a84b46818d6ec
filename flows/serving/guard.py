"""Who may speak to Prefect's server through a browser: the page itself, under its own addresses, and nobody else.

In front of Prefect's app, which checks neither: a page of another origin is refused (RFC 6454), a name that somebody has pointed at this
machine (DNS rebinding) is no address of ours, and what is shown may speak to nobody but where it came from (Content Security Policy).
What has no browser says neither Origin nor Sec-Fetch-Site: for that, and for everybody, there is the password.
"""

import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from tasks.settings.prefect_environment import is_loopback

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

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
#: What a browser says of a request that its own page made, or the person at the keyboard.
_OWN = ("", "same-origin", "none")


class PageGuard:
    """An ASGI app around Prefect's."""

    def __init__(self, app: App, host: str, origins: Iterable[str]) -> None:
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
            await _refused(scope, send, refusal)
        else:
            await self._app(scope, receive, _with_policy(send))

    def _refusal(self, scope: Scope) -> str:
        """Why nothing is answered, in a sentence; "" when it is."""
        hosts, origins = _said(scope, b"host"), _said(scope, b"origin")
        if len(hosts) != 1 or not self._is_ours(hosts[0]):
            return "This is not an address of this page. Start serve with --address if it is to be one."
        if any(each not in self._origins and urlsplit(each).netloc != hosts[0] for each in origins):
            return "Other pages may not use this one."
        made_by = _said(scope, b"sec-fetch-site")
        if any(each not in _OWN for each in made_by) and not _is_opened(scope):
            return "Other pages may not use this one."
        return ""

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


def _is_opened(scope: Scope) -> bool:
    """Somebody follows a link to the page, from a letter or another page: that opens it, and does nothing."""
    return scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and _said(scope, b"sec-fetch-mode") == ["navigate"]


def _with_policy(send: Send) -> Send:
    async def sent(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *_HEADERS]
        await send(message)

    return sent


async def _refused(scope: Scope, send: Send, words: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": words})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(words)).encode()), *_HEADERS]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode()})
