"""The environment: folders, secrets, the installation's key, and what Prefect is told."""

import re
import secrets
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tasks.circle.model.errors import Stop
from tasks.settings.folders import CHECKOUT, folders
from tasks.settings.load import key, load
from tasks.settings.prefect_environment import must_be_private, prefect_environment
from tasks.settings.secret_values import for_pages, make_key
from tests.sources import ROOT

SECRET = "hunter2-er-hemmelig-nok"
NAMES = ("ZOOM_ACCOUNT_ID", "ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET", "SMTP_PASSWORD", "KEY")


def test_secrets_come_from_the_environment_or_a_file_and_are_never_shown(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n", encoding="utf-8")
    account = tmp_path / "account.json"
    account.write_text(f'{{"private_key": "{SECRET}"}}', encoding="utf-8")
    direct = {f"SIRKEL_{name}": SECRET for name in NAMES} | {"SIRKEL_GOOGLE_JSON": account.read_text(encoding="utf-8")}
    by_file = {f"SIRKEL_{name}_FILE": str(file) for name in NAMES} | {"SIRKEL_GOOGLE_JSON": str(account)}
    found = load(data=tmp_path / "var", environment=direct)
    assert found.secrets == load(data=tmp_path / "var", environment=by_file).secrets
    assert found.secrets.smtp_password == SECRET
    assert SECRET in found.secrets.google_json
    assert SECRET not in f"{found!r} {found} {found.secrets}"
    assert "smtp_password=satt" in repr(found.secrets)
    assert "smtp_password=mangler" in repr(load(data=tmp_path / "var", environment={}).secrets)


@pytest.mark.parametrize(
    ("environment", "where", "what"),
    [
        ({"SIRKEL_KEY": SECRET, "SIRKEL_KEY_FILE": SECRET}, "SIRKEL_KEY", "Både"),
        ({"SIRKEL_KEY_FILE": f"/{SECRET}"}, "SIRKEL_KEY_FILE", "kan ikke leses"),
        ({"SIRKEL_SMTP_PASSWORD_FILE": "/"}, "SIRKEL_SMTP_PASSWORD_FILE", "kan ikke leses"),
        ({"SIRKEL_SMTP_PASSWORD_FILE": "/dev/null"}, "SIRKEL_SMTP_PASSWORD_FILE", "tom"),
        ({"SIRKEL_SMTP_PASSWORD_FILE": f"{SECRET}\0"}, "SIRKEL_SMTP_PASSWORD_FILE", "kan ikke leses"),
        ({"SIRKEL_GOOGLE_JSON": f"{{{SECRET}"}, "SIRKEL_GOOGLE_JSON", "ikke JSON"),
        ({"SIRKEL_GOOGLE_JSON": SECRET}, "SIRKEL_GOOGLE_JSON", "kan ikke leses"),
        ({"SIRKEL_KEY": SECRET[:8]}, "SIRKEL_KEY", "for kort"),
        ({"SIRKEL_SMTP_PASSORD": SECRET}, "SIRKEL_SMTP_PASSORD", "Ukjent"),
    ],
)
def test_a_wrong_secret_is_told_and_not_shown(tmp_path: Path, environment: dict[str, str], where: str, what: str) -> None:
    with pytest.raises(Stop) as stopped:
        load(data=tmp_path, environment=environment)
    [found] = stopped.value.problems
    assert found.where == where
    assert what in found.what
    assert SECRET[:8] not in str(stopped.value)


def test_the_key_is_made_on_first_use_and_stays(tmp_path: Path) -> None:
    found = load(data=tmp_path / "var", environment={})
    assert not (tmp_path / "var").exists()
    made = key(found)
    assert len(bytes.fromhex(made.decode())) == 32
    assert key(found) == made
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["key"]
    assert (tmp_path / "var/key").stat().st_mode & 0o777 == 0o600
    assert key(load(data=tmp_path / "annen", environment={"SIRKEL_KEY": made.decode()})) == made
    assert not (tmp_path / "annen").exists()


def test_processes_that_make_the_key_at_once_end_with_the_same_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(make_key, [tmp_path] * 64))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_a_key_others_could_read_is_closed_and_a_damaged_one_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("a" * 64, encoding="utf-8")
    (tmp_path / "key").chmod(0o644)
    assert make_key(tmp_path) == b"a" * 64
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    (tmp_path / "key").write_text("", encoding="utf-8")
    with pytest.raises(Stop, match="sikkerhetskopi"):
        make_key(tmp_path)
    with pytest.raises(Stop, match="SIRKEL_DATA"):
        make_key(tmp_path / "key" / "under-en-fil")


