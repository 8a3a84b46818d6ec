"""Where the pages are: at the port of each circle's `[pages] url`, which is printed (README «Deltakernes nettsider»)."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from flows.serving.serve import pages_ports
from tasks.context import forget_doors
from tests.flows.office import CIRCLE, Office
from tests.ports import free_port
from tests.sources import ROOT

OWN = "min-sirkel"


@pytest.fixture
def ports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[tuple[Office, int, int]]:
    """A circle by doors.toml, and one whose own file names another port."""
    office, common, own = Office(tmp_path, capsys), free_port(), free_port()
    office.replace("doors.toml", "http://127.0.0.1:4300", f"http://127.0.0.1:{common}")
    text = (office.config / "circles" / f"{CIRCLE}.toml").read_text(encoding="utf-8")
    (office.config / "circles" / f"{OWN}.toml").write_text(f'{text}\n[pages]\nurl = "http://127.0.0.1:{own}/"\n', encoding="utf-8")
    yield office, common, own
    forget_doors(office.ref)


@contextmanager
def running(office: Office, *more: str) -> Iterator[Path]:
    """The pages as a process of their own, and what they say."""
    said = office.data.parent / "said"
    with said.open("w") as out:
        command = [sys.executable, "-m", "flows", "pages", "--config", str(office.config), "--data", str(office.data), *more]
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONUNBUFFERED": "1"}, stdout=out, stderr=out)
    try:
        yield said
    finally:
        process.terminate()
        process.wait(30)


def status(port: int, path: str) -> int:
    end = time.monotonic() + 60
    while True:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/{path}", timeout=30).status_code
        except httpx.ConnectError:
            assert time.monotonic() < end
            time.sleep(0.2)


def test_they_listen_where_each_circle_says_and_say_where_that_is(ports: tuple[Office, int, int]) -> None:
    office, common, own = ports
    with running(office) as said:
        assert [status(port, name) for port in (common, own) for name in (CIRCLE, OWN)] == [200] * 4
        words = said.read_text(encoding="utf-8")
    assert f"{OWN}: http://127.0.0.1:{own}/{OWN}\n" in words and f"{CIRCLE}: http://127.0.0.1:{common}/{CIRCLE}\n" in words
    assert pages_ports(office.circle_refs()) == (common, own) and pages_ports(office.circle_refs(), 7) == (7,), "as `serve` has them"


def test_a_port_that_is_given_is_the_only_one_and_a_link_that_leads_elsewhere_is_told(ports: tuple[Office, int, int]) -> None:
    office, common, _ = ports
    with running(office, "--port", str(common)) as said:
        assert status(common, OWN) == 200
        [line] = [line for line in said.read_text(encoding="utf-8").splitlines() if OWN in line]
    assert "her lytter ikke sidene" in line and "her lytter ikke" not in said.read_text(encoding="utf-8").replace(line, "")
