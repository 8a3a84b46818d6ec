"""Other people's pages in a browser on this machine, and other users of it: they read nothing, start nothing, change nothing (attack 2).

Chromium, on all of `serve`. The page knows the address and the id of a deployment: an identifier is no credential.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from flows.serving.guard import NO_ADDRESS, OTHERS
from tests.flows.served import ROOT, Served
from tests.pages.browser import chromium
from tests.ports import free_port

pytestmark = pytest.mark.served
HOSTILE = Path(__file__).with_name("hostile_page.html").read_text(encoding="utf-8")
#: A user of the machine that owns nothing.
NOBODY = "65534"
#: Chromium has begun to keep pages of the net from this machine; other browsers do not, and it is not what is tested here.
UNPROTECTED = "--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets"
#: The deployment they are after.
WANTED = "samråd"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium("--host-resolver-rules=MAP *.example 127.0.0.1", UNPROTECTED) as found:
        yield found


def attacked(browser: Browser, origin: str, api: str, deployment: str, marker: Path) -> dict[str, str]:
    """What a page of `origin` could read. `api` is the name by which it speaks to a server."""
    page = browser.new_page()
    told = {"API": f"{api}/api", "PAGE": api, "DEPLOYMENT": deployment, "MARKER": str(marker)}
    words = "".join(f"const {name} = {json.dumps(value)};" for name, value in told.items())
    page.route(f"{origin}/evil.html", lambda route: route.fulfill(body=f"<script>{words}</script>{HOSTILE}", content_type="text/html"))
    page.goto(f"{origin}/evil.html")
    page.wait_for_function("document.title === 'done'", timeout=120_000)
    found: dict[str, str] = page.evaluate("window.found")
    page.close()
    assert len(found) == 18
    return found


def _deployment(served: Served) -> dict[str, Any]:
    found = served.ask(f"deployments/name/{quote(WANTED)}/{quote(WANTED)}")
    return {name: value for name, value in found.items() if name not in ("last_polled", "status", "updated")}  # these tell of the runner


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", ["another origin", "another port of this machine", "a name that resolves to this machine"])
def test_a_foreign_page_reads_nothing_and_starts_nothing(served: Served, browser: Browser, tmp_path: Path, name: str) -> None:
    own = {
        "another origin": ("http://evil.example", served.url),
        "another port of this machine": (f"http://127.0.0.1:{served.pages_port}", served.url),
        "a name that resolves to this machine": (f"http://rebound.example:{served.port}", f"http://rebound.example:{served.port}"),
    }
    before, marker = _deployment(served), tmp_path / "marker"
    found = attacked(browser, *own[name], before["id"], marker)
    assert {attempt: read for attempt, read in found.items() if read and not _is_a_refusal(read)} == {}
    assert _deployment(served) == before
    assert served.runs(WANTED) == [] and len(served.ask("deployments/filter", {})) > 10
    assert not marker.exists()


def test_the_browser_would_have_let_it_reach_a_server_that_lets_it(browser: Browser, tmp_path: Path) -> None:
    """Else the tests above could not fail."""

    class Open(BaseHTTPRequestHandler):
        asked: ClassVar[set[str]] = set()

        def answer(self) -> None:
            self.asked.add(f"{self.command} {self.path}")
            self.send_response(200)
            for what in ("Origin", "Methods", "Headers"):
                self.send_header(f"Access-Control-Allow-{what}", "*" if what != "Headers" else "Content-Type")
            self.end_headers()
            if self.command != "OPTIONS":
                self.wfile.write(b"read")

        do_GET = do_POST = do_PATCH = do_DELETE = do_OPTIONS = answer  # noqa: N815 - the library's names

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", free_port()), Open) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        found = attacked(browser, "http://evil.example", f"http://127.0.0.1:{server.server_port}", "1", tmp_path / "marker")
        server.shutdown()
    assert {name for name, read in found.items() if read == "read"} >= {"read artifacts", "read deployments", "change pull steps", "start a run"}
    assert {"PATCH /api/deployments/1", "DELETE /api/deployments/1", "POST /api/deployments/1/create_flow_run", "GET /ui-settings"} <= Open.asked


def _is_a_refusal(read: str) -> bool:
    """A page of the same origin by name reads that it may not."""
    return read in (NO_ADDRESS, OTHERS) or "Unauthorized" in read


def test_the_pages_own_scripts_still_reach_it(served: Served, browser: Browser) -> None:
    page = browser.new_page()
    _log_in(page, served)
    page.get_by_role("link", name="Deployments").first.click()
    page.get_by_text("inviter").first.wait_for()
    page.close()


def _log_in(page: Page, served: Served) -> None:
    page.goto(served.url)
    page.get_by_placeholder("admin:pass").fill(served.password())
    page.keyboard.press("Enter")


AS_ANOTHER = """
import json, sys, urllib.request, urllib.error, base64
url, guesses = sys.argv[1], sys.argv[2:]
for path, body in (("deployments/filter", {}), ("flow_runs/filter", {}), ("artifacts/filter", {}), ("admin/settings", None), ("logs/filter", {})):
    for guess in ["", *guesses]:
        headers = {"Content-Type": "application/json"}
        if guess:
            headers["Authorization"] = "Basic " + base64.b64encode(guess.encode()).decode()
        request = urllib.request.Request(f"{url}/api/{path}", None if body is None else json.dumps(body).encode(), headers)
        try:
            print(path, urllib.request.urlopen(request, timeout=20).status)
        except urllib.error.HTTPError as error:
            print(path, error.code)
"""


def as_another_user(script: str, *arguments: str) -> str:
    """What a program of another user of this machine says."""
    if os.geteuid() or shutil.which("setpriv") is None:
        assert "CI" not in os.environ, "root and setpriv are required here"
        pytest.skip("nobody can become another user here")
    python = "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable
    command = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", python, "-c", script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd="/")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_another_user_of_the_machine_gets_no_answer(served: Served) -> None:
    said = as_another_user(AS_ANOTHER, served.url, "admin:pass", "sirkel:", served.password()[:-1]).split()
    assert said[1::2] == ["401"] * (5 * 4)
    assert (served.data / "page-password").stat().st_mode & 0o077 == 0


@pytest.mark.timeout(300)
def test_the_server_that_a_round_at_the_terminal_starts_answers_nobody_else(tmp_path: Path) -> None:
    """It lives for some seconds only; whoever waits for it is as near as anybody."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "SIRKEL_"))}
    environment = plain | {"SIRKEL_DATA": str(tmp_path / "data")}
    process = subprocess.Popen([sys.executable, "-m", "flows", "rehearse"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        port = _port_of_the_temporary_server(tmp_path / "data")
        assert set(as_another_user(AS_ANOTHER, f"http://127.0.0.1:{port}", "admin:pass").split()[1::2]) == {"401"}
    finally:
        process.terminate()
        process.wait()


def _port_of_the_temporary_server(data: Path) -> int:
    end = time.monotonic() + 200
    while time.monotonic() < end:
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, ValueError):
                words = (entry / "cmdline").read_text().split("\0")
                ours = f"SIRKEL_DATA={data}\0".encode() in (entry / "environ").read_bytes()
                if ours and "prefect.server.api.server:create_app" in words:
                    port = int(words[words.index("--port") + 1])
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/api/health", timeout=5).close()
                    return port
        time.sleep(0.2)
    raise AssertionError("no temporary server came up")
