"""Writing the ledger: statements on an open transaction, the same for SQLite and PostgreSQL."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, case, delete, func, literal, or_, select, update

from tasks.circle.model.records import Changes, Decision, LetterRecord, Meeting, Outcome, Room
from tasks.doors.ledger import tables
from tasks.doors.ledger.answers import keep_heard, keep_pages, mark_refused
from tasks.doors.ledger.forget import OF_A_PERSON, TAKES_NONE, to_whom, without_forgotten
from tasks.doors.ledger.lease import Hold, its, mine, must_hold
from tasks.doors.ledger.proposals import erase_proposals, keep_proposals
from tasks.doors.ledger.tables import Moment
from tasks.doors.ledger.upsert import insert, upsert

#: Outcomes after which a letter may be tried again (RULES.md «Doors»).
_AGAIN = (Outcome.LATER.value, Outcome.NOT_SENT.value)
#: Outcomes that may still change: nobody knows the fate of the letter yet.
_OPEN = (Outcome.CLAIMED.value, Outcome.UNKNOWN.value)
#: Rows handed to the database together: those of ten thousand people at once would take 10 MB.
AT_ONCE = 500


@cache
def _new_circle(dialect: str) -> Any:
    return insert(dialect, tables.circle).on_conflict_do_nothing()


def ensure_circle(connection: Connection, circle: str) -> None:
    connection.execute(_new_circle(connection.dialect.name), {"name": circle})


def keep(connection: Connection, circle: str, changes: Changes) -> None:
    """All of `changes` but what concerns people who asked to be forgotten; the erasing last."""
    ensure_circle(connection, circle)
    changes = without_forgotten(connection, circle, changes)
    _keep_all(connection, circle, tables.participant, changes.people)
    keep_meetings(connection, circle, changes.meetings)
    _keep_all(connection, circle, tables.answer, changes.replies)
    keep_proposals(connection, circle, changes)
    _keep_all(connection, circle, tables.consultation, changes.consultations)
    _keep_all(connection, circle, tables.vote, changes.votes)
    keep_heard(connection, circle, changes)
    keep_pages(connection, circle, changes)
    if changes.notices:
        rows = [{"circle": circle, "key": key, "at": at} for key, at in changes.notices.items()]
        connection.execute(upsert(connection.dialect.name, tables.notice), rows)
    if changes.closed:
        connection.execute(update(tables.circle).where(tables.circle.c.name == circle).values(closed=changes.closed))
    if changes.erase:
        _erase(connection, circle, changes.closed)


def _keep_all(connection: Connection, circle: str, table: Table, things: Sequence[Any]) -> None:
    for start in range(0, len(things), AT_ONCE):
        rows = [_values(circle, thing) for thing in things[start : start + AT_ONCE]]
        connection.execute(upsert(connection.dialect.name, table), rows)


def _values(circle: str, thing: Any) -> dict[str, Any]:
    return {"circle": circle} | {field.name: getattr(thing, field.name) for field in fields(thing)}


def keep_meetings(connection: Connection, circle: str, meetings: Iterable[Meeting]) -> None:
    rows = [_meeting(circle, meeting) for meeting in meetings]
    if rows:
        connection.execute(upsert(connection.dialect.name, tables.meeting), rows)


def _meeting(circle: str, meeting: Meeting) -> dict[str, Any]:
    values = _values(circle, meeting) | {"form": meeting.form.value}
    room = values.pop("room")
    return values | {f"room_{field.name}": room and getattr(room, field.name) for field in fields(Room)}


def _erase(connection: Connection, circle: str, closed: datetime | None) -> None:
    """What people said and did, what quotes them, and digests go; letters and meetings stay, by code and number.

    `erased` becomes the time of closing when both are saved at once, else that of the last round before this one: changes carry no
    time of their own, and the clock of the machine would be wrong in a rehearsal.
    """
    for table in OF_A_PERSON:
        connection.execute(delete(table).where(table.c.circle == circle))
    erase_proposals(connection, circle)
    connection.execute(update(tables.participant).where(tables.participant.c.circle == circle).values(digest="", row_digest=""))
    known = func.coalesce(tables.circle.c.last_round, tables.circle.c.closed, _moment(datetime.now(UTC)))
    connection.execute(update(tables.circle).where(tables.circle.c.name == circle).values(erased=closed or known))


def claim(connection: Connection, circle: str, letter: LetterRecord, hold: Hold | None = None) -> bool:
    """One statement, so that of two processes only one changes the row, and only while it holds the lease it has taken (`Stop`).
    Nothing goes to who asked to be forgotten, nor to an address that was refused, also when that was a moment ago. The circle has
    its row already."""
    row = _values(circle, letter) | _key(letter) | {"outcome": Outcome.CLAIMED.value, "message_id": letter.message_id or None}
    asked = row | to_whom(circle, letter) | (its(hold) if hold else {})
    if connection.execute(_claim(connection.dialect.name, hold is not None), asked).rowcount == 1:
        return True
    if hold:
        must_hold(connection, hold)
    return False


@cache
def _claim(dialect: str, held: bool) -> Any:
    row = select(*(bindparam(column.key, type_=column.type) for column in tables.letter.columns))
    allowed = row.where(~TAKES_NONE.exists(), *([mine().exists()] if held else []))
    statement = insert(dialect, tables.letter).from_select(list(tables.letter.columns), allowed)
    old, new = tables.letter.c, statement.excluded
    claiming = statement.on_conflict_do_update(
        index_elements=list(tables.letter.primary_key),
        set_={column.key: new[column.key] for column in tables.letter.columns if not column.primary_key},
        where=or_(_one_of(_AGAIN), and_(old.outcome == Outcome.REJECTED.value, old.address_version < new.address_version)),
    )
    return claiming.execution_options(preserve_rowcount=True)


def settle(connection: Connection, circle: str, letter: LetterRecord) -> None:
    """The first final outcome stands: what is done is never made open again. LookupError when the letter was never claimed."""
    this = {f"its_{name}": value for name, value in (_key(letter) | {"circle": circle}).items()}
    new = {"outcome": letter.outcome.value, "at": letter.at, "detail": letter.detail, "refused": letter.refused}
    changed = connection.execute(_settle(), this | new).rowcount
    if changed:
        mark_refused(connection, circle, letter)
    elif connection.execute(select(tables.letter.c.outcome).where(*_this_letter()), this).one_or_none() is None:
        raise LookupError(f"settled without a claim: {_key(letter)}")


@cache
def _settle() -> Any:
    new: dict[str, Any] = {name: bindparam(name) for name in ("outcome", "at", "detail", "refused")}
    return update(tables.letter).where(*_this_letter(), _one_of(_OPEN)).values(new)


def _one_of(outcomes: tuple[str, ...]) -> Any:
    """As `in_`, which SQLAlchemy spells out anew each time it runs."""
    return or_(*(tables.letter.c.outcome == outcome for outcome in outcomes))


def _this_letter() -> list[Any]:
    return [column == bindparam(f"its_{column.name}") for column in tables.letter.primary_key]


def _key(letter: LetterRecord) -> dict[str, Any]:
    return {"person": letter.person, "meeting": letter.meeting, "kind": letter.kind.value, "revision": letter.revision}


def stale_claims(connection: Connection, circle: str) -> int:
    stale = (tables.letter.c.circle == circle, tables.letter.c.outcome == Outcome.CLAIMED.value)
    detail = "Runden som sendte brevet, ble avbrutt før svaret kom."
    return connection.execute(update(tables.letter).where(*stale).values(outcome=Outcome.UNKNOWN.value, detail=detail)).rowcount


def decide(connection: Connection, circle: str, decision: Decision) -> None:
    """One row a meeting: a date decided now and a focus area decided later are both in force."""
    ensure_circle(connection, circle)
    statement = insert(connection.dialect.name, tables.decision).values(_values(circle, decision))
    old, new = tables.decision.c, statement.excluded
    merged = {
        "at": new.at,
        "focus": func.coalesce(func.nullif(new.focus, ""), old.focus),
        "day": func.coalesce(new.day, old.day),
    }
    connection.execute(statement.on_conflict_do_update(index_elements=list(tables.decision.primary_key), set_=merged))


def close_round(connection: Connection, circle: str, at: datetime, acts: tuple[str, ...], state: str) -> None:
    ensure_circle(connection, circle)
    connection.execute(tables.round_.insert().values(circle=circle, at=at, acts=acts, state=state))
    row = tables.circle.c
    new = {"first_round": func.coalesce(row.first_round, _moment(at)), "last_round": _later(row.last_round, at)}
    if "consult" in acts:
        new["last_consult"] = _later(row.last_consult, at)
    connection.execute(update(tables.circle).where(row.name == circle).values(new))


def _later(column: Any, at: datetime) -> Any:
    return case((column > at, column), else_=_moment(at))


def _moment(at: datetime) -> Any:
    """Inside a function or a CASE SQLAlchemy doesn't see which column the value is for, and would store it without its zone."""
    return literal(at, Moment())
