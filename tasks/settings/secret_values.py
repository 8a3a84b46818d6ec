"""Secrets: from the environment or from files it names, and the installation's own key (RULES.md «Configuration», «Privacy»)."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from itertools import pairwise
from math import log2
from pathlib import Path
from typing import TYPE_CHECKING

from tasks.circle.model.errors import Problem, Stop
from tasks.settings.mistakes import Mistakes, nearest, why

if TYPE_CHECKING:
    from tasks.settings.model import Doors

PREFIX = "SIRKEL_"
KEY_FILE = "key"
#: Where `login` puts what it was given, unless SIRKEL_SMTP_OAUTH_FILE names another file.
MAIL_LOGIN = "mail-login.json"
KEY_BYTES = 32
#: A key somebody made up must be long enough that addresses can't be guessed from their digests.
SHORTEST_KEY = 16
#: Shannon's bits of all its signs together; and what is no key however it is dressed up.
LEAST_BITS = 40.0
_WORDS = ("passord", "password", "hemmelig", "secret", "sirkel", "changeme", "qwertyuiop", "asdfghjkl", "læringssirkel", "nøkkel", "0123456789")
_PASSWORDS_OF_PREFECT = {"PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING", "PREFECT_SERVER_DATABASE_CONNECTION_URL"}
_OTHERS = (f"{PREFIX}CONFIG", f"{PREFIX}DATA")


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """What only the environment knows; "" when not set. Never shown, not even by repr."""

    google_json: str = ""
    zoom_account_id: str = ""
    zoom_client_id: str = ""
    zoom_client_secret: str = ""
    smtp_password: str = ""
    smtp_oauth: str = ""
    imap_password: str = ""
    key: str = ""

    def __repr__(self) -> str:
        states = (f"{each.name}={'satt' if getattr(self, each.name) else 'mangler'}" for each in fields(self))
        return f"Secrets({', '.join(states)})"


def needed_secrets(doors: "Doors") -> tuple[str, ...]:
    """The fields of `Secrets` that the chosen doors can't do without; a mail server may take letters without a user."""
    post = () if doors.post.kind != "smtp" or not doors.post.user else (mail_secret(doors.post.auth, "smtp_password"),)
    mailbox = () if doors.mailbox.kind != "imap" else (mail_secret(doors.mailbox.auth, "imap_password"),)
    needed = (
        *(("google_json",) if doors.sheet.kind == "google" else ()),
        *(("zoom_account_id", "zoom_client_id", "zoom_client_secret") if doors.room.kind == "zoom" else ()),
        *post,
        *mailbox,
    )
    return tuple(dict.fromkeys(needed))  # post and mailbox may share one account


def mail_secret(auth: str, password: str) -> str:
    """The field of `Secrets` for a mail account: one grant serves post and mailbox, passwords are a field (`password`) each."""
    return "smtp_oauth" if auth == "xoauth2" else password


def missing_secrets(doors: "Doors", secrets: Secrets) -> tuple[str, ...]:
    """Those of them that are not set."""
    return tuple(name for name in needed_secrets(doors) if not getattr(secrets, name))


def environment_name(field: str) -> str:
    """`zoom_client_id` -> `SIRKEL_ZOOM_CLIENT_ID`."""
    return PREFIX + field.upper()


def missing_secrets_problem(fields: Sequence[str]) -> Problem:
    """What to do about secrets that are missing."""
    names = [environment_name(field) for field in fields]
    blocks = ", ".join(f"«{block_name(field)}»" for field in fields)
    step = f"Sett {'den' if len(names) == 1 else 'dem'} som miljøvariabel, som fil (navnet med _FILE), eller som Secret-blokk i Prefect ({blocks})."
    step += " «login google» eller «login microsoft» lager SIRKEL_SMTP_OAUTH." if "smtp_oauth" in fields else ""
    return Problem(", ".join(names), "Tjenestene som er valgt, trenger denne hemmeligheten, og den er ikke satt." if len(names) == 1 else
                   "Tjenestene som er valgt, trenger disse hemmelighetene, og de er ikke satt.", step)  # fmt: skip


def block_name(field: str) -> str:
    """The name of the Secret block in Prefect: names there have small letters, digits and hyphens only."""
    return environment_name(field).lower().replace("_", "-")


def for_pages(environment: Mapping[str, str]) -> dict[str, str]:
    """`environment` as the participants' pages need it: strangers talk to that process, and it sends no mail and starts no run."""
    kept = {environment_name(name) for name in ("key", "google_json")}
    others = {environment_name(each.name) for each in fields(Secrets)} - kept | _PASSWORDS_OF_PREFECT
    return {name: value for name, value in environment.items() if name.removesuffix("_FILE") not in others}


def _is_weak(key: str) -> bool:
    """Whether a key could be guessed: few signs over and over, the keyboard's or the alphabet's order, a word that everybody tries."""
    plain = key.casefold()
    counts = Counter(key).values()
    bits = -sum(count * log2(count / len(key)) for count in counts)
    steps = sum(abs(ord(one) - ord(other)) <= 1 for one, other in pairwise(key))
    return bits < LEAST_BITS or steps > len(key) / 2 or any(len(plain.replace(word, "")) <= SHORTEST_KEY / 2 for word in _WORDS if word in plain)


