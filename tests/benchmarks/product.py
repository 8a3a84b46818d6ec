"""The product as it is started: its own flows on a running Prefect server, with ledger, claims and real letters.

Nothing is imported here but what the product itself needs: what a contender weighs is measured.
"""

from collections import Counter
from importlib import import_module
from itertools import pairwise
from typing import Any

from tests.benchmarks.contender import Told, counted_by_prefect, timed


def invitations(order: dict[str, Any]) -> Told:
    """A whole invitation round: sheet read, letters decided on, claimed, written, sent and recorded, own tabs written."""
    from flows.acts import invite

    seconds, reports = timed(lambda: invite(circle=order["circle"], at=order["at"]))
    outcomes = Counter(outcome for _, _, _, outcome in reports[0].letters)
    told = {"seconds": seconds, "counted": counted_by_prefect(), "letters": outcomes["done"], "state": reports[0].state}
    return told | {"problems": [p.what for p in reports[0].problems]}


def empty(order: dict[str, Any]) -> Told:
    """A flow that does nothing: what Prefect itself takes."""
    from prefect import flow

    @flow
    def nothing() -> None:
        return

    seconds = [timed(nothing)[0] for _ in range(order.get("times", 2))]
    return {"seconds": seconds[-1], "first": seconds[0]}


def libraries(order: dict[str, Any]) -> Told:
    """A flow with one task that does nothing, beside the libraries that letters, calendars, workbook and ledger are made with:
    what the product weighs before a line of its own."""
    for name in ("babel.dates", "email_validator", "holidays", "icalendar", "jinja2", "markdown_it", "openpyxl", "sqlalchemy", "yagmail"):
        import_module(name)
    from prefect import flow, task

    @task
    def nothing() -> None:
        return

    @flow
    def one_task() -> None:
        nothing()

    return {"seconds": timed(one_task)[0]}


def hundred_circles(order: dict[str, Any]) -> Told:
    """All circles in one flow run."""
    from flows.acts import invite

    seconds, reports = timed(lambda: invite(at=order["at"]))
    return {"seconds": seconds, "letters": sum(len(report.letters) for report in reports)}


def hundred_rounds(order: dict[str, Any]) -> Told:
    """The rounds of the same circles in a plain loop."""
    from prefect import flow

    from flows.rounds import carry_out
    from tasks.circle.plan import Order
    from tasks.context import circle_refs, instant

    @flow
    def loop() -> int:
        found = circle_refs()
        return sum(len(carry_out(ref, Order(instant(ref, order["at"]), ("meetings", "invite"))).letters) for ref in found)

    seconds, letters = timed(loop)
    return {"seconds": seconds, "letters": letters}


def heard(order: dict[str, Any]) -> Told:
    """An invitation round that says how far it has come, each hundred letters on a line of its own."""
    from time import perf_counter

    from flows.acts import invite
    from flows.runs.told import told_to

    step = order.get("step", 500)
    marks: list[tuple[float, int]] = []
    spoken = [0]

    def listen(over: int, of: int, _what: str) -> None:
        if over == of and len(marks) > 1 and over < marks[-1][1] + step // 2:
            marks.pop()
        if not marks or over >= marks[-1][1] + step or over == of:
            marks.append((perf_counter(), over))
        if over // 100 > spoken[-1] // 100:
            spoken.append(over)
            print(f"{over} of {of}", flush=True)

    with told_to(listen):
        seconds, reports = timed(lambda: invite(circle=order["circle"], at=order["at"]))
    speeds = [(over - before_over) / (after - before) for (before, before_over), (after, over) in pairwise(marks)]
    return {"seconds": seconds, "letters": len(reports[0].letters), "speeds": speeds, "heard": marks[-1][1]}
