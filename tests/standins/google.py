"""A stand-in for Google Sheets and its token endpoint: speaks their wire protocol on 127.0.0.1, to the real clients, unpatched.

It is held to 1,508 recorded answers of Google's and to Google's Discovery documents (test_google_standin.py).
"""

import copy
import json
import re
import secrets
import ssl
import threading
from collections.abc import Callable, Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

from tests.standins import google_requests as requests_of
from tests.standins import google_values as values_of
from tests.standins.google_faults import Fault, Script, quota_body
from tests.standins.google_spreadsheet import Refused, Spreadsheet, Tab
from tests.standins.google_tokens import ACCOUNT, NotGranted, Tokens

_PATH = re.compile(r"/v4/spreadsheets/(?P<id>[^/:?]+)(?P<rest>.*)")
_RECORDED_ID = re.compile(r"sheet\d+")


class GoogleStandIn:
    """`with GoogleStandIn() as google:` listens at `google.url` until the end of the block.

    `quota`: reads and writes allowed per minute of `script.clock`, 0 for no limit. `recorded`: a spreadsheet asked for under an
    id of the recordings is there, empty, as their head says, and any token is let in. `tls`: speak https with this context.
    """

    def __init__(self, *, quota: int = 0, recorded: bool = False, tls: ssl.SSLContext | None = None) -> None:
        self.tls = tls
        self.script = Script(quota=quota)
        self.sheets: dict[str, Spreadsheet] = {}
        self.exchanges: list[dict[str, Any]] = []
        self.recorded = recorded
        self.lock = threading.RLock()
        self.counts = {"read": 0, "write": 0}

    def __enter__(self) -> "GoogleStandIn":
        handler = type("Handler", (_Handler,), {"google": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        if self.tls:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        self.url = f"{'https' if self.tls else 'http'}://127.0.0.1:{self._server.server_port}"
        self.tokens = Tokens(self.url)
        if self.recorded:
            self.tokens.accept("replay")
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.script.over.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def reads(self) -> int:
        """Calls that count against Google's quota of reads, refused ones too."""
        return self.counts["read"]

    @property
    def writes(self) -> int:
        return self.counts["write"]

    def account(self, **changes: Any) -> str:
        """The service account's JSON."""
        return self.tokens.account(**changes)

    def spreadsheet(self, tabs: Mapping[str, Iterable[Iterable[Any]]] | None = None, *, shared: str = "writer", **more: Any) -> Spreadsheet:
        """A new spreadsheet with these tabs and values (or an empty «Ark1»), shared with the account as `shared` ("" for not)."""
        sheet = Spreadsheet(secrets.token_urlsafe(24), [], roles={ACCOUNT: shared} if shared else {}, **more)
        for title, rows in (tabs or {"Ark1": []}).items():
            sheet.add(title, rows)
        self.sheets[sheet.id] = sheet
        return sheet

    def fail(self, on: str, status: int = 0, **more: Any) -> None:
        """The next call of this kind ("read", "write", "token") goes wrong as `Fault` says."""
        self.script.faults.append(Fault(on, status, **more))

    def before(self, kind: str, act: Callable[[], object]) -> None:
        """Do `act` (an administrator at work) when the next call of this kind has come in, just before it is answered."""
        self.script.hooks.append((kind, act))

    def save(self, path: Path) -> Path:
        """The exchanges, one JSON object a line; answers that aren't Google's own have no status."""
        path.write_text("".join(json.dumps(each) + "\n" for each in self.exchanges), encoding="utf-8")
        return path

    def found(self, number: str, email: str, *, writing: bool) -> Spreadsheet:
        if number not in self.sheets and self.recorded and _RECORDED_ID.fullmatch(number):
            first = Tab(0, "Sheet1")
            self.sheets[number] = Spreadsheet(number, [first], locale="en_US", zone="Etc/GMT", roles={ACCOUNT: "writer"})
        sheet = self.sheets.get(number)
        if sheet is None:
            raise Refused(404, "NOT_FOUND", "Requested entity was not found.")
        if sheet.roles.get(email) != "writer" and (writing or email not in sheet.roles):
            raise Refused(403, "PERMISSION_DENIED", "The caller does not have permission")
        return sheet

    def answer(self, method: str, path: str, body: Any, email: str) -> Any:
        """What the API says to one call, carried out. Raises `Refused`; a refused write has changed nothing."""
        parts = urlsplit(path)
        place = _PATH.fullmatch(parts.path)
        if place is None:
            raise Refused(404, "NOT_FOUND", "Requested entity was not found.")
        query = parse_qs(parts.query, keep_blank_values=True)
        sheet = self.found(place["id"], email, writing=method != "GET")
        before = copy.deepcopy(sheet.tabs)
        try:
            return _routed(sheet, method, place["rest"], query, body)
        except Exception:
            sheet.tabs = before
            raise


def _routed(sheet: Spreadsheet, method: str, rest: str, query: values_of.Query, body: Any) -> Any:
    act, named = _act(rest)
    match method, act:
        case "GET", "":
            whole = requests_of.described(sheet)
            return requests_of.masked(whole, query["fields"][0]) if "fields" in query else whole
        case "POST", "batchUpdate":
            return requests_of.carry_out(sheet, body)
        case "GET", "values":
            return values_of.get(sheet, named, query)
        case "GET", "values:batchGet":
            return values_of.batch_get(sheet, query)
        case "PUT", "values":
            return values_of.update(sheet, named, body, query.get("valueInputOption", [""])[0])
        case "POST", "values:batchUpdate":
            return values_of.batch_update(sheet, body)
        case "POST", "values:append":
            return values_of.append(sheet, named, body, query)
        case "POST", "values:clear":
            return {"spreadsheetId": sheet.id, "clearedRange": values_of.clear(sheet, named)}
        case "POST", "values:batchClear":
            return {"spreadsheetId": sheet.id, "clearedRanges": [values_of.clear(sheet, text) for text in body["ranges"]]}
    raise Refused(501, "UNIMPLEMENTED", f"{method} {rest} is not part of this stand-in")


def _act(rest: str) -> tuple[str, str]:
    """«/values/A1:append» -> ("values:append", "A1"); a «:» inside a range comes encoded."""
    if rest.startswith("/values/"):
        named, _, act = rest.removeprefix("/values/").partition(":")
        if act and act not in ("append", "clear"):
            named, act = f"{named}:{act}", ""
            for ending in (":append", ":clear"):
                if named.endswith(ending):
                    named, act = named.removesuffix(ending), ending[1:]
        return ("values:" + act if act else "values"), unquote(named)
    return rest.removeprefix("/").removeprefix(":"), ""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer on a kept line waits 40 ms: headers and body are written one by one
    google: GoogleStandIn

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._serve("read")

    def do_PUT(self) -> None:
        self._serve("write")

    def do_POST(self) -> None:
        self._serve("token" if self.path == "/token" else "write")

    def _serve(self, kind: str) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if not self.path.startswith(("/v4/", "/token")):
            return self._say(404, {"error": {"code": 404, "message": "Not found.", "status": "NOT_FOUND"}})
        script = self.google.script
        with self.google.lock:
            script.meanwhile(kind)
            fault = script.fault(kind)
            if kind in self.google.counts:
                self.google.counts[kind] += 1
        if fault and fault.seconds:
            script.silence(fault.seconds)
        if fault and fault.cut == "before":
            return self._cut()
        if fault and fault.status:
            return self._say(fault.status, fault.body(), retry_after=fault.retry_after)
        with self.google.lock:
            status, answer = self._token(sent) if kind == "token" else self._answer(kind, sent)
        if fault and fault.cut:
            return self._cut()
        return self._say(status, answer, sent if kind != "token" else None)

    def _token(self, sent: str) -> tuple[int, Any]:
        try:
            return 200, self.google.tokens.grant(dict(parse_qsl(sent)))
        except NotGranted as refusal:
            return 400, refusal.body

    def _answer(self, kind: str, sent: str) -> tuple[int, Any]:
        email = self.google.tokens.email_of(self.headers.get("Authorization"))
        if email is None:
            words = "Request had invalid authentication credentials. Expected OAuth 2 access token."
            return 401, {"error": {"code": 401, "message": words, "status": "UNAUTHENTICATED"}}
        if self.google.script.over_quota(kind):
            return 429, quota_body(kind)
        try:
            return 200, self.google.answer(self.command, self.path, json.loads(sent or "{}"), email)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            words = f"Invalid JSON payload received. {type(error).__name__}: {error}"
            return 400, {"error": {"code": 400, "message": words, "status": "INVALID_ARGUMENT"}}
        except Refused as refusal:
            said = {"code": refusal.code, "message": refusal.message, "status": refusal.status}
            return refusal.code, {"error": said | ({"details": refusal.details} if refusal.details else {})}

    def _say(self, status: int, body: Any, sent: str | None = None, retry_after: int | None = None) -> None:
        text = body if isinstance(body, str | bytes) else json.dumps(body, ensure_ascii=False)
        if sent is not None:
            self._record(sent, status, str(text))
        self.send_response(status)
        html = isinstance(body, str) and body.startswith("<")
        self.send_header("Content-Type", "text/html; charset=UTF-8" if html else "application/json; charset=UTF-8")
        content = text if isinstance(text, bytes) else text.encode()
        self.send_header("Content-Length", str(len(content)))
        if retry_after is not None:
            self.send_header("Retry-After", str(retry_after))
        self.end_headers()
        self.wfile.write(content)

    def _record(self, sent: str, status: int, text: str) -> None:
        """The form that check_sheets.py reads."""
        said = {"host": "sheets.googleapis.com", "t": self.google.script.clock(), "method": self.command, "path": self.path}
        self.google.exchanges.append(said | {"req_body": sent, "status": status, "resp_body": text})

    def _cut(self) -> None:
        self.close_connection = True
