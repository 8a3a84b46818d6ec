"""Whose Zoom it is: the account with its secrets, and the one access token that this process holds for it."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from threading import Lock
from zoneinfo import ZoneInfo

import requests
from requests.auth import HTTPBasicAuth

from tasks.circle.model.apart import Fault, apart
from tasks.doors.zoom_room.answers import TOKEN, Answer, heard, lost, unread

#: Zoom's tokens live an hour; a call that begins now must not see its own die under way.
LIFE, MARGIN = 3600, 300
#: What may stand in an Authorization header (RFC 6750 §2.1, and room for more).
_TOKEN = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class ZoomAccount:
    """The server-to-server app, the user who owns the meetings, and how its rooms are to be.

    `host` is an address or a user id, `alternative_hosts` are licensed users of the same account; `recording` is none, local
    or cloud; `zone` is what Zoom shows times in; `timeout` is whole seconds without an answer (zoomus takes no fractions).
    """

    account_id: str = field(repr=False)
    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)
    host: str = field(repr=False)
    zone: ZoneInfo
    alternative_hosts: tuple[str, ...] = field(default=(), repr=False)
    waiting_room: bool = True
    recording: str = "none"
    api_url: str = "https://api.zoom.us/v2"
    token_url: str = "https://zoom.us/oauth/token"  # noqa: S105 - an address
    timeout: int = 20


class NoToken(Exception):  # noqa: N818 - not an error of the program: Zoom gave none
    """Zoom gave no token; `answer` says why."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(repr(answer))
        self.answer = answer


class Token:
    """The access token of one app, fetched when needed. Shared by all threads and circles of the process: a new one ends the old."""

    def __init__(self, url: str, account_id: str, login: tuple[str, str], timeout: int) -> None:
        self._url, self._account_id, self._login, self._timeout = url, account_id, login, timeout
        self._lock = Lock()
        self._answer = Answer(0)
        self._good: tuple[datetime, datetime] | None = None

    def value(self, now: datetime) -> str:
        """A token that is good for some minutes yet; raises `NoToken`."""
        with self._lock:
            if self._good is None or not self._good[0] <= now < self._good[1]:
                self._fetch(now)
            return self._answer.text("access_token")

    def drop(self, value: str) -> None:
        """Zoom did not take `value`; the next one who asks gets a new one, unless another thread has fetched it already."""
        with self._lock:
            if self._answer.text("access_token") == value:
                self._good = None

    def scopes(self) -> frozenset[str]:
        """What Zoom said this token is allowed to do; empty when it did not say."""
        return frozenset(self._answer.text("scope").split())

    def _fetch(self, now: datetime) -> None:
        answer = self._asked()
        if answer.status != 200 or not _TOKEN.fullmatch(answer.text("access_token")):
            raise NoToken(answer)
        life = min(answer.number("expires_in") or LIFE, LIFE)
        self._answer, self._good = answer, (now, now + timedelta(seconds=max(life - MARGIN, 1)))

    def _asked(self) -> Answer:
        """Not by zoomus' own client: that one asks without a time-out, and turns a refusal into the token «None»."""
        login = HTTPBasicAuth(*(word.encode() for word in self._login))  # as text, requests takes Latin-1 only
        form = {"grant_type": "account_credentials", "account_id": self._account_id}
        try:
            found = apart(
                lambda: heard(requests.post(self._url, data=form, auth=login, timeout=self._timeout), TOKEN), requests.RequestException
            )
        except requests.RequestException as error:
            return lost(error, TOKEN)
        return unread(found, TOKEN) if isinstance(found, Fault) else found


def token_of(account: ZoomAccount) -> Token:
    """The token this process holds for the app of `account`, whoever asks."""
    return _token(account.token_url, account.account_id, (account.client_id, account.client_secret), account.timeout)


_token = lru_cache(maxsize=64)(Token)
