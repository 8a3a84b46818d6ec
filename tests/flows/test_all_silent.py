"""Unplugged: outside services that take the connection and say nothing, several at once, met by the real clients (A17)."""

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from flows.__main__ import main
from tasks import clock
from tasks import context as contexts
from tasks.circle.model.records import Outcome
from tasks.context import CircleRef, context_of
from tasks.doors.google_sheet.sheet import GoogleSheet
from tasks.doors.imap_mailbox.imap import ImapMailbox
from tasks.doors.smtp_post.account import Account
from tasks.doors.smtp_post.post import SmtpPost
from tasks.doors.zoom_room.client import ZoomAccount
from tasks.doors.zoom_room.rooms import ZoomRoom
from tests.flows.outside import PASSWORD, USER, Outside, outside
from tests.standins import zoom
from tests.standins.silent import Silent

AT = "2021-05-10T08:05+02:00"
#: Seconds that each client waits here: half a minute in earnest. A service may be tried more than once.
PATIENCE, TRIES = 1, 4


@dataclass
class Unplugged:
    """A circle on its real doors. Which of them lead to nobody is for each test to say."""

    outside: Outside
    nobody: Silent
    capsys: pytest.CaptureFixture[str]

    @property
    def ref(self) -> CircleRef:
        return self.outside.ref

    def unplug(self, *services: str, google_json: str = "") -> None:
        """The circle's doors, impatient, with these services silent: "google", "zoom", "mail", "mailbox"."""
        context = context_of(self.ref)
        doors, zone = context.settings.doors, context.circle.zone
        self.google = self.nobody.url if "google" in services else doors.sheet.api_url
        port = self.nobody.port if "mail" in services else doors.post.port
        way = self.nobody.url if "zoom" in services else self.outside.zoom.api_url
        account = ZoomAccount(zoom.ACCOUNT_ID, zoom.CLIENT_ID, zoom.CLIENT_SECRET, zoom.HOST, zone, api_url=way,
                              token_url=self.outside.zoom.token_url, timeout=PATIENCE)  # fmt: skip
        opened = replace(
            context.doors,
            sheet=GoogleSheet(self.outside.spreadsheet.id, google_json or self.outside.google.account(), api_url=self.google, zone=zone,
                              timeouts=(PATIENCE, PATIENCE), sleep=lambda seconds: None),
            rooms=ZoomRoom(account, clock.now),
            post=SmtpPost(Account("127.0.0.1", port, "starttls", USER, PASSWORD, sender=doors.post.sender_address,
                                  ca_file=doors.post.ca_file, timeout=PATIENCE)),
            mailbox=ImapMailbox("127.0.0.1", self.nobody.port, USER, PASSWORD, timeout=PATIENCE) if "mailbox" in services else None,
        )  # fmt: skip
        stamp = contexts._OPEN[self.ref][0]
        contexts._OPEN[self.ref] = (stamp, replace(context, doors=opened))

    def run(self) -> tuple[int, dict[str, Any], float]:
        """The command's exit status and report, and its seconds."""
        began = time.monotonic()
        with clock.set_to(datetime.fromisoformat(AT)):
            status = main(["run", "--at", AT, "--json", "--config", self.ref.config, "--data", self.ref.data])
        return status, json.loads(self.capsys.readouterr().out), time.monotonic() - began

    def outcomes(self) -> set[Outcome]:
        return {letter.outcome for letter in context_of(self.ref).doors.ledger.memory(self.ref.circle).letters}


@pytest.fixture
def unplugged(prefect_server: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Unplugged]:
    with Silent() as nobody, outside(tmp_path, monkeypatch) as found:
        for tab, rows in found.practice.read(("Påmelding", "Møter"), datetime.fromisoformat(AT)).items():
            found.spreadsheet[tab].fill(rows)
        yield Unplugged(found, nobody, capsys)


def words(report: dict[str, Any]) -> str:
    return " ".join(f"{each['where']} {each['what']}" for each in report["problems"])


def _only_its_tokens(unplugged: Unplugged) -> None:
    unplugged.unplug(google_json=unplugged.outside.google.account(token_uri=f"{unplugged.nobody.url}/token"))


def _everything(unplugged: Unplugged) -> None:
    doors = Path(unplugged.ref.config) / "doors.toml"
    told = doors.read_text(encoding="utf-8")
    assert '[ping]\nurl = ""' in told
    doors.write_text(told.replace('[ping]\nurl = ""', f'[ping]\nurl = "{unplugged.nobody.url}/ping"'), encoding="utf-8")
    contexts.reloaded_context(unplugged.ref)
    unplugged.unplug("google", "zoom", "mail", "mailbox")


@pytest.mark.parametrize(("silence", "seconds"), [(_everything, 10 + TRIES * PATIENCE), (_only_its_tokens, TRIES * PATIENCE)])
def test_a_google_that_says_nothing_stops_the_round_in_its_time_and_nothing_else_is_asked(
    unplugged: Unplugged, silence: Callable[[Unplugged], None], seconds: float
) -> None:
    silence(unplugged)
    status, report, took = unplugged.run()
    assert (status, report["state"], report["letters"]) == (1, "stopped", [])
    assert f"Google-arket {unplugged.outside.spreadsheet.id}" in words(report) and "svarte ikke" in words(report)
    assert ("Livstegnet" in words(report)) == (silence is _everything)
    assert took < seconds + 20  # Prefect's own, on a busy machine
    assert unplugged.nobody.connections and not unplugged.outcomes() and not unplugged.outside.zoom.rooms


def test_all_others_saying_nothing_is_a_round_that_names_each_and_claims_nothing(unplugged: Unplugged) -> None:
    unplugged.unplug("zoom", "mail", "mailbox")
    status, report, took = unplugged.run()
    assert (status, report["state"]) == (1, "problems")
    told = words(report)
    assert "Rommet til møte 1" in told and "Zoom svarte ikke" in told, told
    assert re.search(rf"doors\.toml, linje \d+, \[mailbox\] 127\.0\.0\.1:{unplugged.nobody.port} svarer ikke", told), told
    assert f"127.0.0.1:{unplugged.nobody.port} svarte ikke innen {PATIENCE} sekunder" in told, told
    assert took < 3 * TRIES * PATIENCE + 20
    assert not report["rooms"]
    assert {letter["outcome"] for letter in report["letters"]} == {"later"}
    assert unplugged.outcomes() <= {Outcome.LATER}
    unplugged.unplug()  # all is plugged in again
    status, report, _ = unplugged.run()
    assert {letter["outcome"] for letter in report["letters"]} == {"done"} and len(unplugged.outside.zoom.rooms) == 4
    assert set(unplugged.outside.mail.copies().values()) == {1}
