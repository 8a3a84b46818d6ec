"""The line to one Google Sheet: calls with a bounded number of repeats, and every failure as a `Stop` a person understands.

Not gspread's BackOffHTTPClient: it never gives up on an error that stays. All that is called here may be repeated: reads, and writes
that give the same sheet however often they come. Nothing is ever appended.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

import gspread
import requests
from google.auth.exceptions import GoogleAuthError
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.service_account import Credentials

from tasks.circle.model.apart import Fault as OwnFault
from tasks.circle.model.apart import Unreadable, apart, sound_json
from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.hosts import is_loopback
from tasks.circle.model.table import Cell
from tasks.doors.bounded.sockets import exchange
from tasks.doors.bounded.web import BoundedAdapter
from tasks.doors.google_sheet.faults import Fault, Kind, Refusal, of_answer, of_login, of_oddness, of_silence

T = TypeVar("T")
#: What a cell shows that holds none of Google's values: as a formula that has gone wrong, so that its row is told.
NO_VALUE = "#ERROR!"


def _a(kind: type[T], value: object) -> T:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise Unreadable("svar")
    return value


def document_of(reply: object) -> Mapping[str, Any]:
    """`properties.timeZone` ("" when it isn't told) and `sheets`, each with the properties of a tab."""
    found = _a(dict, sound_json(reply))
    zone = _a(dict, found.get("properties", {})).get("timeZone", "")
    sheets = [{"properties": _tab(_a(dict, each).get("properties"))} for each in _a(list, found.get("sheets", []))]
    return {"properties": {"timeZone": _a(str, zone)}, "sheets": sheets}


def _tab(properties: object) -> Mapping[str, Any]:
    found = _a(dict, properties)
    grid = _a(dict, found.get("gridProperties", {}))
    size = {name: _a(int, grid[name]) for name in ("rowCount", "columnCount") if name in grid}
    return {"sheetId": _a(int, found.get("sheetId")), "title": _a(str, found.get("title")), "gridProperties": size}


def ranges_of(reply: object, count: int) -> list[Mapping[str, Any]]:
    """As many ranges as were asked for, each with its name and its rows."""
    found = _a(list, _a(dict, sound_json(reply)).get("valueRanges", []))
    if len(found) != count:
        raise Unreadable("svar")
    return [{"range": _a(str, _a(dict, each).get("range", "")), "values": _rows(each.get("values", []))} for each in found]


def _rows(values: object) -> list[list[Cell]]:
    return [[_cell(each) for each in _a(list, row)] for row in _a(list, values)]


def _cell(value: object) -> Cell:
    return value if value is None or isinstance(value, str | int | float) else NO_VALUE


def added_of(reply: object) -> list[Mapping[str, Any]]:
    """The properties of the tabs that were added."""
    replies = [_a(dict, each) for each in _a(list, _a(dict, sound_json(reply)).get("replies", []))]
    return [_tab(_a(dict, each["addSheet"]).get("properties")) for each in replies if "addSheet" in each]


# The service account a Google Sheet is read with, and the real gspread client opened with it.

GOOGLE = "https://sheets.googleapis.com"
#: Only spreadsheets: gspread's own default asks for all of Drive.
SCOPES = ("https://www.googleapis.com/auth/spreadsheets",)
#: google-auth asks here by itself, in the background, where an account may be used from.
_BACKGROUND = "https://iamcredentials.googleapis.com"
_SETTING = "SIRKEL_GOOGLE_JSON"
_NEW_KEY = "Lag en ny nøkkel (JSON) for tjenestekontoen i Google Cloud, og sett SIRKEL_GOOGLE_JSON til innholdet eller stien."
#: How many times its time-out a whole call may take, its token with it. Bytes of an answer: 10,000 sign-ups are 2 MB.
WHOLE, MOST, MOST_OF_TOKEN = 2, 8_000_000, 100_000
_FIELDS = ("client_email", "private_key", "token_uri")


def read_account(text: str) -> Credentials:
    """The account in Google Cloud's JSON. Raises `Stop` when it is missing or broken; the text itself is never shown."""
    if not text.strip():
        next_step = "Sett SIRKEL_GOOGLE_JSON til nøkkelen (JSON) for tjenestekontoen, eller stien til filen."
        raise Stop([Problem(_SETTING, "Nøkkelen til Google-kontoen mangler.", next_step)])
    try:
        info = json.loads(text)
    except ValueError as error:
        raise Stop([Problem(_SETTING, "Nøkkelen til Google-kontoen er ikke hel JSON.", _NEW_KEY)]) from error
    if not isinstance(info, dict):
        raise Stop([Problem(_SETTING, "Nøkkelen til Google-kontoen er ikke JSON for en tjenestekonto.", _NEW_KEY)])
    missing = [name for name in _FIELDS if not isinstance(info.get(name), str) or not info[name]]
    if info.get("type", "service_account") != "service_account" or missing:
        what = "Dette er ikke nøkkelen til en tjenestekonto" + (f" (mangler {', '.join(missing)})." if missing else ".")
        raise Stop([Problem(_SETTING, what, _NEW_KEY)])
    _only_safe(info["token_uri"], f"{_SETTING}, token_uri", _NEW_KEY)
    try:
        return Credentials.from_service_account_info(info, scopes=SCOPES)  # type: ignore[no-any-return, no-untyped-call]
    except (ValueError, TypeError) as error:  # what the key is made of is in the error's text: it is not passed on
        raise Stop([Problem(_SETTING, "Den private nøkkelen i filen er skadd.", _NEW_KEY)]) from error


def open_client(account: Credentials, api_url: str, timeouts: tuple[float, float]) -> gspread.http_client.HTTPClient:
    """gspread's client, unpatched. `timeouts`: seconds for connecting and for an answer (its own default is to wait for ever).

    An `api_url` other than Google's takes the place of Google's address in every call. Raises `Stop` when it isn't safe.
    """
    _only_safe(api_url, "doors.toml, [sheet] api_url", f'Skriv adressen med https, eller "{GOOGLE}".')
    tokens = requests.Session()
    session = AuthorizedSession(account, auth_request=Request(tokens))  # type: ignore[no-untyped-call]
    for each, most in ((tokens, MOST_OF_TOKEN), (session, MOST)):
        bounds = WHOLE * timeouts[1], most
        each.mount("https://", BoundedAdapter(*bounds))
        each.mount("http://", _Direct(*bounds))
        if api_url.rstrip("/") != GOOGLE:
            each.mount(GOOGLE, _Elsewhere(api_url, *bounds))
            each.mount(_BACKGROUND, _Elsewhere(api_url, *bounds))
    client = gspread.Client(auth=None, session=session)  # type: ignore[arg-type]  # as its documentation says
    client.set_timeout(timeouts)
    return client.http_client


class _Direct(BoundedAdapter):
    """This machine itself (http is allowed nowhere else) is not reached through a proxy, whatever is set for Google."""

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        if urlsplit(request.url or "").scheme == "http":
            more["proxies"] = {}
        return super().send(request, *args, **more)


class _Elsewhere(_Direct):
    """Sends what is meant for Google to another address: gspread's own addresses can't be changed after its import."""

    def __init__(self, url: str, seconds: float, most: int) -> None:
        super().__init__(seconds, most)
        self._url = url.rstrip("/")

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        parts = urlsplit(request.url or "")
        request.url = f"{self._url}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        return super().send(request, *args, **more)


def _only_safe(url: str, where: str, next_step: str) -> None:
    """https anywhere, http on this machine alone."""
    scheme = urlsplit(url).scheme
    if scheme != "https" and not (scheme == "http" and is_loopback(urlsplit(url).hostname or "")):
        raise Stop([Problem(where, "Adressen er ikke kryptert (https).", next_step)])


PAUSES = (1.0, 2.0, 4.0)  # seconds before each repeat
PATIENCE = 60.0  # no repeat begins that could end later than so many seconds after the first try
QUOTA_PAUSES, LONGEST_QUOTA_PAUSE = 2, 70.0
#: All that is asked about a document: its own zone, and its tabs with the size of their grids.
FIELDS = "properties(timeZone),sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)))"
#: Values as they are, whatever the locale: numbers as numbers, ticks as true and false, moments as days since 1899-12-30.
AS_THEY_ARE = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}


