"""`big` and `long-name`: ten thousand sign-ups are one round within the cap, in bounded memory."""

import json
import subprocess
import sys
from pathlib import Path

from tests.bad_input.desk import ROOT, alone
from tests.circle.people_of_the_circle import OLA, local, see, sheet
from tests.prefect_server import its_environment


def test_ten_thousand_sign_ups_are_a_round_with_a_cap_in_less_than_300_megabytes(prefect_server: None, tmp_path: Path) -> None:
    alone(tmp_path)
    call = [sys.executable, "-m", "tests.bad_input.many_people", str(tmp_path), "10000"]
    done = subprocess.run(call, cwd=ROOT, env=its_environment(), capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["letters"] <= 502  # the cap, and the digest to two facilitators
    assert any("taket er 500 i en runde" in each for each in found["problems"])
    assert found["megabytes"] < 300


def test_a_name_and_an_answer_of_a_megabyte_are_cut_and_told_at_once() -> None:
    """`long-name`: a workbook's cell holds 32,767 characters, another sheet's or a form's may hold more."""
    kari = ("1.5.2021 10.00", "Kari " * 200_000, "kari@example.org", "o" * 1_000_000, "nb", "w" * 1_000_000)
    reply = ("11.5.2021 12.00", "kari@example.org", "", 1, "", "lære " * 200_000, "")
    snapshot = see(sheet(people=[kari, OLA], replies=[reply]), now=local("2021-05-11", "13:00"))
    assert {problem.where for problem in snapshot.problems} == {"«Påmelding», celle B2", "«Refleksjoner», celle F2"}
    assert max(len(person.name) for person in snapshot.roster.people) <= 120
    assert max(len(each.text) for each in snapshot.replies.values()) <= 4000
