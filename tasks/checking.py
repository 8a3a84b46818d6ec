"""`check`: configuration, secrets, the sheet and each door looked at. Nothing is written, sent or made. No Prefect here."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tasks.checking_sheet import Check, from_problems, rows, tabs
from tasks.circle.errors import Stop
from tasks.circle.keys import Keys
from tasks.circle.state import Memory
from tasks.circle.wording import Wording
from tasks.circle.words import date_words
from tasks.circle.world import TABS, Ground, Values
from tasks.doors.ledger_check import look_into
from tasks.doors.opening import SQLITE, _absent, _ledger_url
from tasks.doors.workbook import Workbook
from tasks.place import Place
from tasks.settings import Settings, load
from tasks.settings_models import Doors
from tasks.settings_secrets import KEY_FILE, PREFIX

FIRST = "ved første runde"
#: What a door can't do without, by its kind; a mail server may take letters without a user, and then needs none.
SECRETS_OF = {
    "google": ("google_json",),
    "zoom": ("zoom_account_id", "zoom_client_id", "zoom_client_secret"),
    "smtp": ("smtp_password",),
}


@dataclass(frozen=True, slots=True)
class CircleChecks:
    """All that was looked at for one circle."""

    circle: str
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        return all(check.ok for check in self.checks)


def check_circles(circle: str, now: datetime, config: Path | None = None, data: Path | None = None) -> list[CircleChecks]:
    """The circle named, or all. `now` is real time, UTC. Raises `Stop` when the configuration can't be read."""
    settings = load(config, data)
    names = [circle] if circle not in ("", "*") else sorted(settings.circles)
    common = _common(settings)
    return [CircleChecks(name, (*common, *_Look(settings, name, now).all())) for name in names if settings.circle(name)]


def _common(settings: Settings) -> tuple[Check, ...]:
    count = len(settings.circles)
    files = f"{count} {'sirkel' if count == 1 else 'sirkler'} og {len(settings.templates)} brevmaler lest i {settings.config}"
    return (Check("Innstillinger", True, files), *_templates(settings))


def _templates(settings: Settings) -> Iterable[Check]:
    try:
        Wording(settings.templates).check()
    except Stop as stop:
        return from_problems(stop.problems)
    return [Check("Brevmaler", True, "alle brev lar seg skrive på alle tre språk")]


