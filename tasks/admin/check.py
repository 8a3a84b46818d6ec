"""`check`: configuration, secrets, the sheet and each door looked at. Nothing is sent or made; pages that were reached are noted. No Prefect here."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from tasks import clock
from tasks.admin.check_lines import Check, from_problems
from tasks.admin.check_pages import pages_checks
from tasks.circle.acts import ALL
from tasks.circle.coordinator.alerts import unsent_since
from tasks.circle.coordinator.readiness import answers, verdict
from tasks.circle.coordinator.unsent import in_the_way
from tasks.circle.letters.templates import Templates
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Stop, gathered, to_mend
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.links import Keys, room_addresses
from tasks.circle.model.phrases import date_words
from tasks.circle.model.records import Memory, Outcome
from tasks.circle.model.table import Cell, Tab, clean, header_problems, is_blank
from tasks.circle.model.tabs import CODES, EDITS, MEETINGS, PEOPLES, READ_NAMES, SIGN_UPS, forms_of
from tasks.circle.model.trial import OUTBOX, goes_live
from tasks.circle.people.form_sign_ups import FORM_TABS, asked_about_form, confirmed_rows
from tasks.circle.plan import Scope, plan_round
from tasks.circle.snapshot import Inputs, Snapshot, Values, take_snapshot
from tasks.context import CircleRef
from tasks.doors.bootstrap import SQLITE, google_sheet, imap_mailbox, is_practice, ledger_url, mail_tokens, open_sheet, smtp_post, zoom_room
from tasks.doors.ledger.disk import network_disk
from tasks.doors.ledger.read_only import look_into
from tasks.doors.workbook.workbook import Workbook
from tasks.round.trial import as_counted, facts_of
from tasks.settings.load import load
from tasks.settings.model import CircleSettings, Settings
from tasks.settings.secret_values import (
    KEY_FILE,
    PREFIX,
    Secrets,
    environment_name,
    mail_secret,
    missing_secrets,
    missing_secrets_problem,
    needed_secrets,
)

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
    words = f"{'' if operator.address else 'den første tilretteleggeren '}får brev når en runde stopper"
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
        self.trial, self.practice = self.doors.post.kind == OUTBOX, is_practice(self.doors)
        self.snapshot: Snapshot | None = None
        self.ref = CircleRef(str(settings.config), str(settings.data), name)
        self.tokens = mail_tokens(settings.secrets, self.doors.ledger, settings.data)
        self.memory, self.ledger = self._ledger()

    def all(self) -> Iterator[Check]:
        """In the order people set a circle up, with the files in which the settings really stand."""
        place = self.chosen.places.told
        for each in self._each():
            yield Check(place(each.what), each.ok, place(each.detail), place(each.next_step))

    def _each(self) -> Iterator[Check]:
        if self.practice:
            found = f"arket har fanen «{EDITS.name}»: dette er en øvingssirkel, og den tar ikke del i runder for alle eller til faste tider"
            step = f"Ikke slett noe. Til en egen sirkel: lag et ark med «sheet» (eller ta bort «{EDITS.name}»), og skriv det i [sheet] workbook."
            yield Check(EDITS.name, True, found, step)
        yield self._life()
        yield _secrets(self.chosen, self.settings.secrets)
        yield self._key()
        yield from self._sheet()
        yield from self._room()
        yield from self._grant()
        yield from self._post()
        yield from self._mailbox()
        yield self.ledger
        yield from self._disk()
        yield _operator(self.settings)
        yield from _ping(self.settings)
        yield from pages_checks(self.ref, self.doors.pages, self._keys(), self.memory, self.now)
        yield from self._unsent()
        yield from self._ready()

    def _ready(self) -> Iterator[Check]:
        """«Klar til å sende» (R24): on trial a no is for information, where letters go out it needs a person. Not asked of a closed circle."""
        if self.memory is not None and self.memory.closed:
            return
        found = answers(facts_of(self.chosen, self.snapshot, self.now))
        for each in (*found, verdict(found, trial=self.trial)):
            yield Check(each.what, each.yes or self.trial, each.detail, each.next_step)

    def _unsent(self) -> Iterator[Check]:
        since = unsent_since(self.memory.notices) if self.memory else None
        hindered = in_the_way(self.circle, self.memory, self.now) if self.memory else []
        yield from from_problems(hindered)
        if since:
            step = f"Se linjen «{hindered[0].where if hindered else 'Brev'}». Neste runde prøver igjen."
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
            found = look_into(url, self.circle.name)
            memory = found and as_counted(found, self.ref.folder / "outbox", trial=self.trial)[0]
        except Stop as stop:
            return None, from_problems(stop.problems)[0]
        if memory is None:
            return None, _folder("Minne", self.ref.ledger_folder, f"lages {FIRST}, i") if url.startswith(SQLITE) else Check(
                "Minne", True, f"databasen svarer; tabellene lages {FIRST}"
            )
        last = f"siste runde {date_words(memory.last_round.date(), WORKING_LANGUAGE)}" if memory.last_round else "ingen runde ennå"
        return memory, Check("Minne", True, f"kan leses; {last}, {len(memory.letters)} brev")

    def _disk(self) -> Iterator[Check]:
        """Where several processes can't share a file of SQLite, it may be damaged in silence."""
        url = ledger_url(self.doors.ledger.url, self.ref.ledger_folder, rehearsal=False)
        if url.startswith(SQLITE) and (kind := network_disk(Path(url.removeprefix(SQLITE).partition("?")[0]))):
            step = "Sett SIRKEL_DATA til en mappe på maskinens egen disk og flytt datamappen dit, eller bruk PostgreSQL: [ledger] url"
            yield Check("Minne", False, f"Filen ligger på en nettdisk ({kind}), og der kan den bli skadd i det stille.", step)

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
        """Each tab, and the rows when no tab lacks anything."""
        if untried := self._untried("Ark", "google"):
            yield from untried
            return
        google, secrets = self.doors.sheet.kind == "google", self.settings.secrets
        try:
            sheet = open_sheet(self.chosen, secrets)
            values = sheet.read((*READ_NAMES, CODES.name, *FORM_TABS), self.now)
            where = sheet.look() if isinstance(sheet, Workbook) else ""
            odd = [*sheet.left_out, *(google_sheet(self.chosen, secrets).look() if google else ())]
        except Stop as stop:
            yield from from_problems(stop.problems)
            return
        yield Check("Ark", True, f"{'Google-arket' if google else self.doors.sheet.workbook} kan leses{where}")
        yield from from_problems(odd)
        yield from self._form(values)
        found = _tabs(values, self.circle)
        yield from found
        yield from _in_the_way(values)
        if all(check.ok for check in found):
            yield from self._rows(values)

    def _form(self, values: Values) -> Iterator[Check]:
        """Who writes «Påmelding»: people, or a form of theirs, which strangers fill in."""
        door, url = self.doors.sheet, self.doors.pages.url
        if door.sign_up_form and not url:
            yield Check(SIGN_UPS.name, False, "Nye rader må bekreftes på nettsidene, og det er ingen.", "Skriv nettsidenes adresse: [pages] url")
        elif door.sign_up_form and (keys := self._keys()):
            call = f"{url.rstrip('/')}/{self.circle.name}/ny/{keys.secret('rows', self.circle.name)}"
            yield Check(SIGN_UPS.name, True, f"nye rader bekreftes av adressen; skriptet i skjemaet kan kalle {call} (POST), så går det med en gang")
        elif "sign_up_form" not in door.model_fields_set and (question := asked_about_form(values)):
            yield from from_problems([question])

    def _keys(self) -> Keys | None:
        file = self.settings.data / KEY_FILE
        key = self.settings.secrets.key.encode() or (file.read_bytes().strip() if file.exists() else b"")
        return Keys(key) if key else None

    def _rows(self, values: Values) -> list[Check]:
        if self.memory is not None and self.memory.erased:
            left = {name: count for name in READ_NAMES if name != MEETINGS.name and (count := sum(any(row) for row in values.get(name, ())[1:]))}
            if not left:
                return [Check("Rader", True, "sirkelen er avsluttet og svarene slettet, her og i arket")]
            rows = ", ".join(f"«{name}» ({count})" for name, count in left.items())
            step = "Slett radene, eller hele arket, og skjemaene. Se også etter i postkassen, i utboksen og i sikkerhetskopier."
            return [Check("Rader", False, f"Sirkelen er avsluttet og svarene slettet, men arket har ennå rader om deltakerne: {rows}.", step)]
        keys = self._keys() or Keys(b"no key yet")  # without one nobody is known yet, and any will do
        domain, memory, digest = self.doors.post.sender_address.rpartition("@")[2], self.memory or Memory(), keys.digest
        counted = None
        if self.doors.sheet.sign_up_form:
            counted = confirmed_rows(values.get(SIGN_UPS.name, ()), memory, digest, self.circle.zone, self.circle.language, self.now)
            values = {**values, SIGN_UPS.name: counted.values}
        scope = Scope(ALL, self.doors.post.per_round, self.doors.room.link if self.doors.room.kind == "fixed" else "")
        try:
            addresses = room_addresses(self.doors.pages, self.circle.name, keys, memory.notices)
            inputs = Inputs(self.circle, memory, self.now, digest, domain, pages=self.doors.pages, address=addresses)
            self.snapshot = take_snapshot(values, replace(inputs, attendance=self.doors.room.attendance))
        except Stop as stop:
            return from_problems(stop.problems)
        return [*_rows(self.snapshot, scope), *(from_problems(counted.problems) if counted else ())]

    def _room(self) -> list[Check]:
        """The room's service, or the fixed link."""
        door = self.doors.room
        if door.kind == "fixed":
            practice = " (en øvingslenke: bytt den i doors.toml, [room] link, før noen inviteres)" if "example.org" in door.link else ""
            return [Check("Rom", True, f"fast lenke {door.link}{practice}")]
        if untried := self._untried("Rom", "zoom"):
            return untried
        found = zoom_room(self.chosen, self.settings.secrets, clock.now).check()
        fine = found.outcome is Outcome.DONE
        return [Check("Rom", fine, found.detail, "" if fine else "Gjør det som står her, og kjør check igjen.")]

    def _grant(self) -> Iterator[Check]:
        """How old the grant of the mail account is: before post and mailbox use it, and so make it younger."""
        if "smtp_oauth" in needed_secrets(self.doors) and self.settings.secrets.smtp_oauth:
            yield from asked("Godkjenning", partial(self.tokens.age, self.now))

    def _post(self) -> list[Check]:
        """The mail server, or the folder where letters become files."""
        if self.doors.post.kind != "smtp":
            return [_folder("Brev", self.ref.folder / "outbox", "sirkelen er på prøve: brev når ingen, og legges som filer i")]
        return self._untried("Brev", mail_secret(self.doors.post.auth, "smtp_password")) or asked(
            "Brev", smtp_post(self.doors.post, self.settings.secrets, self.tokens).check
        )

    def _mailbox(self) -> list[Check]:
        """The mailbox that answers come to, where one is read."""
        if self.doors.mailbox.kind != "imap":
            return []
        return self._untried("Postkasse", mail_secret(self.doors.mailbox.auth, "imap_password")) or asked(
            "Postkasse", imap_mailbox(self.doors.mailbox, self.settings.secrets, self.tokens).check
        )

    def _untried(self, what: str, service: str) -> list[Check]:
        """A service whose secrets are missing isn't asked."""
        missing = missing_secrets(self.doors, self.settings.secrets)
        lacking = [environment_name(name) for name in missing if name.startswith(service)]
        if not lacking:
            return []
        return [Check(what, False, "er ikke prøvd, for hemmeligheter mangler", f"Gi {', '.join(lacking)}, og kjør check igjen.")]


