"""A service that watches over silent programs, on 127.0.0.1: it keeps which paths were asked, and answers as it is told."""

import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


class Watcher:
    """Listens inside a `with` block. `answer`: the status of every answer (0: the line is cut); `delay`: seconds before it."""

    def __init__(self, certificate: ssl.SSLContext | None = None) -> None:
        self.asked: list[str] = []
        self.answer, self.delay, self.location = 200, threading.Event(), ""
        self.delay.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        if certificate:
            self._server.socket = certificate.wrap_socket(self._server.socket, server_side=True)
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self._server.server_address[1]}/ping/kode"

    def _handler(watcher: Self) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - `self` is the request's
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                watcher.asked.append(self.path)
                watcher.delay.wait(60)
                if watcher.answer:
                    self.send_response(watcher.answer)
                    if watcher.location:
                        self.send_header("Location", watcher.location)
                    self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing on the terminal of the tests."""

        return Handler

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.delay.set()
        self._server.shutdown()
        self._server.server_close()
