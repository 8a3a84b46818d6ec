"""One round for 5,000 participants over TLS: as quick at its end as at its beginning, and well behaved when it is interrupted."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from statistics import mean

from tasks.doors.ledger.ledger import SqlLedger
from tests.benchmarks.bench import Bench
from tests.benchmarks.contender import ROOT
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import CIRCLE, PASSWORD, Ground, ground
from tests.benchmarks.mail_server import MailServer, mail_server

LETTERS, STEP = 5_000, 500


def five_thousand(bench: Bench, letters: int = LETTERS) -> Iterator[Figure]:
    told = bench.send("heard", letters, step=letters // 10)
    speeds = told["speeds"]
    for number, speed in enumerate(speeds, start=1):
        yield Figure(f"tenth {number} of the letters", speed, "a second")
    slowdown = mean(speeds[:3]) / mean(speeds[-3:])
    yield Figure("first three tenths / last three", slowdown, "×", 1.25, "no slowdown as the ledger grows; others on the machine show here")
    yield Figure("letters not heard of", letters - told["heard"], "", 0, "progress")
    for number in (signal.SIGINT, signal.SIGTERM):
        yield from _interrupted(bench, letters, number)


def _interrupted(bench: Bench, letters: int, number: signal.Signals) -> Iterator[Figure]:
    """Stopped when two fifths are over; what a second run then finds."""
    folder, name = bench.fresh(), number.name
    with mail_server(folder, PASSWORD) as server:
        place = ground(folder, letters, server)
        status = _stopped(bench, place, server, letters * 2 // 5, number)
        outcomes = _outcomes(place)
        more = _stopped(bench, place, server, 0, number)
    copies = server.seen["copies"]
    yield Figure(f"{name}: unknown or claimed letters", outcomes["unknown"] + outcomes["claimed"], "", 0, f"{outcomes['done']} sent, exit {status}")
    yield Figure(f"{name}: run again, letters not sent", letters - len(copies), "", 0, f"exit {more}")
    yield Figure(f"{name}: run again, letters sent twice", sum(count > 1 for count in copies.values()), "", 0)


def _stopped(bench: Bench, place: Ground, server: MailServer, after: int, number: signal.Signals) -> int:
    """Start a round, and send it the signal when `after` letters are over (0: never). Its exit status."""
    command = [sys.executable, "-m", "tests.benchmarks.contender", "heard", json.dumps(bench.order(place, server))]
    environment = os.environ | bench.environment | place.environment()
    # What a shell starts in the background ignores Ctrl-C, and so would what that starts.
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as round_:  # fmt: skip
        assert round_.stdout
        for line in round_.stdout:
            if after and int(line.partition(" ")[0]) >= after:
                round_.send_signal(number)
                after = 0
        return round_.wait(120)


def _outcomes(place: Ground) -> Counter[str]:
    with SqlLedger(f"sqlite:///{place.data / 'ledger.db'}") as ledger:
        return Counter(letter.outcome.value for letter in ledger.memory(CIRCLE).letters)
