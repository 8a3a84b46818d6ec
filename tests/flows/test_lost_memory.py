"""A ledger that is gone, or older than what was sent, must not send everything again (A6); a clock that is wrong must not either (A9)."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.rounds import carry_out
from tasks import clock
from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.plan import Order
from tasks.circle.preflight import ADOPTED_SEQUENCE
from tasks.doors.ledger.ledger import SqlLedger
from tests.flows.own_circle import CIRCLE, OwnCircle

MAY, LATER, JUNE = "2021-05-12T08:05+02:00", "2021-05-12T12:05+02:00", "2021-06-06T08:05+02:00"


@pytest.fixture
def circle(prefect_server: None, tmp_path: Path) -> Iterator[OwnCircle]:
    own = OwnCircle(tmp_path)
    own.edit(lambda book: book.remove(book["Øving"]))  # an ordinary sheet, where the own tabs are written too
    yield own
    own.close()


def lose_memory(circle: OwnCircle) -> None:
    circle.close()
    for file in circle.data.glob("ledger.db*"):
        file.unlink()


def lose_letters(circle: OwnCircle) -> None:
    for letter in circle.letters():
        letter.unlink()


def lose_own_tabs(circle: OwnCircle) -> None:
    circle.edit(lambda book: book.remove(book["Oversikt"]))


@pytest.mark.parametrize(("also_lost", "shows"), [(lose_own_tabs, "utboksen"), (lose_letters, "fanen «Oversikt»")])
def test_a_lost_memory_stops_plan_and_round_and_says_how_to_go_on(circle: OwnCircle, also_lost: Callable[[OwnCircle], object], shows: str) -> None:
    circle.round(MAY)
    lose_memory(circle)
    also_lost(circle)
    letters = circle.letters()
    for report in (circle.round(LATER, plan=True), circle.round(LATER)):
        (problem,) = report.problems
        assert (report.state, report.letters) == ("stopped", ())
        assert shows in problem.what and "run --adopt" in problem.next_step and "sikkerhetskopi" in problem.next_step
    assert circle.letters() == letters


def test_taking_over_sends_nothing_and_the_circle_goes_on_from_there(circle: OwnCircle) -> None:
    circle.round(MAY)
    before = circle.letters()
    lose_memory(circle)
    taken = circle.round(LATER, adopt=True)
    assert any("regnet som sendt" in problem.what for problem in taken.problems)
    assert circle.letters() == before
    assert not {letter[0] for letter in circle.round(LATER).letters} - {"digest"}
    later = circle.round(JUNE)
    assert {letter[0] for letter in later.letters} >= {"reminder"}
    assert len(set(circle.identities())) == len(circle.identities())
    with SqlLedger(circle.ledger) as ledger:
        meetings = ledger.memory(CIRCLE).meetings
    assert {meeting.sequence for meeting in meetings if not meeting.history and meeting.room} == {ADOPTED_SEQUENCE}


def test_a_backup_older_than_the_last_round_is_taken_over_without_sending_again(circle: OwnCircle) -> None:
    circle.round(MAY)
    circle.close()
    backup = (circle.data / "ledger.db").read_bytes()
    circle.round(JUNE)
    sent = circle.identities()
    lose_memory(circle)
    (circle.data / "ledger.db").write_bytes(backup)
    circle.round("2021-06-06T12:05+02:00", adopt=True)
    circle.round("2021-06-06T16:05+02:00")
    assert circle.identities() == sent


def test_a_new_circle_begins_without_asking(circle: OwnCircle) -> None:
    assert circle.round(MAY).letters


def by_the_clock(circle: OwnCircle, at: datetime, *, confirm: bool = False) -> RoundReport:
    return carry_out(circle.ref, Order(at, by_clock=True, confirm=confirm))


def test_a_clock_two_years_ahead_or_days_back_stops_and_a_person_may_say_that_it_is_right(circle: OwnCircle) -> None:
    at = datetime(2021, 5, 10, 6, 5, tzinfo=UTC)
    by_the_clock(circle, at)
    letters = circle.letters()
    for wrong in (at + timedelta(days=730), at - timedelta(days=2)):
        stopped = by_the_clock(circle, wrong)
        assert stopped.state == "stopped" and "klokken" in stopped.problems[0].where and "--confirm" in stopped.problems[0].typed
    assert circle.letters() == letters
    assert by_the_clock(circle, at - timedelta(days=2), confirm=True).state != "stopped"
    assert by_the_clock(circle, at - timedelta(days=1)).state != "stopped"


def test_a_clock_one_hour_back_or_a_server_off_for_weeks_is_no_reason_to_stop_and_nothing_goes_twice(circle: OwnCircle) -> None:
    at = datetime(2021, 5, 10, 6, 5, tzinfo=UTC)
    for moment in (at, at - timedelta(hours=1), at, at + timedelta(days=60)):
        assert by_the_clock(circle, moment).state != "stopped"
    assert len(set(circle.identities())) == len(circle.identities())


def test_a_round_at_a_typed_time_far_ahead_does_not_silence_the_circle(circle: OwnCircle) -> None:
    by_the_clock(circle, datetime(2021, 5, 12, 6, 5, tzinfo=UTC))
    circle.round("2021-12-30T08:05+01:00", acts=("signups",))
    june = by_the_clock(circle, datetime(2021, 6, 6, 6, 5, tzinfo=UTC))
    assert "reminder" in {letter[0] for letter in june.letters}


def test_the_command_asks_the_clock_only_when_no_time_is_typed(circle: OwnCircle, capsys: pytest.CaptureFixture[str]) -> None:
    from flows.__main__ import main

    where = ["--config", str(circle.config), "--data", str(circle.data), "--json", "--acts", "gather"]
    for moment, typed, status in ((2021, [], 1), (2023, [], 1), (2023, ["--at", "2021-05-11"], 1), (2023, ["--confirm"], 1)):
        with clock.set_to(datetime(moment, 5, 10, 6, 5, tzinfo=UTC)):
            assert main(["run", *where, *typed]) == status
        assert ("klokken" in capsys.readouterr().out) == (moment == 2023 and not typed)
