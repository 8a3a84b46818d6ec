"""yagmail as keeper of a session: it connects and encrypts, and does no more (its way of sending repeats what may have arrived)."""

import ssl
from typing import Any

import yagmail

from tasks.doors.smtp_post.account import Account
from tasks.doors.smtp_post_words import stop

#: As mail programs do (RFC 5321 §4.1.3): the machine's own name is nobody's business, and looking it up can take seconds.
WHO = "[127.0.0.1]"


def keeper(account: Account) -> Any:
    """Not connected yet. It never prompts and never looks into the keyring. Raises `Stop` for an unreadable `ca_file`."""
    way: dict[str, Any] = {"smtp_ssl": False, "smtp_starttls": False}
    if account.security == "starttls":
        way["smtp_starttls"] = {"context": _trusted(account)}
    elif account.security == "tls":
        way |= {"smtp_ssl": True, "context": _trusted(account)}
    return yagmail.SMTP(
        {account.user: ""},
        password="",
        host=account.host,
        port=account.port,
        smtp_skip_login=True,  # `log_in` does it, and looks at the answer
        soft_email_validation=False,
        timeout=account.timeout,
        local_hostname=WHO,
        **way,
    )


def _trusted(account: Account) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=account.ca_file)
    except OSError as error:
        step = "Filen skal ha sertifikater i PEM-form (-----BEGIN CERTIFICATE-----)."
        raise stop("ca_file", f"Rotsertifikatene i {account.ca_file} kan ikke leses.", step) from error


def lacks_starttls(yag: Any) -> bool:
    """True when the server was asked and has none."""
    smtp = yag.smtp
    return bool(smtp and smtp.does_esmtp and not smtp.has_extn("starttls") and not isinstance(smtp.sock, ssl.SSLSocket))


def let_go(yag: Any) -> None:
    """Close without QUIT; yagmail would send one when it is collected, and wait for the answer."""
    yag.is_closed = True
    if yag.smtp is not None:
        yag.smtp.close()