@pytest.mark.parametrize("data", [CHECKOUT, CHECKOUT / "config", CHECKOUT / "tasks" / "data"])
def test_keys_and_letters_never_come_to_lie_among_the_source(data: Path) -> None:
    with pytest.raises(Stop, match="SIRKEL_DATA"):
        load(data=data, environment={})


def test_a_data_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    with pytest.raises(Stop, match="ikke en mappe"):
        load(data=tmp_path / "var", environment={})


def test_prefect_gets_defaults_and_what_somebody_has_set_stands(tmp_path: Path) -> None:
    found = prefect_environment(tmp_path, {"PREFECT_LOGGING_LEVEL": "DEBUG"})
    assert found["PREFECT_HOME"] == str(tmp_path / "prefect")
    assert found["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"] == "180"
    assert found["PREFECT_SERVER_ANALYTICS_ENABLED"] == found["PREFECT_RUNNER_SERVER_ENABLE"] == "false"
    assert "PREFECT_LOGGING_LEVEL" not in found
    assert prefect_environment(tmp_path, {})["PREFECT_LOGGING_LEVEL"] == "CRITICAL"


def test_reading_the_configuration_is_quick() -> None:
    """It needs no Prefect, and of pydantic the kernel alone (45 modules): with its networks, its version 1 and pydantic-settings it takes
    half as long again in every call of the command."""
    code = "import sys, tasks.settings.load; tasks.settings.load.load(environment={}); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    tops = [name.partition(".")[0] for name in done.stdout.split()]
    assert not {"prefect", "jinja2", "sqlalchemy", "asyncio", "pydantic_settings"}.intersection(tops)
    assert 0 < tops.count("pydantic") + tops.count("pydantic_core") <= 60


def test_folders_are_given_or_of_the_environment_or_the_usual_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    environment = {"SIRKEL_CONFIG": "/et/sted", "SIRKEL_DATA": "data"}
    assert folders(environment={}) == (CHECKOUT / "config", tmp_path / "var")
    assert folders(environment=environment) == (Path("/et/sted"), tmp_path / "data")
    assert folders(Path("her"), Path("der"), environment) == (tmp_path / "her", tmp_path / "der")


@pytest.mark.parametrize(
    "weak", ["a" * 40, "abab" * 8, "passordpassord12", "Hemmelig12345678", "1234567890123456", "abcdefghijklmnopqrst", "sirkelsirkelsirkel"]
)
def test_a_key_that_can_be_guessed_is_refused(tmp_path: Path, weak: str) -> None:
    with pytest.raises(Stop, match="Nøkkelen er lett å gjette") as stopped:
        load(data=tmp_path, environment={"SIRKEL_KEY": weak})
    assert weak not in str(stopped.value)


def test_keys_made_by_chance_are_taken(tmp_path: Path) -> None:
    for _ in range(200):
        for made in (secrets.token_hex(16), secrets.token_urlsafe(18), secrets.token_hex(32)):
            assert key(load(data=tmp_path, environment={"SIRKEL_KEY": made})) == made.encode()


def test_the_pages_process_is_given_no_secret_that_it_does_not_need() -> None:
    kept = {"PATH": "/bin", "SIRKEL_KEY_FILE": "k", "SIRKEL_GOOGLE_JSON": "{}", "SIRKEL_DATA": "var", "PGPASSWORD": "x"}
    dropped = dict.fromkeys(("SIRKEL_SMTP_PASSWORD", "SIRKEL_SMTP_OAUTH_FILE", "SIRKEL_IMAP_PASSWORD", "SIRKEL_ZOOM_CLIENT_SECRET",
                             "PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING"), "hemmelig")  # fmt: skip
    assert for_pages(kept | dropped) == kept


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])
def test_others_are_answered_without_tls_only_where_somebody_says_so(host: str) -> None:
    with pytest.raises(Stop, match="--in-clear"):
        must_be_private(host, in_clear=False, https=False)
    must_be_private(host, in_clear=True, https=False)
    must_be_private(host, in_clear=False, https=True)
    must_be_private("127.0.0.1", in_clear=False, https=False)


def test_the_examples_for_several_machines_prove_whom_they_talk_to() -> None:
    """PostgreSQL and Redis: TLS with a certificate that is verified."""
    written = [*(ROOT / "deployments").glob("*.env"), *(ROOT / "deployments").glob("*.md")]
    found = [url for file in written for url in re.findall(r"(?:postgresql\+\w+|rediss?)://\w[^\s\"»`]+", file.read_text(encoding="utf-8"))]
    for url in found:
        assert ("verify-full" in url) if url.startswith("postgresql") else (url.startswith("rediss:") and "ssl_cert_reqs=required" in url), url
    assert len(found) >= 5
