"""How a client logs in at the stand-in mail server: PLAIN (RFC 4616), LOGIN, and XOAUTH2 with its error dance."""

import binascii
import json
from base64 import b64decode, b64encode

from tests.standins.smtp_script import Script

GOOD, BAD, TYPED_BADLY = "235 2.7.0 welcome", "535 5.7.8 username and password not accepted", "501 5.5.2 not base64"


class Login:
    """One AUTH dialogue after the other. `waiting` while the next line is part of it; `user` once a reply is 235."""

    def __init__(self, script: Script) -> None:
        self._script, self.user = script, ""
        self._given: list[str] = []
        self.waiting = False

    def begin(self, rest: str) -> str:
        """The reply to `AUTH rest`."""
        mechanism, _, first = rest.partition(" ")
        dialogue = {"PLAIN": self._plain, "LOGIN": self._login, "XOAUTH2": self._xoauth2}.get(mechanism.upper())
        if dialogue is None or mechanism.upper() not in self._script.mechanisms:
            return "504 5.5.4 unknown mechanism"
        self._dialogue, self._given = dialogue, []
        return self.go_on(first.encode()) if first else self._ask("")

    def go_on(self, line: bytes) -> str:
        self.waiting = False
        if line == b"*":
            return "501 5.7.0 as you like"
        try:
            self._given.append(b64decode(line, validate=True).decode("utf-8"))
        except (binascii.Error, UnicodeDecodeError):
            return TYPED_BADLY
        return self._dialogue()

    def _ask(self, text: str) -> str:
        self.waiting = True
        return f"334 {b64encode(text.encode()).decode()}".rstrip() if text else "334 "

    def _checked(self, user: str, word: str, known: str | None) -> str:
        if known is None or word != known:
            return BAD
        self.user = user
        return GOOD

    def _plain(self) -> str:
        _, user, password = [*self._given[0].split("\0"), "", ""][:3]
        return self._checked(user, password, self._script.users.get(user))

    def _login(self) -> str:
        if len(self._given) < 2:
            return self._ask("Password:" if self._given else "Username:")
        user, password = self._given
        return self._checked(user, password, self._script.users.get(user))

    def _xoauth2(self) -> str:
        if len(self._given) > 1:
            return BAD
        user, _, rest = self._given[0].removeprefix("user=").partition("\x01")
        token = rest.partition("\x01")[0].removeprefix("auth=Bearer ")
        if self._checked(user, token, self._script.tokens.get(user)) == GOOD:
            return GOOD
        return self._ask(json.dumps({"status": "400", "schemes": "Bearer", "scope": "https://mail.google.com/"}))
