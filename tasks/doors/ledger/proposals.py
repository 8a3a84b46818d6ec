"""Proposals in the ledger with what people corrected in them, and the words a merge taught: kept, replaced, erased."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Table, delete, false, select, update

from tasks.circle.focus.similarity import words_of
from tasks.circle.model.records import Changes
from tasks.doors.ledger import tables
from tasks.doors.ledger.upsert import upsert


def keep_proposals(connection: Connection, circle: str, changes: Changes) -> None:
    """The proposals of `changes.candidates_of` anew, and with them the words they teach; a pair that was removed stays removed."""
    if changes.candidates_of:
        shown, taught = tables.proposal.c, tables.word_pair.c
        connection.execute(delete(tables.proposal).where(shown.circle == circle, shown.meeting.in_(changes.candidates_of)))
        of_these = (taught.circle == circle, taught.meeting.in_(changes.candidates_of), taught.removed == false())
        connection.execute(delete(tables.word_pair).where(*of_these))
    _keep(connection, circle, tables.proposal, changes.candidates)
    _keep(connection, circle, tables.correction, changes.corrected)
    _keep(connection, circle, tables.word_pair, changes.pairs)


def _keep(connection: Connection, circle: str, table: Table, things: Iterable[Any]) -> None:
    rows = [{"circle": circle} | {field.name: getattr(thing, field.name) for field in fields(thing)} for thing in things]
    if rows:
        connection.execute(upsert(connection.dialect.name, table), rows)


def erase_proposals(connection: Connection, circle: str) -> None:
    """At the circle's end: quotes, corrections (which name answers) and words of participants go, titles and counts stay."""
    connection.execute(update(tables.proposal).where(tables.proposal.c.circle == circle).values(quotes=()))
    for table in (tables.correction, tables.word_pair):
        connection.execute(delete(table).where(table.c.circle == circle))


def forget_words(connection: Connection, circle: str, texts: Iterable[str]) -> None:
    """Word pairs with a word that only the person wrote whose answers (`texts`) went a moment ago."""
    answers = connection.scalars(select(tables.answer.c.text).where(tables.answer.c.circle == circle)).all()
    only = _words(texts) - _words(answers)
    pair = tables.word_pair.c
    for one, other in connection.execute(select(pair.one, pair.other).where(pair.circle == circle).distinct()).all():
        if {one, other} & only:
            connection.execute(delete(tables.word_pair).where(pair.circle == circle, pair.one == one, pair.other == other))


def _words(texts: Iterable[str]) -> set[str]:
    return {word.casefold() for text in texts for word in words_of(text)}
