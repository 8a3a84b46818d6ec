"""`check`: configuration, secrets, the sheet and each door looked at. Nothing is written, sent or made. No Prefect here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from tasks.admin import check_doors as checking_doors
from tasks.admin.check_doors import folder
from tasks.admin.check_sheet import Check, from_problems, in_the_way, rows, tabs
from tasks.circle.coordinator.alerts import unsent_since
from tasks.circle.letters.templates import Templates
from tasks.circle.model.errors import Stop
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.links import Keys
from tasks.circle.model.phrases import date_words
from tasks.circle.model.records import Memory
from tasks.circle.snapshot import Inputs, Values
from tasks.context import CircleRef
from tasks.doors.bootstrap import SQLITE, ledger_url
from tasks.doors.ledger.read_only import look_into
from tasks.settings.load import load
from tasks.settings.model import CircleSettings, Secrets, Settings
from tasks.settings.secret_values import KEY_FILE, PREFIX, environment_name, missing_secrets, missing_secrets_problem, needed_secrets

FIRST = "ved første runde"


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
        Templates(settings.templates).check()
    except Stop as stop:
        return from_problems(stop.problems)
    return [Check("Brevmaler", True, "alle brev lar seg skrive på alle tre språk")]


def _operator(settings: Settings) -> Check:
    operator = settings.shared.operator
    words = "får brev når en runde stopper" if operator.address else "ingen får brev når en runde stopper (doors.toml, [operator] address)"
    late = f"«status» sier fra når siste runde er mer enn {operator.late_hours} timer gammel"
    return Check("Drift", True, f"{words}; {late}")


def _ping(settings: Settings) -> Iterable[Check]:
    """Not asked: that would say that a round was carried out."""
    host = urlsplit(settings.shared.ping).hostname
    return [Check("Livstegn", True, f"meldes til {host} etter hver runde")] if host else []


class _Look:
    """One circle. The ledger is looked into first: what the rows of the sheet mean depends on what is known already."""

    def __init__(self, settings: Settings, name: str, now: datetime) -> None:
        chosen = settings.circle(name)
        self.settings, self.now = settings, now
        self.chosen, self.circle, self.doors = chosen, chosen.circle, chosen.doors
        self.ref = CircleRef(str(settings.config), str(settings.data), name)
        self.memory, self.ledger = self._ledger()

    def all(self) -> Iterator[Check]:
        """In the order people set a circle up."""
        yield self._life()
        secrets = self.settings.secrets
        yield _secrets(self.chosen, secrets)
        yield self._key()
        yield from self._sheet()
        yield from checking_doors.room(self.chosen, secrets)
        yield from checking_doors.post(self.chosen, secrets, self.ref.folder / "outbox")
        yield from checking_doors.mailbox(self.chosen, secrets)
        yield self.ledger
        yield _operator(self.settings)
        yield from _ping(self.settings)
        yield from self._unsent()

    def _unsent(self) -> Iterator[Check]:
        since = unsent_since(self.memory.notices) if self.memory else None
        if since:
            step = "Se linjen «Brev». Neste runde prøver igjen."
            yield Check(
                "Drift", False, f"Brev til den som drifter programmet, har ikke gått ut siden {date_words(since.date(), WORKING_LANGUAGE)}.", step
            )

    def _life(self) -> Check:
        words = f"fra {date_words(self.circle.first_day, WORKING_LANGUAGE)} til {date_words(self.circle.last_day, WORKING_LANGUAGE)}"
        over = self.circle.last_day < self.now.astimezone(self.circle.zone).date()
        return Check("Sirkelens tid", True, f"{words}; den er over" if over else words)

    def _ledger(self) -> tuple[Memory | None, Check]:
        url = ledger_url(self.doors.ledger.url, self.ref.ledger_folder, rehearsal=False)
        try:
            memory = look_into(url, self.circle.name)
        except Stop as stop:
            return None, from_problems(stop.problems)[0]
        if memory is None:
            return None, folder("Minne", self.ref.ledger_folder, f"lages {FIRST}, i") if url.startswith(SQLITE) else Check(
                "Minne", True, f"databasen svarer; tabellene lages {FIRST}"
            )
        last = f"siste runde {date_words(memory.last_round.date(), WORKING_LANGUAGE)}" if memory.last_round else "ingen runde ennå"
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
        values, said = checking_doors.sheet(self.chosen, self.settings.secrets, self.now)
        yield from said
        if values is None:
            return
        found = tabs(values, self.circle)
        yield from found
        yield from in_the_way(values)
        if all(check.ok for check in found):
            yield from self._rows(values)

    def _rows(self, values: Values) -> list[Check]:
        if self.memory is not None and self.memory.erased:
            return [Check("Rader", True, "sirkelen er avsluttet og svarene slettet; radene leses ikke mer")]
        file = self.settings.data / KEY_FILE  # without a key nobody is known yet, and any will do
        key = self.settings.secrets.key.encode() or (file.read_bytes().strip() if file.exists() else b"no key yet")
        domain = self.doors.post.sender_address.rpartition("@")[2]
        return rows(values, Inputs(self.circle, self.memory or Memory(), self.now, Keys(key).digest, domain))


def _secrets(chosen: CircleSettings, secrets: Secrets) -> Check:
    missing = missing_secrets(chosen.doors, secrets)
    found = [environment_name(name) for name in needed_secrets(chosen.doors) if name not in missing]
    if missing:
        names = ", ".join(map(environment_name, missing))
        what = f"Mangler: {names}." + (f" Satt: {', '.join(found)}." if found else "")
        return Check("Hemmeligheter", False, what, missing_secrets_problem(missing).next_step)
    return Check("Hemmeligheter", True, f"satt: {', '.join(found)}" if found else "ingen trengs med disse dørene")
