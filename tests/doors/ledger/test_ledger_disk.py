"""What a disk can do to the ledger: full, read-only, damaged, locked; and that a claim is on it before a letter goes (A4, A7, A8)."""

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tasks.circle.model.errors import Stop
from tasks.circle.model.records import LetterRecord, Outcome
from tasks.doors.ledger.ledger import SqlLedger
from tests.doors.ledger.ledger_contract import CIRCLE, FACTS, LETTER
from tests.small_disk import SmallDisk, read_only

CHECKOUT = Path(__file__).resolve().parents[3]
SEND_SOME = """
import sys
from dataclasses import replace
from pathlib import Path
from tasks.circle.model.records import Outcome
from tasks.doors.ledger.ledger import SqlLedger
from tasks.doors.outbox.outbox import Outbox
from tasks.doors.ports import Envelope
from tests.doors.ledger.ledger_contract import CIRCLE, LETTER
folder = Path(sys.argv[1])
with SqlLedger(f"sqlite:///{folder / 'ledger.db'}") as ledger, Outbox(folder / "outbox").session() as session:
    for number in range(5):
        letter = replace(LETTER, person=f"p{number}", message_id=f"<p{number}@e.org>")
        assert ledger.claim(CIRCLE, letter)
        delivery = session.deliver(Envelope("a@e.org", "b@e.org", letter.message_id, f"brev-{number}", b"Message-ID: x\\r\\n\\r\\n"))
        ledger.settle(CIRCLE, replace(letter, outcome=delivery.outcome))
"""


def numbered(number: int) -> LetterRecord:
    return replace(LETTER, person=f"p{number}", message_id=f"<p{number}@e.org>", detail="x" * 2000)


def claims_until_full(ledger: SqlLedger) -> int:
    """How many claims there was room for."""
    for number in range(2000):
        try:
            assert ledger.claim(CIRCLE, numbered(number))
        except Stop as stop:
            assert "Disken er full" in str(stop) and "Gi plass" in str(stop)
            return number
    raise AssertionError("the disk never got full")


def test_a_full_disk_takes_no_claim_in_one_clear_line_and_goes_on_when_there_is_room(disk: SmallDisk) -> None:
    """A8."""
    with SqlLedger(f"sqlite:///{disk.path / 'ledger.db'}") as ledger:
        ledger.save(CIRCLE, FACTS)
        disk.fill(leave=200_000)
        claimed = claims_until_full(ledger)
        assert [letter.outcome for letter in ledger.memory(CIRCLE).letters] == [Outcome.CLAIMED] * claimed
        with suppress(Stop):  # the outcome of the letter in hand may find no room either
            ledger.settle(CIRCLE, replace(numbered(0), outcome=Outcome.DONE))
        disk.make_room()
        assert ledger.claim(CIRCLE, numbered(claimed))
    with SqlLedger(f"sqlite:///{disk.path / 'ledger.db'}") as again:
        assert len(again.memory(CIRCLE).letters) == claimed + 1


def test_a_full_disk_gets_no_new_ledger_and_leaves_nothing_half_made(disk: SmallDisk) -> None:
    disk.fill(leave=40_000)
    with pytest.raises(Stop, match="full"):
        SqlLedger(f"sqlite:///{disk.path / 'ledger.db'}")
    disk.make_room()
    for file in disk.path.glob("ledger.db*"):
        if not file.stat().st_size:
            file.unlink()
    with SqlLedger(f"sqlite:///{disk.path / 'ledger.db'}") as ledger:
        assert ledger.claim(CIRCLE, LETTER)


def test_a_folder_for_reading_only_stops_and_stays_as_it_was(tmp_path: Path) -> None:
    """A7; for root too."""
    folder = tmp_path / "mappe"
    url = f"sqlite:///{folder / 'ledger.db'}"
    with SqlLedger(url) as ledger:
        ledger.claim(CIRCLE, LETTER)
    with read_only(folder), pytest.raises(Stop, match="bare leses"):
        SqlLedger(url)
    with SqlLedger(url) as ledger:
        assert ledger.memory(CIRCLE).letters == (LETTER,)


def _header(content: bytearray) -> None:
    content[:100] = b"\0" * 100


def _first_page(content: bytearray) -> None:
    content[100:4096] = b"\xff" * 3996


def _middle(content: bytearray) -> None:
    content[8192:] = b"\xa5" * (len(content) - 8192)


