"""`check` of the doors: each service is asked whether it would do its work, and nothing is changed."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tasks import clock
from tasks.admin.check_sheet import Check, from_problems
from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Outcome
from tasks.circle.model.tabs import CODES, READ_NAMES
from tasks.circle.snapshot import Values
from tasks.doors.bootstrap import google_sheet, imap_mailbox, open_sheet, smtp_post, zoom_room
from tasks.settings.model import CircleSettings, Secrets
from tasks.settings.secret_values import environment_name, missing_secrets


def sheet(settings: CircleSettings, secrets: Secrets, now: datetime) -> tuple[Values | None, list[Check]]:
    """The tabs of the sheet (as of `now`, UTC; None when it can't be read), and what there is to say of it."""
    google = settings.doors.sheet.kind == "google"
    if untried := _untried("Ark", settings, secrets, "google"):
        return None, untried
    try:
        values = open_sheet(settings, secrets).read((*READ_NAMES, CODES.name), now)
        odd = google_sheet(settings, secrets).look() if google else []
    except Stop as stop:
        return None, from_problems(stop.problems)
    where = "Google-arket" if google else str(settings.doors.sheet.workbook)
    return values, [Check("Ark", True, f"{where} kan leses"), *from_problems(odd)]


def room(settings: CircleSettings, secrets: Secrets) -> list[Check]:
    """The room's service, or the fixed link."""
    door = settings.doors.room
    if door.kind != "zoom":
        practice = " (en øvingslenke: bytt den i doors.toml, [room] link, før noen inviteres)" if "example.org" in door.link else ""
        return [Check("Rom", True, f"fast lenke {door.link}{practice}")]
    if untried := _untried("Rom", settings, secrets, "zoom"):
        return untried
    found = zoom_room(settings, secrets, clock.now).check()
    fine = found.outcome is Outcome.DONE
    return [Check("Rom", fine, found.detail, "" if fine else "Gjør det som står her, og kjør check igjen.")]


def post(settings: CircleSettings, secrets: Secrets, outbox: Path) -> list[Check]:
    """The mail server, or the folder where letters become files."""
    if settings.doors.post.kind != "smtp":
        return [folder("Brev", outbox, "legges som filer i")]
    return _untried("Brev", settings, secrets, "smtp") or _asked("Brev", smtp_post(settings, secrets).check)


def mailbox(settings: CircleSettings, secrets: Secrets) -> list[Check]:
    """The mailbox that answers come to, where one is read."""
    if settings.doors.mailbox.kind != "imap":
        return []
    return _untried("Postkasse", settings, secrets, "imap") or _asked("Postkasse", imap_mailbox(settings, secrets).check)


def folder(what: str, path: Path, words: str) -> Check:
    """Whether `path` can be written in, or made in the nearest folder that exists."""
    there = next(each for each in (path, *path.parents) if each.exists())
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return Check(what, True, f"{words} {path}")
    step = "Gi brukeren som kjører programmet, lov til å skrive der, eller sett SIRKEL_DATA til en annen mappe."
    return Check(what, False, f"Det går ikke an å skrive i {there}.", step)


def _asked(what: str, ask: Callable[[], str]) -> list[Check]:
    try:
        return [Check(what, True, ask())]
    except Stop as stop:
        return from_problems(stop.problems)


def _untried(what: str, settings: CircleSettings, secrets: Secrets, service: str) -> list[Check]:
    """A service whose secrets are missing isn't asked."""
    lacking = [environment_name(name) for name in missing_secrets(settings.doors, secrets) if name.startswith(service)]
    if not lacking:
        return []
    return [Check(what, False, "er ikke prøvd, for hemmeligheter mangler", f"Gi {', '.join(lacking)}, og kjør check igjen.")]
