"""One of those who are compared, in a process of its own: `python -m tests.benchmarks.contender WHO ORDER`.

`ORDER` is a JSON object; the last line printed is one too: seconds of the wall clock without imports, peak memory, and what else
there is to tell. Nobody else's memory counts: the Prefect server and the mail server are other processes.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Told = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]


def ask(who: str, order: Mapping[str, Any], environment: Mapping[str, str]) -> Told:
    """Start one, wait for it, and hear what it has to tell."""
    command = [sys.executable, "-m", "tests.benchmarks.contender", who, json.dumps(order)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{who} {order}: {done.stdout[-2000:]}{done.stderr[-4000:]}")
    told: Told = json.loads(done.stdout.splitlines()[-1])
    return told


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = act()
    return time.perf_counter() - began, result


def counted_by_prefect() -> float:
    """Seconds of the last flow run, from its beginning to its last state. The run itself then goes on to the next whole second: Prefect
    waits for a thread that looks up once a second."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.sorting import FlowRunSort

    with get_client(sync_client=True) as client:
        [run] = client.read_flow_runs(sort=FlowRunSort.START_TIME_DESC, limit=1)
    return run.total_run_time.total_seconds()


def peak_megabytes() -> float:
    """Of this process since it began. (`ru_maxrss` would tell of the one that started it.)"""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    who, order = sys.argv[1], json.loads(sys.argv[2])
    if who == "ideal":
        from tests.benchmarks.ideal import run
    elif who == "peer":
        from tests.benchmarks.peer import run
    else:
        from tests.benchmarks import product

        run = getattr(product, who)
    told = run(order)
    print(json.dumps(told | {"peak_mb": peak_megabytes()}), flush=True)


if __name__ == "__main__":
    main()
