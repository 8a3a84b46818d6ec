"""Writing what was heard outside the sheet: letters that came back, withdrawals, replies, attendance, how far mail was read.

None of it needs to know what else a person's row says, so a round, a page and a mailbox may write at once and nothing is lost.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, delete, or_, select, update

from tasks.circle.model.records import (
    AttendanceReply,
    Attended,
    Candidate,
    Changes,
    Consultation,
    Decision,
    LetterRecord,
    MailMark,
    Memory,
    Outcome,
    PersonRecord,
    Reply,
    Vote,
)
from tasks.doors.ledger import tables
from tasks.doors.ledger.forget import forget_quotes
from tasks.doors.ledger.read import read_all, read_meetings
from tasks.doors.ledger.upsert import upsert

#: What may turn out to have come back: a letter that went out, or whose fate nobody knew.
_OUT = (Outcome.DONE.value, Outcome.UNKNOWN.value, Outcome.CLAIMED.value)


def keep_heard(connection: Connection, circle: str, changes: Changes) -> None:
    for letter in changes.returned:
        _come_back(connection, circle, letter)
    _withdraw(connection, circle, changes.withdrawn)
    _keep(connection, circle, tables.intention, changes.attendance_replies)
    _keep(connection, circle, tables.attendance, changes.attended)
    _keep(connection, circle, tables.mail_mark, changes.marks)


def _keep(
    connection: Connection, circle: str, table: Table, things: tuple[AttendanceReply, ...] | tuple[Attended, ...] | tuple[MailMark, ...]
) -> None:
    rows = [{"circle": circle} | {each.name: getattr(thing, each.name) for each in fields(thing)} for thing in things]
    if rows:
        connection.execute(upsert(connection.dialect.name, table), rows)


def _come_back(connection: Connection, circle: str, letter: LetterRecord) -> None:
    """One that was claimed anew for a later address has nothing to do with what the earlier one gave back."""
    this = tables.letter.c
    key = (this.circle == circle, this.person == letter.person, this.meeting == letter.meeting)
    found = and_(*key, this.kind == letter.kind.value, this.revision == letter.revision, this.address_version == letter.address_version)
    new = {"outcome": Outcome.REJECTED.value, "detail": letter.detail, "refused": letter.refused}
    if connection.execute(update(tables.letter).where(found, this.outcome.in_(_OUT)).values(new)).rowcount:
        mark_refused(connection, circle, letter)


def mark_refused(connection: Connection, circle: str, letter: LetterRecord) -> None:
    """In the transaction of the letter's outcome: a crash between the two would let the next round try the address again."""
    if letter.refused:
        its = {"its_circle": circle, "its_code": letter.person, "its_version": letter.address_version}
        connection.execute(_REFUSED, its)


_REFUSED = (
    update(tables.participant)
    .where(
        tables.participant.c.circle == bindparam("its_circle"),
        tables.participant.c.code == bindparam("its_code"),
        tables.participant.c.refused < bindparam("its_version"),
    )
    .values(refused=bindparam("its_version"))
)


def _withdraw(connection: Connection, circle: str, withdrawn: Mapping[str, datetime]) -> None:
    person = tables.participant.c
    for code, at in withdrawn.items():
        earlier = or_(person.withdrawn.is_(None), person.withdrawn < at)
        this = (person.circle == circle, person.code == code)
        connection.execute(update(tables.participant).where(*this, earlier).values(withdrawn=at))


# What the participants' pages read and write: one person's part of the memory, their answers and votes, sign-ups that wait.
#
# A page writes while a round may be at work: each row is the person's own, and the latest counts.


def read_memory_of(connection: Connection, circle: str, code: str) -> Memory:
    """What concerns everybody (meetings, consultations, proposals, rounds) and the person `code`; of letters nothing."""
    row = connection.execute(select(tables.circle).where(tables.circle.c.name == circle)).one_or_none()
    if row is None:
        return Memory()

    def own(table: Table, value: type[Any]) -> tuple[Any, ...]:
        column = table.c.code if table is tables.participant else table.c.person
        return read_all(connection, circle, table, value, column == code)

    _, first_round, last_round, last_consult, closed, erased = row
    return Memory(
        first_round,
        last_round,
        last_consult,
        closed,
        erased,
        people=own(tables.participant, PersonRecord),
        meetings=read_meetings(connection, circle),
        replies=own(tables.answer, Reply),
        candidates=read_all(connection, circle, tables.proposal, Candidate),
        consultations=read_all(connection, circle, tables.consultation, Consultation),
        votes=own(tables.vote, Vote),
        decisions=read_all(connection, circle, tables.decision, Decision),
        attendance_replies=own(tables.intention, AttendanceReply),
        own_replies=own(tables.own_answer, Reply),
        own_votes=own(tables.own_vote, Vote),
    )


def read_digests(connection: Connection, circle: str) -> dict[str, str]:
    """Codes and digests: whose a personal link can be."""
    person = tables.participant.c
    return {row.code: row.digest for row in connection.execute(select(person.code, person.digest).where(person.circle == circle))}


def keep_pages(connection: Connection, circle: str, changes: Changes) -> None:
    rows: tuple[tuple[Table, tuple[Any, ...]], ...] = (
        (tables.own_answer, changes.own_replies), (tables.own_vote, changes.own_votes), (tables.sign_up, changes.pending_sign_ups)
    )  # fmt: skip
    for table, things in rows:
        values = [{"circle": circle} | {name: getattr(each, name) for name in each.__slots__} for each in things]
        if values:
            connection.execute(upsert(connection.dialect.name, table), values)
    _take_back(connection, circle, [reply for reply in changes.own_replies if not reply.text])
    answer, sign_up = tables.answer.c, tables.sign_up.c
    for person, meeting, question in changes.unsaid:
        this = (answer.circle == circle, answer.person == person, answer.meeting == meeting, answer.question == question)
        connection.execute(delete(tables.answer).where(*this))
    if changes.moved_in:
        connection.execute(delete(tables.sign_up).where(sign_up.circle == circle, sign_up.id.in_(changes.moved_in)))


def _take_back(connection: Connection, circle: str, taken: list[Reply]) -> None:
    """The words go at once, also where they are quoted; the next round counts anew. One row stays, empty, so that it sees to it."""
    if not taken:
        return
    answer = tables.answer.c
    ours = or_(*(and_(answer.person == r.person, answer.meeting == r.meeting, answer.question == r.question) for r in taken))
    found = (answer.circle == circle, ours)
    forget_quotes(connection, circle, connection.scalars(select(answer.text).where(*found)).all())
    connection.execute(update(tables.answer).where(*found).values(text=""))
