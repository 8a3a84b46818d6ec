"""`check`: configuration, sheet and doors tried without changing anything. Plain functions: no Prefect."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tasks.circle.errors import Problem, Stop
from tasks.circle.keys import Keys
from tasks.circle.state import Memory
from tasks.circle.wording import Wording
from tasks.circle.world import TABS, Ground, understand
from tasks.doors.opening import look_at_sheet
from tasks.place import Place
from tasks.settings import CircleSettings, Settings, load


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what was tried, whether it is all right, and what to do when it isn't."""

    what: str
    ok: bool
    detail: str
    next_step: str = ""


def check(place: Place) -> list[Check]:
    """Everything that can be tried without writing, sending or making a ledger. Raises `Stop` for configuration that can't be read."""
    settings = load(Path(place.config), Path(place.data))
    chosen = settings.circle(place.circle)
    return [
        Check("Innstillinger", True, f"{place.circle}.toml og doors.toml er lest."),
        _tried("Brevmaler", "alle er i orden.", lambda: Wording(settings.templates).check()),
        *_secrets(settings, chosen),
        *_sheet(chosen),
        _folder(settings),
    ]


def _tried(what: str, good: str, call: Callable[[], None]) -> Check:
    try:
        call()
    except Stop as stop:
        return _wrong(what, stop.problems[0], len(stop.problems))
    return Check(what, True, good)


def _wrong(what: str, problem: Problem, count: int) -> Check:
    more = f" (og {count - 1} til)" if count > 1 else ""
    return Check(what, False, f"{problem.where}: {problem.what}{more}", problem.next_step)


def _secrets(settings: Settings, chosen: CircleSettings) -> Iterator[Check]:
    """Which secrets are found, never their value; missing ones matter only to the doors that were chosen."""
    needed = {
        "google_json": chosen.doors.sheet.kind == "google",
        "zoom_account_id": chosen.doors.room.kind == "zoom",
        "zoom_client_id": chosen.doors.room.kind == "zoom",
        "zoom_client_secret": chosen.doors.room.kind == "zoom",
        "smtp_password": chosen.doors.post.kind == "smtp" and bool(chosen.doors.post.user),
    }
    for name, wanted in needed.items():
        variable = f"SIRKEL_{name.upper()}"
        if wanted:
            there = bool(getattr(settings.secrets, name))
            yield Check(variable, there, "satt" if there else "mangler", "" if there else f"Sett {variable} eller {variable}_FILE.")


def _sheet(chosen: CircleSettings) -> Iterator[Check]:
    """The sheet is read and understood as a first round would."""
    now = datetime.now(UTC)
    try:
        values = look_at_sheet(chosen, TABS, now)
        ground = Ground(chosen.circle, Memory(), now, Keys(b"check").digest, "example.org")
        world = understand(values, ground)
    except Stop as stop:
        yield from (Check("Arket", False, f"{problem.where}: {problem.what}", problem.next_step) for problem in stop.problems)
        return
    people = sum(person.participant for person in world.roster.people)
    yield Check("Arket", True, f"{people} deltakere og {len(world.programme.meetings)} møter.")
    yield from (Check("Arket", False, f"{problem.where}: {problem.what}", problem.next_step) for problem in world.problems)


def _folder(settings: Settings) -> Check:
    folder = next(path for path in (settings.data, *settings.data.parents) if path.exists())
    if os.access(folder, os.W_OK):
        return Check("Datamappen", True, f"{settings.data} kan skrives i.")
    return Check("Datamappen", False, f"Det er ikke lov å skrive i {folder}.", "Gi rettigheter til mappen, eller sett SIRKEL_DATA til en annen.")
