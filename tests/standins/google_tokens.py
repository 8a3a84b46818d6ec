"""Service accounts of the stand-in: keys, and access tokens given only for a JWT that was really signed with one (RFC 7523)."""

import base64
import binascii
import json
import secrets
import time
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SCOPE = "https://www.googleapis.com/auth/spreadsheets"
GOOGLE = "https://oauth2.googleapis.com/token"  # what google-auth names as audience, wherever it sends the request
ACCOUNT = "sirkel@ovingsprosjekt.iam.gserviceaccount.example.org"


class NotGranted(Exception):  # noqa: N818 - the token endpoint's answer, OAuth's own shape
    """`error` and `error_description` of RFC 6749 §5.2."""

    def __init__(self, description: str, error: str = "invalid_grant") -> None:
        super().__init__(description)
        self.body = {"error": error, "error_description": description}


@lru_cache(maxsize=2)
def _key(number: int) -> rsa.RSAPrivateKey:
    """One key pair a process is enough, a second one is for whoever signs with the wrong one.

    Half of the bits of Google's own: a key is tested for its primes whenever it is read, which takes 40 ms with 2,048 and 6 with 1,024.
    """
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)


def _pem(number: int) -> str:
    form = serialization.PrivateFormat.PKCS8
    return _key(number).private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


@dataclass
class Tokens:
    """`lifetime` in seconds; `revoked`: the key was deleted in Google Cloud; tokens already given stay valid unless `forget`."""

    url: str
    lifetime: int = 3600
    revoked: bool = False
    given: dict[str, tuple[str, float]] = field(default_factory=dict)
    asked: int = 0

    def account(self, *, wrong_key: bool = False, **changes: Any) -> str:
        """The JSON that Google Cloud hands out for a service account; its token address is this stand-in."""
        info = {
            "type": "service_account", "project_id": "ovingsprosjekt", "private_key_id": "stand-in-1",
            "private_key": _pem(int(wrong_key)), "client_email": ACCOUNT, "client_id": "100000000000000000001",
            "auth_uri": f"{self.url}/o/oauth2/auth", "token_uri": f"{self.url}/token", "universe_domain": "googleapis.com",
        }  # fmt: skip
        return json.dumps(info | changes)

    def accept(self, token: str, email: str = ACCOUNT) -> None:
        """Let in a token that nobody was given."""
        self.given[token] = (email, float("inf"))

    def forget(self) -> None:
        """All tokens end now."""
        self.given.clear()

    def email_of(self, authorization: str | None) -> str | None:
        email, until = self.given.get((authorization or "").removeprefix("Bearer "), (None, 0.0))
        return email if time.time() < until else None

    def grant(self, form: dict[str, str]) -> dict[str, Any]:
        """The answer of the token endpoint. Raises `NotGranted`."""
        self.asked += 1
        if form.get("grant_type") != GRANT:
            raise NotGranted("Invalid grant_type: " + form.get("grant_type", ""), "unsupported_grant_type")
        claims = self._claims(form.get("assertion", ""))
        now = time.time()
        if claims.get("iss") != ACCOUNT:
            raise NotGranted("Invalid grant: account not found")
        if claims.get("aud") not in (GOOGLE, f"{self.url}/token"):
            raise NotGranted("Invalid JWT: Failed audience check.")
        if not (claims.get("iat", now + 1e9) - 300 < now < claims.get("exp", 0) <= claims["iat"] + 3600):
            raise NotGranted("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.")
        if SCOPE not in claims.get("scope", "").split():
            raise NotGranted("Invalid OAuth scope or ID token audience provided.", "invalid_scope")
        token = f"ya29.stand-in-{secrets.token_urlsafe(12)}"
        self.given[token] = (ACCOUNT, now + self.lifetime)
        return {"access_token": token, "expires_in": self.lifetime, "token_type": "Bearer"}

    def _claims(self, assertion: str) -> dict[str, Any]:
        try:
            head, body, signature = assertion.split(".")
            header, claims = json.loads(_decoded(head)), json.loads(_decoded(body))
            public = _key(0).public_key()
            public.verify(_decoded(signature), f"{head}.{body}".encode(), padding.PKCS1v15(), hashes.SHA256())
        except (ValueError, binascii.Error) as error:
            raise NotGranted("Invalid JWT: " + type(error).__name__) from error
        except InvalidSignature as error:
            raise NotGranted("Invalid JWT Signature.") from error
        if header.get("alg") != "RS256" or self.revoked:
            raise NotGranted("Invalid JWT Signature.")
        return dict(claims)


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
