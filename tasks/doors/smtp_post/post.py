"""The mail server as `Post`: one login for a batch, every letter with one of the five outcomes, nothing ever sent twice.

A line that is lost before the message itself was on its way is opened again, once, and the letter tried anew: nothing can have
arrived. Lost later, its fate is unknown and it is not repeated (R21). After two losses in a row the batch ends.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tasks.circle.model.errors import Stop
from tasks.circle.model.hosts import is_loopback
from tasks.circle.model.records import Outcome
from tasks.doors.ports import Delivery, Envelope, Tokens
from tasks.doors.smtp_post.account import Account
from tasks.doors.smtp_post.connection import Line, LineLost, Ready, not_international, ready
from tasks.doors.smtp_post.replies import concluded, sentence, stop

# Not more letters in a minute than the provider likes, over all lines together.


class Pace:
    """Letters go at even distances. `clock` gives seconds of any origin; safe between threads."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        """`per_minute` 0 waits for nothing."""
        self._gap = 60 / per_minute if per_minute else 0.0
        self._clock, self._free, self._lock = clock, 0.0, threading.Lock()

    def turn(self) -> float:
        """Seconds until the next letter may go; the turn is taken."""
        if not self._gap:
            return 0.0
        with self._lock:
            now = self._clock()
            turn = max(now, self._free)
            self._free = turn + self._gap
        return turn - now


#: Seconds of silence after which a line is asked whether it is still there.
PAUSE = 20
LOSSES = 2


class SmtpPost:
    """`Post` through one account. Its sessions may be open at the same time, each in its own thread; they share the pace."""

    def __init__(self, account: Account, clock: Callable[[], float] = time.monotonic, tokens: Tokens | None = None) -> None:
        """Reaches for nothing yet. `clock` gives seconds of any origin; an account with `auth` xoauth2 needs `tokens`."""
        self._account, self._clock, self._tokens = account, clock, tokens
        self._pace = Pace(account.per_minute, clock)

    @contextmanager
    def session(self) -> Iterator["SmtpSession"]:
        """Connected and logged in. Raises `Stop` when that can't be: no name, no answer, no trust, no login."""
        session = SmtpSession(self._account, self.open, self._pace, self._clock)
        try:
            yield session
        finally:
            session.close()

    def open(self) -> Line:
        """A line of its own, logged in. Raises `Stop`."""
        account = self._account
        if account.security == "none" and not is_loopback(account.host):
            raise stop("security", "Brevene ville gått ukryptert over nettet.", 'Skriv "starttls" eller "tls".')
        if account.user and account.auth == "password" and not account.password:
            raise stop("user", "Det er valgt en bruker, men passordet mangler.", "Sett SIRKEL_SMTP_PASSWORD (eller …_FILE).")
        try:
            return Line(account, self._tokens.get if self._tokens else str)
        except Stop:
            if self._tokens:
                self._tokens.drop()
            raise

    def check(self) -> str:
        """Looks whether letters could go, and sends none: one sentence. Raises `Stop` when they could not."""
        line = self.open()
        try:
            answer = line.accepts(self._account.sender) if self._account.sender else None
            found = concluded(answer, "", self._account.sender, logged_in=bool(self._account.user)) if answer else None
            if found and answer and answer.code // 100 != 2:
                raise stop("sender", found.detail, "Rett det, og kjør check igjen.")
            how = f"kryptert ({line.protocol})" if line.protocol else "ukryptert, på denne maskinen"
        except LineLost as lost:
            raise stop("host", f"{self._account.place} la på midt i samtalen.", "Prøv igjen senere.") from lost
        finally:
            line.quit()
        return f"{self._account.place} svarer, {how}, {'innlogget' if self._account.user else 'uten innlogging'}"


class SmtpSession:
    def __init__(self, account: Account, open_line: Callable[[], Line], pace: Pace, clock: Callable[[], float]) -> None:
        self._account, self._open, self._pace, self._clock = account, open_line, pace, clock
        self._line: Line | None = open_line()
        self._heard, self._losses = clock(), 0

    def turn(self) -> float:
        """Seconds until the next letter may go over any line of this account (`per_minute`)."""
        return self._pace.turn()

    def deliver(self, envelope: Envelope) -> Delivery:
        """Send one letter now. Never raises for what the server or the network does."""
        letter = ready(envelope)
        if isinstance(letter, Delivery):
            return letter
        try:
            return self._tried(letter)
        except Stop as stopped:
            return Delivery(Outcome.LATER, sentence(stopped), stop=True)

    def close(self) -> None:
        if self._line:
            self._line.quit()
        self._line = None

    def _tried(self, letter: Ready) -> Delivery:
        """At most twice, and never again once the message was on its way. Raises `Stop` when no line can be opened."""
        for again in (True, False):
            line = self._ready_line()
            if letter.international and not line.offers("smtputf8"):
                return not_international(letter)
            try:
                answer = line.transact(letter)
            except LineLost as lost:
                self._drop()
                if again and not (lost.begun or lost.silent):
                    continue
                return self._lost(lost)
            delivery = concluded(answer, letter.recipient, letter.sender, logged_in=bool(self._account.user))
            self._after(line, delivery)
            return delivery
        raise AssertionError("the second try ends it")

    def _after(self, line: Line, delivery: Delivery) -> None:
        """A refusal leaves the line usable, unless it was about the line."""
        self._heard, self._losses = self._clock(), 0
        if delivery.stop:
            self._drop()
        elif delivery.outcome is not Outcome.DONE:
            try:
                line.reset()
            except LineLost:
                self._drop()

    def _lost(self, lost: LineLost) -> Delivery:
        self._losses += 1
        ends = self._losses >= LOSSES or lost.silent  # a silence is waited for once
        how = "svarte ikke i tide" if lost.silent else "brøt linjen"
        if lost.begun:
            return Delivery(Outcome.UNKNOWN, f"E-posttjeneren {how} mens brevet ble sendt; det er ukjent om det kom fram.", stop=ends)
        return Delivery(Outcome.NOT_SENT, f"E-posttjeneren {how} før brevet var sendt.", stop=ends)

    def _ready_line(self) -> Line:
        """The line, or a new one: after a loss, after so many letters, or when it died in a pause. Raises `Stop`."""
        if self._line and self._line.sent >= self._account.per_line:
            self.close()
        if self._line and self._clock() - self._heard > PAUSE and not self._line.alive():
            self._drop()
        if self._line is None:
            self._line = self._open()
        self._heard = self._clock()
        return self._line

    def _drop(self) -> None:
        if self._line:
            self._line.drop()
        self._line = None
