"""A coordinator's corrections of the proposals, kept in the ledger while no round is at work."""

from datetime import datetime

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.circle.correcting import Wanted, correct
from tasks.circle.explaining import Explained
from tasks.circle.state import Facts
from tasks.memory import lease
from tasks.place import Place, equipped_anew


@task(name="rett forslagene", cache_policy=NO_CACHE)
def correct_proposals(place: Place, wanted: Wanted, at: datetime, *, plan: bool) -> Explained:
    """The proposals as they are with what is `wanted`; a `plan` keeps nothing. `at` is UTC.

    Raises `Stop` when a number names nothing, `Busy` while a round is at work.
    """
    kit = equipped_anew(place)
    ledger = kit.doors.ledger
    if plan:
        return correct(kit.circle, ledger.memory(place.circle), wanted, at)[1]
    with lease(place):
        facts, seen = correct(kit.circle, ledger.memory(place.circle), wanted, at)
        if facts != Facts():
            ledger.learn(place.circle, facts)
    return seen
