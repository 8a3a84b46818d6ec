"""The command with real doors: what check says, secrets in Prefect, and a Prefect server that goes away."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from tasks.context import use_secrets
from tests.flows.outside import ROOT, Outside, outside
from tests.ports import free_port
from tests.prefect_server import DATABASE
from tests.small_disk import SmallDisk, small_disk
from tests.standins.zoom_faults import Fault

NOW = datetime.fromisoformat("2021-05-10T08:05+02:00")
SECRETS = ("ZOOM_ACCOUNT_ID", "ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET")


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    with outside(tmp_path, monkeypatch) as found:
        for tab, rows in found.practice.read(("Påmelding", "Møter"), NOW).items():
            found.spreadsheet[tab].fill(rows)
        yield found


def call(live: Outside, *arguments: str) -> int:
    from flows.__main__ import main

    return main([*arguments, "--circle", live.ref.circle, "--config", live.ref.config, "--data", live.ref.data])


def checked(live: Outside, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, str]]:
    call(live, "check", "--json")
    return {line["what"]: line for line in json.loads(capsys.readouterr().out)["checks"]}


def test_check_asks_each_service_and_changes_nothing(live: Outside, capsys: pytest.CaptureFixture[str]) -> None:
    found = checked(live, capsys)
    assert all(found[what]["ok"] for what in ("Hemmeligheter", "Ark", "Rom", "Brev")), found
    assert "kryptert" in found["Brev"]["detail"] and "innlogget" in found["Brev"]["detail"]
    assert not live.zoom.rooms and not live.mail.accepted and live.google.writes == 0


def test_check_says_what_to_do_about_each_service_that_would_not_do_its_work(
    live: Outside, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    live.spreadsheet.roles.clear()
    live.zoom.script("token", Fault(status=400, body={"reason": "Invalid client_id or client_secret", "error": "invalid_client"}))
    monkeypatch.setenv("SIRKEL_SMTP_PASSWORD", "feil-passord")
    call(live, "check")
    said = capsys.readouterr().out
    assert "trykk «Del»" in said and "SIRKEL_ZOOM_CLIENT" in said and "SIRKEL_SMTP_PASSWORD" in said
    assert "feil-passord" not in said and "Traceback" not in said


def test_check_asks_for_a_proxy_where_the_pages_are_open_to_all(live: Outside, capsys: pytest.CaptureFixture[str]) -> None:
    doors = Path(live.ref.config) / "doors.toml"
    text = re.sub(r"(?m)^\[pages\]\n(?:(?!\[).*\n)*", "", doors.read_text(encoding="utf-8"))
    said = {}
    for url in ("https://sirkel.example.org", "http://127.0.0.1:4300"):
        doors.write_text(f'{text}\n[pages]\nurl = "{url}"\n', encoding="utf-8")
        said[url] = checked(live, capsys).get("Nettsider", {}).get("detail", "")
    assert "nettjener" in said["https://sirkel.example.org"] and said["http://127.0.0.1:4300"] == ""


def test_sheet_fills_the_empty_google_sheet_once(live: Outside, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(live, "sheet") == 2  # people have written in it
    assert "Ingenting er endret" in capsys.readouterr().err
    for tab in list(live.spreadsheet.tabs):
        tab.cells.clear()
    assert call(live, "sheet") == 0
    assert live.spreadsheet.contents()["Påmelding"][0][:3] == ["Tidsmerke", "Navn", "E-post"]


def test_a_round_names_the_secrets_it_lacks_and_sends_nothing(live: Outside, capsys: pytest.CaptureFixture[str], prefect_server: None,
                                                              monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    for name in SECRETS:
        monkeypatch.delenv(f"SIRKEL_{name}")
    use_secrets({})
    assert call(live, "run", "--at", "2021-05-10T08:05", "--json") == 1
    [problem] = json.loads(capsys.readouterr().out)["problems"]
    assert all(f"SIRKEL_{name}" in problem["where"] for name in SECRETS) and "sirkel-zoom-client-id" in problem["next_step"]
    assert [each.recipients for each in live.mail.accepted] == [("anders.bergkvist@example.org",)], "who hears that it stopped"


@pytest.fixture
def blocks(prefect_server: None) -> Iterator[dict[str, str]]:
    """The secrets as blocks in Prefect, which all tests of this process share: they are gone afterwards."""
    from prefect.blocks.system import Secret

    found = {name: f"sirkel-{name.lower().replace('_', '-')}" for name in SECRETS}
    for name, block in found.items():
        secret: Secret[str] = Secret(value=SecretStr(os.environ[f"SIRKEL_{name}"]))
        secret.save(block)
    yield found
    for block in found.values():
        Secret.delete(block)


def test_secrets_may_lie_as_blocks_in_prefect(live: Outside, blocks: dict[str, str], capsys: pytest.CaptureFixture[str],
                                              monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    for name in blocks:
        monkeypatch.delenv(f"SIRKEL_{name}")
    use_secrets({})
    monkeypatch.setattr("tasks.settings.load._OVERRIDDEN", {})
    report = json.loads((call(live, "run", "--at", "2021-05-10T08:05", "--acts", "signups", "--json"), capsys.readouterr().out)[1])
    assert {letter["outcome"] for letter in report["letters"]} == {"done"} and len(live.mail.accepted) > 10


@dataclass
class Server:
    """A Prefect server of its own, on a disk of its own: to be filled, and killed."""

    url: str
    process: "subprocess.Popen[bytes]"
    disk: SmallDisk

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def server(prefect_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    port = str(free_port())
    with small_disk(tmp_path_factory.mktemp("server") / "home", megabytes=16) as disk:
        shutil.copy(prefect_database, disk.path / DATABASE)
        environment = os.environ | {"PREFECT_HOME": str(disk.path), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
        environment.pop("PREFECT_API_URL", None)
        process = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start", "--port", port, "--no-services"],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        found = Server(f"http://127.0.0.1:{port}/api", process, disk)
        try:
            _wait_for(f"{found.url}/health", process)
            yield found
        finally:
            found.kill()


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(240):
        assert process.poll() is None, "the Prefect server ended"
        with suppress(OSError, urllib.error.URLError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.5)
    raise AssertionError("the Prefect server did not answer")


def _full_and_free_again(server: Server) -> Iterator[None]:
    with closing(sqlite3.connect(server.disk.path / DATABASE, timeout=30)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # else its journal is written over in the room it has
    server.disk.fill()
    yield
    server.disk.make_room()


def _killed(server: Server) -> Iterator[None]:
    server.kill()
    yield


@pytest.mark.parametrize(("befalls", "says"), [(_full_and_free_again, "svarer med feil (500)"), (_killed, "svarer ikke")])
def test_a_prefect_whose_disk_fills_or_that_goes_away_in_the_middle_stops_no_letter(
    live: Outside, server: Server, tmp_path: Path, befalls: Callable[[Server], Iterator[None]], says: str
) -> None:
    """A8, A11."""
    hold = live.mail.hold("data", after=4)
    zoomless = Path(live.ref.config) / "circles" / f"{live.ref.circle}.toml"
    zoomless.write_text(zoomless.read_text(encoding="utf-8").replace('kind = "zoom"', 'kind = "fixed"'), encoding="utf-8")
    environment = os.environ | {"PREFECT_API_URL": server.url, "PREFECT_CLIENT_MAX_RETRIES": "0", "PYTHONUNBUFFERED": "1",
                                "PREFECT_HOME": str(tmp_path / "home"), "SIRKEL_DATA": live.ref.data}  # fmt: skip
    command = [sys.executable, "-m", "flows", "run", "--at", "2021-05-10T08:05", "--json", "--config", live.ref.config]
    with (tmp_path / "out").open("w") as out, (tmp_path / "err").open("w") as err:
        run = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=err)
        try:
            assert hold.reached.wait(120), (tmp_path / "err").read_text()
            for _ in befalls(server):
                hold.release()
                report = _printed(tmp_path / "out", run)
        finally:
            run.kill()
            run.wait()
    assert len(report["letters"]) > 30 and {letter["outcome"] for letter in report["letters"]} == {"done"}
    assert len(live.mail.accepted) == len(report["letters"]) and max(live.mail.copies().values()) == 1
    complaint = (tmp_path / "err").read_text()
    assert f"Prefects tjener {says}" in complaint or f"Prefect {says}" in complaint
    assert "Det som ble gjort, står under" in complaint and "Traceback" not in complaint


def _printed(file: Path, run: "subprocess.Popen[bytes]") -> dict[str, list[dict[str, str]]]:
    """The JSON as soon as it is there: the process itself lingers, for Prefect tries to hand over its events for a while."""
    for _ in range(1200):
        with suppress(json.JSONDecodeError):
            return json.loads(file.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
        assert run.poll() is None or file.stat().st_size, "the run ended without a report"
        time.sleep(0.1)
    raise AssertionError("no report")
