"""A stand-in for Zoom on 127.0.0.1: tokens, meetings, reports, limits, and faults to order. Its time is what the test says."""

import base64
import json
import secrets
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import SHUT_RDWR
from ssl import SSLContext
from threading import Event, Lock, Thread
from typing import Any, Self
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

from tests.standins.zoom_faults import Fault
from tests.standins.zoom_meetings import Held, Meetings, Refused, Visit

HOST, ACCOUNT_ID, CLIENT_ID, CLIENT_SECRET = "host@example.org", "account-1", "client-1", "client-secret-1"
SCOPES = (
    "meeting:write:meeting:admin", "meeting:update:meeting:admin", "meeting:delete:meeting:admin", "meeting:read:meeting:admin",
    "meeting:read:list_meetings:admin", "meeting:read:past_meeting:admin", "meeting:read:list_past_participants:admin",
    "meeting:read:list_past_instances:admin", "report:read:list_meeting_participants:admin",
)  # fmt: skip
#: Kind of call -> the scope it needs.
NEEDS = dict(zip(("create", "update", "delete", "get", "list", "past", "participants", "instances", "report"), SCOPES, strict=True))
LIFE = timedelta(seconds=3599)
Reply = tuple[int, Mapping[str, Any] | str, Mapping[str, str]]


@dataclass
class Access:
    value: str
    until: datetime


class ZoomStandIn:
    """A context manager. `now` may be set at any time; `scopes` are what the app may do; `meetings` is what Zoom knows."""

    def __init__(self, now: datetime | Callable[[], datetime], users: Sequence[str] = (HOST,), tls: SSLContext | None = None) -> None:
        self.now = now
        self.scopes = set(SCOPES)
        self.meetings = Meetings(users, self.clock)
        self.exchanges: list[dict[str, Any]] = []
        self.tokens: list[Access] = []
        self._faults: dict[str, list[Fault]] = {}
        self.working = 0
        self._lock, self._closing = Lock(), Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"zoom": self}))
        self._server.daemon_threads = True
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.address = f"{'https' if tls else 'http'}://127.0.0.1:{self._server.server_port}"
        self.api_url, self.token_url = f"{self.address}/v2", f"{self.address}/oauth/token"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def clock(self) -> datetime:
        return self.now() if callable(self.now) else self.now

    @property
    def rooms(self) -> list[dict[str, Any]]:
        """The meetings that exist, as a GET would show them."""
        return list(self.meetings.rooms.values())

    def script(self, kind: str, *faults: Fault) -> None:
        """What happens to the next requests of `kind` (token, or a key of `NEEDS`), one fault each."""
        self._faults.setdefault(kind, []).extend(faults)

    def clear_faults(self) -> None:
        with self._lock:
            self._faults.clear()

    def settle(self, seconds: float) -> None:
        """Wait until no request is in work any more, at most so long."""
        until = time.monotonic() + seconds
        while self.working and time.monotonic() < until:
            time.sleep(0.01)

    def calls(self) -> Counter[str]:
        """How many requests of each kind have come."""
        return Counter(exchange["kind"] for exchange in self.exchanges)

    def hold(self, room: str, visits: Sequence[Visit], uuid: str = "", ready: datetime | None = None) -> Held:
        """The meeting `room` was held, with these people in it."""
        start, end = min(visit.begin for visit in visits), max(visit.end for visit in visits)
        held = Held(uuid or secrets.token_urlsafe(16), start, end, tuple(visits), ready or end)
        self.meetings.held.setdefault(int(room), []).append(held)
        return held

    def write(self, path: Path) -> None:
        """All exchanges as check_zoom.py reads them, one JSON object a line."""
        path.write_text("".join(json.dumps(exchange) + "\n" for exchange in self.exchanges), encoding="utf-8")

    def fault(self, kind: str) -> Fault:
        with self._lock:
            waiting = self._faults.get(kind)
            return waiting.pop(0) if waiting else Fault()

    def silence(self, seconds: float) -> None:
        self._closing.wait(seconds)

    def answer(self, kind: str, path: list[str], query: Mapping[str, str], headers: Mapping[str, str], body: str) -> Reply:
        with self._lock:
            try:
                if kind == "token":
                    return self._token(headers, dict(parse_qsl(body)))
                self._admit(kind, headers)
                return self._carry_out(kind, path, query, json.loads(body) if body else {})
            except Refused as refused:
                return refused.status, refused.body, refused.headers

    def _token(self, headers: Mapping[str, str], form: Mapping[str, str]) -> Reply:
        login = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if headers.get("authorization") != f"Basic {login}":
            return 400, {"reason": "Invalid client_id or client_secret", "error": "invalid_client"}, {}
        if form.get("grant_type") != "account_credentials":
            return 400, {"reason": "unsupported grant type", "error": "unsupported_grant_type"}, {}
        if form.get("account_id") != ACCOUNT_ID:
            return 400, {"reason": "Bad Request", "error": "invalid_request"}, {}
        self.tokens.append(Access(secrets.token_urlsafe(24), self.clock() + LIFE))
        return 200, {"access_token": self.tokens[-1].value, "token_type": "bearer", "expires_in": LIFE // timedelta(seconds=1),
                     "scope": " ".join(sorted(self.scopes)), "api_url": self.address}, {}  # fmt: skip

    def _admit(self, kind: str, headers: Mapping[str, str]) -> None:
        """Only the newest token counts, and only for its hour."""
        current = self.tokens[-1] if self.tokens else None
        if current is None or headers.get("authorization") != f"Bearer {current.value}":
            raise Refused(401, 124, "Invalid access token.")
        if self.clock() >= current.until:
            raise Refused(401, 124, "Access token is expired.")
        if NEEDS.get(kind, "") not in self.scopes:
            raise Refused(400, 4711, f"Invalid access token, does not contain scopes:[{NEEDS.get(kind)}].")

    def _carry_out(self, kind: str, path: list[str], query: Mapping[str, str], wish: Mapping[str, Any]) -> Reply:
        known = self.meetings
        if kind == "update":
            known.change(path[1], wish)
            return 204, "", {}
        if kind == "delete":
            known.delete(path[1])
            return 204, "", {}
        acts: dict[str, Callable[[], tuple[int, Any]]] = {
            "create": lambda: (201, known.create(path[1], wish)),
            "list": lambda: (200, known.page(path[1], query)),
            "get": lambda: (200, known.get(path[1])),
            "past": lambda: (200, known.past(path[1])),
            "participants": lambda: (200, known.participants(path[1], query)),
            "instances": lambda: (200, known.instances(path[1])),
            "report": lambda: (200, known.participants(path[2], query)),
        }
        status, body = acts[kind]()
        return status, body, {}


