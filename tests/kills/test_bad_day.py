"""A hundred rounds during which every tenth thing that happens on the mail line goes wrong (A16)."""

import gc
import threading
import time
from datetime import timedelta
from pathlib import Path
from random import Random

from tasks.circle.state import Outcome
from tests.kills.living_circle import Living, living
from tests.standins.smtp import SmtpServer
from tests.standins.smtp_script import Turn

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
    return sum(str(type(each).__module__).startswith(("tasks.", "flows.", "sqlalchemy.", "yagmail")) for each in gc.get_objects())


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
