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
    op.create_table("ballot", *_keys(), _filled("opened", Moment()), sa.Column("closed", Moment()), _filled("proposals", Words()))
    op.create_table("room_vote", *_keys("person"), _filled("proposals", Words()), _filled("at", Moment()), _filled("own", sa.Boolean()))


def _keys(*names: str) -> list[sa.Column[Any]]:
    circle: sa.Column[Any] = sa.Column("circle", sa.String(), sa.ForeignKey("circle.name"), primary_key=True)
    meeting: sa.Column[Any] = sa.Column("meeting", sa.Integer(), primary_key=True, autoincrement=False)
    return [circle, meeting, *(sa.Column(name, sa.String(), primary_key=True) for name in names)]


def _filled(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)
