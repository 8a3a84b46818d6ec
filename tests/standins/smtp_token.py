"""Google's and Microsoft's token servers as far as a mail account needs them, on 127.0.0.1: consent in a browser with PKCE (RFC 7636), by a
code on another screen (RFC 8628), and access tokens for XOAUTH2 (RFC 6749 §6). Strict about what clients may send."""

import json
import secrets
import threading
from base64 import urlsafe_b64encode
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.standins.certificates import Certificate

CLIENT = {"client_id": "klient", "client_secret": "hemmelig-klient"}
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
#: What Microsoft says of a client without a secret that sends one.
SENT_A_SECRET = {"error": "invalid_client", "error_description": "AADSTS700025: Client is public so neither 'client_assertion' nor …"}


class TokenGiver:
    """Gives `token` for the newest refresh token, and counts in `asked`; `says` are status and body of another answer.

    `turns`: each answer has a new refresh token, and the one before ends. `public`: the client has no secret and may send none.
    `busy`: statuses of the next answers instead; `adds`: what else stands in each answer; `waits`: how often a device hears that nobody
    has answered yet; `no`: the person's answer.
    """

    def __init__(self, refresh_token: str, token: str, certificate: Certificate | None = None, *, turns: bool = False, public: bool = False) -> None:
        self.refresh_token, self.token, self.asked, self.turns = refresh_token, token, 0, turns
        self.says: tuple[int, bytes] | None = None
        self.client = {"client_id": "klient"} if public else dict(CLIENT)
        self.adds: dict[str, object] = {}
        self.busy = list[int]()
        self.waits, self.no, self.scope = 1, "", ""
        self._codes: dict[str, tuple[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        if certificate:
            self._server.socket = certificate.context().wrap_socket(self._server.socket, server_side=True)
        self.url = f"http{'s' if certificate else ''}://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def oauth(self, refresh_token: str) -> str:
        """The JSON text a person would configure."""
        return json.dumps(self.client | {"refresh_token": refresh_token, "token_uri": f"{self.url}/token"})

    def client_file(self) -> str:
        """What a person downloads for the app, with this server's addresses."""
        addresses = {"auth_uri": f"{self.url}/authorize", "token_uri": f"{self.url}/token", "device_uri": f"{self.url}/device"}
        return json.dumps({"installed": self.client | addresses})

    def consented(self, asked: dict[str, str]) -> str:
        """Where the browser is sent once the person has said yes, or `no`."""
        assert asked["client_id"] == self.client["client_id"] and asked["response_type"] == "code" and asked["code_challenge_method"] == "S256"
        self.scope, code = asked["scope"], secrets.token_urlsafe(8)
        self._codes[code] = (asked["code_challenge"], asked["redirect_uri"])
        answer = {"error": self.no} if self.no else {"code": code}
        return f"{asked['redirect_uri']}?{urlencode(answer | {'state': asked['state']})}"

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        own = {name: form.pop(name) for name in CLIENT if name in form}
        if own != self.client:
            return 401, SENT_A_SECRET if "client_secret" not in self.client else {"error": "invalid_client"}
        if path == "/device":
            self.scope = form["scope"]
            uri = "https://microsoft.example.org/device"
            return 200, {"device_code": "apparat-1", "user_code": "ABCD-1234", "verification_uri": uri, "expires_in": 900, "interval": 1}
        error = self._error(form)
        if error:
            return 400, {"error": error, "error_description": "AADSTS70016: kari@example.org"} | self.adds
        if form["grant_type"] != "refresh_token" or self.turns:
            self.refresh_token = f"forny-{secrets.token_urlsafe(6)}"
        told = {"refresh_token": self.refresh_token} if form["grant_type"] != "refresh_token" or self.turns else {}
        scope = self.scope.replace("offline_access ", "")
        return 200, {"access_token": self.token, "expires_in": 3600, "token_type": "Bearer", "scope": scope} | told | self.adds

    def _error(self, form: dict[str, str]) -> str:
        """OAuth's word for what is wrong with it."""
        kind = form.pop("grant_type")
        if kind == "authorization_code":
            challenge, redirect = self._codes.pop(form["code"], ("", ""))
            shown = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
            form["grant_type"] = kind
            return "" if (shown, form["redirect_uri"]) == (challenge, redirect) else "invalid_grant"
        if kind == DEVICE:
            self.waits -= 1
            waiting, form["grant_type"] = self.waits >= 0, kind
            return "authorization_pending" if waiting else self.no
        known = form == {"refresh_token": self.refresh_token}
        form["grant_type"] = kind
        return "" if known else "invalid_grant"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(service: TokenGiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            self.send_response(302)
            self.send_header("Location", service.consented(asked))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_POST(self) -> None:
            service.asked += 1
            form = {name: values[0] for name, values in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()}
            status, answer = service.answer(self.path, form)
            status, body = service.says or (status, json.dumps(answer).encode())
            status = service.busy.pop() if service.busy else status
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name it has there
            """Nothing on the terminal."""

    return Handler
