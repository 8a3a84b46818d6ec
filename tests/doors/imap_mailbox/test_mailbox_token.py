"""A mailbox without a password (XOAUTH2): settings, token server, IMAP server, and what people are told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.circle.model.errors import Problem, Stop
from tasks.doors.bootstrap import imap_mailbox, mail_tokens
from tasks.doors.imap_mailbox.imap import ImapMailbox
from tasks.settings.load import load
from tasks.settings.secret_values import Secrets, missing_secrets
from tests.settings.test_settings import CIRCLE, NAME, copy_of_config, spoil
from tests.standins.imap import ImapServer
from tests.standins.smtp_token import TokenGiver


@pytest.fixture
def server() -> Iterator[ImapServer]:
    with ImapServer(token="adgang-1") as server:
        yield server


@pytest.fixture
def service() -> Iterator[TokenGiver]:
    with TokenGiver("forny-1", "adgang-1") as service:
        yield service


def mailbox(folder: Path, server: ImapServer, oauth: str) -> ImapMailbox:
    """As a circle's settings make it."""
    config = copy_of_config(folder)
    door = f'kind = "imap"\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\nuser = "{server.user}"\nauth = "xoauth2"'
    spoil(config, CIRCLE, "[rhythm]", f"[mailbox]\n{door}\n[rhythm]")
    found = load(config, folder / "var", {"SIRKEL_SMTP_OAUTH": oauth})
    chosen = found.circle(NAME)
    assert missing_secrets(chosen.doors, found.secrets) == ()
    assert missing_secrets(chosen.doors, Secrets(imap_password="unyttig")) == ("smtp_oauth",)
    return imap_mailbox(chosen.doors.mailbox, found.secrets, mail_tokens(found.secrets, chosen.doors.ledger, found.data))


def refusal(box: ImapMailbox) -> Problem:
    with pytest.raises(Stop) as stop:
        box.check()
    (problem,) = stop.value.problems
    assert "adgang" not in str(stop.value)
    assert "forny" not in str(stop.value)
    return problem


def test_the_mailbox_is_read_with_a_token(tmp_path: Path, server: ImapServer, service: TokenGiver) -> None:
    assert "kan leses" in mailbox(tmp_path, server, service.oauth("forny-1")).check()
    assert (service.asked, server.logins, "LOGIN" in server.commands) == (1, 1, False)


def test_a_token_that_is_refused_is_told_with_what_to_do(tmp_path: Path, server: ImapServer, service: TokenGiver) -> None:
    service.token = "adgang-2"
    problem = refusal(mailbox(tmp_path, server, service.oauth("forny-1")))
    assert (problem.where, "avviste innloggingen" in problem.what) == ("doors.toml, [mailbox] user", True)
    assert "SIRKEL_SMTP_OAUTH" in problem.next_step


def test_a_server_without_xoauth2_is_never_shown_the_token(tmp_path: Path, server: ImapServer, service: TokenGiver) -> None:
    server.token = ""
    problem = refusal(mailbox(tmp_path, server, service.oauth("forny-1")))
    assert (problem.where, "tilbyr ikke XOAUTH2" in problem.what) == ("doors.toml, [mailbox] auth", True)
    assert not any("AUTHENTICATE" in each for each in server.commands)


def test_a_withdrawn_consent_is_told_before_the_mailbox_is_asked(tmp_path: Path, server: ImapServer, service: TokenGiver) -> None:
    problem = refusal(mailbox(tmp_path, server, service.oauth("trukket")))
    assert (problem.where, "invalid_grant" in problem.what) == ("SIRKEL_SMTP_OAUTH", True)
    assert server.commands == []
