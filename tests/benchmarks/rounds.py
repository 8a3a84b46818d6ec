"""What a round asks of the outside, a round with nothing due, and deciding for many circles; on stand-ins, in this process."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from statistics import median
from time import perf_counter, process_time

import pytest

from tests.benchmarks.bench import Bench
from tests.benchmarks.contender import timed
from tests.benchmarks.figures import Figure, middle
from tests.benchmarks.ground import ROOT
from tests.flows.outside import Outside, outside

FIRST = datetime.fromisoformat("2021-05-03T08:05+02:00")
QUIET = datetime.fromisoformat("2021-05-19T12:05+02:00")


def calls(bench: Bench) -> Iterator[Figure]:
    """The practice circle with a Google Sheet, Zoom and a mail server: a round that has much to do."""
    with pytest.MonkeyPatch.context() as monkeypatch, outside(bench.fresh(), monkeypatch) as found:
        found.round(FIRST)
        at = datetime.fromisoformat("2021-05-12T08:05+02:00")
        before = _counts(found)
        report = found.round(at)
        took = {name: count - before[name] for name, count in _counts(found).items()}
        yield Figure("Sheets reads", took["reads"], "", 1, f"{len(report.letters)} letters in the round")
        yield Figure("Sheets writes", took["writes"], "", 2)
        yield Figure("Zoom calls", took["zoom"], "", 1 + len(report.rooms), "a list and one per changed meeting")
        batches = 1 + any(kind == "digest" for kind, *_ in report.letters)
        yield Figure("logins", took["logins"], "", batches, "one a batch; the digest is a batch of its own: it tells what became of the rest")


def _counts(found: Outside) -> dict[str, int]:
    zoom = sum(count for kind, count in found.zoom.calls().items() if kind != "token")
    return {"reads": found.google.reads, "writes": found.google.writes, "zoom": zoom, "logins": found.mail.logins}


def idle(bench: Bench) -> Iterator[Figure]:
    """A flow run whose round finds nothing to do, beside an empty flow run; on the real doors."""
    from prefect import flow

    @flow
    def nothing() -> None:
        return

    with pytest.MonkeyPatch.context() as monkeypatch, outside(bench.fresh(), monkeypatch) as found:

        @flow
        def one_round() -> str:
            return found.round(QUIET).state

        states = [found.round(FIRST).state, one_round(), one_round()]
        nothing()
        before = _counts(found) | {"lines": found.mail.connections}
        empty, full = [], []
        for _ in range(bench.repeat):
            empty.append(timed(nothing)[0])
            seconds, state = timed(one_round)
            full.append(seconds)
            states.append(state)
        after = _counts(found) | {"lines": found.mail.connections}
        yield middle("empty flow run", empty)
        yield middle("a round with nothing due, beyond it", [b - a for a, b in zip(empty, full, strict=True)], "s", 1.5, f"{states[-1]}")
        for name in ("writes", "lines"):
            yield Figure({"writes": "Sheets writes", "lines": "mail connections"}[name], after[name] - before[name], "", 0)


def deciding(bench: Bench) -> Iterator[Figure]:
    """1,000 circles of 40 participants and 8 meetings that have all their letters behind them: three days of the year."""
    from tasks.circle.letters.due import due_letters
    from tests.circle.letters.test_letters_speed import situation, whole_life

    lived = whole_life()
    for at in ("2021-05-12 08:05", "2021-08-24 08:05", "2021-12-14 11:30"):
        now = situation(lived, at)
        seconds = []
        for _ in range(bench.repeat):
            began = process_time()
            for _circle in range(1_000):
                due_letters(now)
            seconds.append(process_time() - began)
        yield Figure(f"deciding on {at[:10]}", median(seconds), "s", 2, "of the processor, 1,000 circles")


def proposing(bench: Bench) -> Iterator[Figure]:
    """Sixty answers by the command, as a person waits for it; five thousand in a process that does nothing else."""
    from tasks.circle.focus.propose import Answer
    from tests.circle.focus.focus_reader import circle
    from tests.circle.shipped_words import propose

    source = circle("developed", "utvikling_kirke")
    file = bench.fresh() / "answers.json"
    sixty = [each | {"id": f"a{n}"} for n, each in enumerate((source["answers"] * 3)[:60])]
    file.write_text(json.dumps(source | {"answers": sixty}, ensure_ascii=False), encoding="utf-8")
    waited = []
    for _ in range(bench.repeat):
        began = perf_counter()
        subprocess.run([sys.executable, "-m", "flows", "focus", str(file), "--json"], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        waited.append(perf_counter() - began)
    yield middle("proposals from sixty answers, by the command", waited, "s", 1)
    texts, draw = [answer["text"] for answer in source["answers"] if len(answer["text"]) > 5], random.Random(3)
    words = [word for text in texts for word in text.split()]
    answers = [
        Answer(f"a{n}", f"p{n // 2}", ("need", "suggestion")[n % 2], " ".join([draw.choice(texts), *draw.choices(words, k=draw.randint(0, 6))]))
        for n in range(5_000)
    ]
    began = process_time()
    propose(answers, (), ())
    yield Figure("proposals from five thousand", process_time() - began, "s", 10, "of the processor")
