"""Logging in on an open, encrypted line (RFC 4954); XOAUTH2 our own way, because yagmail's doesn't look at the answer."""

from base64 import b64encode
from collections.abc import Callable
from typing import Any, cast

from tasks.circle.model.errors import Stop
from tasks.doors.smtp_post.account import Account
from tasks.doors.smtp_post_words import server_words, stop

Reply = tuple[int, bytes]
#: What the standard library's client can do with a password.
PASSWORD_WAYS = frozenset({"PLAIN", "LOGIN", "CRAM-MD5"})


def log_in(smtp: Any, account: Account, token: Callable[[], str]) -> None:
    """`smtp` is yagmail's open line, after EHLO. Raises `Stop` when the server refuses, or OSError when the line is lost."""
    offered = set(smtp.esmtp_features.get("auth", "").upper().split())
    wanted = {"XOAUTH2"} if account.auth == "xoauth2" else PASSWORD_WAYS
    if not offered & wanted:
        raise _not_offered(account, offered)
    code, text = _xoauth2(smtp, account.user, token()) if account.auth == "xoauth2" else _password(smtp, account)
    if code != 235:
        raise refused(account, code, text)


def _password(smtp: Any, account: Account) -> Reply:
    if not (account.user + account.password).isascii():
        # The standard library can't encode it; RFC 4616 §2 has UTF-8.
        secret = b64encode(f"\0{account.user}\0{account.password}".encode()).decode("ascii")
        return cast(Reply, smtp.docmd("AUTH", f"PLAIN {secret}"))
    try:
        return cast(Reply, smtp.login(account.user, account.password))
    except OSError as error:
        code = getattr(error, "smtp_code", None)
        if not isinstance(code, int):
            raise
        return code, getattr(error, "smtp_error", b"")


def _xoauth2(smtp: Any, user: str, token: str) -> Reply:
    secret = b64encode(f"user={user}\x01auth=Bearer {token}\x01\x01".encode()).decode("ascii")
    code, text = cast(Reply, smtp.docmd("AUTH", f"XOAUTH2 {secret}"))
    # On 334 the reason comes first, as JSON; the refusal itself after an empty line.
    return cast(Reply, smtp.docmd("")) if code == 334 else (code, text)


def _not_offered(account: Account, offered: set[str]) -> Stop:
    if not offered:
        step = 'Er det riktig port? Tar den brev uten innlogging, sett user = "".'
        return stop("user", f"{account.place} tilbyr ingen innlogging (AUTH).", step)
    known = ", ".join(sorted(offered))
    if account.auth == "xoauth2":
        return stop("auth", f"{account.place} tilbyr ikke XOAUTH2, bare {known}.", 'Skriv auth = "password".')
    step = 'Skriv auth = "xoauth2" om XOAUTH2 er blant dem; ellers må en annen tjener brukes.'
    return stop("auth", f"{account.place} tar ikke imot passord, bare {known}.", step)


def refused(account: Account, code: int, text: bytes) -> Stop:
    """The login was answered with no."""
    said = server_words(code, text.decode("utf-8", "replace"), account.user)
    if code // 100 == 4:
        return stop("user", f"{account.place} tar ikke imot innlogging nå ({said}).", "Vent litt; neste runde prøver igjen.")
    if account.auth == "xoauth2":
        step = "Se at user er kontoen som ble godkjent, og at godkjenningen gjelder e-post; ny JSON-tekst i SIRKEL_SMTP_OAUTH."
    else:
        step = "Rett user, eller SIRKEL_SMTP_PASSWORD. Gmail og mange andre vil ha et app-passord, ikke det vanlige."
    return stop("user", f"{account.place} avviste innloggingen ({said}).", step)
