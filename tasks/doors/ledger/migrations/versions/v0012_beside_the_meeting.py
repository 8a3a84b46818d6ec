"""What belongs to a meeting beside its time and focus (R32), and answers that came by the address that all in it see (R30)."""

import sqlalchemy as sa
from alembic import op

from tasks.doors.ledger.tables import Moment

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    for name in ("input", "links", "after"):
        op.add_column("meeting", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    circle: sa.Column[str] = sa.Column("circle", sa.String(), sa.ForeignKey("circle.name"), primary_key=True)
    meeting: sa.Column[int] = sa.Column("meeting", sa.Integer(), primary_key=True, autoincrement=False)
    names = [sa.Column(name, sa.String(), primary_key=True) for name in ("person", "question")]
    text: sa.Column[str] = sa.Column("text", sa.Text(), nullable=False, server_default="")
    op.create_table("room_answer", circle, meeting, *names, text, sa.Column("at", Moment(), nullable=False))
