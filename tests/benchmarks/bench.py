"""Where benchmarks run: a Prefect server for all of them, a folder, and what the command chose."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psutil

from tests import prefect_server
from tests.benchmarks.contender import Told, ask
from tests.benchmarks.ground import AT, CIRCLE, PASSWORD, Ground, ground
from tests.benchmarks.mail_server import MailServer, mail_server
from tests.standins.smtp_office import USER

#: Percent of all processors.
IDLE = 10


@dataclass
class Bench:
    """`letters`, `delays` (milliseconds) and `connections`: the sizes to measure. `repeat`: how often what is quick is run.

    `rest`: how many seconds to wait at most, before each measurement, for a machine with nothing else to do.
    """

    folder: Path
    environment: dict[str, str]
    letters: tuple[int, ...] = (40, 400, 4000)
    delays: tuple[int, ...] = (0, 50)
    connections: tuple[int, ...] = (1, 4)
    repeat: int = 3
    rest: int = 120
    _numbers: Iterator[int] = field(default_factory=count)

    def fresh(self) -> Path:
        folder = self.folder / f"{next(self._numbers)}"
        folder.mkdir()
        return folder

    def send(self, who: str, letters: int, delay: int = 0, connections: int = 1, **more: Any) -> Told:
        """One of the three sends `letters` over a fresh mail server whose every reply takes `delay` milliseconds.

        Raises AssertionError when not every letter arrived exactly once.
        """
        _rest(self.rest)
        folder = self.fresh()
        with mail_server(folder, PASSWORD, delay / 1000) as server:
            place = ground(folder, letters, server, connections)
            told = ask(who, self.order(place, server) | {"connections": connections} | more, self.environment | place.environment())
        copies = server.seen["copies"]
        assert set(copies.values()) == {1} and len(copies) == told["letters"] >= letters - 2, (told, len(copies), server.seen)
        return told | {name: server.seen[name] for name in ("connections", "logins")}

    @staticmethod
    def order(place: Ground, server: MailServer) -> dict[str, Any]:
        return {
            "sheet": str(place.sheet), "port": server.port, "ca_file": str(server.ca_file), "user": USER, "password": PASSWORD,
            "letters": place.letters, "circle": CIRCLE, "at": AT,
        }  # fmt: skip


def _rest(seconds: int) -> None:
    """Wait until the machine has nothing left to do.

    The peer leaves Prefect's server thousands of events to write down; it refuses whoever comes next for seconds (503), who tries
    again later. That is the price of the peer's way, and not of the next one's.
    """
    for _ in range(seconds):
        if psutil.cpu_percent(interval=1) < IDLE:
            return


@contextmanager
def bench(folder: Path, **chosen: Any) -> Iterator[Bench]:
    home = folder / "prefect" / "prefect"
    home.mkdir(parents=True)
    with prefect_server.running(folder / "prefect"):
        yield Bench(folder, prefect_server.its_environment() | {"PREFECT_HOME": str(home)}, **chosen)
