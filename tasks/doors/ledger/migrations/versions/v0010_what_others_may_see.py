"""What facilitators decided of participants' words: a keyed digest of them, and whether the others may see them (R41)."""

import sqlalchemy as sa
from alembic import op

from tasks.doors.ledger.tables import Moment

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    circle: sa.Column[str] = sa.Column("circle", sa.String(), sa.ForeignKey("circle.name"), primary_key=True)
    shown: sa.Column[bool] = sa.Column("shown", sa.Boolean(), nullable=False)
    by: sa.Column[str] = sa.Column("by", sa.Text(), nullable=False, server_default="")
    key: sa.Column[str] = sa.Column("key", sa.String(), primary_key=True)
    op.create_table("words_decision", circle, key, shown, by, sa.Column("at", Moment(), nullable=False))
