"""A person is forgotten: answers, votes and digests go; what the sheet still holds is told (R4, RULES.md «Privacy»). No Prefect here.

The program never writes in people's tabs. While the row of the sign-up is there, the ledger keeps the digest, marked: nothing
is learnt of the person any more and nothing goes to them. The first round that finds the row gone erases the digest too. The same holds
for a form's row that nobody has confirmed: without its mark the next round would ask that address once more.
"""

import os
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from tasks.circle.model.errors import Stop
from tasks.circle.model.links import OLD_DIGITS, form_mark
from tasks.circle.model.records import FORGOTTEN, Changes, Memory, PendingSignUp, PersonRecord
from tasks.circle.model.table import WHOLE_CELL, clean
from tasks.circle.model.tabs import CODES, FORMS, READ_NAMES, SIGN_UPS, WEB_SIGN_UPS
from tasks.circle.people.form_rows import MARKED
from tasks.circle.people.form_sign_ups import ROW, row_id
from tasks.circle.people.sign_ups import address_key, each_sign_up
from tasks.circle.snapshot import Values
from tasks.context import CircleContext, CircleRef, context_of
from tasks.doors.outbox.outbox import letters_to
from tasks.round.sign_ups import pending_ids

LEASE_MINUTES = 5
#: When a row was asked that is to be asked no more.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_SIGN_UPS = {SIGN_UPS.name, WEB_SIGN_UPS.name}
_FORMS = {tab.name for tab in FORMS}
_APART = re.compile(r"[\s<>;,()\"«»]+")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What became of one person in one circle. `person` is the code, "" for somebody the ledger doesn't know.

    `answers`, `votes` and `digest` went from the ledger; `rows` are row numbers by tab that still hold the address or the
    code; `files` counts letters that lie in the outbox folder; a `facilitator` stands in the circle's file and can't be erased.
    `asked` sign-ups waited for the address to confirm them, or could have.
    """

    circle: str
    person: str = ""
    facilitator: bool = False
    answers: int = 0
    votes: int = 0
    digest: bool = False
    rows: tuple[tuple[str, tuple[int, ...]], ...] = ()
    files: int = 0
    asked: int = 0

    @property
    def erased(self) -> bool:
        return bool(self.person or self.asked) and not self.facilitator

    @property
    def waits(self) -> tuple[str, ...]:
        """The tabs where the sign-up still stands: the digest stays until it is gone from there."""
        return tuple(tab for tab, _ in self.rows if tab in _SIGN_UPS) if self.erased else ()


def forget(ref: CircleRef, person: str, now: datetime) -> Forgotten:
    """Forget who `person` (an address, or a code) is; the same again does no harm. `now` is real time, UTC.

    Raises `Stop` when the sheet can't be read (nothing is erased then), `Busy` while a round is at work (it may have the
    person's letters in hand).
    """
    context = context_of(ref)
    holder = f"{socket.gethostname()}:{os.getpid()}"
    with context.doors.ledger.lease(ref.circle, holder, now, LEASE_MINUTES):
        memory = context.doors.ledger.memory(ref.circle)
        digest = context.keys.digest(address_key(person)) if "@" in person else ""
        known = next((each for each in memory.people if (each.digest == digest if digest else each.code == person.upper())), None)
        values = context.doors.sheet.read((*READ_NAMES, CODES.name), now)
        address = person if digest else _address_of(context, values, known)
        rows = tuple(_rows(values, address_key(address), _words(context, known)))
        waiting = _waiting(context, memory, values, address, known, now) if address else Changes()
        files = letters_to(context.doors.outbox, address_key(address) if address else "", known.code if known else "")
        if known is None:
            context.doors.ledger.forget(ref.circle, "", waiting, digest)
            return Forgotten(ref.circle, rows=rows, files=files, asked=_asked(memory, waiting))
        if known.digest in {context.keys.digest(address_key(leader.address)) for leader in context.circle.facilitators}:
            return Forgotten(ref.circle, known.code, facilitator=True, rows=rows)
        found = _erase(context, memory, known, (*rows, *_take_from_codes(context, values, known.code)), waiting, now)
        return replace(found, files=files)


def _address_of(context: CircleContext, values: Values, known: PersonRecord | None) -> str:
    """The address in the sheet that is this person's, "" when it stands there no more."""
    cells = (clean(cell, WHOLE_CELL) for name in _SIGN_UPS for row in values.get(name, ()) for cell in row)
    return next((cell for cell in cells if known and "@" in cell and context.keys.digest(address_key(cell)) == known.digest), "")


