"""What a stand-in mail server is told to be and to do, and what it keeps."""

import ssl
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

EXTENSIONS = ("PIPELINING", "8BITMIME", "SMTPUTF8", "SIZE 20000000", "ENHANCEDSTATUSCODES")
#: Where a letter can be on its way, in their order (see `tests.standins.smtp`).
POINTS = ("connect", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "body", "end", "kept", "answered", "rset", "noop")


@dataclass(frozen=True, slots=True)
class Accepted:
    """One stored message, dots unstuffed; `user` is who had logged in ("" for nobody), `line` the connection's number."""

    sender: str
    recipients: tuple[str, ...]
    message: bytes
    message_id: str
    user: str
    line: int


class Hold:
    """A point where the server stands still: `reached` is set when a client got there; `release()` lets it go on."""

    def __init__(self) -> None:
        self.reached, self._released = threading.Event(), threading.Event()

    def release(self) -> None:
        self._released.set()

    def stand(self) -> None:
        self.reached.set()
        self._released.wait(600)


@dataclass(slots=True)
class Turn:
    """What happens at `point`, from the (`after` + 1)th time it is reached, `times` times (None: always)."""

    point: str
    reply: str = ""
    cut: bool = False
    hold: Hold | None = None
    recipient: str = ""
    after: int = 0
    times: int | None = None

    def meets(self, point: str, recipients: Sequence[str]) -> bool:
        """True when it is its turn now; counts."""
        if point != self.point or self.times == 0 or (self.recipient and self.recipient not in recipients):
            return False
        if self.after:
            self.after -= 1
            return False
        if self.times:
            self.times -= 1
        return True


@dataclass(slots=True)
class Script:
    """How the server is. `users` and `tokens` map a user to password and access token; with any of them MAIL needs a login.

    `limit`: 421 after so many messages on one line. `delay`: seconds between what came in one piece and the replies to it.
    """

    extensions: tuple[str, ...] = EXTENSIONS
    certificate: ssl.SSLContext | None = None
    security: str = "none"
    mechanisms: tuple[str, ...] = ("PLAIN", "LOGIN")
    users: Mapping[str, str] = field(default_factory=dict)
    tokens: Mapping[str, str] = field(default_factory=dict)
    limit: int = 0
    delay: float = 0.0
