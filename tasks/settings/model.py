"""The frozen answer of `tasks.settings.load.load`: circles, doors and secrets, everything checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Literal

from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.languages import Language
from tasks.circle.model.links import Pages
from tasks.settings.mistakes import listed, nearest


@dataclass(frozen=True, slots=True)
class SheetDoor:
    """`workbook` is absolute; `spreadsheet` is Google's id."""

    kind: Literal["workbook", "google"]
    workbook: Path
    spreadsheet: str
    api_url: str


@dataclass(frozen=True, slots=True)
class RoomDoor:
    """`host` is the Zoom user that owns the meetings: an address or an id. `recording`: none, local or cloud;
    `attendance`: ask afterwards who was there."""

    kind: Literal["fixed", "zoom"]
    link: str
    host: str = field(repr=False)
    alternative_hosts: tuple[str, ...] = field(repr=False)
    waiting_room: bool
    recording: Literal["none", "local", "cloud"]
    attendance: bool
    api_url: str
    token_url: str


@dataclass(frozen=True, slots=True)
class PostDoor:
    """`auth`: password or xoauth2; `ca_file` is absolute or None; `per_minute` 0 means no pace; `per_round` is the cap of R22."""

    kind: Literal["outbox", "smtp"]
    sender: str = field(repr=False)
    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    user: str = field(repr=False)
    auth: Literal["password", "xoauth2"]
    ca_file: Path | None
    connections: int
    per_minute: int
    per_round: int

    @property
    def sender_address(self) -> str:
        """The address in «Name <address>»."""
        return self.sender.rpartition("<")[2].rstrip(">")


@dataclass(frozen=True, slots=True)
class MailboxDoor:
    """Where answers to the letters arrive. `kind`: none or imap; `security`: none only on loopback; `ca_file` as in `PostDoor`."""

    kind: Literal["none", "imap"]
    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    user: str = field(repr=False)
    folder: str
    ca_file: Path | None


@dataclass(frozen=True, slots=True)
class LedgerDoor:
    """`url` as SQLAlchemy takes it; a relative SQLite file lies in the data folder. Never shown: it may hold a password."""

    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs the program. `address` "": nobody is written to; `late_hours`: rounds are late so long after the last one."""

    address: str = field(default="", repr=False)
    language: Language = "nb"
    late_hours: int = 26


@dataclass(frozen=True, slots=True)
class Doors:
    """doors.toml with the circle's own tables on top (RULES.md «Configuration»). `ping` is asked after each round; "" for nobody."""

    sheet: SheetDoor
    room: RoomDoor
    post: PostDoor
    mailbox: MailboxDoor
    ledger: LedgerDoor
    pages: Pages
    operator: Operator = Operator()
    ping: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CircleSettings:
    circle: Circle
    doors: Doors


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """What only the environment knows; "" when not set. Never shown, not even by repr."""

    google_json: str = ""
    zoom_account_id: str = ""
    zoom_client_id: str = ""
    zoom_client_secret: str = ""
    smtp_password: str = ""
    smtp_oauth: str = ""
    imap_password: str = ""
    key: str = ""

    def __repr__(self) -> str:
        states = (f"{each.name}={'satt' if getattr(self, each.name) else 'mangler'}" for each in fields(self))
        return f"Secrets({', '.join(states)})"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything configured. `templates` by (language, file name without .md); `config` and `data` are absolute folders.

    `faults`: what is wrong with circles whose own files can't be used; `shared`: doors.toml alone.
    """

    config: Path
    data: Path
    circles: Mapping[str, CircleSettings]
    templates: Mapping[tuple[str, str], str] = field(repr=False)
    secrets: Secrets
    shared: Doors
    faults: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """All circles there are files of, those with faults too."""
        return sorted({*self.circles, *self.faults})

    def circle(self, name: str) -> CircleSettings:
        """The circle `name`; raises `Stop` with what is wrong with it, or naming the nearest one and all of them."""
        if name in self.circles:
            return self.circles[name]
        if name in self.faults:
            raise Stop(self.faults[name])
        near = nearest(name, self.names)
        step = f"{f'Mente du «{near}»? ' if near else ''}Sirklene er: {listed(self.names)}."
        raise Stop([Problem("Valg av sirkel", f"Det finnes ingen sirkel som heter «{name}».", step)])

    def only(self) -> str:
        """The name of the only circle; raises `Stop` when there are several to choose between."""
        if len(self.circles) == 1:
            return next(iter(self.circles))
        step = f"Velg én av dem med --circle: {listed(self.circles)}."
        raise Stop([Problem("Valg av sirkel", f"Det finnes {len(self.circles)} sirkler.", step)])
