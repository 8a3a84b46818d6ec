"""R19: a plan is the act's first half, decided by the same functions, and nothing of the circle is made or changed by it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from flows.rounds import carry_out
from tasks.admin.rehearsal import start_afresh
from tasks.circle.acts import acts_at, wakes
from tasks.circle.coordinator.report_words import summary
from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.model.cells import start_of_day
from tasks.circle.plan import Order
from tasks.context import CircleRef, context_of, forget_doors
from tests.doors.ledger.ledger_databases import content
from tests.doors.ledger.postgresql import Postgresql
from tests.flows.own_circle import CHECKOUT, CIRCLE, OwnCircle
from tests.prefect_server import its_environment

MAY, JUNE = "2021-05-10T08:05:00+02:00", "2021-06-12T08:05:00+02:00"
#: Through one meeting and its answers; REHEARSAL_UNTIL=2021-12-31 for the whole life.
UNTIL = date.fromisoformat(os.environ.get("REHEARSAL_UNTIL", "2021-06-30"))


def files(folder: Path) -> dict[str, bytes | None]:
    """All that lies there, by its name with the folders it lies in; a folder has no bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


@pytest.fixture
def circle(prefect_server: None, tmp_path: Path) -> Iterator[OwnCircle]:
    found = OwnCircle(tmp_path)
    yield found
    found.close()


def command(circle: OwnCircle, at: str) -> dict[str, Any]:
    """What the real command says of a plan."""
    words = ["run", "--direct", "--plan", "--at", at, "--json", "--config", str(circle.config), "--data", str(circle.data)]
    done = subprocess.run([sys.executable, "-m", "flows", *words], cwd=CHECKOUT, env=its_environment(), capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return dict(json.loads(done.stdout))


def test_a_plan_makes_nothing_where_nothing_is_yet(circle: OwnCircle) -> None:
    plan = circle.round(MAY, plan=True)
    assert plan.letters and plan.rooms and not circle.data.exists()
    said = command(circle, MAY)
    assert [each["participant"] for each in said["letters"]] == [person for _, person, _, _ in plan.letters]
    assert {name for name in files(circle.data) if name.split("/")[0] != "prefect"} == set()


def test_a_plan_changes_no_byte_of_what_a_round_left(circle: OwnCircle) -> None:
    circle.round(MAY)
    circle.close()
    before = files(circle.data)
    assert {"key", "ledger.db"} <= set(before) and "ledger.db-wal" not in before
    plan = circle.round(JUNE, plan=True)
    assert plan.letters and files(circle.data) == before
    assert len(command(circle, JUNE)["letters"]) == len(plan.letters)
    assert {name: kept for name, kept in files(circle.data).items() if name.split("/")[0] != "prefect"} == before
    assert plan_of(circle.round(JUNE)) == plan_of(plan)


def test_a_plan_beside_somebody_who_has_the_ledger_open_sees_what_they_wrote(circle: OwnCircle) -> None:
    circle.round(MAY)  # kept open, as the pages keep it: what was written last stands in the journal beside the file
    before = files(circle.data)
    assert before["ledger.db-wal"]
    plan = circle.round(MAY, plan=True)
    assert plan.letters == ()
    index = "ledger.db-shm"  # SQLite's own, of who reads what just now
    assert {**files(circle.data), index: None} == {**before, index: None}


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("", "Møte 1: 09.15–11.30 → 09.10–10.40."),
        ("12.5.2021", "Møte 1: tirsdag 11. mai 2021 kl. 09.15–11.30 → onsdag 12. mai 2021 kl. 09.10–10.40."),
    ],
)
def test_a_plan_says_the_old_time_and_the_new_of_a_meeting_that_is_moved(circle: OwnCircle, day: str, said: str) -> None:
    circle.round(MAY)

    def typed(book: openpyxl.Workbook) -> None:
        [row] = [row for row in book["Møter"].iter_rows(min_row=2) if row[0].value == 1]
        row[1].value = day or row[1].value
        row[2].value, row[3].value = "09:10", "10:40"

    circle.edit(typed)
    assert [note for note in command(circle, MAY)["notes"] if note.startswith("Møte")] == [said]
    assert said in summary(circle.round(MAY, plan=True))
    circle.round(MAY)
    assert not any(note.startswith("Møte") for note in circle.round(MAY, plan=True).notes)


def test_a_round_after_a_plan_has_a_key_of_its_own_that_stays(circle: OwnCircle) -> None:
    """A plan's key lives as long as the plan, also where both are carried out by one process."""
    circle.round(MAY, plan=True)
    circle.round(MAY)
    kept = (circle.data / "key").read_bytes()
    assert circle.round(MAY, plan=True).letters == circle.round(MAY).letters == ()
    assert (circle.data / "key").read_bytes() == kept


def test_a_plan_makes_no_table_and_changes_no_row_on_a_server(prefect_server: None, postgresql: Postgresql, tmp_path: Path) -> None:
    name = postgresql.new_database()
    circle = OwnCircle(tmp_path, ledger=postgresql.url(name))
    assert circle.round(MAY, plan=True).letters and not circle.data.exists()
    assert postgresql.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", name) == [(0,)]
    circle.round(MAY)
    before, there = content(circle.ledger), files(circle.data)
    plan = circle.round(JUNE, plan=True)
    assert (content(circle.ledger), files(circle.data)) == (before, there)
    assert plan_of(circle.round(JUNE)) == plan_of(plan)
    circle.close()


def plan_of(report: RoundReport) -> tuple[object, ...]:
    """What a plan and an act that went well have in common: all but what became of each letter."""
    letters = [letter[:3] for letter in report.letters]
    return report.state, letters, report.rooms, report.problems, report.proposals


@pytest.mark.year
@pytest.mark.timeout(1200)
def test_through_the_year_each_round_does_what_its_plan_said(tmp_path: Path) -> None:
    ref = replace(OwnCircle(tmp_path).ref, rehearsal=True)
    start_afresh(ref)
    zone, kinds = context_of(ref).circle.zone, set[str]()
    for at in _moments(ref):
        order = Order(at, acts_at(at, zone))
        plan, done = carry_out(ref, replace(order, plan=True)), carry_out(ref, order)
        assert plan_of(done) == plan_of(plan), at
        kinds |= {kind for kind, *_ in done.letters}
    assert {"welcome", "invitation", "reminder", "day_sheet", "reflection", "nudge", "digest"} <= kinds
    forget_doors(ref)


def _moments(ref: CircleRef) -> Iterator[datetime]:
    """Each morning at 08.05, and just before and after each meeting, until `UNTIL`."""
    circle = context_of(ref).circle
    day = circle.first_day
    while day <= UNTIL:
        at = start_of_day(day, circle.zone).replace(hour=8, minute=5).astimezone(UTC)
        day += timedelta(days=1)
        yield at
        known = context_of(ref).doors.ledger.memory(CIRCLE).meetings
        yield from (wake for wake in wakes(known, at) if wake < at + timedelta(hours=23))
