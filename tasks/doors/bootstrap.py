"""The one place that picks doors (RULES.md «Doors»). Nothing is opened at import."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tasks.circle.model.errors import Stop
from tasks.circle.model.tabs import EDITS
from tasks.circle.model.trial import OUTBOX
from tasks.doors.fixed_room import FixedRoom
from tasks.doors.ledger.kept_tokens import TokenTable
from tasks.doors.ledger.ledger import SqlLedger
from tasks.doors.ledger.read_only import ReadOnlyLedger
from tasks.doors.oauth.access_token import AccessToken, TokenFiles
from tasks.doors.outbox.outbox import Outbox
from tasks.doors.ports import KeptTokens, Post, Rooms, Sheet, Tokens
from tasks.doors.workbook.reading import find_tab, tab_names
from tasks.doors.workbook.workbook import KeptSheet, Workbook
from tasks.settings.model import CircleSettings, Doors, LedgerDoor, MailboxDoor, PostDoor
from tasks.settings.secret_values import Secrets, make_key
from tasks.settings.validation import Table

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from tasks.doors.google_sheet.sheet import GoogleSheet
    from tasks.doors.imap_mailbox.imap import ImapMailbox
    from tasks.doors.smtp_post.post import SmtpPost
    from tasks.doors.zoom_room.rooms import ZoomRoom

SQLITE = "sqlite:///"
#: How long the mailbox waits for an access token.
TOKEN_SECONDS = 30
#: Says the present moment, UTC.
Clock = Callable[[], datetime]
Kind = TypeVar("Kind", bound="DataclassInstance")


@dataclass(frozen=True, slots=True)
class Opened:
    """The doors of one circle. `link` is the fixed room's, "" where a service makes the links; `post_kind` is kept with each letter, and
    `outbox` is where a post that is a folder lays them; `mailbox` is None where nobody reads what comes in; `practice`: the sheet is
    recorded, and nothing goes by the clock (R24)."""

    sheet: Sheet
    rooms: Rooms
    post: Post
    mailbox: ImapMailbox | None
    ledger: SqlLedger
    link: str
    post_kind: str
    outbox: Path
    sheet_file: Path
    practice: bool

    @property
    def trial(self) -> bool:
        """Letters reach nobody (R24)."""
        return self.post_kind == OUTBOX


def open_doors(
    settings: CircleSettings, secrets: Secrets, folder: Path, ledger_folder: Path, clock: Clock, *, rehearsal: bool, plan: bool = False
) -> Opened:
    """The doors chosen in doors.toml; a rehearsal has local ones, whatever is chosen there. No service is asked anything yet.

    With `plan` the ledger is only read, and leaves no trace of it.

    Raises `Stop` when the workbook or the ledger can't be opened.
    """
    doors = settings.doors
    source = Path(doors.sheet.workbook)
    # A practice sheet is part of the checkout: what the program adds to it goes into a copy in the data folder.
    recorded = not rehearsal and doors.sheet.kind == "workbook" and is_recorded(source)
    target = folder / "sheet.xlsx" if rehearsal or recorded else source
    outbox = folder / "outbox"
    real = not rehearsal
    tokens = mail_tokens(secrets, doors.ledger, ledger_folder)
    return Opened(
        sheet=google_sheet(settings, secrets) if real and doors.sheet.kind == "google" else _workbook(settings, target, rehearsal=rehearsal),
        rooms=zoom_room(settings, secrets, clock) if real and doors.room.kind == "zoom" else FixedRoom(doors.room.link),
        post=smtp_post(doors.post, secrets, tokens) if real and doors.post.kind == "smtp" else Outbox(outbox),
        mailbox=imap_mailbox(doors.mailbox, secrets, tokens) if real and doors.mailbox.kind == "imap" else None,
        ledger=(ReadOnlyLedger if plan else SqlLedger)(ledger_url(doors.ledger.url, ledger_folder, rehearsal=rehearsal)),
        link=doors.room.link if not real or doors.room.kind == "fixed" else "",
        post_kind=doors.post.kind if real else OUTBOX,
        outbox=outbox,
        sheet_file=target,
        practice=recorded,
    )


# Each service's library takes up to a second to import, and most installations use one or two of them.


def google_sheet(settings: CircleSettings, secrets: Secrets) -> GoogleSheet:
    from tasks.doors.google_sheet.sheet import GoogleSheet

    door = settings.doors.sheet
    return GoogleSheet(door.spreadsheet, secrets.google_json, api_url=door.api_url, zone=settings.circle.zone)


def zoom_room(settings: CircleSettings, secrets: Secrets, clock: Clock) -> ZoomRoom:
    from tasks.doors.zoom_room.client import ZoomAccount
    from tasks.doors.zoom_room.rooms import ZoomRoom

    own = {name: getattr(secrets, f"zoom_{name}") for name in ("account_id", "client_id", "client_secret")}
    account = _account(ZoomAccount, settings.doors.room, zone=settings.circle.zone, **own)
    return ZoomRoom(account, clock)


def _account(kind: type[Kind], door: Table, **own: object) -> Kind:
    """An account of the settings of `door` that it has by the same name, and of `own`, which goes before them."""
    names = {field.name for field in fields(kind)}
    return kind(**{name: value for name, value in door if name in names} | own)


def mail_tokens(secrets: Secrets, ledger: LedgerDoor, data: Path) -> AccessToken:
    """For post and mailbox with `auth` xoauth2. The newest refresh token lies in the data folder, or where several machines share the
    ledger in that, sealed. Nothing is opened before one is asked for."""
    return AccessToken(secrets.smtp_oauth, TOKEN_SECONDS, kept_tokens(secrets, ledger, data))


def kept_tokens(secrets: Secrets, ledger: LedgerDoor, data: Path) -> KeptTokens:
    if ledger.url.startswith("sqlite"):
        return TokenFiles(data)
    return TokenTable(ledger.url, lambda: secrets.key.encode() or make_key(data))


def smtp_post(door: PostDoor, secrets: Secrets, tokens: Tokens) -> SmtpPost:
    from tasks.doors.smtp_post.account import Account
    from tasks.doors.smtp_post.post import SmtpPost

    own = {"password": secrets.smtp_password, "sender": door.sender_address}
    return SmtpPost(_account(Account, door, **own), tokens=tokens if door.auth == "xoauth2" else None)


def open_post(door: PostDoor, secrets: Secrets, outbox: Path, tokens: Tokens) -> Post:
    """A post with nothing else opened; `outbox` is where letters become files."""
    return smtp_post(door, secrets, tokens) if door.kind == "smtp" else Outbox(outbox)


def imap_mailbox(door: MailboxDoor, secrets: Secrets, tokens: Tokens) -> ImapMailbox:
    from tasks.doors.imap_mailbox.imap import ImapMailbox

    own = {name: getattr(door, name) for name in ("security", "folder", "ca_file")}
    return ImapMailbox(door.host, door.port, door.user, secrets.imap_password, tokens=tokens if door.auth == "xoauth2" else None, **own)


def _workbook(settings: CircleSettings, target: Path | None, *, rehearsal: bool) -> Sheet:
    sheet = Workbook(settings.doors.sheet.workbook, target, True if rehearsal else None, zone=settings.circle.zone)
    return KeptSheet(sheet) if rehearsal else sheet


def is_recorded(workbook: Path) -> bool:
    """True for a practice sheet: it says itself when each thing was typed."""
    return find_tab(tab_names(workbook), EDITS.name) is not None


def is_practice(doors: Doors) -> bool:
    """Whether the circle with these doors is practice (R24): its sheet is recorded. One that can't be read is no practice; its round says why."""
    with suppress(Stop):
        return doors.sheet.kind == "workbook" and is_recorded(Path(doors.sheet.workbook))
    return False


def open_sheet(settings: CircleSettings, secrets: Secrets) -> Sheet:
    """The chosen sheet with nothing else opened."""
    return google_sheet(settings, secrets) if settings.doors.sheet.kind == "google" else _workbook(settings, None, rehearsal=False)


def ledger_url(url: str, folder: Path, *, rehearsal: bool) -> str:
    """A relative SQLite file lies in the data folder; a rehearsal has a ledger of its own."""
    if rehearsal:
        return f"{SQLITE}{(folder / 'ledger.db').absolute()}"
    if url.startswith(SQLITE) and not url.startswith(SQLITE + "/"):
        return f"{SQLITE}{(folder / url.removeprefix(SQLITE)).absolute()}"
    return url
