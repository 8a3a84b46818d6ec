"""Forgetting a person, so that the next round does not learn again what is still in the sheet (RULES.md «Privacy»).

Somebody who asked to be forgotten has `member_since_version` 0: no stay begins from the row they left behind. While that row is there, its
digest is kept for one purpose, to know it again: without it they would be new, and welcomed. When the row is gone it goes too.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, or_, select, update

from tasks.circle.model.records import Changes, LetterRecord, PersonRecord
from tasks.doors.ledger import tables
from tasks.doors.ledger.proposals import forget_words

#: `PersonRecord.member_since_version` of who asked to be forgotten; a stay is counted from 1.
FORGOTTEN = 0

#: Where rows are that one person said or did, by code.
OF_A_PERSON = (tables.answer, tables.vote, tables.intention, tables.attendance, tables.own_answer, tables.own_vote)

#: The person asked to be forgotten, or the address a letter (`to_whom`) would go to was refused for good.
TAKES_NONE = select(tables.participant.c.code).where(
    tables.participant.c.circle == bindparam("its_circle"),
    tables.participant.c.code == bindparam("its_code"),
    or_(tables.participant.c.member_since_version == FORGOTTEN, tables.participant.c.refused == bindparam("its_version")),
)


def to_whom(circle: str, letter: LetterRecord) -> dict[str, Any]:
    return {"its_circle": circle, "its_code": letter.person, "its_version": letter.address_version}


def forget(connection: Connection, circle: str, code: str) -> int:
    """Rows deleted, and one for the person when a digest went; that of `FORGOTTEN` waits for their row in the sheet to go."""
    answer = tables.answer.c
    texts = connection.scalars(select(answer.text).where(answer.circle == circle, answer.person == code)).all()
    forget_quotes(connection, circle, texts)
    gone = 0
    for table in OF_A_PERSON:
        gone += connection.execute(delete(table).where(table.c.circle == circle, table.c.person == code)).rowcount
    forget_words(connection, circle, texts)
    person = tables.participant.c
    known = (person.circle == circle, person.code == code, or_(person.digest != "", person.row_digest != ""))
    digests = update(tables.participant).where(*known, or_(person.member_since_version != FORGOTTEN, person.gone.is_not(None)))
    return gone + connection.execute(digests.values(digest="", row_digest="")).rowcount


def without_forgotten(connection: Connection, circle: str, changes: Changes) -> Changes:
    """`changes` without what a round read of forgotten people in rows that nobody has deleted yet."""
    person = tables.participant.c
    forgotten = set(connection.scalars(select(person.code).where(person.circle == circle, person.member_since_version == FORGOTTEN)))
    if not forgotten:
        return changes
    said = "\n".join(_plain(reply.text) for reply in changes.replies if reply.person in forgotten)
    return replace(
        changes,
        people=tuple(_people(changes.people, forgotten)),
        replies=tuple(reply for reply in changes.replies if reply.person not in forgotten),
        candidates=tuple(replace(each, quotes=_others(each.quotes, said)) for each in changes.candidates),
        votes=tuple(vote for vote in changes.votes if vote.person not in forgotten),
        attendance_replies=tuple(each for each in changes.attendance_replies if each.person not in forgotten),
        attended=tuple(each for each in changes.attended if each.person not in forgotten),
        own_replies=tuple(reply for reply in changes.own_replies if reply.person not in forgotten),
        own_votes=tuple(vote for vote in changes.own_votes if vote.person not in forgotten),
    )


def _people(people: Iterable[PersonRecord], forgotten: set[str]) -> Iterable[PersonRecord]:
    """Of forgotten people only this is still learnt: that their row is gone, and with it the last reason to know them."""
    for each in people:
        if each.code not in forgotten:
            yield each
        elif each.gone:
            yield replace(each, digest="", row_digest="", member_since_version=FORGOTTEN)


def forget_quotes(connection: Connection, circle: str, texts: Iterable[str]) -> None:
    """A proposal quotes sentences of answers: those of this person go with the answers."""
    said = "\n".join(map(_plain, texts))
    proposal = tables.proposal.c
    shown = select(proposal.meeting, proposal.rank, proposal.quotes).where(proposal.circle == circle)
    for row in connection.execute(shown).all():
        kept = _others(row.quotes, said)
        if kept != row.quotes:
            this = (proposal.circle == circle, proposal.meeting == row.meeting, proposal.rank == row.rank)
            connection.execute(update(tables.proposal).where(*this).values(quotes=kept))


def _others(quotes: tuple[str, ...], said: str) -> tuple[str, ...]:
    """The quotes that are nothing the person said; a quote may be a part of an answer, cut with «…»."""
    return tuple(quote for quote in quotes if _plain(quote) not in said)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip("«»\"' .…")
