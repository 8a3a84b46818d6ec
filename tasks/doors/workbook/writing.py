"""Writing the program's own tabs into a workbook, and nothing else of it (R25)."""

import os
import shutil
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from openpyxl import Workbook as Book
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from tasks.circle.model.errors import Problem, Stop, system_stops
from tasks.circle.model.table import Cell
from tasks.circle.model.tabs import refuse_peoples
from tasks.doors.bounded.workbooks import TooLarge
from tasks.doors.ports import Rows
from tasks.doors.workbook.grafting import grafted
from tasks.doors.workbook.parts import Unkeepable
from tasks.doors.workbook.reading import Grid, beside, find_tab, not_read, read_tabs, remember, stamp, trimmed, unusable

LONGEST_TEXT = 32_767  # characters in one cell
_LATER = "Ingenting er gått tapt, og programmets egne faner skrives i neste runde."


def replace_tabs(source: Path, target: Path, tabs: Mapping[str, Rows], zone: ZoneInfo) -> None:
    """Make `tabs` the whole content of these tabs in `target` (a copy of `source` when there is none yet), atomically; in the file `beside` it
    once there is one, and when nothing can be added to `target` itself.

    Times with a zone are written as local time of `zone`. Raises ValueError for people's tabs, `Stop` when it can't be done.
    """
    refuse_peoples(tabs)
    new = {tab: trimmed([_cell(value, zone) for value in row] for row in rows) for tab, rows in tabs.items()}
    other = beside(target)
    base = other if other.exists() else target if target.exists() else source
    place = other if base == other else target
    try:
        _replace_in(place, base, new)
    except Unkeepable as error:
        if place == other:
            raise Stop([Problem(str(other), f"Arbeidsboken {error.why}.", "Flytt den, så lages en ny i neste runde.")]) from error
        _replace_in(other, None, new, workbook=target)


def _replace_in(place: Path, base: Path | None, new: Mapping[str, Grid], workbook: Path | None = None) -> None:
    """As `replace_tabs`, from `base` to `place`; without, `place` is new, beside the `workbook`, and says what it is for."""
    state, present = read_tabs(base) if base else (None, {})
    read = {find_tab(present, tab) or tab: [list(map(_as_read, row)) for row in rows] for tab, rows in new.items()}
    if base == place and all(present.get(name) == rows for name, rows in read.items()):
        return
    _refuse_if_open(place)
    like = base if base == place else workbook
    with system_stops(place, "Arbeidsboken kan ikke skrives", f"Lukk den i andre programmer, sjekk plass og rettigheter i mappen. {_LATER}"):
        content = _with_tabs(base or place, base.read_bytes() if base else _read_me(like), new)
        _replace(place, content, like, lambda: stamp(base or place) == state)
    remember(place, {**present, **read})


def _cell(value: Cell, zone: ZoneInfo) -> Cell:
    """The value as the file can hold it and gives it back."""
    if isinstance(value, datetime):
        return (value.astimezone(zone) if value.tzinfo else value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, str):
        sound = value.encode("utf-8", "replace").decode("utf-8")  # half a character can't be in a file
        return ILLEGAL_CHARACTERS_RE.sub("", sound.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST_TEXT]
    if isinstance(value, float) and not abs(value) < float("inf"):  # a file can't hold infinity and not-a-number
        return str(value)
    return value


def _as_read(value: Cell) -> Cell:
    """Empty text comes back as nothing, a date as its midnight."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return None if value == "" else value


def _refuse_if_open(path: Path) -> None:
    """LibreOffice and Excel lay a file beside the one they have open; what we wrote would be lost when it is saved there. A file that may
    only be read could be replaced all the same: somebody has said that it shouldn't."""
    for lock in (path.with_name(f".~lock.{path.name}#"), path.with_name(f"~${path.name}")):
        if lock.exists():
            next_step = f"Lagre og lukk den, og start runden igjen. Har ingen den åpen, kan filen «{lock.name}» slettes."
            raise Stop([Problem(str(path), "Arbeidsboken er åpen i et regnearkprogram.", next_step)])
    if path.exists() and not (path.stat().st_mode & 0o222 and os.access(path, os.W_OK)):
        next_step = f"Gi brukeren som kjører programmet, lov til å skrive i filen. {_LATER}"
        raise Stop([Problem(str(path), "Arbeidsboken kan bare leses.", next_step)])


def _with_tabs(base: Path, content: bytes, new: Mapping[str, Grid]) -> bytes:
    try:
        return grafted(content, new)
    except (Stop, Unkeepable):
        raise
    except TooLarge as error:
        raise not_read(base, error) from error
    except Exception as error:  # as when it is read
        raise unusable(base) from error


def _read_me(workbook: Path | None) -> bytes:
    """A workbook that says why it is there."""
    book, content = Book(), BytesIO()
    first = book.worksheets[0]
    first.title, first.column_dimensions["A"].width = "Les meg", 110
    first["A1"] = f"Programmets egne faner til «{workbook.name if workbook else ''}», som ikke kan få dem selv. Det dere skriver her, blir borte."
    book.save(content)
    return content.getvalue()


def _replace(place: Path, content: bytes, like: Path | None, as_read: Callable[[], bool]) -> None:
    """Atomically: who reads meanwhile sees the old file or the new one, whole. Who may read it is as in `like`; without, it is the program's
    own. Raises `Stop` when the file is no longer `as_read`, because somebody saved it, or it was synchronised.
    """
    part = place.with_name(f".{place.name}.part")
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        part.touch(0o600 if like else 0o666)  # until it is known who may read it
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if like:
            _give(part, like)
        if not as_read():
            raise Stop([Problem(str(place), "Arbeidsboken ble endret mens programmet skulle skrive i den.", _LATER)])
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)


def _give(part: Path, like: Path) -> None:
    """To the owner and group of `like`, with its permissions and access lists; where only root may give away, to its group."""
    found = like.stat()
    if (found.st_uid, found.st_gid) != (part.stat().st_uid, part.stat().st_gid):
        try:
            os.chown(part, found.st_uid, found.st_gid)
        except PermissionError:
            os.chown(part, -1, found.st_gid)
    shutil.copystat(like, part)
    os.utime(part)
