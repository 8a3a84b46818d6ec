"""The ledger between the beats of a round: the lease, what was learnt, what was done."""

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.circle.state import Decision, Facts
from tasks.place import Place, equipped

#: A lease outlives any round; a dead round's is taken over after it.
LEASE_MINUTES = 30


@contextmanager
def lease(place: Place) -> Iterator[None]:
    """One round per circle at a time (R20). Raises `Busy` naming who holds it since when.

    Wall-clock time also in a simulated round: the lease is about processes, not about the circle's days.
    """
    holder = f"{socket.gethostname()}:{os.getpid()}"
    ledger = equipped(place).doors.ledger
    with ledger.lease(place.circle, holder, datetime.now(UTC), LEASE_MINUTES):
        ledger.stale_claims(place.circle)
        yield


@task(name="husk det nye", cache_policy=NO_CACHE)
def learn(place: Place, facts: Facts) -> None:
    """Keep what the round learnt, before anything is done on it."""
    equipped(place).doors.ledger.learn(place.circle, facts)


@task(name="avslutt runden", cache_policy=NO_CACHE)
def close_round(place: Place, at: datetime, acts: Sequence[str], state: str, facts: Facts) -> None:
    """Record that the round was carried out, with what it told."""
    ledger = equipped(place).doors.ledger
    ledger.learn(place.circle, facts)
    ledger.close_round(place.circle, at, acts, state)


@task(name="husk beslutningen", cache_policy=NO_CACHE)
def keep_decision(place: Place, decision: Decision) -> None:
    """Record a person's choice of date or focus area made in Prefect's page (R16)."""
    equipped(place).doors.ledger.decide(place.circle, decision)
