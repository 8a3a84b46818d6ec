"""The one place that picks doors (design §5). Nothing is opened at import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tasks.circle.errors import Problem, stop_if
from tasks.doors.fixed_room import FixedRoom
from tasks.doors.kept_sheet import KeptSheet
from tasks.doors.ledger import SqlLedger
from tasks.doors.outbox import Outbox
from tasks.doors.ports import Ledger, Post, Rooms, Rows, Sheet
from tasks.doors.workbook import Workbook
from tasks.doors.workbook_file import find_tab, read_tabs
from tasks.doors.workbook_recorded import TAB as RECORDING
from tasks.settings_models import CircleSettings, Doors, Secrets

SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class Opened:
    """The doors of one circle. `link` is the fixed room's, "" where a service makes the links; `outbox` holds letters as files."""

    sheet: Sheet
    rooms: Rooms
    post: Post
    ledger: Ledger
    link: str
    outbox: Path
    sheet_file: Path


def open_doors(settings: CircleSettings, secrets: Secrets, folder: Path, ledger_folder: Path, *, rehearsal: bool) -> Opened:
    """The doors chosen in doors.toml; a rehearsal has local ones, whatever is chosen there.

    Raises `Stop` when a chosen door isn't there or can't be opened.
    """
    doors = settings.doors
    stop_if([] if rehearsal else _absent(doors))
    source = Path(doors.sheet.workbook)
    # A practice sheet is part of the checkout: what the program adds to it goes into a copy in the data folder.
    target = folder / "sheet.xlsx" if rehearsal or is_recorded(source) else source
    sheet: Sheet = Workbook(source, target, True if rehearsal else None, zone=settings.circle.zone)
    if rehearsal:
        sheet = KeptSheet(sheet)
    outbox = folder / "outbox"
    return Opened(
        sheet=sheet,
        rooms=FixedRoom(doors.room.link),
        post=Outbox(outbox),
        ledger=SqlLedger(_ledger_url(doors.ledger.url, ledger_folder, rehearsal=rehearsal)),
        link=doors.room.link,
        outbox=outbox,
        sheet_file=target,
    )


def is_recorded(workbook: Path) -> bool:
    """True for a practice sheet: it says itself when each thing was typed."""
    return find_tab(read_tabs(workbook)[1], RECORDING) is not None


def look_at_sheet(settings: CircleSettings, tabs: Sequence[str], at: datetime) -> Mapping[str, Rows]:
    """The values of the chosen sheet as of `at` (UTC), with nothing else opened. Raises `Stop` when it can't be read."""
    stop_if(_absent(settings.doors))
    return Workbook(settings.doors.sheet.workbook, zone=settings.circle.zone).read(tabs, at)


def _ledger_url(url: str, folder: Path, *, rehearsal: bool) -> str:
    """A relative SQLite file lies in the data folder; a rehearsal has a ledger of its own."""
    if rehearsal:
        return f"{SQLITE}{(folder / 'ledger.db').absolute()}"
    if url.startswith(SQLITE) and not url.startswith(SQLITE + "/"):
        return f"{SQLITE}{(folder / url.removeprefix(SQLITE)).absolute()}"
    return url


def _absent(doors: Doors) -> list[Problem]:
    chosen = (("sheet", doors.sheet.kind, "workbook"), ("room", doors.room.kind, "fixed"), ("post", doors.post.kind, "outbox"))
    return [
        Problem(f"doors.toml, [{table}] kind", f"Døren «{kind}» er ikke bygget ennå.", f"Bruk «{built}».")
        for table, kind, built in chosen
        if kind != built
    ]
