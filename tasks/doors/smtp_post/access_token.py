"""The access token of XOAUTH2, fetched with google-auth from whichever service the account belongs to (RFC 6749 §6)."""

import json
import re
import threading
from functools import partial
from urllib.parse import urlsplit

from google.auth.exceptions import GoogleAuthError, RefreshError
from google.auth.transport.requests import Request
from google.oauth2.credentials import Credentials

from tasks.circle.model.apart import Fault, apart
from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.hosts import is_loopback
from tasks.doors.bounded.web import Unbelievable, bounded_session

SECRET = "SIRKEL_SMTP_OAUTH"  # noqa: S105 - the name of it
NEEDED = ("client_id", "client_secret", "refresh_token", "token_uri")
#: Bytes of an answer.
MOST = 100_000
#: What may stand in SASL XOAUTH2 (RFC 6750 §2.1, and room for more).
_TOKEN = re.compile(r"[!-~]+")


class AccessToken:
    """Kept until it runs out, and shared by all lines."""

    def __init__(self, oauth: str, timeout: float) -> None:
        """`oauth` as in `Account`; `timeout` in seconds. Raises `Stop` when something is missing in it."""
        known = _parsed(oauth)
        self._credentials = Credentials(None, **{name: known[name] for name in NEEDED})  # type: ignore[no-untyped-call]
        self._host, self._lock = urlsplit(known["token_uri"]).hostname or "", threading.Lock()
        # google-auth itself would wait for two minutes, and for ever where an answer drips.
        self._request = partial(Request(bounded_session(timeout, MOST)), timeout=timeout)

    def get(self) -> str:
        """Raises `Stop` when the service says no or can't be reached."""
        with self._lock:
            if not self._credentials.valid:
                self._fetch()
            return str(self._credentials.token)

    def drop(self) -> None:
        """The mail server did not take it: the next one is fetched."""
        with self._lock:
            self._credentials.token = None

    def _fetch(self) -> None:
        try:
            odd = apart(lambda: self._credentials.refresh(self._request), GoogleAuthError)  # type: ignore[no-untyped-call]
        except RefreshError as error:
            if error.retryable:
                raise _stop(f"{self._host} ga ikke ut noe adgangsbevis nå.", "Prøv igjen senere.") from error
            step = f"Godkjenn kontoen på nytt, og legg den nye JSON-teksten i {SECRET}."
            raise _stop(f"{self._host} godtar ikke refresh_token eller klienten ({_reason(error)}).", step) from error
        except GoogleAuthError as error:
            if isinstance(error.__cause__, Unbelievable):
                raise _stop(f"{self._host} svarte med {error.__cause__.what} på spørsmålet om adgangsbevis.", "Se at token_uri er riktig.") from error
            step = "Se at maskinen har nett, og at token_uri er riktig; neste runde prøver igjen."
            raise _stop(f"{self._host} svarte ikke på spørsmålet om adgangsbevis.", step) from error
        token = self._credentials.token
        if isinstance(odd, Fault) or not isinstance(token, str) or not _TOKEN.fullmatch(token):
            self._credentials.token = None
            found = f" ({odd.words})" if isinstance(odd, Fault) else ""
            step = "Se at token_uri er riktig; neste runde prøver igjen."
            raise _stop(f"{self._host} svarte noe uventet på spørsmålet om adgangsbevis{found}.", step)


def _parsed(oauth: str) -> dict[str, str]:
    try:
        known = json.loads(oauth)
    except ValueError as error:
        raise _stop("Dette er ikke JSON.", f"Den skal ha {', '.join(NEEDED)}.") from error
    missing = [name for name in NEEDED if not (isinstance(known, dict) and isinstance(known.get(name), str) and known[name])]
    if missing:
        raise _stop(f"Her mangler {', '.join(missing)}.", f"Den skal være JSON med {', '.join(NEEDED)}.")
    address = urlsplit(known["token_uri"])
    if address.scheme != "https" and not is_loopback(address.hostname or ""):
        raise _stop("token_uri er uten https, og hemmelighetene ville gått ukryptert.", "Skriv adressen med https://.")
    return dict(known)


def _reason(error: RefreshError) -> str:
    """OAuth's own word, such as invalid_grant; its description may name the account."""
    found = error.args[1].get("error") if len(error.args) > 1 and isinstance(error.args[1], dict) else ""
    return found if isinstance(found, str) and re.fullmatch(r"[a-z_]{1,40}", found) else "avvist"


def _stop(what: str, next_step: str) -> Stop:
    return Stop([Problem(SECRET, what, next_step)])
