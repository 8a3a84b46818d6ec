"""RULES.md «Bounds»: a server that drips, floods, nests, leads elsewhere, falls silent or never ends costs its seconds, 50 MB, one line."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic

import pytest

from tasks.circle.model.apart import sound
from tasks.circle.model.records import Outcome
from tasks.doors.ping import ping
from tasks.doors.smtp_post.post import SmtpPost
from tests.doors.post_contract import envelope
from tests.hostile.__main__ import GRACE, MOST_BYTES
from tests.hostile.doors import EHLO, every_case, smtp_account
from tests.hostile.servers import WEB, Hostile, drip
from tests.sources import ROOT
from tests.standins.certificates import Authority
from tests.standins.watcher import Watcher

#: The minute of people's doors, in the tests.
SECONDS = 1.5
NAMES = [case.name for case in every_case()]
#: The words that a person is to find in the line, by what the server does.
WORDS = {
    "drips": ("svarte ikke", "la på", "svarer ikke", "snakker ikke TLS"),
    "elsewhere": ("videresending", "302", "307"),
    "nests": ("JSON", "mer enn 100 kB"),
}


@pytest.fixture(scope="module")
def met() -> dict[str, dict[str, object]]:
    """What each case cost, in a process of its own."""
    command = [sys.executable, "-m", "tests.hostile", "--seconds", str(SECONDS), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert not done.stderr.strip(), done.stderr[-2000:]
    return {found["name"]: found for found in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", NAMES)
def test_no_server_costs_more_than_its_time_its_memory_and_a_line(met: dict[str, dict[str, object]], name: str) -> None:
    found = met[name]
    line = str(found["line"])
    assert float(str(found["seconds"])) <= SECONDS + GRACE
    assert int(str(found["grown"])) <= MOST_BYTES
    assert line.strip() and "\n" not in line and len(line) < 600 and sound(line) == line, line
    assert "Error" not in line and "Programmet feilet" not in line and "Traceback" not in line, line
    for word, said in WORDS.items():
        assert word not in name or any(each in line for each in said), line


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


GOOD = (EHLO, ("AUTH", b"235 ja\r\n"), ("MAIL", b"250 ja\r\n250 ja\r\n354 kom\r\n"))


def test_a_reply_to_a_letter_that_drips_is_waited_for_once_in_a_batch(authority: Authority) -> None:
    """Five minutes of the ten that RFC 5321 §4.5.3.2.6 grants; here 0.1 s is a time-out of thirty seconds."""
    server = Hostile(lambda: drip(b"250-", b"x"), b"220 sted\r\n", GOOD, tls=authority.good().context(), body=True)
    with server, SmtpPost(smtp_account(server, authority.file, 0.1)).session() as session:
        began = monotonic()
        delivery = session.deliver(envelope())
        took = monotonic() - began
    assert (delivery.outcome, delivery.stop) == (Outcome.UNKNOWN, True)
    assert 0.9 < took < 2


def test_who_is_served_beside_a_server_that_drips_notices_nothing() -> None:
    with Hostile(WEB["drips its status"]) as hostile, Watcher() as honest:
        held = threading.Thread(target=ping, args=(hostile.url,), kwargs={"ok": True, "seconds": 1.0})
        held.start()
        assert [ping(honest.url, ok=True, seconds=1.0) for _ in range(20)] == [""] * 20
        assert held.is_alive()
        held.join(3)
        assert not held.is_alive()
