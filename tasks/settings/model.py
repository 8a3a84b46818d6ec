"""The doors of doors.toml as they are read, and the frozen answer of `tasks.settings.load.load`: everything checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.languages import WORKING_LANGUAGE, Language
from tasks.circle.model.links import Pages
from tasks.settings.checks import (
    STEM,
    Address,
    AddressOrNone,
    CaFile,
    FormLink,
    Host,
    InConfig,
    Ledger,
    Line,
    Sender,
    Text,
    Url,
    UrlOrNone,
    encrypted,
    needed,
    network,
    within,
)  # fmt: skip
from tasks.settings.mistakes import listed, nearest
from tasks.settings.places import Places
from tasks.settings.secret_values import Secrets
from tasks.settings.validation import By, Table

_SPREADSHEET = 'Lim inn id-en fra arkets nettadresse (mellom /d/ og /edit): {key} = "…"'
_LINK = 'Skriv adressen til møterommet: {key} = "https://…"'
_OWNER = 'Skriv brukerens adresse: {key} = "…"'
_ACCOUNT = 'Skriv kontoens adresse: {key} = "…"'
_IMAP = "Postkassen skal leses med IMAP, men"


class SheetDoor(Table):
    """`workbook` is absolute; `spreadsheet` is Google's id; `sign_up_form`: a form writes «Påmelding», and strangers' rows are confirmed."""

    kind: Literal["workbook", "google"] = "workbook"
    workbook: InConfig = Path("practice.xlsx")
    spreadsheet: Annotated[Text, needed("google", "Google-arket er valgt, men hvilket ark det er, mangler.", _SPREADSHEET)] = ""
    api_url: Annotated[Url, STEM] = "https://sheets.googleapis.com"
    sign_up_form: bool = False


class RoomDoor(Table):
    """`host` is the Zoom user that owns the meetings: an address or an id. `recording`: none, local or cloud;
    `attendance`: ask afterwards who was there."""

    kind: Literal["fixed", "zoom"] = "fixed"
    link: Annotated[UrlOrNone, needed("fixed", "Rommet er en fast lenke, men lenken mangler.", _LINK)] = ""
    host: Annotated[Text, needed("zoom", "Zoom er valgt, men brukeren som skal eie møtene, mangler.", _OWNER)] = Field(default="", repr=False)
    alternative_hosts: tuple[Address, ...] = Field(default=(), repr=False)
    waiting_room: bool = True
    recording: Literal["none", "local", "cloud"] = "none"
    attendance: bool = False
    api_url: Annotated[Url, STEM] = "https://api.zoom.us/v2"
    token_url: Url = "https://zoom.us/oauth/token"  # noqa: S105 - an address


class PostDoor(Table):
    """`auth`: password or xoauth2; `ca_file` is absolute or None; `per_minute` 0 means no pace; `per_round` is the cap of R22."""

    kind: Literal["outbox", "smtp"] = "outbox"
    sender: Sender = Field(default="Læringssirkelen <sirkel@example.org>", repr=False)
    host: Annotated[Host, needed("smtp", "SMTP er valgt, men tjeneren mangler.", 'Skriv navnet: {key} = "smtp.example.org"')] = ""
    port: Annotated[int, within(1, 65535)] = 587
    security: Annotated[Literal["starttls", "tls", "none"], encrypted('Skriv "starttls" (oftest port 587) eller "tls" (port 465)')] = "starttls"
    auth: Literal["password", "xoauth2"] = "password"
    user: Annotated[Text, needed("xoauth2", "XOAUTH2 er valgt, men brukeren mangler.", _ACCOUNT, when="auth")] = Field(default="", repr=False)
    ca_file: CaFile = None
    connections: Annotated[int, within(1, 20)] = 1
    per_minute: Annotated[int, within(0, 100_000)] = 0
    per_round: Annotated[int, within(1, 1_000_000)] = 500

    @property
    def sender_address(self) -> str:
        """The address in «Name <address>»."""
        return self.sender.rpartition("<")[2].rstrip(">")


class MailboxDoor(Table):
    """Where answers to the letters arrive. `kind`: none or imap; `security`: none only on loopback; `auth`, `ca_file` as in `PostDoor`."""

    kind: Literal["none", "imap"] = "none"
    host: Annotated[Host, needed("imap", f"{_IMAP} tjeneren mangler.", 'Skriv tjeneren: {key} = "…"')] = ""
    port: Annotated[int, within(1, 65535)] = 993
    security: Annotated[Literal["tls", "starttls", "none"], encrypted('Skriv "tls" (port 993) eller "starttls" (port 143)')] = "tls"
    user: Annotated[Text, needed("imap", f"{_IMAP} brukeren mangler.", 'Skriv brukeren: {key} = "…"')] = Field(default="", repr=False)
    auth: Literal["password", "xoauth2"] = "password"
    folder: Line = "INBOX"
    ca_file: CaFile = None


class LedgerDoor(Table):
    """`url` as SQLAlchemy takes it; a relative SQLite file lies in the data folder. Never shown: it may hold a password."""

    url: Ledger = Field(default="sqlite:///ledger.db", repr=False)


class Operator(Table):
    """Who runs the program. `address` "": nobody is written to; `late_hours`: rounds are late so long after the last one."""

    address: AddressOrNone = Field(default="", repr=False)
    language: Language = WORKING_LANGUAGE
    # A day is the least that those who start rounds by hand or by cron can keep; a year is never.
    late_hours: Annotated[int, within(1, 8760)] = 26


class _Pages(Table):
    # Typed as "", there are none; not typed at all, they are on this machine.
    url: Annotated[UrlOrNone, STEM] = "http://127.0.0.1:4300"
    answer_form: FormLink = ""
    absence_form: FormLink = ""
    consultation_form: FormLink = ""
    proxies: tuple[Annotated[str, AfterValidator(network)], ...] = ("127.0.0.1", "::1")


class Ping(Table):
    url: UrlOrNone = Field(default="", repr=False)


class Doors(Table):
    """doors.toml with the circle's own tables on top (RULES.md «Configuration»). `ping` is asked after each round; "" for nobody."""

    sheet: SheetDoor
    room: RoomDoor
    post: PostDoor
    mailbox: MailboxDoor
    ledger: LedgerDoor
    pages: Annotated[Pages, By(_Pages)]
    operator: Operator
    ping: Ping


#: The tables that are one for the whole installation: no circle's file may carry them.
COMMON = {
    "ledger": "Minnet er felles for alle sirkler.",
    "operator": "Den som drifter programmet, er den samme for alle sirkler.",
    "ping": "Livstegnet er felles for alle sirkler.",
}


@dataclass(frozen=True, slots=True)
class Shared:
    """What doors.toml says by itself, as far as it is sound: who hears of what is wrong, and how."""

    operator: Operator
    post: PostDoor
    ledger: LedgerDoor
    ping: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CircleSettings:
    circle: Circle
    doors: Doors
    places: Places = Places()  # noqa: RUF009 - frozen, and empty


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
    shared: Shared
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
        raise Stop([Problem("--circle", f"Det finnes ingen sirkel som heter «{name}».", step)])
