"""The circles that have pages, and who is at a page: a person by their link, with their part of the ledger."""

import logging
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from threading import Event, Lock, Thread
from typing import Any, Generic, TypeVar

from tasks import clock
from tasks.circle.focus.propose import clean_quote
from tasks.circle.model.errors import Problem, Stop, stop_if
from tasks.circle.model.links import Purpose, who_for
from tasks.circle.model.records import FORGOTTEN, Changes, Memory, PersonRecord
from tasks.circle.model.table import WHOLE_CELL, clean
from tasks.circle.model.tabs import SIGN_UPS, WEB_SIGN_UPS
from tasks.circle.people.form_sign_ups import confirmed_rows, row_id
from tasks.circle.people.sign_ups import SignUp, address_key, each_sign_up, read_sign_ups, with_web
from tasks.circle.snapshot import names_of
from tasks.context import CircleContext, CircleRef, with_changes

# What the pages make of the configuration, made anew soon after people changed it: nobody has to start the server again.

#: Seconds between two looks at the files; a look takes some milliseconds.
LOOKS_EVERY = 2.0
T = TypeVar("T")


class Fresh(Generic[T]):
    """A value of `make`, which is asked again while there are visitors. Raises its `Stop` at the start only.

    A change with a mistake in it leaves what was, and is told in the log, once: the people at the pages can't mend it.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make, self._lock = make, Lock()
        self._value, self._looked_at = make(), time.monotonic()
        self._told: Sequence[Problem] = ()

    def now(self) -> T:
        with self._lock:
            if time.monotonic() - self._looked_at >= LOOKS_EVERY:
                self._looked_at = time.monotonic()
                self._look()
            return self._value

    def _look(self) -> None:
        wrong: Sequence[Problem] = ()
        try:
            self._value = self._make()
        except Stop as stop:
            wrong = stop.problems
        if wrong != self._told:
            self._told = wrong
            for each in wrong:
                log.error("Nettsidene bruker oppsettet de hadde. %s: %s %s", each.where, each.what, each.next_step)


def shown(memory: Memory, since: datetime | None) -> Memory:
    """`memory` of one person without what was said before `since`, from an address that may have been somebody else's (R29)."""
    said = ("replies", "own_replies", "room_replies", "votes", "own_votes", "room_votes", "attendance_replies")
    kept: dict[str, Any] = {name: tuple(each for each in getattr(memory, name) if since is None or each.at >= since) for name in said}
    return replace(memory, **kept)


