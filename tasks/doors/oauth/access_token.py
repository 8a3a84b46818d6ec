"""The access token of XOAUTH2, for post and mailbox alike (RFC 6749 §6), and the newest refresh token, which is kept."""

import json
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from tasks.circle.model.errors import Stop
from tasks.doors.oauth.grant import Grant, read_grant
from tasks.doors.oauth.token_server import Refused, ask, is_token, unexpected
from tasks.doors.ports import KeptToken, KeptTokens
from tasks.settings.secret_values import explained, replaced

#: Seconds before its end that a token is taken for over, and how long one lasts whose server told no end.
EARLY, USUAL = 200, 300
#: Files of kept tokens, beside `MAIL_LOGIN`.
FILE = "mail-login.{name}.json"


class TokenFiles:
    """`KeptTokens` in the data folder of the one machine there is: a file for each, mode 600."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def newest(self, name: str) -> KeptToken | None:
        path = self._folder / FILE.format(name=name)
        with explained(path, "Den nyeste godkjenningen av e-postkontoen"):
            if not path.exists():
                return None
            with suppress(ValueError, KeyError, TypeError):  # nobody's file but ours: a damaged one counts as none
                known = json.loads(path.read_text(encoding="utf-8"))
                if is_token(known["refresh_token"]):
                    return KeptToken(known["refresh_token"], datetime.fromisoformat(known["used"]))
            return None

    def keep(self, name: str, token: KeptToken) -> None:
        text = json.dumps({"refresh_token": token.refresh_token, "used": token.used.isoformat()})
        replaced(self._folder / FILE.format(name=name), text, "Den nyeste godkjenningen av e-postkontoen")

    def forget(self, name: str) -> None:
        path = self._folder / FILE.format(name=name)
        with explained(path, "Den nyeste godkjenningen av e-postkontoen"):
            path.unlink(missing_ok=True)


class AccessToken:
    """Kept until it runs out, and shared by all lines of post and mailbox. Reaches for nothing before it is asked for."""

    def __init__(self, oauth: str, timeout: float, kept: KeptTokens) -> None:
        """`oauth`: JSON text as `read_grant` takes it; `timeout` in seconds."""
        self._oauth, self._timeout, self._kept = oauth, timeout, kept
        self._lock, self._token, self._until = threading.Lock(), "", 0.0

    def get(self) -> str:
        """Raises `Stop` when something is missing in the grant, or the service says no or can't be reached."""
        with self._lock:
            if not self._token or monotonic() > self._until:
                self._fetch(read_grant(self._oauth))
            return self._token

    def drop(self) -> None:
        """The mail server did not take it: the next one is fetched."""
        with self._lock:
            self._token = ""

    def age(self, now: datetime) -> tuple[bool, str, str]:
        """As `Grant.age`; nobody is asked. Raises `Stop`."""
        grant = read_grant(self._oauth)
        kept = self._kept.newest(grant.name)
        return grant.age(kept.used.date() if kept else None, now.date())

    def _fetch(self, grant: Grant) -> None:
        """With the newest refresh token; if that is refused, with one that another process got meanwhile, and with the first."""
        tried, refused = set[str](), None
        while token := self._untried(grant, tried):
            try:
                self._exchange(grant, token)
            except Refused as error:
                if error.word != "invalid_grant":
                    raise
                refused = error
                tried.add(token)
            else:
                return
        if refused:
            raise refused

    def _untried(self, grant: Grant, tried: set[str]) -> str:
        kept = self._kept.newest(grant.name)
        own = (kept.refresh_token if kept else grant.refresh_token, grant.refresh_token)
        return next((each for each in own if each not in tried), "")

    def _exchange(self, grant: Grant, token: str) -> None:
        form = {"grant_type": "refresh_token", "refresh_token": token, "client_id": grant.client_id}
        form |= {"client_secret": grant.client_secret} if grant.client_secret else {}
        answer = ask(grant, grant.token_uri, form, "access_token", self._timeout)
        new, seconds = answer.get("refresh_token", token), answer.get("expires_in", USUAL)
        if not is_token(new) or isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
            raise unexpected(grant)
        kept = KeptToken(new, datetime.now(UTC))
        if new == token:  # only its age is lost where nothing can be written
            with suppress(Stop):
                self._kept.keep(grant.name, kept)
        else:
            self._kept.keep(grant.name, kept)
        self._token, self._until = answer["access_token"], monotonic() + min(max(seconds, 0), 86_400) - EARLY
