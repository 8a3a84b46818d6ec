"""A round whose disk fills or whose database goes away; nights when the clocks change; servers in other zones (A8, A9)."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.model.records import Outcome
from tests.doors.ledger.postgresql import Postgresql
from tests.flows.own_circle import OwnCircle
from tests.flows.rounds_at_once import at_once
from tests.kills.inner_points import after_each, nth
from tests.reading_mail import letter_of, plain_text
from tests.small_disk import SmallDisk, read_only

MAY = "2021-05-10T08:05+02:00"


@pytest.fixture
def own(prefect_server: None, tmp_path: Path) -> Iterator[Callable[..., OwnCircle]]:
    made: list[OwnCircle] = []

    def make(*given: Any, **named: Any) -> OwnCircle:
        made.append(OwnCircle(tmp_path, *given, **named))
        return made[-1]

    yield make
    for circle in made:
        circle.close()


@contextmanager
def after_letters(count: int, act: Callable[[], object]) -> Iterator[None]:
    """Inside the block, do `act` once, when so many letters are recorded and the next is claimed."""
    end = after_each("claim", nth(count), act)
    try:
        yield
    finally:
        end()


def all_is_sent_once(circle: OwnCircle, unknown: int = 0) -> None:
    outcomes = Counter(circle.outcomes())
    assert outcomes[Outcome.UNKNOWN] <= unknown and set(outcomes) <= {Outcome.LAID, Outcome.UNKNOWN} and outcomes[Outcome.LAID] > 20
    assert len(circle.identities()) == len(set(circle.identities()))
    assert outcomes[Outcome.LAID] <= len(circle.letters()) <= outcomes.total()


def what_was_sent_is_told(circle: OwnCircle, report: RoundReport) -> None:
    """Also the letter that was sent and could not be written down, which a person may settle at once; and how many wait."""
    assert report.state == "stopped"
    assert [letter[3] for letter in report.letters] == ["laid"] * len(circle.letters())
    unkept = [problem for problem in report.problems if "kunne ikke skrives ned" in problem.what]
    assert len(unkept) <= 1 and all(problem.command.endswith(" laid».") for problem in unkept)
    assert any(problem.where.endswith(" brev") and "De er ikke gått ut" in problem.what for problem in report.problems)


def test_a_full_disk_for_letters_lets_them_wait_without_a_claim_and_they_go_when_there_is_room(
    own: Callable[..., OwnCircle], disk: SmallDisk, tmp_path: Path
) -> None:
    (tmp_path / "minne").mkdir()
    circle = own(f"sqlite:///{tmp_path / 'minne' / 'ledger.db'}", data=disk.path)
    with after_letters(5, lambda: disk.fill(leave=20_000)):
        full = circle.round(MAY)
    counted = Counter(letter[3] for letter in full.letters)
    assert counted["laid"] == len(circle.letters()) >= 5 and counted["later"] > 10 and set(counted) == {"laid", "later"}
    assert any("disken er full" in problem.what for problem in full.problems)
    assert Outcome.CLAIMED not in circle.outcomes()
    disk.make_room()
    circle.round(MAY)
    all_is_sent_once(circle)


def test_a_full_disk_for_the_ledger_sends_nothing_without_a_claim_and_goes_on_when_there_is_room(
    own: Callable[..., OwnCircle], disk: SmallDisk, tmp_path: Path
) -> None:
    circle = own(f"sqlite:///{disk.path / 'ledger.db'}")
    with after_letters(5, disk.fill):
        full = circle.round(MAY)
    assert any("Disken er full" in problem.what for problem in full.problems)
    what_was_sent_is_told(circle, full)
    assert len(circle.letters()) <= len(circle.outcomes()) <= len(circle.letters()) + 1
    disk.make_room()
    circle.round(MAY)
    all_is_sent_once(circle, unknown=1)


def test_a_database_that_goes_away_in_mid_round_ends_it_in_clear_words_and_the_next_sends_the_rest(
    own: Callable[..., OwnCircle], postgresql: Postgresql, ledger_template: str
) -> None:
    name = postgresql.new_database(ledger_template)
    circle = own(postgresql.url(name))
    cut = postgresql.away(name)
    with after_letters(5, cut.__enter__):
        report = circle.round(MAY)
    assert 5 <= len(circle.letters()) < 8
    assert any(name in problem.where and problem.next_step for problem in report.problems)
    what_was_sent_is_told(circle, report)
    cut.__exit__(None, None, None)
    circle.round(MAY)
    all_is_sent_once(circle, unknown=1)


def test_a_ledger_that_is_moved_away_in_mid_round_stops_it_and_put_back_lets_the_next_send_the_rest(own: Callable[..., OwnCircle]) -> None:
    circle = own()
    file = circle.data / "ledger.db"
    with after_letters(5, lambda: file.rename(file.with_name("unna.db"))):
        report = circle.round(MAY)
    assert any(problem.where == str(file) and "flyttet" in problem.what for problem in report.problems)
    assert report.state == "stopped" and 5 <= len(circle.letters()) < 8 and not file.exists()
    file.with_name("unna.db").rename(file)
    circle.round(MAY)
    all_is_sent_once(circle, unknown=1)


def test_a_data_folder_for_reading_only_stops_the_round_before_anything(own: Callable[..., OwnCircle]) -> None:
    circle = own()
    circle.round(MAY)
    circle.close()
    with read_only(circle.data):
        report = circle.round("2021-05-12T08:05+02:00")
    assert report.state == "stopped" and report.problems[0].where.startswith(str(circle.data)) and not report.letters


def due(circle: OwnCircle, at: datetime) -> set[str]:
    return {letter[0] for letter in circle.round(at.isoformat()).letters} - {"digest", "welcome", "consultation"}


@pytest.mark.parametrize(
    ("meeting", "starts_utc", "nights"),
    [
        # In Oslo 25 October 2026 has 25 hours, and 28 March 2027 has 23; both are the day a reminder is due.
        (date(2026, 10, 27), "20261027T081500Z", ["2026-10-24T21:59:50", "2026-10-24T22:00", "2026-10-25T00:59:50", "2026-10-25T01:59:50"]),
        (date(2027, 3, 30), "20270330T071500Z", ["2027-03-27T22:59:50", "2027-03-27T23:00", "2027-03-28T00:59:50", "2027-03-28T01:00"]),
    ],
)
def test_in_the_night_when_the_clocks_change_each_letter_goes_once_and_times_stay(
    own: Callable[..., OwnCircle], meeting: date, starts_utc: str, nights: list[str]
) -> None:
    circle = own()
    circle.on_any_day()
    circle.live(date(2026, 9, 1), date(2027, 12, 31), [meeting])
    assert due(circle, datetime.fromisoformat(f"{meeting - timedelta(days=20)}T08:05+00:00")) == {"invitation"}
    assert [due(circle, datetime.fromisoformat(f"{night}+00:00")) for night in nights] == [set(), {"reminder"}, set(), set()]
    for letter in circle.letters():
        message = letter_of(letter.read_bytes())
        if message["X-Sirkel-Kind"] in ("invitation", "reminder"):
            assert re.search(r"09[.:]15", plain_text(message))
    calendars = [part.get_content() for letter in circle.letters() for part in letter_of(letter.read_bytes()).walk()
                 if part.get_content_type() == "text/calendar"]  # fmt: skip
    assert calendars and all(f"DTSTART:{starts_utc}" in str(each) for each in calendars)


def test_a_meeting_on_a_leap_day_is_invited_to_reminded_of_and_asked_about(own: Callable[..., OwnCircle]) -> None:
    circle = own()
    circle.live(date(2027, 9, 1), date(2028, 12, 31), [date(2028, 2, 29)])
    moments = ["2028-01-31T16:05", "2028-02-01T08:05", "2028-02-27T08:05", "2028-02-28T08:05", "2028-02-29T12:05"]
    kinds = [due(circle, datetime.fromisoformat(f"{moment}+01:00")) for moment in moments]
    assert kinds == [set(), {"invitation"}, {"reminder"}, {"day_sheet"}, {"reflection"}]


def test_a_server_in_another_zone_sends_the_same_letters_byte_for_byte(own: Callable[..., OwnCircle], monkeypatch: pytest.MonkeyPatch) -> None:
    circle = own("sqlite:///ledger.db")  # in each data folder
    monkeypatch.setenv("SIRKEL_KEY", "an example key of thirty-two signs")
    written: list[dict[str, bytes]] = []
    for zone in ("Asia/Tokyo", ""):
        monkeypatch.setenv("TZ", zone)
        data = circle.folder / f"data {len(written)}"
        (report,) = at_once(circle.config, [data], MAY, [0])
        assert len(report["letters"]) > 20
        written.append({path.name: path.read_bytes() for path in circle.letters(data)})
    circle.round(MAY)
    assert written == [{path.name: path.read_bytes() for path in circle.letters()}] * 2
