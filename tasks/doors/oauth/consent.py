"""How a person grants the use of a mail account: in a browser that comes back to this machine (RFC 8252 §7.3, with PKCE, RFC 7636), or by a
code typed on another screen (RFC 8628). google-auth-oauthlib holds the first conversation, with Microsoft too."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler
from queue import Empty, Queue
from socketserver import ThreadingTCPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tasks.circle.model.apart import Fault, apart
from tasks.circle.model.errors import Problem, Stop, reason
from tasks.doors.oauth.grant import Grant, Provider, stop
from tasks.doors.oauth.token_server import MOST, WAITING, Refused, ask, is_token, reached, refusal, unexpected

#: Seconds that a person has in the browser, and at most with a code; days that no grant is said to last longer than.
PATIENCE, LONGEST, MOST_DAYS = 600, 1800, 3650
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
_PAGE = '<!doctype html><html lang="nb"><meta charset="utf-8"><title>Læringssirkel</title><p>{}</p></html>'


@dataclass(frozen=True, slots=True)
class App:
    """The client as its owner registered it: `grant` without a token, and the addresses (https) where consent is asked for."""

    provider: Provider
    grant: Grant
    auth_uri: str
    device_uri: str


def by_browser(app: App, user: str, port: int, tell: Callable[[str, int], None], timeout: float) -> Grant:
    """`tell` is given the address to open and the port that the browser comes back to (`port`, 0 for any); `user` is who to ask for, or "".

    `timeout`: seconds for the token server. Raises `Stop` when nobody comes back, somebody says no, or the token server does.
    """
    from google_auth_oauthlib.flow import Flow  # it takes half a second to import
    from oauthlib.oauth2 import OAuth2Error

    from tasks.doors.bounded.web import BoundedAdapter

    own, provider = app.grant, app.provider
    secret = own.client_secret or None  # the library wants the key, and sends nothing for None
    client = {"client_id": own.client_id, "client_secret": secret, "auth_uri": app.auth_uri, "token_uri": own.token_uri}
    flow = Flow.from_client_config({"installed": client}, scopes=provider.scopes)
    flow.oauth2session.mount("https://", BoundedAdapter(timeout, MOST))
    with _way_back(port) as back:
        here = back.server_address[1]
        flow.redirect_uri = f"http://{provider.redirect}:{here}"
        url, back.state = flow.authorization_url(**dict(provider.asks), **({"login_hint": user} if user else {}))
        tell(url, here)
        code = _code(own, back)
    flow.oauth2session.scope = None  # Microsoft gives other scopes than it was asked for (never offline_access), which the library would raise
    try:
        with reached(own):
            answer = apart(lambda: flow.fetch_token(code=code, include_client_id=True, timeout=timeout), OAuth2Error, OSError)
    except OAuth2Error as error:
        raise (unexpected(own) if error.error == "missing_token" else refusal(own, error.error, error.description)) from error
    return _granted(app, answer)


def by_device(app: App, tell: Callable[[str, str], None], timeout: float) -> Grant:
    """`tell` is given the address to open on any screen, and the code to type there. Otherwise as `by_browser`."""
    own = app.grant
    form = {"client_id": own.client_id} | ({"client_secret": own.client_secret} if own.client_secret else {})
    told = ask(own, app.device_uri, form | {"scope": " ".join(app.provider.scopes)}, "device_code", timeout)
    address, code = told.get("verification_uri"), told.get("user_code")
    if not (is_token(address) and is_token(code) and address.startswith("https://") and len(address + code) < 300):
        raise unexpected(own)
    tell(address, code)
    pause, until = _seconds(told.get("interval"), 5, 60), time.monotonic() + _seconds(told.get("expires_in"), PATIENCE, LONGEST)
    while time.monotonic() < until:
        time.sleep(pause)
        try:
            with_code = form | {"grant_type": DEVICE, "device_code": told["device_code"]}
            return _granted(app, ask(own, own.token_uri, with_code, "access_token", timeout))
        except Refused as refused:
            if refused.word not in WAITING:
                raise
            pause += 5 if refused.word == "slow_down" else 0
    raise refusal(own, "expired_token", "")


def _seconds(value: object, usual: int, most: int) -> int:
    return min(max(value, 1), most) if isinstance(value, int) else usual


def _granted(app: App, answer: Mapping[str, Any] | Fault) -> Grant:
    if isinstance(answer, Fault) or not is_token(answer.get("access_token")):
        raise unexpected(app.grant, answer)
    token = answer.get("refresh_token")
    if not is_token(token):
        raise stop(f"{app.grant.host} ga ingen godkjenning som varer (refresh_token).", "Se at appen og rettighetene er som i deployments/GUIDE.md.")
    today, left = datetime.now(UTC).date(), answer.get("refresh_token_expires_in")
    known = isinstance(left, int) and 0 < left < MOST_DAYS * 86_400  # Google says it of an app that is «in testing»
    return replace(app.grant, refresh_token=token, given=today, ends=today + timedelta(seconds=left) if known and left else None)


class _WayBack(ThreadingTCPServer):
    """Hears the browser that comes back with `state`; whoever else calls is turned away, and waited for no longer than a few seconds."""

    daemon_threads, allow_reuse_address = True, True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Returned)
        self.state, self.heard = "", Queue[Mapping[str, str]]()

    def __enter__(self) -> "_WayBack":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that hangs up is nobody's concern."""


def _way_back(port: int) -> _WayBack:
    try:
        return _WayBack(port)
    except (OSError, OverflowError) as error:
        why = reason(error) if isinstance(error, OSError) else "tallet er for stort"
        raise Stop([Problem("--port", f"Her kan ingen ta imot nettleseren på port {port}: {why}.", "Velg en annen port.")]) from error


class _Returned(BaseHTTPRequestHandler):
    server: _WayBack
    timeout = 10

    def do_GET(self) -> None:
        """The answer is the same for all who lack the state: nothing tells what was wrong."""
        known = {}
        if isinstance(found := apart(lambda: parse_qs(urlsplit(self.path).query, max_num_fields=20)), dict):
            known = {name: values[0] for name, values in found.items()}
        mine = bool(self.server.state) and compare_digest(known.get("state", "").encode(), self.server.state.encode())
        words = "Takk. Du kan lukke denne siden og gå tilbake til terminalen." if mine else "Dette hører ikke til noen innlogging som venter her."
        page = _PAGE.format(words).encode()
        self.send_response(200 if mine else 404)
        for name, value in (("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page))), ("Cache-Control", "no-store"),
                            ("Referrer-Policy", "no-referrer"), ("Content-Security-Policy", "default-src 'none'")):  # fmt: skip
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(page)
        if mine:
            self.server.heard.put(known)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name it has there
        """The address holds a code."""


def _code(own: Grant, back: _WayBack) -> str:
    try:
        known = back.heard.get(timeout=PATIENCE)
    except Empty:
        step = "Prøv igjen. Er nettleseren på en annen maskin, bruk ssh-linjen som ble vist."
        raise stop(f"Ingen kom tilbake fra nettleseren på {PATIENCE // 60} minutter.", step) from None
    if "error" in known or not is_token(known.get("code")):
        raise refusal(own, known.get("error"), known.get("error_description"))
    return known["code"]
