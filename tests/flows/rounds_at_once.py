"""Rounds in processes of their own. As a program: a warm process that forks one for each round, so that ten start within a second.

`python -m tests.flows.rounds_at_once` reads orders, one JSON object a line: {"config", "data", "at", "gaps", "kill_after",
"environment"}. It prints a JSON list for each, with what each round reported, the `seconds` it took, its seconds of `work` on a core,
and `killed`. `data` names one folder for each round or one for all; with `kill_after` the first is killed when so many letters lie in
its outbox, before the next begins.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from tests.prefect_server import its_environment

CHECKOUT = Path(__file__).resolve().parents[2]
CIRCLE = "baerekraftige-moteplasser"


def at_once(config: Path, data: list[Path], at: str, gaps: list[float], kill_after: int = 0) -> list[dict[str, Any]]:
    """Start a round after each of `gaps` (seconds since the first) and wait for all of them."""
    order = {"config": str(config), "data": [str(each) for each in data], "at": at, "gaps": gaps, "kill_after": kill_after,
             "environment": its_environment()}  # fmt: skip
    warm = _warm()
    assert warm.stdin and warm.stdout
    warm.stdin.write(f"{json.dumps(order)}\n")
    warm.stdin.flush()
    found = json.loads(warm.stdout.readline())
    assert isinstance(found, list), found
    return found


@cache
def _warm() -> "subprocess.Popen[str]":
    """The program, started once for all tests of this process: it takes seconds."""
    command = [sys.executable, "-m", "tests.flows.rounds_at_once"]
    process = subprocess.Popen(command, cwd=CHECKOUT, env=its_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(process.communicate)  # it ends when there are no more orders
    return process


def letters_twice(rounds: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    """The letters that more than one round reports as gone out."""
    out = [(letter["kind"], letter["participant"], letter["meeting"]) for each in rounds for letter in each["letters"]]
    return sorted({letter for letter in out if out.count(letter) > 1})


def _main() -> None:
    import babel.numbers  # noqa: F401
    import prefect.task_engine  # noqa: F401

    import flows.rounds  # noqa: F401

    for line in sys.stdin:
        if not (child := os.fork()):
            try:
                said: object = _carried_out(json.loads(line))
            except Exception:  # noqa: BLE001 - for who ordered it
                said = traceback.format_exc()
            print(json.dumps(said), flush=True)
            os._exit(0)
        os.waitpid(child, 0)


def _carried_out(order: dict[str, Any]) -> list[dict[str, Any]]:
    os.environ.clear()
    os.environ |= order["environment"]
    time.tzset()
    _warm_up(order["config"], order["data"])
    began, children = time.monotonic(), []
    for number, gap in enumerate(order["gaps"]):
        time.sleep(max(0.0, began + gap - time.monotonic()))
        data = order["data"][number % len(order["data"])]
        children.append(_forked(order["config"], data, order["at"]))
        if order["kill_after"] and number == 0:
            _wait_for_letters(Path(data) / CIRCLE / "outbox", order["kill_after"])
            os.kill(children[0][0], signal.SIGKILL)
            os.waitpid(children[0][0], 0)
    return [_answer(*child) for child in children]


def _warm_up(config: str, data: list[str]) -> None:
    """What takes long, before the forks: read configuration and templates. Nothing is opened."""
    from tasks.context import CircleRef, missing_secrets_of

    for each in data:
        assert not missing_secrets_of(CircleRef(config, each, CIRCLE))


def _forked(config: str, data: str, at: str) -> tuple[int, int]:
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    try:
        os.write(writing, json.dumps(_round(config, data, at)).encode())
    finally:
        os._exit(0)


def _round(config: str, data: str, at: str) -> dict[str, Any]:
    from flows.rounds import carry_out
    from tasks.circle.plan import Order
    from tasks.context import CircleRef

    began = time.monotonic()
    report = carry_out(CircleRef(config, data, CIRCLE), Order(datetime.fromisoformat(at).astimezone(UTC)))
    return report.as_json() | {"busy": report.busy, "seconds": time.monotonic() - began, "work": time.process_time()}


def _answer(child: int, reading: int) -> dict[str, Any]:
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    return json.loads(said) if said else {"killed": True, "letters": []}


def _wait_for_letters(outbox: Path, letters: int) -> None:
    until = time.monotonic() + 30
    while len(list(outbox.glob("*.eml"))) < letters and time.monotonic() < until:
        time.sleep(0.002)


if __name__ == "__main__":
    _main()
