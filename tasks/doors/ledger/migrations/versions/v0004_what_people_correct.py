"""What people correct in proposals, the circle's own word pairs, and how sure a proposal is."""

import sqlalchemy as sa
from alembic import op

from tasks.doors.ledger.tables import Moment

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("proposal", sa.Column("sure", sa.Text(), nullable=False, server_default=""))
    made: sa.Column[str] = sa.Column("made", sa.Text(), nullable=False)
    op.create_table("correction", *_circle_and_meeting(), made, sa.Column("at", Moment(), nullable=False))
    removed: sa.Column[bool] = sa.Column("removed", sa.Boolean(), nullable=False, server_default=sa.false())
    words = (sa.Column(name, sa.String(), primary_key=True) for name in ("one", "other"))
    op.create_table("word_pair", *_circle_and_meeting(), *words, removed)


def _circle_and_meeting() -> tuple[sa.Column[str], sa.Column[int]]:
    circle: sa.Column[str] = sa.Column("circle", sa.String(), sa.ForeignKey("circle.name"), primary_key=True)
    return circle, sa.Column("meeting", sa.Integer(), primary_key=True, autoincrement=False)
