"""A circle that lives through rounds on the real ledger and the real mail line, while people edit the sheet and things go wrong."""

import email
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import event

from flows.rounds import carry_out
from tasks import context as contexts
from tasks.circle.acts import DAILY
from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import Memory, Outcome
from tasks.circle.people.sign_ups import address_key
from tasks.circle.plan import Order
from tasks.context import CircleContext, CircleRef, context_of, forget_doors
from tasks.doors.smtp_post.account import Account
from tasks.doors.smtp_post.post import SmtpPost
from tests.flows.outside import CIRCLE, ROOT
from tests.kills.inner_points import ACTS
from tests.reading_mail import content
from tests.standins.smtp import SmtpServer

OSLO = ZoneInfo("Europe/Oslo")
SIGN_UP = ("Tidsmerke", "Navn", "E-post", "Avmeldt")
MEETING = ("Nr", "Dato", "Start", "Slutt", "Fokusområde", "Form", "Sted", "Status", "Etterpå")
ABSENCE = ("Tidsmerke", "Deltaker", "Møte", "Kommer")
SEQUENCE = re.compile(r"^SEQUENCE:(\d+)", re.MULTILINE)
DECIDED = (Outcome.DONE, Outcome.REJECTED, Outcome.UNKNOWN)


class Killed(BaseException):
    """The round ends here, as if its process had died."""


