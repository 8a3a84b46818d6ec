"""The line to Zoom: zoomus' components with a live token, bounded patience, and an answer whatever happens.

zoomus raises for no HTTP error, repeats nothing and never looks at a 429: all of that is done here.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache, partialmethod
from threading import Lock
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import requests
from requests.auth import HTTPBasicAuth
from zoomus.components.meeting import MeetingComponentV2
from zoomus.components.past_meeting import PastMeetingComponentV2
from zoomus.util import API_VERSION_2, ApiClient

from tasks.doors.bounded.web import bounded_session
from tasks.doors.zoom_room.answers import CUT, SLOW, TOKEN, Answer, answered, next_midnight

# Whose Zoom it is: the account with its secrets, and the one access token that this process holds for it.

#: Zoom's tokens live an hour; a call that begins now must not see its own die under way.
LIFE, MARGIN = 3600, 300
#: How many times its time-out a whole answer may take: with `SILENT` of them a minute goes, no more. Bytes of an answer.
WHOLE, MOST = 1.5, 2_000_000
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


class Token:
    """The access token of one app, fetched when needed. Shared by all threads and circles of the process: a new one ends the old."""

    def __init__(self, url: str, account_id: str, login: tuple[str, str], timeout: int) -> None:
        self._url, self._account_id, self._login, self._timeout = url, account_id, login, timeout
        self._lock = Lock()
        self._answer = Answer(0)
        self._good: tuple[datetime, datetime] | None = None

    def value(self, now: datetime) -> str | Answer:
        """A token that is good for some minutes yet; where Zoom gave none, its answer."""
        with self._lock:
            if self._good is None or not self._good[0] <= now < self._good[1]:
                answer = answered(self._ask, TOKEN)
                if answer.status != 200 or not _TOKEN.fullmatch(answer.text("access_token")):
                    return answer
                life = min(answer.number("expires_in") or LIFE, LIFE)
                self._answer, self._good = answer, (now, now + timedelta(seconds=max(life - MARGIN, 1)))
            return self._answer.text("access_token")

    def drop(self, value: str) -> None:
        """Zoom did not take `value`; the next one who asks gets a new one, unless another thread has fetched it already."""
        with self._lock:
            if self._answer.text("access_token") == value:
                self._good = None

    def scopes(self) -> frozenset[str]:
        """What Zoom said this token is allowed to do; empty when it did not say."""
        return frozenset(self._answer.text("scope").split())

    def _ask(self) -> requests.Response:
        """Not by zoomus' own client: that one asks without a time-out, and turns a refusal into the token «None»."""
        login = HTTPBasicAuth(*(word.encode() for word in self._login))  # as text, requests takes Latin-1 only
        form = {"grant_type": "account_credentials", "account_id": self._account_id}
        with bounded_session(WHOLE * self._timeout, MOST) as session:
            return session.post(self._url, data=form, auth=login, timeout=self._timeout)


#: The token this process holds for an app, whoever asks.
_token = lru_cache(maxsize=64)(Token)


Arguments = Mapping[str, Any]


class _Bounded(ApiClient):  # type: ignore[misc]
    """zoomus' calls over a session in which each has an end and a size: its own is made anew inside every call."""

    def _call(self, method: str, endpoint: str, params: Any = None, data: Any = None, **_: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.config['token']}", "Content-Type": "application/json"}
        body = json.dumps(data) if data and not isinstance(data, str) else data
        with bounded_session(WHOLE * self.timeout, MOST) as session:
            return session.request(method, self.url_for(endpoint), params, body, headers, timeout=self.timeout)

    get_request, post_request = partialmethod(_call, "GET"), partialmethod(_call, "POST")
    patch_request, delete_request = partialmethod(_call, "PATCH"), partialmethod(_call, "DELETE")


class _Meetings(_Bounded, MeetingComponentV2):  # type: ignore[misc]
    """The calls about meetings."""


class _PastMeetings(_Bounded, PastMeetingComponentV2):  # type: ignore[misc]
    """The calls about meetings that are over."""


#: How often one call is tried, and the longest time (seconds) that a 429 is waited for.
TRIES, PATIENCE = 4, 30.0
#: The calls that Zoom counts against 100 a day and host.
COUNTED = frozenset({"create", "update"})
#: The largest page of every list, and more of them than any circle fills.
PAGE, PAGES = 300, 100
#: After so many calls in a row without an answer Zoom is left alone for a while: a round with many rooms must come to its end.
SILENT, LEFT_ALONE = 2, timedelta(minutes=1)


