"""`python -m tests.bad_input.many_people FOLDER COUNT`: a round for so many sign-ups in a process of its own; one JSON object."""

import json
import re
import sys
from datetime import datetime
from pathlib import Path

from tests.bad_input.desk import CIRCLE, NOW, Desk

if __name__ == "__main__":
    from flows.rounds import carry_out
    from tasks.circle.plan import Order

    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    desk = Desk(folder / "config", folder / "data", CIRCLE, folder / "config" / "practice.xlsx")
    desk.tabs["Påmelding"] += [[datetime(2021, 5, 3, 11), f"Person {n}", f"p{n}@example.org", "", "", "", ""] for n in range(count)]
    desk.save()
    del desk.tabs
    report = carry_out(desk.ref, Order(NOW))
    found = {
        "megabytes": int(re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[0]) / 1024,
        "letters": len(report.letters),
        "problems": [str(problem) for problem in report.problems],
    }
    # Not getrusage: its peak counts what the parent process held when it started this one.
    print(json.dumps(found, ensure_ascii=False))
