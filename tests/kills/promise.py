"""What must hold after kills, whatever was killed and how often (A1, A2, A5): each fault as a sentence."""

import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from tasks.circle.model.records import Memory, Outcome
from tests.kills.house import House
from tests.standins.smtp_script import Accepted

HEADER = re.compile(rb"^X-Sirkel-(Kind|Meeting|Participant): *(\S*)", re.MULTILINE)
#: Nothing of what was owed depends on it, and a round that was killed may have something to tell that another has not.
DIGEST = "digest"


def letters(accepted: list[Accepted]) -> Counter[tuple[str, str, str]]:
    """How often each letter came: recipient, kind, meeting. No kind goes out twice for one meeting in these rounds."""
    found: Counter[tuple[str, str, str]] = Counter()
    for each in accepted:
        head = {name: value.decode() for name, value in HEADER.findall(each.message.partition(b"\r\n\r\n")[0])}
        found[each.recipients[0], head[b"Kind"], head.get(b"Meeting", "")] += 1
    return found


@dataclass(frozen=True)
class Owed:
    """What an undisturbed round leaves: Message-IDs, and topics of the rooms by Nr."""

    letters: frozenset[str]
    rooms: int
    tabs: tuple[object, ...]

    @classmethod
    def after(cls, house: House) -> "Owed":
        return cls(frozenset(_identities(house)), len(house.zoom.rooms), tuple(house.spreadsheet[tab].values() for tab in ("Påmelding", "Møter")))


def _identities(house: House) -> set[str]:
    return {each.message_id for each in house.mail.accepted if not each.message_id.startswith(f"<{DIGEST}")}


def in_doubt(house: House) -> int:
    """How many letters are between claim and answer, or unknown, in a ledger whose round is dead; AssertionError when it is damaged.
    It is looked at in a copy: nobody but the next round is to repair it."""
    look = house.folder / "look"
    look.mkdir(exist_ok=True)
    for file in house.data.glob("ledger.db*"):
        shutil.copy(file, look)
    try:
        with closing(sqlite3.connect(look / "ledger.db")) as ledger:
            assert ledger.execute("PRAGMA quick_check").fetchone() == ("ok",), "a kill has damaged the ledger"
            return int(ledger.execute("SELECT count(*) FROM letter WHERE outcome IN ('claimed', 'unknown')").fetchone()[0])
    except sqlite3.OperationalError:  # the first round of all was killed before it had made the tables
        return 0
    finally:
        shutil.rmtree(look)


def faults(house: House, owed: Owed, allowed: int) -> Iterator[str]:
    """Everything that does not hold; `allowed` is how many letters may be unknown."""
    memory, came = house.memory(), _identities(house)
    doubtful = {each.message_id for each in memory.letters if each.outcome is Outcome.UNKNOWN}
    if lost := owed.letters - came - doubtful:
        yield f"{len(lost)} letters lost: {sorted(lost)[:3]}"
    if strangers := came - owed.letters:
        yield f"{len(strangers)} letters that nobody was owed: {sorted(strangers)[:3]}"
    if twice := [identity for identity, count in house.mail.copies().items() if count > 1]:
        yield f"{len(twice)} letters twice: {twice[:3]}"
    if written_twice := [letter for letter, count in letters(house.mail.accepted).items() if count > 1]:
        yield f"{len(written_twice)} people written to twice: {written_twice[:3]}"
    if len(doubtful) > allowed:
        yield f"{len(doubtful)} letters unknown, {allowed} allowed: {sorted(doubtful)[:3]}"
    if still_open := [each for each in memory.letters if each.outcome not in (Outcome.DONE, Outcome.UNKNOWN)]:
        yield f"{len(still_open)} letters without an end: {still_open[0]}"
    yield from _room_faults(house, memory, owed)
    if tuple(house.spreadsheet[tab].values() for tab in ("Påmelding", "Møter")) != owed.tabs:
        yield "people's own tabs were written to"
    with closing(sqlite3.connect(house.ledger_file)) as ledger:
        if (found := ledger.execute("PRAGMA quick_check").fetchone()[0]) != "ok":
            yield f"the ledger is damaged: {found}"


def _room_faults(house: House, memory: Memory, owed: Owed) -> Iterator[str]:
    rooms = house.zoom.rooms
    known = {each.room.id for each in memory.meetings if each.room}
    starts = Counter(each["start_time"] for each in rooms)
    if len(rooms) != owed.rooms or len(starts) != len(rooms):
        yield f"{len(rooms)} rooms instead of {owed.rooms}"
    if known != {str(each["id"]) for each in rooms}:
        yield "the ledger knows other rooms than Zoom"
