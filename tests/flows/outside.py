"""Google, Zoom and a mail server as stand-ins, and a circle whose doors.toml leads to them."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from flows.rounds import carry_out
from tasks import clock
from tasks.circle.acts import ALL
from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.model.tabs import READ_NAMES
from tasks.circle.plan import Order
from tasks.context import REHEARSAL_KEY, CircleRef, context_of, forget_doors, use_secrets
from tasks.doors.workbook.workbook import Workbook
from tests.standins import zoom
from tests.standins.certificates import Authority
from tests.standins.google import GoogleStandIn
from tests.standins.google_spreadsheet import Spreadsheet
from tests.standins.smtp import SmtpServer
from tests.standins.smtp_script import Script

ROOT = Path(__file__).resolve().parents[2]
CIRCLE = "baerekraftige-moteplasser"
USER, PASSWORD = "sirkel@example.org", "post-hemmelig"
BEGINNING = datetime.fromisoformat("2021-05-01T00:00:00+02:00")
DOORS = """
[sheet]
kind = "google"
spreadsheet = "{spreadsheet}"
api_url = "{google}"
[room]
kind = "zoom"
host = "{host}"
api_url = "{zoom}"
token_url = "{zoom_token}"
[post]
kind = "smtp"
host = "127.0.0.1"
port = {port}
user = "{user}"
ca_file = "{ca_file}"
"""


@dataclass
class Outside:
    """The three services, and the reference to a circle that uses them. `practice` is the recorded sheet that people edit."""

    google: GoogleStandIn
    spreadsheet: Spreadsheet
    zoom: zoom.ZoomStandIn
    mail: SmtpServer
    ref: CircleRef
    practice: Workbook

    def round(self, at: datetime, acts: tuple[str, ...] = ALL) -> RoundReport:
        """A round at `at` by all clocks, with the sheet as people have it then."""
        self.zoom.now = at
        for tab, rows in self.practice.read(READ_NAMES, at).items():
            self.spreadsheet[tab].cells.clear()
            self.spreadsheet[tab].fill(rows)
        with clock.set_to(at):
            return carry_out(self.ref, Order(at, acts))


@contextmanager
def outside(folder: Path, monkeypatch: pytest.MonkeyPatch, **script: object) -> Iterator[Outside]:
    """All of it, until the end of the block; `script` changes how the mail server is."""
    authority = Authority(folder / "ca")
    certificate = authority.good().context()
    mail = Script(certificate=certificate, security="starttls", users={USER: PASSWORD}, **script)  # type: ignore[arg-type]
    config = folder / "config"
    shutil.copytree(ROOT / "config", config)
    with GoogleStandIn() as google, zoom.ZoomStandIn(BEGINNING) as meetings, SmtpServer(mail) as server:
        spreadsheet = google.spreadsheet({tab: [] for tab in READ_NAMES})
        doors = DOORS.format(
            spreadsheet=spreadsheet.id, google=google.url, host=zoom.HOST, zoom=meetings.api_url, zoom_token=meetings.token_url,
            port=server.port, user=USER, ca_file=authority.file,
        )  # fmt: skip
        with (config / "circles" / f"{CIRCLE}.toml").open("a", encoding="utf-8") as file:
            file.write(doors)
        _give_secrets(google, monkeypatch)
        ref = CircleRef(str(config), str(folder / "data"), CIRCLE)
        zone = context_of(ref).circle.zone
        yield Outside(google, spreadsheet, meetings, server, ref, Workbook(ROOT / "config" / "practice.xlsx", zone=zone))
        forget_doors(ref)


def _give_secrets(google: GoogleStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {
        "GOOGLE_JSON": google.account(), "ZOOM_ACCOUNT_ID": zoom.ACCOUNT_ID, "ZOOM_CLIENT_ID": zoom.CLIENT_ID,
        "ZOOM_CLIENT_SECRET": zoom.CLIENT_SECRET, "SMTP_PASSWORD": PASSWORD, "KEY": REHEARSAL_KEY.decode(),
    }  # fmt: skip
    for name, value in secrets.items():
        monkeypatch.setenv(f"SIRKEL_{name}", value)
    use_secrets({})  # what was read of the environment before is read anew
