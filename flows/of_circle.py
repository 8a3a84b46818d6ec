"""The round of one circle, whatever happens: what stops it, or what nobody foresaw, is told in its report. No Prefect."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import Any

from flows.rounds import carry_out
from tasks.circle.coordinator.round_report import RoundReport, stopped
from tasks.circle.model.apart import fault_of
from tasks.circle.model.errors import Problem, Stop
from tasks.circle.plan import Order
from tasks.context import CircleRef, instant
from tasks.interrupts import STOP_REQUESTED

#: Seconds: how often a round that waits for another one of its circle looks.
AGAIN = 5
LOG = logging.getLogger("sirkel")
Log = logging.Logger | logging.LoggerAdapter[Any]


def round_of(
    ref: CircleRef, order: Order, at: str = "", *, patience: float = 0, before: Callable[[CircleRef], None] | None = None,
    passed_on: tuple[type[Exception], ...] = (), log: Log = LOG,
) -> RoundReport:  # fmt: skip
    """The report of the round at `at` as a person typed it ("": now). It waits `patience` seconds for another one of the circle (R20).

    `before` is called first; its errors, and the round's, are told in the report but for those of `passed_on`, which are raised.
    """
    try:
        order = replace(order, at=instant(ref, at)) if at else order
        if before:
            before(ref)
        end = monotonic() + patience
        while (report := carry_out(ref, order)).busy and monotonic() < end and not STOP_REQUESTED.wait(AGAIN):
            continue
    except Stop as stop:
        return stopped(ref.circle, order.at, stop, plan=order.plan)
    except passed_on:
        raise
    except Exception as error:  # noqa: BLE001 - a fault that nobody foresaw is this circle's own, and is told
        return unforeseen(ref, order, error, log)
    return report


def unforeseen(ref: CircleRef, order: Order, error: Exception, log: Log = LOG) -> RoundReport:
    """Where, and of what kind; the words of an error may hold what people wrote."""
    steps = traceback.extract_tb(error.__traceback__)
    where = "".join(f"{step.filename}:{step.lineno} {step.name}\n" for step in steps)
    log.error("%s: uventet feil (%s)\n%s", ref.circle, type(error).__name__, where)
    what = f"Programmet feilet ({fault_of(error).words})."
    step = "Neste runde prøver igjen. Skjer det samme da, send loggen til den som drifter programmet."
    return stopped(ref.circle, order.at, Stop([Problem(f"sirkelen {ref.circle}", what, step)]), plan=order.plan)
