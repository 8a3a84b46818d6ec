"""The pages' connections under one bad client: whoever keeps half a request open gives way, and nobody's requests fill the queue.

uvicorn has no deadline for a request's headers or body, and answers 503 to everybody as long as enough half ones are held.
"""

import asyncio
from collections import defaultdict
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

#: Seconds within which a request must be here, headers and body, counted from the connection or the answer before it; and those that an
#: answer, and its reading, may take after that.
ASKING, ANSWERING = 20.0, 60.0
#: Connections; beyond them the oldest that is only half a request is closed. And requests of one visitor that are answered at a time.
MOST, AT_ONCE = 400, 8


class BoundedProtocol(H11Protocol):
    """uvicorn's own HTTP/1.1 with an end to every request, and a place for the newcomer. `asking`, `answering` and `most` as above."""

    asking, answering, most = ASKING, ANSWERING, MOST

    def connection_made(self, transport: Any) -> None:
        """The oldest of too many half requests goes."""
        halves = [each for each in self.connections if isinstance(each, BoundedProtocol) and not each.whole]
        if len(self.connections) >= self.most and halves:
            oldest = min(halves, key=lambda each: each.since)
            self.connections.discard(oldest)
            oldest.transport.abort()
        super().connection_made(transport)
        self._await_request()

    def _await_request(self) -> None:
        self.whole, self.since = False, self.loop.time()
        self.end = self.loop.call_later(self.asking, self.transport.abort)

    def data_received(self, data: bytes) -> None:
        """The deadline of the answer begins when the request is whole."""
        super().data_received(data)
        cycle = self.cycle
        if not self.whole and cycle and not cycle.more_body and not cycle.response_complete:
            self.whole = True
            self.end.cancel()
            self.end = self.loop.call_later(self.answering, self.transport.abort)

    def on_response_complete(self) -> None:
        """What comes next on the line has its own deadline; an answer that nobody reads doesn't keep it open."""
        self.end.cancel()
        super().on_response_complete()
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        self.end.cancel()
        super().connection_lost(exc)


class InTurn:
    """One visitor's requests wait for each other, not others for them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.waiting: dict[str, int] = defaultdict(int)
        self.turns: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(AT_ONCE))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope["client"][0] if scope.get("client") else ""
        self.waiting[client] += 1
        try:
            async with self.turns[client]:
                await self.app(scope, receive, send)
        finally:
            self.waiting[client] -= 1
            if not self.waiting[client]:
                del self.waiting[client], self.turns[client]
