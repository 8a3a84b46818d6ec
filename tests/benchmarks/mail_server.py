"""The stand-in mail server as a process of its own: it takes 14,000 letters a second, and no time of who is measured."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.standins.certificates import Authority
from tests.standins.smtp_office import USER

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class MailServer:
    """`seen` is what it says at the end of the block: connections, logins, accepted, copies of each Message-ID."""

    port: int
    ca_file: Path
    seen: dict[str, Any] = field(default_factory=dict)


@contextmanager
def mail_server(folder: Path, password: str, delay: float = 0, port: int = 0) -> Iterator[MailServer]:
    """With STARTTLS and a login; `delay` seconds before each reply."""
    authority = Authority(folder / "ca")
    good = authority.good()
    command = [
        *(sys.executable, "-m", "tests.standins.smtp", "--port", str(port), "--security", "starttls", "--delay", str(delay)),
        *("--certificate", str(good.file), "--key", str(good.key), "--user", USER, "--password", password),
    ]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        server = MailServer(int(process.stdout.readline()), authority.file)
        try:
            yield server
        finally:
            process.stdin.close()
            server.seen = json.loads(process.stdout.read() or "{}")
