"""Writing the ledger: statements on an open transaction, the same for SQLite and PostgreSQL."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, case, delete, false, func, literal, or_, select, tuple_, update

from tasks.circle.model.attending import NOBODYS
from tasks.circle.model.records import Changes, Decision, LetterRecord, Meeting, Outcome, Reply, Room
from tasks.circle.model.trial import OUTBOX
from tasks.doors.ledger import tables
from tasks.doors.ledger.forget import ANSWERS, NOBODY, OF_A_PERSON, TAKES_NONE, forget_quotes, to_whom, without_forgotten, without_titles
from tasks.doors.ledger.join import join
from tasks.doors.ledger.lease import MINE, Hold, its, must_hold
from tasks.doors.ledger.read import ROWS
from tasks.doors.ledger.tables import Moment
from tasks.doors.ledger.upsert import insert, keep_rows, row_of, upsert

#: Outcomes after which a letter may be tried again (RULES.md «Doors»).
_AGAIN = (Outcome.LATER.value, Outcome.NOT_SENT.value)
#: Outcomes that may still change: nobody knows the fate of the letter yet.
_OPEN = (Outcome.CLAIMED.value, Outcome.UNKNOWN.value)
#: A refusal waits until its batch is judged (R26): the only outcome that follows another.
_REFUSABLE = (*_OPEN, Outcome.LATER.value)
#: What may turn out to have come back: a letter that went out, or whose fate nobody knew.
_OUT = (Outcome.DONE.value, Outcome.LAID.value, *_OPEN)
#: Outcomes of a letter in a folder that count for nothing when it is to go by a live post (R24): it lies there, or perhaps.
_IN_FOLDER = (Outcome.LAID.value, Outcome.UNKNOWN.value)


def ensure_circle(connection: Connection, circle: str) -> None:
    connection.execute(insert(connection.dialect.name, tables.circle).on_conflict_do_nothing(), {"name": circle})


def keep(connection: Connection, circle: str, changes: Changes) -> None:
    """All of `changes` but what concerns people who asked to be forgotten; the erasing last.

    Of what people say outside the sheet nothing needs to know what else a person's row says, and of two words the later counts: a
    round, a page and a mailbox may write at once and nothing is lost.
    """
    ensure_circle(connection, circle)
    changes = without_forgotten(connection, circle, changes)
    changes, taken = _one_vote_at_a_time(connection, circle, changes), _taken(connection, circle, changes.own_replies)
    if changes.candidates_of:
        _make_room_for_proposals(connection, circle, changes.candidates_of)
    for name, (table, _) in ROWS.items():
        keep_rows(connection, circle, table, getattr(changes, name))
    keep_meetings(connection, circle, changes.meetings, changes.dropped)
    for letter in changes.returned:
        _come_back(connection, circle, letter)
    if changes.counted:
        rows = [_this(circle, each) | {"outcome": each.outcome.value, "detail": each.detail, "post": each.post} for each in changes.counted]
        connection.execute(_COUNT, rows)
    for first, later in changes.same:
        join(connection, circle, first, later)
    _withdraw(connection, circle, changes.withdrawn)
    _take_back(connection, circle, changes, taken)
    if over := changes.moved_in | changes.expired:
        sign_up, asked = tables.sign_up.c, tables.letter.c
        connection.execute(delete(tables.sign_up).where(sign_up.circle == circle, sign_up.id.in_(over)))
        codes = [f"S{name}" for name in changes.expired]
        connection.execute(delete(tables.letter).where(asked.circle == circle, asked.person.in_(codes)))
    if changes.notices:
        rows = [{"circle": circle, "key": key, "at": at} for key, at in changes.notices.items()]
        connection.execute(upsert(connection.dialect.name, tables.notice), rows)
    if changes.closed:
        connection.execute(update(tables.circle).where(tables.circle.c.name == circle).values(closed=changes.closed))
    if changes.erase:
        _erase(connection, circle, changes.closed, changes.kept_titles)


def _make_room_for_proposals(connection: Connection, circle: str, meetings: Iterable[int]) -> None:
    """The proposals about these meetings come anew, and with them the words they teach; a pair that was removed stays removed."""
    shown, taught = tables.proposal.c, tables.word_pair.c
    connection.execute(delete(tables.proposal).where(shown.circle == circle, shown.meeting.in_(meetings)))
    of_these = (taught.circle == circle, taught.meeting.in_(meetings), taught.removed == false())
    connection.execute(delete(tables.word_pair).where(*of_these))


def keep_meetings(connection: Connection, circle: str, meetings: Iterable[Meeting], dropped: frozenset[int] = frozenset()) -> None:
    rows = [_meeting(circle, meeting) for meeting in meetings]
    if rows:
        connection.execute(upsert(connection.dialect.name, tables.meeting), rows)
    if dropped:
        connection.execute(delete(tables.meeting).where(tables.meeting.c.circle == circle, tables.meeting.c.number.in_(dropped)))


def _meeting(circle: str, meeting: Meeting) -> dict[str, Any]:
    values = row_of(circle, meeting) | {"form": meeting.form.value}
    room = values.pop("room")
    return values | {f"room_{field.name}": room and getattr(room, field.name) for field in fields(Room)}


def _come_back(connection: Connection, circle: str, letter: LetterRecord) -> None:
    """One that was claimed anew for a later address has nothing to do with what the earlier one gave back."""
    this = tables.letter.c
    key = (this.circle == circle, this.person == letter.person, this.meeting == letter.meeting)
    found = and_(*key, this.kind == letter.kind.value, this.revision == letter.revision, this.address_version == letter.address_version)
    new = {"outcome": Outcome.REJECTED.value, "detail": letter.detail, "refused": letter.refused}
    if connection.execute(update(tables.letter).where(found, this.outcome.in_(_OUT)).values(new)).rowcount:
        _mark_refused(connection, circle, letter)


def _mark_refused(connection: Connection, circle: str, letter: LetterRecord) -> None:
    """In the transaction of the letter's outcome: a crash between the two would let the next round try the address again."""
    if letter.refused:
        person = tables.participant.c
        this = (person.circle == circle, person.code == letter.person, person.refused < letter.address_version)
        connection.execute(update(tables.participant).where(*this).values(refused=letter.address_version))


