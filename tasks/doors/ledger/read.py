"""Reading the ledger: rows become the frozen values of `tasks.circle.model.records`, one query a table, without an ORM."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, bindparam, select

from tasks.circle.model.records import (
    AttendanceReply,
    Attended,
    Candidate,
    Consultation,
    Corrected,
    Decision,
    Form,
    Kind,
    LetterRecord,
    MailMark,
    Meeting,
    Memory,
    Outcome,
    PendingSignUp,
    PersonRecord,
    Reply,
    Room,
    TaughtPair,
    Vote,
)
from tasks.doors.ledger import tables

# A look in a dictionary costs a third of calling the enum, and there are two for each of 130,000 letters.
_KINDS = {kind.value: kind for kind in Kind}
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}


def read_memory(connection: Connection, circle: str) -> Memory:
    """Everything known of `circle`, in the order of its keys; `Memory()` when it was never seen."""
    row = connection.execute(select(tables.circle).where(tables.circle.c.name == circle)).one_or_none()
    if row is None:
        return Memory()
    _, first_round, last_round, last_consult, closed, erased = row
    return Memory(
        first_round,
        last_round,
        last_consult,
        closed,
        erased,
        people=read_all(connection, circle, tables.participant, PersonRecord),
        meetings=read_meetings(connection, circle),
        letters=_letters(connection, circle),
        replies=read_all(connection, circle, tables.answer, Reply),
        candidates=read_all(connection, circle, tables.proposal, Candidate),
        consultations=read_all(connection, circle, tables.consultation, Consultation),
        votes=read_all(connection, circle, tables.vote, Vote),
        decisions=read_all(connection, circle, tables.decision, Decision),
        notices=read_notices(connection, circle),
        attendance_replies=read_all(connection, circle, tables.intention, AttendanceReply),
        attended=read_all(connection, circle, tables.attendance, Attended),
        marks=read_all(connection, circle, tables.mail_mark, MailMark),
        own_replies=read_all(connection, circle, tables.own_answer, Reply),
        own_votes=read_all(connection, circle, tables.own_vote, Vote),
        pending_sign_ups=read_all(connection, circle, tables.sign_up, PendingSignUp),
        corrected=read_all(connection, circle, tables.correction, Corrected),
        pairs=read_all(connection, circle, tables.word_pair, TaughtPair),
    )


@cache
def _chosen(table: Table, names: tuple[str, ...]) -> Select[Any]:
    """Kept, because making such a query takes longer than it takes SQLite to answer it, and a memory has eighteen."""
    rows = select(*(table.c[name] for name in names)).where(table.c.circle == bindparam("of_circle"))
    # In portions: 130,000 rows at once keep the garbage collector busy for half a second.
    return rows.order_by(*table.primary_key.columns).execution_options(yield_per=1000)


def _rows(connection: Connection, circle: str, table: Table, names: Iterable[str], *which: ColumnElement[bool]) -> Any:
    chosen = _chosen(table, tuple(names))
    return connection.execute(chosen.where(*which) if which else chosen, {"of_circle": circle})


def read_all(connection: Connection, circle: str, table: Table, value: type[Any], *which: ColumnElement[bool]) -> tuple[Any, ...]:
    """The rows of one table (those that are `which`) as values."""
    names = [field.name for field in fields(value)]
    return tuple(value(*row) for row in _rows(connection, circle, table, names, *which))


def _letters(connection: Connection, circle: str) -> tuple[LetterRecord, ...]:
    rows = _rows(connection, circle, tables.letter, [field.name for field in fields(LetterRecord)])
    return tuple(
        LetterRecord(who, nr, _KINDS[kind], revision, version, _OUTCOMES[outcome], at, sequence, start, end, where, focus, mid or "", detail, no)
        for who, nr, kind, revision, version, outcome, at, sequence, start, end, where, focus, mid, detail, no in rows
    )


def read_meetings(connection: Connection, circle: str) -> tuple[Meeting, ...]:
    names = [field.name for field in fields(Meeting) if field.name != "room"]
    rooms = [f"room_{field.name}" for field in fields(Room)]
    rows = _rows(connection, circle, tables.meeting, names + rooms)
    return tuple(_meeting(dict(zip(names, row[: len(names)], strict=True)), row[len(names) :]) for row in rows)


def _meeting(values: dict[str, Any], room: Any) -> Meeting:
    return Meeting(**values | {"form": Form(values["form"])}, room=Room(*room) if room[0] is not None else None)


def read_notices(connection: Connection, circle: str) -> dict[str, datetime]:
    return {key: at for key, at in _rows(connection, circle, tables.notice, ["key", "at"])}  # noqa: C416 - rows, not pairs
