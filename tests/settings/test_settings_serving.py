"""What Prefect's server and the runs are told: the password, the addresses of the page, where Prefect's own files lie."""

import re
from pathlib import Path

import pytest

from tasks.circle.model.errors import Stop
from tasks.settings.prefect_environment import (
    CLIENT_PASSWORD,
    ORIGINS,
    PASSWORD,
    PASSWORD_FILE,
    address,
    page_password,
    prefect_environment,
    serving_environment,
)

HOSTS = ("127.0.0.1", "localhost", "::1", "127.8.8.8", "0.0.0.0", "::", "192.0.2.7", "sirkel.example.org")


@pytest.mark.parametrize("host", HOSTS)
def test_a_password_is_made_once_and_is_the_servers_and_the_runs(tmp_path: Path, host: str) -> None:
    found = serving_environment(tmp_path, host, 4200, {})
    made = found[PASSWORD]
    assert re.fullmatch(r"sirkel:[a-z2-9]{5}(-[a-z2-9]{5}){3}", made) and found[CLIENT_PASSWORD] == made
    assert (tmp_path / PASSWORD_FILE).stat().st_mode & 0o777 == 0o600
    assert serving_environment(tmp_path, host, 4200, {PASSWORD: "  "})[PASSWORD] == made
    assert serving_environment(tmp_path / "another", host, 4200, {})[PASSWORD] != made


def test_a_password_that_somebody_chose_is_the_servers_and_the_runs_and_none_is_made(tmp_path: Path) -> None:
    found = serving_environment(tmp_path, "0.0.0.0", 4200, {PASSWORD: "kari:hemmelig"})
    assert found[PASSWORD] == found[CLIENT_PASSWORD] == "kari:hemmelig"
    assert found["PREFECT_API_URL"] == "http://127.0.0.1:4200/api" and not (tmp_path / PASSWORD_FILE).exists()


@pytest.mark.parametrize("content", ["", "sirkel:", "\xff"])
def test_a_password_that_is_damaged_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / PASSWORD_FILE).write_text(content, encoding="latin-1")
    with pytest.raises(Stop) as stop:
        serving_environment(tmp_path, "127.0.0.1", 4200, {})
    assert stop.value.problems[0].where == str(tmp_path / PASSWORD_FILE) and stop.value.problems[0].next_step


def test_a_round_at_the_terminal_has_a_server_of_its_own_with_a_password_that_nobody_learns(tmp_path: Path) -> None:
    one, other = prefect_environment(tmp_path, {}), prefect_environment(tmp_path, {PASSWORD: ""})
    assert one[PASSWORD] == one[CLIENT_PASSWORD] != other[PASSWORD] == other[CLIENT_PASSWORD]
    assert len(one[PASSWORD]) > 30 and one[ORIGINS] == "https://nobody.invalid" and not list(tmp_path.iterdir())


def test_a_round_at_the_terminal_knows_the_password_of_the_page_it_is_told_to_use(tmp_path: Path) -> None:
    url = {"PREFECT_API_URL": "http://127.0.0.1:4200/api"}
    assert CLIENT_PASSWORD not in prefect_environment(tmp_path, url)
    made = page_password(tmp_path)
    assert prefect_environment(tmp_path, url)[CLIENT_PASSWORD] == made
    assert prefect_environment(tmp_path, url | {PASSWORD: "kari:hemmelig"})[CLIENT_PASSWORD] == "kari:hemmelig"
    assert CLIENT_PASSWORD not in prefect_environment(tmp_path, {"PREFECT_API_URL": "https://prefect.example.org/api"})


def test_only_the_pages_own_addresses_may_ask(tmp_path: Path) -> None:
    given = ["https://Sirkel.example.org/", "http://maskinen:4200"]
    assert serving_environment(tmp_path, "127.0.0.1", 4200, {}, given)[ORIGINS].split(",") == [
        "https://sirkel.example.org", "http://maskinen:4200", "http://127.0.0.1:4200", "http://localhost:4200",
    ]  # fmt: skip
    assert serving_environment(tmp_path, "::1", 4200, {})[ORIGINS].startswith("http://[::1]:4200,")


@pytest.mark.parametrize(
    "typed",
    [
        "sirkel.example.org",
        "https://",
        "https://sirkel.example.org/side",
        "ftp://x.example.org",
        "*",
        "https://a b",
        "https://x.example.org:99999",
        "https://bl%C3%A5.no",
        "https://a.example.org,https://b.example.org",
        "https://*",
    ],
)
def test_an_address_that_is_none_is_told(tmp_path: Path, typed: str) -> None:
    with pytest.raises(Stop) as stop:
        serving_environment(tmp_path, "127.0.0.1", 4200, {}, [typed])
    assert stop.value.problems[0].where == f"--address {typed}"


def test_nobody_opens_the_page_to_every_other_page_without_being_told(tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop:
        serving_environment(tmp_path, "127.0.0.1", 4200, {ORIGINS: "*"})
    assert "--address" in stop.value.problems[0].next_step


@pytest.mark.parametrize("host", HOSTS[:4])
def test_prefects_own_files_lie_in_the_data_folder(tmp_path: Path, host: str) -> None:
    found = serving_environment(tmp_path, host, 4311, {"PREFECT_API_URL": "http://other.example.org/api"})
    assert found["PREFECT_API_URL"] == f"{address(host, 4311)}/api"
    assert found["PREFECT_HOME"] == str(tmp_path / "prefect") and found["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


@pytest.mark.parametrize("own", ["x", "kari", ":pw", "kari:", "navn:passord", "kari:blåbær-og-æøå", "kari:to ord til sammen", "uten-kolon-men-langt"])
def test_a_password_of_ones_own_that_would_not_do_is_told_before_anything_starts(tmp_path: Path, own: str) -> None:
    with pytest.raises(Stop) as stop:
        serving_environment(tmp_path, "127.0.0.1", 4200, {PASSWORD: own})
    assert stop.value.problems[0].where == PASSWORD and own not in str(stop.value.problems[0]).replace("«navn:passord»", "")


def test_to_show_a_password_makes_none(tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop:
        page_password(tmp_path, make=False)
    assert stop.value.problems[0].where == str(tmp_path) and not list(tmp_path.iterdir())
    made = page_password(tmp_path)
    assert page_password(tmp_path, make=False) == made


def test_an_address_is_told_as_browsers_name_it(tmp_path: Path) -> None:
    given = ["https://blåbær.no", "https://[2001:db8::1]:8443/", "HTTP://Maskinen"]
    found = serving_environment(tmp_path, "127.0.0.1", 4200, {}, given)[ORIGINS].split(",")
    assert found[:3] == ["https://xn--blbr-roah.no", "https://[2001:db8::1]:8443", "http://maskinen"]