def _secrets(chosen: CircleSettings, secrets: Secrets) -> Check:
    missing = missing_secrets(chosen.doors, secrets)
    found = [environment_name(name) for name in needed_secrets(chosen.doors) if name not in missing]
    if missing:
        names = ", ".join(map(environment_name, missing))
        what = f"Mangler: {names}." + (f" Satt: {', '.join(found)}." if found else "")
        return Check("Hemmeligheter", False, what, missing_secrets_problem(missing).next_step)
    return Check("Hemmeligheter", True, f"satt: {', '.join(found)}" if found else "ingen trengs med disse dørene")


def _folder(what: str, path: Path, words: str) -> Check:
    """Whether `path` can be written in, or made in the nearest folder that exists."""
    there = next(each for each in (path, *path.parents) if each.exists())
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return Check(what, True, f"{words} {path}")
    step = "Gi brukeren som kjører programmet, lov til å skrive der, eller sett SIRKEL_DATA til en annen mappe."
    return Check(what, False, f"Det går ikke an å skrive i {there}.", step)


def asked(what: str, ask: Callable[[], str | tuple[bool, str, str]]) -> list[Check]:
    """What a door says that is asked: its sentence, or the rest of a `Check`; what it said instead when it raised `Stop`."""
    try:
        said = ask()
        return [Check(what, True, said) if isinstance(said, str) else Check(what, *said)]
    except Stop as stop:
        return from_problems(stop.problems)