@dataclass
class Living:
    """`rows` are the people's by name, `dates` the meetings' by Nr; `now` goes on by hand."""

    server: SmtpServer
    ref: CircleRef
    now: datetime = datetime(2021, 5, 3, 8, 5, tzinfo=OSLO)
    rows: dict[str, list[object]] = field(default_factory=dict)
    dates: dict[int, list[object]] = field(default_factory=dict)
    absences: list[tuple[object, ...]] = field(default_factory=list)
    old_addresses: set[str] = field(default_factory=set)
    last: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    sequences: dict[int, int] = field(default_factory=dict)
    seen: int = 0

    @property
    def context(self) -> CircleContext:
        return context_of(self.ref)

    def memory(self) -> Memory:
        return self.context.doors.ledger.memory(CIRCLE)

    # What people do in the sheet.

    def sign_up(self, name: str) -> None:
        address = str(self.rows[name][2]) if name in self.rows else f"{name.lower()}@example.org"
        self.rows[name] = [self.now.replace(tzinfo=None), name, address, ""]

    def correct(self, name: str) -> None:
        row = self.rows[name]
        self.old_addresses.add(str(row[2]))
        row[2] = f"{name.lower()}.{len(self.old_addresses)}@example.org"

    def sort(self, order: Sequence[str]) -> None:
        """The people's rows in that order; who is not in it comes last."""
        self.rows = {name: self.rows[name] for name in (*(each for each in order if each in self.rows), *self.rows)}

    def free(self, day: date) -> bool:
        return self.now.date() < day <= date(2021, 12, 20) and day not in {row[1] for row in self.dates.values()}

    def stay_away(self, name: str, number: int) -> None:
        if code := next((each.code for each in self.memory().people if each.digest == self._digest(name)), ""):
            self.absences.append((self.now.replace(tzinfo=None), code, number, "nei"))

    def _digest(self, name: str) -> str:
        return self.context.keys.digest(address_key(str(self.rows[name][2]))) if name in self.rows else ""

    def meet(self, number: int, day: date) -> None:
        self.dates[number] = [number, day, "", "", "", "fysisk" if number % 2 else "", "Storgata 1" if number % 2 else "", "", ""]

    # What the program does.

    def round(self) -> RoundReport:
        """A round now; whatever was accepted by the mail server meanwhile is looked at."""
        self._save()
        try:
            return self._carried_out()
        finally:
            self._look()

    def two_at_once(self, after: int) -> None:
        """A round, and a second one that begins while the first is in its (`after` + 1)th letter, when it has so many."""
        self._save()
        hold = self.server.hold("data", after=after)
        with ThreadPoolExecutor(1) as pool:
            first = pool.submit(self._carried_out)
            while not (first.done() or hold.reached.wait(0.002)):
                continue
            second = self._carried_out()
            assert second.busy or first.done(), "two rounds of one circle at work"
            hold.release()
            first.result()
        self.server.forgive()
        self._look()

    def _save(self) -> None:
        people = [SIGN_UP, *map(tuple, self.rows.values())]
        meetings = [MEETING, *map(tuple, self.dates.values())]
        tabs = {"Påmelding": people, "Møter": meetings, "Fravær": [ABSENCE, *self.absences]}
        self.context.doors.sheet.write(tabs)  # type: ignore[arg-type]

    def _carried_out(self) -> RoundReport:
        return carry_out(self.ref, Order(self.now, DAILY, confirm=True))

    @contextmanager
    def killed_at(self, act: str, after: int) -> Iterator[None]:
        """A round inside is killed before the (`after` + 1)th statement that does `act` (`inner_points.ACTS`)."""
        left, engine = [after], self.context.doors.ledger._engine

        def at(_: object, __: object, text: str, *___: object) -> None:
            if ACTS[act].match(text):
                left[0] -= 1
                if left[0] == -1:
                    raise Killed

        event.listen(engine, "before_cursor_execute", at)
        try:
            yield
        except Killed:
            return
        finally:
            event.remove(engine, "before_cursor_execute", at)

    # What must hold.

    def _look(self) -> None:
        """Nothing twice, nothing to an old address, only farewells to who has left, no SEQUENCE that falls."""
        new, self.seen = self.server.accepted[self.seen :], len(self.server.accepted)
        left = {row[2] for row in self.rows.values() if row[3]}
        for each in new:
            letter = email.message_from_bytes(each.message)  # the modern policy takes five times as long
            recipient, kind = each.recipients[0], letter["X-Sirkel-Kind"]
            assert recipient not in self.old_addresses, f"{kind} to an address that was corrected"
            assert recipient not in left or kind == Kind.CANCELLATION, f"{kind} to who has left"
            for part in letter.walk():
                if part.get_content_type() == "text/calendar":
                    self._sequence(recipient, int(letter["X-Sirkel-Meeting"]), content(part))
        copies = self.server.copies()
        assert not copies or max(copies.values()) == 1, [each for each, count in copies.items() if count > 1]
        for meeting in self.memory().meetings:
            assert meeting.sequence >= self.sequences.get(meeting.number, 0)
            self.sequences[meeting.number] = meeting.sequence

    def _sequence(self, recipient: str, number: int, calendar: str) -> None:
        found = SEQUENCE.search(calendar)
        assert found and int(found[1]) >= self.last[recipient, number], "SEQUENCE fell"
        self.last[recipient, number] = int(found[1])

    def settled(self) -> None:
        """A round that nothing disturbs: afterwards everything owed is decided, and another one at the same time has nothing to do."""
        self.server.forgive()
        self.round()
        memory = self.memory()
        open_ones = Counter(letter.outcome for letter in memory.letters if letter.outcome in (Outcome.CLAIMED,))
        assert not open_ones
        if not memory.closed:
            self._everybody_is_invited(memory)
        again = self.round()
        assert not again.letters and not again.rooms, again.letters

    def _everybody_is_invited(self, memory: Memory) -> None:
        """To every coming meeting within 28 days, unless their address was refused: R2, R12."""
        about = {(sent.person, sent.meeting): sent.outcome for sent in memory.letters if sent.kind is Kind.INVITATION}
        codes = {known.digest: known for known in memory.people}
        begun = {meeting.number for meeting in memory.meetings if meeting.start <= self.now}  # whose row says another date by now: too late
        for row in self.rows.values():
            known = codes[self.context.keys.digest(address_key(str(row[2])))]
            for number, meeting in self.dates.items():
                begins = datetime.combine(meeting[1], datetime.min.time(), OSLO) + timedelta(hours=9, minutes=15)  # type: ignore[arg-type]
                soon = self.now < begins and (meeting[1] - self.now.date()).days <= 28  # type: ignore[operator]
                if soon and number not in begun and not (row[3] or meeting[7] or known.unreachable):
                    assert about.get((known.code, number)) in DECIDED, (known.code, number, about.get((known.code, number)))


def empty_ledger(folder: Path) -> Path:
    """`folder`, as a data folder with a ledger in which nothing is."""
    ref = CircleRef(str(ROOT / "config"), str(folder), CIRCLE, rehearsal=True)
    context_of(ref)
    forget_doors(ref)
    return folder


@contextmanager
def living(template: Path, folder: Path, server: SmtpServer) -> Iterator[Living]:
    """A circle with an empty sheet in `folder`; `template` is a data folder with a ledger, to be copied. Rounds are a rehearsal's (no
    task for Prefect), but for the mail line, which is the real one."""
    shutil.copytree(template, folder)
    found = CircleRef(str(ROOT / "config"), str(folder), CIRCLE, rehearsal=True)
    context = context_of(found)
    account = Account("127.0.0.1", server.port, "none", sender=context.settings.doors.post.sender_address, timeout=5.0)
    stamp = contexts._OPEN[found][0]
    contexts._OPEN[found] = (stamp, replace(context, doors=replace(context.doors, post=SmtpPost(account))))
    server.forgive()
    server.accepted.clear()
    try:
        yield Living(server, found)
    finally:
        forget_doors(found)