_WHO = re.compile(r"[DF]\d{2,6}\.([\w-]{22})", re.ASCII)
#: Seconds for which names and languages of the sheet are believed: pages must not ask Google for each visitor. Who isn't among them
#: may be new, or have a new address, and is looked for sooner.
SHEET_HOLDS, LOOKS_AGAIN = 300.0, 20.0
#: Seconds after which what was reckoned behind the visitors is not shown any more, and how long one waits for it then.
TOO_OLD, WAITS = 30.0, 3.0
log = logging.getLogger("sirkel.pages")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who came by a personal link for `purpose`. `memory` holds what concerns all, and of people only this one.

    `held`: what they said from an earlier address is not in it.
    """

    code: str
    memory: Memory
    language: str
    purpose: Purpose
    name: str = field(default="", repr=False)
    held: bool = False

    @property
    def known(self) -> PersonRecord | None:
        return self.memory.people[0] if self.memory.people else None

    @property
    def hidden(self) -> bool:
        """By a link of 0.1.0, which stood in calendars that others may read: what was answered is not shown."""
        return self.purpose is Purpose.OLD

    @property
    def out(self) -> bool:
        """Withdrew, also when no round has seen it yet."""
        known = self.known
        if known is None or known.left or known.gone:
            return True
        seen = self.memory.last_round
        return known.withdrawn is not None and (seen is None or known.withdrawn >= seen)


class CircleSite:
    """One circle at the pages. Everything is read anew for each visitor but names and languages, which are kept a while."""

    def __init__(self, ref: CircleRef) -> None:
        self.ref = ref
        self._context = Fresh(partial(with_changes, ref))
        self._lock, self._read_at = Lock(), -SHEET_HOLDS
        self._readers: Mapping[str, tuple[str, str]] = {}
        self._names: Sequence[str] = ()
        self._rows: Mapping[str, SignUp] = {}
        self._kept: dict[str, tuple[float, Any]] = {}
        self._turns: dict[str, Lock] = {}
        self._making: dict[str, Event] = {}

    @property
    def context(self) -> CircleContext:
        return self._context.now()

    def memory(self, code: str = "") -> Memory:
        return self.context.doors.ledger.memory_of(self.ref.circle, code)

    def save(self, changes: Changes, *, wish: bool = False) -> None:
        """Durable when it returns, together with the wish for a round at once (R34). Raises `Stop` when it can't be kept."""
        self.context.doors.ledger.save(self.ref.circle, changes, wished=clock.now() if wish else None)

    def code_of(self, who: str, purpose: Purpose, meeting: int = 0) -> str:
        """The code of who a personal link for `purpose` was made for, "" when for nobody here.

        Only the secret in it is believed: the code in front may have been dealt to somebody else since the letter was written.
        """
        found, circle = _WHO.fullmatch(who), self.ref.circle
        if not found:
            return ""
        return self.context.keys.owner(circle, found[1], self.context.doors.ledger.digests(circle), purpose, meeting)

    def visitor(self, who: str, *purposes: Purpose, meeting: int = 0) -> Visitor | None:
        """Who a link for the first fitting of `purposes` belongs to; None for a wrong link and for who is not in the circle any more."""
        for purpose in purposes:
            if code := self.code_of(who, purpose, meeting):
                return self.visitor_of(code, purpose)
        return None

    def invited_long_ago(self, code: str, meeting: int) -> bool:
        """Whether `code` was invited before links had purposes: by an old link one may still say what letters about that meeting ask."""
        sent = self.context.doors.ledger.invitations(self.ref.circle, code, meeting)
        return any(not self.context.keys.is_signed(message_id) for message_id in sent)

    def link(self, visitor: Visitor, purpose: Purpose) -> str:
        """The last part of another link of who is at their own page."""
        assert visitor.known is not None  # noqa: S101 - `visitor_of` gives no other
        return who_for(self.context.keys, self.ref.circle, visitor.known, purpose)

    def visitor_of(self, code: str, purpose: Purpose) -> Visitor | None:
        """The person of this code; None for who is not in the circle any more, but at their own page, as long as something is kept of them."""
        memory = self.memory(code)
        known = memory.people[0] if memory.people else None
        if known is None or known.member_since_version == FORGOTTEN or not (known.joined or known.digest in self._leaders()):
            return None
        if known.gone and purpose is not Purpose.ME:
            return None
        name, language = self._people(known.digest).get(known.digest, ("", self.context.circle.language))
        seen = shown(memory, known.answers_from)
        return Visitor(code, seen, language, purpose, name, held=seen != memory)

    def kept_a_while(self, make: Callable[[], T], what: str = "", seconds: float = LOOKS_AGAIN) -> T:
        """What `make` gave less than `seconds` ago for `what`, or gives now: many look, and what is looked for is asked for once."""
        with self._lock:
            turn = self._turns.setdefault(what, Lock())
        with turn:
            at, value = self._kept.get(what, (0.0, None))
            if not at or time.monotonic() - at >= seconds:
                value = make()
                self._kept[what] = time.monotonic(), value
            return value  # type: ignore[no-any-return]  # each page has its own `what`

    def kept_behind(self, make: Callable[[], T], what: str, seconds: float) -> T | None:
        """The same made by one thread for all who look, who see what was made last; only when that is `TOO_OLD` they wait, at most `WAITS`.
        None when it takes longer."""
        with self._lock:
            at, value = self._kept.get(what, (-TOO_OLD, None))
            age = time.monotonic() - at
            made = self._making.get(what)
            if age >= seconds and made is None:
                made = self._making[what] = Event()
                Thread(target=self._make, args=(make, what, made), daemon=True).start()
        if made and age >= TOO_OLD:
            value = self._kept[what][1] if made.wait(WAITS) and what in self._kept else None
        return value  # type: ignore[no-any-return]  # each page has its own `what`

    def _make(self, make: Callable[[], object], what: str, made: Event) -> None:
        try:
            self._kept[what] = time.monotonic(), make()
        except Stop as stop:
            self._kept.pop(what, None)
            log.warning("Nettsidene kan ikke regne ut det som vises i møtet: %s", stop.problems[0].what)
        finally:
            del self._making[what]
            made.set()

    def leads(self, visitor: Visitor) -> bool:
        """Whether somebody is a facilitator of today."""
        return visitor.known is not None and visitor.known.digest in self._leaders()

    def full_name(self, digest: str) -> str:
        """The name that the sheet has at the address of that digest, "" when it is not known."""
        row = self.sign_up_of(digest)
        return str(row["name"]) if row else ""

    def sign_up_of(self, digest: str) -> dict[str, object] | None:
        """What the sheet says of who has the address of that digest; None where it can't be read, or says nothing."""
        self._people(digest)
        row = self._rows.get(digest)
        told = ("name", "address", "organisation", "language", "wish")
        return {**{name: getattr(row, name) for name in told}, "at": row.stamp} if row else None

    def asked_for(self, name: str) -> str:
        """The digest of the address that a form's row of that id asks for; "" where it can't be read, or is no longer so."""
        context, digest = self.context, self.context.keys.digest
        try:
            values = context.doors.sheet.read((SIGN_UPS.name,), clock.now()).get(SIGN_UPS.name, ())
            rows = each_sign_up(values, context.circle.zone, context.circle.language, clock.now())
        except Stop as stop:
            log.warning("Arket kan ikke leses for nettsidene: %s", stop.problems[0].what)
            return ""
        return next((digest(row.key) for row in rows if row_id(row, digest) == name), "")

    def _leaders(self) -> frozenset[str]:
        """The facilitators of today; who was one and never signed up has no page any more."""
        return frozenset(self.context.keys.digest(address_key(each.address)) for each in self.context.circle.facilitators)

    def redacted(self, text: str) -> str:
        """An answer as the ledger may keep it: one line, without names, addresses and telephone numbers (RULES.md «Privacy»)."""
        self._people()
        return clean_quote(clean(text, WHOLE_CELL), self._names, self.context.circle.vocabulary)

    def _people(self, digest: str = "") -> Mapping[str, tuple[str, str]]:
        """First name and language by the digest of the address, `digest` looked for. A sheet that can't be read leaves what was known."""
        with self._lock:
            if time.monotonic() - self._read_at >= (SHEET_HOLDS if not digest or digest in self._readers else LOOKS_AGAIN):
                self._read_at = time.monotonic()
                try:
                    self._read_sheet()
                except Stop as stop:
                    log.warning("Arket kan ikke leses for nettsidene: %s", stop.problems[0].what)
            return self._readers

    def _read_sheet(self) -> None:
        context, now = self.context, clock.now()
        values = context.doors.sheet.read((SIGN_UPS.name, WEB_SIGN_UPS.name), now)
        rows = values.get(SIGN_UPS.name, ())
        if context.settings.doors.sheet.sign_up_form:
            known, circle = context.doors.ledger.known(self.ref.circle), context.circle
            rows = confirmed_rows(rows, known, context.keys.digest, circle.zone, circle.language, now).values
        typed, _ = read_sign_ups(rows, context.circle.zone, context.circle.language, now)
        people, _ = with_web(typed, values.get(WEB_SIGN_UPS.name, ()), context.circle.zone, context.circle.language, now)
        self._names = names_of(people, context.circle)
        self._rows = {context.keys.digest(each.key): each for each in people if each.address}
        self._readers = {context.keys.digest(each.key): (each.name.split()[0] if each.name else "", each.language) for each in people if each.address}


