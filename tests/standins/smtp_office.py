"""A stand-in mail server with TLS and a login, and the account that may use it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from tasks.doors.smtp_post.account import Account
from tests.standins.certificates import Authority, Certificate
from tests.standins.smtp import SmtpServer
from tests.standins.smtp_script import Script

USER = "sirkel@example.org"


@contextmanager
def serving(certificate: Certificate, **script: Any) -> Iterator[SmtpServer]:
    """A server with STARTTLS and one user, but for what `script` changes."""
    usual = Script(certificate=certificate.context(), security="starttls", users={USER: "kryptert1"})
    with SmtpServer(replace(usual, **script)) as server:
        yield server


def account(server: SmtpServer, authority: Authority, **changes: Any) -> Account:
    usual = Account(
        host="127.0.0.1", port=server.port, security="starttls", user=USER, password="kryptert1", sender=USER,
        ca_file=authority.file, timeout=5.0,
    )  # fmt: skip
    return replace(usual, **changes)
