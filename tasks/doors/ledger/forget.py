"""Forgetting a person, so that the next round does not learn again what is still in the sheet (RULES.md «Privacy»).

Somebody who asked to be forgotten has `member_since_version` 0: no stay begins from the row they left behind. While that row is there, its
digest is kept for one purpose, to know it again: without it they would be new, and welcomed. When the row is gone it goes too.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, or_, select, update

from tasks.circle.focus.redaction import GONE
from tasks.circle.focus.vocabulary import written_words
from tasks.circle.model.links import NEW_LINK, SIGNALS
from tasks.circle.model.records import FORGOTTEN, Changes, LetterRecord, PersonRecord
from tasks.doors.ledger import tables
from tasks.doors.ledger.at_once import ALL

#: Where people's answers are, by code.
ANSWERS = (tables.answer, tables.own_answer, tables.room_answer)
#: Where rows are that one person said or did, by code.
OF_A_PERSON = (
    tables.answer, tables.vote, tables.intention, tables.attendance, tables.came_in, tables.typed_minutes, tables.own_answer, tables.room_answer,
    tables.own_vote, tables.room_vote,
)  # fmt: skip

#: What is left of a person whose digests went.
NOBODY: Mapping[str, Any] = {"digest": "", "row_digest": "", "name": "", "former": (), "perhaps": ()}
#: The same in `Changes`.
_SAID = (
    "replies", "votes", "attendance_replies", "attended", "came_in", "typed_minutes", "own_replies", "room_replies", "own_votes", "room_votes",
)  # fmt: skip
#: The person asked to be forgotten, or the address a letter (`to_whom`) would go to was refused for good.
TAKES_NONE = select(tables.participant.c.code).where(
    tables.participant.c.circle == bindparam("its_circle"),
    tables.participant.c.code == bindparam("its_code"),
    or_(tables.participant.c.member_since_version == FORGOTTEN, tables.participant.c.refused == bindparam("its_version")),
)


def to_whom(circle: str, letter: LetterRecord) -> dict[str, Any]:
    return {"its_circle": circle, "its_code": letter.person, "its_version": letter.address_version}


def forget(connection: Connection, circle: str, code: str, digest: str = "") -> int:
    """Rows deleted, and one for the person when a digest went; that of `FORGOTTEN` waits for their row in the sheet to go.

    Whose the counts of sign-ups are is seen in none of them (a mailbox, a network): all begin anew but that of the whole circle.
    """
    connection.execute(delete(tables.tried).where(tables.tried.c.circle == circle, tables.tried.c.key != ALL))
    told = or_(tables.notice.c.key == f"{NEW_LINK}{code}", tables.notice.c.key.startswith(f"{SIGNALS}{code}|", autoescape=True))
    connection.execute(delete(tables.notice).where(tables.notice.c.circle == circle, told))
    texts = [text for each in ANSWERS for text in connection.scalars(select(each.c.text).where(each.c.circle == circle, each.c.person == code))]
    forget_quotes(connection, circle, texts, {code})
    gone = 0
    for table in OF_A_PERSON:
        gone += connection.execute(delete(table).where(table.c.circle == circle, table.c.person == code)).rowcount
    _forget_words(connection, circle, texts)
    person, said = tables.participant.c, tables.consent.c
    theirs = select(person.digest).where(person.circle == circle, person.code == code)
    connection.execute(delete(tables.consent).where(said.circle == circle, or_(said.digest.in_(theirs), said.digest == digest)))
    known = (person.circle == circle, person.code == code, or_(person.digest != "", person.row_digest != ""))
    digests = update(tables.participant).where(*known, or_(person.member_since_version != FORGOTTEN, person.gone.is_not(None)))
    return gone + connection.execute(digests.values(NOBODY)).rowcount


def without_forgotten(connection: Connection, circle: str, changes: Changes) -> Changes:
    """`changes` without what a round read of forgotten people in rows that nobody has deleted yet."""
    person = tables.participant.c
    forgotten = set(connection.scalars(select(person.code).where(person.circle == circle, person.member_since_version == FORGOTTEN)))
    if not forgotten:
        return changes
    said = "\n".join(_plain(reply.text) for reply in changes.replies if reply.person in forgotten)
    others: dict[str, Any] = {name: tuple(each for each in getattr(changes, name) if each.person not in forgotten) for name in _SAID}
    return replace(
        changes,
        people=tuple(_people(changes.people, forgotten)),
        candidates=tuple(replace(each, quotes=_others(each.quotes, said)) for each in changes.candidates),
        **others,
    )


def _people(people: Iterable[PersonRecord], forgotten: set[str]) -> Iterable[PersonRecord]:
    """Of forgotten people only this is still learnt: that their row is gone, and with it the last reason to know them."""
    for each in people:
        if each.code not in forgotten:
            yield each
        elif each.gone:
            yield replace(each, **NOBODY, member_since_version=FORGOTTEN)


def forget_quotes(connection: Connection, circle: str, texts: Collection[str], people: Collection[str]) -> None:
    """A proposal quotes sentences of answers, and its title may be one, also where it was voted on in the room: those of these `people` go with
    their answers."""
    said = "\n".join(map(_plain, texts))
    proposal = tables.proposal.c
    shown = select(proposal.meeting, proposal.rank, proposal.title, proposal.topic, proposal.quotes).where(proposal.circle == circle)
    titles = set[str]()
    for row in connection.execute(shown).all():
        kept = _others(row.quotes, said)
        if kept != row.quotes:
            this = (proposal.circle == circle, proposal.meeting == row.meeting, proposal.rank == row.rank)
            connection.execute(update(tables.proposal).where(*this).values(quotes=kept))
        if not row.topic and _plain(row.title) in said:
            titles.add(row.title)
    voted_on = connection.scalars(select(tables.ballot.c.made).where(tables.ballot.c.circle == circle)).all()
    titles |= {title for made in voted_on for title in made if _plain(title) in said}
    if titles:  # what somebody else has written, too, is not this person's alone
        queries = (select(each.c.text).where(each.c.circle == circle, each.c.person.not_in(people)) for each in ANSWERS)
        others = "\n".join(_plain(text) for query in queries for text in connection.scalars(query))
        titles = {title for title in titles if _plain(title) not in others}
    without_titles(connection, circle, titles)


def without_titles(connection: Connection, circle: str, titles: Collection[str]) -> None:
    """These titles leave proposals, consultations and votes, where they are told apart by their place alone; not what people have chosen."""
    meeting, proposal = tables.meeting.c, tables.proposal.c
    gone = set(titles) - set(connection.scalars(select(meeting.focus).where(meeting.circle == circle)))
    if not gone:
        return
    connection.execute(update(tables.proposal).where(proposal.circle == circle, proposal.title.in_(gone)).values(title=GONE, why=""))
    for table in (tables.consultation, tables.vote, tables.own_vote, tables.ballot, tables.room_vote):
        for row in connection.execute(select(table).where(table.c.circle == circle)).mappings().all():
            held = [name for name in ("proposals", "made") if gone.intersection(row.get(name, ()))]
            if held:
                this = [column == row[column.name] for column in table.primary_key]
                left = {name: tuple(GONE if each in gone else each for each in row[name]) for name in held}
                connection.execute(update(table).where(*this).values(left))


def _forget_words(connection: Connection, circle: str, texts: Iterable[str]) -> None:
    """Word pairs with a word that only the person wrote whose answers (`texts`) went a moment ago."""
    answers = connection.scalars(select(tables.answer.c.text).where(tables.answer.c.circle == circle)).all()
    only = _words(texts) - _words(answers)
    pair = tables.word_pair.c
    for one, other in connection.execute(select(pair.one, pair.other).where(pair.circle == circle).distinct()).all():
        if {one, other} & only:
            connection.execute(delete(tables.word_pair).where(pair.circle == circle, pair.one == one, pair.other == other))


def _words(texts: Iterable[str]) -> set[str]:
    return {word.casefold() for text in texts for word in written_words(text)}


def _others(quotes: tuple[str, ...], said: str) -> tuple[str, ...]:
    """The quotes that are nothing the person said; a quote may be a part of an answer, cut with «…»."""
    return tuple(quote for quote in quotes if _plain(quote) not in said)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip("«»\"' .…")