# The circles that have pages now: one whose file people add has them within seconds, one whose file is gone has none.


class CircleSites(Fresh[Mapping[str, CircleSite]]):
    """A `CircleSite` by each circle's name, never none: without any circle what was stays. `find` says which circles there are.

    Raises `Stop` at the start when none of them can have pages.
    """

    def __init__(self, find: Callable[[], Sequence[CircleRef]]) -> None:
        self._find = find
        self._open: Mapping[str, CircleSite] = {}
        self._wrong: dict[str, Sequence[Problem]] = {}
        super().__init__(self._there)

    def _there(self) -> Mapping[str, CircleSite]:
        found = {ref.circle: self._open.get(ref.circle) or self._opened(ref) for ref in self._find()}
        self._open = {name: site for name, site in found.items() if site} or self._open
        stop_if([] if self._open else [each for wrong in self._wrong.values() for each in wrong])
        return self._open

    def _opened(self, ref: CircleRef) -> CircleSite | None:
        """A new circle's site. A file that can't be used is told of once, and looked at again until it can."""
        try:
            site = CircleSite(ref)
        except Stop as stop:
            if stop.problems != self._wrong.get(ref.circle):
                for each in stop.problems:
                    log.error("Sirkelen %s har ikke sider ennå. %s: %s %s", ref.circle, each.where, each.what, each.next_step)
            self._wrong[ref.circle] = stop.problems
            return None
        self._wrong.pop(ref.circle, None)
        return site
