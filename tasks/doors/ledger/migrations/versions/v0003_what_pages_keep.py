"""What participants say on their own pages: answers, votes, and sign-ups (sealed) until they stand in the sheet."""

import sqlalchemy as sa
from alembic import op

from tasks.doors.ledger.tables import Days, Moment, Words

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    text: sa.Column[str] = sa.Column("text", sa.Text(), nullable=False, server_default="")
    op.create_table("own_answer", *_meeting_and_person(), _key("question"), text, _at())
    proposals: sa.Column[tuple[str, ...]] = sa.Column("proposals", Words(), nullable=False)
    op.create_table("own_vote", *_meeting_and_person(), proposals, sa.Column("dates", Days(), nullable=False), _at())
    op.create_table("sign_up", _circle(), _key("id"), sa.Column("sealed", sa.Text(), nullable=False), _at())


def _circle() -> sa.Column[str]:
    return sa.Column("circle", sa.String(), sa.ForeignKey("circle.name"), primary_key=True)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), primary_key=True)


def _meeting_and_person() -> tuple[sa.Column[str], sa.Column[int], sa.Column[str]]:
    return _circle(), sa.Column("meeting", sa.Integer(), primary_key=True, autoincrement=False), _key("person")


def _at() -> sa.Column[object]:
    return sa.Column("at", Moment(), nullable=False)