def _half(content: bytearray) -> None:
    del content[len(content) // 2 :]


def _nothing(content: bytearray) -> None:
    content.clear()


def _letter(content: bytearray) -> None:
    content[:] = "Kjære alle, her er referatet.\n".encode() * 300


@pytest.mark.parametrize("damage", [_header, _first_page, _middle, _half, _nothing, _letter])
def test_a_damaged_file_stops_says_how_to_restore_it_and_is_left_alone(tmp_path: Path, damage: Callable[[bytearray], None]) -> None:
    """A7."""
    file = tmp_path / "ledger.db"
    with SqlLedger(f"sqlite:///{file}") as ledger:
        ledger.save(CIRCLE, FACTS)
        ledger.claim(CIRCLE, LETTER)
    content = bytearray(file.read_bytes())
    damage(content)
    file.write_bytes(content)
    with pytest.raises(Stop) as stop, SqlLedger(f"sqlite:///{file}") as damaged:
        damaged.memory(CIRCLE)
    (problem,) = stop.value.problems
    assert problem.where == str(file) and "sikkerhetskopi" in problem.next_step
    assert file.read_bytes() == content


def _moved_away(file: Path) -> None:
    file.rename(file.with_name("unna.db"))


def _replaced_by_a_copy(file: Path) -> None:
    copy = Path(shutil.copy(file, file.with_name("kopi.db")))
    _moved_away(file)
    copy.rename(file)


@pytest.mark.parametrize("happens", [_moved_away, _replaced_by_a_copy])
def test_a_file_that_is_moved_or_replaced_while_it_is_open_takes_nothing_more_until_it_is_back(
    tmp_path: Path, happens: Callable[[Path], None]
) -> None:
    """A6. Nothing is written to a file that has lost its name, and no empty one is made in its place."""
    file = tmp_path / "ledger.db"
    with SqlLedger(f"sqlite:///{file}") as ledger:
        assert ledger.claim(CIRCLE, numbered(0))
        happens(file)
        there = file.exists() and file.read_bytes()
        for act in (lambda: ledger.claim(CIRCLE, numbered(1)), lambda: ledger.memory(CIRCLE), lambda: ledger.save(CIRCLE, FACTS)):
            with pytest.raises(Stop, match="flyttet, slettet eller byttet ut") as stop:
                act()
            assert stop.value.problems[0].where == str(file) and "tomt minne" in stop.value.problems[0].next_step
            ledger._engine.dispose()  # also when it must open the file anew
        assert (file.exists() and file.read_bytes()) == there
        file.with_name("unna.db").replace(file)
        assert ledger.claim(CIRCLE, numbered(1))
        assert len(ledger.memory(CIRCLE).letters) == 2


def test_a_file_that_another_program_holds_locked_stops_after_its_time(tmp_path: Path) -> None:
    """A7. The time is 20 seconds; an address may say another."""
    file = tmp_path / "ledger.db"
    with SqlLedger(f"sqlite:///{file}?timeout=0.3") as ledger, closing(sqlite3.connect(file)) as viewer:
        viewer.execute("BEGIN IMMEDIATE")
        with pytest.raises(Stop, match="holdt filen låst"):
            ledger.claim(CIRCLE, LETTER)
        viewer.rollback()
        assert ledger.claim(CIRCLE, LETTER)


@pytest.mark.skipif(not shutil.which("strace"), reason="strace shows the system calls; «synchronous» is held by test_ledger.py")
def test_the_ledger_is_synced_before_each_letter_is_written(tmp_path: Path) -> None:
    """A4: of a power cut at any moment, no letter is out whose claim is not on the disk."""
    trace = tmp_path / "trace"
    calls = "trace=openat,fsync,fdatasync,pwrite64,rename"
    command = ["strace", "-f", "-y", "-e", calls, "-o", str(trace), sys.executable, "-c", SEND_SOME, str(tmp_path)]
    subprocess.run(command, check=True, cwd=CHECKOUT)
    letters, unsynced, claims = 0, False, 0
    for line in trace.read_text(errors="replace").splitlines():
        if "pwrite64(" in line and "ledger.db-wal" in line:
            unsynced, claims = True, claims + 1
        elif re.search(r"f(data)?sync\(", line) and "ledger.db-wal" in line:
            unsynced = False
        elif "openat(" in line and ".eml.part" in line and "O_CREAT" in line:
            letters += 1
            assert not unsynced and claims, f"letter {letters} before its claim was on the disk"
            claims = 0
    assert letters == 5
