"""The real command while the machine's own clock is wrong, set back, in another zone, or changed for summer time (A9)."""

import json
import re
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.flows.fake_clock import Clock, clock
from tests.flows.own_circle import CIRCLE, OwnCircle
from tests.kills.test_signals import POST
from tests.reading_mail import letter_of, plain_text
from tests.standins.smtp import SmtpServer


@pytest.fixture(scope="module")
def commands(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clock]:
    with clock(tmp_path_factory.mktemp("clock")) as found:
        yield found


class Night:
    """A circle with its letters to a mail server, and rounds by the machine's clock."""

    def __init__(self, folder: Path, server: SmtpServer, commands: Clock, meetings: list[date]) -> None:
        self.own, self.server, self.clock = OwnCircle(folder), server, commands
        self.own.on_any_day()
        self.own.live(date(2026, 9, 1), date(2027, 12, 31), meetings)
        with (self.own.config / "circles" / f"{CIRCLE}.toml").open("a", encoding="utf-8") as file:
            file.write(POST.format(port=server.port, connections=1))

    def start(self, zone: str, moment: str) -> None:
        self.clock.set(moment)
        self.clock.start(zone, "run", "--direct", "--json", "--config", str(self.own.config), "--data", str(self.own.data))

    def report(self) -> dict[str, Any]:
        ended = self.clock.ended()
        assert "Traceback" not in ended["err"], ended["err"]
        found = json.loads(ended["out"])
        assert ended["status"] == (found["state"] in ("problems", "stopped"))
        return found  # type: ignore[no-any-return]

    def run(self, zone: str, moment: str, then: str = "") -> dict[str, Any]:
        """A round that begins at `moment`; the clock is `then` from its fifth letter on."""
        hold = self.server.hold("kept", after=4) if then else None
        self.start(zone, moment)
        if hold:
            assert hold.reached.wait(60)
            self.clock.set(then)
            hold.release()
        return self.report()

    def letters(self) -> list[EmailMessage]:
        return [letter_of(each.message) for each in self.server.accepted]


def sent(report: dict[str, Any]) -> set[str]:
    assert {letter["outcome"] for letter in report["letters"]} <= {"done"}
    return {letter["kind"] for letter in report["letters"]} - {"digest", "welcome", "consultation"}


def test_whatever_the_clock_does_each_letter_goes_once_with_the_right_time(tmp_path: Path, commands: Clock) -> None:
    """In Oslo 25 October 2026 has 02:59:50 twice, and 28 March 2027 goes from 01:59:59 to 03:00; a reminder is due on both days."""
    starts = {"1": "20261027T081500Z", "2": "20270330T071500Z"}
    with SmtpServer() as server:
        night = Night(tmp_path, server, commands, [date(2026, 10, 27), date(2027, 3, 30)])
        an_hour_back = "2026-10-07T09:05+02:00"
        assert sent(night.run("Asia/Tokyo", "2026-10-07T10:05+02:00", then=an_hour_back)) == {"invitation"}
        assert sent(night.run("Europe/Oslo", "2026-10-25T02:59:50+02:00", then="2026-10-25T02:00:05+01:00")) == {"reminder"}
        assert sent(night.run("UTC", "2026-10-25T02:59:50+01:00")) == set()
        far = night.run("Asia/Tokyo", "2028-10-25T08:05+01:00")  # two years ahead it is not believed, and the right time is
        assert far["state"] == "stopped" and "klokken" in far["problems"][0]["where"] and not far["letters"]
        assert sent(night.run("", "2027-03-10T08:05+01:00")) >= {"invitation"}
        assert sent(night.run("Europe/Oslo", "2027-03-28T01:59:50+01:00", then="2027-03-28T03:00:05+02:00")) == {"reminder"}
        letters = night.letters()
    assert set(server.copies().values()) == {1}
    told = [(each["To"], each["X-Sirkel-Kind"], each["X-Sirkel-Meeting"]) for each in letters if each["X-Sirkel-Kind"] != "digest"]
    assert len(told) == len(set(told)) > 60
    calendars = 0
    for letter in letters:
        if letter["X-Sirkel-Kind"] in ("invitation", "reminder"):
            assert re.search(r"09[.:]15", plain_text(letter))
        for part in letter.walk():
            if part.get_content_type() == "text/calendar":
                assert f"DTSTART:{starts[letter['X-Sirkel-Meeting']]}" in str(part.get_content())
                calendars += 1
    assert calendars > 30
