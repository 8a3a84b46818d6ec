"""What the ledger says of a circle, for the command. Plain functions: no Prefect, nothing outside asked."""

from datetime import datetime

from tasks.circle.coordinator.alerts import unsent_since
from tasks.circle.coordinator.status import status_of
from tasks.circle.preflight import overdue_since
from tasks.context import CircleRef, context_of
from tasks.round.operator_letter import read_told


def read_status(ref: CircleRef, now: datetime) -> dict[str, object]:
    """The object of `status --json` (times in UTC); `now` decides what is held, what comes next, and whether the rounds stand still.

    `late` is when the last round was, or should first have been, when that is too long ago; `operator_waits` since when a letter to
    the operator can't go out.
    """
    context = context_of(ref)
    memory = context.doors.ledger.memory(ref.circle)
    late = overdue_since(context.circle, memory, now, context.settings.doors.operator.late_hours)
    waits = None if ref.rehearsal else unsent_since(read_told(ref))
    return {
        **status_of(context.circle, memory, now),
        "late": late.isoformat() if late else None,
        "late_hours": context.settings.doors.operator.late_hours,
        "operator_waits": waits.isoformat() if waits else None,
    }
