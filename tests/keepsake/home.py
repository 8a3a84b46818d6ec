"""The folder of an installation, and the product's own command at work in it, as processes: nothing of the program is imported here."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
#: The circle with SMTP, a mailbox and Zoom; and a small one beside it whose letters are files in a folder.
CIRCLE, BESIDE = "grannelag", "hagelag"
#: What a daily round does.
DAILY = "signups,meetings,invite,remind,reflect,gather,propose,decide,close,digest"
#: What stands in the kept doors in place of the ports of the stand-ins.
PORTS = {"mail": 2525, "mailbox": 1143, "zoom": 8090}
#: The address in the letters' links.
PAGES = "http://127.0.0.1:4300"
#: libfaketime for programs with threads; Debian's package is `faketime`.
FAKETIME = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
#: Seconds. A busy machine needs many times what a free one does.
LONG = 240


@dataclass
class Home:
    """`folder` holds `config`, `data` and the circles' sheets. `secrets` are given to every process, `prefect` too: its variables."""

    folder: Path
    secrets: Mapping[str, str]
    prefect: dict[str, str] = field(default_factory=dict)

    @property
    def config(self) -> Path:
        return self.folder / "config"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def sheet(self, circle: str) -> Path:
        return self.folder / f"{circle}.xlsx"

    def files(self) -> list[Path]:
        """The letters of the circle whose post is a folder."""
        return sorted((self.data / BESIDE / "outbox").glob("*.eml"))

    def environment(self) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "SIRKEL_"))}
        own = {"SIRKEL_CONFIG": str(self.config), "SIRKEL_DATA": str(self.data), "PYTHONUNBUFFERED": "1"}
        return plain | self.prefect | dict(self.secrets) | own

    def call(self, *words: str) -> tuple[int, Any]:
        """The exit status of the command and what it prints with --json."""
        command = [sys.executable, "-m", "flows", *words, "--json"]
        done = subprocess.run(command, cwd=ROOT, env=self.environment(), capture_output=True, text=True, timeout=LONG, check=False)
        try:
            return done.returncode, json.loads(done.stdout)
        except ValueError as error:
            raise AssertionError(f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}") from error

    def round(self, at: str, *, by_prefect: bool = False) -> dict[str, dict[str, Any]]:
        """A daily round of both circles at that time (ISO, the circles' own); the report of each by its name."""
        _, reports = self.call("run", *(() if by_prefect else ("--direct",)), "--at", at, "--acts", DAILY)
        return {each["circle"]: each for each in reports}

    @contextmanager
    def pages(self, moment: str = "") -> Iterator[httpx.Client]:
        """The participants' pages until the end of the block. `moment`: what time it is there (ISO, Oslo); by default it is now."""
        port = free_port()
        said = self.folder / "pages-said"
        with said.open("w") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "flows", "pages", "--port", str(port)], cwd=ROOT, env=self.environment() | _time(moment), stdout=out,
                stderr=out, start_new_session=True,
            )  # fmt: skip
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
                _wait(client, process, said)
                yield client
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _time(moment: str) -> dict[str, str]:
    if not moment:
        return {}
    if not FAKETIME:
        assert not os.environ.get("CI"), "install faketime"
        pytest.skip("Debian's faketime is not here")
    # Only the time of day: what waits for so many seconds waits for real ones.
    only = {"FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_FORCE_MONOTONIC_FIX": "0", "NO_FAKE_STAT": "1"}
    return {"LD_PRELOAD": str(FAKETIME[0]), "FAKETIME": f"@{moment.replace('T', ' ')}", "TZ": "Europe/Oslo", **only}


def _wait(client: httpx.Client, process: "subprocess.Popen[bytes]", said: Path) -> None:
    end = time.monotonic() + LONG
    while time.monotonic() < end and process.poll() is None:
        with suppress(httpx.TransportError):
            client.get("/")
            return
        time.sleep(0.1)
    raise AssertionError(said.read_text())


def path_of(link: str) -> str:
    """Of a link in a letter: the pages of a test have a port of their own."""
    return link.removeprefix(PAGES)


def with_ports(text: str, ports: Mapping[str, int]) -> str:
    """The doors of the main circle with `ports` in place of those that stand there."""
    table = ""
    lines = []
    for line in text.splitlines(keepends=True):
        table = line.strip() if line.startswith("[") else table
        if table in ("[post]", "[mailbox]"):
            line = re.sub(r"^port = \d+", f"port = {ports['mail' if table == '[post]' else 'mailbox']}", line)
        lines.append(re.sub(r"http://127\.0\.0\.1:\d+(?=/v2|/oauth)", f"http://127.0.0.1:{ports['zoom']}", line))
    return "".join(lines)
