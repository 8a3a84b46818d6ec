"""Prefect's server with its page, as `serve` runs it: `python -m flows.serving_page HOST PORT`.

As `prefect server start`, with one thing more. When two write at once in SQLite, Prefect's server answers one of them at once
that the service is unavailable, and has done nothing. Prefect's own clients ask again; its page does not, so somebody's click
was in vain. Here the server asks itself again.
"""

import asyncio
import random
import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn
from prefect.server.api.server import create_app
from prefect.settings import get_current_settings

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

UNAVAILABLE = 503
#: Seconds: for so long a request is put again, after waiting so long on the average.
PATIENCE, WAIT = 10, 0.1


class AskingAgain:
    """An ASGI application that puts a request to `inner` again, whole, for `patience` seconds at most, as long as that is unavailable."""

    def __init__(self, inner: Application, patience: float = PATIENCE) -> None:
        self.inner, self.patience = inner, patience

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.inner(scope, receive, send)
        asked = [await receive()]
        while asked[-1].get("more_body"):
            asked.append(await receive())
        end = time.monotonic() + self.patience
        while await self._in_vain(dict(scope), asked, receive, send, last=time.monotonic() > end):
            await asyncio.sleep(random.uniform(0, 2 * WAIT))  # noqa: S311 - so that two do not meet again
        return None

    async def _in_vain(self, scope: Message, asked: list[Message], receive: Receive, send: Send, last: bool) -> bool:
        """Whether the application was unavailable, and nobody has been told so; the `last` time it is told."""
        words, kept = iter(asked), False

        async def hear() -> Message:
            return next(words, None) or await receive()

        async def answer(message: Message) -> None:
            nonlocal kept
            kept = kept or (not last and message.get("status") == UNAVAILABLE)
            if not kept:
                await send(message)

        try:
            await self.inner(scope, hear, answer)
        except Exception:  # Starlette raises what it has answered, for whoever keeps the log
            if not kept:
                raise
        return kept


def main(host: str, port: int) -> None:
    """Serve on `host` and `port` until SIGTERM; Prefect's settings come from the environment."""
    api, words = get_current_settings().server.api, get_current_settings().server.logging_level
    uvicorn.run(
        AskingAgain(create_app(final=True)), host=host, port=port, log_level=words.lower(), timeout_keep_alive=api.keepalive_timeout,
        ws_ping_interval=api.websocket_ping_interval, ws_ping_timeout=api.websocket_ping_timeout,
    )  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