class Line:
    """`timeouts`: seconds for connecting and for an answer. `clock`: seconds since 1970 (quotas are refilled each minute)."""

    def __init__(
        self, spreadsheet: str, account: str, api_url: str, timeouts: tuple[float, float], clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:  # fmt: skip
        self.id = _id(spreadsheet)
        self.where = f"Google-arket {self.id}"
        self._account = read_account(account)
        self._client = open_client(self._account, api_url, timeouts)
        self._client.session.hooks["response"].append(self._heard)
        self._timeouts, self.clock, self._sleep = timeouts, clock, sleep
        self._answer: requests.Response | None = None

    def describe(self) -> Mapping[str, Any]:
        """One read: the document's properties and tabs (`FIELDS`)."""
        return self._ask(lambda: document_of(self._client.fetch_sheet_metadata(self.id, params={"fields": FIELDS})))

    def values(self, ranges: Sequence[str]) -> list[Mapping[str, Any]]:
        """One read: the values of each range, in order. `Refusal` with status 400 when one of them isn't there."""
        asked = list(ranges)
        return self._ask(lambda: ranges_of(self._client.values_batch_get(self.id, asked, params=dict(AS_THEY_ARE)), len(asked)))

    def write(self, ranges: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        """One write: each range filled with its values, RAW, so that no text becomes a formula."""
        data = [{"range": name, "values": values} for name, values in ranges.items()]
        self._ask(lambda: self._client.values_batch_update(self.id, {"valueInputOption": "RAW", "data": data}))

    def change(self, wanted: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """One write: tabs added or changed, all of it or nothing; returns the properties of those that were added."""
        return self._ask(lambda: added_of(self._client.batch_update(self.id, {"requests": list(wanted)})))

    def _heard(self, answer: requests.Response, *_: Any, **__: Any) -> None:
        self._answer = answer

    def _ask(self, call: Callable[[], T]) -> T:
        began, pauses, quota_pauses = self.clock(), list(PAUSES), QUOTA_PAUSES
        while True:
            result = self._try(call)
            if not isinstance(result, Fault):
                return result
            if result.kind is Kind.QUOTA and quota_pauses:
                quota_pauses -= 1
                pause = min(result.wait or 61 - self.clock() % 60, LONGEST_QUOTA_PAUSE)
                began += pause
            elif result.kind is Kind.PASSING and pauses and self.clock() - began + pauses[0] + self._timeouts[1] <= PATIENCE:
                pause = pauses.pop(0)
            else:
                raise Refusal(self.where, result)
            self._sleep(pause)

    def _try(self, call: Callable[[], T]) -> T | Fault:
        self._answer = None
        try:
            with exchange(WHOLE * self._timeouts[1]):
                found = apart(call, requests.RequestException, GoogleAuthError)
        except requests.RequestException as error:
            return of_silence(error)
        except GoogleAuthError as error:
            return of_login(error)
        if isinstance(found, OwnFault):
            return self._odd(found)
        return found

    def _odd(self, fault: OwnFault) -> Fault:
        """A refusal, of which gspread can't make its own error when its body is any but Google's; else an answer of another shape."""
        if self._answer is not None and not self._answer.ok:
            answer, address = self._answer, self._account.service_account_email
            refused = apart(lambda: of_answer(answer, address))
            if not isinstance(refused, OwnFault):
                return refused
            fault = refused
        self._account.token = None  # it may be what is odd, and would be kept for an hour
        return of_oddness(fault)


def _id(text: str) -> str:
    """The id, also out of the sheet's whole address."""
    found = re.search(r"/d/([\w-]+)", text) or re.fullmatch(r"\s*([\w-]+)\s*", text)
    if not found:
        step = 'Lim inn det som står mellom /d/ og /edit i arkets nettadresse: spreadsheet = "…"'
        raise Stop([Problem("doors.toml, [sheet] spreadsheet", "Dette er ikke id-en til et Google-ark.", step)])
    return found[1]
