"""A mail server that does what a test tells it to (RFC 5321, 2920, 3207, 4954, 6531), strict about what clients may send.

`SmtpServer().on("rcpt", "550 5.1.1 no such user", recipient="kari@example.org")` scripts it. The points, in their order:
connect, ehlo, starttls, auth, mail, rcpt, data (the command), body (its first bytes), end (the final dot; nothing is kept),
kept (the message is stored, nothing is answered), answered. At each it can answer otherwise, cut the line, or hold still.

As a process of its own, to be tested and killed from outside: `python -m tests.standins.smtp --port 0 …`.
"""

import json
import socket
import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Self

from tests.standins.smtp_conversation import Conversation, Cut
from tests.standins.smtp_script import Accepted, Hold, Script, Turn


class SmtpServer:
    """Listens on 127.0.0.1 inside a `with` block. What it has seen stands in `accepted`, `connections`, `logins`, `commands`."""

    def __init__(self, script: Script | None = None, port: int = 0, folder: Path | None = None) -> None:
        """`folder`: where accepted messages also go, `NUMBER.eml`, with a line each in `letters.jsonl`."""
        self.script = script or Script()
        self.accepted: list[Accepted] = []
        self.connections = self.logins = self.failed_logins = 0
        self.commands: Counter[str] = Counter()
        self._turns, self._lock, self._folder = list[Turn](), threading.Lock(), folder
        self._listener = socket.create_server(("127.0.0.1", port), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """No new line, and the open ones are cut."""
        _hang_up(self._listener)
        self.forgive()
        for line in list(self._open):
            _hang_up(line)
        self._thread.join()

    def on(self, point: str, reply: str = "", *, cut: bool = False, recipient: str = "", after: int = 0, times: int | None = None) -> None:
        """From now on answer `reply` at `point` (of letters to `recipient`), and cut the line there if told so.

        From the (`after` + 1)th time on, and `times` times; always when that is None.
        """
        self._turns.append(Turn(point, reply, cut, None, recipient, after, times))

    def hold(self, point: str, *, after: int = 0, times: int | None = 1) -> Hold:
        """Stand still at `point` so many times (None: always) until it is released."""
        self._turns.append(Turn(point, hold=(hold := Hold()), after=after, times=times))
        return hold

    def forgive(self) -> None:
        """Nothing special happens any more; who was held goes on."""
        turns, self._turns = self._turns, []
        for turn in turns:
            if turn.hold:
                turn.hold.release()

    def copies(self) -> Counter[str]:
        """How many messages were stored for each Message-ID."""
        return Counter(each.message_id for each in self.accepted)

    def turn(self, point: str, recipients: list[str]) -> Turn | None:
        with self._lock:
            return next((turn for turn in self._turns if turn.meets(point, recipients)), None)

    def keep(self, accepted: Accepted) -> None:
        with self._lock:
            self.accepted.append(accepted)
            if self._folder:
                self._write(self._folder, accepted)

    def saw(self, command: str) -> None:
        with self._lock:
            self.commands[command] += 1

    def login(self, *, good: bool) -> None:
        with self._lock:
            self.logins += good
            self.failed_logins += not good

    def replaced(self, old: socket.socket, new: socket.socket) -> None:
        """The line is encrypted from here on."""
        self._open.discard(old)
        self._open.add(new)

    def _write(self, folder: Path, accepted: Accepted) -> None:
        (folder / f"{len(self.accepted)}.eml").write_bytes(accepted.message)
        known = {"sender": accepted.sender, "recipients": accepted.recipients, "message_id": accepted.message_id}
        with (folder / "letters.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(known | {"user": accepted.user, "line": accepted.line}, ensure_ascii=False) + "\n")

    def _listen(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:  # closed
                return
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1
            self._open.add(line)
            threading.Thread(target=self._serve, args=(line, self.connections), daemon=True).start()

    def _serve(self, line: socket.socket, number: int) -> None:
        conversation = Conversation(self, line, number)
        with suppress(Cut, OSError, ValueError):  # ValueError: the socket was closed below TLS
            conversation.hold()
        self._open.discard(conversation.line)
        _hang_up(conversation.line)


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()


if __name__ == "__main__":
    from tests.standins.smtp_process import main

    main()