class Line:
    """Calls in the name of one host. Threads may share it."""

    def __init__(self, account: ZoomAccount, clock: Callable[[], datetime], sleep: Callable[[float], None]) -> None:
        self._account, self._clock, self._sleep = account, clock, sleep
        self.token = _token(account.token_url, account.account_id, (account.client_id, account.client_secret), account.timeout)
        #: The host in a path: what is configured must not lead to another path.
        self.host = quote(account.host, safe="")
        self._lock = Lock()
        self._closed_until: datetime | None = None
        self._silent, self._last_silent = 0, clock()

    def meeting(self, method: str, **arguments: Any) -> Answer:
        """One call of zoomus' meeting component: list, create, update, delete, get."""
        return self._ask(_Meetings, method, arguments)

    def past(self, method: str, **arguments: Any) -> Answer:
        """One call of zoomus' past-meeting component: list (of instances), get, get_participants."""
        return self._ask(_PastMeetings, method, arguments)

    def _ask(self, component: type, method: str, arguments: Arguments) -> Answer:
        closed = self._closed(method)
        if closed:
            return closed
        renewed = False
        answer = Answer(0, loss=CUT)
        for attempt in range(TRIES):
            answer, token = self._once(component, method, arguments)
            if answer.stale_token and not renewed:
                renewed = True
                self.token.drop(token)
                continue
            pause = self._pause(answer, attempt, repeatable=method != "create")
            if pause is None or attempt == TRIES - 1:
                break
            self._sleep(pause)
        return self._remembered(method, answer)

    def _once(self, component: type, method: str, arguments: Arguments) -> tuple[Answer, str]:
        """A component of its own for every call: nothing is shared between threads, and none can see another's token."""
        token = self.token.value(self._clock())
        if isinstance(token, Answer):
            return token, ""
        config = {"version": API_VERSION_2, "token": token}
        part = component(base_uri=self._account.api_url, config=config, timeout=self._account.timeout)
        return answered(lambda: getattr(part, method)(**arguments)), token

    def _pause(self, answer: Answer, attempt: int, *, repeatable: bool) -> float | None:
        """Seconds until the same call may be repeated; None when it must not be, or not now.

        A refusal for haste (429) was not carried out. A cut line or a 5xx may have been: only what can be done twice is repeated,
        once. A slow Zoom is not asked again.
        """
        if answer.status == 429:
            return self._wait(answer)
        again = repeatable and attempt == 0 and (answer.loss == CUT or answer.status >= 500)
        return 1.0 if again else None

    def _wait(self, answer: Answer) -> float | None:
        now = self._clock()
        until = answer.until or (next_midnight(now) if answer.daily else now + timedelta(seconds=1))
        seconds = max((until - now).total_seconds(), 1.0)
        return seconds if seconds <= PATIENCE else None

    def _closed(self, method: str) -> Answer | None:
        with self._lock:
            until, silent = self._closed_until, self._silent >= SILENT
        if silent and self._clock() < self._last_silent + LEFT_ALONE:
            return Answer(0, step=TOKEN, loss=SLOW)  # nothing was sent
        if method not in COUNTED or until is None or self._clock() >= until:
            return None
        return Answer(429, daily=True, until=until)

    def _remembered(self, method: str, answer: Answer) -> Answer:
        """When Zoom is silent or the day's calls are used up, the rest of the round doesn't knock in vain."""
        with self._lock:
            self._silent = self._silent + 1 if answer.loss == SLOW else 0
            self._last_silent = self._clock()
        if not answer.daily:
            return answer
        until = answer.until or next_midnight(self._clock())
        if method in COUNTED:
            with self._lock:
                self._closed_until = until
        return replace(answer, until=until)

    def pages(self, ask: Callable[..., Answer], method: str, key: str, **arguments: Any) -> tuple[list[Mapping[str, Any]], Answer]:
        """All rows of a list, page after page, with the last answer (not `ok`, or without the list: the rows are not all of them)."""
        rows: list[Mapping[str, Any]] = []
        arguments["page_size"] = PAGE
        for _ in range(PAGES):
            answer = ask(method, **arguments)
            rows += answer.rows(key)
            arguments["next_page_token"] = answer.text("next_page_token")
            if not answer.ok or not answer.lists(key) or not arguments["next_page_token"]:
                break
        return rows, answer
