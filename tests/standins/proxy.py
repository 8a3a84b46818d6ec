"""A proxy that lets nothing through and counts who asked: all that a browser wants of others than this machine."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Thread


class CountingProxy(socketserver.ThreadingTCPServer):
    """On a port of 127.0.0.1. A connection counts from when it is made, whether or not anything is said on it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Refusal)
        self._asked: list[str] = []
        self._lock = Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def asked(self) -> list[str]:
        """The first line of each connection, as `CONNECT example.org:443 HTTP/1.1`."""
        with self._lock:
            return list(self._asked)

    def begun(self) -> int:
        with self._lock:
            self._asked.append("nothing said")
            return len(self._asked) - 1

    def said(self, number: int, line: str) -> None:
        with self._lock:
            self._asked[number] = line


class _Refusal(socketserver.StreamRequestHandler):
    server: CountingProxy
    timeout = 10

    def handle(self) -> None:
        number = self.server.begun()
        self.server.said(number, self.rfile.readline(1000).decode("latin-1").strip())
        self.wfile.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


@contextmanager
def counting_proxy() -> Iterator[CountingProxy]:
    """One that counts until the end of the block."""
    with CountingProxy() as proxy:
        thread = Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.1})
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()
