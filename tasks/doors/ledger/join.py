"""Two codes that people have said are one person (R29): what the ledger has of the later becomes the first's."""

from typing import Any

from sqlalchemy import Connection, Table, and_, delete, exists, select, update

from tasks.circle.model.letter_kinds import Kind
from tasks.doors.ledger import tables
from tasks.doors.ledger.forget import OF_A_PERSON

#: Letters whose revision is the version of the address.
_BY_VERSION = (Kind.INVITATION.value, Kind.WELCOME.value)


def join(connection: Connection, circle: str, first: str, later: str) -> None:
    """Of two words about one thing the later's counts, which came from the address that is right. Once more does nothing.

    The people's own rows are written before; `first` has the version of its own address and that of `later` added up.
    """
    for table in OF_A_PERSON:
        _make_room(connection, table, circle, first, later, [column.name for column in table.primary_key if column.name not in ("circle", "person")])
        connection.execute(update(table).where(table.c.circle == circle, table.c.person == later).values(person=first))
    person, letter = tables.participant.c, tables.letter.c
    whose = (person.circle == circle, person.code.in_((first, later)))
    versions = dict(map(tuple, connection.execute(select(person.code, person.address_version).where(*whose))))
    before = versions[first] - versions[later]
    rows = select(letter.meeting, letter.kind, letter.revision, letter.address_version).where(letter.circle == circle, letter.person == later)
    for row in connection.execute(rows).all():
        revision = _later_revision(row.kind, row.revision, before)
        this = (letter.circle == circle, letter.meeting == row.meeting, letter.kind == row.kind)
        connection.execute(delete(tables.letter).where(*this, letter.person == first, letter.revision == revision))
        new = {"person": first, "revision": revision, "address_version": row.address_version + before}
        connection.execute(update(tables.letter).where(*this, letter.person == later, letter.revision == row.revision).values(new))


def _make_room(connection: Connection, table: Table, circle: str, first: str, later: str, keys: list[str]) -> None:
    other: Any = table.alias()
    same = and_(*(table.c[key] == other.c[key] for key in keys))
    taken = exists().where(other.c.circle == circle, other.c.person == later, same)
    connection.execute(delete(table).where(table.c.circle == circle, table.c.person == first, taken))


def _later_revision(kind: str, revision: str, before: int) -> str:
    if kind in _BY_VERSION:
        return str(int(revision) + before)
    return f"leave{int(revision.removeprefix('leave')) + before}" if revision.startswith("leave") else revision
