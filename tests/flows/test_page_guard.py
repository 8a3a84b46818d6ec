"""Who gets an answer from Prefect's server and who does not: the guard before a small app, on a real server, asked over the wire."""

import os
import socket
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import pytest
import uvicorn
from prefect.settings import PREFECT_SERVER_API_AUTH_STRING, PREFECT_SERVER_CORS_ALLOWED_ORIGINS, temporary_settings
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from flows.serving import server
from flows.serving.guard import PageGuard
from tasks.settings.prefect_environment import ORIGINS, serving_environment
from tests.ports import free_port
from tests.sources import ROOT

OUTSIDE = "https://sirkel.example.org"
NAVIGATION = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}


async def app(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": "answered"})
        await send({"type": "websocket.close", "code": 1000})
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-app", b"1")]})
    await send({"type": "http.response.body", "body": b"answered"})


@contextmanager
def guarded(host: str, *origins: str) -> Iterator[int]:
    """The port of a guard that is told it is bound to `host`; {} in an origin stands for the port."""
    port = free_port()
    guard = PageGuard(app, host, [each.format(port) for each in origins])
    server = uvicorn.Server(uvicorn.Config(guard, host="127.0.0.1", port=port, log_level="critical", lifespan="off"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        sleep(0.01)
    yield port
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def alone() -> Iterator[int]:
    with guarded("127.0.0.1", "http://127.0.0.1:{}", "http://localhost:{}") as port:
        yield port


@pytest.fixture(scope="module")
def shared() -> Iterator[int]:
    with guarded("0.0.0.0", OUTSIDE) as port:
        yield port


def asked(port: int, host: str, method: str = "POST", **headers: str) -> tuple[int, dict[str, str]]:
    line = HTTPConnection("127.0.0.1", port, timeout=10)
    line.putrequest(method, "/api/flow_runs/filter", skip_host=True)
    for name, value in {"Host": host, **headers}.items():
        line.putheader(name.replace("_", "-"), value.format(port))
    line.endheaders()
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status, dict(answer.getheaders())


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]", "127.8.8.8", "localhost."])
def test_the_page_is_answered_by_each_of_its_own_names(alone: int, name: str) -> None:
    status, headers = asked(alone, f"{name}:{alone}", Origin=f"http://{name}:{alone}", Sec_Fetch_Site="same-origin")
    assert status == 200 and "connect-src 'self'" in headers["content-security-policy"]
    assert (headers["x-frame-options"], headers["cross-origin-resource-policy"], headers["x-app"]) == ("DENY", "same-origin", "1")


@pytest.mark.parametrize("name", ["evil.example", "evil.example:{}", "127.0.0.1.evil.example", "localhost.evil.example:{}", "192.0.2.7:{}",
                                  "", ":{}", "[::1", "evil.example@127.0.0.1:", "sirkel.example.org", "xn--localhost-:{}", "0x7f.1:{}"])  # fmt: skip
def test_a_name_that_somebody_has_pointed_at_this_machine_is_refused(alone: int, name: str) -> None:
    status, headers = asked(alone, name.format(alone))
    assert status in (400, 403) and "x-app" not in headers


def test_two_names_at_once_or_none_are_refused(alone: int) -> None:
    for lines in (f"Host: 127.0.0.1:{alone}\r\nHost: evil.example\r\n", ""):
        with socket.create_connection(("127.0.0.1", alone), timeout=10) as line:
            line.sendall(f"GET / HTTP/1.1\r\n{lines}Connection: close\r\n\r\n".encode())
            assert b"answered" not in line.makefile("rb").read()


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "http://localhost", "https://127.0.0.1", "file://",
                                    "http://127.0.0.1:{}.evil.example", "http://evil.example:{}", "chrome-extension://abc", ""])  # fmt: skip
