"""Writing what was heard outside the sheet: letters that came back, withdrawals, intentions, attendance, how far mail was read.

None of it needs to know what else a person's row says, so a round, a page and a mailbox may write at once and nothing is lost.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime

from sqlalchemy import Connection, Table, and_, bindparam, or_, update

from tasks.circle.model.records import Attended, Facts, Intention, MailMark, Outcome, Sent
from tasks.doors.ledger import tables
from tasks.doors.ledger.upsert import upsert

#: What may turn out to have come back: a letter that went out, or whose fate nobody knew.
_OUT = (Outcome.DONE.value, Outcome.UNKNOWN.value, Outcome.CLAIMED.value)


def keep_heard(connection: Connection, circle: str, facts: Facts) -> None:
    for letter in facts.returned:
        _come_back(connection, circle, letter)
    _withdraw(connection, circle, facts.withdrawn)
    _keep(connection, circle, tables.intention, facts.intentions)
    _keep(connection, circle, tables.attendance, facts.attended)
    _keep(connection, circle, tables.mail_mark, facts.marks)


def _keep(
    connection: Connection, circle: str, table: Table, things: tuple[Intention, ...] | tuple[Attended, ...] | tuple[MailMark, ...]
) -> None:
    rows = [{"circle": circle} | {each.name: getattr(thing, each.name) for each in fields(thing)} for thing in things]
    if rows:
        connection.execute(upsert(connection.dialect.name, table), rows)


def _come_back(connection: Connection, circle: str, letter: Sent) -> None:
    """One that was claimed anew for a later address has nothing to do with what the earlier one gave back."""
    this = tables.letter.c
    key = (this.circle == circle, this.person == letter.person, this.meeting == letter.meeting)
    found = and_(*key, this.kind == letter.kind.value, this.revision == letter.revision, this.epoch == letter.epoch)
    new = {"outcome": Outcome.REJECTED.value, "detail": letter.detail, "refused": letter.refused}
    if connection.execute(update(tables.letter).where(found, this.outcome.in_(_OUT)).values(new)).rowcount:
        mark_refused(connection, circle, letter)


def mark_refused(connection: Connection, circle: str, letter: Sent) -> None:
    """In the transaction of the letter's outcome: a crash between the two would let the next round try the address again."""
    if letter.refused:
        its = {"its_circle": circle, "its_code": letter.person, "its_epoch": letter.epoch}
        connection.execute(_REFUSED, its)


_REFUSED = (
    update(tables.participant)
    .where(
        tables.participant.c.circle == bindparam("its_circle"),
        tables.participant.c.code == bindparam("its_code"),
        tables.participant.c.refused < bindparam("its_epoch"),
    )
    .values(refused=bindparam("its_epoch"))
)


def _withdraw(connection: Connection, circle: str, withdrawn: Mapping[str, datetime]) -> None:
    person = tables.participant.c
    for code, at in withdrawn.items():
        earlier = or_(person.withdrawn.is_(None), person.withdrawn < at)
        this = (person.circle == circle, person.code == code)
        connection.execute(update(tables.participant).where(*this, earlier).values(withdrawn=at))
