"""The service that gives out access tokens for XOAUTH2 (RFC 6749 §6), on 127.0.0.1."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs

CLIENT = {"client_id": "klient", "client_secret": "hemmelig-klient"}


class TokenGiver:
    """Gives `token` for the refresh token it is made with, and counts in `asked`; `says` are status and body of another answer."""

    def __init__(self, refresh_token: str, token: str) -> None:
        self.token, self.asked = token, 0
        self.says: tuple[int, bytes] | None = None
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.asked += 1
                form = {name: values[0] for name, values in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()}
                known = form == CLIENT | {"grant_type": "refresh_token", "refresh_token": refresh_token}
                answer = {"access_token": service.token, "expires_in": 3600, "token_type": "Bearer"} if known else {"error": "invalid_grant"}
                status, body = service.says or (200 if known else 400, json.dumps(answer).encode())
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name it has there
                """Nothing on the terminal."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def oauth(self, refresh_token: str) -> str:
        """The JSON text a person would configure."""
        uri = f"http://127.0.0.1:{self._server.server_port}/token"
        return json.dumps(CLIENT | {"refresh_token": refresh_token, "token_uri": uri})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
