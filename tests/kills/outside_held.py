"""Google, Zoom and the mail server of the kills: each can stand still at a named point, before or after it has done what was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from tests.standins import google_spreadsheet
from tests.standins.google import GoogleStandIn
from tests.standins.smtp_script import Hold
from tests.standins.zoom import Reply, ZoomStandIn


@dataclass
class Gate:
    """One point of a service, such as «create-after», where a request is held. `lost`: on release it is not carried out."""

    point: str = ""
    after: int = 0
    lost: bool = False
    hold: Hold = field(default_factory=Hold)

    def arm(self, point: str, after: int, *, lost: bool) -> Hold:
        self.point, self.after, self.lost, self.hold = point, after, lost, Hold()
        return self.hold

    def open(self) -> None:
        self.point = ""
        self.hold.release()

    def passes(self, point: str) -> bool:
        """False when the request is to be lost here. Stands still when it is the point's turn."""
        if point != self.point:
            return True
        self.after -= 1
        if self.after >= 0:
            return True
        self.point, lost = "", self.lost
        self.hold.stand()
        return not lost


class HeldGoogle(GoogleStandIn):
    """Points: read-before, read-after, write-before, write-after."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = Gate()

    def __enter__(self) -> Self:
        super().__enter__()
        self._server.handle_error = _hung_up  # type: ignore[method-assign, assignment]
        return self

    def answer(self, method: str, path: str, body: Any, email: str) -> Any:
        kind = "read" if method == "GET" else "write"
        if not self.gate.passes(f"{kind}-before"):
            raise google_spreadsheet.Refused(503, "UNAVAILABLE", "lost on the way")
        said = super().answer(method, path, body, email)
        self.gate.passes(f"{kind}-after")
        return said


class HeldZoom(ZoomStandIn):
    """Points: token, list, create, update and delete, each with -before and -after."""

    def __init__(self, now: datetime) -> None:
        super().__init__(now)
        self.gate = Gate()
        self._server.handle_error = _hung_up  # type: ignore[method-assign, assignment]

    def answer(self, kind: str, path: list[str], query: Mapping[str, str], headers: Mapping[str, str], body: str) -> Reply:
        if not self.gate.passes(f"{kind}-before"):
            return 503, {"code": 503, "message": "lost on the way"}, {}
        said = super().answer(kind, path, query, headers, body)
        self.gate.passes(f"{kind}-after")
        return said


def _hung_up(*_: object) -> None:
    """A client that was killed is no fault of the service's."""
