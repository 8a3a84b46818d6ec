"""`login`: a person grants the use of the mail account, and what was given is put in a file that is theirs alone, and tried. No Prefect here."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tasks import clock
from tasks.admin.check import asked
from tasks.admin.check_lines import Check
from tasks.circle.model.errors import Problem, Stop
from tasks.context import circle_refs, circle_refs_for_rounds, installation
from tasks.doors.bootstrap import TOKEN_SECONDS, imap_mailbox, kept_tokens, mail_tokens, smtp_post
from tasks.doors.oauth.consent import App, by_browser, by_device
from tasks.doors.oauth.grant import PROVIDERS, Grant, Provider, read_grant
from tasks.settings.model import Doors, Settings
from tasks.settings.secret_values import MAIL_LOGIN, replaced

PLACE = "--client"
_WHAT = "Godkjenningen av e-postkontoen"


@dataclass(frozen=True, slots=True)
class LoginOrder:
    """`client`: the file that was downloaded for the app, or its id; `device`: by a code in place of this machine's way back;
    `file`: where to put what is given, None for the data folder."""

    provider: str
    client: str
    tenant: str
    user: str
    device: bool
    port: int
    circle: str
    file: Path | None


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """`doors`: the tables that doors.toml, or the circle's own file, should have; `checks`: how the mail servers took it."""

    file: Path
    doors: str
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        return all(check.ok for check in self.checks)


@dataclass(frozen=True, slots=True)
class Telling:
    """What a person has to do meanwhile: `address` is given the address and the port to come back to, `code` an address and a code."""

    address: Callable[[str, int], None]
    code: Callable[[str, str], None]


def log_in(order: LoginOrder, tell: Telling) -> LoggedIn:
    """Raises `Stop` when nothing was granted; then nothing is changed."""
    ref = (circle_refs_for_rounds(order.circle) or circle_refs(order.circle))[0]
    settings, _ = installation(ref)
    doors, provider = settings.circle(ref.circle).doors, next(each for each in PROVIDERS if each.key == order.provider)
    app, file = _app(order, provider), order.file or settings.data / MAIL_LOGIN
    user = order.user or doors.post.user or doors.mailbox.user
    if not user:
        raise Stop([Problem("--user", "Hvilken konto brevene skal gå fra, er ikke skrevet.", "Skriv adressen: --user navn@sted.no")])
    _must_be_writable(file)
    grant = by_device(app, tell.code, TOKEN_SECONDS) if order.device else by_browser(app, user, order.port, tell.address, TOKEN_SECONDS)
    earlier = _earlier(file)
    replaced(file, grant.as_text(), _WHAT)
    if earlier and earlier.refresh_token != grant.refresh_token:
        with suppress(Stop):  # a secret that is used no more
            kept_tokens(settings.secrets, doors.ledger, settings.data).forget(earlier.name)
    return LoggedIn(file, _tables(doors, provider, user), tuple(_tried(settings, doors, grant, provider, user)))


def _app(order: LoginOrder, provider: Provider) -> App:
    """The client of the order. Raises `Stop` when its file or id can't be one."""
    if order.device and not provider.device_uri:
        step = "Ta bort --device. Er nettleseren på en annen maskin, brukes ssh-linjen som vises."
        raise Stop([Problem("--device", f"{provider.name} gir ikke tilgang til e-post med en kode.", step)])
    known = _client(order, provider)
    usual = {name: getattr(provider, name).format(tenant=order.tenant) for name in ("auth_uri", "token_uri", "device_uri")}
    told = usual | {name: value for name, value in known.items() if isinstance(value, str) and value}
    if not told.get("client_id") or any(value and not value.startswith("https://") for value in (told[name] for name in usual)):
        raise _no_client("Filen mangler client_id, eller har en adresse uten https://.", provider)
    grant = Grant(client_id=told["client_id"], client_secret=told.get("client_secret", ""), token_uri=told["token_uri"], provider=provider)
    return App(provider, grant, told["auth_uri"], told["device_uri"])


def _client(order: LoginOrder, provider: Provider) -> dict[str, object]:
    path = Path(order.client)
    if provider.key == "microsoft" and not path.suffix:
        return {"client_id": order.client}
    try:
        known = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise _no_client("Filen finnes ikke, kan ikke leses eller er ikke JSON.", provider) from error
    if not isinstance(known, dict) or "web" in known:
        raise _no_client("Filen er for en nettjeneste, ikke for et program på en maskin.", provider)
    own = known.get("installed", known)
    return own if isinstance(own, dict) else {}


def _no_client(what: str, provider: Provider) -> Stop:
    google = "Last ned JSON-filen for en klient av typen «Desktop app» i Google Cloud, og skriv stien til den."
    microsoft = "Skriv Application (client) ID fra appens side i Microsoft Entra."
    return Stop([Problem(PLACE, what, google if provider.key == "google" else microsoft)])


def _must_be_writable(file: Path) -> None:
    folder = next(each for each in file.resolve().parents if each.exists())
    if not os.access(folder, os.W_OK | os.X_OK):
        step = "Gi brukeren lov til å skrive der, eller la SIRKEL_SMTP_OAUTH_FILE vise til en annen fil."
        raise Stop([Problem(str(file), f"{_WHAT} kan ikke legges her.", step)])


def _earlier(file: Path) -> Grant | None:
    """What stood there, if it was a grant."""
    with suppress(OSError, ValueError, Stop):
        return read_grant(file.read_text(encoding="utf-8"))
    return None


def _tried(settings: Settings, doors: Doors, grant: Grant, provider: Provider, user: str) -> list[Check]:
    """How the mail servers take it: those of the doors, or the provider's."""
    secrets = replace(settings.secrets, smtp_oauth=grant.as_text())
    tokens = mail_tokens(secrets, doors.ledger, settings.data)
    post, box = doors.post, doors.mailbox
    post = post.model_copy(update={"auth": "xoauth2", "host": post.host or provider.smtp, "user": post.user or user})
    box = box.model_copy(update={"auth": "xoauth2", "user": box.user or user})
    found = [*asked("Godkjenning", partial(tokens.age, clock.now())), *asked("Brev", smtp_post(post, secrets, tokens).check)]
    if box.kind != "imap":
        return [*found, Check("Postkasse", True, "er ikke prøvd, for [mailbox] er ikke slått på")]
    return [*found, *asked("Postkasse", imap_mailbox(box, secrets, tokens).check)]


def _tables(doors: Doors, provider: Provider, user: str) -> str:
    """As they are to stand in doors.toml; the mailbox only where one is read."""
    post = f'[post]\nkind = "smtp"\nhost = "{doors.post.host or provider.smtp}"\nuser = "{doors.post.user or user}"\nauth = "xoauth2"'
    if doors.mailbox.kind != "imap":
        return post
    return f'{post}\n\n[mailbox]\nkind = "imap"\nhost = "{doors.mailbox.host}"\nuser = "{doors.mailbox.user}"\nauth = "xoauth2"'
