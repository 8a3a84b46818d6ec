"""The sign of life to a service that watches, over real lines."""

import socket
from pathlib import Path

import pytest

from tasks.doors.ping import failing, ping
from tests.standins.certificates import Authority
from tests.standins.watcher import Watcher


def test_a_round_is_told_at_the_url_and_a_failure_at_its_fail() -> None:
    with Watcher() as watcher:
        assert (ping(watcher.url, ok=True), ping(watcher.url, ok=False)) == ("", "")
    assert watcher.asked == ["/ping/kode", "/ping/kode/fail"]


@pytest.mark.parametrize(("url", "fail"), [
    ("https://hc.example.org/kode/", "https://hc.example.org/kode/fail"),
    ("https://hc.example.org/kode?create=1", "https://hc.example.org/kode/fail?create=1"),
])  # fmt: skip
def test_fail_comes_after_the_path(url: str, fail: str) -> None:
    assert failing(url) == fail


@pytest.mark.parametrize(("answer", "words"), [(404, "404"), (503, "503"), (302, "302"), (0, "brutt")])
def test_what_is_not_heard_is_said_without_the_url(answer: int, words: str) -> None:
    with Watcher() as watcher:
        watcher.answer = answer
        why = ping(watcher.url, ok=True)
    assert words in why and "kode" not in why and "127.0.0.1" not in why


def test_nobody_can_send_it_elsewhere() -> None:
    with Watcher() as elsewhere, Watcher() as watcher:
        watcher.answer, watcher.location = 307, elsewhere.url
        assert "307" in ping(watcher.url, ok=True) and elsewhere.asked == []


def test_a_service_that_is_silent_is_not_waited_for() -> None:
    with Watcher() as watcher:
        watcher.delay.clear()
        assert "svarte ikke på 0.3 sekunder" in ping(watcher.url, ok=True, seconds=0.3)


def test_a_service_that_is_not_there_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert ping(f"http://127.0.0.1:{port}/kode", ok=True) == "Tjenesten kan ikke nås: ingen svarer på den adressen og porten."
    assert ping("http://finnes-ikke.invalid/kode", ok=True) == "Tjenesten kan ikke nås: navnet finnes ikke på nettet."


def test_a_service_without_tls_is_said() -> None:
    with Watcher() as watcher:
        assert ping(watcher.url.replace("http:", "https:"), ok=True) == "Tjenesten snakker ikke TLS slik den skal."


def test_a_certificate_nobody_knows_is_not_trusted(tmp_path: Path) -> None:
    with Watcher(Authority(tmp_path).good().context()) as watcher:
        assert "Sertifikatet" in ping(watcher.url, ok=True)
    assert watcher.asked == []
