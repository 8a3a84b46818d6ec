"""What came back from Zoom, as one plain value; also when nothing came back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import requests
from urllib3.exceptions import NewConnectionError

from tasks.circle.model.apart import Fault, apart, sound_json
from tasks.circle.typed_dates import FIRST_YEAR, LAST_YEAR

#: The step an answer belongs to.
TOKEN, CALL = "token", "call"
#: How a call without an answer ended.
NEVER_LEFT, SLOW, CUT, ODD = "never left", "slow", "cut", "odd"
#: «Meeting does not exist», and the two codes that say what the app may not do; every other 401 is about the token (124).
GONE = 3001
#: Above all numbers of Zoom's (its meetings have eleven digits).
LARGEST = 10**15
SCOPES = frozenset({4700, 4711})


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is HTTP's, 0 when `loss` says that no answer came, or (ODD) none that could be read, for the reason `fault`; `code`
    is Zoom's own. `until` (UTC): not before then (429).

    The body is never shown: it holds links, addresses, tokens.
    """

    status: int
    code: int = 0
    step: str = CALL
    loss: str = ""
    daily: bool = False
    until: datetime | None = None
    fault: str = ""
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def ok(self) -> bool:
        """The call was carried out; an answer about the token is never that."""
        return self.step == CALL and 200 <= self.status < 300

    @property
    def changed(self) -> bool:
        """A change or a deletion was carried out: Zoom has nothing to say of it then, and a page of HTML is not Zoom's."""
        return self.ok and self.status == 204

    @property
    def gone(self) -> bool:
        return (self.status, self.code) == (404, GONE)

    @property
    def stale_token(self) -> bool:
        return self.step == CALL and self.status == 401 and self.code not in SCOPES

    @property
    def doubtful(self) -> bool:
        """True when the call may have been carried out all the same."""
        return self.step == CALL and (self.loss in (SLOW, CUT, ODD) or self.status >= 500 or self.status == 408)

    def text(self, key: str) -> str:
        value = self.body.get(key)
        return value if isinstance(value, str) else ""

    def number(self, key: str) -> int:
        value = self.body.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST else 0

    def lists(self, key: str) -> bool:
        """Whether there stands a list; none at all is not the same as an empty one."""
        return isinstance(self.body.get(key), list)

    def rows(self, key: str) -> list[Mapping[str, Any]]:
        value = self.body.get(key)
        return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def heard(response: requests.Response, step: str = CALL) -> Answer:
    """`response` without what must not be kept: `start_url` opens the meeting as its host."""
    found = apart(lambda: sound_json(response.json()) if response.content else {})
    # Else a page of HTML, from Zoom's own gateways or from somebody on the way.
    body = {key: value for key, value in found.items() if key != "start_url"} if isinstance(found, dict) else {}
    answer = Answer(status=response.status_code, step=step, body=body)
    limited = response.status_code == 429
    return replace(
        answer, code=answer.number("code"), daily=limited and _is_daily(response, answer), until=_until(response) if limited else None
    )


def unread(fault: Fault, step: str = CALL) -> Answer:
    """The answer over which the program failed: nobody knows what was done."""
    return Answer(0, step=step, loss=ODD, fault=fault.words)


def lost(error: requests.RequestException, step: str = CALL) -> Answer:
    """The answer that never came. What did not even reach Zoom is told apart from what may have been carried out."""
    if _never_left(error):
        return Answer(0, step=step, loss=NEVER_LEFT)
    return Answer(0, step=step, loss=SLOW if isinstance(error, requests.Timeout) else CUT)


def _never_left(error: requests.RequestException) -> bool:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    refused = isinstance(reason, NewConnectionError) or "CERTIFICATE_VERIFY_FAILED" in str(reason)
    return refused or isinstance(error, (requests.ConnectTimeout, requests.exceptions.ProxyError, requests.exceptions.InvalidURL))


def _is_daily(response: requests.Response, answer: Answer) -> bool:
    return "daily" in f"{response.headers.get('X-RateLimit-Type', '')} {answer.text('message')}".lower()


def _until(response: requests.Response) -> datetime | None:
    """`Retry-After` (an ISO date at Zoom, not seconds), else `X-RateLimit-Reset` (Unix seconds); None when neither can be read."""
    after, reset = response.headers.get("Retry-After", "").strip(), response.headers.get("X-RateLimit-Reset", "").strip()
    try:
        if after and not after.isdigit():
            moment = datetime.fromisoformat(after)
            moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        else:
            moment = datetime.fromtimestamp(int(reset or "x"), UTC)
        return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None  # else no clock of the circle could show it
    except (ValueError, OverflowError, OSError):
        return None


def next_midnight(now: datetime) -> datetime:
    """Zoom counts days in UTC."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