def _withdraw(connection: Connection, circle: str, withdrawn: Mapping[str, datetime]) -> None:
    person = tables.participant.c
    for code, at in withdrawn.items():
        earlier = or_(person.withdrawn.is_(None), person.withdrawn < at)
        this = (person.circle == circle, person.code == code)
        connection.execute(update(tables.participant).where(*this, earlier).values(withdrawn=at))


def _one_vote_at_a_time(connection: Connection, circle: str, changes: Changes) -> Changes:
    """Of two facilitators who open one at once the first one's is kept."""
    if not changes.ballots:
        return changes
    row, ended = tables.ballot.c, {(each.meeting, each.opened) for each in changes.ballots if each.closed}
    still = connection.execute(select(row.meeting, row.opened).where(row.circle == circle, row.closed.is_(None))).all()
    under_way = {meeting for meeting, opened in still if (meeting, opened) not in ended}
    return replace(changes, ballots=tuple(each for each in changes.ballots if each.closed or each.meeting not in under_way))


def _of_these(table: Table, circle: str, replies: Iterable[Reply]) -> tuple[Any, ...]:
    """Where `table` has the answers that are emptied by `replies`."""
    keys = [(reply.person, reply.meeting, reply.question) for reply in replies if not reply.text]
    return table.c.circle == circle, tuple_(table.c.person, table.c.meeting, table.c.question).in_(keys)


def _taken(connection: Connection, circle: str, replies: tuple[Reply, ...]) -> list[str]:
    """What people take back in `replies`, wherever they said it."""
    if all(reply.text for reply in replies):
        return []
    return [text for table in ANSWERS for text in connection.scalars(select(table.c.text).where(*_of_these(table, circle, replies)))]


