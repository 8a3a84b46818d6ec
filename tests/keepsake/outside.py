"""The services that the kept circle uses, as stand-ins on this machine: a mail server, a mailbox, Zoom; and what they hold, as JSON."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.standins import zoom
from tests.standins.imap import ImapServer
from tests.standins.smtp import SmtpServer

OSLO = ZoneInfo("Europe/Oslo")
#: Between the numbers of two rooms in the stand-in of Zoom.
STEP = 17


def oslo(at: str) -> datetime:
    """The moment of a time as the circles' people write it (ISO)."""
    return datetime.fromisoformat(at).replace(tzinfo=OSLO)


@dataclass
class Outside:
    mail: SmtpServer
    mailbox: ImapServer
    zoom: zoom.ZoomStandIn

    @property
    def secrets(self) -> dict[str, str]:
        """By the names of the environment; words that the stand-ins know, nobody's."""
        given = {
            "IMAP_PASSWORD": self.mailbox.password, "ZOOM_ACCOUNT_ID": zoom.ACCOUNT_ID, "ZOOM_CLIENT_ID": zoom.CLIENT_ID,
            "ZOOM_CLIENT_SECRET": zoom.CLIENT_SECRET,
        }  # fmt: skip
        return {f"SIRKEL_{name}": value for name, value in given.items()}

    @property
    def ports(self) -> dict[str, int]:
        """By the names that stand in the kept doors (`tests.keepsake.home.PORTS`)."""
        return {"mail": self.mail.port, "mailbox": self.mailbox.port, "zoom": self.zoom._server.server_port}

    def held(self) -> dict[str, Any]:
        """All that must be there again when the circle goes on: the rooms, and what lies in the mailbox."""
        messages = [[uid, arrived.isoformat(), content.decode()] for uid, arrived, content in self.mailbox.messages]
        return {"rooms": self.zoom.rooms, "mailbox": messages}

    def hold_again(self, kept: dict[str, Any]) -> None:
        """What `held` told."""
        self.zoom.meetings.rooms = {room["id"]: room for room in kept["rooms"]}
        self.zoom.meetings._next = max(self.zoom.meetings.rooms) + STEP
        self.mailbox.messages = [(uid, datetime.fromisoformat(arrived), text.encode()) for uid, arrived, text in kept["mailbox"]]
        self.mailbox.next_uid = max(uid for uid, *_ in self.mailbox.messages) + 1


@contextmanager
def standing_in(now: str) -> Iterator[Outside]:
    """All three until the end of the block; `now` (ISO, in Oslo) is Zoom's time."""
    with SmtpServer() as mail, ImapServer() as mailbox, zoom.ZoomStandIn(oslo(now)) as meetings:
        yield Outside(mail, mailbox, meetings)
