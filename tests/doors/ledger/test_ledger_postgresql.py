"""The ledger on a real PostgreSQL: the contract, and what a server can do to it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text

from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Changes, Memory, Outcome
from tasks.doors.ledger.ledger import SqlLedger
from tasks.doors.ledger.read_only import look_into
from tests.doors.ledger.ledger_contract import ANSWER, CANDIDATE, CIRCLE, KARI, LETTER, LedgerContract
from tests.doors.ledger.postgresql import Postgresql


@pytest.fixture
def url(postgresql: Postgresql, ledger_template: str) -> str:
    return postgresql.url(postgresql.new_database(ledger_template))


@pytest.fixture
def ledger(url: str) -> Iterator[SqlLedger]:
    with SqlLedger(url) as ledger:
        yield ledger


@pytest.fixture
def another(url: str) -> Iterator[SqlLedger]:
    with SqlLedger(url) as ledger:
        yield ledger


class TestPostgresql(LedgerContract):
    pass


def stopped(url: str) -> str:
    with pytest.raises(Stop) as stop:
        SqlLedger(url).close()
    return str(stop.value)


def test_a_server_that_does_not_answer_stops_and_shows_no_password_wherever_it_stands() -> None:
    for url in ("postgresql+psycopg://kari:hemmelig@127.0.0.1:1/x", "postgresql+psycopg://kari@127.0.0.1:1/x?password=hemmelig"):
        said = stopped(url)
        assert "Databasen svarer ikke" in said and "127.0.0.1:1" in said and "i gang" in said
        assert "hemmelig" not in said


def test_a_database_that_is_not_there_is_named_with_the_way_to_make_it(postgresql: Postgresql) -> None:
    said = stopped(postgresql.url("finnes_ikke"))
    assert "finnes_ikke" in said and "createdb" in said


def test_a_user_who_may_not_make_tables_is_told_what_the_administrator_grants(postgresql: Postgresql) -> None:
    postgresql.ask("CREATE ROLE gjest LOGIN")
    said = stopped(postgresql.url(postgresql.new_database()).replace("postgres@", "gjest@"))
    assert "ikke lov" in said and "GRANT CREATE" in said


def test_a_copy_that_only_takes_reading_stops(postgresql: Postgresql, ledger_template: str) -> None:
    name = postgresql.new_database(ledger_template)
    postgresql.ask(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with SqlLedger(postgresql.url(name)) as ledger, pytest.raises(Stop, match="bare imot lesing"):
        ledger.claim(CIRCLE, LETTER)


def test_a_claim_is_written_before_the_server_answers_also_where_it_need_not(postgresql: Postgresql, ledger_template: str) -> None:
    """A4: https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-SYNCHRONOUS-COMMIT"""
    name = postgresql.new_database(ledger_template)
    for setting, ours in (("off", "on"), ("local", "local"), ("remote_apply", "remote_apply")):
        postgresql.ask(f"ALTER DATABASE {name} SET synchronous_commit = {setting}")
        with SqlLedger(postgresql.url(name)) as ledger, ledger._engine.connect() as connection:
            assert connection.execute(text("SHOW synchronous_commit")).scalar() == ours


def test_a_server_that_goes_away_stops_with_clear_words_and_is_used_again_when_it_is_back(postgresql: Postgresql, ledger_template: str) -> None:
    name = postgresql.new_database(ledger_template)
    with SqlLedger(postgresql.url(name)) as ledger:
        assert ledger.claim(CIRCLE, LETTER)
        with postgresql.away(name), pytest.raises(Stop) as stop:
            ledger.settle(CIRCLE, replace(LETTER, outcome=Outcome.DONE))
        assert name in str(stop.value) and "kjør på nytt" in str(stop.value)
        ledger.settle(CIRCLE, replace(LETTER, outcome=Outcome.DONE))
        assert ledger.memory(CIRCLE).letters[0].outcome is Outcome.DONE


def test_a_line_cut_in_the_middle_of_a_statement_leaves_all_of_it_or_nothing(postgresql: Postgresql, ledger_template: str) -> None:
    name = postgresql.new_database(ledger_template)
    with SqlLedger(postgresql.url(name)) as ledger, ThreadPoolExecutor(1) as pool:
        ledger.claim(CIRCLE, LETTER)
        with postgresql.locked(name, "letter"):
            waiting = pool.submit(ledger.settle, CIRCLE, replace(LETTER, outcome=Outcome.DONE))
            postgresql.wait_for_waiting(name)
            postgresql.cut(name, waiting_for_lock=True)
        with pytest.raises(Stop, match="stanset"):
            waiting.result()
        assert ledger.memory(CIRCLE).letters == (LETTER,)


def test_check_looks_into_it_without_bringing_it_up_to_date(postgresql: Postgresql, ledger_template: str) -> None:
    empty, ready = postgresql.new_database(), postgresql.new_database(ledger_template)
    assert look_into(postgresql.url(empty), CIRCLE) is None
    assert postgresql.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", empty) == [(0,)]
    assert look_into(postgresql.url(ready), CIRCLE) == Memory()


def test_who_asks_to_be_forgotten_while_a_round_learns_is_forgotten(postgresql: Postgresql, ledger_template: str) -> None:
    """RULES.md «Privacy»: the erasing waits for the learning, and finds what it wrote."""
    name = postgresql.new_database(ledger_template)
    changes = Changes(people=(KARI,), replies=(ANSWER,), candidates=(CANDIDATE,), candidates_of=frozenset({1}))
    with SqlLedger(postgresql.url(name)) as ledger, SqlLedger(postgresql.url(name)) as page, ThreadPoolExecutor(2) as pool:
        ledger.close_round(CIRCLE, LETTER.at, (), "done")
        with postgresql.locked(name, "proposal"):
            learning = pool.submit(ledger.save, CIRCLE, changes)
            postgresql.wait_for_waiting(name)
            forgetting = pool.submit(page.forget, CIRCLE, KARI.code)
            postgresql.wait_for_waiting(name, 2)
        learning.result()
        assert forgetting.result() == 2
        assert ledger.memory(CIRCLE).replies == ()
