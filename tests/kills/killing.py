"""One kill: the round is started, held at its point (or nowhere), its ledger copied, and its process killed with SIGKILL."""

import os
import shutil
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from tests.kills.house import Before, House
from tests.kills.points import Point
from tests.standins.smtp_script import Hold, Turn

#: Seconds to wait for a round to come to its point; every round is over long before.
PATIENCE = 30


@dataclass(frozen=True)
class Kill:
    """`after`: how often the point is passed first; `moment`: seconds, for a kill at any; `image`: go on from a copy of the ledger."""

    point: Point
    after: int = 0
    moment: float = 0
    image: bool = False
    connections: int = 1

    @property
    def name(self) -> str:
        return f"{self.point.name} {self.point.way}".strip()


def killed(house: House, before: Before, kill: Kill) -> bool:
    """False when the round was over before it came to the point."""
    hold = _armed(house, kill)
    inner = (kill.point.name, kill.after) if kill.point.service == "inner" else None
    house.nursery.start(house.order(before.at, inner, kill.connections))
    there = _reached(house, kill, hold)
    image = house.folder / "image"
    if there:
        if kill.image:
            os.kill(house.nursery.pid, signal.SIGSTOP)
            _copied(house, image)
        os.kill(house.nursery.pid, signal.SIGKILL)
    house.nursery.ended()
    house.released()
    if there and kill.image:
        shutil.rmtree(house.data)
        image.rename(house.data)
    return there


def _copied(house: House, image: Path) -> None:
    """Without -shm: it is an index of the -wal in memory, and a machine that lost its power has none."""
    shutil.copytree(house.data, image, ignore=shutil.ignore_patterns("*-shm"))


def _armed(house: House, kill: Kill) -> Hold | None:
    point = kill.point
    if point.service in ("zoom", "google"):
        gate = house.zoom.gate if point.service == "zoom" else house.google.gate
        return gate.arm(point.name, kill.after, lost=point.way == "lost")
    if point.service == "smtp":
        hold = Hold()
        house.mail._turns.append(Turn(point.name, cut=point.way == "cut", hold=hold, after=kill.after, times=1))
        return hold
    return None


def _reached(house: House, kill: Kill, hold: Hold | None) -> bool:
    """Wait until the round is at its point; False when it ended first."""
    if kill.point.service == "inner":
        return bool(house.nursery.stopped(PATIENCE))
    if hold is None:
        return house.nursery.stopped(kill.moment) is None
    until = time.monotonic() + PATIENCE
    while not hold.reached.wait(0.005):
        if house.nursery.stopped(0) is False or time.monotonic() > until:
            return False
    return True
