"""A service that takes every connection and never says a word, on 127.0.0.1: unplugged, as a client sees it."""

import socket
import threading
from typing import Self


class Silent:
    """Listens inside a `with` block. `connections`: how many came."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port, self.connections = self._server.getsockname()[1], 0
        self.url = f"http://127.0.0.1:{self.port}"
        self._held: list[socket.socket] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self._take, daemon=True).start()
        return self

    def _take(self) -> None:
        while True:
            try:
                self._held.append(self._server.accept()[0])
            except OSError:  # closed
                return
            self.connections += 1

    def __exit__(self, *error: object) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        for each in (self._server, *self._held):
            each.close()
