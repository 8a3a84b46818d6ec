"""What can be made to go wrong at the Zoom stand-in, one request at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

PAGE_OF_HTML = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


@dataclass(frozen=True)
class Fault:
    """`cut`: "before" nothing is done, "after" all is done, and in both cases no answer comes; `hang`: seconds of silence first,
    the request is then carried out. `status` with a `body` is answered instead of the truth."""

    cut: str = ""
    hang: float = 0
    status: int = 0
    body: Mapping[str, object] | str | bytes = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def cut_before() -> Fault:
    return Fault(cut="before")


def cut_after() -> Fault:
    return Fault(cut="after")


def hangs(seconds: float) -> Fault:
    return Fault(hang=seconds)


def html(status: int = 502) -> Fault:
    return Fault(status=status, body=PAGE_OF_HTML)


def refuses(status: int, code: int, message: str) -> Fault:
    return Fault(status=status, body={"code": code, "message": message})


def too_fast(again: datetime | None = None) -> Fault:
    """429 for the second, with `Retry-After` as Zoom writes it when `again` is given."""
    message = "You have reached the maximum per-second rate limit for this API. Try again later."
    return _limited(message, {"X-RateLimit-Category": "Light", "X-RateLimit-Type": "QPS", "X-RateLimit-Remaining": "0"}, again)


def too_many_today(again: datetime | None) -> Fault:
    """429 for the day."""
    message = (
        "You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request."
    )
    return _limited(message, {"X-RateLimit-Category": "Light", "X-RateLimit-Type": "Daily-limit", "X-RateLimit-Remaining": "0"}, again)


def _limited(message: str, headers: Mapping[str, str], again: datetime | None) -> Fault:
    after = {"Retry-After": again.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")} if again else {}
    return Fault(status=429, body={"code": 429, "message": message}, headers={**headers, **after})
