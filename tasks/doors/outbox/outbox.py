"""The embedded post: every letter becomes a file `NAME.eml` in a folder, to be read with any mail program."""

import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from itertools import count
from pathlib import Path

from tasks.circle.model.errors import Problem, Stop, reason, system_stops
from tasks.circle.model.records import Outcome
from tasks.circle.people.sign_ups import address_key
from tasks.doors.ports import Delivery, Envelope

#: File systems allow 255 bytes; a letter of a name may take four, and suffixes need some too.
LONGEST_NAME = 120


class Outbox:
    """`Post` into a folder, and its only `Session`. A letter is there whole or not at all, also after a crash; the same letter twice is one file."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made when the first session opens."""
        self._folder = folder

    @contextmanager
    def session(self) -> Iterator["Outbox"]:
        """Raises `Stop` when the folder can't be made or written to."""
        next_step = "Rett det, eller velg en annen datamappe med SIRKEL_DATA, og start runden igjen."
        with system_stops(self._folder, "Mappen for utgående brev kan ikke lages", next_step):
            self._folder.mkdir(parents=True, exist_ok=True)
        if not os.access(self._folder, os.W_OK | os.X_OK):
            raise Stop([Problem(str(self._folder), "Det er ikke lov å skrive i mappen for utgående brev.", next_step)])
        yield self

    def turn(self) -> float:
        return 0.0

    def deliver(self, envelope: Envelope) -> Delivery:
        """LAID when the letter lies in the folder, LATER (and stop) when there is no room for it or it can't be written now."""
        name = safe_name(envelope.name)
        for number in count(1):
            path = self._folder / (f"{name}.eml" if number == 1 else f"{name}-{number}.eml")
            try:
                if path.exists() and message_id(path) != envelope.message_id:
                    continue  # another letter of the same name
                if not path.exists():
                    _write(path, envelope.message)
            except OSError as error:
                return Delivery(Outcome.LATER, f"Brevet kunne ikke legges i {self._folder}: {reason(error)}.", stop=True)
            return Delivery(Outcome.LAID)
        raise AssertionError("count() does not end")


def safe_name(name: str) -> str:
    """`name` as one that every file system takes, that is not hidden and leads nowhere else."""
    kept = re.sub(r"[^\w.@+-]+", "_", unicodedata.normalize("NFC", name)).strip("._-")
    while len(kept.encode("utf-8")) > LONGEST_NAME:
        kept = kept[:-1]
    return kept or "brev"


def message_id(path: Path) -> str:
    """The Message-ID of a letter on disk, "" when it has none."""
    with path.open("rb") as file:
        return str(BytesHeaderParser().parse(file)["Message-ID"] or "").strip()


def identities(folder: Path) -> frozenset[str]:
    """The Message-IDs of all letters in `folder`; one that can't be read is passed over."""
    found = set()
    for path in folder.glob("*.eml"):
        with suppress(OSError):
            found.add(message_id(path))
    return frozenset(found)


def letters_to(folder: Path, key: str, code: str = "") -> int:
    """How many letters in `folder` are to the address whose `address_key` is `key`, or by their name to who has `code`; "" is nobody's."""

    def is_theirs(path: Path) -> bool:
        if code and re.search(rf"_{code}(-\d+)?$", path.stem):
            return True
        with suppress(OSError), path.open("rb") as file:
            return bool(key) and address_key(parseaddr(str(BytesHeaderParser().parse(file)["To"] or ""))[1]) == key
        return False

    return sum(map(is_theirs, folder.glob("*.eml")))


def _write(path: Path, message: bytes) -> None:
    """Whole or not at all: a reader never sees half a letter, and a crash leaves only a hidden file behind."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(message)
            file.flush()
            os.fsync(file.fileno())  # else a power cut may keep the name and lose the letter
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