def test_a_page_of_another_origin_is_refused_whatever_it_sends(alone: int, origin: str) -> None:
    for method in ("GET", "POST", "OPTIONS", "PATCH", "DELETE"):
        status, headers = asked(alone, f"127.0.0.1:{alone}", method, Origin=origin)
        assert status == 403 and "x-app" not in headers and "access-control-allow-origin" not in headers


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_page_fetches_without_saying_its_origin_is_refused(alone: int, site: str) -> None:
    for mode in ("no-cors", "cors", "websocket"):
        assert asked(alone, f"127.0.0.1:{alone}", "GET", Sec_Fetch_Site=site, Sec_Fetch_Mode=mode)[0] == 403
    assert asked(alone, f"127.0.0.1:{alone}", "POST", Sec_Fetch_Site=site, Sec_Fetch_Mode="navigate")[0] == 403


def test_a_link_in_a_letter_opens_the_page_and_so_does_an_address_that_is_typed(alone: int) -> None:
    assert asked(alone, f"127.0.0.1:{alone}", "GET", **NAVIGATION)[0] == 200
    assert asked(alone, f"127.0.0.1:{alone}", "GET", Sec_Fetch_Site="none")[0] == 200
    assert asked(alone, f"127.0.0.1:{alone}")[0] == 200  # no browser: workers, runs, curl


def test_behind_a_proxy_its_outer_address_is_the_page_too(shared: int) -> None:
    """Some proxies pass the name on, others put their own in its place."""
    for host in ("sirkel.example.org", f"127.0.0.1:{shared}", f"192.0.2.7:{shared}", f"{socket.gethostname()}:{shared}"):
        assert asked(shared, host, Origin=OUTSIDE)[0] == 200
        assert asked(shared, host, Origin="https://sirkel.example.org.evil.example")[0] == 403
    assert asked(shared, "evil.example", Origin=OUTSIDE)[0] == 403


def test_a_websocket_is_opened_for_the_page_alone(alone: int) -> None:
    url = f"ws://127.0.0.1:{alone}/api/events/out"
    for origin in (f"http://127.0.0.1:{alone}", None):
        with connect(url, origin=origin) as line:  # type: ignore[arg-type]
            assert line.recv() == "answered"
    for origin in ("http://evil.example", "null"):
        with pytest.raises(InvalidStatus) as refused:
            connect(url, origin=origin).close()  # type: ignore[arg-type]
        assert refused.value.response.status_code == 403


def test_the_server_alone_does_not_start_without_a_password_or_for_every_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As FLERE_MASKINER.md starts it, with what should have been set left out."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    command = [sys.executable, "-m", "flows.serving.server", "127.0.0.1", str(free_port())]
    done = subprocess.run(command, env=plain | {"PREFECT_HOME": str(tmp_path)}, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 2 and done.stdout == ""
    assert "PREFECT_SERVER_API_AUTH_STRING" in done.stderr and "PREFECT_SERVER_CORS_ALLOWED_ORIGINS" in done.stderr
    told = {PREFECT_SERVER_API_AUTH_STRING: "navn:passord", PREFECT_SERVER_CORS_ALLOWED_ORIGINS: "prefect.example.org"}
    with temporary_settings(told):
        assert server.main() == 2
    complaint = capsys.readouterr().err
    assert "lett å gjette" in complaint and "prefect.example.org" in complaint


def test_a_password_that_no_server_could_have_is_refused_like_any_other(alone: int) -> None:
    for password, status in (("sirkel:blå", 401), ("sirkel:riktig", 200), ("æøå", 401)):
        said = b64encode(password.encode()).decode()
        assert asked(alone, f"127.0.0.1:{alone}", Authorization=f"Basic {said}")[0] == status
    assert asked(alone, f"127.0.0.1:{alone}", Authorization="Basic !!!")[0] == 200  # the server's own to refuse


def test_an_address_that_is_typed_is_answered_also_where_the_environment_names_others(tmp_path: Path) -> None:
    found = serving_environment(tmp_path, "127.0.0.1", 4200, {ORIGINS: "https://en.example.org"}, [f"{OUTSIDE}/"])[ORIGINS]
    with guarded("127.0.0.1", *found.split(",")) as port:
        assert [asked(port, name)[0] for name in ("en.example.org", "sirkel.example.org", "evil.example")] == [200, 200, 403]
    assert serving_environment(tmp_path, "127.0.0.1", 4200, {ORIGINS: OUTSIDE})[ORIGINS] == OUTSIDE, "and alone it stands as it is"
