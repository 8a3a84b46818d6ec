"""XOAUTH2: the access token, what the mail server says to it, and what people are told."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Outcome
from tasks.doors.oauth.access_token import AccessToken, TokenFiles
from tasks.doors.ports import Envelope, Post
from tasks.doors.smtp_post.post import SmtpPost
from tests.doors.post_contract import envelope
from tests.standins.certificates import Authority
from tests.standins.smtp import SmtpServer
from tests.standins.smtp_office import USER, account, serving
from tests.standins.smtp_token import TokenGiver


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def send(post: Post, *envelopes: Envelope) -> list[Outcome]:
    with post.session() as session:
        return [session.deliver(each).outcome for each in envelopes]


@pytest.fixture
def server(authority: Authority) -> Iterator[SmtpServer]:
    with serving(authority.good(), mechanisms=("XOAUTH2",), users={}, tokens={USER: "adgang-1"}) as server:
        yield server


@pytest.fixture
def service() -> Iterator[TokenGiver]:
    with TokenGiver("forny-1", "adgang-1") as service:
        yield service


def test_an_account_with_a_password_takes_no_memory_for_tokens() -> None:
    code = "import sys, tasks.doors.bootstrap; sys.exit(bool({'google.auth', 'oauthlib', 'requests'} & sys.modules.keys()))"
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], check=True)


def through(server: SmtpServer, authority: Authority, oauth: str) -> SmtpPost:
    return SmtpPost(account(server, authority, auth="xoauth2", password=""), tokens=AccessToken(oauth, 5, TokenFiles(authority.file.parent)))


def test_one_access_token_serves_many_sessions(server: SmtpServer, authority: Authority, service: TokenGiver) -> None:
    post = through(server, authority, service.oauth("forny-1"))
    assert [send(post, envelope(n)) for n in range(3)] == [[Outcome.DONE]] * 3
    assert (service.asked, server.logins) == (1, 3)


def test_a_token_the_server_refuses_stops_and_is_fetched_anew_next_time(server: SmtpServer, authority: Authority, service: TokenGiver) -> None:
    service.token = "feil"
    post = through(server, authority, service.oauth("forny-1"))
    with pytest.raises(Stop) as stop:
        send(post, envelope())
    assert "avviste innloggingen (535 5.7.8" in str(stop.value)
    assert "SIRKEL_SMTP_OAUTH" in str(stop.value)
    service.token = "adgang-1"
    assert send(post, envelope()) == [Outcome.DONE]


@pytest.mark.parametrize(
    ("oauth", "says"),
    [
        ("{", "ikke JSON"),
        ('{"client_id": "x"}', "mangler refresh_token, token_uri"),
        (
            '{"client_id": "x", "client_secret": "y", "refresh_token": "z", "token_uri": "http://mail.example.org/t"}',
            "uten https",
        ),
        (
            '{"client_id": "x", "client_secret": "y", "refresh_token": "z", "token_uri": "http://127.0.0.1:1/t"}',
            "svarte ikke",
        ),
    ],
)
def test_what_is_wrong_with_the_secret_is_said(server: SmtpServer, authority: Authority, oauth: str, says: str) -> None:
    with pytest.raises(Stop) as stop:
        send(through(server, authority, oauth), envelope())
    (problem,) = stop.value.problems
    assert problem.where == "SIRKEL_SMTP_OAUTH"
    assert says in problem.what


def test_a_withdrawn_consent_is_told_with_what_to_do(server: SmtpServer, authority: Authority, service: TokenGiver) -> None:
    with pytest.raises(Stop) as stop:
        send(through(server, authority, service.oauth("trukket")), envelope())
    assert "invalid_grant" in str(stop.value)
    assert "«login google|microsoft» på nytt" in str(stop.value)
    assert "trukket" not in str(stop.value)
