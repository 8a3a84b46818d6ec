"""The service account a Google Sheet is read with, and the real gspread client opened with it."""

import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import gspread
import requests
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.service_account import Credentials
from requests.adapters import HTTPAdapter

from tasks.circle.model.errors import Problem, Stop

GOOGLE = "https://sheets.googleapis.com"
#: Only spreadsheets: gspread's own default asks for all of Drive.
SCOPES = ("https://www.googleapis.com/auth/spreadsheets",)
#: google-auth asks here by itself, in the background, where an account may be used from.
_BACKGROUND = "https://iamcredentials.googleapis.com"
_SETTING = "SIRKEL_GOOGLE_JSON"
_NEW_KEY = "Lag en ny nøkkel (JSON) for tjenestekontoen i Google Cloud, og sett SIRKEL_GOOGLE_JSON til innholdet eller stien."
_FIELDS = ("client_email", "private_key", "token_uri")


@dataclass(frozen=True, slots=True)
class Account:
    """`address` is what the sheet must be shared with."""

    address: str
    credentials: Credentials = field(repr=False)


def read_account(text: str) -> Account:
    """The account in Google Cloud's JSON. Raises `Stop` when it is missing or broken; the text itself is never shown."""
    if not text.strip():
        next_step = "Sett SIRKEL_GOOGLE_JSON til nøkkelen (JSON) for tjenestekontoen, eller stien til filen."
        raise Stop([Problem(_SETTING, "Nøkkelen til Google-kontoen mangler.", next_step)])
    info = _object(text)
    missing = [name for name in _FIELDS if not isinstance(info.get(name), str) or not info[name]]
    if info.get("type", "service_account") != "service_account" or missing:
        what = "Dette er ikke nøkkelen til en tjenestekonto" + (f" (mangler {', '.join(missing)})." if missing else ".")
        raise Stop([Problem(_SETTING, what, _NEW_KEY)])
    _only_safe(info["token_uri"], f"{_SETTING}, token_uri", _NEW_KEY)
    try:
        credentials = Credentials.from_service_account_info(info, scopes=SCOPES)  # type: ignore[no-untyped-call]
    except (ValueError, TypeError) as error:  # what the key is made of is in the error's text: it is not passed on
        raise Stop([Problem(_SETTING, "Den private nøkkelen i filen er skadd.", _NEW_KEY)]) from error
    return Account(info["client_email"], credentials)


def open_client(account: Account, api_url: str, timeouts: tuple[float, float]) -> gspread.http_client.HTTPClient:
    """gspread's client, unpatched. `timeouts`: seconds for connecting and for an answer (its own default is to wait for ever).

    An `api_url` other than Google's takes the place of Google's address in every call. Raises `Stop` when it isn't safe.
    """
    _only_safe(api_url, "doors.toml, [sheet] api_url", f'Skriv adressen med https, eller "{GOOGLE}".')
    tokens = requests.Session()
    session = AuthorizedSession(account.credentials, auth_request=Request(tokens))  # type: ignore[no-untyped-call]
    for each in (tokens, session):
        each.mount("http://", _Direct())
        if api_url.rstrip("/") != GOOGLE:
            each.mount(GOOGLE, _Elsewhere(api_url))
            each.mount(_BACKGROUND, _Elsewhere(api_url))
    client = gspread.Client(auth=None, session=session)  # type: ignore[arg-type]  # as its documentation says
    client.set_timeout(timeouts)
    return client.http_client


class _Direct(HTTPAdapter):
    """This machine itself (http is allowed nowhere else) is not reached through a proxy, whatever is set for Google."""

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        if urlsplit(request.url or "").scheme == "http":
            more["proxies"] = {}
        return super().send(request, *args, **more)


class _Elsewhere(_Direct):
    """Sends what is meant for Google to another address: gspread's own addresses can't be changed after its import."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url.rstrip("/")

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        parts = urlsplit(request.url or "")
        request.url = f"{self._url}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        return super().send(request, *args, **more)


def _object(text: str) -> Mapping[str, Any]:
    try:
        info = json.loads(text)
    except ValueError as error:
        raise Stop([Problem(_SETTING, "Nøkkelen til Google-kontoen er ikke hel JSON.", _NEW_KEY)]) from error
    if not isinstance(info, dict):
        raise Stop([Problem(_SETTING, "Nøkkelen til Google-kontoen er ikke JSON for en tjenestekonto.", _NEW_KEY)])
    return info


def _only_safe(url: str, where: str, next_step: str) -> None:
    """https anywhere, http on this machine alone."""
    scheme = urlsplit(url).scheme
    if scheme != "https" and not (scheme == "http" and _is_loopback(url)):
        raise Stop([Problem(where, "Adressen er ikke kryptert (https).", next_step)])


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
