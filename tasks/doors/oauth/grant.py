"""What a person granted the program at a mail account, as the JSON of SIRKEL_SMTP_OAUTH has it, and by whom. Pure."""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from urllib.parse import urlsplit

from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.hosts import is_loopback
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.phrases import date_words

SECRET = "SIRKEL_SMTP_OAUTH"  # noqa: S105 - the name of it
NEEDED = ("client_id", "refresh_token", "token_uri")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Where mail accounts are. `scopes` as the token server names them; `redirect`: the host of the way back that it takes (RFC 8252 §7.3);
    `asks`: what else it is asked; `unused`: days after which it ends a refresh token that nobody used; `ends`: what else ends one early;
    `at_first`: what to say of one in its first week."""

    key: str
    name: str
    host: str
    auth_uri: str
    token_uri: str
    device_uri: str
    scopes: tuple[str, ...]
    redirect: str
    asks: tuple[tuple[str, str], ...]
    smtp: str
    imap: str
    unused: int
    ends: str
    at_first: str = ""


#: Google: «Using OAuth 2.0 to Access Google APIs» (expiration), «OAuth 2.0 for iOS & Desktop Apps»; no device flow has the scope of mail.
#: Microsoft: «Refresh tokens in the Microsoft identity platform», «Authenticate an IMAP, POP or SMTP connection using OAuth».
PROVIDERS = (
    Provider(
        key="google", name="Google", host="google", auth_uri="https://accounts.google.com/o/oauth2/auth",
        token_uri="https://oauth2.googleapis.com/token", device_uri="",  # noqa: S106 - an address
        scopes=("https://mail.google.com/",), redirect="127.0.0.1",
        asks=(("prompt", "consent"),), smtp="smtp.gmail.com", imap="imap.gmail.com", unused=183,
        ends="appen står i «Testing» (sju dager), passordet er byttet, tilgangen er tatt bort, eller den er ikke brukt på seks måneder",
        at_first="Står appen i «Testing» hos Google («Audience»), varer den bare i sju dager: Velg «Publish app», og kjør «login google» på nytt.",
    ),
    Provider(
        key="microsoft", name="Microsoft", host="microsoftonline", auth_uri="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
        token_uri="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",  # noqa: S106 - an address
        device_uri="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/devicecode",
        scopes=("offline_access", "https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send"),
        redirect="localhost", asks=(("prompt", "select_account"),), smtp="smtp.office365.com", imap="outlook.office365.com", unused=90,
        ends="passordet er byttet, en administrator har tatt bort tilgangen, eller den er ikke brukt på 90 dager",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Grant:
    """`client_secret` "" for a public client (RFC 6749 §2.1), which Microsoft's apps are; `given` and `ends` are days (UTC), None where nobody
    knows or the token server named no end. Before the login is over, `refresh_token` is ""."""

    client_id: str
    token_uri: str
    client_secret: str = ""
    refresh_token: str = ""
    provider: Provider | None = None
    given: date | None = None
    ends: date | None = None

    @property
    def name(self) -> str:
        """By which the newest token is kept: it tells nothing of the first, whose digest it is."""
        return sha256(self.refresh_token.encode()).hexdigest()[:16]

    @property
    def host(self) -> str:
        return _host(self.token_uri)

    @property
    def renewal(self) -> str:
        """What the person is to do who can give a new one."""
        key = self.provider.key if self.provider else "google|microsoft"
        return f"Kjør «login {key}» på nytt; se «Uten passord» i deployments/GUIDE.md."

    def age(self, used: date | None, today: date) -> tuple[bool, str, str]:
        """Whether it lasts, how old it is, and what to do about it ("" for nothing). `used`: the last day that it was, None for never."""
        days = (("gitt", self.given), ("sist brukt", used), ("gjelder til", self.ends))
        words = [self.provider.name if self.provider else self.host, *(f"{word} {date_words(day, WORKING_LANGUAGE)}" for word, day in days if day)]
        told, idle = ", ".join(words), (today - (used or self.given or today)).days
        if self.ends:
            app = "Da står appen i «Testing» hos Google: Velg «Publish app» under «Audience» først. " if self.provider else ""
            return False, f"{told}. Etter den dagen går ingen brev.", f"{app}{self.renewal}"
        if self.provider and idle > self.provider.unused * 2 / 3:
            limit = f"{self.provider.name} avslutter en som ikke er brukt på {self.provider.unused} dager."
            return True, told, f"{limit} Kjør «check» en gang i måneden når ingen runder går."
        young = self.provider and self.given and (today - self.given).days < 8
        return True, told, self.provider.at_first if self.provider and young else ""

    def as_text(self) -> str:
        """The JSON of the secret."""
        days = {name: day.isoformat() for name, day in (("given", self.given), ("ends", self.ends)) if day}
        own = {name: value for name in ("client_id", "client_secret", "refresh_token", "token_uri") if (value := getattr(self, name))}
        return json.dumps({"provider": self.provider.key if self.provider else ""} | own | days, indent=2)


def read_grant(oauth: str) -> Grant:
    """`oauth` is the JSON text of the secret. Raises `Stop` when something is missing in it."""
    known = _object(oauth)
    texts = {name: value for name, value in known.items() if isinstance(value, str) and value}
    missing = [name for name in NEEDED if name not in texts]
    if missing:
        raise stop(f"Her mangler {', '.join(missing)}.", f"«login google» eller «login microsoft» lager den; den har {', '.join(NEEDED)}.")
    must_be_encrypted(texts["token_uri"])
    own = {name: texts[name] for name in (*NEEDED, "client_secret") if name in texts}
    return Grant(**own, provider=_provider(texts), given=_day(texts.get("given", "")), ends=_day(texts.get("ends", "")))


def must_be_encrypted(*addresses: str) -> None:
    """Raises `Stop` when one of a token server's addresses is no https, but for this machine's own."""
    if any(not each.startswith("https://") and not is_loopback(_host(each)) for each in addresses):
        raise stop("token_uri er uten https, og hemmelighetene ville gått ukryptert.", "Skriv adressen med https://.")


def _object(oauth: str) -> dict[str, object]:
    try:
        known = json.loads(oauth)
    except ValueError as error:
        raise stop("Dette er ikke JSON.", f"Den skal ha {', '.join(NEEDED)}; «login google» og «login microsoft» lager den.") from error
    return known if isinstance(known, dict) else {}


def _provider(known: dict[str, str]) -> Provider | None:
    """As it says itself, or by its token server."""
    host = _host(known["token_uri"])
    return next((each for each in PROVIDERS if known.get("provider") == each.key or each.host in host), None)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # half a bracket
        return ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def stop(what: str, next_step: str) -> Stop:
    return Stop([Problem(SECRET, what, next_step)])
