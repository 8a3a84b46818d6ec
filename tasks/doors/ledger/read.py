"""Reading the ledger: rows become the frozen values of `tasks.circle.model.records`, one query a table, without an ORM."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, select

from tasks.circle.model import attending, records
from tasks.circle.model.letter_kinds import KINDS
from tasks.circle.model.records import Form, LetterRecord, Meeting, Memory, Outcome, Room
from tasks.doors.ledger import tables

#: What of `Memory`, and of `Changes`, is rows of a table as they stand, with the value that each row is.
ROWS: Mapping[str, tuple[Table, type[Any]]] = {
    "people": (tables.participant, records.PersonRecord),
    "replies": (tables.answer, records.Reply),
    "candidates": (tables.proposal, records.Candidate),
    "corrected": (tables.correction, records.Corrected),
    "pairs": (tables.word_pair, records.TaughtPair),
    "consultations": (tables.consultation, attending.Consultation),
    "votes": (tables.vote, attending.Vote),
    "attendance_replies": (tables.intention, attending.AttendanceReply),
    "attended": (tables.attendance, attending.Attended),
    "came_in": (tables.came_in, attending.CameIn),
    "typed_minutes": (tables.typed_minutes, attending.TypedMinutes),
    "marks": (tables.mail_mark, records.MailMark),
    "own_replies": (tables.own_answer, records.Reply),
    "room_replies": (tables.room_answer, records.RoomReply),
    "own_votes": (tables.own_vote, attending.Vote),
    "ballots": (tables.ballot, attending.Ballot),
    "room_votes": (tables.room_vote, attending.RoomVote),
    "pending_sign_ups": (tables.sign_up, records.PendingSignUp),
    "words_decided": (tables.words_decision, records.WordsDecision),
    "consents": (tables.consent, records.Consent),
}


#: What a person sees of themselves and of all: without the rest of the people, and what letters tell.
_OF_ONE = (
    "people", "replies", "candidates", "consultations", "votes", "attendance_replies", "own_replies", "room_replies", "own_votes", "corrected",
    "words_decided", "ballots", "room_votes",
)  # fmt: skip


def read_memory(connection: Connection, circle: str, code: str | None = None) -> Memory:
    """Everything known of `circle`, in the order of its keys; `Memory()` when it was never seen.

    With `code` what concerns everybody (meetings, consultations, proposals, what of them may be shown, rounds) and the person of that
    code; of letters nothing.
    """
    circle_row = connection.execute(select(tables.circle).where(tables.circle.c.name == circle)).one_or_none()
    if circle_row is None:
        return Memory()
    decisions = _values(connection, circle, tables.decision, records.Decision)
    found: dict[str, Any] = {"meetings": _meetings(connection, circle), "decisions": decisions}
    for name in ROWS if code is None else _OF_ONE:
        found[name] = _values(connection, circle, *ROWS[name], code)
    if code is None:
        found |= {"letters": _letters(connection, circle)}
    notices = read_notices(connection, circle)
    found["notices"] = {key: at for key, at in notices.items() if code is None or key.startswith(records.DigestNotice.WORDS)}
    return Memory(*circle_row[1:], **found)


def read_known(connection: Connection, circle: str) -> Memory:
    """Of `circle` people and sign-ups alone."""
    found: dict[str, Any] = {name: _values(connection, circle, *ROWS[name]) for name in ("people", "pending_sign_ups")}
    return Memory(**found)


def _rows(connection: Connection, circle: str, table: Table, names: Iterable[str], code: str | None = None) -> Any:
    """Those of the person of that code, where `code` is given and the table has any."""
    person = next((each for each in ("person", "code") if each in table.c), "") if code is not None else ""
    return connection.execute(_statement(table, tuple(names), person), {"circle": circle} | ({"code": code} if person else {}))


@cache  # to make a statement takes SQLAlchemy longer than SQLite takes to carry it out
def _statement(table: Table, names: tuple[str, ...], person: str) -> Select[Any]:
    rows = select(*(table.c[name] for name in names)).where(table.c.circle == bindparam("circle")).order_by(*table.primary_key.columns)
    return rows.where(table.c[person] == bindparam("code")) if person else rows


def _values(connection: Connection, circle: str, table: Table, value: type[Any], code: str | None = None) -> tuple[Any, ...]:
    """The rows of one table as values."""
    return tuple(value(*row) for row in _rows(connection, circle, table, [field.name for field in fields(value)], code))


def _letters(connection: Connection, circle: str) -> tuple[LetterRecord, ...]:
    rows = _rows(connection, circle, tables.letter, [field.name for field in fields(LetterRecord)])
    return tuple(
        LetterRecord(who, nr, KINDS[kind], revision, version, Outcome(outcome), at, sequence, start, end, where, focus, mid or "", *rest)
        for who, nr, kind, revision, version, outcome, at, sequence, start, end, where, focus, mid, *rest in rows
    )


def _meetings(connection: Connection, circle: str) -> tuple[Meeting, ...]:
    names = [field.name for field in fields(Meeting) if field.name != "room"]
    rooms = [f"room_{field.name}" for field in fields(Room)]
    rows = _rows(connection, circle, tables.meeting, names + rooms)
    return tuple(_meeting(dict(zip(names, row[: len(names)], strict=True)), row[len(names) :]) for row in rows)


def _meeting(values: dict[str, Any], room: Any) -> Meeting:
    return Meeting(**values | {"form": Form(values["form"])}, room=Room(*room) if room[0] is not None else None)


def read_notices(connection: Connection, circle: str) -> dict[str, datetime]:
    return {key: at for key, at in _rows(connection, circle, tables.notice, ["key", "at"])}  # noqa: C416 - rows, not pairs