class _Look:
    """One circle. The ledger is looked into first: what the rows of the sheet mean depends on what is known already."""

    def __init__(self, settings: Settings, name: str, now: datetime) -> None:
        chosen = settings.circle(name)
        self.settings, self.now = settings, now
        self.circle, self.doors = chosen.circle, chosen.doors
        self.place = Place(str(settings.config), str(settings.data), name)
        self.absent = {problem.where: problem for problem in _absent(self.doors)}
        self.memory, self.ledger = self._ledger()

    def all(self) -> Iterator[Check]:
        """In the order people set a circle up."""
        yield self._life()
        yield _secrets(self.settings, self.doors)
        yield self._key()
        yield from self._missing("sheet", "Ark") or self._sheet()
        yield from self._missing("room", "Rom") or [_room(self.doors.room.link)]
        yield from self._missing("post", "Brev") or [_folder("Brev", self.place.folder / "outbox", "legges som filer i")]
        yield self.ledger

    def _missing(self, table: str, what: str) -> list[Check]:
        found = self.absent.get(f"doors.toml, [{table}] kind")
        return [Check(what, False, found.what, found.next_step)] if found else []

    def _life(self) -> Check:
        words = f"fra {date_words(self.circle.first_day, 'nb')} til {date_words(self.circle.last_day, 'nb')}"
        over = self.circle.last_day < self.now.astimezone(self.circle.zone).date()
        return Check("Sirkelens tid", True, f"{words}; den er over" if over else words)

    def _ledger(self) -> tuple[Memory | None, Check]:
        url = _ledger_url(self.doors.ledger.url, self.place.ledger_folder, rehearsal=False)
        try:
            memory = look_into(url, self.circle.name)
        except Stop as stop:
            return None, from_problems(stop.problems)[0]
        if memory is None:
            return None, _folder("Minne", self.place.ledger_folder, f"lages {FIRST}, i") if url.startswith(SQLITE) else Check(
                "Minne", True, f"databasen svarer; tabellene lages {FIRST}"
            )  # fmt: skip
        last = f"siste runde {date_words(memory.last_round.date(), 'nb')}" if memory.last_round else "ingen runde ennå"
        return memory, Check("Minne", True, f"kan leses; {last}, {len(memory.letters)} brev")

    def _key(self) -> Check:
        if self.settings.secrets.key:
            return Check("Nøkkel", True, f"{PREFIX}KEY er satt")
        if (self.settings.data / KEY_FILE).exists():
            return Check("Nøkkel", True, "ligger i datamappen")
        if self.memory is not None and self.memory.people:
            step = f"Legg tilbake filen «{KEY_FILE}» i datamappen, eller sett {PREFIX}KEY; uten den blir alle deltakere nye."
            return Check("Nøkkel", False, "Minnet finnes, men nøkkelen det er laget med, mangler.", step)
        return Check("Nøkkel", True, f"lages i datamappen {FIRST}")

    def _sheet(self) -> Iterator[Check]:
        file = self.doors.sheet.workbook
        try:
            values = Workbook(file, zone=self.circle.zone).read(TABS, self.now)
        except Stop as stop:
            yield from from_problems(stop.problems)
            return
        yield Check("Ark", True, f"{file} kan leses")
        found = tabs(values, self.circle)
        yield from found
        if all(check.ok for check in found):
            yield from self._rows(values)

    def _rows(self, values: Values) -> list[Check]:
        if self.memory is not None and self.memory.erased:
            return [Check("Rader", True, "sirkelen er avsluttet og svarene slettet; radene leses ikke mer")]
        key = self.settings.secrets.key.encode() or _key_file(self.settings.data)
        domain = self.doors.post.sender_address.rpartition("@")[2]
        return rows(values, Ground(self.circle, self.memory or Memory(), self.now, Keys(key).digest, domain))


def _key_file(data: Path) -> bytes:
    """Without a key nobody is known yet, and any will do."""
    file = data / KEY_FILE
    return file.read_bytes().strip() if file.exists() else b"no key yet"


def _secrets(settings: Settings, doors: Doors) -> Check:
    kinds = (doors.sheet.kind, doors.room.kind, doors.post.kind)
    needed = [name for kind in kinds for name in SECRETS_OF.get(kind, ()) if kind != "smtp" or doors.post.user]
    found = [PREFIX + name.upper() for name in needed if getattr(settings.secrets, name)]
    missing = [PREFIX + name.upper() for name in needed if not getattr(settings.secrets, name)]
    if missing:
        words = f"Mangler: {', '.join(missing)}." + (f" Satt: {', '.join(found)}." if found else "")
        step = "Sett dem som miljøvariabler, eller legg hver i en fil og sett navnet med _FILE til stien."
        return Check("Hemmeligheter", False, words, step)
    return Check("Hemmeligheter", True, f"satt: {', '.join(found)}" if found else "ingen trengs med disse dørene")


def _room(link: str) -> Check:
    practice = " (en øvingslenke: bytt den i doors.toml, [room] link, før noen inviteres)" if "example.org" in link else ""
    return Check("Rom", True, f"fast lenke {link}{practice}")


def _folder(what: str, folder: Path, words: str) -> Check:
    """Whether `folder` can be written in, or made in the nearest folder that exists."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return Check(what, True, f"{words} {folder}")
    step = "Gi brukeren som kjører programmet, lov til å skrive der, eller sett SIRKEL_DATA til en annen mappe."
    return Check(what, False, f"Det går ikke an å skrive i {there}.", step)
