"""Where the kills take place: the circle's folders, the services, and what they held before the round that is killed."""

import copy
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tasks.circle.model.records import Memory
from tasks.circle.model.tabs import READ_NAMES
from tasks.context import REHEARSAL_KEY
from tasks.doors.ledger.ledger import SqlLedger
from tests.flows.outside import BEGINNING, CIRCLE, DOORS, PASSWORD, ROOT, USER
from tests.kills import sheet_of_kills
from tests.kills.nursery import Nursery
from tests.kills.outside_held import HeldGoogle, HeldZoom
from tests.standins import zoom
from tests.standins.certificates import Authority
from tests.standins.google_spreadsheet import Spreadsheet
from tests.standins.smtp import SmtpServer
from tests.standins.smtp_script import Accepted, Script


@dataclass
class Before:
    """All that was there before the round at `at`: a copy of the data folder, Zoom's rooms, the letters and tabs."""

    at: str
    data: Path
    rooms: dict[int, dict[str, Any]] = field(default_factory=dict)
    accepted: list[Accepted] = field(default_factory=list)
    tabs: list[Any] = field(default_factory=list)


@dataclass
class House:
    folder: Path
    google: HeldGoogle
    spreadsheet: Spreadsheet
    zoom: HeldZoom
    mail: SmtpServer
    nursery: Nursery

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def ledger_file(self) -> Path:
        return self.data / "ledger.db"

    def order(self, at: str, inner: tuple[str, int] | None = None, connections: int = 1) -> dict[str, Any]:
        config = self.folder / f"config{connections}"
        return {"config": str(config), "data": str(self.data), "circle": CIRCLE, "at": at, "inner": inner}

    def as_it_was(self, before: Before) -> None:
        """Everything as it was before the round, whatever has happened since."""
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.copytree(before.data, self.data)
        self.zoom.now = datetime.fromisoformat(before.at)
        self.zoom.meetings.rooms = copy.deepcopy(before.rooms)
        self.zoom.meetings.used.clear()
        self.mail.accepted[:] = before.accepted
        self.spreadsheet.tabs = copy.deepcopy(before.tabs)

    def kept(self, at: str) -> Before:
        """What is there now, as what was before a round at `at`."""
        data = self.folder / f"before-{at[:10]}"
        shutil.copytree(self.data, data)
        return Before(at, data, copy.deepcopy(self.zoom.meetings.rooms), list(self.mail.accepted), copy.deepcopy(self.spreadsheet.tabs))

    def released(self) -> None:
        """Whoever is held goes on; wait until every line and request is over."""
        self.mail.forgive()
        self.zoom.gate.open()
        self.google.gate.open()
        self.zoom.settle(5)
        until = time.monotonic() + 5
        while self.mail._open and time.monotonic() < until:
            time.sleep(0.002)
        with self.google.lock:
            return

    def memory(self) -> Memory:
        with SqlLedger(f"sqlite:///{self.ledger_file}") as ledger:
            return ledger.memory(CIRCLE)


@contextmanager
def house(folder: Path) -> Iterator[House]:
    """The services and the nursery, until the end of the block; `folder` is empty."""
    authority = Authority(folder / "ca")
    mail = Script(certificate=authority.good().context(), security="starttls", users={USER: PASSWORD})
    (folder / "data").mkdir()
    with HeldGoogle() as google, HeldZoom(BEGINNING) as meetings, SmtpServer(mail) as server:
        spreadsheet = google.spreadsheet({tab: [] for tab in READ_NAMES})
        for connections in (1, 4):
            config = folder / f"config{connections}"
            shutil.copytree(ROOT / "config", config)
            doors = DOORS.format(
                spreadsheet=spreadsheet.id, google=google.url, host=zoom.HOST, zoom=meetings.api_url, zoom_token=meetings.token_url,
                port=server.port, user=USER, ca_file=authority.file,
            )  # fmt: skip
            with (config / "circles" / f"{CIRCLE}.toml").open("a", encoding="utf-8") as file:
                file.write(f"{doors}connections = {connections}\n")
        secrets = {
            "GOOGLE_JSON": google.account(), "ZOOM_ACCOUNT_ID": zoom.ACCOUNT_ID, "ZOOM_CLIENT_ID": zoom.CLIENT_ID,
            "ZOOM_CLIENT_SECRET": zoom.CLIENT_SECRET, "SMTP_PASSWORD": PASSWORD, "KEY": REHEARSAL_KEY.decode(),
        }  # fmt: skip
        refs = [[str(folder / f"config{connections}"), str(folder / "data"), CIRCLE] for connections in (1, 4)]
        with Nursery(folder, {f"SIRKEL_{name}": value for name, value in secrets.items()}, refs) as nursery:
            yield House(folder, google, spreadsheet, meetings, server, nursery)


def prepared(found: House) -> dict[str, Before]:
    """The two rounds that are killed: the circle's first, and one with changed dates, each with what was before it."""
    sheet_of_kills.typed_into(found.spreadsheet, changed=False)
    first = found.kept(sheet_of_kills.FIRST)
    found.zoom.now = datetime.fromisoformat(first.at)
    found.nursery.run(found.order(first.at))
    sheet_of_kills.typed_into(found.spreadsheet, changed=True)
    return {"first": first, "changed": found.kept(sheet_of_kills.CHANGED)}
