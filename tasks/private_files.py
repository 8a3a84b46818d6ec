"""What this program makes is for its own user: others with a login on the machine read no letter, link or ledger (RULES.md «Privacy»)."""

import os
import stat
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from tasks.circle.model.errors import Problem, reason

FOR_OTHERS = 0o077
#: What the program makes in the data folder, besides a folder for each circle, which is known by what lies in it.
_MADE = ("key", "key.*", "page-password", "page-password.*", "ledger.db", "ledger.db.*", "ledger.db-*", "prefect", "rehearsal", "operator",
         "mail-login.*")  # fmt: skip
_IN_A_CIRCLE = ("outbox", "provebrev", ".runde", "report.html", "operator.json")


def begin_private() -> None:
    """From here on, what this process and those it starts make is for its user alone. For processes of ours; importing changes nothing."""
    os.umask(FOR_OTHERS)


def made_private(data: Path) -> list[Problem]:
    """Take away what others may do with that which the program made in the data folder; what is still open to them is returned.

    The folder itself goes first: with it closed, nobody reaches what has not been seen to yet, or puts something else in its place.
    Where something lies in it that the program did not make, and that is open to others (in a home, on a disk's root, a workbook that
    people share), that is let alone, and so is the folder: others have their way through it. Links are not followed, and what another
    user owns is only told of.
    """
    try:
        inside = list(os.scandir(data.resolve()))
        made = [each for each in inside if _is_made(each)]
        shared = any(each.stat(follow_symlinks=False).st_mode & FOR_OTHERS for each in inside if each not in made)
    except (OSError, RuntimeError):  # not there yet, or not to be read: whoever needs it says so
        return []
    still_open = [] if shared else list(_narrow(str(data.resolve()), data.stat()))
    still_open += [opening for each in made for opening in _close(each)]
    if not still_open:
        return []
    (first, why), number = still_open[0], len(still_open)
    more = f" og {number - 1} til" if number > 1 else ""
    what = f"Andre på maskinen har tilgang til «{Path(first).relative_to(data.resolve())}»{more}, og programmet får ikke stengt for dem: {why}."
    return [Problem(str(data.resolve()), what, "Kjør «chmod -R go-rwx» på mappen som den brukeren som eier det som ligger der.")]


def _is_made(found: "os.DirEntry[str]") -> bool:
    if any(fnmatchcase(found.name, pattern) for pattern in _MADE):
        return True
    return found.is_dir(follow_symlinks=False) and any(os.path.lexists(f"{found.path}/{name}") for name in _IN_A_CIRCLE)


def _close(entry: "os.DirEntry[str]") -> Iterator[tuple[str, str]]:
    """Close a file or a folder, and all that is in it, the folder first: what stays open to others, and why. By way of `Path` it would
    take several times as long."""
    try:
        found = entry.stat(follow_symlinks=False)
    except FileNotFoundError:  # another process has just taken it away
        return
    yield from _narrow(entry.path, found)
    if stat.S_ISDIR(found.st_mode):
        for each in _inside(entry.path):
            yield from _close(each)


def _narrow(path: str, found: os.stat_result) -> Iterator[tuple[str, str]]:
    if stat.S_ISLNK(found.st_mode) or not found.st_mode & FOR_OTHERS:
        return
    if found.st_uid != os.geteuid():
        yield path, "en annen bruker eier den"
        return
    try:  # by its name: to open a database and close it again would take away SQLite's locks on it (fcntl(2))
        Path(path).chmod(stat.S_IMODE(found.st_mode) & ~FOR_OTHERS)
    except FileNotFoundError:
        return
    except OSError as error:
        yield path, reason(error)


def _inside(folder: str) -> Iterator["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as found:
            yield from found
    except OSError:  # gone, or closed to its owner too: then nobody else reads it either
        return
