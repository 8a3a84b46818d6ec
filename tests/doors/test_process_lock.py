"""Who kept the file locked is alive; who wrote in it and does not is dead (R20)."""

import subprocess
import sys
from pathlib import Path

import pytest

from tasks.doors.process_lock import process_lock

CHECKOUT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from pathlib import Path
from tasks.doors.process_lock import process_lock
with process_lock(Path(sys.argv[1]), "runde 1"):
    print("holder", flush=True)
    sys.stdin.readline()
"""


def test_a_killed_holder_is_known_to_be_dead_and_a_living_one_is_not(tmp_path: Path) -> None:
    file = tmp_path / "mappe" / ".runde"
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT)
    assert holder.stdout is not None and holder.stdout.readline() == "holder\n"
    with process_lock(file, "runde 2") as dead:
        assert dead == ()
    holder.kill()
    holder.communicate()
    with process_lock(file, "runde 3") as dead:
        assert dead == ("runde 1",)
        with process_lock(file, "runde 4") as of_two_threads:
            assert of_two_threads == ()
    with process_lock(file, "runde 5") as dead:
        assert dead == ("runde 3",)


def test_who_died_before_it_took_the_lease_hides_nobody_who_died_with_it(tmp_path: Path) -> None:
    for holder in ("runde 1", "runde 2"):
        with pytest.raises(KeyError), process_lock(tmp_path / ".runde", holder):
            raise KeyError
    with process_lock(tmp_path / ".runde", "runde 3") as dead:
        assert dead == ("runde 1", "runde 2")
    with process_lock(tmp_path / ".runde", "runde 4") as dead:
        assert dead == ("runde 3",)


def test_where_no_file_can_be_made_nothing_is_known(tmp_path: Path) -> None:
    (tmp_path / "opptatt").touch()
    with process_lock(tmp_path / "opptatt" / ".runde", "runde 1") as dead:
        assert dead == ()
