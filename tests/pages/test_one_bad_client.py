"""RULES.md «Bounds»: however many half requests, slow forms and whole floods one client holds, the others are served."""

import logging
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress

import pytest

from tasks.pages import server as pages_server
from tasks.pages.connections import MOST, BoundedProtocol
from tests.flows.office import CIRCLE
from tests.pages.served import Served, serving
from tests.sources import ROOT

#: As in the attack; and two more than uvicorn's own limit was.
MANY = 520
HALF = b"GET /robots.txt HTTP/1.1\r\nHost: x\r\nX-Slow: "
FORM = (
    b"POST /%s/paamelding HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9999\r\n\r\na=" % CIRCLE.encode()
)
STRANGER = ("127.0.0.2", 0)


def address(site: Served) -> tuple[str, int]:
    return "127.0.0.1", int(site.url.rpartition(":")[2])


def connected(stack: ExitStack, site: Served, start: bytes) -> socket.socket:
    line = stack.enter_context(socket.create_connection(address(site), 10, STRANGER))
    line.sendall(start)
    return line


def closed(line: socket.socket) -> bool:
    line.settimeout(5)
    try:
        while line.recv(4096):
            pass
        return True
    except ConnectionError:
        return True
    except TimeoutError:
        return False


def seconds_served(site: Served, times: int = 10) -> list[float]:
    """What an honest visitor waits for the circle's page."""
    waits = []
    for _ in range(times):
        began = time.monotonic()
        assert site.get(f"/{CIRCLE}", headers={"Connection": "close"}).status_code == 200
        waits.append(time.monotonic() - began)
    return waits


@pytest.mark.parametrize("start", [HALF, FORM, b"", b"G"], ids=["half requests", "half forms", "silence", "a letter"])
def test_held_halves_keep_nobody_out(site: Served, start: bytes) -> None:
    with ExitStack() as stack:
        held = [connected(stack, site, start) for _ in range(MANY)]
        assert max(seconds_served(site)) < 3
        assert closed(held[0]), "the oldest gave way"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A second for a request, and one for its answer, of the twenty and sixty that RULES.md «Bounds» says."""
    assert (BoundedProtocol.asking, BoundedProtocol.answering) == (20, 60)
    monkeypatch.setattr(BoundedProtocol, "asking", 1.0)
    monkeypatch.setattr(BoundedProtocol, "answering", 1.0)
    yield


@pytest.mark.parametrize(("start", "each"), [(HALF, b"x"), (FORM, b"a")], ids=["headers", "a form"])
def test_what_drips_is_closed_when_its_time_is_over(site: Served, quick: None, start: bytes, each: bytes) -> None:
    with ExitStack() as stack:
        line, began = connected(stack, site, start), time.monotonic()
        with suppress(ConnectionError):
            while time.monotonic() < began + 10:
                line.sendall(each)
                time.sleep(0.1)
        assert closed(line) and time.monotonic() - began < 3


def test_a_line_that_is_kept_alive_has_the_same_time_for_each_request(site: Served, quick: None) -> None:
    with ExitStack() as stack:
        line = connected(stack, site, b"")
        for _ in range(3):
            line.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n")
            answer = b""
            while not answer.endswith(b"Disallow: /\n"):
                answer += line.recv(4096)
            assert answer.startswith(b"HTTP/1.1 200")
            time.sleep(0.6)
        line.sendall(HALF)
        assert closed(line)


def test_a_flood_of_whole_requests_waits_for_itself(site: Served) -> None:
    """However fast the machine is: an honest visitor is overtaken by what is in hand, not by all that the flood has sent."""
    over, answered = threading.Event(), []

    def hammer() -> None:
        while not over.is_set():
            with suppress(OSError), socket.create_connection(address(site), 10, STRANGER) as line:
                line.sendall(b"GET /%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" % CIRCLE.encode())
                while line.recv(65_536):
                    pass
                answered.append(1)

    hammers: Sequence[threading.Thread] = [threading.Thread(target=hammer, daemon=True) for _ in range(60)]
    for each in hammers:
        each.start()
    try:
        time.sleep(1)
        overtaken = []
        for _ in range(15):
            before = len(answered)
            seconds_served(site, 1)
            overtaken.append(len(answered) - before)
    finally:
        over.set()
        for each in hammers:
            each.join(15)
    assert answered and sorted(overtaken)[7] < len(hammers) / 2


def test_an_honest_form_that_comes_in_pieces_is_taken(site: Served) -> None:
    """A slow line is no attack."""
    with ExitStack() as stack:
        content = b"navn=Kari"
        line = connected(stack, site, FORM.replace(b"9999\r\n\r\na=", b"%d\r\n\r\n" % len(content)))
        for byte in content:
            line.sendall(bytes([byte]))
            time.sleep(0.05)
        assert line.recv(100).startswith(b"HTTP/1.1 ")


def test_the_example_for_nginx_has_limits_and_logs_no_link() -> None:
    guide = (ROOT / "deployments/GUIDE.md").read_text(encoding="utf-8")
    example = next(part for part in guide.split("```") if part.startswith("nginx") and "4300" in part)
    for word in ("access_log off", "limit_req ", "limit_conn ", "client_header_timeout", "client_body_timeout", "client_max_body_size 256k",
                 "error_log /var/log/nginx/sirkel.log crit", "X-Forwarded-For $remote_addr"):  # fmt: skip
        assert word in example


def test_no_request_is_logged_at_any_level(site: Served) -> None:
    """A personal link is a key: uvicorn's log of requests has nobody that hears it."""
    pages_server.server_of(site.office.circle_refs, "127.0.0.1", 0)  # another server of this process may have logs
    assert not logging.getLogger("uvicorn.access").hasHandlers()


def test_a_visitor_who_reads_for_some_seconds_keeps_the_line(site: Served) -> None:
    with ExitStack() as stack:
        line = connected(stack, site, b"")
        for pause in (6, 0):
            line.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n")
            answer = b""
            while not answer.endswith(b"Disallow: /\n"):  # its body may come by itself
                more = line.recv(65_536)
                assert more
                answer += more
            assert answer.startswith(b"HTTP/1.1 200")
            time.sleep(pause)


@pytest.mark.parametrize(("size", "status"), [(24, b"200"), (48, b"400")])
def test_headers_may_be_as_long_as_a_browser_makes_them_and_no_longer(site: Served, size: int, status: bytes) -> None:
    with ExitStack() as stack:
        line = connected(stack, site, b"GET /robots.txt HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * size * 1024)
        time.sleep(0.3)
        with suppress(ConnectionError):
            line.sendall(b"\r\n\r\n")
        assert line.recv(65_536)[9:12] == status


def test_beyond_twice_the_lines_that_are_held_one_is_told_to_come_back(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST == 400
    monkeypatch.setattr(pages_server, "MOST", 5)
    with serving(site.office.circle_refs) as url, ExitStack() as stack:
        where = ("127.0.0.1", int(url.rpartition(":")[2]))

        def answered() -> bytes:
            with socket.create_connection(where, 10) as line:
                line.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                return line.recv(4096)[9:12]

        assert answered() == b"200"
        for _ in range(12):
            stack.enter_context(socket.create_connection(where, 10))
        time.sleep(0.3)
        assert answered() == b"503"
