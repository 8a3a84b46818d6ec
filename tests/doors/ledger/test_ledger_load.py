"""Several processes on one ledger, on both databases: each letter is claimed by exactly one, each lease held by one (R20, R21)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Outcome
from tasks.doors.ledger.ledger import SqlLedger
from tests.doors.ledger.ledger_contract import CIRCLE, LETTER, NOW
from tests.doors.ledger.ledger_databases import at_once
from tests.doors.ledger.postgresql import Postgresql

LETTERS = 60
CLAIM_ALL = f"""
from dataclasses import replace
from tasks.circle.model.records import Outcome
from tasks.doors.ledger.ledger import SqlLedger
from tests.doors.ledger.ledger_contract import CIRCLE, LETTER
GO
with SqlLedger(sys.argv[2]) as ledger:
    for number in range({LETTERS}):
        letter = replace(LETTER, person=f"p{{number}}", message_id=f"<p{{number}}@e.org>")
        if ledger.claim(CIRCLE, letter):
            ledger.settle(CIRCLE, replace(letter, outcome=Outcome.DONE, detail=sys.argv[1]))
            print(number)
"""
TAKE_LEASE = """
import os
from datetime import UTC, datetime
from tasks.circle.model.errors import Busy
from tasks.doors.ledger.ledger import SqlLedger
from tests.doors.ledger.ledger_contract import CIRCLE
GO
with SqlLedger(sys.argv[2]) as ledger:
    try:
        held = ledger.lease(CIRCLE, "runde " + sys.argv[1], datetime.now(UTC), 5)
        held.__enter__()
        print("har den", flush=True)
        os._exit(0)  # as one that dies: the lease is not given back
    except Busy as busy:
        print(busy)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'ledger.db'}"
    else:
        server: Postgresql = request.getfixturevalue("postgresql")
        yield server.url(server.new_database(request.getfixturevalue("ledger_template")))


def test_of_four_processes_that_claim_the_same_letters_each_letter_goes_to_exactly_one(url: str) -> None:
    said = at_once(CLAIM_ALL, url)
    won = [int(number) for each in said for number in each.split()]
    assert sorted(won) == list(range(LETTERS))
    with SqlLedger(url) as ledger:
        letters = {letter.person: letter for letter in ledger.memory(CIRCLE).letters}
    assert {letter.outcome for letter in letters.values()} == {Outcome.DONE}
    assert all(letters[f"p{number}"].detail == str(who) for who, each in enumerate(said) for number in each.split())


def test_of_four_processes_one_gets_the_lease_and_the_others_hear_who_and_since_when(url: str) -> None:
    SqlLedger(url).close()
    said = at_once(TAKE_LEASE, url)
    (winner,) = [number for number, each in enumerate(said) if each == "har den\n"]
    assert [f"(runde {winner}) har holdt på siden 20" in each for each in said].count(True) == 3


def test_a_round_that_lost_its_lease_claims_no_letter_and_keeps_no_room(url: str) -> None:
    """It stood still (a suspended machine) for longer than the lease lasts, and another round is at work."""
    with SqlLedger(url) as slow, SqlLedger(url) as quick, slow.lease(CIRCLE, "treg", NOW, 2):
        assert slow.claim(CIRCLE, LETTER)
        with quick.lease(CIRCLE, "rask", NOW.replace(minute=5), 2):
            for act in (lambda: slow.claim(CIRCLE, replace(LETTER, revision="2")), lambda: slow.close_round(CIRCLE, NOW, (), "done")):
                with pytest.raises(Stop, match="en annen runde kunne ta over"):
                    act()
            assert not slow.renew(CIRCLE, NOW.replace(minute=6), 2)
            slow.settle(CIRCLE, replace(LETTER, outcome=Outcome.DONE))
            assert [letter.outcome for letter in quick.memory(CIRCLE).letters] == [Outcome.DONE]


def test_a_renewed_lease_lasts_and_that_of_a_holder_known_dead_is_free(url: str) -> None:
    with SqlLedger(url) as first, SqlLedger(url) as second, first.lease(CIRCLE, "en", NOW, 2):
        assert first.renew(CIRCLE, NOW.replace(minute=10), 2)
        with pytest.raises(Stop), second.lease(CIRCLE, "to", NOW.replace(minute=11), 2, dead=["tre"]):
            pass
        with second.lease(CIRCLE, "to", NOW.replace(minute=11), 2, dead=["en"]):
            pass


def test_a_lease_of_a_clock_two_years_ahead_does_not_silence_the_circle(url: str) -> None:
    with SqlLedger(url) as wrong, SqlLedger(url) as right:
        dead = wrong.lease(CIRCLE, "klokken gikk galt", NOW.replace(year=NOW.year + 2), 2)
        dead.__enter__()
        with right.lease(CIRCLE, "riktig", NOW, 2):
            pass