def _tabs(values: Values, circle: Circle) -> list[Check]:
    """One line a tab: needed columns that are missing are mistakes, missing tabs of forms and other columns are only said."""
    found = [check for tab in PEOPLES for check in _tab(tab, values, needed=True)]
    return found + [check for tab in forms_of(circle.questions) for check in _tab(tab, values, needed=False)]


def _tab(tab: Tab, values: Values, *, needed: bool) -> list[Check]:
    what = f"Fanen «{tab.name}»"
    if tab.name not in values:
        step = f"Gi fanen navnet «{tab.name}» igjen («sheet» lager et nytt ark med alle faner)."
        return [Check(what, not needed, "mangler" if needed else "finnes ikke; den trengs først når noen svarer", step if needed else "")]
    if not needed and is_blank(values[tab.name]):
        return [Check(what, True, "er tom")]
    wrong = header_problems(tab, values[tab.name])
    if wrong:
        return from_problems(wrong)
    rows = sum(1 for row in values[tab.name][1:] if not is_blank([row]))
    without = _missing(tab, values[tab.name][0])
    count = "1 rad" if rows == 1 else f"{rows} rader"
    return [Check(what, True, count + (f"; uten {', '.join(without)} (valgfritt)" if without else ""))]


def _in_the_way(values: Values) -> list[Check]:
    """A tab of people's own with the name of one that the program writes: they should hear of it before it is written over."""
    listed = values.get(CODES.name, ())
    if is_blank(listed) or tuple(map(clean, listed[0][: len(CODES.headers)])) == CODES.headers:
        return []
    what = "har noe programmet ikke har skrevet, og neste runde skriver over det"
    return [Check(f"Fanen «{CODES.name}»", False, what, "Er det deres eget, gi fanen et annet navn; ellers trengs ingenting.")]


def _missing(tab: Tab, headers: Sequence[Cell]) -> list[str]:
    """Optional columns that aren't there; who a form's row is from is said by a code or by an address."""
    there = set(tab.keys(headers))
    either = {"participant", "address"} if {"participant", "address"} & there else set()
    return [f"«{column.header}»" for column in tab.columns if column.key and column.key not in there | either]


def _rows(snapshot: Snapshot, scope: Scope) -> list[Check]:
    """The rows as a plan of a round sees them: how many people and meetings, and each row that needs a person."""
    problems = snapshot.problems
    taking_part = sum(1 for person in snapshot.roster.people if person.participant)
    words = f"{taking_part} deltakere og {len(snapshot.programme.meetings)} møter"
    due = plan_round(snapshot, scope, ())
    live = [Check("Fra prøve til alvor", True, f"Neste runde sender {len(due.letters)} brev. {goes_live(due.laid)}")] if due.laid.first else []
    if not (found := gathered(to_mend(problems))):
        return [Check("Rader", True, words), *from_problems(problems), *live]
    count = "1 merknad" if len(found) == 1 else f"{len(found)} merknader"
    return [Check("Rader", False, f"{words}; {count}", "Se linjene under; alt annet går som det skal."), *from_problems(problems), *live]
