"""The ledger between the steps of a round: the lease, what was learnt, what was done."""

import os
import secrets
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from threading import Event, Thread

from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Changes, Decision
from tasks.context import CircleRef, context_of
from tasks.doors.ledger.ledger import SqlLedger
from tasks.doors.process_lock import process_lock
from tasks.round.step import round_step

#: A living round renews its lease long before it ends; a dead one's is free after this, and on its own machine at once.
LEASE_MINUTES = 1.5
RENEWALS = 4.5


@contextmanager
def lease(ref: CircleRef, minutes: float = LEASE_MINUTES) -> Iterator[CircleRef]:
    """One round per circle at a time (R20). Raises `Busy` naming who holds it since when; gives `ref` back.

    `minutes` is how long it outlives a dead round on another machine; a living one renews it `RENEWALS` times in that time.

    Wall-clock time also in a simulated round: the lease is about processes, not about the circle's days.
    """
    # A process number alone is not one round: threads share it, containers begin at 1, and it is used again.
    holder = f"{socket.gethostname()}, prosess {os.getpid()}, {secrets.token_hex(3)}"
    ledger = context_of(ref).doors.ledger
    with (
        process_lock(ref.folder / ".runde", holder) as dead,
        ledger.lease(ref.circle, holder, datetime.now(UTC), minutes, dead),
        _renewed(ledger, ref.circle, minutes),
    ):
        ledger.stale_claims(ref.circle)
        yield ref


@contextmanager
def _renewed(ledger: SqlLedger, circle: str, minutes: float) -> Iterator[None]:
    """Renew the lease by a thread of its own: a round may wait long for one answer from outside."""
    over = Event()

    def renew() -> None:
        while not over.wait(minutes * 60 / RENEWALS):
            with suppress(Stop):  # the round meets a database that went away by itself, and says so
                ledger.renew(circle, datetime.now(UTC), minutes)

    thread = Thread(target=renew, name=f"lease of {circle}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def take_wish(ref: CircleRef) -> None:
    """What the pages wished for is seen to by this round; who signs up while it works wishes anew."""
    context_of(ref).doors.ledger.take_wish(ref.circle)


@round_step("husk det nye")
def save(ref: CircleRef, changes: Changes) -> None:
    """Save what the round learnt, before anything is done on it."""
    context_of(ref).doors.ledger.save(ref.circle, changes)


@round_step("avslutt runden")
def close_round(ref: CircleRef, at: datetime, acts: Sequence[str], state: str, changes: Changes) -> None:
    """Record that the round was carried out, with what it told."""
    ledger = context_of(ref).doors.ledger
    ledger.save(ref.circle, changes)
    ledger.close_round(ref.circle, at, acts, state)


@round_step("husk beslutningen")
def keep_decision(ref: CircleRef, decision: Decision) -> None:
    """Record a person's choice of date or focus area made in Prefect's page (R16)."""
    context_of(ref).doors.ledger.decide(ref.circle, decision)
