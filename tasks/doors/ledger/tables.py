"""The tables of the ledger (RULES.md «Ledger»). A column has the name of its field in `tasks.circle.model.records` as key: a row is a value.

No name and no address is kept. Every change here needs a new revision in `migrations/versions` and in `REVISIONS`.
"""

import json
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from tasks.circle.focus.corrections import Corrections, corrections_from

# How the ledger keeps values that databases have no common type for: UTC times, tuples of text and of dates, corrections.


class Moment(sa.TypeDecorator[datetime]):
    """An aware UTC time. SQLite has no type for it: there it is ISO 8601 text ending in +00:00, which sorts as time does."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        return dialect.type_descriptor(sa.String(32) if dialect.name == "sqlite" else sa.DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value.isoformat()}")
        utc = value.astimezone(UTC)
        return utc.isoformat() if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return datetime.fromisoformat(value) if dialect.name == "sqlite" else value.astimezone(UTC)


class Words(sa.TypeDecorator[tuple[str, ...]]):
    """A tuple of text, kept as a JSON list."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: sa.Dialect) -> str:
        return json.dumps(list(value or ()), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> tuple[str, ...]:
        return tuple(json.loads(value or "[]"))


class Days(sa.TypeDecorator[tuple[date, ...]]):
    """A tuple of dates, kept as a JSON list of ISO dates."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: tuple[date, ...] | None, dialect: sa.Dialect) -> str:
        return json.dumps([day.isoformat() for day in value or ()])

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> tuple[date, ...]:
        return tuple(map(date.fromisoformat, json.loads(value or "[]")))


class Made(sa.TypeDecorator[Corrections]):
    """What people corrected in proposals, kept as a JSON object: keys of themes, codes of answers, titles."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Corrections | None, dialect: sa.Dialect) -> str:
        return json.dumps((value or Corrections()).plain(), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Corrections:
        return corrections_from(json.loads(value or "{}"))


# The kinds of column that the ledger's tables are made of.

metadata = sa.MetaData()


def text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def count(name: str, start: int = 0, key: str | None = None) -> sa.Column[int]:
    """`key`: what the code calls it, where the database keeps an older name."""
    return sa.Column(name, sa.Integer, key=key, nullable=False, server_default=str(start))


def words(name: str) -> sa.Column[tuple[str, ...]]:
    """Came later to a table that has rows."""
    return sa.Column(name, Words, nullable=False, server_default="[]")


def key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String, primary_key=True)


def number(name: str) -> sa.Column[int]:
    """Part of a key; never counted up by the database."""
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


def since(name: str) -> sa.Column[Any]:
    """A moment that is part of a key."""
    return sa.Column(name, Moment, primary_key=True)


def filled(name: str, kind: type[sa.types.TypeEngine[Any]]) -> sa.Column[Any]:
    """Never NULL."""
    return sa.Column(name, kind, nullable=False)


def of_circle(name: str, *columns: sa.schema.SchemaItem, rowid: bool = True) -> sa.Table:
    """A table of which each row belongs to a circle, and its key begins with that."""
    owner = sa.Column("circle", sa.String, sa.ForeignKey("circle.name"), primary_key=True)
    return sa.Table(name, metadata, owner, *columns, sqlite_with_rowid=rowid)


#: Every revision of the tables, oldest first; the last is what this program writes and reads.
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012", "0013")
#: Not Alembic's usual name: Prefect's own tables may live in the same PostgreSQL database.
VERSION_TABLE = "ledger_version"
#: As Alembic makes it, not among our own tables: it would look after it twice.
version = sa.Table(VERSION_TABLE, sa.MetaData(), sa.Column("version_num", sa.String(32), primary_key=True))

circle = sa.Table(
    "circle",
    metadata,
    key("name"),
    *(sa.Column(name, Moment) for name in ("first_round", "last_round", "last_consult", "closed", "erased")),
)

participant = of_circle(
    "participant",
    key("code"),
    text("digest"),
    text("row_digest"),
    sa.Column("joined", Moment),
    count("epoch", 1, key="address_version"),
    count("stay", 1, key="member_since_version"),
    sa.Column("left", Moment),
    sa.Column("gone", Moment),
    count("refused"),
    sa.Column("withdrawn", Moment),
    text("name"),
    count("place"),
    words("former"),
    sa.Column("answers_from", Moment),
    words("perhaps"),
)

meeting = of_circle(
    "meeting",
    number("number"),
    filled("uid", sa.String),
    filled("start", Moment),
    filled("end", Moment),
    filled("form", sa.String),
    text("place"),
    text("focus"),
    text("input"),
    text("links"),
    text("after"),
    text("address"),
    filled("cancelled", sa.Boolean),
    count("sequence"),
    count("moves"),
    sa.Column("moved", Moment),
    count("focus_revision"),
    filled("history", sa.Boolean),
    *(sa.Column(name, sa.Text) for name in ("room_id", "room_link", "room_topic")),
    *(sa.Column(name, Moment) for name in ("room_start", "room_end")),
)

# Without rowid the rows of one circle lie together: reading 130,000 of them is one walk, and a claim touches one tree less.
letter = of_circle(
    "letter",
    key("person"),
    number("meeting"),
    key("kind"),
    key("revision"),
    sa.Column("epoch", sa.Integer, key="address_version", nullable=False),
    filled("outcome", sa.String),
    filled("at", Moment),
    count("sequence"),
    sa.Column("start", Moment),
    sa.Column("end", Moment),
    text("where"),
    count("focus_revision"),
    sa.Column("message_id", sa.Text),
    text("detail"),
    sa.Column("refused", sa.Boolean, nullable=False, server_default=sa.false()),
    text("post"),
    sa.UniqueConstraint("circle", "message_id", name="letter_message_id"),
    rowid=False,
)


def answers(name: str) -> sa.Table:
    return of_circle(name, number("meeting"), key("person"), key("question"), text("text"), filled("at", Moment))


def votes(name: str) -> sa.Table:
    choice = filled("proposals", Words), filled("dates", Days), sa.Column("none_fits", sa.Boolean, nullable=False, server_default=sa.false())
    return of_circle(name, number("meeting"), key("person"), *choice, text("comment"), filled("at", Moment))


# What a round read in the sheet, and what participants said on their own pages: the later of the two counts.
answer, own_answer = answers("answer"), answers("own_answer")
vote, own_vote = votes("vote"), votes("own_vote")

proposal = of_circle(
    "proposal",
    number("meeting"),
    number("rank"),
    text("title"),
    count("participants"),
    filled("quotes", Words),
    text("why"),
    text("topic"),
    text("sure"),
)

# What people corrected in the proposals of a meeting, and the words that a merge of theirs taught.
correction = of_circle("correction", number("meeting"), filled("made", Made), filled("at", Moment))

word_pair = of_circle(
    "word_pair",
    number("meeting"),
    key("one"),
    key("other"),
    sa.Column("removed", sa.Boolean, nullable=False, server_default=sa.false()),
)

# What facilitators decided of participants' words, by a keyed digest of them.
words_decision = of_circle("words_decision", key("key"), filled("shown", sa.Boolean), text("by"), filled("at", Moment))

consultation = of_circle(
    "consultation",
    number("meeting"),
    filled("opened", Moment),
    filled("closes", Moment),
    filled("proposals", Words),
    filled("dates", Days),
)

decision = of_circle("decision", number("meeting"), filled("at", Moment), text("focus"), sa.Column("day", sa.Date))

# What people said outside the sheet about coming to a meeting.
intention = of_circle(
    "intention",
    number("meeting"),
    key("person"),
    filled("comes", sa.Boolean),
    filled("at", Moment),
    sa.Column("tentative", sa.Boolean, nullable=False, server_default=sa.false()),
)

# Who was there: as a room's service tells, as the participant's own button does, and as people type, which wins.
attendance = of_circle("attendance", number("meeting"), key("person"), count("minutes"))
came_in = of_circle("came_in", number("meeting"), key("person"), filled("at", Moment))
typed_minutes = of_circle("typed_minutes", number("meeting"), key("person"), count("minutes"), filled("none", sa.Boolean))

# Answers and votes in the room: each by what was typed as the name, and the votes by when theirs was opened.
room_answer = of_circle("room_answer", number("meeting"), key("person"), key("question"), key("entry"), text("text"), filled("at", Moment))
ballot = of_circle("ballot", number("meeting"), since("opened"), sa.Column("closed", Moment), filled("proposals", Words), words("made"))
room_vote = of_circle("room_vote", number("meeting"), since("opened"), key("person"), key("entry"), filled("proposals", Words), filled("at", Moment))

# Sealed with the installation's key, and only until a round has moved it into the sheet.
sign_up = of_circle("sign_up", key("id"), filled("sealed", sa.Text), filled("at", Moment), sa.Column("confirmed", Moment))

# What people said yes to when they signed up by the pages, by the keyed digest of their address.
consent = of_circle("consent", key("digest"), filled("at", Moment), filled("language", sa.String), filled("text", sa.Text))

# How often something was tried since a moment, by a keyed digest of who tried; for a day.
tried = of_circle("tried", key("key"), filled("since", Moment), count("number"))

# What the pages ask of whoever starts rounds, so far one thing: the same wish twice is one, and the earliest.
wish = of_circle("wish", key("what"), key("key"), filled("at", Moment))

# UIDs and UIDVALIDITY are unsigned 32-bit numbers (RFC 3501 §2.3.1.1).
mail_mark = of_circle("mail_mark", key("box"), filled("validity", sa.BigInteger), filled("uid", sa.BigInteger))

round_ = sa.Table(
    "round",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("circle", sa.String, sa.ForeignKey("circle.name"), nullable=False),
    filled("at", Moment),
    filled("acts", Words),
    filled("state", sa.String),
)

# No foreign key: the lease is taken before the first round of a circle has learnt anything.
lease = sa.Table("lease", metadata, key("circle"), filled("holder", sa.String), filled("since", Moment), filled("until", Moment))

notice = of_circle("notice", key("key"), filled("at", Moment))

# Of no circle: the mail account is the installation's. Sealed with its key; `name` is a digest of the token that a person configured.
kept_token = sa.Table("kept_token", metadata, key("name"), filled("sealed", sa.Text), filled("used", Moment))