def read_secrets(environment: Mapping[str, str], mistakes: Mistakes) -> Secrets:
    """`SIRKEL_X` or the content of the file `SIRKEL_X_FILE`. Nothing is shown, no path either: it may be the secret itself."""
    names = {each.name: environment_name(each.name) for each in fields(Secrets)}
    _tell_misspelt(environment, {*_OTHERS, *names.values(), *(f"{name}_FILE" for name in names.values())}, mistakes)
    values = {field: _secret(name, environment, mistakes) for field, name in names.items()}
    values["google_json"] = _google(names["google_json"], values["google_json"], mistakes)
    if values["smtp_oauth"] and not _is_object(values["smtp_oauth"]):
        step = "«login google» og «login microsoft» lager den; se «Uten passord» i deployments/GUIDE.md."
        mistakes.add(names["smtp_oauth"], "Dette er ikke JSON.", step)
    if values["key"] and (len(values["key"]) < SHORTEST_KEY or _is_weak(values["key"])):
        step = f"Skriv minst {SHORTEST_KEY} tilfeldige tegn («openssl rand -base64 32» lager noen), eller ta den bort: da lages en i datamappen."
        mistakes.add(names["key"], "Nøkkelen er for kort." if len(values["key"]) < SHORTEST_KEY else "Nøkkelen er lett å gjette.", step)
    return Secrets(**values)


def _tell_misspelt(environment: Mapping[str, str], known: set[str], mistakes: Mistakes) -> None:
    for name in environment:
        near = nearest(name, known) if name.startswith(PREFIX) and name not in known else ""
        if near:
            mistakes.add(name, "Ukjent miljøvariabel.", f"Mente du {near}? Rett navnet, eller ta variabelen bort.")


def _secret(name: str, environment: Mapping[str, str], mistakes: Mistakes) -> str:
    value, file = environment.get(name, "").strip(), environment.get(f"{name}_FILE", "").strip()
    if value and file:
        mistakes.add(name, f"Både {name} og {name}_FILE er satt.", "Behold bare den ene.")
    return value if value or not file else _content(f"{name}_FILE", Path(file), mistakes)


def _content(name: str, path: Path, mistakes: Mistakes) -> str:
    what = "Filen den viser til, er tom."
    try:
        text = path.read_text(encoding="utf-8-sig").strip()
    except UnicodeDecodeError:
        text, what = "", "Filen den viser til, er ikke tekst i UTF-8."
    except (OSError, ValueError):
        text, what = "", "Filen den viser til, kan ikke leses."
    if not text:
        mistakes.add(name, what, "Skriv hele stien til filen, og gi brukeren som kjører programmet, lov til å lese den.")
    return text


def _google(name: str, value: str, mistakes: Mistakes) -> str:
    """The service account as JSON text: given itself, or as the path of its file."""
    text = value if not value or value.startswith("{") else _content(name, Path(value), mistakes)
    if text and not _is_object(text):
        mistakes.add(name, "Dette er ikke JSON for en tjenestekonto.", "Last ned nøkkelen på nytt fra Google Cloud, som JSON.")
    return text


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except json.JSONDecodeError:
        return False


def make_key(data: Path) -> bytes:
    """The key in the data folder, made when it isn't there: 32 random bytes as hex.

    Raises `Stop` when it can't be read or written.
    """
    return _whole(made_once(data / KEY_FILE, os.urandom(KEY_BYTES).hex(), "Nøkkelen").encode(), data)


def look_for_key(data: Path) -> bytes:
    """The same for a plan, which makes no file: where there is no key yet, one that nobody will see again. Raises `Stop` as `make_key`."""
    if not (data / KEY_FILE).exists():
        return os.urandom(KEY_BYTES).hex().encode()
    with explained(data / KEY_FILE, "Nøkkelen"):
        return _whole((data / KEY_FILE).read_text(encoding="utf-8").strip().encode(), data)


def _whole(key: bytes, data: Path) -> bytes:
    if len(key) < SHORTEST_KEY:
        step = "Legg tilbake filen fra sikkerhetskopien: uten den blir alle deltakere nye, og lenker i brev slutter å virke."
        raise Stop([Problem(str(data / KEY_FILE), "Nøkkelen er tom eller skadd.", step)])
    return key


def made_once(path: Path, content: str, what: str) -> str:
    """The secret that stands in the file `path`; when there is none yet, `content` is put there first. Mode 600, whole or not at all.

    Two processes that make it at once end with the same one. `what` is what to call it in a `Problem`. Raises `Stop` when it can't be
    read or written.
    """
    with explained(path, what):
        if not path.exists():
            # A link, not a rename: it never takes the place of one that another process has made meanwhile.
            with suppress(FileExistsError):
                _write(path, content, os.link)
        path.chmod(0o600)
        return path.read_text(encoding="utf-8").strip()


def replaced(path: Path, content: str, what: str) -> None:
    """Put a secret in the file `path` in the place of what stood there. Mode 600, whole or not at all. Raises `Stop` as `made_once`."""
    with explained(path, what):
        _write(path.resolve(), content, os.replace)


@contextmanager
def explained(path: Path, what: str) -> Iterator[None]:
    """What an operating system's refusal to read or write the secret in `path` means, as `Stop`."""
    try:
        yield
    except (OSError, UnicodeDecodeError) as error:
        step = "Gi brukeren som kjører programmet, lov til å lese og skrive der, eller sett SIRKEL_DATA til en annen mappe."
        reason = why(error) if isinstance(error, OSError) else "Filen er ikke tekst."
        raise Stop([Problem(str(path), f"{what} kan ikke leses eller lages. {reason}", step)]) from error


def _write(path: Path, content: str, put: Callable[[Path, Path], None]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.urandom(8).hex()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(content + "\n")
            file.flush()
            os.fsync(file.fileno())
        put(draft, path)
    finally:
        draft.unlink(missing_ok=True)