def _take_back(connection: Connection, circle: str, changes: Changes, taken: list[str]) -> None:
    """The words go at once, also where they are quoted; the next round counts anew. One row stays, empty, so that it sees to it."""
    answer = tables.answer.c
    if taken:
        forget_quotes(connection, circle, taken, {reply.person for reply in changes.own_replies if not reply.text})
        connection.execute(update(tables.answer).where(*_of_these(tables.answer, circle, changes.own_replies)).values(text=""))
        connection.execute(delete(tables.room_answer).where(*_of_these(tables.room_answer, circle, changes.own_replies)))
    vote = tables.vote.c
    for said in changes.own_votes:
        if not said.comment:  # what a round read of it goes too
            this = (vote.circle == circle, vote.person == said.person, vote.meeting == said.meeting)
            connection.execute(update(tables.vote).where(*this).values(comment=""))
    if changes.unsaid:
        key = tuple_(answer.person, answer.meeting, answer.question)
        connection.execute(delete(tables.answer).where(answer.circle == circle, key.in_(changes.unsaid)))


def _erase(connection: Connection, circle: str, closed: datetime | None, kept: frozenset[str]) -> None:
    """What people said and did, what quotes them, and digests go; letters and meetings stay, by code and number.

    `erased` becomes the time of closing when both are saved at once, else that of the last round before this one: changes carry no
    time of their own, and the clock of the machine would be wrong in a rehearsal.
    """
    for table in (*OF_A_PERSON, tables.correction, tables.word_pair, tables.consent, tables.tried):
        connection.execute(delete(table).where(table.c.circle == circle))
    # Counts of proposals stay, and the titles that others may see; quotes, corrections (which name answers) and words of participants go.
    connection.execute(update(tables.proposal).where(tables.proposal.c.circle == circle).values(quotes=(), why=""))
    connection.execute(update(tables.meeting).where(tables.meeting.c.circle == circle).values(input="", links="", after=""))
    proposed = set(connection.scalars(select(tables.proposal.c.title).where(tables.proposal.c.circle == circle)))
    asked = connection.scalars(select(tables.consultation.c.proposals).where(tables.consultation.c.circle == circle)).all()
    voted = connection.scalars(select(tables.ballot.c.proposals).where(tables.ballot.c.circle == circle)).all()
    without_titles(connection, circle, proposed.union(*asked, *voted) - kept)
    connection.execute(update(tables.participant).where(tables.participant.c.circle == circle).values(NOBODY))
    known = func.coalesce(tables.circle.c.last_round, tables.circle.c.closed, _moment(datetime.now(UTC)))
    connection.execute(update(tables.circle).where(tables.circle.c.name == circle).values(erased=closed or known))


def claim(connection: Connection, circle: str, letter: LetterRecord, hold: Hold | None = None) -> bool:
    """One statement, so that of two processes only one changes the row, and only while it holds the lease it has taken (`Stop`).
    Nothing goes to who asked to be forgotten, nor to an address that was refused, also when that was a moment ago. The circle has
    its row already."""
    row = row_of(circle, letter) | _key(letter) | {"outcome": Outcome.CLAIMED.value, "message_id": letter.message_id or None}
    asked = row | to_whom(circle, letter) | (its(hold) if hold else {})
    if connection.execute(_claim(connection.dialect.name, hold is not None), asked).rowcount == 1:
        return True
    if hold:
        must_hold(connection, hold)
    return False


