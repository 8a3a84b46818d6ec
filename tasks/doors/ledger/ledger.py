"""The ledger: what was done, in SQLite or PostgreSQL (SQLAlchemy Core). The only place that knows SQL (RULES.md «Ledger»)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from threading import Lock
from types import TracebackType

from sqlalchemy import Connection, Engine, delete, select, update
from sqlalchemy.exc import IntegrityError

from tasks.circle.model.errors import Stop
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import SETTLED, Changes, Consent, Decision, LetterRecord, Meeting, Memory, PendingSignUp, Wish
from tasks.doors.ledger import at_once, tables
from tasks.doors.ledger import forget as ledger_forgetting
from tasks.doors.ledger import lease as ledger_lease
from tasks.doors.ledger import read as ledger_read
from tasks.doors.ledger import write as ledger_write
from tasks.doors.ledger.at_once import Quota
from tasks.doors.ledger.database import open_engine
from tasks.doors.ledger.faults import explained
from tasks.doors.ledger.lease import Hold


@cache
def _turn(where: str) -> Lock:
    """SQLite has one writer at a time and lets the others sleep and ask again: lines and circles of one process wait for each other here."""
    return Lock()


class SqlLedger(AbstractContextManager["SqlLedger"]):
    """The memory of what was done, on any database SQLAlchemy knows that has ON CONFLICT. Safe to share between threads; processes
    open their own.

    Every method is one transaction, durable when it returns; `settle` with the next one at the latest. Every method raises `Stop` when
    the database can't be used: damaged, read-only, locked by others, disk full, gone.
    """

    def __init__(self, url: str, opening: Callable[[str], tuple[Engine, str]] = open_engine) -> None:
        """`url` as `sqlite:////absolute/path.db` (folder and file are made) or any of SQLAlchemy's; migrates by itself."""
        self._engine, self._where = opening(url)
        self._writer = self._engine.execution_options(begin="BEGIN IMMEDIATE")
        self._reader = self._engine
        self._turn: AbstractContextManager[object] = _turn(self._where) if self._engine.dialect.name == "sqlite" else nullcontext()
        self._held: dict[str, Hold] = {}
        self._there: set[str] = set()  # circles that have a row: none ever goes
        if self._engine.dialect.name == "postgresql":
            # All queries of one memory see the same moment, as SQLite's do by themselves.
            self._reader = self._engine.execution_options(isolation_level="REPEATABLE READ")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with explained(self._where), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """Durable at the end of the block, undone when it raises."""
        with explained(self._where), self._turn, self._writer.begin() as connection:
            yield connection

    def memory(self, circle: str) -> Memory:
        """Everything known of `circle` at one moment, each kind in the order of its key; `Memory()` when it was never seen."""
        with self._reading() as connection:
            return ledger_read.read_memory(connection, circle)

    def memory_of(self, circle: str, code: str) -> Memory:
        """Everything that concerns all, and of people only what `code` said; no letters. Quick whatever the circle's size."""
        with self._reading() as connection:
            return ledger_read.read_memory(connection, circle, code)

    def known(self, circle: str) -> Memory:
        """Everybody, and the sign-ups that wait; nothing else. Quick however much was sent and said."""
        with self._reading() as connection:
            return ledger_read.read_known(connection, circle)

    def digests(self, circle: str) -> dict[str, str]:
        """The keyed digest of everybody's address by their code; "" for who was forgotten."""
        with self._reading() as connection:
            person = tables.participant.c
            return {row.code: row.digest for row in connection.execute(select(person.code, person.digest).where(person.circle == circle))}

    def invitations(self, circle: str, code: str, meeting: int) -> tuple[str, ...]:
        """The Message-IDs of those that went out to `code` for one meeting."""
        letter, out = tables.letter.c, [outcome.value for outcome in SETTLED]
        which = (letter.circle == circle, letter.person == code, letter.meeting == meeting, letter.kind == Kind.INVITATION.value)
        with self._reading() as connection:
            return tuple(each or "" for each in connection.scalars(select(letter.message_id).where(*which, letter.outcome.in_(out))))

    def notices(self, circle: str) -> dict[str, datetime]:
        """What people were told, and when; quick whatever the circle's size."""
        with self._reading() as connection:
            return ledger_read.read_notices(connection, circle)

    @contextmanager
    def _writing_alone(self, circle: str) -> Iterator[Connection]:
        """One after the other also on PostgreSQL: what is learnt depends on who asked to be forgotten, and the other way round."""
        with self._writing() as connection:
            connection.execute(select(tables.circle.c.name).where(tables.circle.c.name == circle).with_for_update(key_share=True))
            yield connection

    @contextmanager
    def _writing_in_round(self, circle: str) -> Iterator[Connection]:
        """The same for what only a round does: it raises `Stop` when this ledger's lease of `circle` went to another round."""
        with self._writing() as connection:
            if circle in self._held:
                ledger_lease.must_hold(connection, self._held[circle])
            yield connection

    @contextmanager
    def lease(self, circle: str, holder: str, now: datetime, minutes: float, dead: Iterable[str] = ()) -> Iterator[None]:
        """Hold the circle's lease inside the block (R20); raises `Busy` when another holder's has not run out.

        `now` is real time (UTC), also in a rehearsal: a lease keeps processes apart, and they share the machine's clock and not
        the simulated one. It ends after `minutes` unless it is renewed. The same `holder` (a run that is started again) takes its
        own lease over, and anybody that of one of `dead`, holders known to live no more. Who has lost the lease to another gets
        `Stop` from `claim`, `keep_room`, `stale_claims` and `close_round`.
        """
        hold = Hold(circle, holder, now.astimezone(UTC))
        with self._writing() as connection:
            ledger_lease.take(connection, hold, hold.since + timedelta(minutes=minutes), dead)
        self._held[circle] = hold
        try:
            yield
        finally:
            self._held.pop(circle, None)
            # A database that can't take it back now doesn't undo what the round did: the lease ends by itself.
            with suppress(Stop), self._writing() as connection:
                ledger_lease.give_back(connection, hold)

    def renew(self, circle: str, now: datetime, minutes: float) -> bool:
        """Let the lease that this ledger holds end `minutes` after `now`; False when it holds none (any more)."""
        hold = self._held.get(circle)
        if hold is None:
            return False
        with self._writing() as connection:
            return ledger_lease.renew(connection, hold, now.astimezone(UTC) + timedelta(minutes=minutes))

    def save(self, circle: str, changes: Changes, *, wished: datetime | None = None) -> None:
        """Save what a round or a page learnt, all or nothing; nothing new writes nothing. `wished`: a round is asked for since then."""
        if changes == Changes() and not wished:
            return
        with self._writing_alone(circle) as connection:
            ledger_write.keep(connection, circle, changes)
            if wished:
                at_once.wish(connection, circle, wished)
        if changes.erase:
            self._leave_no_copy()
        elif any(not reply.text for reply in changes.own_replies):
            with suppress(Stop):  # it is gone from every table; while somebody else writes, the file keeps a trace until the next time
                self._leave_no_copy()

    def _leave_no_copy(self) -> None:
        """What was deleted still stands in SQLite's log until that is written into the file and emptied (while others read, it waits for them),
        and in the gaps of pages that were laid out anew, which `secure_delete` does not reach. A ledger is some megabytes: milliseconds.
        """
        if self._writer.dialect.name == "sqlite":
            with explained(self._where), self._turn, self._writer.execution_options(begin="").connect() as connection:
                for step in ("PRAGMA temp_store=MEMORY", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                    connection.exec_driver_sql(step)

    def save_counted(self, circle: str, changes: Changes, quotas: Sequence[Quota], now: datetime, *, unusual: str) -> bool:
        """Save what a page took in, count it, and wish for a round; False, and nothing is saved, when one of `quotas` is used up.

        Tries far beyond one are told: the notice `unusual`.
        """
        with self._reading() as connection:
            if at_once.worn_out(connection, circle, quotas, now):
                return False
        with self._writing_alone(circle) as connection:
            ledger_write.ensure_circle(connection, circle)
            passes, loud = at_once.count(connection, circle, quotas, now)
            if passes:
                ledger_write.keep(connection, circle, changes)
                at_once.wish(connection, circle, now)
            elif loud:
                ledger_write.keep(connection, circle, Changes(notices={unusual: now}))
        return passes

    def sign_up(self, circle: str, name: str) -> tuple[PendingSignUp | None, bool]:
        """The sign-up that waits by the id `name`, and whether a letter asked about it (also when it waits no more)."""
        row, letter = tables.sign_up.c, tables.letter.c
        with self._reading() as connection:
            asked = connection.execute(select(letter.kind).where(letter.circle == circle, letter.person == f"S{name}").limit(1)).first()
            wait = select(row.id, row.sealed, row.at, row.confirmed).where(row.circle == circle, row.id == name)
            found = connection.execute(wait).one_or_none()
        return PendingSignUp(*found) if found else None, asked is not None

    def confirm(self, circle: str, name: str, now: datetime, consent: Consent | None = None) -> None:
        """The sign-up of the id `name` is confirmed by the first click, with what was said yes to, and a round wished for."""
        row = tables.sign_up.c
        with self._writing() as connection:
            if consent:
                ledger_write.keep(connection, circle, Changes(consents=(consent,)))
            connection.execute(update(tables.sign_up).where(row.circle == circle, row.id == name, row.confirmed.is_(None)).values(confirmed=now))
            at_once.wish(connection, circle, now)

    def wishes(self) -> list[Wish]:
        """Of all circles in this ledger, the oldest first."""
        wish = tables.wish.c
        with self._reading() as connection:
            return [Wish(*row) for row in connection.execute(select(wish.circle, wish.at).order_by(wish.at))]

    def take_wish(self, circle: str) -> None:
        """A round begins that sees to it: what comes from now on is a new one."""
        with self._writing() as connection:
            connection.execute(delete(tables.wish).where(tables.wish.c.circle == circle))

    def claim(self, circle: str, letter: LetterRecord, over: LetterRecord | None = None) -> bool:
        """Record the intent, before sending. True to exactly one caller: the letter is new, came back as later or not sent, or was rejected
        in an older version.

        False when the address it would go to was refused for good: nothing more is tried there. `over` is settled in the same
        transaction; when this raises, it is not.
        """
        try:
            return self._claim(circle, letter, over)
        except IntegrityError:
            # PostgreSQL: a twin wrote the same letter just now, and its Message-ID was met before its key. Its row answers now.
            return self._claim(circle, letter, over)

    def _claim(self, circle: str, letter: LetterRecord, over: LetterRecord | None) -> bool:
        with self._writing() as connection:
            if circle not in self._there:
                ledger_write.ensure_circle(connection, circle)
            if over:
                ledger_write.settle(connection, circle, over)
            claimed = ledger_write.claim(connection, circle, letter, self._held.get(circle))
        self._there.add(circle)
        return claimed

    def settle(self, circle: str, letter: LetterRecord) -> None:
        """Record outcome, time and detail of a letter that is claimed or unknown, or of one that waits and is rejected; any other keeps its own.

        A refused mailbox is kept with it: the person's `refused` becomes the letter's version.
        """
        with self._writing() as connection:
            ledger_write.settle(connection, circle, letter)

    def stale_claims(self, circle: str) -> int:
        """Turn claims that a dead round left into unknown (R21); how many. Only for who holds the lease."""
        with self._writing_in_round(circle) as connection:
            return ledger_write.stale_claims(connection, circle)

    def keep_room(self, circle: str, meeting: Meeting) -> None:
        """Record a meeting whose room was just created, changed or deleted."""
        with self._writing_in_round(circle) as connection:
            ledger_write.ensure_circle(connection, circle)
            ledger_write.keep_meetings(connection, circle, [meeting])

    def decide(self, circle: str, decision: Decision) -> None:
        """Keep a choice; an empty focus or day leaves an earlier one of the same meeting in force."""
        with self._writing() as connection:
            ledger_write.decide(connection, circle, decision)

    def close_round(self, circle: str, at: datetime, acts: Sequence[str], state: str) -> None:
        """Record a round that was carried out at `at`; the time of the last one never goes backwards."""
        with self._writing_in_round(circle) as connection:
            ledger_write.close_round(connection, circle, at, tuple(acts), state)

    def forget(self, circle: str, code: str, changes: Changes | None = None, digest: str = "") -> int:
        """Erase what a person said and did, quotes from it, and digests; how many rows went. Letters keep their code.

        `code` is "" for who only waits, known by the `digest` of the address; `changes` (how the person is marked, what of theirs is over)
        are saved with it.
        """
        with self._writing_alone(circle) as connection:
            ledger_write.keep(connection, circle, changes or Changes())
            gone = ledger_forgetting.forget(connection, circle, code, digest)
        self._leave_no_copy()
        return gone
