"""A coordinator's corrections of the proposals, kept in the ledger while no round is at work."""

from datetime import datetime

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.circle.model.records import Facts
from tasks.circle.proposals.correcting import Wanted, correct
from tasks.circle.proposals.explaining import Explained
from tasks.context import Place, equipped_anew
from tasks.round.ledger import lease


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
