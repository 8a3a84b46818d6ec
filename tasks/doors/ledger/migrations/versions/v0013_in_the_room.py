"""Our own address to a room (R33), who was there (R35), votes in the room (R30), and what a consultation also asks (R36)."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from tasks.doors.ledger.tables import Moment, Words

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("meeting", sa.Column("address", sa.Text(), nullable=False, server_default=""))
    for name in ("vote", "own_vote"):
        op.add_column(name, sa.Column("none_fits", sa.Boolean(), nullable=False, server_default=sa.false()))
        op.add_column(name, sa.Column("comment", sa.Text(), nullable=False, server_default=""))
    op.create_table("came_in", *_keys("person"), _filled("at", Moment()))
    minutes: sa.Column[int] = sa.Column("minutes", sa.Integer(), nullable=False, server_default="0")
    op.create_table("typed_minutes", *_keys("person"), minutes, _filled("none", sa.Boolean()))
    made: sa.Column[Any] = sa.Column("made", Words(), nullable=False, server_default="[]")
    op.create_table("ballot", *_keys(), _opened(), sa.Column("closed", Moment()), _filled("proposals", Words()), made)
    op.create_table("room_vote", *_keys(), _opened(), *_names("person", "entry"), _filled("proposals", Words()), _filled("at", Moment()))
    text: sa.Column[str] = sa.Column("text", sa.Text(), nullable=False, server_default="")
    op.rename_table("room_answer", "room_answer_0012")  # what was typed as the name becomes part of the key
    op.create_table("room_answer", *_keys("person", "question", "entry"), text, _filled("at", Moment()))
    columns = "circle, meeting, person, question"
    op.execute(f"INSERT INTO room_answer ({columns}, entry, text, at) SELECT {columns}, person, text, at FROM room_answer_0012")  # noqa: S608 - ours
    op.drop_table("room_answer_0012")


def _keys(*names: str) -> list[sa.Column[Any]]:
    circle: sa.Column[Any] = sa.Column("circle", sa.String(), sa.ForeignKey("circle.name"), primary_key=True)
    meeting: sa.Column[Any] = sa.Column("meeting", sa.Integer(), primary_key=True, autoincrement=False)
    return [circle, meeting, *_names(*names)]


def _names(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.String(), primary_key=True) for name in names]


def _opened() -> sa.Column[Any]:
    return sa.Column("opened", Moment(), primary_key=True)


def _filled(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)