def _waiting(context: CircleContext, memory: Memory, values: Values, address: str, known: PersonRecord | None, now: datetime) -> Changes:
    """What waits with this address is over; a form's row that stands there of somebody who is not `known` is asked no more."""
    circle, key = context.circle, address_key(address)
    sealed = pending_ids(context.keys, memory.pending_sign_ups, address)
    forms = context.settings.doors.sheet.sign_up_form or any(each.id.startswith(ROW) for each in memory.pending_sign_ups)
    typed = values.get(SIGN_UPS.name, ()) if forms else ()
    rows = each_sign_up(typed, circle.zone, circle.language, now) if typed else ()
    ids = frozenset(row_id(row, context.keys.digest) for row in rows if row.key == key)
    if known or not context.settings.doors.sheet.sign_up_form:
        return Changes(expired=sealed | ids)
    return Changes(expired=sealed, pending_sign_ups=tuple(PendingSignUp(each, "", LONG_AGO) for each in ids))


def _asked(memory: Memory, waiting: Changes) -> int:
    """How many were there (or are marked)."""
    return len({each.id for each in memory.pending_sign_ups} & waiting.expired) + len(waiting.pending_sign_ups)


def _take_from_codes(context: CircleContext, values: Values, code: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The name leaves the program's own tab at once; where that can't be written now, its rows are told like people's own."""
    listed = list(enumerate(values.get(CODES.name, ()), start=1))
    found = tuple(number for number, row in listed if row and clean(row[0]) == code)
    try:
        if found:
            context.doors.sheet.write({CODES.name: [list(row) for number, row in listed if number not in found]})
    except Stop:
        return ((CODES.name, found),)
    return ()


def _erase(
    context: CircleContext, memory: Memory, known: PersonRecord, rows: tuple[tuple[str, tuple[int, ...]], ...], waiting: Changes, now: datetime
) -> Forgotten:
    circle = context.circle.name
    there = bool(_SIGN_UPS & dict(rows).keys())
    gone = None if there else known.gone or now
    marked = replace(known, row_digest="", name="", former=(), perhaps=(), left=known.left or now, gone=gone, member_since_version=FORGOTTEN)
    context.doors.ledger.forget(circle, known.code, replace(waiting, people=(marked,)))
    return Forgotten(
        circle,
        known.code,
        answers=sum(reply.person == known.code for reply in memory.replies),
        votes=sum(vote.person == known.code for vote in memory.votes),
        digest=not there,
        rows=rows,
        asked=_asked(memory, waiting),
    )


def _words(context: CircleContext, known: PersonRecord | None) -> frozenset[str]:
    """What may stand for the person in the forms' tabs: the code, and the mark of a prefilled form (with any code before it)."""
    mark = form_mark(known, context.keys.digest) if known else ""
    return frozenset({known.code.casefold(), mark, mark[:OLD_DIGITS]} - {""}) if known else frozenset()


def _rows(sheet: Values, key: str, own: frozenset[str]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Tabs with the rows where the address stands in any cell; in the forms' tabs also the person's `own` words."""
    for tab in READ_NAMES:
        words = own if tab in _FORMS else frozenset[str]()
        lines = enumerate(sheet.get(tab, ()), start=1)
        found = tuple(number for number, row in lines if any(_holds(clean(cell, WHOLE_CELL), key, words) for cell in row))
        if found:
            yield tab, found


def _holds(text: str, key: str, words: frozenset[str]) -> bool:
    marked = MARKED.fullmatch(text)
    if (marked[1] if marked else text).casefold() in words:
        return True
    return "@" in text and any("@" in word and address_key(word) == key for word in (text, *_APART.split(text)))
