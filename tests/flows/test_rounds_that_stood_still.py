"""After days without a round (machine off, Prefect down, every round stopped) the first one that works says so, once."""

from datetime import datetime, timedelta
from pathlib import Path

from tests.flows.own_circle import OwnCircle


def test_the_first_round_after_a_silence_knows_when_the_last_one_was(prefect_server: None, tmp_path: Path) -> None:
    circle = OwnCircle(tmp_path)
    first = datetime.fromisoformat("2021-05-10T08:05+02:00")
    found = [circle.round((first + timedelta(hours=hours)).isoformat(), by_clock=True).quiet_since for hours in (0, 24, 50.5, 54)]
    assert found == [None, None, first + timedelta(hours=24), None]

    sheet = circle.config / "practice.xlsx"
    sheet.rename(sheet.with_suffix(".away"))
    assert circle.round((first + timedelta(hours=70)).isoformat(), by_clock=True).state == "stopped"
    sheet.with_suffix(".away").rename(sheet)
    # A round that stopped is no round.
    assert circle.round((first + timedelta(hours=83)).isoformat(), by_clock=True).quiet_since == first + timedelta(hours=54)
    circle.close()
