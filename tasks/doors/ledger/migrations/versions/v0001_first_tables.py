"""The first tables. A revision is never edited once it has been released: a change is a new one, forwards only."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from tasks.doors.ledger.tables import Days, Moment, Words

revision = "0001"
down_revision = None


def upgrade() -> None:
    _people_and_meetings()
    _letters()
    _reflection()
    _rounds()


def _circle() -> sa.Column[str]:
    return sa.Column("circle", sa.String(), sa.ForeignKey("circle.name"), primary_key=True)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), primary_key=True)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), primary_key=True, autoincrement=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default="")


def _count(name: str, start: int = 0) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default=str(start))


def _at() -> sa.Column[datetime]:
    return sa.Column("at", Moment(), nullable=False)


def _people_and_meetings() -> None:
    rounds = ("first_round", "last_round", "last_consult", "closed", "erased")
    op.create_table("circle", _key("name"), *(sa.Column(name, Moment()) for name in rounds))
    op.create_table(
        "participant",
        _circle(),
        _key("code"),
        _text("digest"),
        _text("row_digest"),
        sa.Column("joined", Moment()),
        _count("epoch", 1),
        _count("stay", 1),
        sa.Column("left", Moment()),
        sa.Column("gone", Moment()),
    )
    op.create_table(
        "meeting",
        _circle(),
        _number("number"),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("start", Moment(), nullable=False),
        sa.Column("end", Moment(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        _text("place"),
        _text("focus"),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        _count("sequence"),
        _count("moves"),
        sa.Column("moved", Moment()),
        _count("focus_revision"),
        sa.Column("history", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Text()) for name in ("room_id", "room_link", "room_topic")),
        *(sa.Column(name, Moment()) for name in ("room_start", "room_end")),
    )


def _letters() -> None:
    op.create_table(
        "letter",
        _circle(),
        _key("person"),
        _number("meeting"),
        _key("kind"),
        _key("revision"),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        _at(),
        _count("sequence"),
        sa.Column("start", Moment()),
        sa.Column("end", Moment()),
        _text("where"),
        _count("focus_revision"),
        sa.Column("message_id", sa.Text()),
        _text("detail"),
        sa.UniqueConstraint("circle", "message_id", name="letter_message_id"),
        sqlite_with_rowid=False,
    )


def _reflection() -> None:
    op.create_table("answer", _circle(), _number("meeting"), _key("person"), _key("question"), _text("text"), _at())
    op.create_table(
        "proposal",
        _circle(),
        _number("meeting"),
        _number("rank"),
        _text("title"),
        _count("participants"),
        sa.Column("quotes", Words(), nullable=False),
        _text("why"),
        _text("topic"),
    )
    op.create_table(
        "consultation",
        _circle(),
        _number("meeting"),
        sa.Column("opened", Moment(), nullable=False),
        sa.Column("closes", Moment(), nullable=False),
        sa.Column("proposals", Words(), nullable=False),
        sa.Column("dates", Days(), nullable=False),
    )
    op.create_table(
        "vote",
        _circle(),
        _number("meeting"),
        _key("person"),
        sa.Column("proposals", Words(), nullable=False),
        sa.Column("dates", Days(), nullable=False),
        _at(),
    )
    op.create_table("decision", _circle(), _number("meeting"), _at(), _text("focus"), sa.Column("day", sa.Date()))


def _rounds() -> None:
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("circle", sa.String(), sa.ForeignKey("circle.name"), nullable=False),
        _at(),
        sa.Column("acts", Words(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
    )
    op.create_table(
        "lease",
        _key("circle"),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
    )
    op.create_table("notice", _circle(), _key("key"), _at())
