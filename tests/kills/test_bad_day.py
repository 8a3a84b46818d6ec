"""Many rounds during which every tenth thing that is asked of the mail server, Google or Zoom goes wrong (A16)."""

import gc
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from tasks import clock
from tasks import context as contexts
from tasks.circle.model.records import Outcome
from tasks.context import context_of, forget_doors
from tasks.doors.google_sheet.sheet import GoogleSheet
from tasks.doors.zoom_room.client import ZoomAccount
from tasks.doors.zoom_room.rooms import ZoomRoom
from tests.flows.outside import Outside, outside
from tests.kills.living_circle import OSLO, Living, living
from tests.standins import google_faults, zoom
from tests.standins.google_faults import Script
from tests.standins.smtp import SmtpServer
from tests.standins.smtp_script import Turn
from tests.standins.zoom_faults import cut_after, cut_before, html, too_fast

ROUNDS, ONE_IN = 100, 10
REPLIES = {
    "connect": ("421 4.3.2 busy",), "ehlo": (), "mail": ("451 4.3.0 later", "421 4.3.2 closing"), "rcpt": ("451 4.7.1 greylisted",),
    "data": ("451 4.3.0 later",), "body": (), "end": ("451 4.3.0 later",), "kept": (), "answered": (),
}  # fmt: skip


class BadDay(SmtpServer):
    """Every tenth time that a letter comes by a point the line is cut, or the reply is another than usual; until it is `over`."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.over, self.wrong, self._chance = False, 0, Random(seed)

    def turn(self, point: str, recipients: list[str]) -> Turn | None:
        if self.over or point not in REPLIES or self._chance.randrange(ONE_IN):
            return super().turn(point, recipients)
        self.wrong += 1
        reply = self._chance.choice(("", *REPLIES[point]))
        return Turn(point, reply, cut=not reply)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def at_rest(server: SmtpServer) -> tuple[int, int]:
    """Open files and threads when no line is open any more."""
    until = time.monotonic() + 5
    while server._open and time.monotonic() < until:
        time.sleep(0.01)
    gc.collect()
    return open_files(), threading.active_count()


def _held() -> int:
    """How many objects the program's own modules hold: what a round leaves behind would be there seventy times."""
    gc.collect()
    rooms = ("tasks.", "flows.", "sqlalchemy.", "yagmail", "gspread", "zoomus", "requests", "urllib3", "ssl")
    return sum(str(type(each).__module__).startswith(rooms) for each in gc.get_objects())


def some_rounds(life: Living, count: int) -> None:
    for number in range(count):
        life.now += timedelta(hours=12)
        if number % 10 == 0 and len(life.dates) < 8 and life.free(day := life.now.date() + timedelta(days=6)):
            life.meet(len(life.dates) + 1, day)
        life.round()


def test_after_a_hundred_bad_rounds_all_is_decided_and_nothing_is_left_open(template: Path, tmp_path: Path) -> None:
    with BadDay(seed=7) as server, living(template, tmp_path / "data", server) as life:
        for name in ("Kari", "Ola", "Åse"):
            life.sign_up(name)
        some_rounds(life, 30)
        before = at_rest(server)
        held = _held()
        some_rounds(life, ROUNDS - 30)
        after, grown = at_rest(server), _held() - held
        assert server.wrong > 30
        server.over = True
        life.settled()  # nothing is due any more: what waited longer than it was of use has been missed, and is listed so
        letters = life.memory().letters
        missed = [letter for letter in letters if letter.outcome not in (Outcome.DONE, Outcome.UNKNOWN)]
        assert {letter.outcome for letter in missed} <= {Outcome.LATER, Outcome.NOT_SENT}
        assert len(missed) < len(letters) / 10
        assert len(server.accepted) > 60
        assert after[0] <= before[0] and after[1] <= before[1], (before, after)
        assert grown < 1_000, f"{grown} objects more than seventy rounds ago"


class BadGoogle(Script):
    """Every tenth call meets a fault; until it is `over`."""

    def __init__(self, chance: Random) -> None:
        super().__init__()
        self.chance, self.all_well, self.wrong = chance, False, 0

    def fault(self, kind: str) -> google_faults.Fault | None:
        if self.all_well or self.chance.randrange(ONE_IN):
            return None
        self.wrong += 1
        how = ({"status": 503}, {"status": 429}, {"status": 502, "html": True}, {"cut": "before"}, {"cut": "after"})
        return google_faults.Fault(kind, **self.chance.choice(how))


@contextmanager
def hurried(found: Outside) -> Iterator[None]:
    """Rounds are a rehearsal's (no task for Prefect) on the real doors, and wait for nothing between a fault and the next try."""
    real, ref = context_of(found.ref), replace(found.ref, rehearsal=True)
    doors, zone, context = real.settings.doors, real.circle.zone, context_of(ref)
    account = ZoomAccount(zoom.ACCOUNT_ID, zoom.CLIENT_ID, zoom.CLIENT_SECRET, zoom.HOST, zone, api_url=found.zoom.api_url,
                          token_url=found.zoom.token_url)  # fmt: skip
    sheet = GoogleSheet(found.spreadsheet.id, found.google.account(), api_url=doors.sheet.api_url, zone=zone, sleep=lambda seconds: None)
    rooms = ZoomRoom(account, clock.now, sleep=lambda seconds: None)
    opened = replace(context.doors, sheet=sheet, rooms=rooms, post=real.doors.post, link="")
    contexts._OPEN[ref] = (contexts._OPEN[ref][0], replace(context, doors=opened))
    found.ref = ref
    try:
        yield
    finally:
        forget_doors(ref)


def test_after_bad_rounds_with_google_and_zoom_there_is_one_room_a_meeting_and_nothing_is_left_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, calls = Random(11), ("token", "list", "create", "update", "get")
    with outside(tmp_path, monkeypatch) as found, hurried(found):
        bad = found.google.script = BadGoogle(chance)
        at, wrong = datetime(2021, 5, 1, 8, 5, tzinfo=OSLO), 0

        def rounds(count: int) -> None:
            nonlocal at, wrong
            for _ in range(count):
                for kind in calls:
                    if not chance.randrange(ONE_IN):
                        found.zoom.script(kind, chance.choice((cut_before(), cut_after(), html(), too_fast())))
                        wrong += 1
                found.round(at)
                at += timedelta(days=1)

        rounds(14)
        before, held = at_rest(found.mail), _held()
        rounds(26)
        after, grown = at_rest(found.mail), _held() - held
        assert bad.wrong > 5 and wrong > 10
        bad.all_well = True
        found.zoom.clear_faults()
        found.round(at)
        memory = context_of(found.ref).doors.ledger.memory(found.ref.circle)
        assert {letter.outcome for letter in memory.letters} == {Outcome.DONE}
        assert len(found.mail.accepted) == len(memory.letters) > 60 and set(found.mail.copies().values()) == {1}
        rooms = [each["start_time"] for each in found.zoom.rooms]
        assert len(rooms) == len(set(rooms)) == 4
        assert {str(each["id"]) for each in found.zoom.rooms} == {meeting.room.id for meeting in memory.meetings if meeting.room}
        assert after[0] <= before[0] and after[1] <= before[1], (before, after)
        assert grown < 1_000, f"{grown} objects more than 26 rounds ago"
