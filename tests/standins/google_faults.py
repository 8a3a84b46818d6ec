"""What goes wrong at Google, scripted: which call, which answer, and whether the line is cut before or after it was carried out."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

HTML = "<!DOCTYPE html><html lang=en><title>Error {0} (Server Error)!!1</title><p>The server encountered a temporary error.</html>"
EVERYTHING = ("read", "write", "token")
STATUSES = {
    400: "INVALID_ARGUMENT", 403: "PERMISSION_DENIED", 404: "NOT_FOUND", 409: "ABORTED", 429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL", 502: "UNAVAILABLE", 503: "UNAVAILABLE", 504: "DEADLINE_EXCEEDED",
}  # fmt: skip


@dataclass
class Fault:
    """`on`: "read", "write", "token". `status` with Google's body, or `html`, or `text` as it is; `seconds` of silence first.

    `cut`: "before" (nothing was carried out) or "after" (it was, and nobody heard). `times`: how often; None for ever.
    """

    on: str
    status: int = 0
    html: bool = False
    text: str | bytes | None = None
    message: str = "Internal error encountered."
    seconds: float = 0.0
    cut: str = ""
    times: int | None = 1
    retry_after: int | None = None
    skip: int = 0

    def body(self) -> Any:
        if self.html:
            return HTML.format(self.status)
        if self.status == 429:
            return quota_body(self.on)
        return self.text if self.text is not None else {"error": {"code": self.status, "message": self.message, "status": STATUSES[self.status]}}


def quota_body(kind: str) -> dict[str, Any]:
    """The 429 as Google words it."""
    word, name = kind.capitalize(), "sheets.googleapis.com"
    metadata = {
        "service": name, "consumer": "projects/1", "quota_metric": f"{name}/{kind}_requests",
        "quota_limit": f"{word}RequestsPerMinutePerUser", "quota_limit_value": "60", "quota_location": "global",
    }  # fmt: skip
    info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "RATE_LIMIT_EXCEEDED", "domain": "googleapis.com"}
    message = (
        f"Quota exceeded for quota metric '{word} requests' and limit '{word} requests per minute per user' of service "
        f"'{name}' for consumer 'project_number:1'."
    )
    return {"error": {"code": 429, "message": message, "status": "RESOURCE_EXHAUSTED", "details": [info | {"metadata": metadata}]}}


@dataclass
class Script:
    """The faults to come, what an administrator does meanwhile, and the quota; one lock holds them together."""

    quota: int = 0
    clock: Callable[[], float] = time.time
    faults: list[Fault] = field(default_factory=list)
    hooks: list[tuple[str, Callable[[], object]]] = field(default_factory=list)
    used: Counter[tuple[str, int]] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    def fault(self, kind: str) -> Fault | None:
        """The first fault that concerns this call, used up by it."""
        for fault in self.faults:
            if fault.on != kind:
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            if fault.times is not None:
                fault.times -= 1
                if not fault.times:
                    self.faults.remove(fault)
            return fault
        return None

    def meanwhile(self, kind: str) -> None:
        """Run what was to happen just before this call, once."""
        due = [hook for hook in self.hooks if hook[0] == kind]
        self.hooks = [hook for hook in self.hooks if hook[0] != kind]
        for _, act in due:
            act()

    def over_quota(self, kind: str) -> bool:
        """Count a call; True when this clock minute's calls are used up."""
        minute = (kind, int(self.clock() // 60))
        self.used[minute] += 1
        return bool(self.quota) and self.used[minute] > self.quota

    def silence(self, seconds: float) -> None:
        self.over.wait(seconds)