def kind_of(method: str, parts: list[str]) -> str:
    """The kind of a call, "" when there is no such thing at Zoom."""
    match method, parts:
        case "POST" | "GET", ["users", _, "meetings"]:
            return "create" if method == "POST" else "list"
        case "GET" | "PATCH" | "DELETE", ["meetings", _]:
            return {"GET": "get", "PATCH": "update", "DELETE": "delete"}[method]
        case "GET", ["past_meetings", _]:
            return "past"
        case "GET", ["past_meetings", _, "participants" | "instances" as kind]:
            return kind
        case "GET", ["report", "meetings", _, "participants"]:
            return "report"
    return ""


class _Handler(BaseHTTPRequestHandler):
    zoom: ZoomStandIn
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer on a kept line waits 40 ms: headers and body are written one by one

    def _serve(self) -> None:
        self.zoom.working += 1
        try:
            self._exchange()
        except ConnectionError:
            self.close_connection = True  # who asked has hung up
        finally:
            self.zoom.working -= 1

    def _exchange(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        url = urlsplit(self.path)
        # Decoded once on arrival, as Zoom's front does: a UUID with a slash in it must have been encoded twice.
        parts = unquote(url.path).strip("/").split("/")
        token = parts == ["oauth", "token"] and self.command == "POST"
        kind = "token" if token else kind_of(self.command, parts[1:]) if parts[0] == "v2" and len(parts) > 1 else ""
        headers = {name.lower(): value for name, value in self.headers.items()}
        exchange = {"kind": kind, "host": "zoom.us" if token else "api.zoom.us", "path": self.path, "method": self.command,
                    "req_headers": headers, "req_body": body}  # fmt: skip
        self.zoom.exchanges.append(exchange)
        fault = self.zoom.fault(kind)
        self.zoom.silence(fault.hang)
        if fault.cut == "before":
            return self._cut()
        reply = (fault.status, fault.body, fault.headers) if fault.status else self._truth(kind, parts[1:], url.query, headers, body)
        return self._cut() if fault.cut == "after" else self._reply(exchange, *reply)

    def _truth(self, kind: str, parts: list[str], query: str, headers: Mapping[str, str], body: str) -> Reply:
        if not kind:
            return 404, {"code": 404, "message": "Not found."}, {}
        asked = {name: values[-1] for name, values in parse_qs(query).items()}
        return self.zoom.answer(kind, [unquote(part) for part in parts], asked, headers, body)

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.shutdown(SHUT_RDWR)

    def _reply(self, exchange: dict[str, Any], status: int, body: Mapping[str, Any] | str | bytes, more: Mapping[str, str]) -> None:
        content = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
        kind = "text/html" if isinstance(body, str) and body.startswith("<") else "application/json"
        headers = {"content-type": kind, "content-length": str(len(content)), **more}
        exchange |= {"status": status, "resp_headers": headers, "resp_body": content.decode("utf-8", "replace")}
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PATCH = do_DELETE = _serve  # noqa: N815 - names of http.server

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""
