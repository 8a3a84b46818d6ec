"""Today's program on the installation that 0.1.0 left: what is due goes out, nothing a second time, no room is made anew."""

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from flows.__main__ import main
from tasks.circle.model.letter_kinds import Kind
from tasks.context import use_secrets
from tests.keepsake.home import BESIDE, CIRCLE, DAILY, Home
from tests.keepsake.outside import Outside, oslo, standing_in
from tests.keepsake.unpacking import KEPT, restored, told, unpacked
from tests.prefect_server import its_environment

#: Bytes, for all files together: whoever clones the program has them.
MOST = 500_000
#: What shows that a Message-ID is this installation's.
MARK = re.compile(r"\.[0-9a-f]{20}(?=@)")


def plain_id(message_id: str) -> str:
    """As the old program gave it."""
    return MARK.sub("", message_id)


class HereAtHome(Home):
    """The command in this process, where Prefect is imported; it ends with nothing left open. Others here start real ones."""

    def call(self, *words: str) -> tuple[int, Any]:
        out = StringIO()
        with mock.patch.dict(os.environ, self.environment(), clear=True), redirect_stdout(out):
            status = main([*words, "--json"])
        use_secrets({})
        return status, json.loads(out.getvalue())


@dataclass
class TakenOver:
    """The installation with today's program in it, its services, and what 0.1.0 did."""

    home: Home
    outside: Outside
    told: dict[str, Any]

    def round(self, at: str) -> dict[str, dict[str, Any]]:
        """The report of each circle; none of them had to stop."""
        self.outside.zoom.now = oslo(at)
        reports = self.home.round(at)
        assert set(reports) == {CIRCLE, BESIDE}
        assert {each["state"] for each in reports.values()} <= {"done", "nothing", "problems"}, reports
        return reports

    def sent(self) -> list[str]:
        """Message-IDs as the old program gave them, without today's mark."""
        return [plain_id(each.message_id) for each in self.outside.mail.accepted if not self._asks(each.message_id)]

    def asked(self) -> list[str]:
        """Who is asked to confirm a sign-up: it came by the pages, and no round of the old program had taken it in."""
        return [to for each in self.outside.mail.accepted if self._asks(each.message_id) for to in each.recipients]

    @staticmethod
    def _asks(message_id: str) -> bool:
        return message_id.startswith(f"<{Kind.CONFIRMATION.value}.")

    def new_files(self) -> list[str]:
        return [file.name for file in self.home.files() if file.name not in self.told["files"]]


@pytest.fixture(params=["sqlite", "postgresql"])
def taken_over(request: pytest.FixtureRequest, prefect_server: None, tmp_path: Path) -> Iterator[TakenOver]:
    ledger = ""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql")
        ledger = server.url(name := server.new_database())
        restored(ledger.replace("postgresql+psycopg", "postgresql"))
        assert server.ask("SELECT count(*) FROM letter", name) > [(100,)]
    kept = told(request.param)
    with standing_in(kept["last"]) as outside:
        unpacked(request.param, tmp_path, outside, ledger)
        prefect = {name: value for name, value in its_environment().items() if name.startswith("PREFECT_")}
        yield TakenOver(HereAtHome(tmp_path, outside.secrets, prefect), outside, kept)


def test_the_keepsake_is_small_and_has_something_of_everything() -> None:
    assert sum(file.stat().st_size for file in KEPT.iterdir()) < MOST
    for which in ("sqlite", "postgresql"):
        kinds = {each["kind"] for each in told(which)["letters"]}
        assert kinds == {
            "welcome", "invitation", "update", "cancellation", "reminder", "day_sheet", "reflection", "nudge", "consultation", "focus", "digest",
        }  # fmt: skip
        assert told(which)["after"]["letters"]


def test_the_last_round_once_more_sends_nothing_and_makes_no_room(taken_over: TakenOver) -> None:
    rooms = [each["id"] for each in taken_over.outside.zoom.rooms]
    reports = taken_over.round(taken_over.told["last"])
    assert taken_over.sent() == [] and taken_over.new_files() == []
    assert [each["kind"] for report in reports.values() for each in report["letters"]] == ["confirmation"]
    assert [each["id"] for each in taken_over.outside.zoom.rooms] == rooms
    assert not {"create", "update", "delete"} & set(taken_over.outside.zoom.calls())
    assert taken_over.asked() == ["kari@example.org"], "a sign-up that was sealed is opened"


def test_a_plan_changes_none_of_the_files_and_the_round_some_days_later_does_it_and_sends_what_the_old_program_would_have(
    taken_over: TakenOver,
) -> None:
    at, data = taken_over.told["after_last"], taken_over.home.data
    known = {each["id"] for each in taken_over.told["letters"]}
    rooms = [each["id"] for each in taken_over.outside.zoom.rooms]
    taken_over.outside.zoom.now = oslo(at)
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    _, plans = taken_over.home.call("run", "--direct", "--plan", "--at", at, "--acts", DAILY)
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file() and "prefect" not in path.relative_to(data).parts} == before
    done = taken_over.round(at)
    assert [_letters(each) for each in plans] == [_letters(done[each["circle"]]) for each in plans] != [[], []]
    assert Counter(taken_over.sent()) == Counter(taken_over.told["after"]["letters"])
    assert taken_over.new_files() == taken_over.told["after"]["files"]
    assert not known & set(taken_over.sent())
    assert [each["id"] for each in taken_over.outside.zoom.rooms] == rooms


def _letters(report: dict[str, Any]) -> list[tuple[str, str, int]]:
    return [(each["kind"], each["participant"], each["meeting"] or 0) for each in report["letters"]]


def test_what_became_of_each_letter_is_still_known(taken_over: TakenOver) -> None:
    status, found = taken_over.home.call("status", "--circle", CIRCLE, "--at", taken_over.told["last"])
    assert status == 1, "a letter whose fate is unknown needs a person"
    assert (found["letters"]["unknown"], found["letters"]["rejected"]) == (1, 1)