@cache
def _claim(dialect: str, held: bool) -> Any:
    row = select(*(bindparam(column.key, type_=column.type) for column in tables.letter.columns))
    allowed = row.where(~TAKES_NONE.exists(), *([MINE.exists()] if held else []))
    statement = insert(dialect, tables.letter).from_select(list(tables.letter.columns), allowed)
    old, new = tables.letter.c, statement.excluded
    claiming = statement.on_conflict_do_update(
        index_elements=list(tables.letter.primary_key),
        set_={column.key: new[column.key] for column in tables.letter.columns if not column.primary_key},
        where=or_(
            _one_of(_AGAIN),
            and_(old.outcome == Outcome.REJECTED.value, old.address_version < new.address_version),
            and_(_one_of(_IN_FOLDER), old.post == OUTBOX, new.post != OUTBOX),
        ),
    )
    return claiming.execution_options(preserve_rowcount=True)


def settle(connection: Connection, circle: str, letter: LetterRecord) -> None:
    """The first final outcome stands: what is done is never made open again, but what waits may be rejected. LookupError when the letter
    was never claimed."""
    this = _this(circle, letter)
    new = {"outcome": letter.outcome.value, "at": letter.at, "detail": letter.detail, "refused": letter.refused}
    changed = connection.execute(_SETTLE[_REFUSABLE if letter.outcome is Outcome.REJECTED else _OPEN], this | new).rowcount
    if changed:
        _mark_refused(connection, circle, letter)
    elif connection.execute(select(tables.letter.c.outcome).where(*_THIS_LETTER), this).one_or_none() is None:
        raise LookupError(f"settled without a claim: {_key(letter)}")


def _one_of(outcomes: tuple[str, ...]) -> Any:
    """As `in_`, which SQLAlchemy spells out anew each time it runs."""
    return or_(*(tables.letter.c.outcome == outcome for outcome in outcomes))


_THIS_LETTER = [column == bindparam(f"its_{column.name}") for column in tables.letter.primary_key]
_SETTLE = {
    outcomes: update(tables.letter)
    .where(*_THIS_LETTER, _one_of(outcomes))
    .values({name: bindparam(name) for name in ("outcome", "at", "detail", "refused")})
    for outcomes in (_OPEN, _REFUSABLE)
}

#: What went by a live post stays as it is, and so does what never left.
_COUNT = (
    update(tables.letter)
    .where(*_THIS_LETTER, _one_of(_OUT), or_(tables.letter.c.post == "", tables.letter.c.post == OUTBOX))
    .values({name: bindparam(name) for name in ("outcome", "detail", "post")})
)


def _this(circle: str, letter: LetterRecord) -> dict[str, Any]:
    return {f"its_{name}": value for name, value in (_key(letter) | {"circle": circle}).items()}


def _key(letter: LetterRecord) -> dict[str, Any]:
    return {"person": letter.person, "meeting": letter.meeting, "kind": letter.kind.value, "revision": letter.revision}


def stale_claims(connection: Connection, circle: str) -> int:
    stale = (tables.letter.c.circle == circle, tables.letter.c.outcome == Outcome.CLAIMED.value)
    detail = "Runden som sendte brevet, ble avbrutt før svaret kom."
    return connection.execute(update(tables.letter).where(*stale).values(outcome=Outcome.UNKNOWN.value, detail=detail)).rowcount


def decide(connection: Connection, circle: str, decision: Decision) -> None:
    """One row a meeting: a date decided now and a focus area decided later are both in force."""
    ensure_circle(connection, circle)
    statement = insert(connection.dialect.name, tables.decision).values(row_of(circle, decision))
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
    said = tables.room_answer.c  # words of nobody who is here are of no use when people have left the room
    nobodys = (said.circle == circle, said.person.startswith(NOBODYS), said.at < at - timedelta(days=1))
    connection.execute(update(tables.room_answer).where(*nobodys).values(text=""))
    connection.execute(update(tables.circle).where(row.name == circle).values(new))


def _later(column: Any, at: datetime) -> Any:
    return case((column > at, column), else_=_moment(at))


def _moment(at: datetime) -> Any:
    """Inside a function or a CASE SQLAlchemy doesn't see which column the value is for, and would store it without its zone."""
    return literal(at, Moment())
