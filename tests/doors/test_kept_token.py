"""The newest refresh token: kept where the next round and other machines find it, sealed or closed to others (RULES.md «Without a password»)."""

import json
import stat
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tasks.circle.model.errors import Stop
from tasks.doors.bootstrap import kept_tokens, mail_tokens
from tasks.doors.oauth.access_token import AccessToken
from tasks.doors.oauth.grant import PROVIDERS, Grant, read_grant
from tasks.settings.model import LedgerDoor
from tasks.settings.secret_values import Secrets
from tests.doors.ledger.postgresql import Postgresql
from tests.small_disk import read_only
from tests.standins.smtp_token import TokenGiver

FIRST, KEY = "forny-1", "nøkkel som er lang nok 7391"


@pytest.fixture
def service() -> Iterator[TokenGiver]:
    with TokenGiver(FIRST, "adgang", turns=True) as service:
        yield service


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest) -> LedgerDoor:
    if request.param == "sqlite":
        return LedgerDoor()
    server: Postgresql = request.getfixturevalue("postgresql")
    return LedgerDoor(url=server.url(server.new_database()))


def process(service: TokenGiver, ledger: LedgerDoor, data: Path, key: str = KEY) -> AccessToken:
    """As the next round has it, perhaps on another machine: nothing is remembered."""
    return mail_tokens(Secrets(smtp_oauth=service.oauth(FIRST), key=key), ledger, data)


def test_each_process_goes_on_with_the_newest_one(service: TokenGiver, ledger: LedgerDoor, tmp_path: Path) -> None:
    assert [process(service, ledger, tmp_path).get() for _ in range(3)] == ["adgang"] * 3
    assert service.asked == 3


def test_one_that_runs_out_meanwhile_is_taken_from_who_was_given_it(service: TokenGiver, ledger: LedgerDoor, tmp_path: Path) -> None:
    one, other = (process(service, ledger, tmp_path) for _ in range(2))
    for _ in range(2):
        for each in (one, other):
            each.drop()
            assert each.get() == "adgang"


def test_the_file_is_for_its_user_alone_and_its_name_tells_nothing(service: TokenGiver, tmp_path: Path) -> None:
    process(service, LedgerDoor(), tmp_path).get()
    (file,) = tmp_path.iterdir()
    assert file.name == f"mail-login.{read_grant(service.oauth(FIRST)).name}.json" and FIRST not in file.name
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text(encoding="utf-8"))["refresh_token"] == service.refresh_token


def test_the_database_holds_it_sealed_and_another_key_opens_nothing(service: TokenGiver, postgresql: Postgresql, tmp_path: Path) -> None:
    database = postgresql.new_database()
    ledger = LedgerDoor(url=postgresql.url(database))
    process(service, ledger, tmp_path).get()
    sealed = str(postgresql.ask("SELECT sealed FROM kept_token", database))
    assert "forny" not in sealed and list(tmp_path.iterdir()) == []
    name = read_grant(service.oauth(FIRST)).name
    kept = kept_tokens(Secrets(key=KEY), ledger, tmp_path).newest(name)
    assert kept and kept.refresh_token == service.refresh_token and "forny" not in repr(kept)
    assert kept_tokens(Secrets(key=KEY + "2"), ledger, tmp_path).newest(name) is None


def test_a_new_grant_of_a_person_wins_over_what_was_kept_of_the_old_one(service: TokenGiver, ledger: LedgerDoor, tmp_path: Path) -> None:
    process(service, ledger, tmp_path).get()
    service.refresh_token = "forny-ny"
    assert mail_tokens(Secrets(smtp_oauth=service.oauth("forny-ny"), key=KEY), ledger, tmp_path).get() == "adgang"


def test_a_kept_one_that_ended_gives_way_to_the_first(service: TokenGiver, ledger: LedgerDoor, tmp_path: Path) -> None:
    process(service, ledger, tmp_path).get()
    service.refresh_token = FIRST
    assert process(service, ledger, tmp_path).get() == "adgang"


def test_a_damaged_file_counts_as_none(service: TokenGiver, tmp_path: Path) -> None:
    for text in ("", "{", "[]", '{"refresh_token": 7, "used": "x"}', '{"refresh_token": "a\\n", "used": "2026-01-01"}'):
        (tmp_path / f"mail-login.{read_grant(service.oauth(FIRST)).name}.json").write_text(text, encoding="utf-8")
        service.refresh_token = FIRST
        assert process(service, LedgerDoor(), tmp_path).get() == "adgang"


def test_a_new_one_that_can_not_be_kept_is_told_and_one_that_stays_the_same_is_used(service: TokenGiver, tmp_path: Path) -> None:
    with read_only(tmp_path):
        with pytest.raises(Stop) as stop:
            process(service, LedgerDoor(), tmp_path).get()
        assert "Den nyeste godkjenningen" in str(stop.value) and "forny" not in str(stop.value)
        service.turns, service.refresh_token = False, FIRST
        assert process(service, LedgerDoor(), tmp_path).get() == "adgang"


def test_a_service_that_is_busy_is_asked_again_a_moment_later(service: TokenGiver, tmp_path: Path) -> None:
    service.turns, service.busy = False, [503]
    assert (process(service, LedgerDoor(), tmp_path).get(), service.asked) == ("adgang", 2)
    service.busy = [500, 429]
    with pytest.raises(Stop) as stop:
        process(service, LedgerDoor(), tmp_path).get()
    assert "ga ikke ut noe adgangsbevis nå" in str(stop.value)


def test_a_client_without_a_secret_sends_none(tmp_path: Path) -> None:
    """Microsoft's: it refuses one that sends any, also an empty one."""
    with TokenGiver(FIRST, "adgang", public=True) as service:
        assert process(service, LedgerDoor(), tmp_path).get() == "adgang"


@pytest.mark.parametrize(
    ("provider", "given", "used", "ends", "says"),
    [
        ("google", 0, None, None, "i sju dager"),
        ("google", 7, 0, None, "i sju dager"),
        ("google", 8, 0, None, ""),
        ("google", 1, 0, 6, "«Publish app»"),
        ("google", 400, 121, None, ""),
        ("google", 400, 123, None, "183 dager"),
        ("microsoft", 0, None, None, ""),
        ("microsoft", 400, 60, None, ""),
        ("microsoft", 400, 61, None, "90 dager"),
        ("microsoft", 61, None, None, "90 dager"),
        ("", 400, 300, None, ""),
    ],
)
def test_a_grant_is_told_of_before_its_provider_ends_it(provider: str, given: int, used: int | None, ends: int | None, says: str) -> None:
    """Days before today, and of `ends` after it. Only a known end needs a person at once."""
    today = date(2026, 12, 1)
    grant = Grant(
        client_id="x",
        token_uri="https://example.org",
        provider=next((each for each in PROVIDERS if each.key == provider), None),
        given=today - timedelta(given),
        ends=None if ends is None else today + timedelta(ends),
    )
    lasts, told, step = grant.age(None if used is None else today - timedelta(used), today)
    assert lasts == (ends is None) and "gitt" in told and says in step and bool(step) == bool(says)
